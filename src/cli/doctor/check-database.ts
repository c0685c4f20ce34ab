// The database, and what its rows say about the bot's work.
import type { Config } from '../../config/index.ts';
import { openDatabase, type Database } from '../../db/client.ts';
import { hasHome } from '../../db/embedded/home.ts';
import { startEmbedded } from '../../db/embedded/index.ts';
import { pendingMigrations } from '../../db/migrate.ts';
import { replicaProblem } from '../../db/replica.ts';
import { checkZone, explainUnreachable } from '../../db/start-database.ts';
import { formatSize } from '../../cards/file-line.ts';
import { formatList, formatPercent, plural } from '../../domain/text/numbers.ts';
import { platformNames } from '../../chat/platform-names.ts';
import { countLateFiles } from '../../usecases/files/late-files.ts';
import { listUnreadable, type UnreadableFiles } from '../../usecases/files/list-unreadable.ts';
import { checkZoneData } from '../../usecases/check-zone-data.ts';
import { listOutages, outagePlace, type OutageReport } from '../../outbox/outages.ts';
import { scopes } from '../../slack/scopes.ts';
import type { Services } from '../../usecases/context.ts';
import { missingScopes, type ScopeGap } from '../../usecases/notifications/missing-scopes.ts';
import { indexProgress, type IndexProgress } from '../../usecases/search/index-job.ts';
import { checkIds } from './check-ids.ts';
import { checkGrants, checkOwner, checkRoles, grantThem } from './check-roles.ts';
import type { Finding } from './finding.ts';

/**
 * Checks the database and, where its tables are up to date, what they say.
 * @param more further checks, which find less while there is no database
 */
export async function checkDatabase(config: Config, more: (db: Database | null) => Promise<Finding[]>): Promise<Finding[]> {
  const { databaseUrl, dataDir } = config;
  const part = 'Database';
  const known: Finding[] = [];
  if (databaseUrl === null && !(await hasHome(dataDir))) {
    const text = `none in ${dataDir} yet. npm start makes the embedded one there; for a server of your own, set DATABASE_URL`;
    return [{ verdict: 'warn', part, text }, ...(await more(null))];
  }
  try {
    const embedded = databaseUrl === null ? await startEmbedded(dataDir) : null;
    try {
      const url = embedded?.url ?? databaseUrl ?? '';
      const { pending, newer, isNew } = await pendingMigrations(url);
      const text = embedded ? `embedded, in ${dataDir}/postgres` : 'DATABASE_URL answers';
      const reachable: Finding = { verdict: 'ok', part, text };
      known.push(reachable);
      if (newer.length > 0) {
        const text = `was upgraded by a newer version (${newer.join(', ')}). Once all processes are replaced, run that version, or restore a backup of this one`;
        known.push({ verdict: 'warn', part, text });
      }
      if (pending.length > 0) {
        return [...known, { verdict: 'warn', part, text: pendingText(pending, isNew) }, ...(await more(null))];
      }
      const db = openDatabase(url, { scope: 'operator' });
      try {
        await checkZone(db);
        const ungranted = await checkGrants(db);
        if (ungranted) return [...known, ungranted, ...(await checkOwner(config, db)), ...(await more(null))];
        const zones = (await checkZoneData({ db })).map((text): Finding => ({ verdict: 'warn', part: 'Time zones', text }));
        return [
          ...known,
          await describe(db),
          ...(await checkRoles(db)),
          ...(await checkOwner(config, db)),
          ...(await checkIds(db)),
          ...(await checkReplica(config, db)),
          ...zones,
          ...(await more(db)),
          ...searchFinding(await indexProgress({ db })),
          ...(await listUnreadable({ db }, new Date(Date.now() - 30 * 86_400_000))).map(unreadableFinding),
          ...lateFinding(await countLateFiles({ db }, new Date())),
          ...(await listOutages(db.pool)).filter(({ platform }) => platform !== 'webhook').map(outageFinding),
          ...(await missingScopes({ db, installs: installsOf(config) })).map(scopeFinding),
        ];
      } finally {
        await db.close();
      }
    } finally {
      await embedded?.stop();
    }
  } catch (error) {
    const text = textOf(databaseUrl === null ? error : explainUnreachable(error));
    return [...known, { verdict: 'fail', part, text }, ...(await more(null))];
  }
}

/** Says of a role that may not read the tables how it is allowed to. */
function textOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const isForbidden = error instanceof Error && 'code' in error && error.code === '42501';
  return isForbidden ? `${text}. The role of DATABASE_URL may not use the tables. ${grantThem}` : text;
}

/** Says how far the preparation of the search is after an upgrade. */
function searchFinding(progress: IndexProgress | null): Finding[] {
  if (!progress) return [{ verdict: 'ok', part: 'Search', text: 'all cases are searchable' }];
  const text = `${formatPercent(progress.percent)} of cases are searchable. The bot prepares the others while it runs, or run: npx casebridge reindex`;
  return [{ verdict: 'warn', part: 'Search', text }];
}

