// npx casebridge deliveries: lists the messages that could not be delivered (dead letters) and sends them again.
import type { Command } from 'commander';
import { formatCaseNumber } from '../domain/case-number.ts';
import { plural } from '../domain/text/numbers.ts';
import { listDeadLetters, replayDeadLetters } from '../outbox/dead-letters.ts';
import { webhookFailureClause } from '../domain/webhook-failure.ts';
import { listOutages, outagePlace, retryOutages } from '../outbox/outages.ts';
import { alignColumns } from './align-columns.ts';
import { Refusal, refuseUnknown, withServices, type Terminal } from './terminal.ts';

/** Adds `deliveries list` and `deliveries replay`. */
export function addDeliveryCommands(program: Command, terminal: Terminal): void {
  const deliveries = program
    .command('deliveries')
    .description('list messages that could not be delivered, and send them again')
    .exitOverride()
    .helpCommand(false);
  refuseUnknown(deliveries.command('list', { isDefault: true }))
    .description('list messages that could not be delivered, and why')
    .action(() => list(terminal));
  deliveries
    .command('replay')
    .description('send undelivered messages again, in order')
    .argument('[ids...]', 'IDs from the list')
    .option('--all', 'all of them')
    .action((ids: string[], { all }: { all?: boolean }) => replay(terminal, all ? 'all' : ids));
}

async function list(terminal: Terminal): Promise<void> {
  await withServices(terminal, async ({ db }) => {
    const deadLetters = await listDeadLetters(db.pool);
    const outages = await listOutages(db.pool);
    for (const outage of outages.filter(({ platform }) => platform !== 'mail')) {
      const waiting = `${plural(outage.waiting, 'message')} waiting, sent when it works again.`;
      const why = outage.platform === 'webhook' ? webhookFailureClause(outage.code) : outage.code;
      terminal.out(`${outagePlace(outage)} accepts nothing (${why}): ${waiting}`);
    }
    if (deadLetters.length === 0) {
      const state = outages.length > 0 ? '' : ' Every message was delivered or is waiting to be sent.';
      return terminal.out(`No dead letters.${state}`);
    }
    const rows = deadLetters.map(({ id, caseNumber, kind, platform, workspaceId, channelId, code, since }) => [
      String(id),
      caseNumber === null ? '–' : formatCaseNumber(caseNumber),
      kind,
      [platform, workspaceId, channelId].filter((part) => part !== '').join(' '),
      code,
      since.toISOString().slice(0, 16).replace('T', ' '),
    ]);
    terminal.out(alignColumns([['id', 'case', 'kind', 'destination', 'error', 'since (UTC)'], ...rows]));
    terminal.out('Fix the cause, then run: npx casebridge deliveries replay <id> (or --all)');
  });
}

async function replay(terminal: Terminal, which: readonly string[] | 'all'): Promise<void> {
  if (which.length === 0) throw new Refusal('which ones? Use: npx casebridge deliveries replay <id> (or --all)');
  const wrong = which === 'all' ? undefined : which.find((id) => !/^[1-9]\d{0,8}$/.test(id));
  if (wrong !== undefined) throw new Refusal(`${wrong} is not an ID. List them with: npx casebridge deliveries`);
  await withServices(terminal, async ({ db }) => {
    const count = await replayDeadLetters(db.pool, which === 'all' ? 'all' : which.map(Number));
    if (count === 0 && which !== 'all') throw new Refusal('no such dead letter. List them with: npx casebridge deliveries');
    if (which === 'all') await retryOutages(db.pool);
    const queued = `${plural(count, 'message')} queued. The bot sends queued messages while it runs.`;
    terminal.out(count === 0 ? 'Nothing to send again.' : queued);
  });
}
