import { describe, expect } from 'vitest';
import { test as base } from '../harness.ts';

const it = base
  /** Tia links a case to a new defect. */
  .extend(
    'linked',
    { scope: 'file' },
    ({ harness }) =>
      async (defect: string, summary = 'Term filter ignores the session'): Promise<number> => {
        const number = await harness.world.open({ subject: `About ${defect}` });
        const form = await (await harness.tia.command(`defect CB-${number}`)).change({ finding: 'defect' });
        await form.submit({ ...tried, 'defect-number': defect, summary });
        return number;
      },
  );

const tried = { environment: 'Staging', steps: 'Open term 2', result: 'Term 1 is shown' };

describe('the form', () => {
  it('opens for advisors, by command and with the button on the case', async ({ harness }) => {
    const { tia, ada, world } = harness;
    const number = await world.open({ subject: 'Grades vanish' });
    const form = await tia.command(`defect CB-${number}`);
    expect(form.text).toContain(`CB-${number} · Grades vanish\nNot reproduced yet.`);
    expect(form.text).toContain('What is it?*: Not decided yet');
    expect((await (await tia.command(`CB-${number}`)).choose('More', 'Defect')).text).toContain('# Defect');
    expect((await ada.command(`defect CB-${number}`)).text).toContain("isn't one of your commands.");
    expect((await ada.command(`CB-${number}`)).text).not.toContain('Defect');
  });

  it('asks what the finding needs, and can be used again: earlier attempts are listed above', async ({ harness }) => {
    const { tia, world } = harness;
    const number = await world.open();
    const first = await tia.command(`defect CB-${number}`);
    expect((await first.submit({ steps: '' })).mistakes).toEqual({ steps: 'Enter what you tried, or choose a finding.' });
    expect((await first.submit({ steps: 'Open it' })).mistakes).toEqual({ result: 'Enter what you saw.' });
    expect((await first.submit(tried)).text).toBe(`Attempt saved on CB-${number}. Only advisors see it.`);
    await (
      await tia.command(`defect CB-${number}`)
    ).submit({ ...tried, environment: 'Sandbox', result: 'Term 2, as it should be' });
    const third = await tia.command(`defect CB-${number}`);
    expect(third.text).toContain('2 attempts\nStaging · Tia Holm · ');
    expect(third.text).toContain('Sandbox · Tia Holm');
    expect(third.text).toContain('Result: Term 2, as it should be');
    expect(third.text).not.toContain('Development issue number');
    const asked = await third.change({ finding: 'incident' });
    expect(asked.text).toContain('Reason: ');
    expect((await asked.submit({ reason: 'Cleared by itself' })).text).toBe(
      `CB-${number} is qualified as an isolated incident. Only advisors see this.`,
    );
  });

  it('requires an attempt and a valid number for a product defect', async ({ harness }) => {
    const { tia, world } = harness;
    const number = await world.open();
    const form = await (await tia.command(`defect CB-${number}`)).change({ finding: 'defect' });
    expect((await form.submit({ 'defect-number': 'CB-1' })).mistakes).toEqual({
      'defect-number': 'A development issue number looks like DEV-4711.',
    });
    expect((await form.submit({ 'defect-number': 'DEV-1', summary: 'x' })).mistakes.steps).toContain('at least one attempt');
    expect(Object.keys((await form.submit({ 'defect-number': 'DEV-1' })).mistakes)).toEqual(['steps', 'summary']);
    expect((await form.submit({ ...tried, 'defect-number': 'DEV-1' })).mistakes.summary).toContain('DEV-1 is new.');
    expect((await form.submit({ ...tried, 'defect-number': 'dev-1', summary: 'x' })).text).toBe(
      `CB-${number} is linked to DEV-1. Development is working on it.`,
    );
  });

  it('shows a known defect with the count of its other cases before it is joined', async ({ harness, linked }) => {
    const { tia, world, db } = harness;
    await linked('DEV-20');
    const number = await world.open();
    const form = await (await tia.command(`defect CB-${number}`)).change({ finding: 'defect' });
    const known = await form.submit({ ...tried, 'defect-number': 'DEV-20' });
    expect(known.text).toContain(
      'DEV-20 already exists: Term filter ignores the session (Grade Book, Medium, Open). 1 other case is linked to it.',
    );
    expect(known.text).toContain('[Link to DEV-20]');
    expect(known.text).not.toContain('Plainview');
    expect(await db.prisma.case.findUniqueOrThrow({ where: { number } })).toMatchObject({ status: 'New', defectId: null });
    expect((await known.submit()).text).toContain('linked to DEV-20');
    expect((await known.submit()).reply).toEqual({ kind: 'done' });
    expect(await db.prisma.replication.count({ where: { case: { number } } })).toBe(1);
    // a second known number is shown before the case is linked
    await linked('DEV-21', 'Something else');
    const reopened = await (await tia.command(`defect CB-${number}`)).change({ finding: 'defect' });
    const once = await reopened.submit({ 'defect-number': 'DEV-20', reason: 'Same' });
    expect((await once.submit({ 'defect-number': 'DEV-21' })).text).toContain('DEV-21 already exists: Something else');
  });
});

