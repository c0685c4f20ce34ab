// The history of a case: every action has a text, pages work, and contacts see nothing internal.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect } from 'vitest';
import { historySentences } from '../../../src/chat/cases/history-text.ts';
import { contactsRead } from '../../../src/domain/history.ts';
import { statuses } from '../../../src/domain/status.ts';
import { actions } from '../../../src/domain/transition.ts';
import { test as base } from '../harness.ts';

const test = base.extend('minutes', { scope: 'file' }, ({ world }) => (count: number) => {
  world.at.now = new Date(world.at.now.getTime() + count * 60_000);
});

/** Returns the lines of the entries: who and what, then when, from, to and why. */
const entries = (text: string): string[] => text.split('\n').filter((line) => line.includes(' | '));

describe('the history of a case', () => {
  test('says who did what, when, from, to and why, newest first', async ({ world, ada, max, tia, minutes }) => {
    const number = await world.open({ subject: 'What happened' });
    minutes(1);
    await max.command(`claim CB-${number}`);
    minutes(1);
    await tia.command(`assign CB-${number} tia`);
    minutes(1);
    await tia.command(`ask CB-${number} Which\n**school**?`);
    minutes(1);
    await ada.command(`post CB-${number} Central`);
    minutes(1);
    await tia.command(`resolve CB-${number} Corrected.`);
    minutes(1);
    await ada.press('confirm', String(number));
    const seen = await ada.command(`history CB-${number}`);
    expect(seen.text).toContain(`# History of CB-${number} · What happened\n7 entries, newest first\n`);
    const at = (minute: number) => `2026-11-02T15:0${minute}:00.000Z`;
    expect(entries(seen.text)).toEqual([
      `Ada Park confirmed the resolution | ${at(6)} · Pending Customer Verification → Closed · Resolved | `,
      `Tia Holm marked the case resolved | ${at(5)} · Assigned → Pending Customer Verification · Corrected. | `,
      `Ada Park answered the question | ${at(4)} · Pending Customer Input → Assigned · Central | `,
      `Tia Holm asked the contact a question | ${at(3)} · Assigned → Pending Customer Input · Which school? | `,
      `Tia Holm assigned the case | ${at(2)} · from Max Reyes to Tia Holm | `,
      `Max Reyes claimed the case | ${at(1)} · New → Assigned · to Max Reyes | `,
      `Ada Park opened the case | ${at(0)} · New | `,
    ]);
    expect(entries((await max.command(`history CB-${number}`)).text)).toEqual(entries(seen.text));
  });

  test('says from whom a colleague took over a case', async ({ world, max, tia }) => {
    const number = await world.open();
    await max.command(`claim CB-${number}`);
    await (await tia.command(`claim CB-${number}`)).press('Take over');
    expect((await tia.command(`history CB-${number}`)).text).toContain(' · from Max Reyes to Tia Holm | ');
  });

  test('is offered on the case, even to Read-Only contacts, and leads back to it', async ({ world, rita }) => {
    const number = await world.open();
    const seen = await (await rita.command(`CB-${number}`)).press('History');
    expect(seen.text).toContain(`# History of CB-${number}`);
    expect((await seen.press('View case')).text).toContain('Grade Book issue');
  });

  test('has 20 entries on a page', async ({ db, world, ada }) => {
    const number = await world.open();
    const { id: caseId } = await db.prisma.case.findUniqueOrThrow({ where: { number } });
    const at = world.at.now;
    await db.prisma.historyEntry.createMany({
      data: Array.from({ length: 44 }, (_, count) => ({ caseId, at, actorName: `Actor ${count + 1}`, action: 'claim' })),
    });
    const first = await ada.command(`history CB-${number}`);
    expect(first.text).toContain('45 entries, newest first · page 1 of 3');
    expect(entries(first.text)).toHaveLength(20);
    expect(entries(first.text)[0]).toContain('Actor 44');
    const last = await (await first.press('Older entries')).press('Older entries');
    expect(entries(last.text)).toHaveLength(5);
    expect(entries(last.text).at(-1)).toContain('Ada Park opened the case');
    expect(last.text).not.toContain('[Older entries]');
    expect((await last.press('Newer entries')).text).toContain('page 2 of 3');
    expect((await ada.press('history-page', `${number} 99`)).text).toContain('page 3 of 3');
  });

  test('says so when nothing is recorded', async ({ db, world, ada }) => {
    const number = await world.open();
    await db.prisma.historyEntry.deleteMany({ where: { case: { number } } });
    expect((await ada.command(`history CB-${number}`)).text).toContain('No history yet');
  });

  test("is not found for another account's case, and asks for a missing number", async ({ world, ada, rosa }) => {
    const number = await world.open();
    expect((await rosa.command(`history CB-${number}`)).text).toContain(`We couldn't find CB-${number}.`);
    expect((await ada.command('history')).text).toContain('Which case? Try history CB-123.');
  });
});

