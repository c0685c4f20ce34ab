// The one question after a case is closed, and what becomes of the answer.
import { describe, expect } from 'vitest';
import { renderDelivery } from '../../../src/chat/render-delivery.ts';
import { defaultSettings } from '../../../src/domain/settings.ts';
import type { Services } from '../../../src/usecases/context.ts';
import { closeCase } from '../../../src/usecases/cases/close-case.ts';
import { confirmResolution } from '../../../src/usecases/cases/confirm-resolution.ts';
import { rateCase } from '../../../src/usecases/cases/rate-case.ts';
import { reopenCase } from '../../../src/usecases/cases/reopen-case.ts';
import { resolveCase } from '../../../src/usecases/cases/resolve-case.ts';
import { viewCase } from '../../../src/usecases/cases/view-case.ts';
import { claimCase } from '../../../src/usecases/cases/claim-case.ts';
import { addRecipient } from '../../../src/usecases/notifications/recipients.ts';
import { releaseMail } from '../../../src/usecases/notifications/release-mail.ts';
import { exportRows } from '../../../src/usecases/search/export-rows.ts';
import { resolveStatsPeriod } from '../../../src/domain/stats/stats-period.ts';
import { readReport } from '../../../src/usecases/search/stats.ts';
import { readCard } from '../../chat/read-card.ts';
import { test as base } from '../fixtures.ts';

const it = base
  .extend('services', { scope: 'file' }, ({ world }): Services => {
    const { services } = world;
    return { ...services, mail: true, settings: { ...services.settings, mail: defaultSettings.mail } };
  })
  .extend(
    'close',
    { scope: 'file' },
    ({ world, services }) =>
      (number: number, reason = 'Resolved') =>
        closeCase(services, world.max, { number, reason }, world.request()),
  )
  .extend('closed', { scope: 'file' }, ({ world, close }) => async (): Promise<number> => {
    const number = await world.open();
    await close(number);
    return number;
  })
  /** Returns the cards with the question, by where they are; held ones only exist in the database. */
  .extend('questions', { scope: 'file' }, ({ db, services }) => async (number: number) => {
    const where = { case: { number }, kind: 'satisfaction' as const };
    const rows = await db.prisma.delivery.findMany({ where, include: { destination: true }, orderBy: { id: 'asc' } });
    const found: { place: string; state: string; text: string }[] = [];
    for (const { id, state, destination } of rows) {
      const card = (await renderDelivery(services, id))?.card;
      found.push({ place: destination.channelId, state, text: card ? readCard(card) : '' });
    }
    return found;
  })
  /** Reads the mails to an address that a case's closing sent. */
  .extend('closingMails', { scope: 'file' }, ({ db, services }) => async (number: number, address: string) => {
    const where = {
      post: { case: { number }, action: { in: ['close', 'confirm'] } },
      destination: { platform: 'mail' as const, channelId: address },
    };
    const rows = await db.prisma.delivery.findMany({ where, orderBy: { id: 'asc' } });
    return Promise.all(
      rows.map(async ({ id }) => readCard((await renderDelivery(services, id))?.card ?? { summary: 'nothing', elements: [] })),
    );
  })
  .extend('alertsOf', { scope: 'file' }, ({ db }) => async (number: number) => {
    const where = { case: { number }, kind: 'alert' as const };
    const rows = await db.prisma.delivery.findMany({ where, include: { person: true, post: true }, orderBy: { id: 'asc' } });
    return rows.map(({ person, post }) => `${person?.name}: ${post?.body}`);
  });

const question = (number: number): string => `How did we do on CB-${number}?`;

