// Everything people can do, a line per capability. A new one is a file beside this one and a line here.
import { claim, phoneCall } from './advisor-actions.ts';
import { ask, note, resolve } from './advisor-verbs.ts';
import { assign } from './assign.ts';
import type { Capability, FormHandler, Press, Word } from './capability.ts';
import { channels } from './channels.ts';
import { chooseCase } from './choose-case.ts';
import { close } from './close.ts';
import { cluster } from './cluster.ts';
import { confirm, decline, reopen } from './contact-verbs.ts';
import { declare } from './declare.ts';
import { defect } from './defect.ts';
import { escalate, returned } from './escalate.ts';
import { handover } from './handover.ts';
import { home } from './home.ts';
import { linkIncident } from './link-incident.ts';
import { list } from './list.ts';
import { open } from './open.ts';
import { filter } from './filter.ts';
import { history } from './history.ts';
import { applyChange, modifyContacts } from './modify-contacts.ts';
import { stats } from './stats.ts';
import { notices } from './notices.ts';
import { manageNotice } from './notice-manage.ts';
import { progress } from './notice-progress.ts';
import { notify } from './notify.ts';
import { answer, post } from './post.ts';
import { recipients } from './recipients.ts';
import { release } from './release.ts';
import { schedule } from './schedule.ts';
import { sendOn } from './send-on.ts';
import { correct } from './correct.ts';
import { triage } from './triage.ts';
import { view } from './view.ts';

const capabilities: Capability[] = [
  open,
  home,
  list,
  filter,
  view,
  post,
  answer,
  chooseCase,
  close,
  reopen,
  confirm,
  decline,
  claim,
  assign,
  ask,
  resolve,
  note,
  phoneCall,
  triage,
  correct,
  recipients,
  notify,
  escalate,
  returned,
  sendOn,
  schedule,
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
  modifyContacts,
  applyChange,
  stats,
  cluster,
];

export const words: readonly Word[] = capabilities.flatMap((capability) => capability.words ?? []);
export const presses: ReadonlyMap<string, Press> = new Map(
  capabilities.flatMap((capability) => Object.entries(capability.presses ?? {})),
);
export const forms: ReadonlyMap<string, FormHandler> = new Map(
  capabilities.flatMap((capability) => Object.entries(capability.forms ?? {})),
);
