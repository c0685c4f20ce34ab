// npx casebridge redact: takes a passage, a file or a post out of a case or an account, everywhere. What leads do in chat with a form, for operators.
import { Option, type Command } from 'commander';
import { readConfig } from '../config/index.ts';
import { CaseError } from '../domain/case-error.ts';
import { formatCaseNumber, parseCaseNumber } from '../domain/case-number.ts';
import { changedLines, manyPlaces, messageLines, unreachedLines, type RedactionResult } from '../domain/redaction-result.ts';
import { plural } from '../domain/text/numbers.ts';
import { createStore } from '../files/index.ts';
import { nativeFiles } from '../main.ts';
import type { Services } from '../usecases/context.ts';
import {
  dropRedaction,
  prepareRedaction,
  type PreparedRedaction,
  type RedactionInput,
} from '../usecases/privacy/prepare-redaction.ts';
import { readRedaction, type RedactionFacts } from '../usecases/privacy/read-redaction.ts';
import { runRedaction, startRedaction } from '../usecases/privacy/redact.ts';
import { readAll, readText } from './read-text.ts';
import { minute } from './as-operator.ts';
import { operatorName } from './operator.ts';
import { Refusal, withServices, type Terminal } from './terminal.ts';

interface Options {
  account?: string;
  text?: string;
  textFile?: string;
  insideWords?: boolean;
  file?: string;
  post?: string;
  reason: string;
  dryRun?: boolean;
}

/** Adds `redact`. */
export function addRedactCommand(program: Command, terminal: Terminal): void {
  program
    .command('redact')
    .description(
      'take a text, a file or a post out of everything: database, search, files and sent messages. It cannot be undone',
    )
    .argument('[case]', 'such as CB-1042; cases it was merged with and follow-ups go with it')
    .option('--account <key>', 'every case of this account, in place of one case')
    .option('--text-file <file>', 'read the text from a file, or from standard input with “-”')
    .addOption(
      new Option('--text <text>', 'the text; your shell keeps it in its history, so prefer --text-file').conflicts('textFile'),
    )
    .option('--inside-words', 'also where the text is a part of longer words')
    .option('--file <name or id>', 'a file of the case, with its content')
    .option('--post <id>', 'a post of the case, by its number in the export')
    .requiredOption('--reason <reason>', 'stays in the history and the certificate, so leave out what you redact')
    .option('--dry-run', 'only say what would be changed')
    .action((of: string | undefined, options: Options) => redact(terminal, of, options));
}

async function redact(terminal: Terminal, of: string | undefined, options: Options): Promise<void> {
  const text = await textOf(terminal, options);
  const { dataDir, attachments, secretKeys } = readConfig(terminal.environment);
  await withServices(terminal, async (opened) => {
    const store = createStore({ dataDir, attachments });
    const services: Services = { ...opened, files: { store, sources: {}, native: nativeFiles, secretKeys } };
    const by = { lead: null, name: operatorName(), source: 'command-line' };
    try {
      const input = { in: areaOf(of, options), what: await whatOf(services, of, text, options), reason: options.reason };
      const prepared = await prepareRedaction(services, by, input, { max: Infinity });
      if (options.dryRun === true) {
        await dropRedaction(services, prepared.id);
        return terminal.out(previewText(prepared));
      }
      const record = await startRedaction(services, by, prepared.id, undefined, 0);
      if (record === 'repeat') throw new Error('a redaction without a request was taken for a repeat');
      await runRedaction(services, prepared.id, Infinity, {
        onProgress: (left) => {
          if (left > 0) terminal.out(`${plural(left, 'case')} left`);
        },
      });
      terminal.out(certificateText(await readRedaction(services, null, record)));
    } catch (error) {
      if (!(error instanceof CaseError)) throw error;
      throw new Refusal([error.message, error.next].filter(Boolean).join(' '));
    }
  });
}

