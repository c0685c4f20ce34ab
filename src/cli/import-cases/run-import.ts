import { ImportRunning, ImportStaging, type Staged } from '../../db/import-staging.ts';
import { productName, type ExportProduct, type ImportProblem, type RowPlace } from '../../domain/imported-case.ts';
import type { ContactType } from '../../domain/person.ts';
import { plural } from '../../domain/text/numbers.ts';
import type { Services } from '../../usecases/context.ts';
import { importBatch } from '../../usecases/import/import-batch.ts';
import { importContacts } from '../../usecases/import/import-contacts.ts';
import { movedOn } from '../../usecases/import/import-problems.ts';
import { addCounts, noCounts, type ImportCounts, type ImportRun } from '../../usecases/import/import-run.ts';
import { readText } from '../read-text.ts';
import { Refusal, type Terminal } from '../terminal.ts';
import { Converter } from './convert.ts';
import type { ConvertOptions } from './convert-options.ts';
import { convertPerson } from './convert-people.ts';
import type { ExportFormat, RawPerson } from './formats/format.ts';
import { completeBatch } from './lookups.ts';
import { noMapping, parseMapping, sameValue, type Mapping } from './mapping.ts';
import { Progress } from './progress.ts';
import { ImportReport } from './report.ts';
import { formats, recognizeFiles, stageFiles } from './stage.ts';
import { resultText } from './result-text.ts';
import { Unmapped } from './unmapped.ts';

/** What the command line says. */
export interface ImportOptions {
  from: ExportProduct;
  dryRun?: boolean;
  mapping?: string;
  account?: string;
  module?: string;
  timeZone: string;
  dayFirst?: boolean;
  closedOnly?: boolean;
  unmarkedComments: 'note' | 'contact' | 'public';
  addContacts?: 'support' | 'technical' | 'implementation' | 'read-only';
  site?: string;
  instance?: string;
  report?: string;
}

/** Cases of one transaction. Those of an account wait for nothing while it runs, because they are new. */
const batchSize = 250;

/** Imports an export. @throws Refusal, DirectoryError for a mapping with mistakes */
export async function runImport(
  terminal: Terminal,
  services: Services,
  paths: readonly string[],
  options: ImportOptions,
): Promise<void> {
  const format = formats.find(({ product }) => product === options.from);
  if (!format) throw new Refusal(`--from ${options.from} is unknown`);
  const settings = await readSettings(services, options);
  const files = await recognizeFiles(paths, format, (line) => terminal.err(line));
  for (const { table, kind } of files) terminal.out(`${table.file}: ${kind.name}`);
  const report = new ImportReport(options.report ?? null);
  const staging = await ImportStaging.open(services.db.url).catch((error: unknown) => {
    throw error instanceof ImportRunning ? new Refusal('another import is running. Wait until it has ended') : error;
  });
  try {
    const now = services.clock.now();
    const progress = new Progress((line) => terminal.out(line));
    const rows = await stageFiles(files, {
      staging, now, tell: report.tell, dates: { zone: options.timeZone, dayFirst: options.dayFirst ?? false },
      options: { site: (options.site ?? '').replace(/\/+$/, ''), columns: settings.mapping.columns }, progress: (read) => progress.rows(read),
    }); // prettier-ignore
    const origin = options.instance === undefined ? options.from : `${options.from}/${options.instance}`;
    const names = files.map(({ table }) => table.file);
    const staged = await staging.finish(origin);
    for (const problem of stagedProblems(staged, names, format)) await report.tell(problem);
    const { cases, comments } = staged.read;
    terminal.out(
      `Read ${plural(rows, 'row')}: ${plural(cases, 'case')} and ${plural(comments, 'comment or file', 'comments and files')}.`,
    );
    const unmapped = new Unmapped();
    const convert: ConvertOptions = {
      ...settings, format, now, settings: services.settings, files: names,
      closedOnly: options.closedOnly ?? false, unmarked: options.unmarkedComments,
    }; // prettier-ignore
    const run: ImportRun = {
      origin,
      at: now,
      contacts: contactType(options.addContacts),
      dryRun: options.dryRun ?? false,
      planned: new Map(),
    };
    const imported = await importAll({ services, staging, run, report, progress, convert, unmapped, cases: staged.left.cases });
    const counts = addCounts(imported, { ...noCounts, knownCases: staged.knownCases, knownPosts: staged.knownComments });
    await report.close();
    for (const line of resultText({
      counts,
      run,
      report,
      unmapped,
      product: productName(options.from),
      file: options.report ?? null,
    }))
      terminal.out(line);
  } finally {
    await staging.close();
  }
}

interface Importing {
  services: Services;
  staging: ImportStaging;
  run: ImportRun;
  report: ImportReport;
  progress: Progress;
  convert: ConvertOptions;
  unmapped: Unmapped;
  cases: number;
}

