// What the preview of retention says is what the run then does, whatever is closed, held or has files.
import fc from 'fast-check';
import { expect } from 'vitest';
import { previewRetention } from '../../../src/usecases/privacy/retention-preview.ts';
import { runRetention } from '../../../src/usecases/privacy/retention.ts';
import { isolatedTest } from '../fixtures.ts';

const operator = { operator: 'ops' };
const dayMs = 86_400_000;

const oneCase = fc.record({
  isRivertown: fc.boolean(),
  /** days before the run; null: it is open */
  closed: fc.option(fc.integer({ min: 1, max: 60 }), { nil: null, freq: 6 }),
  files: fc.integer({ min: 0, max: 3 }),
  deletedFiles: fc.integer({ min: 0, max: 1 }),
  isHeld: fc.boolean(),
});
const worlds = fc.record({
  cases: fc.array(oneCase, { minLength: 1, maxLength: 12 }),
  keepCases: fc.option(fc.integer({ min: 1, max: 60 }), { nil: null }),
  keepFiles: fc.option(fc.integer({ min: 1, max: 60 }), { nil: null }),
  heldPeople: fc.subarray(['ada', 'rosa', 'ben'] as const),
  heldAccounts: fc.subarray(['plainview', 'rivertown'] as const, { maxLength: 1 }),
});

isolatedTest('does what its preview says, for random days, files and holds', { timeout: 180_000 }, async ({ db, world }) => {
  const { services, ada, ben, rosa, at } = world;
  const people = { ada, ben, rosa };
  const accounts = { plainview: ada.accountId, rivertown: rosa.accountId };
  const held = { reason: 'Smith v. District', placedBy: 'ops', placedAt: at.now };
  const { settings } = services;
  let number = 60_000;
  await fc.assert(
    fc.asyncProperty(worlds, async ({ cases, keepCases, keepFiles, heldPeople, heldAccounts }) => {
      await db.pool.query('truncate legal_hold; truncate "case" cascade');
      for (const { isRivertown, closed, files, deletedFiles, isHeld } of cases) {
        const contact = isRivertown ? rosa : ada;
        const data = {
          ...{ number: ++number, accountId: contact.accountId, contactId: contact.id, priority: 'Medium' as const, subject: 'x' },
          ...{ description: 'x', module: 'Grade Book', caseType: 'Question', category: 'Question', source: 'slack' as const },
          ...(closed === null
            ? { status: 'New' as const }
            : { status: 'Closed' as const, closedAt: new Date(at.now.getTime() - closed * dayMs), closeReason: 'Withdrawn' }),
        };
        const { id: caseId } = await db.prisma.case.create({ data: { ...data, createdAt: at.now, updatedAt: at.now } });
        const written = { caseId, kind: 'public' as const, authorSide: 'contact' as const, createdAt: at.now };
        const post = await db.prisma.post.create({ data: { ...written, authorId: ben.id, authorName: 'Ben Ode', body: 'x' } });
        const file = { caseId, postId: post.id, name: 'a.txt', state: 'stored' as const, uploadedByName: 'x', createdAt: at.now };
        for (let position = 0; position < files + deletedFiles; position++)
          await db.prisma.file.create({ data: { ...file, position, deletedAt: position < files ? null : at.now } });
        if (isHeld) await db.prisma.legalHold.create({ data: { ...held, caseId } });
      }
      for (const name of heldPeople) await db.prisma.legalHold.create({ data: { ...held, personId: people[name].id } });
      for (const key of heldAccounts) await db.prisma.legalHold.create({ data: { ...held, accountId: accounts[key] } });
      services.settings = { ...settings, reopenWithin: 5, keep: { ...settings.keep, cases: keepCases, files: keepFiles } };

      const { kinds } = await previewRetention(services, operator);
      const said = kinds.map(({ accounts: due }) => ({
        cases: due.reduce((sum, one) => sum + one.cases, 0),
        files: due.reduce((sum, one) => sum + one.files, 0),
      }));
      const isLeft = { deletedAt: null, postId: { not: null } };
      const before = await db.prisma.file.count({ where: isLeft });
      const did = await runRetention(services);
      const after = await db.prisma.file.count({ where: isLeft });
      expect({ cases: did.cases, casesWithFiles: did.files }).toEqual({ cases: said[0]?.cases, casesWithFiles: said[1]?.cases });
      expect(before - after).toBe((said[0]?.files ?? 0) + (said[1]?.files ?? 0));
      expect(await db.prisma.case.count({ where: { erasedAt: { not: null } } })).toBe(said[0]?.cases);
      // nothing is due any longer, and nothing that is held was touched
      const again = await previewRetention(services, operator);
      expect(again.kinds.flatMap((one) => one.accounts)).toEqual([]);
      expect(again.kinds.map((one) => one.held)).toEqual(kinds.map((one) => one.held));
    }),
    { numRuns: 12 },
  );
});
