import { describe, expect } from 'vitest';
import { syncBanners } from '../../../src/outbox/enqueue/banners.ts';
import { cadences } from '../../../src/domain/cadence.ts';
import type { CaseError } from '../../../src/domain/case-error.ts';
import type { NoticeInput } from '../../../src/domain/notice-input.ts';
import { defaultSettings } from '../../../src/domain/settings.ts';
import { broadcastStatus } from '../../../src/usecases/notices/broadcast-status.ts';
import { declareNotice } from '../../../src/usecases/notices/declare-notice.ts';
import { openNotices, viewNotice } from '../../../src/usecases/notices/notice-facts.ts';
import { changeNotice, closeNotice, updateNotice } from '../../../src/usecases/notices/update-notice.ts';
import { day, hour, test as base } from './fixtures.ts';

const it = base
  /** As a channel is subscribed, or the directory changes. */
  .extend(
    'place',
    { scope: 'file' },
    ({ world, db }) =>
      (only: { noticeId?: number; channelId?: number } = {}): Promise<void> => {
        const { services } = world;
        return db.prisma.$transaction((tx) => syncBanners(tx, services.clock.now(), cadences(defaultSettings), only));
      },
  )
  /** @param receipt a request that comes again has the same */
  .extend('update', { scope: 'file' }, ({ world, notices }) => (id: number, message: string, request = world.request()) => {
    const { lea } = notices;
    const nextUpdateAt = new Date(world.at.now.getTime() + day);
    return updateNotice(world.services, lea, { id, state: 'Identified', message, nextUpdateAt }, request);
  })
  .extend('close', { scope: 'file' }, ({ world, notices }) => (id: number, request = world.request()) => {
    return closeNotice(world.services, notices.lea, { id, state: 'Resolved', message: 'All good.', verify: 'none' }, request);
  })
  .extend('inputOf', { scope: 'file' }, ({ world }) => (over: Partial<NoticeInput>): NoticeInput => ({
    ...{ kind: 'incident', title: 'Grade Book is slow', severity: 'critical', state: 'Identified', modules: [] },
    ...{ everyAccount: true, accountIds: [], message: 'Put right.', instructions: null, startsAt: world.at.now },
    ...{ endsAt: null, nextUpdateAt: new Date(world.at.now.getTime() + day) },
    ...over,
  }));

const everywhere = ['C0PLAIN', 'C0RIVER', 'C0VENDOR'];

it.afterEach(async ({ notices, db }) => {
  await notices.clear();
  await db.prisma.channel.deleteMany({ where: { purposes: { has: 'notices' }, channelId: { notIn: everywhere } } });
  await db.prisma.channel.updateMany({ data: { active: true } });
  await db.prisma.account.updateMany({ data: { active: true } });
});

