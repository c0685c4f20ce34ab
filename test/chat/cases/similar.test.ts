import { describe, expect } from 'vitest';
import { formatCaseNumber } from '../../../src/domain/case-number.ts';
import { closeCase } from '../../../src/usecases/cases/close-case.ts';
import { declareNotice } from '../../../src/usecases/notices/declare-notice.ts';
import { loadCases } from '../../bench/similar/load-cases.ts';
import { labeledCases } from '../../bench/similar/parse-cases.ts';
import { test as base } from '../harness.ts';

const immunizations = {
  caseType: 'Question',
  subject: 'Immunization compliance shows wrong status',
  module: 'Scheduling',
  priority: 'Low',
  description: 'Both varicella doses are entered, the nurse report still says noncompliant.',
};
const lockers = {
  ...immunizations,
  subject: 'Locker wizard assigns occupied lockers',
  description: 'Two seventh graders got the same combination lock.',
};
const freeText = 'the nurse sees kids as noncompliant, immunization doses of varicella are entered';

const test = base.extend('known', { scope: 'file', auto: true }, async ({ world }) => {
  const { services, at, max, request } = world;
  // what is rare shows among the cases of some months
  const others = labeledCases().filter(({ topic }) => topic !== null && !/immunization|locker|bus|meal/.test(topic));
  await loadCases(services.db, world.ada, others);
  const number = await world.open(immunizations);
  const summary = 'Immunization rule for varicella doses marks students noncompliant (reported by Rivertown nurse)';
  await services.db.prisma.defect.create({
    data: { number: 'DEV-77', summary, module: 'Health', severity: 'High', createdAt: at.now },
  });
  await declareNotice(
    services,
    { ...max, lead: true },
    {
      ...{ kind: 'incident', title: 'Cafeteria terminals offline', modules: ['Food Service'], severity: 'major' },
      ...{ state: 'Investigating', everyAccount: true, accountIds: [], instructions: null },
      ...{ message: 'Point of sale terminals at the serving line lose their connection.' },
      ...{ startsAt: at.now, endsAt: null, nextUpdateAt: null },
    },
    {},
    request(),
  );
  return formatCaseNumber(number);
});

describe('the answer to a message that is not a command', () => {
  test("shows a contact the account's similar case with its status and a button to view it", async ({ ada, known }) => {
    const seen = await ada.says(freeText);
    expect(seen.text).toContain('This may help already');
    expect(seen.text).toContain(`${known} ${immunizations.subject}`);
    expect(seen.text).toContain('New · ');
    expect(seen.text).not.toContain('DEV-77');
    expect((await seen.press('View')).text).toContain(immunizations.description);
  });

  test('shows a Read-Only contact the same, without asking for a post', async ({ rita, known }) => {
    const seen = await rita.says(freeText);
    expect(seen.text).toContain('Nothing was posted.');
    expect(seen.text).toContain(`${known} ${immunizations.subject}`);
  });

  test('shows an advisor the cases of all accounts, with the account, and known problems', async ({ max, known }) => {
    const { text } = await max.says(freeText);
    expect(text).toContain(`${known} ${immunizations.subject}`);
    expect(text).toContain('Plainview School District');
    expect(text).toContain('Known problem: Immunization rule for varicella doses');
    expect(text).toContain('DEV-77 (in development)');
  });

  test("shows nothing of another account's cases, and nothing where nothing is similar", async ({ rosa, ada }) => {
    expect((await rosa.says(freeText)).text).not.toContain('This may help already');
    expect((await ada.says('good morning, I have a question about next week')).text).not.toContain('This may help already');
  });

  test("shows an open incident with the button “We're affected too”", async ({ ada }) => {
    const seen = await ada.says('point of sale terminals in the cafeteria lose connection at the serving line');
    expect(seen.text).toContain('Incident: Cafeteria terminals offline');
    expect(seen.text).toContain('Investigating');
    const pressed = await seen.press("We're affected too");
    expect(pressed.text).toContain('is open and linked to the incident “Cafeteria terminals offline”');
  });
});