describe('the question', () => {
  it('is asked in the chat and in the mail that the case is closed, to its contact alone', async ({
    world,
    services,
    close,
    questions,
    closingMails,
  }) => {
    const number = await world.open();
    await addRecipient(services, world.ada, { number, personId: world.ben.id }, world.request());
    await close(number);
    const [asked, ...more] = await questions(number);
    expect(more).toEqual([]);
    expect(asked).toMatchObject({ place: 'D0ADA', state: 'pending' });
    expect(asked?.text).toMatch(/How did we do on CB-\d+\?[^]*\[🙂 Good\][^]*\[😐 Okay\][^]*\[🙁 Poor\]/);
    const [hers] = await closingMails(number, world.ada.email);
    expect(hers).toContain(question(number));
    expect(hers).toContain('🙁 Poor');
    const [his] = await closingMails(number, world.ben.email);
    expect(his).toContain('Resolved');
    expect(his).not.toContain('How did we do');
  });

  it('is not asked again when the case is reopened and closed once more', async ({
    world,
    services,
    closed,
    close,
    questions,
    closingMails,
    db,
  }) => {
    const number = await closed();
    world.at.now = new Date(world.at.now.getTime() + 60_000);
    await reopenCase(services, world.ada, { number, details: 'Again.' }, world.request());
    await close(number);
    expect(await questions(number)).toHaveLength(1);
    const mails = await closingMails(number, world.ada.email);
    expect(mails.map((mail) => mail.includes('How did we do'))).toEqual([true, false]);
    expect(await db.prisma.satisfaction.count({ where: { case: { number } } })).toBe(1);
  });

  it.for(['No response', 'duplicate'])('is not asked after %s', async (reason, { world, close, questions, db }) => {
    const original = await world.open();
    const number = await world.open();
    await close(number, reason === 'duplicate' ? `Duplicate of CB-${original}` : reason);
    expect(await questions(number)).toEqual([]);
    expect(await db.prisma.satisfaction.count({ where: { case: { number } } })).toBe(0);
  });

  it('is asked after No response when the case is closed again for another reason', async ({
    world,
    services,
    close,
    questions,
  }) => {
    const number = await world.open();
    await close(number, 'No response');
    await reopenCase(services, world.ada, { number, details: 'Here I am.' }, world.request());
    await close(number);
    expect(await questions(number)).toHaveLength(1);
  });

  it('is mailed ten minutes later to a contact who closed the case from a mail, unless they answered', async ({
    world,
    services,
    questions,
    db,
  }) => {
    const byMail = (key: string) => ({ idempotencyKey: key, platform: null });
    for (const answers of [false, true]) {
      world.at.now = new Date('2026-11-02T15:00:00Z');
      const number = await world.open();
      world.at.now = new Date('2026-11-02T17:00:00Z');
      await resolveCase(services, world.max, { number, explanation: 'Fixed.' }, world.request());
      await confirmResolution(services, world.ada, number, byMail(`confirms ${answers}`));
      expect((await questions(number)).map(({ place, state }) => [place, state])).toEqual([
        ['D0ADA', 'pending'],
        ['ada@plainview.example', 'held'],
      ]);
      if (answers) await rateCase(services, world.ada, { number, score: 'good' }, byMail('rates'));
      world.at.now = new Date('2026-11-02T17:10:00Z');
      await releaseMail(services);
      const [, mail] = await questions(number);
      expect(mail?.state).toBe('pending');
      expect(mail?.text).toEqual(answers ? '' : expect.stringContaining(question(number)));
    }
    expect(await db.prisma.satisfaction.count({ where: { score: 'good' } })).toBeGreaterThan(0);
  });

  it('is not mailed to a contact who closed the case in the chat', async ({ world, services, questions }) => {
    const number = await world.open();
    await closeCase(services, world.ada, { number, reason: 'Resolved' }, world.request());
    expect((await questions(number)).map(({ place }) => place)).toEqual(['D0ADA']);
  });
});