describe('a banner', () => {
  it('is posted to every notices channel when all accounts are affected', async ({ notices }) => {
    const id = await notices.incident();
    expect(await notices.channelsWith(id, 'banner')).toEqual(everywhere);
    expect(await notices.channelsWith(id, 'broadcast')).toEqual([]);
  });

  it('is posted only to channels of the chosen accounts, not to the support organization’s own channel', async ({ notices }) => {
    await notices.subscribe('C0PLAIN2', notices.plainview);
    const id = await notices.incident({ everyAccount: false, accountIds: [notices.plainview] });
    expect(await notices.channelsWith(id, 'banner')).toEqual(['C0PLAIN', 'C0PLAIN2']);
  });

  it('is not posted for an account that has left, nor to a channel that is unlisted or not for notices', async ({
    db,
    notices,
  }) => {
    await db.prisma.account.update({ where: { id: notices.plainview }, data: { active: false } });
    await db.prisma.channel.updateMany({ where: { channelId: 'C0VENDOR' }, data: { active: false } });
    await notices.subscribe('C0OTHER', notices.rivertown, { purposes: ['queue', 'cases'] });
    const id = await notices.incident();
    expect(await notices.channelsWith(id, 'banner')).toEqual(['C0RIVER']);
  });

  it('is posted once when several processes place it at the same time', async ({ notices, db, place }) => {
    const id = await notices.incident();
    await db.pool.query('delete from delivery; delete from banner; delete from destination');
    await Promise.all([place(), place({ noticeId: id }), place()]);
    expect(await notices.channelsWith(id, 'banner')).toEqual(everywhere);
    await place();
    expect(await notices.channelsWith(id, 'banner')).toEqual(everywhere);
  });

  it('is posted for each of two incidents declared at once in new channels', async ({ notices }) => {
    for (let n = 0; n < 40; n += 1) await notices.subscribe(`C0NEW${n}`, notices.plainview);
    const both = await Promise.all([notices.incident(), notices.incident({ title: 'Fees cannot be paid' })]);
    for (const id of both) expect(await notices.channelsWith(id, 'banner')).toHaveLength(43);
  });

  it('is posted in its current state to a channel that joins late, without earlier updates', async ({
    notices,
    update,
    place,
    db,
  }) => {
    const id = await notices.incident();
    await update(id, 'It is the database.');
    await notices.send();
    const { id: channelId } = await notices.subscribe('C0LATE', notices.rivertown);
    await place({ channelId });
    const where = { state: 'pending' as const, banner: { channelId } };
    expect((await db.prisma.delivery.findMany({ where })).map(({ kind }) => kind)).toEqual(['banner']);
    // the next broadcast comes to it together with all others
    const moments = await db.prisma.banner.findMany({ where: { noticeId: id }, distinct: ['broadcastAt'] });
    expect(moments).toHaveLength(1);
  });

  it('is removed when an account is no longer affected and posted again when it is', async ({
    world,
    notices,
    update,
    inputOf,
    db,
  }) => {
    const { lea, plainview, rivertown } = notices;
    const id = await notices.incident();
    await notices.send();
    await update(id, 'It is the database.');
    const chosen = inputOf({ everyAccount: false, accountIds: [plainview] });
    await changeNotice(world.services, lea, id, chosen, world.request());
    expect(await notices.channelsWith(id, 'banner')).toEqual(['C0PLAIN']);
    // what had not been sent to the others never is
    expect(await notices.channelsWith(id, 'broadcast')).toEqual(['C0PLAIN']);
    await notices.send();
    await changeNotice(world.services, lea, id, { ...chosen, accountIds: [plainview, rivertown] }, world.request());
    expect(await notices.channelsWith(id, 'banner')).toEqual(['C0PLAIN', 'C0RIVER']);
    const river = await db.prisma.banner.findFirstOrThrow({ where: { channel: { channelId: 'C0RIVER' } } });
    expect(river).toMatchObject({ threadRef: null, pinned: false });
    expect(river.broadcastAt?.getTime()).toBeGreaterThan(world.at.now.getTime());
  });

  it('broadcasts at the interval of its severity', async ({ notices, world, inputOf, db }) => {
    const { lea } = notices;
    const id = await notices.incident({ severity: 'minor' });
    await changeNotice(world.services, lea, id, inputOf({ severity: 'major' }), world.request());
    const moments = await db.prisma.banner.findMany({ where: { noticeId: id } });
    expect(moments.map(({ broadcastAt }) => broadcastAt?.getTime())).toEqual(
      moments.map(() => world.at.now.getTime() + 4 * hour),
    );
  });
});

describe('an update', () => {
  it('redraws every banner, appears below it and replaces an update that was not sent yet', async ({
    notices,
    world,
    update,
    db,
  }) => {
    const id = await notices.incident();
    await notices.send();
    notices.pass(hour);
    await broadcastStatus(world.services);
    await update(id, 'It is the database.');
    await update(id, 'It is the *index*.');
    const replies = await notices.read(id, 'broadcast');
    expect(replies).toHaveLength(3);
    for (const reply of replies) expect(reply).toContain('> It is the *index*.');
    const banners = await db.prisma.delivery.findMany({ where: { kind: 'banner' } });
    expect(banners.map(({ state, desiredVersion }) => [state, desiredVersion])).toEqual(banners.map(() => ['pending', 4]));
  });

  it('is not replaced after it has been delivered', async ({ notices, update }) => {
    const id = await notices.incident();
    await update(id, 'It is the database.');
    await notices.send();
    await update(id, 'It is the index.');
    expect(await notices.channelsWith(id, 'broadcast')).toHaveLength(6);
  });

  it('retries a banner that could not be delivered', async ({ notices, db, update }) => {
    const id = await notices.incident();
    await notices.send();
    const where = { kind: 'banner' as const, banner: { channel: { channelId: 'C0RIVER' } } };
    await db.prisma.delivery.updateMany({ where, data: { state: 'dead', errorCode: 'not_in_channel' } });
    await update(id, 'It is the database.');
    expect(await db.prisma.delivery.findMany({ where, select: { state: true, errorCode: true } })).toEqual([
      { state: 'pending', errorCode: null },
    ]);
  });

  it('is the last one when it ends the incident', async ({ notices, close, world, update, place }) => {
    const id = await notices.incident();
    await notices.send();
    await close(id);
    expect(await notices.channelsWith(id, 'broadcast')).toEqual(everywhere);
    expect((await viewNotice(world.services, notices.lea, id)).newest).toMatchObject({
      action: 'resolve',
      body: 'All good.',
    });
    expect(await openNotices(world.services, notices.lea)).toEqual([]);
    await expect(update(id, 'One more thing.')).rejects.toThrow('This incident is already resolved.');
    await expect(close(id)).rejects.toThrow('This incident is already resolved.');
    const { id: channelId } = await notices.subscribe('C0LATE', null);
    await place({ channelId });
    expect(await notices.channelsWith(id, 'banner')).toEqual(everywhere);
  });

  it('has one effect when the same request is repeated', async ({ notices, world, inputOf, update, close, db }) => {
    const { lea } = notices;
    const request = world.request();
    const twice = () => declareNotice(world.services, lea, inputOf({}), {}, request);
    const [first, second] = [await twice(), await twice()];
    expect(second).toBe('repeat');
    if (first === 'repeat') throw new Error('a new request was taken for a repeat');
    const fingerprint = world.request();
    expect(await Promise.all([update(first.id, 'Found.', fingerprint), update(first.id, 'Found.', fingerprint)])).toContain(
      'repeat',
    );
    const end = world.request();
    await close(first.id, end);
    expect(await close(first.id, end)).toBe('repeat');
    const updates = await db.prisma.noticeUpdate.findMany({ orderBy: { id: 'asc' } });
    expect(updates.map(({ action }) => action)).toEqual(['declare', 'update', 'resolve']);
    expect(await notices.channelsWith(first.id, 'broadcast')).toEqual(everywhere);
  });

  it('is recorded for each of two leads who post at once, and the later one is shown', async ({ notices, update, db, world }) => {
    const id = await notices.incident();
    await Promise.all([update(id, 'One.'), update(id, 'Two.')]);
    expect(await db.prisma.noticeUpdate.count({ where: { noticeId: id } })).toBe(3);
    expect(await notices.channelsWith(id, 'broadcast')).toEqual(everywhere);
    const newest = (await viewNotice(world.services, notices.lea, id)).newest.body;
    for (const reply of await notices.read(id, 'broadcast')) expect(reply).toContain(newest);
  });
});

