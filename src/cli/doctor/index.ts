// npx casebridge doctor: checks the configuration, the mail server, the store of files, the database and the directory, and says how to fix what is wrong.
// It changes nothing, and it does not call Slack or Microsoft yet.
import type { Command } from 'commander';
import { ConfigError, readConfig, type Config } from '../config/index.ts';
import { openDatabase } from '../db/client.ts';
import { startEmbedded } from '../db/embedded/index.ts';
import { pendingMigrations } from '../db/migrate.ts';
import { checkZone } from '../db/start-database.ts';
import { formatList, formatPercent, plural } from '../domain/text/numbers.ts';
import { checkMailServer } from '../mail/index.ts';
import { platformNames } from '../chat/platform-names.ts';
import { countLateFiles } from '../usecases/files/late-files.ts';
import { listUnreadable, type UnreadableFiles } from '../usecases/files/list-unreadable.ts';
import { checkZoneData } from '../usecases/check-zone-data.ts';
import { listOutages, outagePlace, type OutageReport } from '../outbox/outages.ts';
import { scopes } from '../slack/scopes.ts';
import type { Services } from '../usecases/context.ts';
import { missingScopes, type ScopeGap } from '../usecases/notifications/missing-scopes.ts';
import { queueOverlaps, type QueueOverlap } from '../usecases/people/queue-overlaps.ts';
import { indexProgress, type IndexProgress } from '../usecases/search/index-job.ts';
import { systemCounts, type SystemCounts } from '../usecases/system-counts.ts';
import { checkFiles } from './check-files.ts';
import { alignColumns } from './align-columns.ts';
import type { Finding } from './finding.ts';
import { Refusal, type Terminal } from './terminal.ts';

/** Adds `doctor`. */
export function addDoctorCommand(program: Command, terminal: Terminal): void {
  program
    .command('doctor')
    .description('check everything and say what is wrong')
    .action(async () => {
      const findings = await diagnose(terminal.environment);
      terminal.out(alignColumns(findings.map(({ verdict, part, text }) => [verdict, part, text])));
      const problems = findings.filter(({ verdict }) => verdict === 'fail').length;
      if (problems > 0) throw new Refusal(`${plural(problems, 'problem')} found`);
    });
}

/** Runs every check. @param environment environment variables; by default those of the process */
async function diagnose(environment?: Readonly<Record<string, string | undefined>>): Promise<Finding[]> {
  const node: Finding = { verdict: 'ok', part: 'Node.js', text: process.versions.node };
  try {
    const config = readConfig(environment);
    return [
      node,
      ...checkConfig(config),
      ...(await checkMail(config)),
      ...(await checkFiles(config)),
      ...(await checkDatabase(config)),
    ];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return [node, { verdict: 'fail', part: 'Configuration', text: error.message }];
  }
}

/** Describes queue channels that compete for the same cases, and how to fix it. */
export function overlapText({ module, channels }: QueueOverlap): string {
  const [first, ...others] = channels;
  const queue = module === null ? 'default queues' : `queues for ${module}`;
  const empty = `${formatList(others)} ${others.length === 1 ? 'gets' : 'get'} none`;
  return `${channels.length} ${queue}: ${first} gets every case, ${empty}. Keep one, and give the others modules of their own or "remove: true"`;
}

function checkConfig({ slack, teams, notes, publicUrl }: Config): Finding[] {
  const workspaces = slack?.oauth ? `workspaces install it from ${publicUrl ?? ''}/slack/install` : 'one workspace, by bot token';
  const events = slack?.appToken ? 'Socket Mode' : 'events at /slack/events';
  return [
    { verdict: 'ok', part: 'Configuration', text: 'valid' },
    ...(slack ? [{ verdict: 'ok' as const, part: 'Slack', text: `${workspaces}; ${events}` }] : []),
    ...(teams
      ? [{ verdict: 'ok' as const, part: 'Teams', text: `registration ${teams.app.appId || 'none'}; messages at /api/messages` }]
      : []),
    ...notes.map((text) => ({ verdict: 'warn' as const, part: 'Configuration', text })),
  ];
}

async function checkMail({ mail }: Config): Promise<Finding[]> {
  const part = 'Mail';
  if (!mail) return [];
  try {
    await checkMailServer(mail);
    return [{ verdict: 'ok', part, text: `the mail server answers; emails come from ${mail.from.address}` }];
  } catch (error) {
    return [{ verdict: 'fail', part, text: error instanceof Error ? error.message : String(error) }];
  }
}

async function checkDatabase(config: Config): Promise<Finding[]> {
  const { databaseUrl, dataDir } = config;
  const part = 'Database';
  try {
    const embedded = databaseUrl === null ? await startEmbedded(dataDir) : null;
    try {
      const url = embedded?.url ?? databaseUrl ?? '';
      const { pending, isNew } = await pendingMigrations(url);
      const text = embedded ? `embedded, in ${dataDir}/postgres` : 'DATABASE_URL answers';
      const reachable: Finding = { verdict: 'ok', part, text };
      if (pending.length > 0) {
        return [reachable, { verdict: 'warn', part, text: pendingText(pending, isNew) }];
      }
      const db = openDatabase(url);
      try {
        await checkZone(db);
        const zones = (await checkZoneData({ db })).map((text): Finding => ({ verdict: 'warn', part: 'Time zones', text }));
        return [
          reachable,
          ...zones,
          ...checkCounts(await systemCounts({ db }), await queueOverlaps({ db })),
          ...searchFinding(await indexProgress({ db })),
          ...(await listUnreadable({ db }, new Date(Date.now() - 30 * 86_400_000))).map(unreadableFinding),
          ...lateFinding(await countLateFiles({ db }, new Date())),
          ...(await listOutages(db.pool)).map(outageFinding),
          ...(await missingScopes({ db, installs: installsOf(config) })).map(scopeFinding),
        ];
      } finally {
        await db.close();
      }
    } finally {
      await embedded?.stop();
    }
  } catch (error) {
    return [{ verdict: 'fail', part, text: error instanceof Error ? error.message : String(error) }];
  }
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

function checkCounts(counts: SystemCounts, overlaps: readonly QueueOverlap[]): Finding[] {
  const { accounts, contacts, advisors, leads, workspaces, queues, openCases, waitingDeliveries, deadDeliveries } = counts;
  const people = `${plural(contacts, 'contact')}, ${plural(advisors, 'advisor')} (${plural(leads, 'lead')})`;
  const directory = `${plural(accounts, 'account')}, ${people}, ${plural(workspaces, 'workspace')}`;
  const findings: Finding[] = [
    { verdict: 'ok', part: 'Directory', text: directory },
    { verdict: 'ok', part: 'Cases', text: plural(openCases, 'open case') },
    { verdict: 'ok', part: 'Deliveries', text: `${waitingDeliveries} waiting, ${plural(deadDeliveries, 'dead letter')}` },
  ];
  const warn = (part: string, text: string) => findings.push({ verdict: 'warn', part, text });
  if (workspaces === 0)
    warn('Directory', 'no workspace is listed, so nobody is recognized. Run: npx casebridge import directory.yaml');
  if (queues === 0)
    warn('Directory', 'no default queue, so new cases may reach nobody. List a channel with "for: queue" and without modules');
  for (const overlap of overlaps) warn('Directory', overlapText(overlap));
  if (leads === 0) warn('Directory', 'nobody is a lead. List an advisor with "lead: true"');
  if (deadDeliveries > 0) warn('Deliveries', 'some messages could not be delivered. See: npx casebridge deliveries');
  return findings;
}
