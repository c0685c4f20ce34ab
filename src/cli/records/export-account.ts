// npx casebridge export account: the records of one account in a folder, for a records request: its cases with posts, history and files, and who
// had access, as pages and as JSON. Interrupted, the same command continues.
import path from 'node:path';
import type { Command } from 'commander';
import { readConfig } from '../../config/index.ts';
import { formatCaseNumber } from '../../domain/case-number.ts';
import { formatCount, plural } from '../../domain/text/numbers.ts';
import { createStore } from '../../files/index.ts';
import type { Services } from '../../usecases/context.ts';
import { readAccesses, readBounds, readCases, type RecordRow, type RecordsRequest } from '../../usecases/access/read-records.ts';
import { accountByKey } from '../../usecases/search/export-rows.ts';
import { dayOf } from '../day-option.ts';
import { recordExport } from '../record-export.ts';
import { Refusal, withServices, type Terminal } from '../terminal.ts';
import { beginFile, closeArchive, openArchive, openJournal, readJournal, writeWhole, type WrittenFile } from './archive.ts';
import { inParallel } from './in-parallel.ts';
import { accessEntry, facts, frame, heading, pageLink, paragraph } from './pages.ts';
import { writeCase, type CaseParts } from './write-case.ts';

interface Options {
  since: Date;
  until?: Date;
  internalNotes?: boolean;
  out: string;
}

const oneDay = 86_400_000;

/** Writes the day of a moment. @param ms how much earlier, such as 1 for the last day before an end */
const dayBefore = (moment: string, ms: number): string => new Date(Date.parse(moment) - ms).toISOString().slice(0, 10);

/** Adds `export account`. */
export function addExportAccountCommand(exporting: Command, terminal: Terminal): void {
  exporting
    .command('account')
    .description(
      'write all records of one account into a folder: cases, posts, history, files and who had access, as pages and JSON',
    )
    .argument('<key>', 'the account, such as plainview')
    .requiredOption('--since <date>', 'cases with something that happened on this day (UTC) or later', dayOf)
    .option('--until <date>', 'only until this day (UTC)', dayOf)
    .option('--internal-notes', 'with internal notes; the access log says so')
    .requiredOption('--out <folder>', 'a new folder, or one of the same command that was interrupted')
    .action((key: string, options: Options) => exportAccount(terminal, key, options));
}

async function exportAccount(
  terminal: Terminal,
  key: string,
  { since, until, internalNotes = false, out }: Options,
): Promise<void> {
  if (until && since > until) throw new Refusal('--since must not be later than --until');
  const folder = path.resolve(out);
  if (/\.zip$/i.test(folder))
    throw new Refusal('--out takes a folder, so that an interrupted export can continue. Pack it afterwards');
  const { dataDir, attachments } = readConfig(terminal.environment);
  await withServices(
    terminal,
    async (services) => {
      const { db, clock } = services;
      const accountId = await accountByKey(services, key);
      // without a last day, what is there now
      const end = until ? new Date(until.getTime() + oneDay) : clock.now();
      const asked = { accountId, since: since.toISOString(), until: end.toISOString(), notes: internalNotes };
      const fields = ['accountId', 'since', 'notes', ...(until ? (['until'] as const) : [])] as const;
      const request = await openArchive(folder, { ...asked, bounds: await readBounds(db) }, fields);
      const detail = `since:${dayBefore(request.since, 0)} until:${dayBefore(request.until, 1)}`;
      await recordExport(terminal, services, { action: internalNotes ? 'records-with-notes' : 'records', accountId, detail });
      const store = createStore({ dataDir, attachments });
      await writeCases(terminal, services, { store, folder }, request);
      await writeRest(terminal, services, folder, request);
    },
    { onlyReads: true },
  );
}

/** Cases between two lines of progress. */
const progressEvery = 100;

async function writeCases(terminal: Terminal, services: Services, parts: CaseParts, request: RecordsRequest): Promise<void> {
  const journal = await openJournal(parts.folder);
  try {
    if (journal.last > 0) terminal.out('Continuing an export that was interrupted.');
    let count = 0;
    for await (const cases of ahead(readCases(services.db, request, journal.last))) {
      // their files wait for the disk together; the journal has them in their order
      for (const done of await inParallel(cases, (one) => writeCase(parts, one))) {
        await journal.add(done);
        count += 1;
        if (count % progressEvery === 0)
          terminal.out(`${formatCount(count)} cases written, up to ${formatCaseNumber(done.number)}`);
      }
    }
    await journal.flush();
  } finally {
    await journal.close();
  }
}

/** Reads the next while one is worked on. */
async function* ahead<T>(source: AsyncGenerator<T>): AsyncGenerator<T> {
  const read = (): Promise<IteratorResult<T, unknown>> => {
    const next = source.next();
    next.catch(() => undefined); // it is waited for below, unless the work on the one before fails
    return next;
  };
  for (let next = read(); ;) {
    const result = await next;
    if (result.done) return;
    next = read();
    yield result.value;
  }
}

