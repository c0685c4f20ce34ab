// A database that stalls: Slack's requests are acknowledged in time, and the answer follows. The test locks the case's row instead of waiting.
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { card, openCase, openSlackHarness, textOf, until, type SlackHarness } from './harness.ts';

const timing = { acknowledgeWithinMs: 2_500 };
const taking = 'This is taking longer than usual, the answer follows here.';

let harness: SlackHarness;
beforeAll(async () => {
  harness = await openSlackHarness({ slack: timing });
});
afterAll(() => harness.stop());
beforeEach(() => {
  timing.acknowledgeWithinMs = 2_500;
});

/** Holds the row of a case while something runs. */
async function whileLocked(number: string, run: () => Promise<void>): Promise<void> {
  const client = await harness.db.pool.connect();
  try {
    await client.query('begin');
    await client.query('select 1 from "case" where number = $1 for update', [Number(number.slice(3))]);
    timing.acknowledgeWithinMs = 1;
    await run();
  } finally {
    await client.query('commit');
    client.release();
    timing.acknowledgeWithinMs = 2_500;
  }
}

it('acknowledges a slow command in time and sends its answer after it, once', async () => {
  const { ada, help, db } = harness;
  const { number } = await openCase(harness, 'A stalled database');
  await whileLocked(number, async () => {
    await ada.command(`post ${number} Only once`, help);
    expect(ada.privately()).toBe(taking);
  });
  await until(
    'the answer',
    () => ada.privately().includes(`Posted to ${number}.`),
    () => ada.privately(),
  );
  expect(await db.prisma.post.count({ where: { body: 'Only once' } })).toBe(1);
});

it('acknowledges a slow button in time, and its effect follows', async () => {
  const { max, queue } = harness;
  const { his, number } = await openCase(harness, 'A slow button');
  await harness.bot.worker.idle();
  await whileLocked(number, async () => {
    await max.press(his, 'Claim');
    expect(max.privately()).toBe(taking);
  });
  expect(textOf(await card(queue, 'A slow button', 'Status: Assigned'))).toContain('Max Reyes');
});

it('shows in the form that its answer follows, and then the answer', async () => {
  const { ada, help, db } = harness;
  const { number } = await openCase(harness, 'A slow form');
  await ada.command(`close ${number}`, help);
  await whileLocked(number, async () => {
    await ada.submit({ reason: 'Withdrawn' });
    expect(ada.modal()).toContain(taking);
  });
  await until('the case to close', () => shownIn(harness, 'A slow form').includes('Status: Closed'));
  expect(await db.prisma.case.count({ where: { status: 'Closed' } })).toBe(1);
});

function shownIn({ help }: SlackHarness, subject: string): string {
  return help.messages.map(textOf).find((text) => text.includes(subject)) ?? '';
}
