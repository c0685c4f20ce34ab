// Who may import whom (src/README.md): every import of src/ is read, those of types, too.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { importsOf, type Import } from './imports.ts';

const src = path.resolve('src');
const read = (file: string): string => readFileSync(path.join(src, file), 'utf8');
const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .map((file) => file.split(path.sep).join('/'))
  .filter((file) => file.endsWith('.ts') && !file.startsWith('db/generated'));

/** What a room, or a file beside the rooms, may import of ours. `type:` allows types alone; a file's name allows that file alone. */
const rooms: Record<string, string[]> = {
  domain: [],
  usecases: ['domain', 'ports.ts', 'db', 'outbox/enqueue.ts'],
  chat: ['usecases', 'domain', 'type:ports.ts'],
  db: ['domain', 'ports.ts'],
  outbox: ['db', 'domain', 'ports.ts', 'type:chat/elements.ts', 'type:log.ts'],
  slack: ['chat', 'ports.ts', 'type:config.ts'],
  teams: ['chat', 'ports.ts', 'type:config.ts'],
  mail: ['chat', 'ports.ts', 'type:config.ts', 'sign.ts'],
  files: ['domain', 'ports.ts', 'sign.ts'],
  'sign.ts': [],
  'ports.ts': ['type:chat/elements.ts', 'type:domain', 'type:log.ts'],
  'directory.ts': ['usecases', 'domain', 'yaml-lines.ts'],
  'schedule.ts': ['usecases', 'type:log.ts', 'type:ports.ts'],
  'config.ts': ['config-file.ts', 'config-error.ts', 'config-teams.ts', 'config-mail.ts', 'type:domain'],
  'config-teams.ts': ['config-error.ts'],
  'config-mail.ts': ['config-error.ts'],
  'config-error.ts': [],
  'config-file.ts': ['domain'],
  'http.ts': ['type:log.ts', 'type:ports.ts'],
  'log.ts': ['type:config.ts'],
  'metrics.ts': ['type:outbox/turn.ts'],
  'unwind.ts': ['type:log.ts'],
  'align-columns.ts': [],
  'yaml-lines.ts': [],
};

/** The wiring may import anything. */
const wiring = new Set([
  'main.ts',
  'demo',
  'cli.ts',
  'cli-teams.ts',
  'cli-export.ts',
  'cli-releases.ts',
  'cli-incidents.ts',
  'start-database.ts',
  'doctor.ts',
]);

/** All that a room without I/O may use of packages. */
const pure: Record<string, string[]> = {
  domain: ['zod', 'luxon', 'date-holidays'],
  usecases: ['zod', 'luxon', 'node:util', 'node:crypto'],
  chat: [
    'zod',
    'luxon',
    'node:crypto',
    'mdast',
    'mdast-util-from-markdown',
    'mdast-util-gfm-autolink-literal',
    'mdast-util-gfm-strikethrough',
    'mdast-util-to-markdown',
    'micromark-extension-gfm-autolink-literal',
    'micromark-extension-gfm-strikethrough',
  ],
};

