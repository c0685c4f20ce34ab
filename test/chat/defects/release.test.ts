import { describe, expect } from 'vitest';
import { renderDelivery } from '../../../src/chat/render-delivery.ts';
import { runCli } from '../../../src/cli/index.ts';
import { moveFixedCases } from '../../../src/usecases/defects/move-fixed-cases.ts';
import { readCard } from '../read-card.ts';
import { test as it } from './fixtures.ts';

it.beforeAll(async ({ harness }) => {
  await harness.db.prisma.person.update({ where: { id: harness.world.max.id }, data: { lead: true } });
  const news = { platform: 'slack' as const, workspaceId: 'T0PLAIN', channelId: 'C0NEWS', purposes: ['notices' as const] };
  await harness.db.prisma.channel.create({ data: news });
});

describe('release', () => {
  it('is for leads', async ({ harness }) => {
    for (const [someone, refusal] of [
      [harness.tia, 'Only leads can do that.'],
      [harness.ada, "“release” isn't one of your commands."],
    ] as const) {
      expect((await someone.command('release')).text).toContain(refusal);
      expect((await someone.command('release fixed')).text).toContain(refusal);
      expect((await someone.command('help commands')).text).not.toContain('release');
    }
    expect((await harness.max.command('help commands')).text).toContain('release [fixed | name]');
  });

  it('explains how to create the first release when none exists', async ({ harness }) => {
    const seen = await harness.max.command('release');
    expect(seen.text).toContain('Releases and Rx packs\nNo releases yet.');
    expect((await seen.press('Mark fixed')).text).toContain('Defects*: ');
  });

  it('says so when the release is unknown', async ({ harness }) => {
    expect((await harness.max.command('release Release 1999')).text).toContain(
      "We couldn't find a release named “Release 1999”.",
    );
  });
});

describe('a fix', () => {
  it('asks for the defects and the release, then for a release note for each defect', async ({ harness, linked }) => {
    const { max, ada, conversation } = harness;
    const [first, second] = [await linked('DEV-1'), await linked('DEV-2', 'Fees')];
    const form = await max.command('release fixed DEV-1');
    expect((await form.submit({ defects: 'DEV-1, x', release: '' })).mistakes).toEqual({
      defects: "“x” isn't a development issue number. A development issue number looks like DEV-4711.",
    });
    expect((await form.submit({ defects: 'DEV-1', release: 'Rx 2026.11.3' })).mistakes).toEqual({
      date: 'Choose a release date.',
    });
    const notes = await form.submit({ defects: 'DEV-1, dev-2', release: 'Rx 2026.11.3', date: '2026-12-01' });
    expect(notes.text).toContain('Rx 2026.11.3, a new Rx pack, dated Dec 1, 2026.');
    expect(notes.text).toContain('Release note for DEV-1: \nRelease note for DEV-2: ');
    const named = await notes.submit({ 'note-DEV-1': 'Plainview School District sees its grades again.' });
    expect(named.mistakes).toEqual({ 'note-DEV-1': "All customers will read this. Don't name Plainview School District." });
    const done = await notes.submit({ 'note-DEV-1': 'Grades show the right term.' });
    expect(done.text).toContain('Marked DEV-1 and DEV-2 fixed in Rx 2026.11.3.');
    expect(done.text).toContain('Cases: 2 of 2 cases updated');
    expect(done.text).toContain('DEV-2 Fees | No release note yet | [View]');
    expect((await notes.submit({})).reply).toEqual({ kind: 'done' });

    for (const [number, defect] of [
      [first, 'DEV-1'],
      [second, 'DEV-2'],
    ] as const) {
      const seen = (await ada.command(`CB-${number}`)).text;
      expect(seen).toContain('Status: Available in Release');
      expect(seen).toContain(`Defect: ${defect}, fixed in Rx 2026.11.3 (planned for Dec 1, 2026)`);
      expect(seen).toContain('Waiting on: Rx 2026.11.3 (planned for Dec 1, 2026)');
      expect((await conversation(number, 'contact')).at(-1)).toBe(
        `Max Reyes marked ${defect} fixed in Rx 2026.11.3, dated Dec 1, 2026.`,
      );
    }
  });

  it('of many cases replies with its progress, and the clock updates the rest', async ({ harness, linked, fix }) => {
    const { db, max, world } = harness;
    const number = await linked('DEV-3');
    const first = await db.prisma.case.findUniqueOrThrow({ where: { number } });
    const { accountId, contactId, defectId, status, subject, description, priority, module, caseType, category, source } = first;
    const row = { accountId, contactId, defectId, status, subject, description, priority, module, caseType, category, source };
    const at = { createdAt: first.createdAt, updatedAt: first.updatedAt };
    await db.prisma.case.createMany({ data: Array.from({ length: 29 }, () => ({ ...row, ...at })) });
    const seen = await fix('DEV-3', 'Release 2027.01', { 'note-DEV-3': 'Fees add up.' });
    expect(seen.text).toContain('Cases: 12 of 30 cases updated, the rest within minutes');
    expect((await max.command('release')).text).toContain(
      'Release 2027.01 Planned for Dec 1, 2026 | 1 defect · 12 of 30 cases updated',
    );
    await moveFixedCases(world.services);
    const later = await (await max.command('release release 2027.01')).press('Refresh');
    expect(later.text).toContain('Cases: 30 of 30 cases updated');
    await db.prisma.delivery.updateMany({
      where: { post: { action: 'fixed', case: { number } } },
      data: { state: 'dead', errorCode: 'gone' },
    });
    expect((await max.command('release Release 2027.01')).text).toMatch(/[1-9] messages? not delivered\. The cases show which\./);
  });

  it('is offered on the defect, with the form filled in', async ({ linked, harness }) => {
    await linked('DEV-4');
    const form = await (await harness.max.command('defect DEV-4')).press('Mark fixed');
    expect(form.text).toContain('Defects*: DEV-4');
  });

  it('of a known release keeps its date; linking a case to a fixed defect updates the case at once', async ({
    harness,
    linked,
  }) => {
    const { max, tia, world } = harness;
    await linked('DEV-5');
    const second = await (await max.command('release fixed')).submit({ defects: 'DEV-5', release: 'release 2027.01' });
    expect(second.text).toContain('Release 2027.01, release, dated Dec 1, 2026.');
    await second.submit({ 'note-DEV-5': 'All good.' });
    const number = await world.open();
    const form = await (await tia.command(`defect CB-${number}`)).change({ finding: 'defect' });
    const known = await form.submit({ environment: 'Staging', steps: 'a', result: 'b', 'defect-number': 'DEV-5' });
    expect((await known.submit()).text).toBe(
      `CB-${number} is linked to DEV-5, which is fixed. The case is now Available in Release.`,
    );
  });
});

