// Handles `open [subject]`, the buttons and shortcuts that open a case, and *Open a case* on a message, for contacts and advisors.
// The fields are in open-form.ts; advisors also name the contact (open-on-behalf.ts); modules, case types and environments are configured.
import { DateTime } from 'luxon';
import { CaseError } from '../../domain/case-error.ts';
import { maxLengths, parseNewCase, type NewCase } from '../../domain/case-input.ts';
import { isApplicationIssue } from '../../domain/case-type.ts';
import { isOver } from '../../domain/notice.ts';
import { can, authorize } from '../../domain/permission.ts';
import { loadDraft, saveDraft } from '../../usecases/cases/drafts.ts';
import { acceptFiles } from '../../usecases/files/accept-files.ts';
import { viewNotice } from '../../usecases/notices/notice-facts.ts';
import { openCase } from '../../usecases/cases/open-case.ts';
import { viewCase } from '../../usecases/cases/view-case.ts';
import { actions } from '../actions.ts';
import { speakerOf, type Capability, type Context } from '../capability.ts';
import { anyText, defineCommand } from '../define-command.ts';
import { filedBy, filesOf, keepFiles, openedCard } from './filing.ts';
import { asTyped } from '../../cards/as-typed.ts';
import { preview } from '../../cards/flat-text.ts';
import type { Form } from '../../cards/elements.ts';
import { chosenIncident, linkResult, noticesFor, stillToAsk } from './incident-field.ts';
import type { Reply } from '../interaction.ts';
import { asksForContacts, formOfType } from './modify-contacts-form.ts';
import { maxFieldLength } from './form-limits.ts';
import { hasDetails } from './lacks-details.ts';
import { newCaseForm, type NewCaseState, type NewCaseValues } from './new-case-form.ts';
import { accountHere, filingContact } from './account-field.ts';
import { affectedContact, openAffected } from './affected.ts';
import { openForm } from './open-form.ts';
import { fileOnBehalf, onBehalfForm } from './open-on-behalf.ts';
import { filesNotSent, withRefused } from './sent-files.ts';
import { asksAboutSimilar, similarChosen } from './similar-step.ts';

