// Opening a case: by word, button, shortcut, or from a message.
import { DateTime } from 'luxon';
import { CaseError } from '../../domain/case-error.ts';
import { isApplicationIssue, longest, parseNewCase, type NewCase } from '../../domain/case-input.ts';
import { isOver } from '../../domain/notice.ts';
import { can, permit } from '../../domain/permission.ts';
import { loadDraft } from '../../usecases/cases/drafts.ts';
import { viewNotice } from '../../usecases/notices/notice-facts.ts';
import { openCase } from '../../usecases/cases/open-case.ts';
import { viewCase } from '../../usecases/cases/view-case.ts';
import { asContact } from './contact-commands.ts';
import { speakerOf, type Capability, type Turn, type Values } from '../capability.ts';
import { carriedNumber } from '../case-argument.ts';
import { filedBy, isOpenCard } from './filing.ts';
import type { Form } from '../../cards/elements.ts';
import { chosenIncident, linkWords, noticesFor, stillToAsk } from './incident-field.ts';
import type { Reply } from '../interaction.ts';
import { asksForContacts, formOfType } from './modify-contacts-form.ts';
import { longestTyped, openForm } from './open-form.ts';
import { fileOnBehalf, onBehalfForm } from './open-on-behalf.ts';

export const open: Capability = {
  words: [
    {
      word: 'open',
      usage: '[subject]',
      does: 'open a case',
      for: (person) => can(person, 'open'),
      mostWords: 12,
      opensForm: () => true,
      say: async (turn, rest) => start(turn, { subject: isOnlyCase(rest) ? '' : rest }),
    },
  ],
  presses: {
    /** value: nothing, or the id of a draft that becomes the description */
    open: { opensForm: true, press: (turn, value) => start(turn, {}, value === '' ? {} : { draft: value }) },
    /** value: the number of the closed case */
    'follow-up': {
      opensForm: true,
      press: async (turn, value) => {
        const { case: closed } = await viewCase(turn.work, turn.person, carriedNumber(value));
        const { subject, module, caseType, priority, contact } = closed;
        const values: Record<string, string> = { subject: `Follow-up: ${subject}`, module, caseType, priority };
        if (turn.person.kind === 'advisor') values.contact = contact.name;
        return start(turn, values, { previous: value });
      },
    },
    /** value: the id of an incident: “We have this, too” */
    affected: {
      opensForm: true,
      press: async (turn, value) => {
        const { kind, state, modules } = await viewNotice(turn.work, turn.person, carriedNumber(value));
        if (kind !== 'incident' || isOver(state))
          throw new CaseError('notice-over', 'This incident is over.', 'Say “open” if you still have trouble.');
        const [module] = modules.length === 1 ? modules : [];
        return start(turn, module === undefined ? {} : { module }, { incident: value });
      },
    },
  },
  forms: {
    open: {
      draw: formFor,
      submit: (turn, values, carries) => submit(turn, values, carries),
    },
  },
};

/** "Open a case" is no subject. */
function isOnlyCase(rest: string): boolean {
  return /^(an? |the )?(new )?case[.!]?$/i.test(rest);
}

/** The form, filled with what is known already. @param from a draft's id, the number of the closed case it follows up on, or an incident's id */
export async function start(
  turn: Turn,
  values: Record<string, string>,
  from: { draft?: string; previous?: string; incident?: string } = {},
): Promise<Reply> {
  permit(turn.person, 'open');
  const draft = from.draft === undefined ? null : await loadDraft(turn.work, turn.person, from.draft);
  const carries: Record<string, string> = { receipt: turn.newId(), ...from };
  if (turn.place && turn.place.kind !== 'direct') carries.channel = turn.place.channelId;
  const { rest, lost } = beyondField(draft?.text ?? '');
  if (rest > 0) carries.rest = String(rest);
  if (lost > 0) carries.lost = String(lost);
  const description = draft?.text.slice(0, longestTyped) ?? '';
  return { kind: 'form', form: await formFor(turn, { description, ...values }, carries) };
}

/** An advisor says whose case it is; a contact's own case may have a form of its type. */
async function formFor(turn: Turn, values: Values, carries: Values): Promise<Form> {
  return turn.person.kind === 'advisor' ? onBehalfForm(turn, values, carries) : formOfType(turn, values, carries);
}

/** A long message: what is added when the form is sent, and what a case cannot hold, in characters. */
function beyondField({ length }: string): { rest: number; lost: number } {
  return { rest: Math.max(Math.min(length, longest.text) - longestTyped, 0), lost: Math.max(length - longest.text, 0) };
}

async function submit(turn: Turn, values: Values, carries: Values): Promise<Reply> {
  // sent before the form of its case type could be shown
  if (turn.person.kind === 'contact' && asksForContacts(turn, values))
    return { kind: 'form', form: await formOfType(turn, values, carries) };
  const draft = carries.draft === undefined ? null : await loadDraft(turn.work, turn.person, carries.draft);
  const rest = carries.rest === undefined ? '' : (draft?.text.slice(longestTyped, longest.text) ?? '');
  const filled = { ...values, description: `${values.description ?? ''}${rest}` };
  if (turn.person.kind === 'advisor')
    return fileOnBehalf(turn, values, carries, (timezone) => read(turn, filled, values, carries, timezone));
  const contact = asContact(turn);
  // the date where the contact is; UTC where the platform does not know
  const input = await read(turn, filled, values, carries, turn.who.timezone ?? 'utc');
  if ('kind' in input) return input;
  const notices = await noticesFor(turn, carries);
  if (stillToAsk(notices, values, carries)) return { kind: 'form', form: await openForm(turn, values, carries) };
  const incident = chosenIncident(notices, values);
  const { platform } = speakerOf(turn);
  const filed = { ...(await filedBy(turn, carries)), incidentId: incident?.id };
  const outcome = await openCase(turn.work, contact, input, filed, { ...turn.said, platform });
  if (outcome === 'repeat') return { kind: 'done' };
  const isToPhone = input.priority === 'Critical' && incident === null;
  return { kind: 'done', card: isOpenCard(turn, outcome.number, input.subject, isToPhone, linkWords(values, incident)) };
}

/** A form that was sent before it could show what its case type asks comes back with the fields that are missing. */
async function read(turn: Turn, filled: Values, values: Values, carries: Values, timezone: string): Promise<NewCase | Reply> {
  try {
    return parseNewCase(filled, turn.work.settings, today(turn, timezone));
  } catch (error) {
    const unasked = error instanceof CaseError && isApplicationIssue(values.caseType ?? '') && carries.asks !== values.caseType;
    if (!unasked) throw error;
    return {
      kind: 'form',
      form: await (turn.person.kind === 'advisor' ? onBehalfForm : openForm)(turn, values, carries),
    };
  }
}

function today({ work }: Turn, zone: string): string {
  return DateTime.fromJSDate(work.clock.now(), { zone }).toISODate() ?? '';
}
