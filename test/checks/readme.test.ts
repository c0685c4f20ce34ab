import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { commands } from '../../src/chat/registry.ts';
import { runCli } from '../../src/cli/index.ts';

const readme = readFileSync('README.md', 'utf8');

/** The rows of the tables of a part of the README. */
function rowsBelow(heading: string): string[] {
  const [, part = ''] = readme.split(`\n## ${heading}\n`);
  return (part.split('\n## ')[0] ?? '').split('\n').filter((line) => line.startsWith('| '));
}

it('the README lists every command of the chat, and who may use it', () => {
  const firstCells = rowsBelow('Commands').map((row) => row.split(' | ')[0] ?? '');
  const listed = new Set(firstCells.flatMap((cell) => [...cell.matchAll(/`([a-z]+)/g)].map(([, name]) => name)));
  expect(commands.map(({ name }) => name).filter((name) => !listed.has(name))).toEqual([]);
});

it('the README lists every command of the command line', async () => {
  let help = '';
  await runCli(['help'], { environment: {}, out: (text) => void (help += `${text}\n`), err: () => undefined });
  const names = [...help.slice(help.indexOf('Commands:')).matchAll(/^ {2}([a-z-]+)/gm)].map(([, name = '']) => name);
  expect(names.length).toBeGreaterThan(15);
  const cells = rowsBelow('Operations').map((row) => row.split(' | ')[0] ?? '').filter((cell) => cell.includes('npx casebridge')); // prettier-ignore
  const listed = new Set(cells.flatMap((cell) => [...cell.matchAll(/`(?:npx casebridge )?([a-z-]+)/g)].map(([, name]) => name)));
  expect(names.filter((name) => name !== 'help' && !listed.has(name))).toEqual([]);
});
