// What an operator asks first when something is wrong: each part looked at, with the next step where it is not as it should be.
import type { Config } from '../config/index.ts';
import { ConfigError, readConfig } from '../config/index.ts';
import { openDatabase } from '../db/client.ts';
import { startEmbedded } from '../db/embedded/index.ts';
import { pendingMigrations } from '../db/migrate.ts';
import { checkMailServer } from '../mail/index.ts';
import type { SystemCounts } from '../usecases/system-counts.ts';
import { systemCounts } from '../usecases/system-counts.ts';

export interface Finding {
  /** `look`: works, but perhaps not as meant */
  verdict: 'ok' | 'look' | 'wrong';
  part: string;
  words: string;
}

/** Looks at everything and changes nothing. @param environment the variables to go by; this process's own when absent */
export async function examine(environment?: Readonly<Record<string, string | undefined>>): Promise<Finding[]> {
  const node: Finding = { verdict: 'ok', part: 'Node.js', words: process.versions.node };
  try {
    const config = readConfig(environment);
    return [node, ...examineConfig(config), ...(await examineMail(config)), ...(await examineDatabase(config))];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return [node, { verdict: 'wrong', part: 'Configuration', words: error.message }];
  }
}

function examineConfig({ slack, teams, notes, publicUrl }: Config): Finding[] {
  const words = slack?.oauth ? `installed from ${publicUrl ?? ''}/slack/install` : 'one workspace, by its token';
  const mode = slack?.appToken ? 'Socket Mode' : 'POST /slack/events';
  return [
    { verdict: 'ok', part: 'Configuration', words: 'every value given can be used' },
    ...(slack ? [{ verdict: 'ok' as const, part: 'Slack', words: `${words}, ${mode}` }] : []),
    ...(teams
      ? [{ verdict: 'ok' as const, part: 'Teams', words: `registration ${teams.app.appId || 'none'}, POST /api/messages` }]
      : []),
    ...notes.map((note) => ({ verdict: 'look' as const, part: 'Configuration', words: note })),
  ];
}

async function examineMail({ mail }: Config): Promise<Finding[]> {
  const part = 'Mail';
  if (!mail) return [];
  try {
    await checkMailServer(mail);
    return [{ verdict: 'ok', part, words: `the mail server answers; mails come from ${mail.from.address}` }];
  } catch (error) {
    return [{ verdict: 'wrong', part, words: error instanceof Error ? error.message : String(error) }];
  }
}

async function examineDatabase({ databaseUrl, dataDir }: Config): Promise<Finding[]> {
  const part = 'Database';
  try {
    const embedded = databaseUrl === null ? await startEmbedded(dataDir) : null;
    try {
      const url = embedded?.url ?? databaseUrl ?? '';
      const pending = await pendingMigrations(url);
      const where: Finding = {
        verdict: 'ok',
        part,
        words: embedded ? `embedded, in ${dataDir}/postgres` : 'DATABASE_URL answers',
      };
      if (pending.length > 0)
        return [
          where,
          { verdict: 'look', part, words: `to be brought up to date: npx casebridge migrate (${pending.join(', ')})` },
        ];
      const db = openDatabase(url);
      try {
        return [where, ...judge(await systemCounts({ db }))];
      } finally {
        await db.close();
      }
    } finally {
      await embedded?.stop();
    }
  } catch (error) {
    return [{ verdict: 'wrong', part, words: error instanceof Error ? error.message : String(error) }];
  }
}

function judge(stock: SystemCounts): Finding[] {
  const { accounts, contacts, advisors, leads, workspaces, queues, openCases, waitingDeliveries, deadDeliveries } = stock;
  const findings: Finding[] = [
    {
      verdict: 'ok',
      part: 'Directory',
      words: `${accounts} accounts, ${contacts} contacts, ${advisors} advisors (${leads} leads), ${workspaces} workspaces`,
    },
    { verdict: 'ok', part: 'Cases', words: `${openCases} open` },
    { verdict: 'ok', part: 'Deliveries', words: `${waitingDeliveries} on their way, ${deadDeliveries} undeliverable` },
  ];
  const look = (part: string, words: string) => findings.push({ verdict: 'look', part, words });
  if (workspaces === 0)
    look('Directory', 'no workspace is listed, so everybody is a stranger: npx casebridge import directory.yaml');
  if (queues === 0)
    look(
      'Directory',
      'no channel is "for: queue" of every module, so new cases may reach no advisor: npx casebridge import directory.yaml',
    );
  if (leads === 0) look('Directory', 'nobody is a lead');
  if (deadDeliveries > 0) look('Deliveries', 'what could not be delivered: npx casebridge deliveries');
  return findings;
}
