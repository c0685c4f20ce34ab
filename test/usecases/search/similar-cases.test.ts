import { describe, expect } from 'vitest';
import { addNote } from '../../../src/usecases/cases/add-note.ts';
import { declareNotice } from '../../../src/usecases/notices/declare-notice.ts';
import { similarCases } from '../../../src/usecases/search/similar-cases.ts';
import { loadCases } from '../../bench/similar/load-cases.ts';
import { labeledCases } from '../../bench/similar/parse-cases.ts';
import { test as base } from '../fixtures.ts';

const blank = { subject: 'Report cards are empty', description: 'Printed report cards show no grades in any course.' };

const test = base
  .extend('loaded', { scope: 'file', auto: true }, ({ db, ada }) => loadCases(db, ada, labeledCases()))
  .extend('subjects', { scope: 'file' }, ({ services }) => async (...input: Parameters<typeof similarCases> extends [unknown, ...infer Rest] ? Rest : never) =>
    (await similarCases(services, ...input)).cases.map(({ subject }) => subject)); // prettier-ignore

describe('similar cases', () => {
  test('are about the same in two of three lines, for cases that people wrote in their own words', async ({
    services,
    ada,
    loaded,
  }) => {
    const topics = new Map(loaded.map(({ number, topic }) => [number, topic]));
    const queries = loaded.filter(({ topic }, index) => topic !== null && index % 4 === 0);
    const hits: boolean[] = [];
    let answered = 0;
    for (const query of queries) {
      const { cases } = await similarCases(services, ada, query, query.number);
      const right = cases.map(({ number }) => topics.get(number) === query.topic);
      hits.push(...right);
      answered += right.some(Boolean) ? 1 : 0;
    }
    expect(hits.filter(Boolean).length / hits.length, 'right of those shown').toBeGreaterThan(0.66);
    expect(answered / queries.length, 'queries with a right one').toBeGreaterThan(0.6);
    expect(hits.filter(Boolean).length / (3 * queries.length), 'precision at 3').toBeGreaterThan(0.3);
  });

  test('are three at most, and never the case itself', async ({ ada, loaded, subjects }) => {
    const found = await subjects(ada, blank);
    expect(found).toContain('Report cards are empty');
    expect(found.length).toBeLessThanOrEqual(3);
    const self = loaded.find(({ subject }) => subject === 'Report cards are empty');
    expect(await subjects(ada, blank, self?.number)).not.toContain('Report cards are empty');
  });

  test.for(['hi', 'thanks!', 'ok', '👍', '', 'please call me', 'The student'])(
    'are not guessed for “%s”',
    async (text, { ada, services }) => {
      expect(await similarCases(services, ada, { subject: text, description: text })).toEqual({
        cases: [],
        defects: [],
        incidents: [],
      });
    },
  );

  test('are found by what a description says, not by its Markdown', async ({ ada, subjects }) => {
    const description = 'The **report** card batch prints _blank_ boxes where the grades go, [see here](https://x.example).';
    expect(await subjects(ada, { subject: '', description })).toContain('report cards no grades');
  });

  test('survive a pasted log', async ({ ada, subjects }) => {
    const log = 'at Object.<anonymous> (node:internal/modules:1105:14)\n'.repeat(2000);
    expect(await subjects(ada, { ...blank, description: `${blank.description}\n${log}` })).toContain('Report cards are empty');
  });

  test("are the reader's own account's for contacts, and every account's for advisors", async ({ rosa, max, subjects }) => {
    expect(await subjects(rosa, blank)).toEqual([]);
    expect(await subjects(max, blank)).toContain('Report cards are empty');
  });

  test('are also found by Read-Only contacts, who may view them', async ({ rita, subjects }) => {
    expect(await subjects(rita, blank)).toContain('Report cards are empty');
  });

  test('are never found by internal notes', async ({ services, ada, max, open, request, subjects }) => {
    const number = await open({ subject: 'A quiet question', description: 'See the attachment.' });
    const text = 'Zanzibar quokka marmalade is what the vendor calls this defect.';
    await addNote(services, max, { number, text }, request());
    for (const person of [ada, max]) expect(await subjects(person, { subject: text, description: text })).toEqual([]);
  });

  test('give way when there is no time for them', async ({ services, ada }) => {
    const nothing = { cases: [], defects: [], incidents: [] };
    expect(await similarCases(services, ada, blank, null, { limitMs: 0 })).toEqual(nothing);
  });
});

