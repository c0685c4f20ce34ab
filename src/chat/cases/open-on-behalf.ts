// A contact phones, and an advisor opens the case for them: the same form, and whose case it is.
import { CaseError } from '../../domain/case-error.ts';
import type { NewCase } from '../../domain/case-input.ts';
import { longestContact } from '../../domain/contact-change.ts';
import { formatNumber } from '../../domain/case-number.ts';
import { findContact } from '../../usecases/people/find-contact.ts';
import { openOnBehalf } from '../../usecases/cases/open-on-behalf.ts';
import { asAdvisor } from './advisor-commands.ts';
import type { Turn, Values } from '../capability.ts';
import type { Form } from '../../cards/elements.ts';
import { filedBy } from './filing.ts';
import { chosenIncident, linkWords, noticesFor, stillToAsk } from './incident-field.ts';
import type { Reply } from '../interaction.ts';
import { openForm } from './open-form.ts';
import { wordsCard } from '../replies.ts';

export async function onBehalfForm(turn: Turn, values: Values, carries: Values): Promise<Form> {
  const form = await openForm(turn, values, carries);
  return {
    ...form,
    fields: [
      {
        kind: 'line',
        name: 'contact',
        label: 'Contact',
        hint: 'The e-mail address or name of the Authorized Contact who phones. It becomes their case.',
        required: true,
        max: longestContact.email,
        initial: values.contact,
      },
      ...form.fields,
    ],
  };
}

/**
 * @param read the rest of the form, with the time zone that says what day it is
 * @throws CaseError no-contact and whatever `read` throws, with every mistake at its field
 */
export async function fileOnBehalf(
  turn: Turn,
  values: Values,
  carries: Values,
  read: (timezone: string) => Promise<NewCase | Reply>,
): Promise<Reply> {
  const advisor = asAdvisor(turn);
  const named = await findContact(turn.work, values.contact ?? '');
  if ('mistake' in named) throw await withMistake(named.mistake, () => read(turn.who.timezone ?? 'utc'));
  const input = await read(named.timezone);
  if ('kind' in input) return input;
  const { contact, accountName } = named;
  const theirs = { ...carries, account: String(contact.accountId) };
  const notices = await noticesFor(turn, theirs);
  if (stillToAsk(notices, values, carries)) return { kind: 'form', form: await onBehalfForm(turn, values, theirs) };
  const incident = chosenIncident(notices, values);
  const filed = { ...(await filedBy(turn, carries)), incidentId: incident?.id };
  const outcome = await openOnBehalf(turn.work, advisor, contact, input, filed, turn.said);
  if (outcome === 'repeat') return { kind: 'done' };
  const opened = `${formatNumber(outcome.number)} is open for ${contact.name}, ${accountName}.`;
  const unknown = `No conversation with ${contact.name} is known: they hear of it ${turn.work.mail ? 'by mail' : 'when they first write'}.`;
  const words = outcome.told ? 'Its card is on its way to their conversation and to the queue.' : unknown;
  return { kind: 'done', card: wordsCard(opened, [words, ...linkWords(values, incident)]) };
}

async function withMistake(words: string, read: () => Promise<unknown>): Promise<CaseError> {
  const alone = new CaseError('no-contact', words, undefined, { contact: words });
  try {
    await read();
  } catch (error) {
    if (!(error instanceof CaseError)) throw error;
    return new CaseError(error.code, error.message, error.next, { ...alone.fields, ...error.fields });
  }
  return alone;
}
