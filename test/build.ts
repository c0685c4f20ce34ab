// Builds dist/ before the tests when it is older than the sources: the tests that start processes of their own run the build.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

const built = 'dist/main.js';

export default function setup(): void {
  const changed = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(ts|js)$/.test(file))
    .map((file) => statSync(path.join('src', file)).mtimeMs);
  if (existsSync(built) && statSync(built).mtimeMs > Math.max(...changed)) return;
  execFileSync(process.execPath, ['deploy/build.js'], { stdio: 'inherit' });
}