describe('the link to a defect', () => {
  it('is removed with a reason after the form says what follows, and another issue can be linked', async ({
    harness,
    linked,
  }) => {
    const { tia, ada, db, conversation } = harness;
    const number = await linked('DEV-70');
    const form = await tia.command(`defect CB-${number}`);
    expect(form.text).toContain('Link to the defect*: Keep the link to DEV-70');
    const removing = await form.change({ link: 'remove' });
    expect(removing.text).toContain('This removes the link to DEV-70. The case goes back to the queue. The contact is notified');
    expect(removing.text).toContain('[Remove link]');
    // chosen and saved at once, where a choice is not reported: first the form says what follows
    const atOnce = await form.submit({ link: 'remove', reason: 'It was the cache' });
    expect(atOnce.text).toContain('This removes the link to DEV-70.');
    expect((await removing.submit()).mistakes).toEqual({ reason: 'Enter why the link is removed.' });
    const stale = await (await tia.command(`defect CB-${number}`)).change({ link: 'remove' });
    const stored = () => db.prisma.case.findUniqueOrThrow({ where: { number } });
    expect(await stored()).toMatchObject({ status: 'AssignedToDevelopment' });
    expect((await removing.submit({ reason: 'It was the cache' })).text).toBe(
      `CB-${number} is no longer linked to a defect, and the contact is notified.`,
    );
    expect(await stored()).toMatchObject({ status: 'New', defectId: null });
    expect((await removing.submit({ reason: 'It was the cache' })).reply).toEqual({ kind: 'done' });

    expect((await conversation(number, 'contact')).at(-1)).toBe(
      'Tia Holm unlinked this case from product defect DEV-70. The case is with support again.',
    );
    const hers = (await ada.command(`history CB-${number}`)).text;
    expect(hers).toContain('unlinked the case from its product defect');
    expect(hers + (await ada.command(`CB-${number}`)).text + (await conversation(number, 'contact')).join()).not.toContain(
      'cache',
    );
    expect((await tia.command(`history CB-${number}`)).text).toContain('DEV-70: It was the cache');

    // no link, nothing to remove
    const again = await tia.command(`defect CB-${number}`);
    expect(again.text).not.toContain('Link to the defect');
    expect((await stale.submit({ reason: 'x' })).text).toContain('not linked to a defect anymore');
    const other = await again.change({ finding: 'defect' });
    expect((await other.submit({ 'defect-number': 'DEV-71', summary: 'Another' })).text).toContain('is linked to DEV-71');
  });

  it('is not removed from another defect that the case was linked to meanwhile, until the form has said so', async ({
    harness,
    linked,
  }) => {
    const { tia, db } = harness;
    const number = await linked('DEV-73');
    const stale = await (await tia.command(`defect CB-${number}`)).change({ link: 'remove' });
    const other = await (await tia.command(`defect CB-${number}`)).change({ finding: 'defect' });
    await other.submit({ 'defect-number': 'DEV-74', summary: 'Another', reason: 'Not that one' });
    const asked = await stale.submit({ reason: 'It was the cache' });
    expect(asked.text).toContain('This removes the link to DEV-74.');
    const stored = () => db.prisma.case.findUniqueOrThrow({ where: { number }, include: { defect: true } });
    expect(await stored()).toMatchObject({ status: 'AssignedToDevelopment', defect: { number: 'DEV-74' } });
    await asked.submit({ reason: 'It was the cache' });
    expect(await stored()).toMatchObject({ status: 'New', defect: null });
  });

  it('can go with the finding that it is an isolated incident', async ({ harness, linked }) => {
    const { tia, db } = harness;
    const number = await linked('DEV-72');
    const form = await (await tia.command(`defect CB-${number}`)).change({ finding: 'incident', link: 'remove' });
    expect((await form.submit({ reason: 'It was the cache' })).text).toContain('qualified as an isolated incident');
    const { id: caseId } = await db.prisma.case.findUniqueOrThrow({ where: { number } });
    const entries = await db.prisma.historyEntry.findMany({ where: { caseId }, orderBy: { id: 'asc' } });
    expect(entries.slice(-2).map(({ action, why }) => [action, why])).toEqual([
      ['qualify-incident', 'It was the cache'],
      ['unlink', 'DEV-72: It was the cache'],
    ]);
    const note = await db.prisma.post.findFirstOrThrow({ where: { caseId, kind: 'note' }, orderBy: { id: 'desc' } });
    expect(note.body).toBe('Qualified as an isolated incident.\n\nUnlinked from the defect.\n\nIt was the cache');
  });
});