/** Opens a case. */
export const open: Capability = {
  commands: [
    defineCommand({
      name: 'open',
      usage: '[subject]',
      description: 'open a case',
      topic: 'cases',
      example: 'open Report cards are empty',
      formButton: 'Open a case',
      availableTo: (person) => can(person, 'open'),
      maxWords: 12,
      args: anyText,
      opensForm: true,
      run: async (context, text) => start(context, { subject: isOnlyCase(text) ? '' : text }),
    }),
  ],
  actions: [
    actions.open.handle({ opensForm: true, run: (context, draft) => start(context, {}, { draft }) }),
    actions.followUp.handle({
      opensForm: true,
      run: async (context, previous) => {
        const { case: closed } = await viewCase(context.services, context.person, previous);
        const { subject, module, caseType, priority, contact } = closed;
        const values: NewCaseValues = { subject: `Follow-up: ${subject}`, module, caseType, priority };
        if (context.person.kind === 'advisor') values.contact = contact.name;
        return start(context, values, { previous, account: closed.account.id });
      },
    }),
    // the button *We're affected too*; a contact of several affected accounts gets the form as well
    actions.affected.handle({
      opensForm: true,
      run: async (context, incident) => {
        const { kind, state, modules } = await viewNotice(context.services, context.person, incident);
        if (kind !== 'incident' || isOver(state))
          throw new CaseError('notice-over', 'This incident is over.', 'Open a case if you still need help.');
        const affected = context.person.kind === 'contact' ? await affectedContact(context, incident) : null;
        if (affected) return openAffected(context, affected, incident);
        const [module] = modules.length === 1 ? modules : [];
        return start(context, module === undefined ? {} : { module }, { incident });
      },
    }),
  ],
  forms: [newCaseForm.handle({ render: formFor, submit })],
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
async function start(
  context: Context,
  values: NewCaseValues,
  from: Pick<NewCaseState, 'draft' | 'previous' | 'incident' | 'account'> = {},
): Promise<Reply> {
  authorize(context.person, 'open');
  const draft = from.draft === undefined ? null : await loadDraft(context.services, context.person, from.draft);
  const channel = context.place && context.place.kind !== 'direct' ? context.place.channelId : undefined;
  const account = from.account ?? (await accountHere(context));
  const state = newCaseForm.start(context, { ...from, account, channel, ...beyondField(draft?.text ?? '') });
  return { kind: 'form', form: await formFor(context, { ...fromDraft(draft?.text ?? ''), ...values }, state) };
}

const maxProposedSubject = 80;

/** Fills in the form from a text: all of it describes the case, and its first line names it. */
function fromDraft(text: string): NewCaseValues {
  const [firstLine = ''] = text.trim().split('\n');
  return { subject: preview(firstLine, maxProposedSubject), description: text.slice(0, maxFieldLength) };
}

/** Shows the form for a new case about a message. */
export async function startFromMessage(context: Context, { text, link }: { text: string; link?: string }): Promise<Reply> {
  return start(context, {}, { draft: await saveDraft(context.services, context.person, { text, link, files: context.files }) });
}

/** Picks the form: advisors name the contact, and a contact's case type may have a form of its own. */
async function formFor(context: Context, values: NewCaseValues, state: NewCaseState): Promise<Form> {
  return context.person.kind === 'advisor' ? onBehalfForm(context, values, state) : formOfType(context, values, state);
}

/** Counts the characters of a message that are added on submission, and those that do not fit into a case. */
function beyondField({ length }: string): Pick<NewCaseState, 'rest' | 'lost'> {
  const rest = Math.min(length, maxLengths.text) - maxFieldLength;
  const lost = length - maxLengths.text;
  return { ...(rest > 0 ? { rest } : {}), ...(lost > 0 ? { lost } : {}) };
}

async function submit(context: Context, typed: NewCaseValues, state: NewCaseState): Promise<Reply> {
  const draft = state.draft === undefined ? null : await loadDraft(context.services, context.person, state.draft);
  // a description that nobody changed is the message itself, which may mean something else without the escapes of CommonMark
  const unchanged = draft !== null && typed.description === asTyped(draft.text).trim();
  const values = unchanged ? { ...typed, description: draft.text } : typed;
  // submitted before the form of its case type could be shown
  if (context.person.kind === 'contact' && asksForContacts(context, values))
    return { kind: 'form', form: await formOfType(context, values, state) };
  const rest = state.rest === undefined ? '' : (draft?.text.slice(maxFieldLength, maxLengths.text) ?? '');
  if (context.person.kind === 'advisor')
    return fileOnBehalf(context, values, state, (timezone) => read(context, values, rest, state, timezone));
  const contact = filingContact(context, values, state);
  // today is the day where the contact is; UTC where the platform does not know the zone
  const input = await read(context, values, rest, state, context.actor.timezone ?? 'utc');
  if ('kind' in input) return input;
  const notices = await noticesFor(context, contact.accountId);
  const again = async (more: Partial<NewCaseState> = {}): Promise<Reply> => {
    return { kind: 'form', form: await openForm(context, values, { ...(await keepFiles(context, values, state)), ...more }) };
  };
  if (stillToAsk(notices, values, state)) return again();
  if (await asksAboutSimilar(context, values, state)) return again({ similar: 'shown' });
  const chosen = await similarChosen(context, values, state);
  if (chosen) return chosen;
  const incident = chosenIncident(notices, values);
  const { platform } = speakerOf(context);
  const sent = acceptFiles(context.services, await filesOf(context, values, state));
  const filed = { ...(await filedBy(context, state)), incidentId: incident?.id, files: sent.files };
  const outcome = await openCase(context.services, contact, input, filed, { ...context.request, platform });
  if (outcome === 'repeat') return { kind: 'done' };
  const isCritical = input.priority === 'Critical';
  const asks = { isCritical, toCall: isCritical && incident === null, forDetails: !hasDetails(input) };
  const card = openedCard(context, outcome, input.subject, asks, linkResult(values, incident, context.services.settings));
  return { kind: 'done', card: withRefused(card, filesNotSent(sent, outcome.number, context.services)) };
}

/** Whether the form was submitted before it could show a field that is missing now. */
function isOutdated({ fields = {} }: CaseError, { caseType = '' }: NewCaseValues, { asks, due }: NewCaseState): boolean {
  const lacksOnlyReason = Object.keys(fields).join() === 'dueReason' && due === undefined;
  return lacksOnlyReason || (isApplicationIssue(caseType) && asks !== caseType);
}

/**
 * Reads the form. When it was submitted before it could show the fields that its values ask for, it is shown again with them.
 * @param rest the end of a long message, which did not fit into the field
 * @throws CaseError with each error at its field
 */
async function read(
  context: Context,
  values: NewCaseValues,
  rest: string,
  state: NewCaseState,
  timezone: string,
): Promise<NewCase | Reply> {
  const { account: _account, incident: _asked, similar: _similar, files: _files, details: _details, ...texts } = values;
  try {
    return parseNewCase(
      { ...texts, description: `${texts.description ?? ''}${rest}` },
      context.services.settings,
      // only a due date is compared with it, and finding it takes 60 µs
      texts.dueDate === undefined ? '' : today(context, timezone),
    );
  } catch (error) {
    if (!(error instanceof CaseError && isOutdated(error, values, state))) throw error;
    return {
      kind: 'form',
      form: await (context.person.kind === 'advisor' ? onBehalfForm : openForm)(context, values, state),
    };
  }
}

function today({ services }: Context, zone: string): string {
  return DateTime.fromJSDate(services.clock.now(), { zone }).toISODate() ?? '';
}
