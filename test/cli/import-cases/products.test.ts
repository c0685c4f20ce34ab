import { expect } from 'vitest';
import { newFolder, test } from './fixtures.ts';
import { salesforceFiles, writeFiles } from './samples.ts';

test('smoke', async ({ run, folder, db }) => {
  const dir = await newFolder(folder);
  await writeFiles(dir, salesforceFiles);
  const result = await run('--from', 'salesforce', dir, '--site', 'https://acme.example');
  console.log(result.out, result.err);
  console.log(
    JSON.stringify(
      await db.prisma.case.findMany({ include: { posts: { include: { files: true } }, history: true, contact: true } }),
      null,
      1,
    ),
  );
  expect(result.code).toBe(0);
});
