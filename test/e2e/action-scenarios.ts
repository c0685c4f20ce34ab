// What each button is about, and what people see after it was pressed. A new action without an entry does not compile.
import type { Button } from '../../src/cards/elements.ts';
import { actions } from '../../src/chat/actions.ts';
import { notifyLeads } from '../../src/outbox/enqueue/index.ts';
import { addPost } from '../../src/usecases/cases/add-post.ts';
import { closeCase } from '../../src/usecases/cases/close-case.ts';
import { mergeCases } from '../../src/usecases/cases/merge-cases.ts';
import { snoozeCase } from '../../src/usecases/cases/snooze-case.ts';
import { triageCase } from '../../src/usecases/cases/triage-case.ts';
import { watchCase } from '../../src/usecases/cases/watch-case.ts';
import { resolveCase } from '../../src/usecases/cases/resolve-case.ts';
import { requestContactChange } from '../../src/usecases/people/request-contact-change.ts';
import { saveView } from '../../src/usecases/search/saved-views.ts';
import { addRecipient } from '../../src/usecases/notifications/recipients.ts';
import { newCase } from '../usecases/fixtures.ts';
import type { ContractWorld, Role } from './contract-world.ts';
import {
  assignedInBulk,
  cannedAnswer,
  closedReply,
  formScenarios,
  ownChannel,
  pausedWebhook,
  person,
  startedRedaction,
  viewedCase,
  waitingMail,
} from './form-scenarios.ts';

/** How a button is tested. */
export interface ActionScenario {
  by: Role;
  /** Makes what the button is about. @param subject a text of its own */
  prepare: (world: ContractWorld, subject: string) => Promise<Button>;
  /** a new text that a person sees after the press */
  shows: (subject: string, world: ContractWorld) => readonly string[];
  /** a text that a person sees no longer, where nothing new is shown */
  hides?: (subject: string) => readonly string[];
  /** who sees it, if not the person who pressed */
  to?: Role;
}

/** A button that opens a form, reached as the form's own scenario reaches it. */
function opens(form: string): ActionScenario {
  const scenario = formScenarios[form];
  if (!scenario) throw new Error(`no scenario for the form ${form}`);
  return {
    by: scenario.by,
    prepare: async (world, subject) => (await scenario.prepare(world, subject)).button,
    shows: () => [scenario.title],
  };
}

/** A button on a new case. */
function onCase(button: (number: number) => Button): ActionScenario['prepare'] {
  return async (world, subject) => button(await world.open(subject));
}

/** A button on a new incident. */
function onIncident(button: (id: number) => Button): ActionScenario['prepare'] {
  return async (world, subject) => button(await world.incident(subject));
}

/** A button on the channel of the contact's account that gets notices. */
function onChannel(button: (id: number) => Button): ActionScenario['prepare'] {
  return async ({ services, contact }) => {
    const where = { accountId: contact.accountId, purposes: { has: 'notices' as const } };
    return button((await services.db.prisma.channel.findFirstOrThrow({ where })).id);
  };
}

/** Saves a view of the contact's and returns its id. */
async function savedView(world: ContractWorld, name: string, query: string): Promise<number> {
  const saved = await saveView(world.services, world.contact, { name, query }, world.request());
  if (saved === 'repeat') throw new Error('a new view was taken for a repeat');
  return saved.view.id;
}

/** Sends the leads the draft of an incident, as after several cases on one module. */
async function cluster(world: ContractWorld, subject: string): Promise<number> {
  const { services } = world;
  const number = await world.open(subject);
  const now = services.clock.now();
  return services.db.prisma.$transaction(async (tx) => {
    const data = { module: 'Scheduling', keywords: ['slow'], foundAt: now, lastCaseAt: now, cases: { connect: { number } } };
    const { id: clusterId } = await tx.cluster.create({ data });
    await notifyLeads(tx, { kind: 'cluster', clusterId }, false);
    return clusterId;
  });
}

const always =
  (...texts: string[]) =>
  () =>
    texts;
const names = (subject: string) => [subject];

