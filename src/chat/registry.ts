// Lists the capabilities, one per line. To add one, write its file and add a line here.
import { claim, phoneCall } from './cases/advisor-actions.ts';
import { ask, note, resolve } from './cases/advisor-commands.ts';
import { addDetails } from './cases/add-details.ts';
import { assign } from './cases/assign.ts';
import { cannedAnswers } from './answers/canned-answers.ts';
import { sendAnswer } from './answers/send-answer.ts';
import type { Capability, FormHandler, ActionHandler, Command } from './capability.ts';
import { channels } from './notices/channels.ts';
import { chooseCase } from './cases/choose-case.ts';
import { bulk } from './bulk/bulk.ts';
import { close } from './cases/close.ts';
import { cluster } from './notices/cluster.ts';
import { askToReopen, confirm, decline, reopen } from './cases/contact-commands.ts';
import { declare } from './notices/declare.ts';
import { defect } from './defects/defect.ts';
import { escalate, returned } from './cases/escalate.ts';
import { files } from './cases/files.ts';
import { access } from './directory/access.ts';
import { accounts } from './directory/accounts.ts';
import { channelUse } from './directory/channel-use.ts';
import { onCall } from './directory/on-call.ts';
import { people } from './directory/people.ts';
import { tokens } from './directory/tokens.ts';
import { certificates } from './privacy/certificates.ts';
import { erase } from './privacy/erase.ts';
import { holds } from './privacy/holds.ts';
import { handover } from './cases/handover.ts';
import { home } from './search/home.ts';
import { linkIncident } from './notices/link-incident.ts';
import { list } from './search/list.ts';
import { open } from './cases/open.ts';
import { filter } from './search/filter.ts';
import { history } from './cases/history.ts';
import { applyChange, modifyContacts } from './cases/modify-contacts.ts';
import { merge } from './cases/merge.ts';
import { closedReply } from './cases/closed-reply.ts';
import { mails } from './mails/mails.ts';
import { feedSearch } from './search/feed-search.ts';
import { snooze } from './cases/snooze.ts';
import { stats } from './search/stats.ts';
import { notices } from './notices/notices.ts';
import { manageNotice } from './notices/notice-manage.ts';
import { progress } from './notices/notice-progress.ts';
import { mailSettings } from './recipients/mail-settings.ts';
import { notify } from './recipients/notify.ts';
import { answer, post } from './cases/post.ts';
import { recipients } from './recipients/recipients.ts';
import { redact } from './cases/redact.ts';
import { release } from './defects/release.ts';
import { satisfaction } from './cases/satisfaction.ts';
import { schedule } from './cases/schedule.ts';
import { sendToContact } from './cases/send-to-contact.ts';
import { correct } from './cases/correct.ts';
import { object } from './cases/object.ts';
import { similar } from './cases/similar.ts';
import { triage } from './cases/triage.ts';
import { watch } from './cases/watch.ts';
import { view } from './cases/view.ts';
import { views } from './search/views.ts';
import { webhooks } from './webhooks/webhooks.ts';

const capabilities: Capability[] = [
  open,
  addDetails,
  home,
  list,
  filter,
  feedSearch,
  view,
  views,
  files,
  post,
  answer,
  chooseCase,
  close,
  reopen,
  askToReopen,
  confirm,
  decline,
  satisfaction,
  claim,
  assign,
  ask,
  resolve,
  note,
  sendAnswer,
  cannedAnswers,
  phoneCall,
  triage,
  correct,
  similar,
  object,
  recipients,
  notify,
  mailSettings,
  escalate,
  returned,
  sendToContact,
  schedule,
  snooze,
  watch,
  bulk,
  merge,
  handover,
  defect,
  release,
  declare,
  linkIncident,
  notices,
  channels,
  manageNotice,
  progress,
  history,
  redact,
  modifyContacts,
  applyChange,
  accounts,
  people,
  channelUse,
  onCall,
  access,
  holds,
  webhooks,
  erase,
  certificates,
  tokens,
  stats,
  cluster,
  mails,
  closedReply,
];

/** Every command, in the order in which `help` lists them. */
export const commands: readonly Command[] = capabilities.flatMap((capability) => capability.commands ?? []);
/** The handlers of buttons and selects, by the name of the action. */
export const actionHandlers: ReadonlyMap<string, ActionHandler> = byName(capabilities.flatMap(({ actions = [] }) => actions));
/** The handlers of forms, by the name of the form. */
export const formHandlers: ReadonlyMap<string, FormHandler> = byName(capabilities.flatMap(({ forms = [] }) => forms));

function byName<T extends { name: string }>(handlers: readonly T[]): ReadonlyMap<string, T> {
  return new Map(handlers.map((handler) => [handler.name, handler]));
}