/** Reads what to redact. @throws Refusal unless exactly one thing is named */
async function textOf({ input = process.stdin }: Terminal, { text, textFile, file, post }: Options): Promise<string | null> {
  if ([text, textFile, file, post].filter((one) => one !== undefined).length !== 1)
    throw new Refusal('say what to redact: one of --text-file, --text, --file and --post');
  if (textFile === undefined) return text ?? null;
  const read = textFile === '-' ? (await readAll(input)).toString('utf8') : await readText(textFile);
  return read.replace(/^\uFEFF/, '').trim();
}

function areaOf(of: string | undefined, { account }: Options): RedactionInput['in'] {
  if ((of === undefined) === (account === undefined))
    throw new Refusal('name one case, such as CB-1042, or an account with --account');
  return account === undefined ? { caseNumber: numberOf(of) } : { accountKey: account };
}

function numberOf(of = ''): number {
  const number = parseCaseNumber(of);
  if (number === null) throw new Refusal(`“${of}” is not a case number. It looks like CB-1042`);
  return number;
}

async function whatOf(
  services: Services,
  of: string | undefined,
  text: string | null,
  { file, post, insideWords = false }: Options,
): Promise<RedactionInput['what']> {
  if (text !== null) return { kind: 'passage', text, insideWords };
  if (post !== undefined) return { kind: 'post', postId: /^[1-9]\d{0,8}$/.test(post) ? Number(post) : 0 };
  return { kind: 'file', fileId: await fileNamed(services, of, file ?? '') };
}

/** Finds a file by its ID, or by its name in the case. @throws Refusal for none and for several */
async function fileNamed({ db }: Services, of: string | undefined, named: string): Promise<number> {
  if (/^[1-9]\d{0,8}$/.test(named)) return Number(named);
  const where = { name: named, deletedAt: null, case: { number: numberOf(of) } };
  const found = await db.prisma.file.findMany({ where, select: { id: true } });
  const [first] = found;
  if (!first) throw new Refusal(`There is no file “${named}” on this case`);
  if (found.length > 1)
    throw new Refusal(`There are several files “${named}”: use one of ${found.map(({ id }) => id).join(', ')}`);
  return first.id;
}

function previewText({ accountName, caseNumber, cases, counts, excerpts }: PreparedRedaction): string {
  const where = caseNumber === null ? accountName : formatCaseNumber(caseNumber);
  return [
    `Nothing was changed. In ${where}, ${plural(cases, 'case')} in all, this would redact:`,
    ...listed(changedLines(counts)),
    ...(manyPlaces(counts) === null ? [] : [`${manyPlaces(counts)} Is it a common word?`]),
    ...excerpts.slice(0, 10).map(({ before, found, after }) => `  ${before}[${found}]${after}`),
    ...staying(counts),
  ].join('\n');
}

/** Says what stays where it was found, and who can change it. */
function staying(counts: RedactionResult): string[] {
  const stays = unreachedLines(counts);
  const always = unreachedLines({}).length;
  return stays.length === always ? [] : ['This would stay:', ...listed(stays.slice(0, -always))];
}

function certificateText({ id, at, subject, byName, reason, finishedAt, left, result, typed }: RedactionFacts): string {
  const messages = messageLines(result, { slack: 'Slack', teams: 'Teams' });
  const state =
    finishedAt === null ? `${plural(left, 'case')} left: the bot continues with them.` : `Finished ${minute(finishedAt)} UTC.`;
  return [
    `Certificate of redaction ${id}: ${subject}`,
    `By ${byName}, ${minute(at)} UTC. Reason: ${reason}`,
    state,
    'Redacted:',
    ...listed(changedLines(result)),
    ...(messages.length === 0
      ? []
      : ['Edited or deleted by the bot while it runs (see npx casebridge deliveries for refusals):', ...listed(messages)]),
    'Out of reach:',
    ...listed(unreachedLines(result)),
    ...listed(
      typed.map(
        (one) => `Message of ${one.authorName} (${one.platform}) on ${formatCaseNumber(one.caseNumber)}, ${minute(one.at)} UTC`,
      ),
    ),
  ].join('\n');
}

const listed = (lines: readonly string[]): string[] => lines.map((line) => `- ${line}`);
