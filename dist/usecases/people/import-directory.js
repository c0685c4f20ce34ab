import { compareSection } from "./compare-section.js";
import { moveMail } from "../../outbox/enqueue/mail.js";
import { lockPlacing, placeBanners } from "../../outbox/enqueue/banners.js";
import { cadences } from "../../domain/cadence.js";
import { DirectoryError } from "./directory.js";
/**
 * Makes the database say what the file says, in one transaction; the same file again changes nothing. What is removed is deactivated and its
 * chat identities are unbound; so are those of a person who becomes another kind of person, or whose address or account changes.
 * @throws DirectoryError with every mistake the file alone could not show; nothing was changed then
 */
export async function importDirectory(services, directory, { force = false } = {}) {
    return services.db.prisma.$transaction(async (tx) => {
        await tx.$executeRaw `select pg_advisory_xact_lock(7217003)`; // one import at a time
        await lockPlacing(tx);
        const run = { tx, force, mistakes: [], accounts: new Map() };
        const imported = {
            accounts: await importAccounts(run, directory),
            contacts: await importContacts(run, directory.contacts),
            advisors: await importAdvisors(run, directory.advisors),
            workspaces: await importWorkspaces(run, directory),
            channels: await importChannels(run, directory, services.settings.modules),
        };
        await refuseLeaks(run, directory);
        if (run.mistakes.length > 0)
            throw new DirectoryError(run.mistakes);
        // what is open now reaches channels that are listed from here on, and leaves those that are not
        await placeBanners(tx, services.clock.now(), cadences(services.settings));
        return imported;
    }, { timeout: 120_000, maxWait: 30_000 });
}
async function importAccounts(run, { accounts }) {
    const { tx, force } = run;
    const rows = new Map((await tx.account.findMany()).map((row) => [row.key, row]));
    const { add, change, remove, tally } = compareSection(accounts, ({ key }) => key, ({ key }) => rows.get(key), ({ line: _line, ...facts }) => facts, force);
    await tx.account.createMany({ data: add.map(({ data }) => data) });
    for (const { row, data } of change)
        await tx.account.update({ where: { id: row.id }, data: { ...data, active: true } });
    const gone = remove.map(({ id }) => id);
    await tx.account.updateMany({ where: { id: { in: gone } }, data: { active: false } });
    await tx.identity.updateMany({ where: { person: { accountId: { in: gone } } }, data: { personId: null } });
    const active = await tx.account.findMany({ where: { active: true }, select: { id: true, key: true } });
    run.accounts = new Map(active.map(({ id, key }) => [key, id]));
    return tally;
}
function importContacts(run, section) {
    return importPeople(run, section, 'contact', ({ name, account, type, line }) => {
        const accountId = accountOf(run, account, line);
        return accountId === undefined ? undefined : { name, accountId, contactType: type, lead: false, team: null };
    });
}
function importAdvisors(run, section) {
    return importPeople(run, section, 'advisor', ({ name, lead, team }) => ({
        name,
        accountId: null,
        contactType: null,
        lead,
        team,
    }));
}
async function importPeople(run, section, kind, columnsOf) {
    const { tx, force } = run;
    const stored = await tx.person.findMany();
    const rows = new Map(stored.map((row) => [row.email, row]));
    const byId = new Map(stored.map((row) => [row.id, row]));
    const formerAddresses = await changedInChat(tx);
    // who left this address in chat is still who the file means by it
    const known = (email) => rows.get(email) ?? byId.get(formerAddresses.get(email) ?? 0);
    const moved = section.listed.filter(({ formerly }) => formerly !== null && known(formerly));
    const before = new Map(moved.map(({ email, formerly }) => [email, formerly ?? email]));
    for (const { email, formerly, line } of moved) {
        if (rows.has(email) && rows.get(email) !== known(formerly ?? email))
            run.mistakes.push({ line, message: `${email} and ${before.get(email) ?? ''} are two people already` });
    }
    const { add, change, remove, tally } = compareSection(section, ({ email }) => email, ({ email }) => known(before.get(email) ?? email), (entry) => {
        const columns = columnsOf(entry);
        return columns && { email: entry.email, kind, ...columns };
    }, force);
    await tx.person.createMany({ data: add.map(({ data }) => data) });
    if (run.mistakes.length > 0)
        return tally; // refused anyway; two people of one address would stop here
    for (const { row, data } of change) {
        await tx.person.update({ where: { id: row.id }, data: { ...data, active: true, changedInChatAt: null } });
    }
    const gone = remove.map(({ id }) => id);
    await tx.person.updateMany({ where: { id: { in: gone } }, data: { active: false, changedInChatAt: null } });
    const others = change.filter(({ row, data }) => row.email !== data.email || row.kind !== data.kind || row.accountId !== data.accountId);
    await tx.identity.updateMany({
        where: { personId: { in: [...gone, ...others.map(({ row }) => row.id)] } },
        data: { personId: null },
    });
    await moveMail(tx, others.map(({ row }) => row.id));
    return tally;
}
/** Addresses that were changed in chat, and whose they were; the newest change of an address counts. */
async function changedInChat(tx) {
    const rows = await tx.$queryRaw `
    select contact_change #>> '{who,email}' email, (contact_change #>> '{who,id}')::int id from "case"
    where contact_changed_at is not null and contact_change ->> 'do' = 'change' and contact_change ? 'email'
    order by contact_changed_at`;
    return new Map(rows.map(({ email, id }) => [email, id]));
}
async function importWorkspaces(run, { workspaces }) {
    const { tx, force } = run;
    const rows = new Map((await tx.workspace.findMany()).map((row) => [`${row.platform} ${row.externalId}`, row]));
    const { add, change, remove, tally } = compareSection(workspaces, ({ platform, id }) => `${platform} ${id}`, ({ platform, id }) => rows.get(`${platform} ${id}`), ({ platform, id, account, line }) => {
        const accountId = account === null ? null : accountOf(run, account, line);
        return accountId === undefined ? undefined : { platform, externalId: id, accountId };
    }, force);
    const keyOf = ({ platform, externalId }) => ({ platform_externalId: { platform, externalId } });
    await tx.workspace.createMany({ data: add.map(({ data }) => data) });
    for (const { row, data } of change)
        await tx.workspace.update({ where: keyOf(row), data: { ...data, active: true } });
    for (const row of remove)
        await tx.workspace.update({ where: keyOf(row), data: { active: false } });
    for (const { platform, externalId } of [...change.map(({ row }) => row), ...remove]) {
        await tx.identity.updateMany({ where: { platform, homeWorkspace: externalId }, data: { personId: null } }); // trust has changed
    }
    return tally;
}
async function importChannels(run, { channels }, modules) {
    const { tx, force } = run;
    const nameOf = ({ platform, workspace, id }) => `${platform} ${workspace} ${id}`;
    const stored = await tx.channel.findMany();
    const rows = new Map(stored.map((row) => [nameOf({ ...row, workspace: row.workspaceId, id: row.channelId }), row]));
    const { add, change, remove, tally } = compareSection(channels, nameOf, (entry) => rows.get(nameOf(entry)), ({ platform, workspace, id, account, line, ...facts }) => {
        for (const module of facts.modules.filter((name) => !modules.includes(name))) {
            run.mistakes.push({ line, message: `there is no module ${module}; there are: ${modules.join(', ')}` });
        }
        const accountId = account === null ? null : accountOf(run, account, line);
        if (accountId === undefined)
            return undefined;
        return {
            platform,
            workspaceId: workspace,
            channelId: id,
            accountId,
            purposes: facts.for,
            modules: facts.modules,
            team: facts.team,
        };
    }, force);
    await tx.channel.createMany({ data: add.map(({ data }) => data) });
    for (const { row, data } of change) {
        await tx.channel.update({ where: { id: row.id }, data: { ...data, active: true, changedInChatAt: null } });
    }
    await tx.channel.updateMany({
        where: { id: { in: remove.map(({ id }) => id) } },
        data: { active: false, changedInChatAt: null },
    });
    return tally;
}
/** A channel must lie in a workspace that may know what is written there. Asked of every channel this file touches, by whichever entry. */
async function refuseLeaks({ tx, mistakes }, { channels, workspaces }) {
    const homes = await tx.workspace.findMany({ where: { active: true }, include: { account: true } });
    for (const channel of await tx.channel.findMany({ where: { active: true }, include: { account: true } })) {
        const { platform, workspaceId, channelId, purposes, account } = channel;
        const entry = channels.listed.find((it) => it.platform === platform && it.workspace === workspaceId && it.id === channelId) ??
            [...workspaces.listed, ...workspaces.removed].find((it) => it.platform === platform && it.id === workspaceId);
        if (!entry)
            continue;
        const refuse = (message) => mistakes.push({ line: entry.line, message: `channel ${channelId} ${message}` });
        const home = homes.find((it) => it.platform === platform && it.externalId === workspaceId);
        if (!home)
            refuse(`lies in the workspace ${workspaceId}, which is not listed`);
        else if (!home.account)
            continue;
        else if (purposes.includes('queue') || purposes.includes('escalation')) {
            refuse(`shows cases of every account, but lies in the workspace of ${home.account.key}`);
        }
        else if (account && account.key !== home.account.key)
            refuse(`is for ${account.key}, but lies in the workspace of ${home.account.key}`);
    }
}
function accountOf(run, key, line) {
    const id = run.accounts.get(key);
    if (id === undefined)
        run.mistakes.push({ line, message: `there is no account ${key}` });
    return id;
}
//# sourceMappingURL=import-directory.js.map