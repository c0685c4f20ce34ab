// Everything people can do, a line per capability. A new one is a file beside this one and a line here.
import { claim, phoneCall } from "./cases/advisor-actions.js";
import { ask, note, resolve } from "./cases/advisor-commands.js";
import { assign } from "./cases/assign.js";
import { channels } from "./notices/channels.js";
import { chooseCase } from "./cases/choose-case.js";
import { close } from "./cases/close.js";
import { cluster } from "./notices/cluster.js";
import { confirm, decline, reopen } from "./cases/contact-commands.js";
import { declare } from "./notices/declare.js";
import { defect } from "./defects/defect.js";
import { escalate, returned } from "./cases/escalate.js";
import { handover } from "./cases/handover.js";
import { home } from "./search/home.js";
import { linkIncident } from "./notices/link-incident.js";
import { list } from "./search/list.js";
import { open } from "./cases/open.js";
import { filter } from "./search/filter.js";
import { history } from "./cases/history.js";
import { applyChange, modifyContacts } from "./cases/modify-contacts.js";
import { stats } from "./search/stats.js";
import { notices } from "./notices/notices.js";
import { manageNotice } from "./notices/notice-manage.js";
import { progress } from "./notices/notice-progress.js";
import { notify } from "./recipients/notify.js";
import { answer, post } from "./cases/post.js";
import { recipients } from "./recipients/recipients.js";
import { release } from "./defects/release.js";
import { schedule } from "./cases/schedule.js";
import { sendToContact } from "./cases/send-to-contact.js";
import { correct } from "./cases/correct.js";
import { triage } from "./cases/triage.js";
import { view } from "./cases/view.js";
const capabilities = [
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
    sendToContact,
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
/** Every command, in the order in which `help` lists them. */
export const commands = capabilities.flatMap((capability) => capability.commands ?? []);
/** What every button and select does, by the name of its action. */
export const actionHandlers = new Map(capabilities
    .flatMap(({ actions = [] }) => isList(actions) ? actions : Object.entries(actions).map(([name, one]) => ({ ...one, name, accepts: () => true })))
    .map((one) => [one.name, one]));
/** What every form does, by its name. */
export const formHandlers = new Map(capabilities
    .flatMap(({ forms = [] }) => isList(forms)
    ? forms
    : Object.entries(forms).map(([name, one]) => ({ ...one, name, accepts: () => true, hasField: () => true })))
    .map((one) => [one.name, one]));
function isList(value) {
    return Array.isArray(value);
}
//# sourceMappingURL=registry.js.map