// How each form is reached, filled in, and what people see of it afterwards. A form without an entry fails every-form.test.ts.
import type { Button } from '../../src/cards/elements.ts';
import { actions } from '../../src/chat/actions.ts';
import { teamAnswer } from '../../src/usecases/cases/add-note.ts';
import { addPost } from '../../src/usecases/cases/add-post.ts';
import { askContact } from '../../src/usecases/cases/ask-contact.ts';
import { closeCase } from '../../src/usecases/cases/close-case.ts';
import { escalateCase } from '../../src/usecases/cases/escalate-case.ts';
import { resolveCase } from '../../src/usecases/cases/resolve-case.ts';
import { returnCase } from '../../src/usecases/cases/return-case.ts';
import { addRecipient } from '../../src/usecases/notifications/recipients.ts';
import { prepareBulk } from '../../src/usecases/bulk/prepare-bulk.ts';
import { startBulk } from '../../src/usecases/bulk/run-bulk.ts';
import { prepareRedaction } from '../../src/usecases/privacy/prepare-redaction.ts';
import { startRedaction } from '../../src/usecases/privacy/redact.ts';
import { addEndpoint, pauseEndpoint } from '../../src/usecases/webhooks/endpoints.ts';
import { addAnswer } from '../../src/usecases/answers/save-answer.ts';
import { keepWaiting } from '../../src/usecases/mail/wait-for-advisor.ts';
import { incomingMail } from '../mail/incoming-mail.ts';
import { writeAccesses } from '../../src/usecases/access-log.ts';
import type { ContractWorld, Role } from './contract-world.ts';

/** One press of a form's submit button. */
export interface Step {
  values: Record<string, string>;
  submit: string;
}

/** A form that is ready to be opened and filled in. */
export interface Prepared {
  button: Button;
  /** the submissions that lead to the form, for a form that follows others */
  before?: Step | Step[];
  /** the valid submissions */
  steps: Step[];
}

/** How a form is tested. */
export interface FormScenario {
  by: Role;
  /** the beginning of the open form */
  title: string;
  /** nothing in the form has to be filled in */
  optional?: true;
  /** Makes what the form is about. @param subject a text of its own */
  prepare: (world: ContractWorld, subject: string) => Promise<Prepared>;
  /** a new text that a person sees when it has been submitted */
  shows: (subject: string, world: ContractWorld) => readonly string[];
  /** who sees it, if not the person who submitted it */
  to?: Role;
}

/** A case that its contact viewed by a link in an email. @returns its number */
export async function viewedCase(world: ContractWorld, subject: string): Promise<number> {
  const { services, contact } = world;
  const caseNumber = await world.open(subject);
  const by = { source: 'mail' as const, personId: contact.id, at: services.clock.now() };
  await writeAccesses(services.db, [{ action: 'view', caseNumber, ...by }]);
  return caseNumber;
}

/** A paused webhook, so that nothing is sent. @returns its id */
export async function pausedWebhook({ services }: ContractWorld, name: string): Promise<number> {
  const by = { operator: 'root' };
  const input = {
    url: 'https://hooks.example/casebridge',
    events: ['release.published'],
    modules: [],
    accountIds: [],
    internal: false,
  };
  const added = await addEndpoint(services, by, { name, ...input });
  if (added === 'repeat') throw new Error('a new webhook was taken for a repeat');
  await pauseEndpoint(services, by, added.id);
  return added.id;
}

/** A form behind a button on a case. */
function onCase(
  action: { button: (number: number, label: string) => Button },
  submit: string,
  values: (subject: string, world: ContractWorld) => Record<string, string>,
  before: (world: ContractWorld, number: number) => Promise<void> = async () => undefined,
): FormScenario['prepare'] {
  return async (world, subject) => {
    const number = await world.open(subject);
    await before(world, number);
    return { button: action.button(number, 'Go'), steps: [{ submit, values: values(subject, world) }] };
  };
}