describe('publishing', () => {
  it('asks for the missing notes, notifies the contacts with working buttons, and posts the notes', async ({
    harness,
    linked,
    fix,
  }) => {
    const { max, ada, db, world, conversation } = harness;
    const number = await linked('DEV-10');
    const other = await linked('DEV-11', 'Fees');
    await fix('DEV-10 DEV-11', 'Release 2026.12', { 'note-DEV-11': 'Fees add up.' });
    const form = await (await max.command('release Release 2026.12')).press('Publish');
    expect(form.text).toContain('Release 2026.12, dated Dec 1, 2026: 2 of 2 cases updated.');
    expect(form.text).toContain('- Fees add up. (DEV-11)');
    expect(form.text).not.toContain('Release note for DEV-11');
    expect((await form.submit({})).mistakes).toEqual({ 'note-DEV-10': 'Add a release note for DEV-10.' });
    const done = await form.submit({ 'note-DEV-10': 'Grades show\nthe right term.' });
    expect(done.text).toContain('Release 2026.12 is published.');
    expect(done.text).toContain('Notified: 2 cases');
    expect((await form.submit({ 'note-DEV-10': 'Again' })).reply).toEqual({ kind: 'done' });

    expect((await conversation(number, 'contact')).at(-1)).toBe(
      [
        '@Ada Park, Max Reyes published Release 2026.12, which fixes DEV-10.',
        'Did this resolve it?',
        '[Yes, close case] [No, still happening]',
      ].join('\n'),
    );
    expect((await ada.command(`CB-${number}`)).text).toContain('Defect: DEV-10, fixed in Release 2026.12 (published)');
    await (await ada.command(`CB-${number}`)).press('Yes, close case');
    expect((await ada.command(`CB-${number}`)).text).toContain('Status: Closed');
    expect((await ada.command(`CB-${other}`)).text).toContain('Waiting on: You (confirm the resolution)');

    const sent = await db.prisma.delivery.findMany({ where: { kind: 'release' } });
    expect(sent).toHaveLength(1);
    const shown = await renderDelivery(world.services, sent[0]?.id ?? 0);
    const text = shown ? readCard(shown.card) : '';
    expect(text).toBe(
      [
        '# Release 2026.12: release notes',
        'Released Dec 1, 2026',
        '> ## Grade Book\n\n- Grades show the right term. (DEV-10)\n\n## Fees\n\n- Fees add up. (DEV-11)',
      ].join('\n'),
    );
    expect(text).not.toMatch(/Internal|Plainview/);
    expect((await max.command('release Release 2026.12')).text).toContain('- Grades show the right term. (DEV-10)');
  });

  it('gives the same notes as a Markdown file', async ({ harness }) => {
    let out = '';
    let err = '';
    const terminal = {
      environment: { DATABASE_URL: harness.db.url },
      out: (text: string) => void (out += text),
      err: (text: string) => void (err += text),
    };
    expect(await runCli(['release-notes', 'release 2026.12'], terminal)).toBe(0);
    expect(out).toBe(
      '# Release 2026.12\n\nReleased Dec 1, 2026\n\n## Grade Book\n\n- Grades show the right term. (DEV-10)\n\n## Fees\n\n- Fees add up. (DEV-11)',
    );
    expect(await runCli(['release-notes', 'Release 1'], terminal)).toBe(1);
    expect(err).toContain('no release is named “Release 1”');
  });
});

it('lists releases by page, newest first', async ({ harness }) => {
  const { db, max } = harness;
  const many = Array.from({ length: 10 }, (_, index) => ({
    name: `Release 2025.${index + 1}`,
    date: new Date(`2025-${String(index + 1).padStart(2, '0')}-01`),
  }));
  await db.prisma.release.createMany({ data: many });
  const first = await max.command('release');
  expect(first.text).toContain('13 releases, newest first · page 1 of 2');
  expect(first.text.indexOf('Release 2025.10')).toBeLessThan(first.text.indexOf('Release 2025.9'));
  const second = await first.press('Next page');
  expect(second.text).toContain('Release 2025.1 Planned for Jan 1, 2025 | 0 defects · no cases to update');
  expect((await second.press('Previous page')).text).toContain('page 1 of 2');
});
