// After `npm ci`: generates the Prisma client and builds dist/. A production install (`npm ci --omit=dev`) has no tools for either: it starts the dist/
// that it was copied with, which reads src/db/generated/query_compiler.wasm.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';

const { resolve } = createRequire(import.meta.url);
const hasTools = ['prisma/build/index.js', 'esbuild'].every((name) => {
  try {
    return resolve(name);
  } catch {
    return false;
  }
});
if (hasTools) {
  await import('./generate.js');
  await import('../deploy/build.js');
} else if (!existsSync('dist/main.js')) {
  process.stderr.write(
    'There is no dist/ to start. Copy dist/ and src/db/generated/ from a full install (npm ci), which makes them.\n',
  );
}
