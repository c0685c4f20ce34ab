// Fixtures for notices: subscribed channels, two leads, and the messages in each channel.
import type { Database } from '../../../src/db/client.ts';
import type { Advisor } from '../../../src/domain/person.ts';
import type { NoticeInput } from '../../../src/domain/notice-input.ts';
import { renderDelivery } from '../../../src/chat/render-delivery.ts';
import { declareNotice } from '../../../src/usecases/notices/declare-notice.ts';
import type { Services } from '../../../src/usecases/context.ts';
import { readCard } from '../../chat/read-card.ts';
import { test as base, vendor, type World } from '../fixtures.ts';

export const hour = 3_600_000;
export const day = 24 * hour;

/** Two districts, Plainview in Chicago and Rivertown in New York, and the support organization, with a notices channel each. */
export interface NoticeFixtures {
  lea: Advisor;
  noah: Advisor;
  plainview: number;
  rivertown: number;
  /** Creates a channel that gets notices. */
  subscribe: (channelId: string, accountId: number | null, over?: object) => Promise<{ id: number }>;
  /** Moves the clock forward by this many milliseconds. */
  pass: (ms: number) => void;
  /** Declares an incident that affects everybody, by Lea unless overridden, and returns its ID. */
  incident: (over?: Partial<NoticeInput>) => Promise<number>;
  /** Plans two hours of maintenance for tomorrow, unless overridden, and returns its ID. */
  maintenance: (over?: Partial<NoticeInput>) => Promise<number>;
  /** Lists the channels that show a message of this kind for the notice, one entry per message. */
  channelsWith: (noticeId: number, kind: 'banner' | 'broadcast') => Promise<string[]>;
  /** Lists the people who were nudged about the notice, one entry per message. */
  nudged: (noticeId: number) => Promise<string[]>;
  /** Renders all messages of this kind as they would look now, in the order they were sent. */
  read: (noticeId: number, kind: 'banner' | 'broadcast' | 'nudge') => Promise<string[]>;
  /** Marks every pending message as delivered to its channel. */
  send: () => Promise<void>;
  /** Deletes all notices. */
  clear: () => Promise<void>;
}

/** Services of a replica that finds its work done by another replica when it begins. */
export function overtaken(services: Services, by: (services: Services) => Promise<unknown>): Services {
  const transaction: Database['transaction'] = async (...args) => {
    await by(services);
    return services.db.transaction(...args);
  };
  return { ...services, db: { ...services.db, transaction } };
}

/** Creates the leads and channels, and returns what acts on their notices. */
async function createNoticeFixtures(db: Database, world: World): Promise<NoticeFixtures> {
  const { prisma } = db;
  const account = async (key: string): Promise<number> => (await prisma.account.findUniqueOrThrow({ where: { key } })).id;
  const [plainview, rivertown] = [await account('plainview'), await account('rivertown')];
  const lead = async (name: string): Promise<Advisor> => {
    const email = `${name.toLowerCase()}@campus.example`;
    const { id } = await prisma.person.create({ data: { name, email, kind: 'advisor', lead: true } });
    const where = { platform: 'slack' as const, workspaceId: vendor, homeWorkspace: vendor };
    const identity = { ...where, userId: `U0${name}`, directChannel: `D0${name}`, name, email, checkedAt: world.at.now };
    await prisma.identity.create({ data: { ...identity, personId: id } });
    return { kind: 'advisor', id, name, email, lead: true, team: null };
  };
  const [lea, noah] = [await lead('Lea'), await lead('Noah')];

  const subscribe: NoticeFixtures['subscribe'] = (channelId, accountId, over = {}) =>
    prisma.channel.create({
      data: {
        platform: 'slack',
        workspaceId: `T0${accountId ?? 'CAMPUS'}`,
        channelId,
        accountId,
        purposes: ['notices'],
        ...over,
      },
      select: { id: true },
    });
  await subscribe('C0PLAIN', plainview);
  await subscribe('C0RIVER', rivertown);
  await subscribe('C0VENDOR', null);

  const declare = async (input: NoticeInput): Promise<number> => {
    const done = await declareNotice(world.services, lea, input, {}, world.request());
    if (done === 'repeat') throw new Error('a new request was taken for a repeat');
    return done.id;
  };
  const everything = { modules: [], everyAccount: true, accountIds: [], instructions: null };
  const banners = (noticeId: number, kind: 'banner' | 'broadcast') =>
    prisma.delivery.findMany({
      where: { kind, withdrawn: false, banner: { noticeId } },
      include: { banner: { include: { channel: true } } },
      orderBy: { id: 'asc' },
    });
  const nudges = (noticeId: number) =>
    prisma.delivery.findMany({ where: { kind: 'nudge', noticeId }, include: { person: true }, orderBy: { id: 'asc' } });

  return {
    ...{ lea, noah, plainview, rivertown, subscribe },
    pass: (ms) => {
      world.at.now = new Date(world.at.now.getTime() + ms);
    },
    incident: (over = {}) =>
      declare({
        ...{ kind: 'incident', title: 'Grade Book is slow', severity: 'critical', state: 'Investigating', ...everything },
        ...{ message: 'Pages take a minute.', startsAt: world.at.now, endsAt: null },
        nextUpdateAt: new Date(world.at.now.getTime() + 30 * day),
        ...over,
      }),
    maintenance: (over = {}) => {
      const startsAt = new Date(world.at.now.getTime() + day);
      return declare({
        ...{ kind: 'maintenance', title: 'New servers', severity: null, state: 'Planned', ...everything },
        ...{ message: 'Everything stands still.', startsAt, endsAt: new Date(startsAt.getTime() + 2 * hour), nextUpdateAt: null },
        ...over,
      });
    },
    channelsWith: async (noticeId, kind) =>
      (await banners(noticeId, kind)).map(({ banner }) => banner?.channel.channelId ?? '').sort(),
    nudged: async (noticeId) => (await nudges(noticeId)).map(({ person }) => person?.name ?? ''),
    read: async (noticeId, kind) => {
      const rows = kind === 'nudge' ? await nudges(noticeId) : await banners(noticeId, kind);
      const views = await Promise.all(rows.map(({ id }) => renderDelivery(world.services, id)));
      return views.map((view) => (view ? readCard(view.card) : ''));
    },
    send: async () => {
      await db.pool.query(`
        update delivery set state = 'sent', delivered_version = desired_version, sent_at = now(), external_id = coalesce(external_id, 'm' || id)
        where state = 'pending'`);
      await db.pool.query(
        `update banner set thread_ref = 'm' || d.id from delivery d where d.banner_id = banner.id and d.kind = 'banner'`,
      );
    },
    clear: async () => {
      await db.pool.query('update "case" set incident_id = null');
      await db.pool.query('truncate notice, notice_account, notice_update, banner, delivery cascade');
    },
  };
}

/** Test API with the notice fixtures and the world around them, one database per file. */
export const test = base.extend('notices', { scope: 'file' }, ({ db, world }) => createNoticeFixtures(db, world));