const asked = (world: ContractWorld, number: number) => world.byLead(askContact, { number, question: 'Which one?' });
const resolved = (world: ContractWorld, number: number) => world.byLead(resolveCase, { number, explanation: 'Fixed.' });
const closed = (world: ContractWorld, number: number) => world.byLead(closeCase, { number, reason: 'Withdrawn' });
const escalated = (world: ContractWorld, number: number) =>
  world.byLead(escalateCase, { number, team: world.team, reason: 'Look.', toContact: 'We asked.' });

const incidentValues = (title: string) => ({
  title,
  severity: 'major',
  scope: 'all',
  modules: 'Scheduling',
  message: 'It is slow.',
  nextUpdate: '1h',
});

/** An email that waits for an advisor. @returns its id */
export async function waitingMail({ services }: ContractWorld, subject: string): Promise<number> {
  await keepWaiting(services, incomingMail({ key: subject, subject }), {
    reason: 'unknown-sender',
    caseId: null,
    personId: null,
  });
  return (await services.db.prisma.incomingMail.findUniqueOrThrow({ where: { key: subject } })).id;
}

/** What the contact wrote by email on a closed case. */
export async function closedReply(world: ContractWorld, subject: string): Promise<{ number: number; post: number }> {
  const number = await world.open(subject);
  await closed(world, number);
  const { services, contact } = world;
  await addPost(services, contact, { number, text: `Written: ${subject}` }, world.request());
  const where = { body: `Written: ${subject}`, case: { number } };
  return { number, post: (await services.db.prisma.post.findFirstOrThrow({ where })).id };
}

/** A canned answer of the lead. @returns its id */
export async function cannedAnswer(world: ContractWorld, name: string, text = 'Dear {{contact.first_name}}.'): Promise<number> {
  const added = await addAnswer(world.services, world.lead, { name: name.slice(0, 40), text, shared: true }, world.request());
  if (added === 'repeat') throw new Error('a new answer was taken for a repeat');
  return added.id;
}

let people = 0;

/** A contact of the contact's account, who is on no platform. */
export async function person({ services, contact }: ContractWorld, name: string): Promise<{ id: number; email: string }> {
  const email = `person-${++people}@contract.example`;
  const { accountId } = contact;
  const data = { name, email, kind: 'contact', accountId, contactType: 'technical' } as const;
  const { id } = await services.db.prisma.person.create({ data });
  return { id, email };
}

/** A channel of the support organization for a team that gets no cases here. @returns its id */
export async function ownChannel({ services, leadDirect }: ContractWorld, name: string): Promise<number> {
  const { platform, workspaceId } = leadDirect;
  const data = { platform, workspaceId, channelId: `C0USE${++channels}`, modules: [], name };
  const use = { purposes: ['escalation' as const], team: 'Development' };
  return (await services.db.prisma.channel.create({ data: { ...data, ...use } })).id;
}
let channels = 0;

/** A workspace that wrote to the bot and belongs to nobody. @returns the value of its option */
async function waitingWorkspace({ services, leadDirect: { platform } }: ContractWorld): Promise<string> {
  const workspaceId = `T0NEW${++channels}`;
  const place = { platform, workspaceId, channelId: '', serviceUrl: 'https://none.example', kind: 'personal' };
  await services.db.prisma.address.create({ data: { ...place, seenAt: services.clock.now() } });
  return `${platform} ${workspaceId}`;
}

/** A new case in a list of its own, and the step that chooses it to close it. */
async function several(world: ContractWorld, subject: string): Promise<{ button: Button; choose: Step }> {
  const number = await world.open(subject);
  return {
    button: actions.bulk.button({ search: `CB-${number}` }, 'Go'),
    choose: { submit: 'Next', values: { cases: String(number), do: 'close' } },
  };
}
const withdrawn: Step = { submit: 'Preview', values: { reason: 'Withdrawn' } };
const closeOne: Step = { submit: 'Close 1 case', values: {} };

/** An assignment of one new case to the lead, done. @returns its id */
export async function assignedInBulk(world: ContractWorld, subject: string): Promise<string> {
  const number = await world.open(subject);
  const { id } = await prepareBulk(world.services, world.lead, [number], { action: 'assign', advisor: world.lead.id });
  await startBulk(world.services, world.lead, id, world.request());
  return id;
}

