// Handles `open [subject]`, the buttons and shortcuts that open a case, and *Open a case* on a message, for contacts and advisors.
// The fields are in open-form.ts; advisors also name the contact (open-on-behalf.ts); modules, case types and environments are configured.
import { DateTime } from 'luxon';
import { CaseError } from '../../domain/case-error.ts';
import { isApplicationIssue, maxLengths, parseNewCase, type NewCase } from '../../domain/case-input.ts';
import { isOver } from '../../domain/notice.ts';
import { can, authorize } from '../../domain/permission.ts';
import { loadDraft } from '../../usecases/cases/drafts.ts';
import { viewNotice } from '../../usecases/notices/notice-facts.ts';
import { openCase } from '../../usecases/cases/open-case.ts';
import { viewCase } from '../../usecases/cases/view-case.ts';
import { asContact, speakerOf, type Capability, type Context, type Values } from '../capability.ts';
import { carriedNumber } from '../case-argument.ts';
import { filedBy, openedCard } from './filing.ts';
import type { Form } from '../../cards/elements.ts';
import { chosenIncident, linkResult, noticesFor, stillToAsk } from './incident-field.ts';
import type { Reply } from '../interaction.ts';
import { asksForContacts, formOfType } from './modify-contacts-form.ts';
import { maxFieldLength } from './form-limits.ts';
import { openForm } from './open-form.ts';
import { fileOnBehalf, onBehalfForm } from './open-on-behalf.ts';

/** Opens a case. */
export const open: Capability = {
  commands: [
    {
      name: 'open',
      usage: '[subject]',
      description: 'open a case',
      availableTo: (person) => can(person, 'open'),
      maxWords: 12,
      opensForm: () => true,
      run: async (context, rest) => start(context, { subject: isOnlyCase(rest) ? '' : rest }),
    },
  ],
  actions: {
    /** value: nothing, or the id of a draft that becomes the description */
    open: { opensForm: true, run: (context, value) => start(context, {}, value === '' ? {} : { draft: value }) },
    /** value: the number of the closed case */
    'follow-up': {
      opensForm: true,
      run: async (context, value) => {
        const { case: closed } = await viewCase(context.services, context.person, carriedNumber(value));
        const { subject, module, caseType, priority, contact } = closed;
        const values: Record<string, string> = { subject: `Follow-up: ${subject}`, module, caseType, priority };
        if (context.person.kind === 'advisor') values.contact = contact.name;
        return start(context, values, { previous: value });
      },
    },
    /** value: the id of an incident; the button is *We're affected too* */
    affected: {
      opensForm: true,
      run: async (context, value) => {
        const { kind, state, modules } = await viewNotice(context.services, context.person, carriedNumber(value));
        if (kind !== 'incident' || isOver(state))
          throw new CaseError('notice-over', 'This incident is over.', 'Type open if you still need help.');
        const [module] = modules.length === 1 ? modules : [];
        return start(context, module === undefined ? {} : { module }, { incident: value });
      },
    },
  },
  forms: {
    open: {
      render: formFor,
      submit: (context, values, state) => submit(context, values, state),
    },
  },
};

/** Whether somebody wrote "open a case", which has no subject. */
function isOnlyCase(rest: string): boolean {
  return /^(an? |the )?(new )?case[.!]?$/i.test(rest);
}

/**
 * Shows the form for a new case, filled in with what is known already.
 * @param from the id of a draft, the number of the closed case this one follows up on, or the id of an incident
 * @throws CaseError not-allowed
 */
export async function start(
  context: Context,
  values: Record<string, string>,
  from: { draft?: string; previous?: string; incident?: string } = {},
): Promise<Reply> {
  authorize(context.person, 'open');
  const draft = from.draft === undefined ? null : await loadDraft(context.services, context.person, from.draft);
  const state: Record<string, string> = { idempotencyKey: context.newId(), ...from };
  if (context.place && context.place.kind !== 'direct') state.channel = context.place.channelId;
  const { rest, lost } = beyondField(draft?.text ?? '');
  if (rest > 0) state.rest = String(rest);
  if (lost > 0) state.lost = String(lost);
  const description = draft?.text.slice(0, maxFieldLength) ?? '';
  return { kind: 'form', form: await formFor(context, { description, ...values }, state) };
}

/** Picks the form: advisors name the contact, and a contact's case type may have a form of its own. */
async function formFor(context: Context, values: Values, state: Values): Promise<Form> {
  return context.person.kind === 'advisor' ? onBehalfForm(context, values, state) : formOfType(context, values, state);
}

/** Counts the characters of a message that are added on submission, and those that do not fit into a case. */
function beyondField({ length }: string): { rest: number; lost: number } {
  return { rest: Math.max(Math.min(length, maxLengths.text) - maxFieldLength, 0), lost: Math.max(length - maxLengths.text, 0) };
}

async function submit(context: Context, values: Values, state: Values): Promise<Reply> {
  // submitted before the form of its case type could be shown
  if (context.person.kind === 'contact' && asksForContacts(context, values))
    return { kind: 'form', form: await formOfType(context, values, state) };
  const draft = state.draft === undefined ? null : await loadDraft(context.services, context.person, state.draft);
  const rest = state.rest === undefined ? '' : (draft?.text.slice(maxFieldLength, maxLengths.text) ?? '');
  const filled = { ...values, description: `${values.description ?? ''}${rest}` };
  if (context.person.kind === 'advisor')
    return fileOnBehalf(context, values, state, (timezone) => read(context, filled, values, state, timezone));
  const contact = asContact(context);
  // today is the day where the contact is; UTC where the platform does not know the zone
  const input = await read(context, filled, values, state, context.actor.timezone ?? 'utc');
  if ('kind' in input) return input;
  const notices = await noticesFor(context, state);
  if (stillToAsk(notices, values, state)) return { kind: 'form', form: await openForm(context, values, state) };
  const incident = chosenIncident(notices, values);
  const { platform } = speakerOf(context);
  const filed = { ...(await filedBy(context, state)), incidentId: incident?.id };
  const outcome = await openCase(context.services, contact, input, filed, { ...context.request, platform });
  if (outcome === 'repeat') return { kind: 'done' };
  const asksToCall = input.priority === 'Critical' && incident === null && context.services.settings.supportPhone !== null;
  return { kind: 'done', card: openedCard(context, outcome.number, input.subject, asksToCall, linkResult(values, incident)) };
}

/**
 * Reads the form. When it was submitted before it could show the fields of its case type, it is shown again with them.
 * @throws CaseError with each error at its field
 */
async function read(context: Context, filled: Values, values: Values, state: Values, timezone: string): Promise<NewCase | Reply> {
  try {
    return parseNewCase(filled, context.services.settings, today(context, timezone));
  } catch (error) {
    const isOutdated = error instanceof CaseError && isApplicationIssue(values.caseType ?? '') && state.asks !== values.caseType;
    if (!isOutdated) throw error;
    return {
      kind: 'form',
      form: await (context.person.kind === 'advisor' ? onBehalfForm : openForm)(context, values, state),
    };
  }
}

function today({ services }: Context, zone: string): string {
  return DateTime.fromJSDate(services.clock.now(), { zone }).toISODate() ?? '';
}