/** Every action, by its key in src/chat/actions.ts. */
export const actionScenarios: Record<keyof typeof actions, ActionScenario> = {
  help: { by: 'contact', prepare: async () => actions.help.button(undefined, 'Go'), shows: always('What you can do') },
  say: { by: 'contact', prepare: onCase((number) => actions.say.button(`view CB-${number}`, 'Go')), shows: names },
  more: {
    by: 'contact',
    prepare: onCase((number) => actions.more.button({ action: 'history', value: String(number) }, 'Go')),
    shows: (subject) => ['History of CB-', subject],
  },

  view: {
    by: 'contact',
    prepare: onCase((number) => actions.view.button(number, 'Go')),
    shows: (subject) => [subject, newCase.description],
  },
  feed: {
    by: 'contact',
    prepare: onCase((number) => actions.feed.button({ number, page: 1 }, 'Go')),
    shows: (subject) => [subject, 'No activity yet'],
  },
  viewAt: {
    by: 'contact',
    prepare: onCase((number) => actions.viewAt.button({ number, page: 1 }, 'Go')),
    shows: (subject) => [subject, newCase.description],
  },
  searchFeed: opens('search-feed'),
  files: {
    by: 'contact',
    prepare: onCase((number) => actions.files.button(number, 'Go')),
    shows: (subject) => ['Attachments of', subject, 'No attachments yet'],
  },
  filesPage: {
    by: 'contact',
    prepare: onCase((number) => actions.filesPage.button({ number, page: 1 }, 'Go')),
    shows: (subject) => ['Attachments of', subject],
  },
  addFiles: {
    by: 'contact',
    prepare: onCase((number) => actions.addFiles.button(number, 'Go')),
    shows: always('The link is only for you'),
  },
  addDetails: opens('add-details'),
  history: {
    by: 'contact',
    prepare: onCase((number) => actions.history.button(number, 'Go')),
    shows: (subject) => ['History of', subject],
  },
  similar: {
    by: 'lead',
    prepare: onCase((number) => actions.similar.button(number, 'Go')),
    shows: (subject) => ['Similar to CB-', subject],
  },
  historyPage: {
    by: 'contact',
    prepare: onCase((number) => actions.historyPage.button({ number, page: 1 }, 'Go')),
    shows: (subject) => ['History of', subject],
  },
  open: opens('open'),
  followUp: {
    by: 'contact',
    prepare: async (world, subject) => {
      const number = await world.open(subject);
      await world.byLead(closeCase, { number, reason: 'Withdrawn' });
      return actions.followUp.button(number, 'Go');
    },
    shows: always('Open a case'),
  },
  post: opens('post'),
  answer: opens('answer'),
  postDraft: {
    by: 'contact',
    prepare: async (world, subject) => {
      const draft = await world.draft('contact', `Kept: ${subject}`);
      return actions.postDraft.button({ number: await world.open(subject), draft }, 'Go');
    },
    shows: (subject) => [`Kept: ${subject}`],
    to: 'lead',
  },
  chooseCase: opens('choose-case'),
  deletePost: {
    by: 'contact',
    prepare: async (world, subject) => {
      const number = await world.open(subject);
      await addPost(world.services, world.contact, { number, text: 'A slip.' }, world.request());
      const where = { body: 'A slip.', case: { number } };
      return actions.deletePost.button((await world.services.db.prisma.post.findFirstOrThrow({ where })).id, 'Go');
    },
    shows: always('Deleted from the case.'),
  },
  close: opens('close'),
  reopen: opens('reopen'),
  reopenWith: {
    by: 'contact',
    prepare: async (world, subject) => actions.reopenWith.button(await closedReply(world, subject), 'Go'),
    shows: always('Reopen case'),
  },
  openWith: opens('open-with'),
  postWith: {
    by: 'contact',
    prepare: async (world, subject) => {
      const { post } = await closedReply(world, `${subject} closed`);
      return actions.postWith.button({ number: await world.open(subject), post }, 'Go');
    },
    shows: always('Post'),
  },
  askToReopen: opens('ask-to-reopen'),
  confirm: {
    by: 'contact',
    prepare: async (world, subject) => {
      const number = await world.open(subject);
      await world.byLead(resolveCase, { number, explanation: 'Fixed.' });
      return actions.confirm.button(number, 'Go');
    },
    shows: (subject) => [subject, 'Status: Closed'],
  },
  decline: opens('decline'),
  rate: {
    by: 'contact',
    prepare: async (world, subject) => {
      const number = await world.open(subject);
      await world.byLead(closeCase, { number, reason: 'Resolved' });
      return actions.rate.button({ number, score: 'good' }, 'Go');
    },
    shows: always('Thanks for your feedback on CB-'),
  },
  rateForm: opens('rate-form'),
  claim: {
    by: 'lead',
    prepare: onCase((number) => actions.claim.button(number, 'Go')),
    shows: (subject, { lead }) => [subject, `Advisor: ${lead.name}`],
  },
  takeOver: {
    by: 'lead',
    prepare: async (world, subject) => {
      const { prisma } = world.services.db;
      const number = await world.open(subject);
      const where = { kind: 'advisor' as const, active: true, id: { not: world.lead.id } };
      const holder = await prisma.person.findFirstOrThrow({ where });
      await prisma.case.update({ where: { number }, data: { advisorId: holder.id, status: 'Assigned' } });
      return actions.takeOver.button({ number, from: holder.id }, 'Go');
    },
    shows: (subject, { lead }) => [subject, `Advisor: ${lead.name}`],
  },
  confirmPhoneCall: {
    by: 'lead',
    prepare: async (world, subject) => actions.confirmPhoneCall.button(await world.open(subject, { priority: 'Critical' }), 'Go'),
    shows: always(),
    hides: (subject) => [subject, 'has been asked to call.'],
  },
  assign: opens('assign'),
  ask: opens('ask'),
  resolve: opens('resolve'),
  note: opens('note'),
  triage: opens('triage'),
  correct: opens('correct'),
  objectPriority: {
    by: 'contact',
    prepare: async (world, subject) => {
      const number = await world.open(subject, { priority: 'Critical' });
      const answers = { disruption: 'none', blocked: 'no', workaround: 'yes', schools: 'one school', users: 'one' } as const;
      const lowered = { number, answers: { ...answers, regression: 'no' as const }, chosen: 'Low' as const, why: '' };
      await world.byLead(triageCase, { ...lowered, toContact: 'There is a way around it.' });
      return actions.objectPriority.button(number, 'Go');
    },
    shows: always('disagrees with the priority Low'),
    to: 'lead',
  },
  escalate: opens('escalate'),
  returnCase: opens('return'),
  sendToContact: opens('send-on'),
  schedule: opens('schedule'),
  modifyContacts: opens('modify-contacts'),
  applyContactChange: {
    by: 'lead',
    prepare: async (world, subject) => {
      const email = `${world.platform.toLowerCase()}-apply@plainview.example`;
      const change = { do: 'add', name: subject, email, type: 'technical', reason: 'She joined us.' };
      const requested = await requestContactChange(world.services, world.contact, change, world.filed, world.request());
      return actions.applyContactChange.button(requested === 'repeat' ? 0 : requested.number, 'Go');
    },
    shows: always('Change applied on CB-'),
  },

  recipients: {
    by: 'contact',
    prepare: onCase((number) => actions.recipients.button(number, 'Go')),
    shows: (subject) => ['Notification recipients of', subject],
  },
  addRecipient: opens('add-recipient'),
  removeRecipient: opens('remove-recipient'),
  addMe: {
    by: 'reader',
    prepare: onCase((number) => actions.addMe.button(number, 'Go')),
    shows: (subject, { users }) => ['Notification recipients of', subject, users.reader.name],
  },
  removeMe: {
    by: 'reader',
    prepare: async (world, subject) => {
      const number = await world.open(subject);
      await addRecipient(world.services, world.reader, { number, personId: world.reader.id }, world.request());
      return actions.removeMe.button(number, 'Go');
    },
    shows: (subject) => ['Notification recipients of', subject],
  },
  notify: {
    by: 'contact',
    prepare: onCase((number) => actions.notify.button(number, 'Go')),
    shows: (subject) => ['Notifications', subject],
  },
  notifyLevel: {
    by: 'contact',
    prepare: onCase((number) => actions.notifyLevel.button({ level: 'status', number }, 'Go')),
    shows: (subject) => [subject, 'Status changes only'],
  },

  mailSettings: opens('mail-settings'),

  search: {
    by: 'contact',
    prepare: async (world, subject) => searched(world, subject, actions.search),
    shows: (subject) => [subject, '1 case'],
  },
  page: {
    by: 'contact',
    prepare: async (world, subject) => searched(world, subject, actions.page),
    shows: (subject) => [subject, '1 case'],
  },
  filter: opens('filter'),
  queue: { by: 'lead', prepare: async () => actions.queue.button(undefined, 'Go'), shows: always('Queue', '[All cases]') },
  queuePage: { by: 'lead', prepare: async () => actions.queuePage.button('1', 'Go'), shows: always('Queue', '[All cases]') },
  views: {
    by: 'contact',
    prepare: async () => actions.views.button(undefined, 'Go'),
    shows: always('Your views', '[Save view]'),
  },
  saveView: opens('save-view'),
  runView: {
    by: 'contact',
    prepare: async (world, subject) => {
      await world.open(subject);
      return actions.runView.button(await savedView(world, 'Shown', `subject:"${subject}"`), 'Go');
    },
    shows: (subject) => ['Shown', subject, '1 case'],
  },
  deleteView: {
    by: 'contact',
    prepare: async (world) => actions.deleteView.button(await savedView(world, 'Deleted', 'is:open'), 'Go'),
    shows: always('Deleted “Deleted”.'),
  },
  stats: {
    by: 'lead',
    prepare: async () => actions.stats.button({ period: '<7d', split: null }, 'Go'),
    shows: always('Stats for the last 7 days', 'Chart of cases opened and closed per day'),
  },

  defect: opens('defect'),
  defectView: {
    by: 'lead',
    prepare: async (world, subject) => actions.defectView.button(await world.defect(subject), 'Go'),
    shows: (subject) => ['DEV-', subject],
  },
  defectPage: {
    by: 'lead',
    prepare: async (world, subject) => actions.defectPage.button({ number: await world.defect(subject), page: 1 }, 'Go'),
    shows: (subject) => ['DEV-', subject],
  },
  markFixed: opens('mark-fixed'),
  releases: { by: 'lead', prepare: async () => actions.releases.button(1, 'Go'), shows: always('Releases') },
  releaseView: {
    by: 'lead',
    prepare: async (world, subject) => actions.releaseView.button((await world.release(subject)).id, 'Go'),
    shows: (subject) => [`Release ${subject}`, '[Publish'],
  },
  publish: opens('publish'),

  notices: { by: 'contact', prepare: async () => actions.notices.button(1, 'Go'), shows: always('notice') },
  noticesPage: {
    by: 'contact',
    prepare: async () => actions.noticesPage.button(1, 'Go'),
    shows: always('notice'),
  },
  noticeView: {
    by: 'contact',
    prepare: onIncident((id) => actions.noticeView.button(id, 'Go')),
    shows: (subject) => [subject, 'Updates, newest first'],
  },
  noticePage: {
    by: 'contact',
    prepare: onIncident((id) => actions.noticePage.button({ id, page: 1 }, 'Go')),
    shows: (subject) => [subject, 'Updates, newest first'],
  },
  noticeUpdate: opens('notice-update'),
  noticeClose: opens('notice-close'),
  noticeChange: {
    by: 'lead',
    prepare: onIncident((id) => actions.noticeChange.button(id, 'Go')),
    shows: always('Edit incident'),
  },
  noticeProgress: {
    by: 'lead',
    prepare: onIncident((id) => actions.noticeProgress.button(id, 'Go')),
    shows: (subject) => [subject, '[Refresh]'],
  },
  declare: opens('declare'),
  declareBack: {
    by: 'lead',
    prepare: async (world, subject) => {
      const written = { values: { title: subject, scope: 'all' }, state: { idempotencyKey: subject, kind: 'incident' } };
      return actions.declareBack.button(await world.draft('lead', JSON.stringify(written)), 'Go');
    },
    shows: always('Declare incident'),
  },
  affected: {
    by: 'contact',
    prepare: onIncident((id) => actions.affected.button(id, 'Go')),
    shows: (subject) => [subject, 'Status: New'],
  },
  linkIncident: opens('link-incident'),
  dismissCluster: {
    by: 'lead',
    prepare: async (world, subject) => actions.dismissCluster.button(await cluster(world, subject), 'Go'),
    shows: (_, { lead }) => [`Dismissed by ${lead.name}`],
  },
  channels: { by: 'contact', prepare: async () => actions.channels.button(1, 'Go'), shows: always('Channels for notices') },
  channelsPage: {
    by: 'contact',
    prepare: async () => actions.channelsPage.button(1, 'Go'),
    shows: always('Channels for notices'),
  },
  channelView: {
    by: 'contact',
    prepare: onChannel((id) => actions.channelView.button(id, 'Go')),
    shows: always('Notices are on'),
  },
  channelChanges: {
    by: 'contact',
    prepare: onChannel((id) => actions.channelChanges.button(id, 'Go')),
    shows: always('only when something changes'),
  },
  channelAll: {
    by: 'contact',
    prepare: onChannel((id) => actions.channelAll.button(id, 'Go')),
    shows: always('regular status updates'),
  },
  channelStop: {
    by: 'contact',
    prepare: onChannel((id) => actions.channelStop.button(id, 'Go')),
    shows: always('Stop notices for', '[Keep notices]'),
  },
  channelStart: {
    by: 'contact',
    prepare: async ({ services, contact, platform }) => {
      const where = { accountId: contact.accountId, platform: platform === 'Slack' ? ('slack' as const) : ('teams' as const) };
      const { channelId } = await services.db.prisma.channel.findFirstOrThrow({ where });
      return actions.channelStart.button({ channelId, changesOnly: false, name: '', account: '' }, 'Go');
    },
    shows: always('Notices are on'),
  },
  channelStopNow: {
    by: 'contact',
    prepare: onChannel((id) => actions.channelStopNow.button(id, 'Go')),
    shows: always('Notices are off'),
  },

  answers: {
    by: 'lead',
    prepare: async (world, subject) => {
      await cannedAnswer(world, subject);
      return actions.answers.button({ page: 1, text: subject.slice(0, 40) }, 'Go');
    },
    shows: (subject) => [subject.slice(0, 40), '1 answer'],
  },
  answersPage: {
    by: 'lead',
    prepare: async (world, subject) => {
      await cannedAnswer(world, subject);
      return actions.answersPage.button({ page: 1, text: subject.slice(0, 40) }, 'Go');
    },
    shows: (subject) => [subject.slice(0, 40), '1 answer'],
  },
  findAnswers: opens('find-answers'),
  viewAnswer: {
    by: 'lead',
    prepare: async (world, subject) => actions.viewAnswer.button(await cannedAnswer(world, subject), 'Go'),
    shows: (subject) => [subject.slice(0, 40), 'All advisors', '{{contact.first_name}}'],
  },
  addAnswer: opens('canned-answer'),
  changeAnswer: {
    by: 'lead',
    prepare: async (world, subject) => actions.changeAnswer.button(await cannedAnswer(world, subject), 'Go'),
    shows: always('Change canned answer'),
  },
  deleteAnswer: {
    by: 'lead',
    prepare: async (world, subject) => actions.deleteAnswer.button(await cannedAnswer(world, subject), 'Go'),
    shows: (subject) => [`Delete “${subject.slice(0, 40)}”?`],
  },
  deleteAnswerNow: {
    by: 'lead',
    prepare: async (world, subject) => actions.deleteAnswerNow.button(await cannedAnswer(world, subject), 'Go'),
    shows: (subject) => [`“${subject.slice(0, 40)}” is deleted.`],
  },
  previewAnswer: {
    by: 'lead',
    prepare: async (world, subject) => {
      const answer = await cannedAnswer(world, subject);
      return actions.previewAnswer.button({ number: await world.open(subject), answer }, 'Go');
    },
    shows: (subject, { contact }) => ['Preview of', subject, `Dear ${contact.name.split(' ')[0] ?? ''}.`],
  },
  writeDraft: {
    by: 'lead',
    prepare: async (world, subject) => {
      const draft = await world.draft('lead', `Kept: ${subject}`);
      return actions.writeDraft.button({ number: await world.open(subject), form: 'ask', draft }, 'Go');
    },
    shows: (subject) => ['Ask the contact', `Kept: ${subject}`],
  },

  snooze: opens('snooze'),
  unsnooze: {
    by: 'lead',
    prepare: async (world, subject) => {
      const number = await world.open(subject);
      const until = new Date(world.services.clock.now().getTime() + 3_600_000);
      await world.byLead(snoozeCase, { number, until });
      return actions.unsnooze.button(number, 'Go');
    },
    shows: (subject) => [subject, 'is back in your lists.'],
  },
  watch: {
    by: 'lead',
    prepare: onCase((number) => actions.watch.button(number, 'Go')),
    shows: (subject) => [subject, 'You watch this case'],
  },
  unwatch: {
    by: 'lead',
    prepare: async (world, subject) => {
      const number = await world.open(subject);
      await world.byLead(watchCase, { number, direct: world.leadDirect });
      return actions.unwatch.button(number, 'Go');
    },
    shows: names,
    hides: (subject) => [subject, 'You watch this case'],
  },

  bulk: opens('bulk'),
  bulkView: {
    by: 'lead',
    prepare: async (world, subject) => actions.bulkView.button(await assignedInBulk(world, subject), 'Go'),
    shows: (_subject, { lead }) => [`Assign 1 case to ${lead.name}`, '1 of 1 case done.'],
  },
  bulkUndo: {
    by: 'lead',
    prepare: async (world, subject) => actions.bulkUndo.button(await assignedInBulk(world, subject), 'Go'),
    shows: (_subject, { lead }) => [`Take the case back from ${lead.name}?`],
  },
  bulkUndoNow: {
    by: 'lead',
    prepare: async (world, subject) => actions.bulkUndoNow.button(await assignedInBulk(world, subject), 'Go'),
    shows: (_subject, { lead }) => [`Take 1 case back from ${lead.name}`, '1 of 1 case done.'],
  },

  redact: opens('redact'),
  redactFile: {
    by: 'lead',
    prepare: async (world, subject) => {
      const number = await world.open(subject);
      const { id } = await world.services.db.prisma.case.findUniqueOrThrow({ where: { number } });
      const file = {
        caseId: id,
        position: 0,
        name: 'grades.pdf',
        uploadedByName: 'Ada Park',
        createdAt: world.services.clock.now(),
      };
      const { id: fileId } = await world.services.db.prisma.file.create({
        data: { ...file, state: 'refused', link: 'https://a.example/x' },
      });
      return actions.redactFile.button({ number, file: fileId }, 'Go');
    },
    shows: () => ['Redact', 'Nothing changes before you have seen a preview.'],
  },
  redactionView: {
    by: 'lead',
    prepare: async (world, subject) => actions.redactionView.button(await startedRedaction(world, subject), 'Refresh'),
    shows: () => ['certificate', 'Out of our reach'],
  },
  merge: opens('merge'),
  unmerge: {
    by: 'lead',
    prepare: async (world, subject) => {
      const into = await world.open(`Into: ${subject}`);
      const number = await world.open(subject);
      await world.byLead(mergeCases, { number, into });
      return actions.unmerge.button(number, 'Go');
    },
    shows: always('is a case of its own again.'),
  },

  people: {
    by: 'lead',
    prepare: async (world, subject) => {
      const { email } = await person(world, subject);
      return actions.people.button({ page: 1, text: email }, 'Go');
    },
    shows: (subject) => [subject, '1 person'],
  },
  peoplePage: {
    by: 'lead',
    prepare: async (world, subject) => {
      const { email } = await person(world, subject);
      return actions.peoplePage.button({ page: 1, text: email }, 'Go');
    },
    shows: (subject) => [subject, '1 person'],
  },
  findPeople: opens('find-people'),
  viewPerson: {
    by: 'lead',
    prepare: async (world, subject) => actions.viewPerson.button((await person(world, subject)).id, 'Go'),
    shows: (subject) => [subject, 'Technical contact of', 'Nothing yet'],
  },
  addContact: opens('person'),
  addAdvisor: {
    by: 'lead',
    prepare: async () => actions.addAdvisor.button(undefined, 'Go'),
    shows: always('Add advisor', 'Escalation team'),
  },
  changePerson: {
    by: 'lead',
    prepare: async (world, subject) => actions.changePerson.button((await person(world, subject)).id, 'Go'),
    shows: always('Change contact'),
  },
  deactivatePerson: opens('deactivate-person'),
  reactivatePerson: {
    by: 'lead',
    prepare: async (world, subject) => {
      const { id } = await person(world, subject);
      await world.services.db.prisma.person.update({ where: { id }, data: { active: false } });
      return actions.reactivatePerson.button(id, 'Go');
    },
    shows: (subject) => [subject, '[Deactivate]', 'removed → active'],
  },

  channelUses: {
    by: 'lead',
    prepare: async (world, subject) => {
      await ownChannel(world, subject);
      return actions.channelUses.button({ page: 1, text: subject }, 'Go');
    },
    shows: (subject) => [subject, '1 channel'],
  },
  channelUsesPage: {
    by: 'lead',
    prepare: async (world, subject) => {
      await ownChannel(world, subject);
      return actions.channelUsesPage.button({ page: 1, text: subject }, 'Go');
    },
    shows: (subject) => [subject, '1 channel'],
  },
  channelUse: {
    by: 'lead',
    prepare: async (world, subject) => actions.channelUse.button(await ownChannel(world, subject), 'Go'),
    shows: (subject) => [subject, 'Escalations to Development'],
  },
  changeChannel: opens('channel-use'),
  useChannel: {
    by: 'lead',
    prepare: async (_world, subject) => actions.useChannel.button({ channelId: 'C0FRESH', name: subject }, 'Go'),
    shows: (subject) => ['Use of a channel', subject],
  },

  onCall: {
    by: 'lead',
    prepare: async () => actions.onCall.button(undefined, 'Go'),
    shows: always('On call', '[Change on call]'),
  },
  changeOnCall: opens('on-call'),

  mails: {
    by: 'lead',
    prepare: async (world, subject) => (await waitingMail(world, subject), actions.mails.button(1, 'Go')),
    shows: names,
  },
  mailsPage: {
    by: 'lead',
    prepare: async (world, subject) => (await waitingMail(world, subject), actions.mailsPage.button(1, 'Go')),
    shows: names,
  },
  mail: {
    by: 'lead',
    prepare: async (world, subject) => actions.mail.button(await waitingMail(world, subject), 'Go'),
    shows: (subject) => [subject, "The sender isn't a contact."],
  },
  wholeMail: {
    by: 'lead',
    prepare: async (world, subject) =>
      actions.wholeMail.button({ of: 'mail', id: await waitingMail(world, subject), page: 1 }, 'Go'),
    shows: (subject) => [subject, 'Quoted below.'],
  },
  postMail: opens('post-mail'),
  openMail: opens('open-mail'),
  dismissMail: {
    by: 'lead',
    prepare: async (world, subject) => actions.dismissMail.button(await waitingMail(world, subject), 'Go'),
    shows: (_, { lead }) => [`Dismissed by ${lead.name}`],
  },

  accounts: {
    by: 'lead',
    prepare: async () => actions.accounts.button({ page: 1, text: '' }, 'Go'),
    shows: always('Accounts', 'of 8 done'),
  },
  accountsPage: {
    by: 'lead',
    prepare: async () => actions.accountsPage.button({ page: 1, text: '' }, 'Go'),
    shows: always('Accounts', 'of 8 done'),
  },
  viewAccount: {
    by: 'lead',
    prepare: async ({ contact }) => actions.viewAccount.button(contact.accountId, 'Go'),
    shows: always('People · done', 'First message'),
  },
  setupText: {
    by: 'lead',
    prepare: async ({ contact, leadDirect: { platform } }) =>
      actions.setupText.button({ account: contact.accountId, platform }, 'Go'),
    shows: always('Copy this and send it to the administrator.'),
  },
  connectWorkspace: opens('connect-workspace'),

  access: {
    by: 'lead',
    prepare: async (world, subject) => accessButton(world, subject, actions.access),
    shows: always('viewed the case CB-', 'email link'),
  },
  accessPage: {
    by: 'lead',
    prepare: async (world, subject) => accessButton(world, subject, actions.accessPage),
    shows: always('viewed the case CB-', 'email link'),
  },
  filterAccess: opens('filter-access'),
  holds: { by: 'lead', prepare: async () => actions.holds.button(undefined, 'Go'), shows: always('Legal holds') },
  placeHold: opens('place-hold'),
  liftHold: { by: 'lead', prepare: async () => actions.liftHold.button(999_999, 'Go'), shows: always('was lifted already') },
  confirmErasure: opens('erase'),
  certificates: { by: 'lead', prepare: async () => actions.certificates.button(1, 'Go'), shows: always('Certificates') },
  tokens: { by: 'lead', prepare: async () => actions.tokens.button(undefined, 'Go'), shows: always('API tokens') },
  revokeToken: {
    by: 'lead',
    prepare: async () => actions.revokeToken.button(999_999, 'Go'),
    shows: always("We couldn't find that token"),
  },
  revokeTokenNow: {
    by: 'lead',
    prepare: async () => actions.revokeTokenNow.button(999_999, 'Go'),
    shows: always("We couldn't find that token"),
  },
  viewCertificate: {
    by: 'lead',
    prepare: async () => actions.viewCertificate.button(999_999, 'Go'),
    shows: always('There is no certificate 999999'),
  },
  webhooks: {
    by: 'lead',
    prepare: async (world, subject) => {
      await pausedWebhook(world, subject);
      return actions.webhooks.button(undefined, 'Go');
    },
    shows: (subject) => ['Webhooks', subject],
  },
  addWebhook: opens('add-webhook'),
  changeWebhookAddress: opens('change-webhook-address'),
  rotateWebhook: opens('rotate-webhook'),
  viewWebhook: onWebhook(
    (id) => actions.viewWebhook.button(id, 'Go'),
    (subject) => [subject, 'Paused'],
  ),
  testWebhook: onWebhook(
    (id) => actions.testWebhook.button(id, 'Go'),
    () => ['The test waits until you resume the webhook.'],
  ),
  replayWebhook: onWebhook(
    (id) => actions.replayWebhook.button(id, 'Go'),
    () => ['Nothing was given up'],
  ),
  pauseWebhook: onWebhook(
    (id) => actions.pauseWebhook.button(id, 'Go'),
    () => ['Its events are kept until you resume it.'],
  ),
  resumeWebhook: onWebhook(
    (id) => actions.resumeWebhook.button(id, 'Go'),
    () => ['Resumed.'],
  ),
  removeWebhook: onWebhook(
    (id) => actions.removeWebhook.button(id, 'Go'),
    (subject) => [`Remove “${subject}”?`],
  ),
  removeWebhookNow: onWebhook(
    (id) => actions.removeWebhookNow.button(id, 'Go'),
    (subject) => [`“${subject}” is removed.`],
  ),
};

/** A button on a paused webhook. */
function onWebhook(button: (id: number) => Button, shows: (subject: string) => readonly string[]): ActionScenario {
  return { by: 'lead', prepare: async (world, subject) => button(await pausedWebhook(world, subject)), shows };
}

/** A case that its contact viewed, and the button to the log of that. */
async function accessButton(world: ContractWorld, subject: string, action: typeof actions.access): Promise<Button> {
  return action.button({ page: 1, text: `case:CB-${await viewedCase(world, subject)}` }, 'Go');
}

async function searched(world: ContractWorld, subject: string, action: typeof actions.search): Promise<Button> {
  await world.open(subject);
  return action.button(`"${subject}"`, 'Go');
}