async function importAll(importing: Importing): Promise<ImportCounts> {
  const { services, staging, run, report, progress, convert, unmapped, cases } = importing;
  const converter = new Converter(convert, unmapped);
  let counts = noCounts;
  let written: Promise<void> = Promise.resolve();
  // while the server writes a batch, the next one is read and its texts are converted
  const write = async (
    rows: Awaited<ReturnType<ImportStaging['cases']>>,
    ids: readonly string[],
    done: number,
  ): Promise<void> => {
    const raw = await completeBatch(staging, rows, ids);
    const problems: ImportProblem[] = [];
    const converted = converter.convert(raw, (problem) => problems.push(problem));
    await written;
    written = importBatch(services, run, converted).then(async (result) => {
      for (const problem of [...problems, ...result.problems]) await report.tell(problem);
      counts = addCounts(counts, result.counts);
      progress.cases(done);
    });
    written.catch(() => undefined); // the next batch, or the end, gets it
  };
  progress.start(cases);
  for (let done = 0; done < cases; done += batchSize) {
    const rows = await staging.cases(done, batchSize);
    await write(rows, rows.map(({ id }) => id), Math.min(done + batchSize, cases)); // prettier-ignore
  }
  for (let done = 0; ; done += batchSize) {
    const ids = await staging.casesOfOrphans(done, batchSize);
    if (ids.length === 0) break;
    await write([], ids, cases);
  }
  await written;
  return run.contacts === null ? counts : addCounts(counts, await importAllContacts(importing));
}

/** Imports contacts of the export, whether they have a case or not. */
async function importAllContacts({ services, staging, run, convert }: Importing): Promise<ImportCounts> {
  let counts = noCounts;
  for (let after = ''; ;) {
    const rows = await staging.people(after, 1000);
    const last = rows.at(-1);
    if (!last) return counts;
    after = last.id;
    const people = rows.map(({ data }) => JSON.parse(data) as RawPerson).filter(({ agent }) => agent !== true);
    const names = await staging.look('organization', [
      ...new Set(people.map(({ organizationId }) => organizationId).filter(Boolean)),
    ]);
    const wanted = people.flatMap((raw) => {
      const { person } = convertPerson(
        raw,
        { people: new Map(), organizations: new Map(), documents: new Map() },
        convert.mapping,
      );
      const organization = raw.organization || nameIn(names.get(raw.organizationId));
      const key = convert.mapping.accounts.get(sameValue(organization)) ?? organization;
      const accountId = convert.accountId ?? convert.accounts.get(sameValue(key));
      return person.email === null || accountId === undefined ? [] : [{ email: person.email, name: person.name, accountId }];
    });
    counts = addCounts(counts, await importContacts(services, run, wanted));
  }
}

const nameIn = (json: string | undefined): string => (json === undefined ? '' : (JSON.parse(json) as { name: string }).name);

/** Reads what the directory and the mapping say. */
async function readSettings(
  services: Services,
  { mapping: file, account, module }: ImportOptions,
): Promise<{ mapping: Mapping; accounts: Map<string, number>; accountId: number | null; module: string }> {
  const rows = await services.db.prisma.account.findMany({
    where: { active: true },
    select: { id: true, key: true, name: true },
    orderBy: { id: 'desc' },
  });
  const accounts = new Map([
    ...rows.map(({ id, name }): [string, number] => [sameValue(name), id]),
    ...rows.map(({ id, key }): [string, number] => [sameValue(key), id]),
  ]);
  const keys = new Set(rows.map(({ key }) => key));
  const mapping = file === undefined ? noMapping : parseMapping(await readText(file), services.settings, keys);
  const accountId = account === undefined ? null : (rows.find(({ key }) => key === account)?.id ?? null);
  if (account !== undefined && accountId === null)
    throw new Refusal(`--account ${account}: the directory has no active account with this key`);
  if (rows.length === 0)
    throw new Refusal('the directory has no accounts yet. Import it first: npx casebridge import directory.yaml');
  const { modules } = services.settings;
  if (module !== undefined && !modules.includes(module))
    throw new Refusal(`--module ${module} is unknown. Modules: ${modules.join(', ')}`);
  return { mapping, accounts, accountId, module: module ?? modules.find((one) => one === 'Other') ?? modules.at(-1) ?? '' };
}

function contactType(typed: ImportOptions['addContacts']): ContactType | null {
  return typed === undefined ? null : typed === 'read-only' ? 'readOnly' : typed;
}

/** What the rows alone tell: those that are there twice, and cases that were imported before and have another status by now. */
function stagedProblems({ repeated, moved }: Staged, files: readonly string[], format: ExportFormat): ImportProblem[] {
  const placeOf = ({ file, line }: { file: number; line: number }): RowPlace => ({ file: files[file] ?? '', line });
  const message = 'a later row has the same id, and was imported instead';
  return [
    ...repeated.map((row): ImportProblem => ({
      ...placeOf(row),
      outcome: 'skipped',
      rule: 'repeated-id',
      column: '',
      id: row.id,
      message,
    })),
    ...moved.flatMap((row) =>
      movedOn({ place: placeOf(row), externalId: row.id, from: format.from(row.number), exportedStatus: row.now }, row.before),
    ),
  ];
}
