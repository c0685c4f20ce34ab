// npx casebridge doctor: checks the configuration, the mail server, the mailbox, the store of files, the database, the directory, Slack, Microsoft Teams,
// the developers' trackers and the public address, and says how to fix what is wrong. It changes nothing.
import type { Command } from 'commander';
import { ConfigError, readConfig, type Config, nodeNotes } from '../../config/index.ts';
import type { Database } from '../../db/client.ts';
import { plural } from '../../domain/text/numbers.ts';
import { checkMailServer } from '../../mail/index.ts';
import { alignColumns } from '../align-columns.ts';
import { Refusal, type Terminal } from '../terminal.ts';
import { checkDatabase } from './check-database.ts';
import { checkDirectory } from './check-directory.ts';
import { checkFiles } from './check-files.ts';
import { checkInbound } from './check-inbound.ts';
import { checkKeys } from './check-keys.ts';
import { checkPlatforms } from './check-platforms.ts';
import { checkReports } from './check-reports.ts';
import { checkAddress, checkClock, checkSpace } from './check-surroundings.ts';
import { checkWebhooks } from './check-webhooks.ts';
import { checkTrackers } from './check-trackers.ts';
import type { Finding } from './finding.ts';

/** Adds `doctor`. */
export function addDoctorCommand(program: Command, terminal: Terminal): void {
  program
    .command('doctor')
    .description('check everything and say what is wrong')
    .option('--json', 'print the findings as JSON: a list of { verdict, part, text }')
    .action(async ({ json = false }: { json?: boolean }) => {
      const findings = await diagnose(terminal.environment);
      const table = (): string => alignColumns(findings.map(({ verdict, part, text }) => [verdict, part, text]));
      terminal.out(json ? JSON.stringify(findings, null, 2) : table());
      const problems = findings.filter(({ verdict }) => verdict === 'fail').length;
      if (problems > 0) throw new Refusal(`${plural(problems, 'problem')} found`);
    });
}

/** Runs every check. @param environment environment variables; by default those of the process */
async function diagnose(environment?: Readonly<Record<string, string | undefined>>): Promise<Finding[]> {
  const [old] = nodeNotes();
  const node: Finding = { verdict: old ? 'warn' : 'ok', part: 'Node.js', text: old ?? process.versions.node };
  try {
    const config = readConfig(environment);
    return [
      node,
      ...checkConfig(config),
      ...(await checkMail(config)),
      ...(await checkInbound(config)),
      ...(await checkFiles(config)),
      ...(await checkSpace(config)),
      ...(await checkDatabase(config, async (db) => [
        ...(db ? await checkRows(config, db) : []),
        ...(await checkPlatforms(config, db)),
        ...(await checkTrackers(config, db)),
      ])),
      ...(await checkAddress(config)),
    ];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return [node, { verdict: 'fail', part: 'Configuration', text: error.message }];
  }
}

/** Checks what is stored. */
async function checkRows(config: Config, db: Database): Promise<Finding[]> {
  return [
    ...(await checkClock(db)),
    ...(await checkKeys(config, db)),
    ...(await checkDirectory(db, config.settings)),
    ...(await checkReports({ db }, config.settings)),
    ...(await checkWebhooks(config, db)),
  ];
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
