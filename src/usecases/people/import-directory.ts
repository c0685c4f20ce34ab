import { lockSubscriptions, syncBanners } from '../../outbox/enqueue/banners.ts';
import { cadences } from '../../domain/cadence.ts';
import type { Advisor } from '../../domain/person.ts';
import { compareSection, type Tally } from './compare-section.ts';
import type { AtLine, Directory, Mistake } from './directory.ts';
import { DirectoryError } from './directory.ts';
import { recordHistory } from './directory-history.ts';
import { importChannels, refuseLeaks } from './import-channels.ts';
import { importOnCall } from './import-on-call.ts';
import { importAdvisors, importContacts } from './import-people.ts';
import { accountOf, type ImportRun } from './import-run.ts';
import { importWorkspaces } from './import-workspaces.ts';
import { readLeads, refuseWithoutLead } from './keep-a-lead.ts';
import type { Tx, Services } from '../context.ts';
import { findErased } from '../erased-hash.ts';
import { replanCases } from '../replan-cases.ts';

/** What an import did, by section. */
export type Imported = Record<keyof Directory, Tally>;

/** Thrown to undo a transaction that only shows what an import would do. */
class DryRun extends Error {
  readonly imported: Imported;

  constructor(imported: Imported) {
    super('dry run');
    this.imported = imported;
  }
}

/**
 * Brings the directory in line with the file, in one transaction. Importing the same file again changes nothing. Removed entries are
 * deactivated. Chat identities are unbound from people who are removed, change sides, or get another address or other accounts. Where an account's
 * calendar changed, the running plans of its cases are computed again.
 * @param options.force overwrites what was changed in chat since the last import
 * @param options.dryRun only tells what it would do, and undoes it
 * @throws DirectoryError with every mistake that only the database reveals; nothing has changed then
 */
export async function importDirectory(
  services: Services,
  directory: Directory,
  { force = false, dryRun = false } = {},
): Promise<Imported> {
  try {
    const imported = await services.db.transaction(
      async (tx) => {
        const tallies = await applyDirectory(services, tx, directory, { force, by: null });
        if (dryRun) throw new DryRun(tallies);
        return tallies;
      },
      { timeout: 120_000, maxWait: 30_000 },
    );
    await replanCases(services);
    return imported;
  } catch (error) {
    if (error instanceof DryRun) return error.imported;
    throw error;
  }
}

/**
 * Changes the directory, and writes who did it into its history. An import and a change in chat are the same to the rules; a change in chat
 * has one entry.
 * @param origin.by the lead who makes the change in chat; null for an import
 * @throws DirectoryError; the caller's transaction must be undone then
 */
export async function applyDirectory(
  services: Services,
  tx: Tx,
  directory: Directory,
  origin: { force: boolean; by: Advisor | null },
): Promise<Imported> {
  await lockDirectory(tx);
  const { accounts, workspaces, channels } = directory;
  const touchesChannels = [accounts, workspaces, channels].some(({ listed, removed }) => listed.length + removed.length > 0);
  if (touchesChannels) await lockSubscriptions(tx);
  const at = services.clock.now();
  const run: ImportRun = {
    ...origin,
    tx,
    at,
    erasedAmong: origin.by ? async () => new Set() : (table, texts) => findErased(services, tx, table, texts),
    mistakes: [],
    accounts: new Map(),
    accountKeys: new Map(),
    erasedAccounts: new Set(),
    history: [],
  };
  const leads = await readLeads(tx);
  const tallies: Imported = {
    accounts: await importAccounts(run, directory),
    contacts: await importContacts(run, directory.contacts),
    advisors: await importAdvisors(run, directory.advisors),
    workspaces: await importWorkspaces(run, directory),
    channels: await importChannels(services, run, directory),
    onCall: await importOnCall(run, directory.onCall),
  };
  await refuseWithoutLead(run, directory, leads);
  if (touchesChannels) await refuseLeaks(run, directory);
  if (run.mistakes.length > 0) throw new DirectoryError(run.mistakes);
  await recordHistory(run);
  // open notices are posted in newly listed channels, and removed from channels that are no longer listed
  if (touchesChannels) await syncBanners(tx, at, cadences(services.settings));
  return tallies;
}

/** Waits for other imports and changes in chat, until the transaction ends. */
export async function lockDirectory(tx: Tx): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(7217003)`;
}

async function importAccounts(run: ImportRun, { accounts }: Directory): Promise<Tally> {
  const { tx, force } = run;
  const rows = new Map((await tx.account.findMany()).map((row) => [row.key, row]));
  const erased = await run.erasedAmong(
    'account',
    accounts.listed.map(({ key }) => key).filter((key) => !rows.has(key)),
  );
  run.erasedAccounts = erased;
  const { add, change, remove, tally } = compareSection(accounts, {
    nameOf: ({ key }) => key,
    find: ({ key }) => rows.get(key),
    dataOf: ({ line: _line, ...facts }) => facts,
    force,
    isErased: ({ key }) => erased.has(key),
  });
  await tx.account.createMany({ data: add.map(({ data }) => data) });
  for (const { row, data } of change) await tx.account.update({ where: { id: row.id }, data: { ...data, active: true } });
  const removedIds = remove.map(({ row }) => row.id);
  await tx.account.updateMany({ where: { id: { in: removedIds } }, data: { active: false } });
  const person = { accountId: { in: removedIds }, memberships: { none: {} } };
  await tx.identity.updateMany({ where: { person }, data: { personId: null } });
  run.history.push(
    ...add.map(({ name }) => ({ section: 'accounts' as const, what: 'added' as const, name })),
    ...change.map(({ name }) => ({ section: 'accounts' as const, what: 'changed' as const, name, fields: tally.fields[name] })),
    ...remove.map(({ name }) => ({ section: 'accounts' as const, what: 'removed' as const, name })),
  );
  Object.assign(run, await readAccounts(tx));
  return tally;
}

async function readAccounts(tx: Tx): Promise<Pick<ImportRun, 'accounts' | 'accountKeys'>> {
  const all = await tx.account.findMany({ select: { id: true, key: true, name: true, active: true } });
  const active = all.filter((account) => account.active);
  const names = active.map(({ id, name }) => [name.toLowerCase(), id] as const);
  const firstOf = new Map(names.toReversed());
  const shared = new Set(names.filter(([name, id]) => firstOf.get(name) !== id).map(([name]) => name));
  const accounts = new Map([
    // a name that two accounts share means neither of them
    ...names.filter(([name]) => !shared.has(name)),
    ...active.map(({ id, key }) => [key, id] as const),
  ]);
  return { accounts, accountKeys: new Map(all.map(({ id, key }) => [id, key])) };
}

/** Finds the accounts that an import would not know, so that a file with other mistakes names all of them at once. */
export async function unknownAccounts({ db }: Services, named: readonly AtLine<{ account: string }>[]): Promise<Mistake[]> {
  const { accounts } = await db.transaction(readAccounts);
  const mistakes: Mistake[] = [];
  for (const { account, line } of named) accountOf({ accounts, mistakes }, account, line);
  return mistakes;
}