describe('internal history', () => {
  test('is for advisors only, and so is every action that the list does not know', async ({ db, world, ada, max, thread }) => {
    const number = await world.open();
    const place = await thread(number, 'advisor');
    await max.replies(place, '// Between us', { ref: 'note-1' });
    await max.edits(place, 'note-1', '// Between us two');
    await max.does({ kind: 'deletion', ref: 'note-1', place });
    const { id: caseId } = await db.prisma.case.findUniqueOrThrow({ where: { number } });
    await db.prisma.historyEntry.create({
      data: { caseId, at: world.at.now, actorName: 'Casebridge', action: 'something-new', why: 'Hush' },
    });
    const his = (await max.command(`history CB-${number}`)).text;
    expect(his).toContain('Max Reyes edited an internal note');
    expect(his).toContain('Max Reyes deleted an internal note');
    expect(his).toContain('Casebridge something-new');
    expect(his).toContain('4 entries');
    const hers = (await ada.command(`history CB-${number}`)).text;
    expect(hers).toContain('1 entry, newest first');
    expect(hers).not.toMatch(/note|something-new|Hush/);
  });

  test('tells contacts that a team answered, but not what it said', async ({ db, world, ada, max }) => {
    const number = await world.open();
    const { id: caseId } = await db.prisma.case.findUniqueOrThrow({ where: { number } });
    const by = { caseId, at: world.at.now, actorName: 'Tia Holm', action: 'return', from: 'AssistRequest', to: 'Assigned' };
    await db.prisma.historyEntry.create({ data: { ...by, why: 'The customer is wrong' } });
    expect((await max.command(`history CB-${number}`)).text).toContain('The customer is wrong');
    const hers = (await ada.command(`history CB-${number}`)).text;
    expect(hers).toContain('Tia Holm returned the case to support');
    expect(hers).not.toContain('wrong');
  });

  test('leaves out a text that was deleted later', async ({ db, world, ada, max }) => {
    const number = await world.open();
    await max.command(`ask CB-${number} A slip of the tongue`);
    const asked = (await ada.command(`history CB-${number}`)).text;
    expect(asked).toContain('A slip of the tongue');
    await db.prisma.post.updateMany({ where: { case: { number } }, data: { deletedAt: world.at.now } });
    expect((await ada.command(`history CB-${number}`)).text).not.toContain('slip');
  });
});

const sources = ['src/usecases', 'src/outbox'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(`${folder}/${file}`, 'utf8')),
);

/** Returns every action that the code writes into a history, in TypeScript or in SQL. */
function written(): string[] {
  const found = (pattern: RegExp): string[] => sources.flatMap((text) => text.match(pattern) ?? []);
  const entries = [...found(/\bhistory: [^;]*?\}[^:\n]*\n/g), ...found(/historyEntry\.create[\s\S]*?\}\);/g)];
  const inCode = entries
    .flatMap((text) => text.match(/\baction: [^,}\n]*/g) ?? [])
    .map((text) => text.replace(/=== '[a-z]+'/g, ''));
  // without the names of values in a statement that is put together, as in ${$('actorId')}
  const inSql = found(/insert into history_entry[\s\S]*?\bfrom /g).map((text) => text.replace(/\$\('[a-zA-Z]+'\)/g, ''));
  const quoted = [...inCode, ...inSql].flatMap((text) => [...text.matchAll(/'([a-zA-Z-]+)'/g)].map(([, word = '']) => word));
  return quoted.filter((word) => !statuses.some((status) => status === word));
}

describe('the actions in the code', () => {
  const all = [...new Set([...actions, ...written()])];

  test('are found by the search of this test', () => {
    for (const action of ['open', 'followUp', 'phone-call', 'edit-post', 'edit-note', 'delete-note', 'apply-contact-change'])
      expect(written(), action).toContain(action);
  });

  test.each(all)('have a text and a rule for contacts: %s', (action) => {
    expect(historySentences[action]).toBeTruthy();
    expect(contactsRead[action]).toBeTruthy();
  });

  test('are the only ones with a text and a rule', () => {
    const known = Object.keys(historySentences).sort();
    expect(Object.keys(contactsRead).sort()).toEqual(known);
    const isWritten = (action: string): boolean => all.includes(action) || sources.some((text) => text.includes(`'${action}'`));
    expect(known.filter((action) => !isWritten(action))).toEqual([]);
  });
});
