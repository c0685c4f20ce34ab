import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runCli } from '../../src/cli/index.ts';
import type { Database } from '../../src/db/client.ts';
import type { FileLinks } from '../../src/ports.ts';
import { timelineLinks } from '../../src/usecases/notices/notice-timeline.ts';
import { freshDatabase } from '../database.ts';
import { createWorld, type World } from '../usecases/fixtures.ts';

let db: Database;
let world: World;
let folder: string;
let id: number;
beforeAll(async () => {
  db = await freshDatabase();
  world = await createWorld(db);
  folder = await mkdtemp(path.join(tmpdir(), 'casebridge-incident-'));
  const at = new Date('2026-11-02T15:00:00Z');
  const update = { action: 'declare', state: 'Investigating' as const, body: 'We look into it.', at, authorName: 'Max Reyes' };
  const notice = await db.prisma.notice.create({
    data: {
      ...{ kind: 'incident', title: 'Sign-in fails', severity: 'critical', state: 'Investigating', everyAccount: false },
      ...{ ownerId: world.max.id, startsAt: at, declaredAt: at, announcedAt: at },
      accounts: { create: { accountId: world.ada.accountId } },
      updates: { create: update },
    },
  });
  id = notice.id;
  for (const linkedAt of ['2026-11-02T15:20:00Z', '2026-11-02T15:10:00Z'])
    await db.prisma.case.update({ where: { number: await world.open() }, data: { incidentId: id, incidentLinkedAt: linkedAt } });
});
afterAll(async () => {
  await db.close();
  await rm(folder, { recursive: true });
});

async function run(...args: string[]) {
  const printed = { out: '', err: '' };
  const code = await runCli(['incident', ...args], {
    environment: { DATABASE_URL: db.url },
    out: (text) => void (printed.out += text),
    err: (text) => void (printed.err += text),
  });
  return { code, ...printed };
}

it('writes the timeline of an incident to a Markdown file, without account names', async () => {
  const file = path.join(folder, 'out.md');
  expect(await run(String(id), '--timeline', file, '--zone', 'America/Chicago')).toEqual({
    code: 0,
    out: `Wrote ${file}`,
    err: '',
  });
  const text = await readFile(file, 'utf8');
  expect(text).toContain('- **Accounts:** 1 account\n- **Started:** Nov 2, 2026, 9:00 AM CT');
  expect(text).toContain('### 1 · ');
  expect(text).toContain('> We look into it.');
  expect(text).toContain('| Nov 2, 2026, 9:00 AM | 2 | 2 |');
  expect(text).not.toContain('Plainview');
});

it('writes the timeline of an incident to an image', async () => {
  const file = path.join(folder, 'out.png');
  expect((await run(String(id), '--timeline', file)).code).toBe(0);
  expect((await readFile(file)).subarray(1, 4).toString()).toBe('PNG');
});

it.each([
  [['999', '--timeline', 'out.md'], 1, "We couldn't find that notice."],
  [['7', '--timeline', 'out.pdf'], 2, 'Use a name that ends in .md or .png.'],
  [['7', '--timeline', 'out.md', '--zone', 'Nowhere'], 2, 'Use a time zone such as America/Chicago.'],
  [['seven', '--timeline', 'out.md'], 2, 'Use a number such as 7.'],
  [['7'], 2, '--timeline'],
])('refuses %j', async (args, code, message) => {
  expect(await run(...args)).toMatchObject({ code, err: expect.stringContaining(message) as string });
});

it('gives links to the timeline to leads only, and to nobody when links cannot be signed', () => {
  const links: FileLinks = { timeline: (notice, format, zone) => `https://bot.example/${notice}.${format}?${zone}` };
  const services = { ...world.services, links };
  const lead = { ...world.max, lead: true };
  expect(timelineLinks(services, lead, id, 'UTC')?.png).toBe(`https://bot.example/${id}.png?UTC`);
  expect(timelineLinks(services, world.max, id, 'UTC')).toBeNull();
  expect(timelineLinks(services, world.ada, id, 'UTC')).toBeNull();
  expect(timelineLinks(world.services, lead, id, 'UTC')).toBeNull();
});