function pendingText(pending: readonly string[], isNew: boolean): string {
  if (isNew) return 'new and still empty. npm start creates its tables, or run: npx casebridge migrate';
  return `out of date (${pending.join(', ')}). Run: npx casebridge migrate`;
}

/** Describes a workspace whose files the bot may not read, and who can allow it. */
function unreadableFinding({ platform, workspaceId, count }: UnreadableFiles): Finding {
  const text = `${plural(count, 'file')} of the last 30 days could not be read in ${platformNames[platform]} ${workspaceId}: the app is not allowed to. Its administrator must install the app again and accept its permissions (README, “Why each permission”)`;
  return { verdict: 'warn', part: 'Files', text };
}

/** Says that files wait to be read, and how to find out why. */
function lateFinding(count: number): Finding[] {
  if (count === 0) return [];
  const text = `${plural(count, 'file')} waiting for more than 15 minutes. Check the findings on files above; the log has the reason of each attempt (“a file could not be read”)`;
  return [{ verdict: 'warn', part: 'Files', text }];
}

/** Describes a place in which nothing is accepted, and how to mend it. */
function outageFinding(outage: OutageReport): Finding {
  const { platform, channelId, code, since, waiting } = outage;
  const began = since.toISOString().slice(0, 16).replace('T', ' ');
  const next =
    platform === 'mail'
      ? 'Check the address in the directory'
      : channelId === ''
        ? 'Install the app there again, or check its token'
        : 'Unarchive the channel or add the app to it, or list another channel in the directory';
  const text = `${outagePlace(outage)} accepts nothing since ${began} UTC (${code}); ${plural(waiting, 'message')} waiting. ${next}`;
  return { verdict: 'warn', part: 'Deliveries', text };
}

function installsOf({ slack, publicUrl }: Config): Services['installs'] {
  return slack?.oauth ? { slack: { scopes, url: `${publicUrl ?? ''}/slack/install` } } : {};
}

/** Describes a workspace that must install the app again. */
function scopeFinding({ platform, name, workspaceId, missing, url }: ScopeGap): Finding {
  const place = `${platform} workspace ${name ?? workspaceId}`;
  const text = `${place} lacks ${formatList(missing)}. It keeps working as before. Its administrator installs the app again at ${url ?? ''}`;
  return { verdict: 'warn', part: 'Scopes', text };
}

const oldestVersion = 14;

async function describe({ pool }: Database): Promise<Finding> {
  const { rows } = await pool.query<{ version: string; number: number; size: number }>(
    `select current_setting('server_version') version, current_setting('server_version_num')::int "number",
       pg_database_size(current_database())::float8 size`,
  );
  const { version = '', number = 0, size = 0 } = rows[0] ?? {};
  const text = `PostgreSQL ${version.split(' ')[0] ?? ''}, ${formatSize(size)}`;
  return number >= oldestVersion * 10_000
    ? { verdict: 'ok', part: 'Database', text }
    : { verdict: 'fail', part: 'Database', text: `${text}. The bot needs PostgreSQL ${oldestVersion} or newer` };
}

/** Seconds after which what people just wrote is missed in their searches. */
const maxLagSeconds = 30;

async function checkReplica({ databaseReadUrl }: Config, { pool }: Database): Promise<Finding[]> {
  if (databaseReadUrl === null) return [];
  const part = 'Replica';
  const db = openDatabase(databaseReadUrl, { scope: 'operator' });
  try {
    const problem = await replicaProblem(pool, db.pool);
    if (problem === 'other')
      return [
        {
          verdict: 'fail',
          part,
          text: 'DATABASE_READ_URL leads to another database, so the bot does not start. Set it to a streaming replica of DATABASE_URL, or unset it',
        },
      ];
    if (problem === 'not-a-replica')
      return [
        {
          verdict: 'warn',
          part,
          text: "the database of DATABASE_READ_URL isn't a replica, so searches may miss what is new. Set it to a streaming replica of DATABASE_URL, or unset it",
        },
      ];
    const { rows } = await db.pool.query<{ lag: number | null }>(
      'select extract(epoch from now() - pg_last_xact_replay_timestamp())::float8 lag',
    );
    const { lag = null } = rows[0] ?? {};
    if (lag !== null && lag > maxLagSeconds)
      return [
        {
          verdict: 'warn',
          part,
          text: `has replayed nothing for ${Math.round(lag)} seconds. If people write meanwhile, check its replication`,
        },
      ];
    return [{ verdict: 'ok', part, text: 'DATABASE_READ_URL answers, and serves searches and exports' }];
  } catch (error) {
    return [{ verdict: 'fail', part, text: textOf(explainUnreachable(error, 'DATABASE_READ_URL')) }];
  } finally {
    await db.close();
  }
}
