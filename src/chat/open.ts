// Opening a case: by word, button, shortcut, or from a message.
import { DateTime } from 'luxon';
import { CaseError } from '../domain/case-error.ts';
import { isApplicationIssue, longest, parseNewCase, type NewCase } from '../domain/case-input.ts';
import { formatNumber } from '../domain/case-number.ts';
import { isAuthorized } from '../domain/person.ts';
import { loadDraft } from '../usecases/drafts.ts';
import { openCase } from '../usecases/open-case.ts';
import { viewCase } from '../usecases/view-case.ts';
import { asContact } from './contact-verbs.ts';
import type { Capability, Turn, Values } from './capability.ts';
import { carriedNumber } from './case-argument.ts';
import type { Reply } from './interaction.ts';
import { longestTyped, openForm } from './open-form.ts';
import { phoneUs } from './phone.ts';

export const open: Capability = {
  words: [
    {
      word: 'open',
      usage: '[subject]',
      does: 'open a case',
      for: isAuthorized,
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
        const { subject, module, caseType, priority } = closed;
        return start(turn, { subject: `Follow-up: ${subject}`, module, caseType, priority }, { previous: value });
      },
    },
  },
  forms: {
    open: {
      draw: async (turn, values, carries) => openForm(turn, values, carries),
      submit: (turn, values, carries) => submit(turn, values, carries),
    },
  },
};

/** "Open a case" is no subject. */
function isOnlyCase(rest: string): boolean {
  return /^(an? |the )?(new )?case[.!]?$/i.test(rest);
}

/** The form, filled with what is known already. @param from a draft's id, or the number of the closed case it follows up on */
export async function start(
  turn: Turn,
  values: Record<string, string>,
  from: { draft?: string; previous?: string } = {},
): Promise<Reply> {
  asContact(turn);
  const draft = from.draft === undefined ? null : await loadDraft(turn.work, turn.person, from.draft);
  const carries: Record<string, string> = { receipt: turn.newId(), ...from };
  if (turn.place && turn.place.kind !== 'direct') carries.channel = turn.place.channelId;
  const { rest, lost } = beyondField(draft?.text ?? '');
  if (rest > 0) carries.rest = String(rest);
  if (lost > 0) carries.lost = String(lost);
  const description = draft?.text.slice(0, longestTyped) ?? '';
  return { kind: 'form', form: openForm(turn, { description, ...values }, carries) };
}

/** A long message: what is added when the form is sent, and what a case cannot hold, in characters. */
function beyondField({ length }: string): { rest: number; lost: number } {
  return { rest: Math.max(Math.min(length, longest.text) - longestTyped, 0), lost: Math.max(length - longest.text, 0) };
}

async function submit(turn: Turn, values: Values, carries: Values): Promise<Reply> {
  const contact = asContact(turn);
  const draft = carries.draft === undefined ? null : await loadDraft(turn.work, contact, carries.draft);
  const rest = carries.rest === undefined ? '' : (draft?.text.slice(longestTyped, longest.text) ?? '');
  const filled = { ...values, description: `${values.description ?? ''}${rest}` };
  const input = read(turn, filled, values, carries);
  if ('kind' in input) return input;
  const filed = {
    workspaceId: turn.speaker.workspaceId,
    directChannel: turn.who.directChannel,
    channelId: carries.channel,
    sourceLink: draft?.link ?? undefined,
    previousNumber: carries.previous === undefined ? undefined : carriedNumber(carries.previous),
  };
  const outcome = await openCase(turn.work, contact, input, filed, turn.said);
  if (outcome === 'repeat') return { kind: 'done' };
  const number = formatNumber(outcome.number);
  return {
    kind: 'done',
    card: {
      summary: `${number} is open`,
      elements: [
        { kind: 'heading', text: `${number} is open` },
        ...(input.priority === 'Critical' ? [phoneUs(turn.work.settings)] : []),
        {
          kind: 'text',
          words: [
            `${turn.work.settings.brand} has your case “${input.subject}”. Its card is on its way to your conversation; answers arrive below it.`,
          ],
        },
      ],
    },
  };
}

/** A form that was sent before it could show what its case type asks comes back with the fields that are missing. */
function read(turn: Turn, filled: Values, values: Values, carries: Values): NewCase | Reply {
  try {
    return parseNewCase(filled, turn.work.settings, today(turn));
  } catch (error) {
    const unasked = error instanceof CaseError && isApplicationIssue(values.caseType ?? '') && carries.asks !== values.caseType;
    if (!unasked) throw error;
    return { kind: 'form', form: openForm(turn, values, carries) };
  }
}

/** The date where the contact is; UTC where the platform does not know. */
function today(turn: Turn): string {
  return DateTime.fromJSDate(turn.work.clock.now(), { zone: turn.who.timezone ?? 'utc' }).toISODate() ?? '';
}
