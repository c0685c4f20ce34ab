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
    const { cases } = await prepareCases(services, { again, onBatch });
    const rest = await indexProgress(services);
    const state = rest ? 'Another process prepares the others.' : 'All cases are searchable.';
    terminal.out(`Prepared ${plural(cases, 'case')}. ${state}`);
  });
}
