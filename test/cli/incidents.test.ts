import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'vitest';
import { runCli } from '../../src/cli/index.ts';
import type { FileLinks } from '../../src/ports.ts';
import { timelineLinks } from '../../src/usecases/notices/notice-timeline.ts';
import { test as base } from '../usecases/fixtures.ts';

const it = base
  /** An incident with one update and two linked cases. */
  .extend('id', { scope: 'file' }, async ({ db, world }) => {
    const at = new Date('2026-11-02T15:00:00Z');
    const update = { action: 'declare', state: 'Investigating' as const, body: 'We look into it.', at, authorName: 'Max Reyes' };
    const { id } = await db.prisma.notice.create({
      data: {
        ...{ kind: 'incident', title: 'Sign-in fails', severity: 'critical', state: 'Investigating', everyAccount: false },
        ...{ ownerId: world.max.id, startsAt: at, declaredAt: at, announcedAt: at },
        accounts: { create: { accountId: world.ada.accountId } },
        updates: { create: update },
      },
    });
    for (const linkedAt of ['2026-11-02T15:20:00Z', '2026-11-02T15:10:00Z'])
      await db.prisma.case.update({
        where: { number: await world.open() },
        data: { incidentId: id, incidentLinkedAt: linkedAt },
      });
    return id;
  })
  .extend('run', { scope: 'file' }, ({ db }) => async (...args: string[]) => {
    const printed = { out: '', err: '' };
    const code = await runCli(['incident', ...args], {
      environment: { DATABASE_URL: db.url },
      out: (text) => void (printed.out += text),
      err: (text) => void (printed.err += text),
    });
    return { code, ...printed };
  });

it('writes the timeline of an incident to a Markdown file, without account names', async ({ folder, run, id }) => {
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

it('writes the timeline of an incident to an image', async ({ folder, run, id }) => {
  const file = path.join(folder, 'out.png');
  expect((await run(String(id), '--timeline', file)).code).toBe(0);
  expect((await readFile(file)).subarray(1, 4).toString()).toBe('PNG');
});

it('lists incidents with their IDs, which chat does not show', async ({ run, id }) => {
  const { code, out } = await run();
  expect(code).toBe(0);
  expect(out).toMatch(new RegExp(`^${id} +incident +Investigating +2026-11-02 15:00 +Sign-in fails$`, 'm'));
});

it.for([
  [
    ['999', '--timeline', 'out.md'],
    1,
    'There is no incident or maintenance with the number 999. List them with: npx casebridge incident',
  ],
  [['7', '--timeline', 'out.pdf'], 2, 'Use a name that ends in .md or .png.'],
  [['7', '--timeline', 'out.md', '--zone', 'Nowhere'], 2, 'Use a time zone such as America/Chicago.'],
  [['seven', '--timeline', 'out.md'], 2, 'Use a number such as 7.'],
  [['7'], 2, '--timeline'],
] as const)('refuses %j', async ([args, code, message], { run }) => {
  expect(await run(...args)).toMatchObject({ code, err: expect.stringContaining(message) as string });
});

it('gives links to the timeline to leads only, and to nobody when links cannot be signed', ({ world, id }) => {
  const links: Partial<FileLinks> = { timeline: (notice, format, zone) => `https://bot.example/${notice}.${format}?${zone}` };
  const services = { ...world.services, links: links as FileLinks };
  const lead = { ...world.max, lead: true };
  expect(timelineLinks(services, lead, id, 'UTC')?.png).toBe(`https://bot.example/${id}.png?UTC`);
  expect(timelineLinks(services, world.max, id, 'UTC')).toBeNull();
  expect(timelineLinks(services, world.ada, id, 'UTC')).toBeNull();
  expect(timelineLinks(world.services, lead, id, 'UTC')).toBeNull();
});