/** The description of a case that should not have been written like that. */
const named = 'Pip Quark has a C in math.';
const redactNamed: Step = { submit: 'Preview', values: { text: 'pip quark', reason: 'A student was named.' } };

/** A redaction that was carried out. @returns the number of its record */
export async function startedRedaction(world: ContractWorld, subject: string): Promise<number> {
  const caseNumber = await world.open(subject, { description: named });
  const by = { lead: world.lead, name: world.lead.name, source: 'slack' };
  const what = { kind: 'passage' as const, text: 'Pip Quark', insideWords: false };
  const { id } = await prepareRedaction(world.services, by, { in: { caseNumber }, what, reason: 'A student was named.' });
  const record = await startRedaction(world.services, by, id, world.request());
  if (record === 'repeat') throw new Error('a new redaction was taken for a repeat');
  return record;
}

/** Every form of the registry, by name. */
export const formScenarios: Record<string, FormScenario> = {
  open: {
    by: 'contact',
    title: 'Open a case',
    prepare: async ({ module }, subject) => {
      const values = { subject, module, priority: 'Medium', description: 'Since Monday.' };
      return { button: actions.open.button(undefined, 'Go'), steps: [{ submit: 'Open case', values }] };
    },
    shows: (subject) => [subject, 'Status: New'],
  },
  'modify-contacts': {
    by: 'contact',
    title: 'Modify Support Contacts',
    prepare: async ({ platform }, subject) => {
      const email = `${platform.toLowerCase()}-new@plainview.example`;
      const values = { do: 'add', name: subject, email, type: 'technical', reason: 'She joined us.' };
      return { button: actions.modifyContacts.button(undefined, 'Go'), steps: [{ submit: 'Send request', values }] };
    },
    shows: (subject) => [subject, 'Status: New'],
  },
  'add-details': {
    by: 'contact',
    title: 'Add details',
    prepare: onCase(actions.addDetails, 'Add', (subject) => ({ replicationSteps: `Steps: ${subject}` })),
    shows: (subject) => ['added details:', `Steps: ${subject}`],
    to: 'lead',
  },
  filter: {
    by: 'contact',
    title: 'Filter cases',
    optional: true,
    prepare: async (world, subject) => {
      await world.open(subject);
      return {
        button: actions.filter.button('', 'Go'),
        steps: [{ submit: 'Show cases', values: { subject } }],
      };
    },
    shows: (subject) => [subject, '1 case'],
  },
  'save-view': {
    by: 'contact',
    title: 'Save view',
    prepare: async (_world, subject) => ({
      button: actions.saveView.button('is:mine status:pending', 'Go'),
      steps: [{ submit: 'Save view', values: { name: subject } }],
    }),
    shows: (subject) => [`Saved “${subject}”.`, '[Show]'],
  },
  'search-feed': {
    by: 'contact',
    title: 'Search this feed',
    prepare: onCase(
      actions.searchFeed,
      'Search',
      () => ({ text: 'flamingo' }),
      async (world, number) => {
        await world.byLead(askContact, { number, question: 'Which flamingo?' });
      },
    ),
    shows: (subject) => [subject, '1 match'],
  },
  post: {
    by: 'contact',
    title: 'Post',
    prepare: onCase(actions.post, 'Post', (subject) => ({ post: `Posted: ${subject}` })),
    shows: (subject) => [`Posted: ${subject}`],
    to: 'lead',
  },
  answer: {
    by: 'contact',
    title: 'Answer',
    prepare: onCase(actions.answer, 'Send answer', (subject) => ({ post: `Answered: ${subject}` }), asked),
    shows: (subject) => [`Answered: ${subject}`],
    to: 'lead',
  },
  'choose-case': {
    by: 'contact',
    title: 'Post to a case',
    prepare: async (world, subject) => {
      const number = await world.open(subject);
      const draft = await world.draft('contact', `Kept: ${subject}`);
      return { button: actions.chooseCase.button(draft, 'Go'), steps: [{ submit: 'Post', values: { number: `CB-${number}` } }] };
    },
    shows: (subject) => [`Kept: ${subject}`],
    to: 'lead',
  },
  close: {
    by: 'lead',
    title: 'Close case',
    prepare: onCase(actions.close, 'Close case', () => ({ reason: 'Withdrawn' })),
    shows: (subject) => [subject, 'Status: Closed'],
  },
  reopen: {
    by: 'contact',
    title: 'Reopen case',
    prepare: onCase(actions.reopen, 'Reopen case', (subject) => ({ details: `Again: ${subject}` }), closed),
    shows: (subject) => [`Again: ${subject}`],
    to: 'lead',
  },
  'ask-to-reopen': {
    by: 'lead',
    title: 'Ask the contact',
    prepare: onCase(actions.askToReopen, 'Send', (subject) => ({ post: `Please look again: ${subject}` }), closed),
    shows: (subject) => [`Please look again: ${subject}`],
    to: 'contact',
  },
  decline: {
    by: 'contact',
    title: 'Still happening',
    prepare: onCase(actions.decline, 'Send', (subject) => ({ 'still-happens': `Still: ${subject}` }), resolved),
    shows: (subject) => [`Still: ${subject}`],
    to: 'lead',
  },
  assign: {
    by: 'lead',
    title: 'Assign case',
    prepare: onCase(actions.assign, 'Assign', (_, { lead }) => ({ advisor: String(lead.id) })),
    shows: (subject, { lead }) => [subject, `Advisor: ${lead.name}`],
  },
  ask: {
    by: 'lead',
    title: 'Ask the contact',
    prepare: onCase(actions.ask, 'Ask', (subject) => ({ question: `Which: ${subject}?` })),
    shows: (subject) => [`Which: ${subject}?`, '[Answer]'],
    to: 'contact',
  },
  resolve: {
    by: 'lead',
    title: 'Resolve case',
    prepare: onCase(actions.resolve, 'Resolve', (subject) => ({ explanation: `Because: ${subject}.` })),
    shows: (subject) => [`Because: ${subject}.`, 'Did this resolve it?'],
    to: 'contact',
  },
  note: {
    by: 'lead',
    title: 'Internal note',
    prepare: onCase(actions.note, 'Save note', (subject) => ({ note: `Internal: ${subject}` })),
    shows: (subject) => [`Internal: ${subject}`, 'advisors only'],
  },
  triage: {
    by: 'lead',
    title: 'Triage',
    prepare: async (world, subject) => {
      const number = await world.open(subject);
      const worst = { disruption: 'stopped', blocked: 'yes', workaround: 'none', schools: 'several schools', users: 'many' };
      const values = { ...worst, regression: 'no' };
      return {
        button: actions.triage.button(number, 'Go'),
        steps: [
          { submit: 'Suggest a priority', values },
          { submit: 'Set priority', values: { priority: 'Critical' } },
        ],
      };
    },
    shows: (subject) => [subject, 'Priority: Critical'],
  },
  correct: {
    by: 'lead',
    title: 'Correct case',
    prepare: onCase(actions.correct, 'Correct', () => ({ priority: 'High', reason: 'The whole office.' })),
    shows: (subject) => [subject, 'Priority: High'],
    to: 'contact',
  },
  'rate-form': {
    by: 'contact',
    title: 'How did we do?',
    optional: true,
    prepare: async (world, subject) => {
      const number = await world.open(subject);
      await closed(world, number);
      const values = { score: 'okay', comment: `Said: ${subject}` };
      return { button: actions.rateForm.button({ number, score: 'good' }, 'Go'), steps: [{ submit: 'Send', values }] };
    },
    shows: (subject) => [`Said: ${subject}`, '😐 Okay'],
    to: 'lead',
  },
  'mail-settings': {
    by: 'contact',
    title: 'Notification settings',
    optional: true,
    prepare: onCase(actions.mailSettings, 'Save', () => ({
      case: 'status',
      'case-email': 'needed',
      everything: 'all',
      email: 'all',
    })),
    shows: () => ['Your notification settings are saved.', 'Status changes only, by email only what you always get'],
  },
  'add-recipient': {
    by: 'lead',
    title: 'Add recipient',
    prepare: onCase(actions.addRecipient, 'Add', (_, { colleague }) => ({ contact: String(colleague.id) })),
    shows: (subject, { colleague }) => ['Notification recipients of', subject, colleague.name],
  },
  'remove-recipient': {
    by: 'contact',
    title: 'Remove recipient',
    prepare: onCase(
      actions.removeRecipient,
      'Remove',
      (_, { colleague }) => ({ contact: String(colleague.id) }),
      (world, number) => world.byLead(addRecipient, { number, personId: world.colleague.id }),
    ),
    shows: (subject) => ['Notification recipients of', subject, "The case contact can't be removed."],
  },
  escalate: {
    by: 'lead',
    title: 'Escalate case',
    prepare: onCase(actions.escalate, 'Escalate', (subject, { team }) => ({
      team,
      reason: 'Look at the import.',
      'to-contact': `We asked: ${subject}.`,
    })),
    shows: (subject) => [`We asked: ${subject}.`],
    to: 'contact',
  },
  return: {
    by: 'lead',
    title: 'Return with answer',
    prepare: onCase(actions.returnCase, 'Return', (subject) => ({ answer: `Found: ${subject}` }), escalated),
    shows: (subject) => [`Found: ${subject}`, '[Send to contact]'],
  },
  'send-on': {
    by: 'lead',
    title: 'Send to contact',
    prepare: async (world, subject) => {
      const number = await world.open(subject);
      await escalated(world, number);
      await world.byLead(returnCase, { number, answer: 'Run it again.' });
      const where = { action: teamAnswer, case: { number } };
      const { id: post } = await world.services.db.prisma.post.findFirstOrThrow({ where });
      const values = { post: `Please run it again: ${subject}` };
      return { button: actions.sendToContact.button({ number, post }, 'Go'), steps: [{ submit: 'Send to contact', values }] };
    },
    shows: (subject) => [`Please run it again: ${subject}`],
    to: 'contact',
  },
  schedule: {
    by: 'lead',
    title: 'Schedule',
    prepare: onCase(actions.schedule, 'Schedule', (subject, { services }) => ({
      date: new Date(services.clock.now().getTime() + 30 * 86_400_000).toISOString().slice(0, 10),
      what: `Rebuild: ${subject}`,
    })),
    shows: (subject) => [subject, 'Status: Scheduled'],
    to: 'contact',
  },
  handover: {
    by: 'lead',
    title: 'Hand over cases',
    prepare: async () => ({
      button: actions.say.button('handover', 'Go'),
      steps: [{ submit: 'Hand over', values: { to: 'queue', reason: 'Vacation.' } }],
    }),
    shows: (_, { lead }) => [`from ${lead.name} to the queue.`],
  },
  defect: {
    by: 'lead',
    title: 'Defect',
    prepare: onCase(actions.defect, 'Save', () => ({ environment: 'Staging', steps: 'Open it.', result: 'It is empty.' })),
    shows: () => ['Attempt saved on CB-'],
  },
  'mark-fixed': {
    by: 'lead',
    title: 'Mark fixed',
    prepare: async (world, subject) => {
      const defect = await world.defect(subject);
      const values = { defects: defect, release: `Release ${subject}`, date: '2027-01-15' };
      return { button: actions.markFixed.button(defect, 'Go'), steps: [{ submit: 'Next', values }] };
    },
    shows: (subject) => ['Release notes', `Release ${subject}`],
  },
  'fix-notes': {
    by: 'lead',
    title: 'Release notes',
    optional: true,
    prepare: async (world, subject) => {
      const defect = await world.defect(subject);
      return {
        button: actions.markFixed.button(defect, 'Go'),
        before: { submit: 'Next', values: { release: `Release ${subject}`, date: '2027-01-15' } },
        steps: [{ submit: 'Mark fixed', values: { [`note-${defect}`]: 'Lists are complete again.' } }],
      };
    },
    shows: (subject) => [`fixed in Release ${subject}.`],
  },
  publish: {
    by: 'lead',
    title: 'Publish release',
    prepare: async (world, subject) => {
      const { id, defect } = await world.release(subject);
      const values = { [`note-${defect}`]: 'Lists are complete again.' };
      return { button: actions.publish.button(id, 'Go'), steps: [{ submit: 'Publish', values }] };
    },
    shows: (subject) => [`Release ${subject} is published.`],
  },
  declare: {
    by: 'lead',
    title: 'Declare incident',
    prepare: async (_, subject) => ({
      button: actions.declare.button({ kind: 'incident' }, 'Go'),
      steps: [{ submit: 'Preview', values: incidentValues(subject) }],
    }),
    shows: (subject) => [subject, 'Posts to'],
  },
  'declare-preview': {
    by: 'lead',
    title: 'Preview',
    optional: true,
    prepare: async (_, subject) => ({
      button: actions.declare.button({ kind: 'incident' }, 'Go'),
      before: { submit: 'Preview', values: incidentValues(subject) },
      steps: [{ submit: 'Declare incident', values: {} }],
    }),
    shows: (subject) => [subject, 'Incident declared.'],
  },
  'link-incident': {
    by: 'lead',
    title: 'Link incident',
    optional: true,
    prepare: async (world, subject) => {
      const incident = await world.incident(`Slow: ${subject}`);
      const number = await world.open(subject);
      const values = { incident: String(incident) };
      return { button: actions.linkIncident.button(number, 'Go'), steps: [{ submit: 'Save', values }] };
    },
    shows: (subject) => ['Status: New', `Incident: Slow: ${subject}`],
    to: 'contact',
  },
  'notice-update': {
    by: 'lead',
    title: 'Post update',
    prepare: async (world, subject) => ({
      button: actions.noticeUpdate.button(await world.incident(subject), 'Go'),
      steps: [{ submit: 'Post update', values: { message: 'It is the schedule.' } }],
    }),
    shows: (subject) => [subject, 'Update posted.'],
  },
  'notice-close': {
    by: 'lead',
    title: 'Resolve incident',
    prepare: async (world, subject) => ({
      button: actions.noticeClose.button(await world.incident(subject), 'Go'),
      steps: [{ submit: 'Resolve', values: { message: 'It was the schedule.' } }],
    }),
    shows: (subject) => [`“${subject}” is resolved.`],
  },
  'canned-answer': {
    by: 'lead',
    title: 'Add canned answer',
    prepare: async (_world, subject) => ({
      button: actions.addAnswer.button(undefined, 'Go'),
      steps: [
        {
          submit: 'Save answer',
          values: { name: subject, text: 'Dear {{contact.first_name}}, see {{case.number}}.', for: 'everyone' },
        },
      ],
    }),
    shows: (subject) => [subject, 'All advisors', '{{case.number}}'],
  },
  'find-answers': {
    by: 'lead',
    title: 'Search canned answers',
    prepare: async (world, subject) => {
      await cannedAnswer(world, subject);
      return { button: actions.findAnswers.button(undefined, 'Go'), steps: [{ submit: 'Search', values: { text: subject } }] };
    },
    shows: (subject) => [subject, '1 answer'],
  },
  snooze: {
    by: 'lead',
    title: 'Snooze',
    prepare: onCase(actions.snooze, 'Snooze', () => ({ time: 'in 3 hours' })),
    shows: () => ['is out of your lists until', 'The SLA and the follow-up keep running.'],
  },
  bulk: {
    by: 'lead',
    title: 'Several cases',
    prepare: async (world, subject) => {
      const { button, choose } = await several(world, subject);
      return { button, steps: [choose, withdrawn, closeOne] };
    },
    shows: () => ['Close 1 case (Withdrawn)', '1 of 1 case done.'],
  },
  'bulk-details': {
    by: 'lead',
    title: 'Close',
    prepare: async (world, subject) => {
      const { button, choose } = await several(world, subject);
      return { button, before: choose, steps: [withdrawn, closeOne] };
    },
    shows: () => ['Close 1 case (Withdrawn)', '1 of 1 case done.'],
  },
  'bulk-run': {
    by: 'lead',
    title: 'Preview',
    optional: true,
    prepare: async (world, subject) => {
      const { button, choose } = await several(world, subject);
      return { button, before: [choose, withdrawn], steps: [closeOne] };
    },
    shows: () => ['Close 1 case (Withdrawn)', '1 of 1 case done.'],
  },
  redact: {
    by: 'lead',
    title: 'Redact',
    prepare: async (world, subject) => {
      const number = await world.open(subject, { description: named });
      return { button: actions.redact.button(number, 'Go'), steps: [redactNamed] };
    },
    shows: () => ['This cannot be undone.', 'Found: 1 text of a case', 'Pip Quark'],
  },
  'redact-confirm': {
    by: 'lead',
    title: 'Preview',
    optional: true,
    prepare: async (world, subject) => {
      const number = await world.open(subject, { description: named });
      return {
        button: actions.redact.button(number, 'Go'),
        before: redactNamed,
        steps: [{ submit: 'Redact', values: {} }],
      };
    },
    shows: () => ['Redacted: 1 text of a case', 'Out of our reach:'],
  },
  merge: {
    by: 'lead',
    title: 'Merge',
    prepare: async (world, subject) => {
      const into = await world.open(`Into: ${subject}`);
      return {
        button: actions.merge.button(await world.open(subject), 'Go'),
        steps: [{ submit: 'Merge', values: { into: `CB-${into}` } }],
      };
    },
    shows: () => ['is merged into CB-', 'You can undo it for a day.'],
  },
  'find-people': {
    by: 'lead',
    title: 'Search people',
    prepare: async (world, subject) => {
      const { email } = await person(world, subject);
      return { button: actions.findPeople.button(undefined, 'Go'), steps: [{ submit: 'Search', values: { text: email } }] };
    },
    shows: (subject) => [subject, '1 person'],
  },
  person: {
    by: 'lead',
    title: 'Add contact',
    prepare: async ({ platform, contact }, subject) => {
      const email = `added-${platform.toLowerCase()}@plainview.example`;
      const values = { name: subject, email, account: String(contact.accountId), type: 'technical' };
      return { button: actions.addContact.button(undefined, 'Go'), steps: [{ submit: 'Add contact', values }] };
    },
    shows: (subject) => [subject, 'Technical contact of', 'added'],
  },
  'deactivate-person': {
    by: 'lead',
    title: 'Deactivate contact',
    optional: true,
    prepare: async (world, subject) => {
      const { id } = await person(world, subject);
      return { button: actions.deactivatePerson.button(id, 'Go'), steps: [{ submit: 'Deactivate', values: {} }] };
    },
    shows: (subject) => [subject, 'Deactivated: no access and no notifications.'],
  },
  'channel-use': {
    by: 'lead',
    title: 'Use of a channel',
    optional: true,
    prepare: async (world, subject) => {
      const button = actions.changeChannel.button(await ownChannel(world, subject), 'Go');
      const values = { for: 'cases', account: String(world.contact.accountId) };
      return { button, steps: [{ submit: 'Save', values }] };
    },
    shows: (subject) => [subject, "An account's cases", 'for: escalation → cases'],
  },
  'on-call': {
    by: 'lead',
    title: 'Change on call',
    optional: true,
    prepare: async ({ lead }) => ({
      button: actions.changeOnCall.button(undefined, 'Go'),
      steps: [{ submit: 'Save', values: { how: 'weekly', from: '2026-11-02', person1: String(lead.id) } }],
    }),
    shows: (_subject, { lead }) => [`${lead.name} is paged first`, 'every 7 days'],
  },
  'post-mail': {
    by: 'lead',
    title: 'Post email',
    prepare: async (world, subject) => {
      const number = await world.open(subject);
      const button = actions.postMail.button(await waitingMail(world, `${subject} mailed`), 'Go');
      return {
        button,
        steps: [
          { submit: 'Post', values: { number: `CB-${number}`, contact: world.contact.email, text: `${subject} by email` } },
        ],
      };
    },
    shows: (subject) => [`${subject} by email`],
    to: 'contact',
  },
  'open-mail': {
    by: 'lead',
    title: 'Open a case',
    prepare: async (world, subject) => ({
      button: actions.openMail.button(await waitingMail(world, `${subject} mailed`), 'Go'),
      steps: [{ submit: 'Open a case', values: { contact: world.contact.email, subject: `${subject} opened`, text: 'Bus 7.' } }],
    }),
    shows: (subject) => [`${subject} opened`],
    to: 'contact',
  },
  'open-with': {
    by: 'contact',
    title: 'Open a case',
    prepare: async (world, subject) => ({
      button: actions.openWith.button(await closedReply(world, subject), 'Go'),
      steps: [{ submit: 'Open a case', values: { subject: `${subject} again`, text: 'Bus 7.' } }],
    }),
    shows: (subject) => [`${subject} again`],
  },
  'connect-workspace': {
    by: 'lead',
    title: 'Connect workspace',
    prepare: async (world) => {
      const workspace = await waitingWorkspace(world);
      return {
        button: actions.connectWorkspace.button(world.contact.accountId, 'Go'),
        steps: [{ submit: 'Connect', values: { workspace } }],
      };
    },
    shows: () => ['The workspace is connected to', '[Back to the account]'],
  },
  'filter-access': {
    by: 'lead',
    title: 'Filter the access log',
    optional: true,
    prepare: async (world, subject) => {
      const values = { case: `CB-${await viewedCase(world, subject)}`, person: world.contact.email };
      return { button: actions.filterAccess.button('', 'Go'), steps: [{ submit: 'Show entries', values }] };
    },
    shows: () => ['viewed the case CB-', 'email link'],
  },
  'place-hold': {
    by: 'lead',
    title: 'Place legal hold',
    prepare: async (world, subject) => {
      const values = { subject: `CB-${await world.open(subject)}`, reason: `Lawsuit ${subject}` };
      return { button: actions.placeHold.button(undefined, 'Go'), steps: [{ submit: 'Place hold', values }] };
    },
    shows: (subject) => ['Placed a hold on CB-', `Lawsuit ${subject}`],
  },
  'add-webhook': {
    by: 'lead',
    title: 'Add webhook',
    prepare: async (_world, subject) => {
      const values = { name: subject, url: 'https://hooks.example/casebridge', events: 'release.published' };
      return { button: actions.addWebhook.button(undefined, 'Go'), steps: [{ submit: 'Add webhook', values }] };
    },
    shows: () => ['Copy the secret now.', 'whsec_'],
  },
  'change-webhook-address': {
    by: 'lead',
    title: 'New address',
    prepare: async (world, subject) => {
      const button = actions.changeWebhookAddress.button(await pausedWebhook(world, subject), 'Go');
      return { button, steps: [{ submit: 'Change address', values: { url: 'https://hooks.example/in/s3cr3t' } }] };
    },
    shows: () => ['Address changed.', 'hooks.example/in/…'],
  },
  'rotate-webhook': {
    by: 'lead',
    title: 'New secret',
    optional: true,
    prepare: async (world, subject) => {
      const button = actions.rotateWebhook.button(await pausedWebhook(world, subject), 'Go');
      return { button, steps: [{ submit: 'Create secret', values: {} }] };
    },
    shows: () => ['The old secret also signs for 24 hours.', 'whsec_'],
  },
  erase: {
    by: 'lead',
    title: 'Erase forever',
    prepare: async ({ services }, subject) => {
      const email = `former-${Date.now()}@campus.example`;
      await services.db.prisma.person.create({ data: { name: 'Pat Former', email, kind: 'advisor' } });
      const values = { typed: email, reason: subject };
      return { button: actions.confirmErasure.button(email, 'Go'), steps: [{ submit: 'Erase', values }] };
    },
    shows: () => ['Access has ended, and erasing has begun'],
  },
};
