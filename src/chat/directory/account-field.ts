// The field of a form that asks for one account.
import { chosenValues } from '../../cards/chosen-values.ts';
import type { Field, Option } from '../../cards/elements.ts';
import type { Advisor } from '../../domain/person.ts';
import { accountsOf, countAccounts, findAccounts, maxAccounts } from '../../usecases/people/find-accounts.ts';
import { asAdvisor, type Context } from '../capability.ts';

const fieldName = 'account';

/**
 * Asks for one account. A few are shown as a list; more than a list holds are searched by typing.
 * @param id of the account that is chosen, if one is
 */
export async function accountField(
  context: Context,
  lead: Advisor,
  id: number | undefined,
  { noneLabel = 'None', searchHint, ...more }: { required?: true; hint?: string; searchHint?: string; noneLabel?: string },
): Promise<Field> {
  const common = { name: fieldName, label: 'Account', ...more };
  // a choice cannot be emptied everywhere
  const none = more.required ? [] : [{ label: noneLabel, value: 'none' }];
  if ((await countAccounts(context.services)) <= maxAccounts - none.length) {
    const all = await findAccounts(context.services, lead, '');
    // a closed account cannot be chosen
    const initial = all.some((one) => one.id === id) ? String(id) : none[0]?.value;
    return { ...common, kind: 'choice', options: [...none, ...all.map(accountOption)], initial };
  }
  const chosen = id === undefined ? [] : await accountsOf(context.services, lead, [id]);
  const hint = searchHint ?? more.hint;
  return {
    ...common,
    ...(hint === undefined ? {} : { hint }),
    kind: 'search',
    placeholder: 'Type part of a name',
    max: 1,
    initial: chosen.map(accountOption),
  };
}

/** Reads the id of the chosen account; undefined for none. */
export function chosenAccount(value: string | undefined): number | undefined {
  const [first] = chosenValues(value);
  return first !== undefined && /^[1-9]\d{0,8}$/.test(first) ? Number(first) : undefined;
}

/** Finds the accounts that match what was typed into the field. */
export async function suggestAccount(context: Context, field: string, text: string): Promise<Option[]> {
  if (field !== fieldName) return [];
  return (await findAccounts(context.services, asAdvisor(context), text)).map(accountOption);
}

function accountOption({ id, name }: { id: number; name: string }): Option {
  return { label: name, value: String(id) };
}
