// Lists the actions (buttons and selects) that a card can offer, each with its name and the type of its value. What an action does is
// in the capability that calls `handle`; registry.ts lists the capabilities. The router itself handles `help`, `say` and `more`.
import { z } from 'zod';
import { notificationLevels } from '../domain/notification.ts';
import { scores } from '../domain/satisfaction.ts';
import { caseNumber, defectNumber, draftId, optionalValue, pageNumber, plainText, rowId, spaced, type Codec } from './codecs.ts';
import { answerActions } from './answer-actions.ts';
import { directoryActions } from './directory-actions.ts';
import { privacyActions } from './privacy-actions.ts';
import { webhookActions } from './webhook-actions.ts';
import { mailInActions } from './mail-in-actions.ts';
import { statsAction } from './stats-action.ts';
import { workActions } from './work-actions.ts';
import { defineAction } from './define-action.ts';

/** A search as text, as `parseQuery` reads it. */
const queryText = plainText.refine((text) => text.length <= 2000);

const casePage = spaced({ number: caseNumber, page: pageNumber });

/** A case, and a post of the person who uses the button. */
const ownPost = spaced({ number: caseNumber, post: rowId });

const rating = spaced({ number: caseNumber, score: z.enum(scores) });

/** The start of a declaration: the kind of notice, or the cluster of cases that suggests an incident. */
const declaration: Codec<{ kind: 'incident' | 'maintenance' } | { clusterId: number }> = z.union([
  z.codec(z.enum(['incident', 'maintenance']), z.object({ kind: z.enum(['incident', 'maintenance']) }), {
    decode: (kind) => ({ kind }),
    encode: ({ kind }) => kind,
  }),
  z.codec(z.string().startsWith('cluster:'), z.object({ clusterId: rowId }), {
    decode: (text) => ({ clusterId: text.slice('cluster:'.length) }),
    encode: ({ clusterId }) => `cluster:${clusterId}`,
  }),
]);

/** A level for everything, or for one case, where `default` follows the level for everything. */
const notificationChoice = z.union([
  z.codec(z.enum(notificationLevels), z.object({ level: z.enum(notificationLevels), number: z.undefined() }), {
    decode: (level) => ({ level, number: undefined }),
    encode: ({ level }) => level,
  }),
  spaced({ level: z.enum([...notificationLevels, 'default']), number: caseNumber }),
]);

/** A channel that is about to get notices. The card may be shown elsewhere than in the channel. */
export interface ChannelToStart {
  channelId: string;
  /** '' where the platform does not tell it */
  name: string;
  changesOnly: boolean;
  /** as a lead named it, or '' */
  account: string;
}

const channelToStart: Codec<ChannelToStart> = z.codec(
  z.string().regex(/^\S+ (changes|all) /),
  z.object({ channelId: z.string(), name: z.string(), changesOnly: z.boolean(), account: z.string() }),
  {
    decode: (text) => {
      const [channelId = '', option, name = '', ...account] = text.split(' ');
      return { channelId, name, changesOnly: option === 'changes', account: account.join(' ') };
    },
    encode: ({ channelId, name, changesOnly, account }) =>
      [channelId, changesOnly ? 'changes' : 'all', name.replace(/\s/g, ''), account].join(' '),
  },
);

/** Another action with its value, as an option of the list `More`. */
const otherAction: Codec<{ action: string; value: string }> = z.codec(
  z.string(),
  z.object({ action: z.string(), value: z.string() }),
  {
    decode: (text) => {
      const space = text.indexOf(' ');
      return space < 0 ? { action: text, value: '' } : { action: text.slice(0, space), value: text.slice(space + 1) };
    },
    encode: ({ action, value }) => `${action} ${value}`,
  },
);

