import type { Channel } from '../../db/generated/client.ts';
import { formatList } from '../../domain/text/numbers.ts';
import type { Services } from '../context.ts';
import { compareSection, type Tally } from './compare-section.ts';
import type { ChannelKey, Directory } from './directory.ts';
import { accountOf, changedInChatAt, type ImportRun } from './import-run.ts';

/** Imports the channels. */
export async function importChannels({ settings }: Services, run: ImportRun, { channels }: Directory): Promise<Tally> {
  const { modules } = settings;
  const { tx, force } = run;
  const nameOf = ({ platform, workspace, id }: ChannelKey) => `${platform} ${workspace} ${id}`;
  const stored = await tx.channel.findMany();
  const rows = new Map<string, Channel>(
    stored.map((row) => [nameOf({ ...row, workspace: row.workspaceId, id: row.channelId }), row]),
  );
  const { add, change, remove, tally } = compareSection(channels, {
    nameOf,
    find: (entry) => rows.get(nameOf(entry)),
    dataOf: ({ platform, workspace, id, account, line, ...facts }) => {
      for (const module of facts.modules.filter((name) => !modules.includes(name))) {
        run.mistakes.push({ line, field: 'modules', message: `unknown module ${module}. Known modules: ${modules.join(', ')}` });
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
    accountKeys: run.accountKeys,
  });
  const inChat = { changedInChatAt: changedInChatAt(run) };
  const added = await tx.channel.createManyAndReturn({ data: add.map(({ data }) => ({ ...data, ...inChat })) });
  for (const { row, data } of change) {
    await tx.channel.update({ where: { id: row.id }, data: { ...data, active: true, ...inChat } });
  }
  await tx.channel.updateMany({ where: { id: { in: remove.map(({ row }) => row.id) } }, data: { active: false, ...inChat } });
  const nameOfRow = (row: Channel) => nameOf({ ...row, workspace: row.workspaceId, id: row.channelId });
  run.history.push(
    ...added.map((row) => ({ section: 'channels' as const, what: 'added' as const, name: nameOfRow(row), channelId: row.id })),
    ...change.map(({ row, name }) => {
      return { section: 'channels' as const, what: 'changed' as const, name, channelId: row.id, fields: tally.fields[name] };
    }),
    ...remove.map(({ row, name }) => ({ section: 'channels' as const, what: 'removed' as const, name, channelId: row.id })),
  );
  return tally;
}

/** Refuses channels in a workspace whose members may not read what is posted there. Checks every channel the file touches. */
export async function refuseLeaks({ tx, mistakes, by }: ImportRun, { channels, workspaces }: Directory): Promise<void> {
  const homes = await tx.workspace.findMany({ where: { active: true }, include: { account: true } });
  const keys = new Map((await tx.account.findMany()).map(({ id, key }) => [id, key]));
  for (const channel of await tx.channel.findMany({ where: { active: true }, include: { account: true } })) {
    const { platform, workspaceId, channelId, purposes, account } = channel;
    const entry =
      channels.listed.find((it) => it.platform === platform && it.workspace === workspaceId && it.id === channelId) ??
      [...workspaces.listed, ...workspaces.removed].find((it) => it.platform === platform && it.id === workspaceId);
    if (!entry) continue;
    const refuse = (message: string) =>
      mistakes.push({ line: entry.line, field: 'for', message: `${by ? 'this channel' : `channel ${channelId}`} ${message}` });
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
