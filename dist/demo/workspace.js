// The local workspace as local-slack reads it: who there is, and which channels they are in.
import { stringify } from 'yaml';
export const botToken = 'xoxb-demo';
export const signingSecret = 'demo-signing-secret';
export const teamId = 'T0DEMO';
export const appId = 'A0CASE';
export const botUserId = 'U0CASE';
const central = 'America/Chicago';
const eastern = 'America/New_York';
/** The demo's people. Their addresses are those of directory.yaml; Sam is not in the directory. */
export const people = {
    ada: person('Ada Park', 'plainview', central, 'Authorized Contact, Plainview'),
    ben: person('Ben Ode', 'plainview', central, 'Authorized Contact (technical), Plainview'),
    rita: person('Rita Reed', 'plainview', central, 'Read-Only Contact, Plainview'),
    rosa: person('Rosa Lind', 'rivertown', eastern, 'Authorized Contact, Rivertown'),
    omar: person('Omar Diaz', 'rivertown', eastern, 'Authorized Contact (implementation), Rivertown'),
    max: person('Max Reyes', 'campus', central, 'advisor and lead, Campus Support'),
    mia: person('Mia Chen', 'campus', central, 'advisor, Campus Support'),
    tia: person('Tia Holm', 'campus', central, 'advisor (Technical Services)'),
    sam: person('Sam Lee', 'elsewhere', central, 'not in the directory'),
};
function person(name, organization, tz, role) {
    const [first = ''] = name.toLowerCase().split(' ');
    return { id: `U0${first.toUpperCase()}`, name, email: `${first}@${organization}.example`, tz, role };
}
const everybody = Object.values(people).map(({ id }) => id);
const advisors = [people.max.id, people.mia.id, people.tia.id];
export const channels = {
    queue: { id: 'C0QUEUE', name: 'support-queue', members: advisors },
    grades: { id: 'C0GRADES', name: 'queue-grade-book', members: advisors },
    tech: { id: 'C0TECH', name: 'technical-services', members: advisors },
    plainview: { id: 'C0PLAIN', name: 'plainview-help', members: [people.ada.id, people.ben.id, people.rita.id] },
    rivertown: { id: 'C0RIVER', name: 'rivertown-help', members: [people.rosa.id, people.omar.id] },
    general: { id: 'C0GEN', name: 'general', members: everybody },
};
/**
 * Writes local-slack's configuration.
 * @param requestUrl where local-slack sends what people do
 */
export function workspaceFile(requestUrl) {
    return stringify({
        workspace: { name: 'Casebridge demo', domain: 'casebridge', teamId },
        apps: [
            {
                appId,
                botUserId,
                botName: 'Casebridge',
                botToken,
                appToken: 'xapp-demo',
                signingSecret,
                mode: 'events',
                requestUrl,
            },
        ],
        users: Object.entries(people).map(([name, { id, name: real_name, email, tz }]) => ({ id, name, real_name, email, tz })),
        channels: Object.values(channels).map(({ id, name, members }) => ({ id, name, members: [...members, botUserId] })),
    });
}
//# sourceMappingURL=workspace.js.map