describe('an answer', () => {
  it('is shown to advisors on the case, thanks the contact, and is in the statistics and the export', async ({
    world,
    services,
    closed,
    questions,
    db,
  }) => {
    const number = await closed();
    await rateCase(services, world.ada, { number, score: 'okay', comment: 'It took a while.' }, world.request());
    expect((await questions(number))[0]?.text).toMatch(/Thanks for your feedback on CB-\d+: \**😐 Okay/);
    expect((await questions(number))[0]?.text).not.toContain('It took a while.');
    expect((await viewCase(services, world.max, number)).case.satisfaction).toMatchObject({
      score: 'okay',
      comment: 'It took a while.',
    });
    const note = await db.prisma.post.findFirstOrThrow({ where: { case: { number }, kind: 'note' } });
    expect(note.body).toContain('It took a while.');
    const month = { ...resolveStatsPeriod('30d', new Date(services.clock.now().getTime() + 1), 'UTC'), split: null, zone: 'UTC' };
    const { total } = await readReport(services, { ...world.max, lead: true }, month);
    expect(total.okay).toBeGreaterThan(0);
    const rows: Record<string, unknown>[] = [];
    for await (const row of exportRows(services, 'cases', {})) rows.push(row);
    expect(rows.find((row) => row.case === `CB-${number}`)).toMatchObject({
      satisfaction: 'okay',
      satisfactionComment: 'It took a while.',
    });
  });

  it('that is low alerts the advisor of the case and the leads, and again with a comment', async ({
    world,
    services,
    close,
    alertsOf,
    db,
  }) => {
    await db.prisma.person.update({ where: { id: world.tia.id }, data: { lead: true } });
    const number = await world.open();
    await claimCase(services, world.max, number, world.request());
    await close(number);
    await rateCase(services, world.ada, { number, score: 'poor' }, world.request());
    const low = 'Ada Park rated this case **🙁 Poor**';
    expect(await alertsOf(number)).toEqual([`Max Reyes: ${low}.`, `Tia Holm: ${low}.`]);
    await rateCase(services, world.ada, { number, score: 'poor', comment: 'Three days!\nReally.' }, world.request());
    expect((await alertsOf(number)).slice(2)).toEqual([
      `Max Reyes: ${low}:\n\n> Three days!\n> Really.`,
      `Tia Holm: ${low}:\n\n> Three days!\n> Really.`,
    ]);
    await db.prisma.person.update({ where: { id: world.tia.id }, data: { lead: false } });
  });

  it('that is good alerts nobody, and can be changed', async ({ world, services, closed, alertsOf, db }) => {
    const number = await closed();
    for (const score of ['good', 'okay', 'good'] as const)
      await rateCase(services, world.ada, { number, score }, world.request());
    expect(await alertsOf(number)).toEqual([]);
    expect(await db.prisma.satisfaction.findFirstOrThrow({ where: { case: { number } } })).toMatchObject({ score: 'good' });
    expect(await db.prisma.post.count({ where: { case: { number }, kind: 'note' } })).toBe(0);
  });

  it('counts once when its button is pressed several times at once', async ({ world, services, closed, alertsOf, db }) => {
    await db.prisma.person.update({ where: { id: world.tia.id }, data: { lead: true } });
    const number = await closed();
    const same = world.request();
    const presses = [same, same, world.request(), world.request()];
    await Promise.all(presses.map((request) => rateCase(services, world.ada, { number, score: 'poor' }, request)));
    expect(await alertsOf(number)).toHaveLength(1);
    await db.prisma.person.update({ where: { id: world.tia.id }, data: { lead: false } });
  });

  it('is refused to everybody but the contact who was asked', async ({ world, services, closed }) => {
    const number = await closed();
    const rate = (who: typeof world.ada) => rateCase(services, who, { number, score: 'poor' }, world.request());
    await expect(rate(world.ben)).rejects.toMatchObject({ code: 'not-allowed', message: `Only Ada Park can rate CB-${number}.` });
    await expect(rate(world.rosa)).rejects.toMatchObject({ code: 'unknown-case' });
    const open = await world.open();
    await expect(rateCase(services, world.ada, { number: open, score: 'good' }, world.request())).rejects.toMatchObject({
      code: 'not-asked',
    });
  });

  it('is never shown to contacts, not even by the time of the last change', async ({ world, services, closed }) => {
    const number = await closed();
    const before = await viewCase(services, world.ben, number);
    world.at.now = new Date(world.at.now.getTime() + 3_600_000);
    await rateCase(services, world.ada, { number, score: 'poor', comment: 'Ben was no help.' }, world.request());
    expect(await viewCase(services, world.ben, number)).toEqual(before);
    expect(JSON.stringify(await viewCase(services, world.ada, number))).not.toContain('no help');
  });
});