/** Packages that belong to some rooms. */
const packages: [RegExp, string[]][] = [
  [/^@slack\//, ['slack']],
  [/^(botbuilder|@microsoft\/)/, ['teams']],
  [/^nodemailer$/, ['mail']],
  [/^(chart\.js$|@napi-rs\/canvas$|@fontsource\/)/, ['files']],
  [/^smtp-server$/, ['demo']],
  [/^(@prisma\/|prisma$)/, ['db']],
  [/^pg$/, ['db', 'outbox', 'demo', 'type:metrics.ts']],
  [/^node:child_process$/, ['db', 'demo']],
  [/^node:http$/, ['http.ts', 'main.ts', 'demo', 'type:slack', 'type:teams', 'type:mail', 'type:files']],
  [
    /^node:(fs|net)\b/,
    [
      'db',
      'demo',
      'type:http.ts',
      'config.ts',
      'config-file.ts',
      'cli.ts',
      'cli-export.ts',
      'cli-incidents.ts',
      'main.ts',
      'doctor.ts',
      'start-database.ts',
    ],
  ],
];

const roomOf = (file: string): string => file.split('/')[0] ?? file;

function breaches(imports: Import[]): string[] {
  return imports.filter((one) => !(one.own ? mayImport(one) : mayUse(one))).map((one) => `${one.from} imports ${one.to}`);
}

function mayImport(one: Import): boolean {
  const room = roomOf(one.from);
  if (wiring.has(room) || roomOf(one.to) === room) return true;
  return covered(rooms[room] ?? [], one, [one.to, roomOf(one.to)]);
}

function mayUse(one: Import): boolean {
  const room = roomOf(one.from);
  if (pure[room]) return pure[room].includes(one.to);
  const rule = packages.find(([pattern]) => pattern.test(one.to));
  return !rule || covered(rule[1], one, [room]);
}

function covered(rules: string[], { typeOnly }: Import, names: string[]): boolean {
  return rules.some((rule) => names.includes(rule) || (typeOnly && names.some((name) => rule === `type:${name}`)));
}

/** Where a platform may be told from another: its folder, the wiring, and what the operator writes. */
const knowsPlatforms = (file: string): boolean =>
  ['slack', 'teams', 'config.ts', 'config-file.ts', 'http.ts', ...wiring].includes(roomOf(file)) ||
  // the operator's file names platforms; ids are copied from Slack wrongly often enough to be looked at
  file === 'directory.ts';
const asksForPlatform = /(===|!==|==|!=|\bcase)\s*['"`](slack|teams)['"`]|['"`](slack|teams)['"`]\s*(===|!==|==|!=)/;
const readsEnvironment =
  /\bprocess\s*\??\.?\s*(\.|\[['"])env\b|\{[^}]*\benv\b[^}]*\}\s*(=\s*process\b|from\s*['"](node:)?process)/;
const asksForTime = /\bDate\.now\(|\bnew Date\(\)|\bDateTime\.(now|local|utc)\(\)/;

describe('the rooms', () => {
  it('import only what they may', () => {
    expect(files.length).toBeGreaterThan(100);
    expect(breaches(files.flatMap((file) => importsOf(file, read(file))))).toEqual([]);
  });

  it('are all known', () => {
    expect([...new Set(files.map(roomOf))].filter((room) => !rooms[room] && !wiring.has(room))).toEqual([]);
  });

  it('leave the environment to config.ts', () => {
    expect(files.filter((file) => readsEnvironment.test(read(file)) && file !== 'config.ts')).toEqual([]);
  });

  it('do not ask which platform they are on', () => {
    expect(files.filter((file) => !knowsPlatforms(file) && asksForPlatform.test(read(file)))).toEqual([]);
  });

  it('are told what time it is', () => {
    const inside = files.filter((file) =>
      ['domain', 'usecases', 'chat', 'slack', 'teams', 'mail', 'files', 'outbox'].includes(roomOf(file)),
    );
    expect(inside.filter((file) => asksForTime.test(read(file)))).toEqual([]);
  });
});

/** Files past 250 lines, each with the reason why it is one. */
const long: Record<string, string> = {};

it('a file does one thing: none is past 250 lines without a reason', () => {
  const past = files.map((file) => ({ file, lines: read(file).split('\n').length })).filter(({ lines }) => lines > 250);
  expect(past.filter(({ file }) => !long[file])).toEqual([]);
  expect(Object.keys(long).filter((file) => !past.some((one) => one.file === file))).toEqual([]);
});

describe('a breach is seen', () => {
  it.each([
    ['domain/status.ts', "import { formatNumber } from '../usecases/facts.ts';"],
    ['domain/status.ts', "import { readFileSync } from 'node:fs';"],
    ['domain/status.ts', "import { createHash } from 'node:crypto';"],
    ['usecases/add-post.ts', "import { render } from '../slack/render-card.ts';"],
    ['usecases/add-post.ts', "import { startWorker } from '../outbox/worker.ts';"],
    ['usecases/add-post.ts', "import type { Card } from '../chat/elements.ts';"],
    ['usecases/add-post.ts', "import { App } from '@slack/bolt';"],
    ['usecases/add-post.ts', "import type { Prisma } from '@prisma/client';"],
    ['chat/open.ts', "import type { Prisma } from '../db/generated/client.ts';"],
    ['chat/open.ts', "import type { Pool } from 'pg';"],
    ['chat/open.ts', "import { DeliveryError } from '../ports.ts';"],
    ['chat/open.ts', "import { type Clock, DeliveryError } from '../ports.ts';"],
    ['chat/open.ts', "export { PrismaPg } from '@prisma/adapter-pg';"],
    ['chat/open.ts', "export * from '../slack/words.ts';"],
    ['slack/events.ts', "import { addPost } from '../usecases/add-post.ts';"],
    ['slack/events.ts', "import type { CaseFacts } from '../usecases/facts.ts';"],
    ['slack/events.ts', "const db = await import('../db/client.ts');"],
    ['slack/events.ts', 'const db = await import(`../db/client.ts`);'],
    ['slack/events.ts', "const db = require('../db/client.ts');"],
    ['slack/events.ts', "let db: import('../db/client.ts').Database;"],
    ['slack/events.ts', "import { readConfig } from '../config.ts';"],
    ['teams/messages.ts', "import { renderMessage } from '../slack/render-card.ts';"],
    ['teams/messages.ts', "import { WebClient } from '@slack/web-api';"],
    ['mail/courier.ts', "import { renderMessage } from '../slack/render-card.ts';"],
    ['teams/courier.ts', "import { createTransport } from 'nodemailer';"],
    ['outbox/worker.ts', "import { renderCard } from '../chat/case-card.ts';"],
    ['schedule.ts', "import { startWorker } from './outbox/worker.ts';"],
    ['metrics.ts', "import { takeTurn } from './outbox/turn.ts';"],
    ['http.ts', "import { createSlack } from './slack/index.ts';"],
    ['mail/send.ts', "import { parseNumber } from '../domain/case-number.ts';"],
  ])('%s with %s', (file, text) => {
    expect(breaches(importsOf(file, text))).toHaveLength(1);
  });

  it.each([
    ['chat/open.ts', "import { type Clock, type Log } from '../ports.ts';"],
    ['outbox/turn.ts', "import type { Card } from '../chat/elements.ts';"],
    ['usecases/add-post.ts', "import { enqueuePost } from '../outbox/enqueue.ts';"],
    ['demo/start.ts', "import { createSlack } from '../slack/index.ts';"],
  ])('and nothing else is: %s with %s', (file, text) => {
    expect(breaches(importsOf(file, text))).toEqual([]);
  });

  it.each(['process.env.PORT', "process['env']", 'const { env } = process', "import { argv, env } from 'node:process'"])(
    'the environment, read by %s',
    (text) => expect(text).toMatch(readsEnvironment),
  );

  it.each(["platform === 'slack'", "'teams' !== platform", "case 'slack':"])('a platform, asked for by %s', (text) =>
    expect(text).toMatch(asksForPlatform),
  );
});