describe('a linked defect', () => {
  it('shows the contact its number and that development is working on it, but nothing internal', async ({ harness, linked }) => {
    const { ada, conversation } = harness;
    const number = await linked('DEV-30');
    const seen = (await ada.command(`CB-${number}`)).text;
    expect(seen).toContain('Defect: DEV-30 (in development)');
    expect(seen).toContain('Waiting on: Development');
    expect((await conversation(number, 'contact')).at(-1)).toBe(
      'Tia Holm linked this case to product defect DEV-30. Development is working on it.',
    );
    const history = (await ada.command(`history CB-${number}`)).text;
    expect(history).toContain('DEV-30');
    for (const text of [seen, history, ...(await conversation(number, 'contact'))]) expect(text).not.toMatch(/Term (filter|1)/);
  });

  it('shows advisors its cases, one page at a time', async ({ harness, linked }) => {
    const { tia, db } = harness;
    const number = await linked('DEV-31');
    const first = await db.prisma.case.findUniqueOrThrow({ where: { number } });
    const { accountId, contactId, defectId, subject, description, priority, module, caseType, category, source, createdAt } =
      first;
    const more = {
      accountId,
      contactId,
      defectId,
      subject,
      description,
      priority,
      module,
      caseType,
      category,
      source,
      createdAt,
    };
    await db.prisma.case.createMany({ data: Array.from({ length: 20 }, () => ({ ...more, updatedAt: createdAt })) });
    const seen = await tia.command('defect dev-31');
    expect(seen.text).toContain('# DEV-31 · Term filter ignores the session');
    expect(seen.text).toContain('State: Open\nSeverity: Medium\nModule: Grade Book\nDue: ');
    expect(seen.text).toContain('21 cases · page 1 of 2');
    expect(seen.text).toContain(' · Plainview School District · ');
    expect(seen.text).not.toContain('[Mark fixed]');
    const next = await seen.press('Next page');
    expect(next.reply).toMatchObject({ kind: 'card', replace: true });
    expect(next.text).toContain('page 2 of 2');
  });

  it('says when it is overdue', async ({ harness, linked }) => {
    const { tia, db } = harness;
    await linked('DEV-32');
    await db.prisma.defect.update({ where: { number: 'DEV-32' }, data: { warnedAt: new Date(), breachedAt: new Date() } });
    expect((await tia.command('defect DEV-32')).text).toContain('(overdue)');
  });

  it.for([
    ['defect', 'Which case or defect?'],
    ['defect nonsense', "“nonsense” isn't the number of a case or a defect."],
    ['defect DEV-9999', 'No case is linked to DEV-9999.'],
  ] as const)('%s', async ([text, hint], { harness }) => {
    expect((await harness.tia.command(text)).text).toContain(hint);
  });

  it('is not opened by a message that a contact writes in plain language', async ({ harness }) => {
    expect((await harness.ada.says('Defect found')).text).toContain('Is this a new case');
    expect((await harness.ada.says('Release notes missing')).text).toContain('Is this a new case');
    expect((await harness.ada.command('defect DEV-30')).text).toContain("isn't one of your commands.");
  });
});
