// npx casebridge reindex: prepares cases for searching at once, which the bot otherwise does in the background after an upgrade.
import type { Command } from 'commander';
import { formatPercent, plural } from '../domain/text/numbers.ts';
import { indexProgress, prepareCases } from '../usecases/search/index-job.ts';
import { withServices, type Terminal } from './terminal.ts';

/** Adds `reindex`. */
export function addReindexCommand(program: Command, terminal: Terminal): void {
  program
    .command('reindex')
    .description('prepare cases for searching now (the bot does it in the background)')
    .option('--all', 'prepare every case again, also those that are ready')
    .action(({ all }: { all?: boolean }) => reindex(terminal, all ?? false));
}

async function reindex(terminal: Terminal, again: boolean): Promise<void> {
  await withServices(terminal, async (services) => {
    let shown = -1;
    const onBatch = ({ percent }: { percent: number }): undefined => {
      if (percent >= shown + 5) terminal.out(`${formatPercent((shown = percent))} of cases are searchable`);
    };
    const { cases, locked } = await prepareCases(services, { again, onBatch });
    const rest = await indexProgress(services);
    terminal.out(`Prepared ${plural(cases, 'case')}. ${rest ? stateOf(locked) : 'All cases are searchable.'}`);
  });
}

/** Says what happens to the cases that are not prepared yet. */
function stateOf(locked: number): string {
  if (locked === 0) return 'Another process prepares the others.';
  const left = locked === 1 ? '1 case is being changed right now. The bot prepares it' : `${plural(locked, 'case')} are being changed right now. The bot prepares them`; // prettier-ignore
  return `${left} in the background, or run this command again.`;
}
