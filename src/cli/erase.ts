// npx casebridge erase: erases a person or an account. It cannot be undone, so the operator types what is erased, or passes --yes.
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import type { Command } from 'commander';
import { readConfig } from '../config/index.ts';
import { formatCaseNumber } from '../domain/case-number.ts';
import { otherSystemsLines } from '../domain/other-systems.ts';
import { plural } from '../domain/text/numbers.ts';
import { createStore } from '../files/store/index.ts';
import type { Services } from '../usecases/context.ts';
import { previewAccountErasure, startAccountErasure, type AccountPreview } from '../usecases/privacy/erase-account-start.ts';
import { continueErasure } from '../usecases/privacy/erase-continue.ts';
import { previewPersonErasure, startPersonErasure, type PersonPreview } from '../usecases/privacy/erase-start.ts';
import { asOperator, showCertificate } from './as-operator.ts';
import { Refusal, type Terminal } from './terminal.ts';

interface Options {
  reason: string;
  dryRun?: boolean;
  yes?: boolean;
  handTo?: string;
}

/** Adds `erase person` and `erase account`. */
export function addEraseCommands(erase: Command, terminal: Terminal): void {
  erase
    .command('person')
    .description('erase a person: what is kept has a pseudonym in their place')
    .argument('<email>', 'their address in the directory')
    .requiredOption('--reason <text>', 'on whose request, for the certificate')
    .option('--hand-to <email>', 'the contact who gets their open cases')
    .option('--dry-run', 'only show what would be done')
    .option('--yes', 'do not ask')
    .action((email: string, options: Options) =>
      asOperator(terminal, (services, by) => erasePerson(terminal, services, by, email, options)),
    );
  erase
    .command('account')
    .description('erase an account with its cases, people, files and messages')
    .argument('<key>', 'of the account in the directory')
    .requiredOption('--reason <text>', 'on whose request, for the certificate')
    .option('--dry-run', 'only show what would be done')
    .option('--yes', 'do not ask')
    .action((key: string, options: Options) =>
      asOperator(terminal, (services, by) => eraseAccount(terminal, services, by, key, options)),
    );
}

async function erasePerson(
  terminal: Terminal,
  services: Services,
  by: { operator: string },
  email: string,
  options: Options,
): Promise<void> {
  const preview = await previewPersonErasure(services, by, email);
  const { handTo, reason } = options;
  const problems = preview.problems.filter((problem) => handTo === undefined || !problem.includes('open case'));
  terminal.out(personText(preview));
  if (!(await isConfirmed(terminal, preview.person.email, problems, options))) return;
  const id = await startPersonErasure(services, by, { email, reason, ...(handTo === undefined ? {} : { handTo }) });
  await finish(terminal, services, by, id);
}

async function eraseAccount(
  terminal: Terminal,
  services: Services,
  by: { operator: string },
  key: string,
  options: Options,
): Promise<void> {
  const preview = await previewAccountErasure(services, by, key);
  terminal.out(accountText(preview));
  if (!(await isConfirmed(terminal, preview.account.key, preview.problems, options))) return;
  const id = await startAccountErasure(services, by, { key, reason: options.reason });
  await finish(terminal, services, by, id);
}

async function finish(terminal: Terminal, services: Services, by: { operator: string }, id: number): Promise<void> {
  const { dataDir, attachments } = readConfig(terminal.environment);
  services.files = { store: createStore({ dataDir, attachments }), sources: {} };
  const ended = await continueErasure(services, id);
  if (ended === 'done') return showCertificate(terminal, services, by, id);
  terminal.out(
    `Some messages still have to be deleted. The bot does that while it runs. See the result: npx casebridge certificate show ${id}`,
  );
}

async function isConfirmed(
  terminal: Terminal,
  expected: string,
  problems: readonly string[],
  { dryRun = false, yes = false }: Options,
): Promise<boolean> {
  for (const problem of problems) terminal.err(problem);
  if (dryRun) terminal.out('Nothing was changed. To erase it, run this without --dry-run.');
  if (dryRun) return false;
  if (problems.length > 0) throw new Refusal('nothing was erased');
  if (yes) return true;
  terminal.out(`This cannot be undone. To continue, type ${expected}`);
  const lines = createInterface({ input: terminal.input ? Readable.from(terminal.input) : process.stdin });
  const [typed] = await Promise.race([
    new Promise<string[]>((resolve) => lines.once('line', (line) => resolve([line]))),
    new Promise<string[]>((resolve) => lines.once('close', () => resolve([]))),
  ]);
  lines.close();
  if (typed?.trim().toLowerCase() === expected.toLowerCase()) return true;
  throw new Refusal(
    typed === undefined
      ? 'nothing was typed, so nothing was erased. Without a terminal, pass --yes'
      : 'that was something else. Nothing was erased',
  );
}

function personText({ person, cases, open, posts, identities, mails, others }: PersonPreview): string {
  return [
    `${person.name} (${person.email}), ${person.kind}`,
    `- ${plural(cases, 'case')}, ${plural(posts, 'post')}: kept under a pseudonym`,
    `- ${plural(identities, 'chat identity', 'chat identities')}, ${plural(mails, 'email')}, drafts, views and settings: deleted or cleared`,
    ...otherSystemsLines(others).map((line) => `- out of reach: ${line}`),
    ...(open.length === 0 ? [] : [`- open: ${open.slice(0, 20).map(formatCaseNumber).join(', ')}`]),
  ].join('\n');
}

function accountText({ account, cases, open, files, people, peopleElsewhere, messages, mails, others }: AccountPreview): string {
  return [
    `${account.name} (${account.key})`,
    `- ${plural(cases, 'case')}, ${open} of them open: erased, except for the facts that statistics count`,
    `- ${plural(files, 'file')}, ${plural(messages, 'message')} in chats: deleted`,
    `- ${plural(people, 'person', 'people')}: erased` +
      (peopleElsewhere === 0 ? '' : `; ${peopleElsewhere} who also belong to other accounts stay there`),
    `- ${plural(mails, 'email')} that ${mails === 1 ? 'was' : 'were'} sent: out of reach`,
    ...otherSystemsLines(others).map((line) => `- out of reach: ${line}`),
  ].join('\n');
}
