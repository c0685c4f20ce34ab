// Emoji reactions to the card of a case, as advisors, contacts and strangers make them.
import { describe, expect } from 'vitest';
import { createRouter } from '../../../src/chat/router.ts';
import type { Place } from '../../../src/chat/interaction.ts';
import type { InboundEvent } from '../../../src/ports.ts';
import { Seen, test as base, type ScriptedUser } from '../harness.ts';
import { vendor } from '../../usecases/fixtures.ts';

let events = 0;

/** Reacts to the card at a place, and tells how the event ended. */
type React = (
  user: ScriptedUser,
  card: Place,
  emoji: string,
  key?: string,
) => Promise<{ text: string; ending: string; seen: Seen }>;

const test = base.extend('react', { scope: 'file' }, ({ world }): React => {
  const counted: InboundEvent[] = [];
  const router = createRouter(world.services, undefined, (event) => counted.push(event));
  return async (user, card, emoji, idempotencyKey = `reaction-${++events}`) => {
    const { threadRef: ref = '', channelId, kind } = card;
    const reaction = { kind: 'reaction' as const, emoji, ref, place: { channelId, kind } };
    const seen = new Seen(user, await router.answer({ ...reaction, speaker: user.speaker, idempotencyKey }));
    const ending = counted.at(-1)?.ending;
    return { text: seen.text, ending: ending?.kind === 'ignored' ? ending.reason : String(ending?.kind), seen };
  };
});

describe('a reaction to the card of a case in a queue', () => {
  test('claims it for the advisor who reacts with eyes, once', async ({ db, world, thread, react, max }) => {
    const number = await world.open();
    const card = await thread(number, 'advisor');
    expect(await react(max, card, '👀', 'Ev-eyes')).toMatchObject({ text: '', ending: 'effect' });
    expect(await db.prisma.case.findUniqueOrThrow({ where: { number } })).toMatchObject({ advisorId: world.max.id });
    expect(await react(max, card, '👀', 'Ev-eyes')).toMatchObject({ text: '', ending: 'repeat' });
    expect(await react(max, card, '👀')).toMatchObject({ text: '', ending: 'reaction-repeated' });
    expect(await db.prisma.historyEntry.count({ where: { case: { number }, action: 'claim' } })).toBe(1);
  });

  test('does not take a case from a colleague, and says who has it', async ({ db, world, thread, react, max, tia }) => {
    const number = await world.open();
    await tia.command(`claim CB-${number}`);
    const { text, seen } = await react(max, await thread(number, 'advisor'), '👀');
    expect(text).toContain(`Tia Holm already took CB-${number}`);
    expect(await db.prisma.case.findUniqueOrThrow({ where: { number } })).toMatchObject({ advisorId: world.tia.id });
    expect((await seen.press('Take over')).text).toContain(`CB-${number} is yours.`);
  });

  test('offers the form of the resolution to who reacts with a check mark, and changes nothing', async ({
    db,
    world,
    thread,
    react,
    max,
  }) => {
    const number = await world.open({ subject: 'Report cards are empty' });
    const { text, seen } = await react(max, await thread(number, 'advisor'), '✅');
    expect(text).toBe(`Resolve CB-${number}? “Report cards are empty”. The contact will be asked to confirm it.\n[Resolve]`);
    expect(await db.prisma.case.findUniqueOrThrow({ where: { number } })).toMatchObject({ status: 'New' });
    expect((await seen.press('Resolve')).text).toContain('# Resolve case');
  });

  test('says why nothing can be claimed or resolved on a closed case', async ({ world, thread, react, max }) => {
    const number = await world.open();
    const card = await thread(number, 'advisor');
    await (await max.command(`close CB-${number}`)).submit({ reason: 'Withdrawn' });
    for (const emoji of ['👀', '✅']) {
      const { text, ending } = await react(max, card, emoji);
      expect(text).toContain('An Authorized Contact can reopen it.');
      expect(ending).toBe('told');
    }
  });

  test('tells contacts and strangers that it is for advisors, and changes nothing', async ({
    db,
    world,
    thread,
    react,
    rosa,
    sam,
  }) => {
    const number = await world.open();
    const card = await thread(number, 'advisor');
    for (const emoji of ['👀', '✅']) {
      expect(await react(rosa, card, emoji)).toMatchObject({
        text: expect.stringContaining('Only advisors can do that.') as string,
      });
      expect(await react(sam, card, emoji)).toMatchObject({
        text: expect.stringContaining("We don't recognize you yet") as string,
      });
    }
    expect(await db.prisma.case.findUniqueOrThrow({ where: { number } })).toMatchObject({ advisorId: null, status: 'New' });
  });

  test('means the same in every way to write an emoji, and nothing with another emoji', async ({ world, thread, react, max }) => {
    const card = await thread(await world.open(), 'advisor');
    for (const emoji of ['✅', '✅\uFE0F', ':white_check_mark:'])
      expect((await react(max, card, emoji)).text).toContain('[Resolve]');
    for (const emoji of ['🎉', ':our-own:', '👁', ''])
      expect(await react(max, card, emoji)).toMatchObject({ text: '', ending: 'reaction-unused' });
  });
});

describe('a reaction to another message', () => {
  test("is ignored on a post, on a contact's card, on the card of a team and on a message of somebody else", async ({
    db,
    world,
    thread,
    react,
    max,
    tia,
    ada,
  }) => {
    const number = await world.open();
    const queue = await thread(number, 'advisor');
    await ada.command(`post CB-${number} Still empty.`);
    const post = { case: { number }, kind: 'post' as const, conversation: { side: 'advisor' as const } };
    const { id } = await db.prisma.delivery.findFirstOrThrow({ where: post });
    await db.prisma.delivery.update({ where: { id }, data: { externalId: 'post-1' } });
    await db.prisma.channel.create({
      data: { platform: 'slack', workspaceId: vendor, purposes: ['escalation'], channelId: 'C0TECH', team: 'Technical Services' },
    });
    await (await max.command(`escalate CB-${number} Look at the log.`)).submit({ team: 'Technical Services' });
    const ofTeam = await thread(number, 'advisor', 'Technical Services');
    const cards: [ScriptedUser, Place][] = [
      [max, { ...queue, threadRef: 'post-1' }],
      [max, { ...queue, threadRef: 'nobody-knows' }],
      [ada, await thread(number, 'contact')],
      [tia, ofTeam],
    ];
    const before = await db.prisma.case.findUniqueOrThrow({ where: { number } });
    for (const [user, card] of cards)
      for (const emoji of ['👀', '✅'])
        expect(await react(user, card, emoji)).toMatchObject({ text: '', ending: 'reaction-elsewhere' });
    expect(await db.prisma.case.findUniqueOrThrow({ where: { number } })).toEqual(before);
  });
});

describe('the configured emoji', () => {
  test("replace the usual ones, and can be a workspace's own or none", async ({ world, thread, react, max, db }) => {
    const usual = world.services.settings;
    Object.assign(world.services, { settings: { ...usual, reactions: { claim: [':on-it:', '🙋'], resolve: [] } } });
    const number = await world.open();
    const card = await thread(number, 'advisor');
    expect((await react(max, card, '👀')).ending).toBe('reaction-unused');
    expect((await react(max, card, '✅')).ending).toBe('reaction-unused');
    expect((await react(max, card, '🙋🏽')).ending).toBe('effect');
    expect(await db.prisma.case.findUniqueOrThrow({ where: { number } })).toMatchObject({ advisorId: world.max.id });
    expect((await react(max, card, ':on-it:')).ending).toBe('reaction-repeated');
    Object.assign(world.services, { settings: usual });
  });
});