/** Writes the pages about the whole account, then the manifest, which makes the archive complete. */
async function writeRest(terminal: Terminal, services: Services, folder: string, request: RecordsRequest): Promise<void> {
  const account = await services.db.prisma.account.findUniqueOrThrow({ where: { id: request.accountId } });
  const totals = { cases: 0, posts: 0, files: 0, missing: 0, accesses: 0 };
  const access = await writeAccess(services, folder, request, account.name, (count) => (totals.accesses = count));

  const period = `${dayBefore(request.since, 0)} to ${dayBefore(request.until, 1)}`;
  const title = `Records of ${account.name}`;
  const page = beginFile(folder, 'index.html');
  const json = beginFile(folder, 'index.json');
  const [before, after] = frame(title);
  await page.write(before + heading(title));
  await page.write(
    facts([
      ['Period', period],
      ['Internal notes', request.notes ? 'Included' : 'Not included'],
      ['Prepared by', services.settings.brand],
    ]),
  );
  await page.write(
    paragraph(
      'Each case with something that happened in this period, with everything on it until its last day. All times are UTC.',
    ),
  );
  await page.write(pageLink('access.html', 'Who had access', plural(totals.accesses, 'entry', 'entries')));
  await page.write(heading('Cases'));
  const about = {
    account: account.key,
    accountName: account.name,
    since: request.since,
    until: request.until,
    internalNotes: request.notes,
  };
  await json.write(`{"request":${JSON.stringify(about)},\n"cases":[`);
  for await (const { number, subject, status, openedAt, counts } of readJournal(folder)) {
    const name = formatCaseNumber(number);
    const detail = `${status} · opened ${openedAt.slice(0, 10)} · ${plural(counts.posts, 'post')} · ${plural(counts.files, 'file')}`;
    await page.write(pageLink(`cases/${name}.html`, `${name} · ${subject}`, detail));
    await json.write(
      `${totals.cases === 0 ? '\n' : ',\n'}${JSON.stringify({ number: name, subject, status, openedAt, ...counts })}`,
    );
    totals.cases += 1;
    for (const count of ['posts', 'files', 'missing'] as const) totals[count] += counts[count];
  }
  if (totals.cases === 0) await page.write(paragraph('None.'));
  await page.write(after);
  await json.write(`],\n"totals":${JSON.stringify(totals)}}\n`);
  const written = [await page.end(), await json.end(), ...access];
  const manifest = await writeWhole(folder, 'manifest.json', manifestLines(folder, written));
  await closeArchive(
    folder,
    [...written, manifest].map((file) => file.path),
  );
  const { cases, posts, files, missing, accesses } = totals;
  const parts = [plural(cases, 'case'), plural(posts, 'post'), plural(files, 'file'), plural(accesses, 'access', 'accesses')];
  terminal.out(`Wrote ${parts.join(', ')} of ${account.name} to ${folder}`);
  if (missing > 0) terminal.err(`warning: the content of ${plural(missing, 'file')} is not available; each is named on its case`);
  terminal.out(`manifest.json has the SHA-256 of each file. Its own is ${manifest.sha256}`);
}

async function writeAccess(
  { db }: Services,
  folder: string,
  request: RecordsRequest,
  accountName: string,
  counted: (count: number) => void,
): Promise<WrittenFile[]> {
  const page = beginFile(folder, 'access.html');
  const lines = beginFile(folder, 'access.jsonl');
  const [before, after] = frame(`Who had access · ${accountName}`);
  await page.write(before + heading(`Who had access · ${accountName}`));
  await page.write(
    paragraph(
      'What people and operators asked to see, in the order in which they did. Messages that were sent to conversations, and searches of several accounts at once, are not listed.',
    ),
  );
  let count = 0;
  for await (const entry of readAccesses(db, request)) {
    await page.write(accessEntry(entry));
    await lines.write(`${JSON.stringify(entry satisfies RecordRow)}\n`);
    count += 1;
  }
  if (count === 0) await page.write(paragraph('Nothing in this period.'));
  await page.write(after);
  counted(count);
  return [await page.end(), await lines.end()];
}

/** The files of the archive in a fixed order: what is about the account, then each case. */
async function* manifestLines(folder: string, first: readonly WrittenFile[]): AsyncGenerator<string> {
  let separator = '[\n';
  const line = (file: WrittenFile): string => {
    const begin = separator;
    separator = ',\n';
    return `${begin}${JSON.stringify(file)}`;
  };
  for (const file of first) yield line(file);
  for await (const { written } of readJournal(folder)) for (const file of written) yield line(file);
  yield '\n]\n';
}
