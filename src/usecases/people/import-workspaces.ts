import type { Workspace } from '../../db/generated/client.ts';
import { compareSection, type Tally } from './compare-section.ts';
import type { Directory } from './directory.ts';
import { accountOf, type ImportRun } from './import-run.ts';

/** Imports the workspaces and tenants. People who write from a changed one are looked up again. */
export async function importWorkspaces(run: ImportRun, { workspaces }: Directory): Promise<Tally> {
  const { tx, force } = run;
  const inChat = await changedInChat(run);
  const stored = (await tx.workspace.findMany()).map((row) => [`${row.platform} ${row.externalId}`, row] as const);
  const rows = new Map(stored.map(([name, row]) => [name, { ...row, changedInChatAt: inChat.get(name) ?? null }]));
  const { add, change, remove, tally } = compareSection(workspaces, {
    nameOf: ({ platform, id }) => `${platform} ${id}`,
    find: ({ platform, id }) => rows.get(`${platform} ${id}`),
    dataOf: ({ platform, id, account, also, line }) => {
      const accountId = account === null ? null : accountOf(run, account, line);
      const alsoAccountIds = also.flatMap((key) => accountOf(run, key, line) ?? []);
      return accountId === undefined ? undefined : { platform, externalId: id, accountId, alsoAccountIds };
    },
    force,
    accountKeys: run.accountKeys,
  });
  const keyOf = ({ platform, externalId }: Workspace) => ({ platform_externalId: { platform, externalId } });
  await tx.workspace.createMany({ data: add.map(({ data }) => data) });
  for (const { row, data } of change) await tx.workspace.update({ where: keyOf(row), data: { ...data, active: true } });
  for (const { row } of remove) await tx.workspace.update({ where: keyOf(row), data: { active: false } });
  for (const { platform, externalId } of [...change, ...remove].map(({ row }) => row)) {
    await tx.identity.updateMany({ where: { platform, homeWorkspace: externalId }, data: { personId: null } }); // who vouches for these people has changed
  }
  run.history.push(
    ...add.map(({ name }) => ({ section: 'workspaces' as const, what: 'added' as const, name })),
    ...change.map(({ name }) => ({ section: 'workspaces' as const, what: 'changed' as const, name, fields: tally.fields[name] })),
    ...remove.map(({ name }) => ({ section: 'workspaces' as const, what: 'removed' as const, name })),
  );
  return tally;
}

/** Returns the workspaces that a lead, and not an import, changed last, by the name of their entry. */
async function changedInChat({ tx }: ImportRun): Promise<Map<string, Date>> {
  const last = await tx.directoryChange.findMany({
    where: { section: 'workspaces' },
    orderBy: [{ name: 'asc' }, { id: 'desc' }],
    distinct: ['name'],
    select: { name: true, byId: true, at: true },
  });
  return new Map(last.flatMap(({ name, byId, at }) => (byId === null ? [] : [[name, at] as const])));
}
