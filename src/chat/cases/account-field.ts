// The account that a new case is for. Only contacts who may open cases for several accounts are asked.
import type { Field, Option } from '../../cards/elements.ts';
import { fieldError } from '../../domain/form-errors.ts';
import { inAccount, isAuthorizedMember, type Contact } from '../../domain/person.ts';
import { accountOfChannel } from '../../usecases/people/account-of-channel.ts';
import { asContact, speakerOf, type Context } from '../capability.ts';
import { channelOf } from '../interaction.ts';
import { maxOptions } from './form-limits.ts';
import type { NewCaseState, NewCaseValues } from './new-case-form.ts';

/** Lists the accounts for which this contact may open cases; empty for advisors. */
export function filingAccounts({ person, actor }: Context): { id: number; name: string }[] {
  if (person.kind === 'advisor') return [];
  return actor.accounts.filter(isAuthorizedMember).map(({ accountId: id, name }) => ({ id, name }));
}

/**
 * Tells which account the new case is for.
 * @returns undefined while that is open
 */
export function accountOf(
  context: Context,
  values: Pick<NewCaseValues, 'account'>,
  state: Pick<NewCaseState, 'account'>,
): number | undefined {
  if (context.person.kind === 'advisor') return state.account;
  const ids = filingAccounts(context).map(({ id }) => id);
  if (ids.length === 1) return ids[0];
  return [values.account, state.account].find((id) => id !== undefined && ids.includes(id));
}

/**
 * Returns the contact as somebody of the account that the new case is for.
 * @throws CaseError not-allowed; no-account, at its field
 */
export function filingContact(context: Context, values: NewCaseValues, state: NewCaseState): Contact {
  const contact = asContact(context);
  const id = accountOf(context, values, state);
  const acting = id === undefined ? null : inAccount(contact, id);
  if (acting) return acting;
  throw fieldError('no-account', 'account', 'Choose an account.');
}

/** Builds the field for the account; empty where there is nothing to choose. */
export function accountFields(context: Context, values: NewCaseValues, state: NewCaseState): Field[] {
  const accounts = filingAccounts(context);
  // a follow-up is for the account of the case before it
  if (accounts.length < 2 || state.previous !== undefined) return [];
  return [accountField(accounts, accountOf(context, values, state))];
}

/** Builds the field that asks for one of several accounts. Choosing one redraws the form: incidents and days off depend on it. */
export function accountField(accounts: readonly { id: number; name: string }[], initial: number | undefined): Field {
  const options = [...accounts]
    .sort((one, other) => one.name.localeCompare(other.name, 'en'))
    .slice(0, maxOptions)
    .map(({ id, name }): Option => ({ label: name, value: String(id) }));
  const field = { kind: 'choice', name: 'account', label: 'Account', required: true, refreshes: true } as const;
  return { ...field, options, initial: initial === undefined ? undefined : String(initial) };
}

/** Finds the account of the channel that somebody writes in, if it is one for which they may open cases. */
export async function accountHere(context: Context): Promise<number | undefined> {
  const { place, services } = context;
  const ids = filingAccounts(context).map(({ id }) => id);
  if (ids.length < 2 || !place || place.kind === 'direct') return undefined;
  const here = await accountOfChannel(services, channelOf(speakerOf(context), place));
  return ids.find((id) => id === here);
}
