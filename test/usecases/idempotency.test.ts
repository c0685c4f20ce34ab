// When the same text is a repeat of the platform, and when a person says it again.
import { describe, expect } from 'vitest';
import { addPost } from '../../src/usecases/cases/add-post.ts';
import { answerTo, forgetFingerprint, isFirstTime } from '../../src/usecases/idempotency.ts';
import { test as base } from './fixtures.ts';

const it = base
  /** A case of Ada's on which she can say “yes” repeatedly. */
  .extend('conversation', { scope: 'file' }, ({ world, db }) => async () => {
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
  });

const start = new Date('2026-11-02T15:00:00Z');
const at = (ms: number): Date => new Date(start.getTime() + ms);
let conversations = 0;

describe('the same text under another id', () => {
  it.for([
    [0, 2],
    [1, 2],
    [9_999, 2],
    [10_000, 1],
    [15_000, 1],
    [90_000, 1],
    [90_001, 2],
    [3_600_000, 2],
  ] as const)('sent again after %i ms makes %i posts in total', async ([ms, count], { conversation }) => {
    const { yes, posts } = await conversation();
    await yes(0);
    const outcome = await yes(ms);
    expect(outcome === 'repeat').toBe(count === 1);
    expect(await posts()).toBe(count);
  });

  it('is a new post at any time when the first one was answered in time', async ({ conversation, world }) => {
    const { key, yes, posts } = await conversation();
    await yes(0);
    await forgetFingerprint(world.services, { key, at: at(0) });
    await yes(15_000);
    expect(await posts()).toBe(2);
  });

  it('is still a repeat of the second one when only the first was answered in time', async ({ conversation, world }) => {
    const { key, yes, posts } = await conversation();
    await yes(0);
    await yes(5_000);
    await forgetFingerprint(world.services, { key, at: at(0) });
    expect(await yes(20_000)).toBe('repeat');
    expect(await posts()).toBe(2);
  });

  it('is a repeat the third time, counted from the first', async ({ conversation }) => {
    const { yes, posts } = await conversation();
    for (const ms of [0, 15_000, 30_000, 45_000]) await yes(ms);
    expect(await posts()).toBe(1);
  });

  it.for([
    [9_999, 2],
    [15_000, 1],
    [90_000, 1],
  ] as const)(
    'arriving %i ms ahead of a slow original makes %i posts, whether it was answered in time or not',
    async ([ms, count], { conversation, world }) => {
      const [one, answered] = [await conversation(), await conversation()];
      await one.yes(ms);
      await one.yes(0);
      await answered.yes(ms);
      await forgetFingerprint(world.services, { key: answered.key, at: at(ms) });
      await answered.yes(0);
      expect([await one.posts(), await answered.posts()]).toEqual([count, count]);
    },
  );

  it('is not a repeat of a failed request', async ({ conversation, world }) => {
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

  it('is a new post in another conversation', async ({ conversation }) => {
    const [one, other] = [await conversation(), await conversation()];
    await one.yes(0);
    await other.yes(15_000);
    expect([await one.posts(), await other.posts()]).toEqual([1, 1]);
  });

  it('is a repeat under the same ID at any time, even at the same moment', async ({ conversation, world }) => {
    const { yes, posts } = await conversation();
    const request = world.request();
    const outcomes = await Promise.all([0, 0, 1, 20_000].map((ms) => yes(ms, request)));
    expect(outcomes.filter((outcome) => outcome !== 'repeat')).toHaveLength(1);
    expect(await yes(500_000, request)).toBe('repeat');
    expect(await posts()).toBe(1);
  });

  it('makes one post from two processes whose clocks differ by 15 seconds', async ({ conversation }) => {
    const { yes, posts } = await conversation();
    const outcomes = await Promise.all([yes(0), yes(15_000)]);
    expect(outcomes.filter((outcome) => outcome === 'repeat').length).toBe(1);
    expect(await posts()).toBe(1);
  });
});

describe('an answer', () => {
  it('is given once, and again to a new request after an answer in time', async ({ world }) => {
    const { services } = world;
    const fingerprint = (ms: number) => ({ key: answerTo('teams:text'), at: at(ms) });
    expect(await isFirstTime(services, 'first', fingerprint(0))).toBe(true);
    expect(await isFirstTime(services, 'first', fingerprint(0))).toBe(false);
    expect(await isFirstTime(services, 'second', fingerprint(15_000))).toBe(false);
    await forgetFingerprint(services, { key: 'teams:text', at: at(0) });
    expect(await isFirstTime(services, 'third', fingerprint(16_000))).toBe(true);
  });
});