describe('the form that opens a case', () => {
  const typed = { ...immunizations, subject: 'Immunization status wrong', description: freeText };

  test('asks once whether it is a similar case, keeps what was typed, and opens the case', async ({ ada, known }) => {
    const asked = await (await ada.command('open')).submit(typed);
    expect(asked.text).toContain('Is it one of these? Your case is not open yet.');
    expect(asked.text).toContain(`${known} ${immunizations.subject}`);
    expect(asked.text).toContain('[Continue]');
    expect(asked.text).toContain(`Description*: ${freeText}`);
    const done = await asked.submit();
    expect(done.text).toMatch(/^# CB-\d+ is open/);
    expect(done.text).toContain('Immunization status wrong');
  });

  test('shows more of the case that is chosen, in the same form', async ({ ada, known }) => {
    const asked = await (await ada.command('open')).submit(typed);
    const changed = await asked.change({ similar: known.slice(3) });
    expect(changed.text).toContain(`${known} ${immunizations.description}`);
    expect(changed.text).toContain(`Description*: ${freeText}`);
  });

  test('opens no case when one is chosen, and keeps the text to post it there', async ({ ada, known, db }) => {
    const asked = await (await ada.command('open')).submit(typed);
    const before = await db.prisma.case.count();
    const chosen = await asked.submit({ similar: known.slice(3) });
    expect(chosen.text).toContain('No new case was opened. We kept what you typed.');
    expect(await db.prisma.case.count()).toBe(before);
    await chosen.press(`Post my text to ${known}`);
    expect((await ada.command(`view ${known}`)).text).toContain(freeText);
    const again = await chosen.press('Open my case anyway');
    expect(again.text).toContain(freeText);
  });

  test('opens the case at once where nothing is similar', async ({ ada, rosa }) => {
    expect((await (await ada.command('open')).submit(lockers)).text).toMatch(/^# CB-\d+ is open/);
    expect((await (await rosa.command('open')).submit(typed)).text).toMatch(/^# CB-\d+ is open/);
  });

  test('asks nothing of a critical case, and of a follow-up', async ({ ada, world, known }) => {
    expect((await (await ada.command('open')).submit({ ...typed, priority: 'Critical' })).text).toMatch(/^# CB-\d+ is open/);
    const { services, ada: actor, request } = world;
    const number = Number(known.slice(3));
    await closeCase(services, actor, { number, reason: 'Withdrawn' }, request());
    const form = await ada.press('follow-up', String(number));
    expect((await form.submit(typed)).text).toMatch(/^# CB-\d+ is open/);
  });

  test('does not take the case it has just opened for a similar one', async ({ ada }) => {
    const form = await ada.command('open');
    const clocks = { ...immunizations, subject: 'Hallway clocks stop at noon', description: 'All clocks in the gym wing stop.' };
    const answers = await Promise.all([1, 2, 3].map(() => form.submit(clocks)));
    expect([...answers, await form.submit(clocks)].map(({ text }) => text).join()).not.toContain('Is it one of these?');
  });

  test('asks an advisor who opens a case for somebody, about the cases of all accounts', async ({ max }) => {
    const asked = await (await max.command('open')).submit({ ...typed, contact: 'rosa@rivertown.example' });
    expect(asked.text).toContain('Is it one of these?');
    expect(asked.text).toContain('Plainview School District');
    expect(asked.text).toContain('Known problem: Immunization rule');
    expect((await asked.submit()).text).toContain('is open for Rosa Lind');
  });

  test('shows only the button to go on where a known problem is all there is', async ({ rosa, db, world: { at } }) => {
    const release = await db.prisma.release.create({
      data: { name: 'Release 2611', date: new Date('2026-11-20'), publishedAt: at.now },
    });
    const note = 'Bus stops and routes of the nightly transportation file show up in the portal.';
    const defect = {
      number: 'DEV-78',
      summary: 'internal words',
      module: 'Transportation',
      severity: 'Low',
      createdAt: at.now,
    } as const;
    await db.prisma.defect.create({ data: { ...defect, state: 'Released', releaseId: release.id, releaseNote: note } });
    const bus = {
      ...typed,
      subject: 'Bus routes and stops missing',
      description: 'The nightly transportation file ran, the portal shows no bus stop.',
    };
    const asked = await (await rosa.command('open')).submit(bus);
    expect(asked.text).toContain(`Fixed problem: ${note}`);
    expect(asked.text).toContain('DEV-78, fixed in Release 2611 (published)');
    expect(asked.text).not.toContain('internal words');
    expect(asked.text).toContain('[Open my case anyway]');
    expect((await asked.submit()).text).toMatch(/^# CB-\d+ is open/);
  });
});

describe('the button “Similar cases”', () => {
  test('shows advisors what is similar to a case, without the case itself', async ({ max, world }) => {
    const other = formatCaseNumber(await world.open({ subject: 'Varicella doses', description: freeText }));
    const seen = await (await max.command(`view ${other}`)).choose('More', 'Similar cases');
    expect(seen.text).toContain(`# Similar to ${other} · Varicella doses`);
    expect(seen.text).toContain('Immunization status wrong | New · Rivertown Schools');
    expect(seen.text).toContain('Known problem: Immunization rule');
    expect(seen.text).not.toContain(`\n${other} `);
  });

  test('says so when there is nothing, and is not offered to contacts', async ({ max, ada, world }) => {
    const other = formatCaseNumber(await world.open({ subject: 'Alumni', description: 'Where do they sign?' }));
    const seen = await (await max.command(`view ${other}`)).choose('More', 'Similar cases');
    expect(seen.text).toContain('No similar cases or known problems.');
    expect((await ada.command(`view ${other}`)).text).not.toContain('Similar cases');
    expect((await ada.press('similar', other.slice(3))).text).toContain('Only advisors can do that.');
  });
});