describe('known answers', () => {
  test.beforeAll(async ({ db, ada, rosa, at, services, max, request, open }) => {
    const { prisma } = db;
    const release = await prisma.release.create({
      data: { name: 'Release 2611', date: new Date('2026-11-20'), publishedAt: at.now },
    });
    const common = { module: 'Grade Book', severity: 'High', createdAt: at.now } as const;
    const summary = 'Report card print job loses grades of courses for Rivertown';
    const open1 = await prisma.defect.create({ data: { ...common, number: 'DEV-1', summary, releaseNote: 'Printed report cards show grades of all courses.' } }); // prettier-ignore
    await prisma.defect.create({
      data: {
        ...common,
        number: 'DEV-2',
        summary: 'Locker wizard assigns occupied lockers',
        state: 'Released',
        releaseId: release.id,
        releaseNote: 'The locker wizard no longer assigns lockers that are occupied.',
      },
    });
    const number = await open({ subject: 'Report cards without grades', description: 'Printed cards show courses only.' });
    await prisma.case.update({ where: { number }, data: { defectId: open1.id } });
    const declare = (title: string, accountIds: number[]) =>
      declareNotice(
        services,
        { ...max, lead: true },
        {
          ...{ kind: 'incident', title, modules: ['Scheduling'], severity: 'major', state: 'Investigating', everyAccount: false },
          ...{ accountIds, message: 'The walk-in scheduler shows an error page.', instructions: null },
          ...{ startsAt: at.now, endsAt: null, nextUpdateAt: null },
        },
        {},
        request(),
      );
    await declare('Walk-in scheduler is down at Plainview', [ada.accountId]);
    await declare('Walk-in scheduler is down at Rivertown', [rosa.accountId]);
  });

  test("name a defect to contacts by the words of their own account's case, never by its summary", async ({
    services,
    ada,
    rosa,
    max,
  }) => {
    const shown = async (person: typeof ada | typeof max) =>
      (await similarCases(services, person, blank)).defects.map(({ number, title }) => `${number} ${title}`);
    expect(await shown(max)).toEqual(['DEV-1 Report card print job loses grades of courses for Rivertown']);
    expect(await shown(ada)).toEqual(['DEV-1 Report cards without grades']);
    expect(await shown(rosa)).toEqual([]);
    const bySummary = { subject: 'Report card print job loses grades', description: 'Rivertown' };
    expect((await similarCases(services, rosa, bySummary)).defects).toEqual([]);
  });

  test('name the release that fixed a problem to everybody', async ({ services, ada, rosa, max }) => {
    const typed = { subject: 'Locker wizard gives out occupied lockers', description: 'It assigns lockers again.' };
    for (const person of [ada, rosa, max]) {
      const [defect] = (await similarCases(services, person, typed)).defects;
      expect(defect).toMatchObject({
        number: 'DEV-2',
        state: 'Released',
        release: { name: 'Release 2611', published: true },
        releaseNote: 'The locker wizard no longer assigns lockers that are occupied.',
      });
    }
  });

  test("show open incidents of the reader's account", async ({ services, ada, rosa, max }) => {
    const typed = { subject: 'Walk-in scheduler error', description: 'The scheduler is down and shows an error page.' };
    const shown = async (person: typeof ada | typeof max) =>
      (await similarCases(services, person, typed)).incidents.map(({ title }) => title).sort();
    expect(await shown(ada)).toEqual(['Walk-in scheduler is down at Plainview']);
    expect(await shown(rosa)).toEqual(['Walk-in scheduler is down at Rivertown']);
    expect(await shown(max)).toHaveLength(2);
  });
});
