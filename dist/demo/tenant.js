// The second district's Teams as the Agents Playground reads it: who there is, and where they write.
import { stringify } from 'yaml';
import { people } from "./workspace.js";
/** that of directory.yaml */
export const tenantId = '5e1f0a5e-d157-4c1d-9c7e-00000000d002';
export const botId = '5e1f0a5e-d157-4c1d-9c7e-0000000ca5e0';
export const helpChannel = 'rivertown-help';
/** Who they are to the directory: a contact, and others whom one can only mention. The page needs five. */
const others = [
    { name: people.omar.name, email: people.omar.email },
    { name: 'Ruth Hale', email: 'ruth@rivertown.example' }, // Read-Only Contact
    { name: 'Jo Novak', email: 'jo@rivertown.example' }, // nobody the directory knows, like the next two
    { name: 'Kei Ito', email: 'kei@rivertown.example' },
    { name: 'Ines Brook', email: 'ines@rivertown.example' },
];
/** Conversations are named the way Teams names them. */
export const conversations = {
    personal: 'a:rosa-lind',
    group: '19:report-cards@thread.v2',
    help: '19:rivertown-help@thread.tacv2',
};
export function tenantFile() {
    return stringify({
        version: '0.1.0',
        tenantId,
        bot: { id: botId, name: 'Casebridge' },
        currentUser: user(people.rosa, 1),
        users: others.map((other, index) => user(other, index + 2)),
        personalChat: { id: conversations.personal },
        groupChat: { id: conversations.group, name: 'Report cards' },
        team: {
            id: '19:rivertown@thread.tacv2',
            aadGroupId: idOf(0xa1),
            name: 'Rivertown Public Schools',
            channels: [{ id: conversations.help, name: helpChannel }],
        },
    });
}
/** The Playground finds people by `id` alone, and names them by `aadObjectId`, as Teams does: so the two are one. */
function user({ name, email }, number) {
    const [givenName, surname] = name.split(' ');
    const id = idOf(number);
    return { id, aadObjectId: id, name, givenName, surname, email, userPrincipleName: email };
}
function idOf(number) {
    return `5e1f0a5e-d157-4c1d-9c7e-${number.toString(16).padStart(12, '0')}`;
}
//# sourceMappingURL=tenant.js.map