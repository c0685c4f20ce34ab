import type { Tally } from './compare-section.ts';
import { compareSection } from './compare-section.ts';
import { lockSubscriptions, syncBanners } from '../../outbox/enqueue/banners.ts';
import type { Channel, Workspace } from '../../db/generated/client.ts';
import { cadences } from '../../domain/cadence.ts';
import { formatList } from '../../domain/text/numbers.ts';
import type { ChannelKey, Directory } from './directory.ts';
import { DirectoryError } from './directory.ts';
import type { Services } from '../context.ts';
import { importOnCall } from './import-on-call.ts';
import { importAdvisors, importContacts } from './import-people.ts';
import { accountOf, type Import } from './import-run.ts';
import { replanCases } from '../replan-cases.ts';

/** What an import did, by section. */
export type Imported = Record<keyof Directory, Tally>;

/**
 * Brings the directory in line with the file, in one transaction. Importing the same file again changes nothing. Removed entries are
 * deactivated. Chat identities are unbound from people who are removed, change sides, or get another address or other accounts. Where an account's
 * calendar changed, the running plans of its cases are computed again.
 * @param options.force overwrites what was changed in chat since the last import
 * @throws DirectoryError with every mistake that only the database reveals; nothing has changed then
 */
export async function importDirectory(services: Services, directory: Directory, { force = false } = {}): Promise<Imported> {
  const imported = await services.db.transaction(
    async (tx) => {
      await tx.$executeRaw`select pg_advisory_xact_lock(7217003)`; // one import at a time
      await lockSubscriptions(tx);
      const run: Import = { tx, force, mistakes: [], accounts: new Map() };
      const tallies: Imported = {
        accounts: await importAccounts(run, directory),
        contacts: await importContacts(run, directory.contacts),
        advisors: await importAdvisors(run, directory.advisors),
        workspaces: await importWorkspaces(run, directory),
        channels: await importChannels(run, directory, services.settings.modules),
        onCall: await importOnCall(tx, run.mistakes, directory.onCall),
      };
      await refuseLeaks(run, directory);
      if (run.mistakes.length > 0) throw new DirectoryError(run.mistakes);
      // open notices are posted in newly listed channels, and removed from channels that are no longer listed
      await syncBanners(tx, services.clock.now(), cadences(services.settings));
      return tallies;
    },
    { timeout: 120_000, maxWait: 30_000 },
  );
  await replanCases(services);
  return imported;
}

async function importAccounts(run: Import, { accounts }: Directory): Promise<Tally> {
  const { tx, force } = run;
  const rows = new Map((await tx.account.findMany()).map((row) => [row.key, row]));
  const { add, change, remove, tally } = compareSection(
    accounts,
    ({ key }) => key,
    ({ key }) => rows.get(key),
    ({ line: _line, ...facts }) => facts,
    force,
  );
  await tx.account.createMany({ data: add.map(({ data }) => data) });
  for (const { row, data } of change) await tx.account.update({ where: { id: row.id }, data: { ...data, active: true } });
  const removedIds = remove.map(({ id }) => id);
  await tx.account.updateMany({ where: { id: { in: removedIds } }, data: { active: false } });
  const person = { accountId: { in: removedIds }, memberships: { none: {} } };
  await tx.identity.updateMany({ where: { person }, data: { personId: null } });
  const active = await tx.account.findMany({ where: { active: true }, select: { id: true, key: true } });
  run.accounts = new Map(active.map(({ id, key }) => [key, id]));
  return tally;
}

async function importWorkspaces(run: Import, { workspaces }: Directory): Promise<Tally> {
  const { tx, force } = run;
  const rows = new Map((await tx.workspace.findMany()).map((row) => [`${row.platform} ${row.externalId}`, row]));
  const { add, change, remove, tally } = compareSection(
    workspaces,
    ({ platform, id }) => `${platform} ${id}`,
    ({ platform, id }) => rows.get(`${platform} ${id}`),
    ({ platform, id, account, also, line }) => {
      const accountId = account === null ? null : accountOf(run, account, line);
      const alsoAccountIds = also.flatMap((key) => accountOf(run, key, line) ?? []);
      return accountId === undefined ? undefined : { platform, externalId: id, accountId, alsoAccountIds };
    },
    force,
  );
  const keyOf = ({ platform, externalId }: Workspace) => ({ platform_externalId: { platform, externalId } });
  await tx.workspace.createMany({ data: add.map(({ data }) => data) });
  for (const { row, data } of change) await tx.workspace.update({ where: keyOf(row), data: { ...data, active: true } });
  for (const row of remove) await tx.workspace.update({ where: keyOf(row), data: { active: false } });
  for (const { platform, externalId } of [...change.map(({ row }) => row), ...remove]) {
    await tx.identity.updateMany({ where: { platform, homeWorkspace: externalId }, data: { personId: null } }); // who vouches for these people has changed
  }
  return tally;
}

async function importChannels(run: Import, { channels }: Directory, modules: readonly string[]): Promise<Tally> {
  const { tx, force } = run;
  const nameOf = ({ platform, workspace, id }: ChannelKey) => `${platform} ${workspace} ${id}`;
  const stored = await tx.channel.findMany();
  const rows = new Map<string, Channel>(
    stored.map((row) => [nameOf({ ...row, workspace: row.workspaceId, id: row.channelId }), row]),
  );
  const { add, change, remove, tally } = compareSection(
    channels,
    nameOf,
    (entry) => rows.get(nameOf(entry)),
    ({ platform, workspace, id, account, line, ...facts }) => {
      for (const module of facts.modules.filter((name) => !modules.includes(name))) {
        run.mistakes.push({ line, message: `unknown module ${module}. Known modules: ${modules.join(', ')}` });
      }
      const accountId = account === null ? null : accountOf(run, account, line);
      if (accountId === undefined) return undefined;
      return {
        platform,
        workspaceId: workspace,
        channelId: id,
        accountId,
        purposes: facts.for,
        modules: facts.modules,
        team: facts.team,
      };
    },
    force,
  );
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

/** Refuses channels in a workspace whose members may not read what is posted there. Checks every channel the file touches. */
async function refuseLeaks({ tx, mistakes }: Import, { channels, workspaces }: Directory): Promise<void> {
  const homes = await tx.workspace.findMany({ where: { active: true }, include: { account: true } });
  const keys = new Map((await tx.account.findMany()).map(({ id, key }) => [id, key]));
  for (const channel of await tx.channel.findMany({ where: { active: true }, include: { account: true } })) {
    const { platform, workspaceId, channelId, purposes, account } = channel;
    const entry =
      channels.listed.find((it) => it.platform === platform && it.workspace === workspaceId && it.id === channelId) ??
      [...workspaces.listed, ...workspaces.removed].find((it) => it.platform === platform && it.id === workspaceId);
    if (!entry) continue;
    const refuse = (message: string) => mistakes.push({ line: entry.line, message: `channel ${channelId} ${message}` });
    const home = homes.find((it) => it.platform === platform && it.externalId === workspaceId);
    const owners = [home?.account?.key, ...(home?.alsoAccountIds ?? []).map((id) => keys.get(id))].flatMap((key) => key ?? []);
    if (!home) refuse(`is in workspace ${workspaceId}, which is not listed`);
    else if (!home.account) continue;
    else if (purposes.includes('queue') || purposes.includes('escalation')) {
      refuse(`shows cases of every account, but is in the workspace of ${formatList(owners)}`);
    } else if (account && !owners.includes(account.key))
      refuse(`is for ${account.key}, but is in the workspace of ${formatList(owners)}`);
  }
}
