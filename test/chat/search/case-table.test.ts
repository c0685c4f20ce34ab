// A page of cases as a table, as both platforms show it.
import { describe, expect } from 'vitest';
import type { Card } from '../../../src/cards/elements.ts';
import { messageBlocks } from '../../../src/slack/render/fit.ts';
import { renderCard } from '../../../src/teams/render/card.ts';
import { prepareCases } from '../../../src/usecases/search/index-job.ts';
import { checkBlocks } from '../../fake-slack/block-kit.ts';
import { readBlocks } from '../../fake-slack/readable.ts';
import type { Block } from '../../fake-slack/state.ts';
import { checkCard } from '../../fake-teams/card-check.ts';
import { readCard } from '../../fake-teams/readable.ts';
import { test, type Seen } from '../harness.ts';

test.beforeAll(async ({ world, db }) => {
  await world.open({ subject: 'A | B \\ *late* <buses>', dueDate: '2026-12-05', dueReason: 'Board meeting' });
  const number = await world.open({ subject: 'Overdue bus', priority: 'High' });
  await db.prisma.case.update({
    where: { number },
    data: { slaDueAt: new Date('2026-11-02T14:00:00Z'), advisorId: world.max.id },
  });
  await prepareCases(world.services, { again: true });
});

function cardOf({ reply }: Seen): Card {
  if (!('card' in reply) || !reply.card) throw new Error('no card');
  return reply.card;
}

describe('a list as a table', () => {
  test('has one line per case with its status, priority and due date, and a menu that opens a case', async ({ ada, max }) => {
    const list = await ada.command('list sort:number-asc');
    const hers = await list.press('Show as table');
    expect(hers.text).toContain('| Case | Subject | Status | Priority | Due | Advisor |');
    expect(hers.text).toMatch(/\| CB-\d+ \| A \\\| B .*\| New \| Medium \| Dec 5, 2026 \| Unassigned \|/);
    expect(hers.text).not.toMatch(/Overdue: /);
    expect((await hers.choose('View a case', hers.text.match(/CB-\d+ Overdue bus/)?.[0] ?? optionOf(hers))).text).toContain(
      '· Overdue bus',
    );
    expect((await hers.press('Show as list')).text).toContain('Overdue bus | New · High');
    const his = await max.command('queue as:table');
    expect(his.text).toContain('| Case | Subject | Status | Priority | Due | Account | Advisor |');
    expect(his.text).toMatch(
      /Overdue bus \| New \| High \| Overdue: Nov 2, 8:00 AM CT \| Plainview School District \| Max Reyes \|/,
    );
  });

  test('is a table in Slack and in Teams, with every text as it was typed', async ({ ada }) => {
    const { elements, summary } = cardOf(await ada.command('list as:table'));
    const blocks = messageBlocks(elements) as unknown as Block[];
    checkBlocks(blocks, 'message');
    expect(blocks.map(({ type }) => type)).toContain('table');
    expect(readBlocks(blocks)).toContain('A | B \\ *late* <buses>');
    const card = renderCard({ elements, summary }, { dialogs: true, opensForm: () => false });
    expect(checkCard(card)).toEqual([]);
    expect(JSON.stringify(card)).toContain('"type":"Table"');
    expect(readCard(card as never)).toContain('A | B \\ *late* <buses>');
  });

  test('is lines where there can be no table: on the Home tab and on a long page', async ({ ada }) => {
    expect((await ada.does({ kind: 'action', action: 'page', value: 'as:table' })).text).not.toContain('| Case |');
    expect((await ada.command('list as:table size:40')).text).toContain('| Case |');
    expect((await ada.command('list size:40')).text).not.toContain('[Show as table]');
    expect((await ada.command('list as:graph')).text).toContain('Unknown layout “graph”.\nTry as:table or as:list.');
  });
});

function optionOf(seen: Seen): string {
  const control = seen.control('View a case');
  return control.kind === 'select' ? (control.options.find(({ label }) => label.includes('Overdue bus'))?.label ?? '') : '';
}
