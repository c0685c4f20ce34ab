// Where people can use Casebridge on Teams, and how much of a case each of them sees there.
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { actionHandlers } from '../../src/chat/registry.ts';
import type { TeamsActor } from '../fake-teams/actor.ts';
import type { Conversation, Json, Message } from '../fake-teams/state.ts';
import { card as slackCard, reply as slackReply, textOf, thread, until } from './harness.ts';
import { asked, openTeamsHarness, otherTenant, riverTenant, seen, type TeamsHarness } from './teams-harness.ts';

let harness: TeamsHarness;
beforeAll(async () => {
  harness = await openTeamsHarness();
  const { id: accountId } = await harness.db.prisma.account.findUniqueOrThrow({ where: { key: 'rivertown' } });
  const group = { platform: 'teams' as const, workspaceId: riverTenant, channelId: harness.group.id };
  await harness.db.prisma.channel.create({ data: { ...group, purposes: ['cases'], accountId } });
});
afterAll(() => harness.stop());
afterEach(() => {
  const { teams, rosa, rudi, sam } = harness;
  expect(teams.refusals).toEqual([]);
  expect(harness.logged()).not.toContain('failed after the request was answered');
  for (const person of [rosa, rudi, sam]) expect(person.everything()).not.toMatch(/between us|of Plainview's/);
});

const question = { module: 'Attendance', priority: 'Medium', description: 'It began on Monday.' };

/** Rosa opens a case, in her chat with the bot unless told otherwise; an advisor notes something on it. */
async function openCase(subject: string, where: { in?: Conversation; mention?: boolean } = {}) {
  const { rosa, max, slackQueue } = harness;
  await rosa.press(await asked(rosa, `open ${subject}`, '[Open a case]', where), 'Open a case');
  await rosa.submit(question, 'Open case');
  rosa.closeDialog();
  const hers = await seen(rosa, where.in ?? rosa.direct, subject, 'Status: New');
  const his = await slackCard(slackQueue, subject, 'Status: New');
  await max.say('// between us', slackQueue, his);
  return { hers, his, number: /CB-\d+/.exec(rosa.sees(hers))?.[0] ?? '' };
}

/** A case of Ada's, who works for another district and is on Slack. @returns its number */
async function openAdas(subject: string): Promise<number> {
  const { ada, slackHelp, db } = harness;
  await ada.command('open', slackHelp);
  await ada.submit({ ...question, subject, description: "A secret of Plainview's" });
  ada.closeModal();
  return (await db.prisma.case.findFirstOrThrow({ where: { subject } })).number;
}

describe('the message extension', () => {
  it('inserts a case with number, subject and status, which opens for people who may see it', async () => {
    const { rosa, rudi, sam, help } = harness;
    const { number } = await openCase('Lockers are stuck');
    const [result, ...more] = await rosa.search('lockers stuck');
    expect(more).toEqual([]);
    expect(result).toMatchObject({
      title: `${number} Lockers are stuck`,
      text: `${number} Lockers are stuck\nNew · Medium · Attendance`,
    });
    const inserted = rosa.insert(result!, help);
    expect(sam.sees(inserted).split('\n')).toEqual([`${number} · Lockers are stuck`, 'Status: New', '[View case]']);
    await sam.press(inserted, 'View case');
    expect(sam.dialog()).toContain("We don't recognize you yet.");
    await rudi.press(inserted, 'View case');
    expect(rudi.dialog()).toContain('It began on Monday.');
    expect(rudi.dialog()).not.toContain('[Post]');
    for (const person of [sam, rudi]) person.closeDialog();
    expect((await rosa.search('')).map(({ title }) => title)).toContain(`${number} Lockers are stuck`);
  });

  it('finds nothing of another account, even where one of its cards was inserted', async () => {
    const { rosa, omar, tia, sam, help } = harness;
    await openAdas('Buses are late');
    const [result] = await tia.search('buses late');
    expect(result?.text).toContain('New · Medium · Attendance · Plainview School District');
    expect(await rosa.search('buses late')).toEqual([]);
    expect(rosa.told.at(-1)).toContain('No cases match.');
    expect(await sam.search('buses')).toEqual([]);
    expect(sam.told.at(-1)).toBe("We don't recognize you yet");
    const inserted = rosa.insert(result!, help);
    await omar.press(inserted, 'View case');
    expect(omar.dialog()).toMatch(/We couldn't find CB-\d+\./);
    omar.closeDialog();
  });

  it('explains a search filter that it does not support', async () => {
    const { rosa } = harness;
    expect(await rosa.search('status:sideways')).toEqual([]);
    expect(rosa.told.at(-1)).toContain('Unknown status “sideways”.');
  });

  it('opens a case from a message with its text and a link back', async () => {
    const { rosa, omar, rudi, general, db } = harness;
    const html = '<p>The <strong>projector</strong> in <em>room 12</em> is dark &amp; cold</p>';
    const message = await omar.say('The projector in room 12 is dark & cold', { in: general, html });
    await rosa.fromMessage(message);
    expect(rosa.dialog()).toContain('Description (required): The **projector** in *room 12* is dark & cold');
    await rosa.submit({ subject: 'Dark projector', module: 'Attendance' }, 'Open case');
    expect(rosa.dialog()).toMatch(/CB-\d+ is open/);
    rosa.closeDialog();
    const stored = await db.prisma.case.findFirstOrThrow({ where: { subject: 'Dark projector' } });
    expect(stored.sourceLink).toContain(message.id);
    await asked(rosa, `view CB-${stored.number}`, 'original message');
    await rudi.fromMessage(message);
    expect(rudi.dialog()).toContain('As a Read-Only Contact');
    rudi.closeDialog();
  });
});

describe('the welcome', () => {
  /** What one more installation brings, when Teams tells of it twice. */
  async function added(person: TeamsActor, where: Conversation): Promise<Message[]> {
    const { teams, river, bot } = harness;
    await bot.worker.idle();
    const delivered = vi.spyOn(teams, 'deliver');
    const count = (): number => [...river.conversations.values()].reduce((sum, { messages }) => sum + messages.length, 0);
    const [before, there] = [count(), where.messages.length];
    await person.install(where);
    const events = delivered.mock.calls.map(([activity]) => activity);
    delivered.mockRestore();
    for (const event of events) await person.postRaw(event);
    await until('a welcome', () => where.messages.length > there);
    await asked(person, 'help', 'Message me directly, or mention me in a channel. The buttons do the same.');
    expect(count() - before).toBe(where.messages.length - there + (where === person.direct ? 0 : 2));
    return where.messages.slice(there, where === person.direct ? -2 : undefined);
  }

  it('sends one welcome message to a person who installs the app for themselves', async () => {
    const { omar } = harness;
    const [welcome, ...more] = await added(omar, omar.direct);
    expect(omar.sees(welcome!)).toContain('Hi! This is Campus Support.');
    expect(omar.sees(welcome!)).toContain('Omar Diaz, you are an Authorized Contact of Rivertown Public Schools.');
    expect(omar.sees(welcome!)).toMatch(/\[Open a case\]\n\[My cases\]\n\[All commands\]$/);
    expect(more).toEqual([]);
  });

  it.each(['help', 'group'] as const)(
    'is one short message in a team or group chat, without direct messages (%s)',
    async (name) => {
      const [welcome, ...more] = await added(harness.omar, harness[name]);
      const text = harness.omar.sees(welcome!);
      expect(text).toContain('Campus Support is here');
      expect(text).toMatch(/\[Open a case\]\n\[My cases\]\n\[All commands\]$/);
      expect(text.length).toBeLessThan(250);
      expect(more).toEqual([]);
    },
  );
});

describe('who may do what', () => {
  it('lets a Read-Only contact see everything and change nothing', async () => {
    const { rudi, rosa, help, db } = harness;
    const { hers, number, his } = await openCase('For everybody to read', { in: help, mention: true });
    const before = await db.prisma.case.findFirstOrThrow({ where: { subject: 'For everybody to read' } });
    await rudi.press(hers, 'View case');
    expect(rudi.dialog()).toContain('It began on Monday.');
    for (const button of ['Post', 'Close case']) {
      await rudi.press(hers, button);
      expect(rudi.dialog(), button).toContain('Read-Only Contact');
    }
    rudi.closeDialog();
    await asked(rudi, 'list', [number, 'For everybody to read']);
    await asked(rudi, `post ${number} Me, too`, 'Read-Only Contact');
    await asked(rudi, 'It rains in', 'Nothing was posted.');
    await harness.bot.worker.idle();
    expect(await db.prisma.case.findUniqueOrThrow({ where: { id: before.id } })).toEqual(before);
    expect(thread(harness.slackQueue, his).map(textOf).join()).not.toMatch(/Me, too|It rains/);
    expect(rosa.everything()).not.toContain('It rains');
  });

  it('answers the buttons of a case the person may not see with a text that reveals nothing about it', async () => {
    const { rosa, sam, db } = harness;
    const number = await openAdas('Boilers are cold');
    const row = () => db.prisma.case.findUniqueOrThrow({ where: { number }, include: { posts: true, history: true } });
    const before = await row();
    for (const person of [rosa, sam])
      for (const press of actionHandlers.keys()) {
        const action = { type: 'Action.Execute', verb: press, data: { press, value: `${number} 1` } };
        for (const [name, value] of [
          ['adaptiveCard/action', { action }],
          ['task/fetch', { data: { press, value: String(number) } }],
        ] as const) {
          // prettier-ignore
          const { status, body } = await person.postRaw(person.activity({ type: 'invoke', name, id: randomUUID(), value }));
          expect(status, press).toBe(200);
          expect(body, press).not.toMatch(/Boilers|Plainview's|went wrong/);
        }
      }
    expect(await row()).toEqual(before);
  });

  it.each<[string, Json]>([
    ['a guest with a contact’s address', { guest: true, email: 'rosa@rivertown.example' }],
    ['somebody of an unlisted tenant with a contact’s address', { home: otherTenant, email: 'rosa@rivertown.example' }],
    ['a guest with an advisor’s address', { guest: true, email: 'max@campus.example' }],
  ])('treats %s as an unknown user', async (_what, more) => {
    const { river, teams } = harness;
    const own = { id: `29:${randomUUID()}`, aadObjectId: randomUUID(), name: 'Gus Stone', email: '', ...more };
    const gus = teams.as(river, river.addUser(own));
    const answer = await asked(gus, 'list', "We don't recognize you yet.");
    expect(gus.sees(answer)).not.toMatch(/CB-|Rosa Lind/);
  });
});

describe('a group chat', () => {
  it('adds to the case only messages that quote it', async () => {
    const { rosa, omar, rudi, max, group, slackQueue } = harness;
    const { hers, his } = await openCase('Shared in a chat', { in: group, mention: true });
    await omar.say('Two of us see it', { in: group, quoting: hers });
    await omar.say('And what is for lunch?', { in: group });
    await slackReply(slackQueue, his, 'Two of us see it');
    await max.say('Since when?', slackQueue, his);
    const post = await seen(omar, group, 'Since when?', 'Shared in a chat');
    await rosa.say('Since Monday', { in: group, quoting: post });
    await slackReply(slackQueue, his, 'Since Monday');
    await rudi.say('Not for me', { in: group, quoting: hers });
    await seen(rudi, rudi.direct, "Not posted. You're a Read-Only Contact");
    await harness.bot.worker.idle();
    expect(thread(slackQueue, his).map(textOf).join()).not.toMatch(/lunch|Not for me/);
  });
});