/** The actions of all capabilities. */
export const actions = {
  help: defineAction('help'),
  /** a command, as if it had been typed where a form can be opened */
  say: defineAction('say', plainText),
  more: defineAction('more', otherAction),

  view: defineAction('view', caseNumber),
  feed: defineAction('feed', casePage),
  /** the case with the page of its feed that has a post */
  viewAt: defineAction('view-at', casePage),
  searchFeed: defineAction('search-feed', caseNumber),
  files: defineAction('files', caseNumber),
  filesPage: defineAction('files-page', casePage),
  addFiles: defineAction('add-files', caseNumber),
  addDetails: defineAction('add-details', caseNumber),
  history: defineAction('history', caseNumber),
  historyPage: defineAction('history-page', casePage),
  /** a draft becomes the description */
  open: defineAction('open', optionalValue(draftId)),
  /** a new case that follows up on a closed one */
  followUp: defineAction('follow-up', caseNumber),
  post: defineAction('post', caseNumber),
  answer: defineAction('answer', caseNumber),
  postDraft: defineAction('post-draft', spaced({ number: caseNumber, draft: draftId })),
  chooseCase: defineAction('choose-case', draftId),
  deletePost: defineAction('delete-post', rowId),
  close: defineAction('close', caseNumber),
  reopen: defineAction('reopen', caseNumber),
  /** what somebody wrote by email on a closed case: it reopens the case, opens another one, or is posted to another one */
  reopenWith: defineAction('reopen-with', ownPost),
  openWith: defineAction('open-with', ownPost),
  postWith: defineAction('post-with', ownPost),
  askToReopen: defineAction('ask-to-reopen', caseNumber),
  confirm: defineAction('confirm', caseNumber),
  /** how the contact of a closed case rates it, recorded at once */
  rate: defineAction('rate', rating),
  /** the same, in a form with a comment */
  rateForm: defineAction('rate-form', rating),
  decline: defineAction('decline', caseNumber),
  claim: defineAction('claim', caseNumber),
  /** from the advisor who had the case when the button was shown */
  takeOver: defineAction('take-over', spaced({ number: caseNumber, from: rowId })),
  confirmPhoneCall: defineAction('tick-phone-call', caseNumber),
  assign: defineAction('assign', caseNumber),
  ask: defineAction('ask', caseNumber),
  resolve: defineAction('resolve', caseNumber),
  note: defineAction('note', caseNumber),
  triage: defineAction('triage', caseNumber),
  correct: defineAction('correct', caseNumber),
  similar: defineAction('similar', caseNumber),
  objectPriority: defineAction('object', caseNumber),
  escalate: defineAction('escalate', caseNumber),
  returnCase: defineAction('return', caseNumber),
  /** the post is the team's answer */
  sendToContact: defineAction('send-on', spaced({ number: caseNumber, post: rowId })),
  schedule: defineAction('schedule', caseNumber),
  modifyContacts: defineAction('modify-contacts'),
  applyContactChange: defineAction('apply-contact-change', caseNumber),

  recipients: defineAction('recipients', caseNumber),
  addRecipient: defineAction('add-recipient', caseNumber),
  removeRecipient: defineAction('remove-recipient', caseNumber),
  addMe: defineAction('add-me', caseNumber),
  removeMe: defineAction('remove-me', caseNumber),
  /** the settings of a case, or for everything */
  notify: defineAction('notify', optionalValue(caseNumber)),
  notifyLevel: defineAction('notify-level', notificationChoice),
  /** what of it is mailed, for everything and for a case */
  mailSettings: defineAction('mail-settings', optionalValue(caseNumber)),

  search: defineAction('search', queryText),
  /** another page, order or size of a search */
  page: defineAction('page', queryText),
  filter: defineAction('filter', queryText),
  views: defineAction('views'),
  /** a search to save */
  saveView: defineAction('save-view', queryText),
  runView: defineAction('run-view', rowId),
  deleteView: defineAction('delete-view', rowId),
  queue: defineAction('queue'),
  /** a page of the queue: a search as text, or its number alone */
  queuePage: defineAction('queue-page', queryText),
  /** the period, and what its cases are split by */
  stats: statsAction,

  defect: defineAction('defect', caseNumber),
  defectView: defineAction('defect-view', defectNumber),
  defectPage: defineAction('defect-page', spaced({ number: defectNumber, page: pageNumber })),
  markFixed: defineAction('mark-fixed', optionalValue(defectNumber)),
  releases: defineAction('releases', pageNumber),
  releaseView: defineAction('release-view', rowId),
  publish: defineAction('publish', rowId),

  notices: defineAction('notices', pageNumber),
  noticesPage: defineAction('notices-page', pageNumber),
  noticeView: defineAction('notice-view', rowId),
  noticePage: defineAction('notice-page', spaced({ id: rowId, page: pageNumber })),
  noticeUpdate: defineAction('notice-update', rowId),
  noticeClose: defineAction('notice-close', rowId),
  noticeChange: defineAction('notice-change', rowId),
  noticeProgress: defineAction('notice-progress', rowId),
  declare: defineAction('declare', declaration),
  /** the draft behind a preview */
  declareBack: defineAction('declare-back', draftId),
  /** a new case about an incident */
  affected: defineAction('affected', rowId),
  linkIncident: defineAction('link-incident', caseNumber),
  dismissCluster: defineAction('dismiss-cluster', rowId),
  channels: defineAction('channels', pageNumber),
  channelsPage: defineAction('channels-page', pageNumber),
  channelView: defineAction('channel-view', rowId),
  channelChanges: defineAction('channel-changes', rowId),
  channelAll: defineAction('channel-all', rowId),
  /** asks whether the channel really should get no notices */
  channelStop: defineAction('channel-stop', rowId),
  channelStopNow: defineAction('channel-stop-now', rowId),
  channelStart: defineAction('channel-start', channelToStart),

  ...answerActions,
  ...workActions,
  ...directoryActions,
  ...privacyActions,
  ...webhookActions,
  ...mailInActions,
};
