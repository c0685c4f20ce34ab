// What people may not see, get back or hold up once they have moved to another account or side.
import { expect } from 'vitest';
import { askContact } from '../../../src/usecases/cases/ask-contact.ts';
import { claimCase } from '../../../src/usecases/cases/claim-case.ts';
import { closeCase } from '../../../src/usecases/cases/close-case.ts';
import { markFixed } from '../../../src/usecases/defects/mark-fixed.ts';
import { openCase } from '../../../src/usecases/cases/open-case.ts';
import { reopenCase } from '../../../src/usecases/cases/reopen-case.ts';
import { resolveCase } from '../../../src/usecases/cases/resolve-case.ts';
import { sweepFollowUps } from '../../../src/usecases/clock/sweep-follow-ups.ts';
import { viewCase } from '../../../src/usecases/cases/view-case.ts';
import { newCase, vendor, isolatedTest as base } from '../fixtures.ts';

const it = base.extend('openOfRosa', ({ world }) => async (): Promise<number> => {
  const outcome = await openCase(
    world.services,
    world.rosa,
    newCase,
    { workspaceId: vendor, directChannel: 'D0ROSA' },
    world.request(),
  );
  if (outcome === 'repeat') throw new Error('a new request was taken for a repeat');
  return outcome.number;
});

it('accepts as a duplicate only another case of the same account, because the contact sees the number', async ({
  world,
  openOfRosa,
}) => {
  const [number, original, foreign] = [await world.open(), await world.open(), await openOfRosa()];
  const closeAs = (of: number) =>
    closeCase(world.services, world.max, { number, reason: `Duplicate of CB-${of}` }, world.request());
  for (const other of [foreign, number, 999_999])
    await expect(closeAs(other)).rejects.toMatchObject({
      code: 'bad-reason',
      fields: { 'duplicate-of': expect.any(String) as string },
    });
  expect(await closeAs(original)).toEqual({ number, reachesContact: true });
});

it('does not give a reopened case back to a former advisor who is now a contact', async ({ world, db }) => {
  const number = await world.open();
  await claimCase(world.services, world.tia, number, world.request());
  await closeCase(world.services, world.max, { number, reason: 'Resolved' }, world.request());
  await db.prisma.person.update({
    where: { id: world.tia.id },
    data: { kind: 'contact', accountId: world.rosa.accountId, contactType: 'support' },
  });
  await reopenCase(world.services, world.ada, { number, details: 'Again' }, world.request());
  expect(await db.prisma.case.findUnique({ where: { number } })).toMatchObject({ status: 'New', advisorId: null });
});

it("does not hold up other accounts' reminders for an account that is always closed", async ({ openOfRosa, world, db }) => {
  const [closed, number] = [await openOfRosa(), await world.open()];
  for (const one of [closed, number])
    await askContact(world.services, world.max, { number: one, question: 'Which term?' }, world.request());
  await db.prisma.account.update({ where: { key: 'rivertown' }, data: { closed: ['2000-01-01/2099-12-31'] } });
  world.at.now = new Date('2026-11-05T15:00:00Z');
  expect(await sweepFollowUps(world.services)).toEqual({ reminded: 1, closed: 0, held: 0 });
  expect((await viewCase(world.services, world.max, closed)).case.status).toBe('PendingCustomerInput');
  await resolveCase(world.services, world.max, { number: closed, explanation: 'Closed for good.' }, world.request());
  expect(await db.prisma.followUp.count({ where: { case: { number: closed } } })).toBe(0);
});

it('does not name a release after an account, because contacts of every account see the name', async ({ db, world }) => {
  await db.prisma.defect.create({
    data: { number: 'DEV-1', summary: 'Wrong term', module: 'Grade Book', severity: 'High', createdAt: world.at.now },
  });
  const lead = { ...world.max, lead: true };
  const fix = { defects: ['DEV-1'], release: 'Rx for Rivertown  schools', date: '2026-11-09', notes: {} };
  await expect(markFixed(world.services, lead, fix, world.request())).rejects.toMatchObject({
    fields: { release: "All customers will read this. Don't name Rivertown Schools." },
  });
  expect(await db.prisma.release.count()).toBe(0);
});
