// What `npm ci --omit=dev` installs: everything that dist/ loads at run time, and no tool.
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';

interface Lock {
  packages: Record<string, { dev?: boolean; devOptional?: boolean }>;
}

test('a production install has what the build loads, and neither Prisma’s tools, compilers, test tools nor the demo’s Slack', async () => {
  const { packages } = JSON.parse(await readFile('package-lock.json', 'utf8')) as Lock;
  const installed = new Set(
    Object.entries(packages)
      .filter(([, { dev }]) => !dev)
      .map(([place]) => place.replace(/.*node_modules\//, '')),
  );
  const tools = [
    'prisma',
    '@prisma/client',
    'typescript',
    'esbuild',
    'tsx',
    'vitest',
    'playwright-core',
    'local-slack-linux-x64',
  ];
  expect(tools.filter((name) => installed.has(name))).toEqual([]);
  expect(tools.filter((name) => !(`node_modules/${name}` in packages))).toEqual([]);
  const { imported } = JSON.parse(await readFile('dist/packages.json', 'utf8')) as { imported: string[] };
  const names = imported.filter((name) => !name.startsWith('node:')).map((name) => /^(?:@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? '');
  expect(names.length).toBeGreaterThan(10);
  // three that Node's own or a part of another package stand in for
  const replaced = ['bufferutil', 'utf-8-validate', 'pg-native'];
  expect(names.filter((name) => !installed.has(name) && !replaced.includes(name))).toEqual([]);
});
