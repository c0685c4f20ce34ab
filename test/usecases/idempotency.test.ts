// When the same words are a repeat, and when somebody says the same again.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/client.ts';
import { addPost } from '../../src/usecases/cases/add-post.ts';
import { answerTo, forgetFingerprint, isFirstTime } from '../../src/usecases/idempotency.ts';
import { freshDatabase } from '../database.ts';
import { makeWorld, type World } from './fixtures.ts';

let db: Database;
let world: World;
beforeAll(async () => {
  db = await freshDatabase();
  world = await makeWorld(db);
});
afterAll(() => db.close());

const start = new Date('2026-11-02T15:00:00Z');
const at = (ms: number): Date => new Date(start.getTime() + ms);
let conversations = 0;

/** Ada says “yes” on a case of hers, as often as she likes. */
async function conversation() {
  const number = await world.open();
  const key = `teams:${conversations++}`;
  return {
    key,
    yes: (ms: number, request = world.request()) =>
      addPost(
        world.services,
        world.ada,
        { number, text: 'yes' },
        { ...request, platform: 'teams', fingerprint: { key, at: at(ms) } },
      ),
    posts: () => db.prisma.post.count({ where: { case: { number }, body: 'yes' } }),
  };
}

describe('the same words under another id', () => {
  it.each([
    [0, 2],
    [1, 2],
    [9_999, 2],
    [10_000, 1],
    [15_000, 1],
    [90_000, 1],
    [90_001, 2],
    [3_600_000, 2],
  ])('%i ms later: %i posts', async (ms, count) => {
    const { yes, posts } = await conversation();
    await yes(0);
    const outcome = await yes(ms);
    expect(outcome === 'repeat').toBe(count === 1);
    expect(await posts()).toBe(count);
  });

  it('count at any time when the first were answered in time', async () => {
    const { key, yes, posts } = await conversation();
    await yes(0);
    await forgetFingerprint(world.services, { key, at: at(0) });
    await yes(15_000);
    expect(await posts()).toBe(2);
  });

  it('an answer in time to the first says nothing of the second', async () => {
    const { key, yes, posts } = await conversation();
    await yes(0);
    await yes(5_000);
    await forgetFingerprint(world.services, { key, at: at(0) });
    expect(await yes(20_000)).toBe('repeat');
    expect(await posts()).toBe(2);
  });

  it('a third time is a repeat, too: the first time is what counts', async () => {
    const { yes, posts } = await conversation();
    for (const ms of [0, 15_000, 30_000, 45_000]) await yes(ms);
    expect(await posts()).toBe(1);
  });

  it.each([
    [9_999, 2],
    [15_000, 1],
    [90_000, 1],
  ])('%i ms ahead of slow first ones: %i posts, whether they were answered in time or not', async (ms, count) => {
    const [one, answered] = [await conversation(), await conversation()];
    await one.yes(ms);
    await one.yes(0);
    await answered.yes(ms);
    await forgetFingerprint(world.services, { key: answered.key, at: at(ms) });
    await answered.yes(0);
    expect([await one.posts(), await answered.posts()]).toEqual([count, count]);
  });

  it('what had no effect is no first time', async () => {
    const { key, yes, posts } = await conversation();
    const nothing = addPost(
      world.services,
      world.ada,
      { number: 1, text: 'yes' },
      { ...world.request(), fingerprint: { key, at: at(0) } },
    );
    await expect(nothing).rejects.toMatchObject({ code: 'unknown-case' });
    await yes(15_000);
    expect(await posts()).toBe(1);
  });

  it('in other conversations they are other words', async () => {
    const [one, other] = [await conversation(), await conversation()];
    await one.yes(0);
    await other.yes(15_000);
    expect([await one.posts(), await other.posts()]).toEqual([1, 1]);
  });

  it('under the same id they are a repeat at any time, also all at once', async () => {
    const { yes, posts } = await conversation();
    const request = world.request();
    const outcomes = await Promise.all([0, 0, 1, 20_000].map((ms) => yes(ms, request)));
    expect(outcomes.filter((outcome) => outcome !== 'repeat')).toHaveLength(1);
    expect(await yes(500_000, request)).toBe('repeat');
    expect(await posts()).toBe(1);
  });

  it('two of them at once, from two processes, 15 s apart by their clocks: one post', async () => {
    const { yes, posts } = await conversation();
    const outcomes = await Promise.all([yes(0), yes(15_000)]);
    expect(outcomes.filter((outcome) => outcome === 'repeat').length).toBe(1);
    expect(await posts()).toBe(1);
  });
});

describe('an answer', () => {
  it('is given once, and again to whom was answered in time', async () => {
    const { services } = world;
    const fingerprint = (ms: number) => ({ key: answerTo('teams:words'), at: at(ms) });
    expect(await isFirstTime(services, 'first', fingerprint(0))).toBe(true);
    expect(await isFirstTime(services, 'first', fingerprint(0))).toBe(false);
    expect(await isFirstTime(services, 'second', fingerprint(15_000))).toBe(false);
    await forgetFingerprint(services, { key: 'teams:words', at: at(0) });
    expect(await isFirstTime(services, 'third', fingerprint(16_000))).toBe(true);
  });
});