it('refuses an update and instructions that are too long, at their fields', async ({ db, world, notices }) => {
  const { services, request } = world;
  const { lea } = notices;
  const id = await notices.incident();
  const update = { id, state: 'Identified' as const, message: 'Found.', nextUpdateAt: null };
  const long = 'x'.repeat(2_001);
  const text = 'Too long: 2,001 characters. The limit is 2,000.';
  const refused = async (input: typeof update & { instructions?: string }) => {
    try {
      return await updateNotice(services, lea, input, request());
    } catch (error) {
      return (error as CaseError).fields;
    }
  };
  expect(await refused({ ...update, message: long })).toEqual({ message: text });
  expect(await refused({ ...update, instructions: long })).toEqual({ instructions: text });
  expect(await db.prisma.noticeUpdate.count({ where: { noticeId: id } })).toBe(1);
});

describe('permissions', () => {
  it('let only leads post, and hide a notice from contacts it does not affect', async ({ notices, world, inputOf }) => {
    const { plainview } = notices;
    const { services, max, rosa, ada, request } = world;
    const declare = async () => declareNotice(services, max, inputOf({}), {}, request());
    await expect(declare()).rejects.toThrow('Only leads can do that.');
    const id = await notices.incident({ everyAccount: false, accountIds: [plainview] });
    const word = { id, state: 'Identified' as const, message: 'Found.', nextUpdateAt: null };
    await expect(updateNotice(services, max, word, request())).rejects.toThrow('Only leads can do that.');
    await expect(changeNotice(services, max, id, inputOf({}), request())).rejects.toThrow('Only leads can do that.');
    const end = { id, state: 'Resolved' as const, message: 'Over.', verify: 'all' as const };
    await expect(closeNotice(services, max, end, request())).rejects.toThrow('Only leads can do that.');
    expect((await viewNotice(services, ada, id)).title).toBe('Grade Book is slow');
    await expect(viewNotice(services, rosa, id)).rejects.toThrow("We couldn't find that notice.");
    expect(await openNotices(services, rosa)).toEqual([]);
    expect(await openNotices(services, ada)).toHaveLength(1);
  });

  it('hide maintenance from contacts until it is announced', async ({ world, notices }) => {
    const startsAt = new Date(world.at.now.getTime() + 20 * day);
    const id = await notices.maintenance({ startsAt, endsAt: new Date(startsAt.getTime() + hour) });
    expect(await notices.channelsWith(id, 'banner')).toEqual([]);
    await expect(viewNotice(world.services, world.ada, id)).rejects.toThrow("We couldn't find that notice.");
    expect((await viewNotice(world.services, world.max, id)).title).toBe('New servers');
  });

  it('refuse an account that no longer exists', async ({ db, notices }) => {
    await db.prisma.account.update({ where: { id: notices.rivertown }, data: { active: false } });
    const chosen = { everyAccount: false, accountIds: [notices.plainview, notices.rivertown] };
    await expect(notices.incident(chosen)).rejects.toThrow('One of these accounts is no longer active.');
    expect(await db.prisma.notice.count()).toBe(0);
  });
});
