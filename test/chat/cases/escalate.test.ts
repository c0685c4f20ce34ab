// An escalation as the contact, the queue and the team see it.
import { describe, expect } from 'vitest';
import { Seen, test as base } from '../harness.ts';
import { readCard } from '../read-card.ts';
import { vendor } from '../../usecases/fixtures.ts';

const team = 'Technical Services';
const reason = 'Look at the sync log of term 2.';

const test = base
  .extend('escalated', { scope: 'file' }, ({ world, max }) => async () => {
    const number = await world.open();
    await max.command(`claim CB-${number}`);
    const form = await max.command(`escalate CB-${number} ${reason}`);
    expect((await form.submit({ team })).reply).toEqual({ kind: 'done' });
    return number;
  })
  .extend('contactsRead', { scope: 'file' }, ({ conversation, ada }) => async (number: number) => {
    return [...(await conversation(number, 'contact')), (await ada.command(`CB-${number}`)).text].join('\n');
  })
  .extend('answered', { scope: 'file' }, ({ thread, tia, max, db, escalated }) => async () => {
    const number = await escalated();
    await tia.replies(await thread(number, 'advisor', team), 'Restart the sync (server 7).');
    const { id } = await db.prisma.post.findFirstOrThrow({ where: { case: { number } }, orderBy: { id: 'desc' } });
    return { number, press: () => max.press('send-on', `${number} ${id}`) };
  });

test.beforeAll(async ({ db, world, max, tia }) => {
  await db.prisma.person.update({ where: { id: world.tia.id }, data: { team } });
  const escalation = { platform: 'slack' as const, workspaceId: vendor, purposes: ['escalation' as const] };
  await db.prisma.channel.createMany({
    data: [
      { ...escalation, channelId: 'C0TECH', team },
      { ...escalation, channelId: 'C0TRAIN', team: 'Training' },
      { ...escalation, channelId: 'C0OLD', team: 'Development', active: false },
    ],
  });
  // both must have written to the bot, so that it can mention them
  for (const one of [max, tia]) await one.command('help');
});

describe('escalating a case', () => {
  test('keeps a long reason typed in a message, and shows where it was cut to fit a button', async ({ world, max }) => {
    const number = await world.open();
    for (const [count, shown] of [
      [180, /entry 180\b/],
      [400, /entry \d+…/],
    ] as const) {
      const text = Array.from({ length: count }, (_, at) => `entry ${at + 1}`).join(' ');
      const offered = await max.says(`escalate CB-${number} ${text}`);
      const label = /\[([^\]]+)\]/.exec(offered.text)?.[1] ?? '';
      expect((await offered.press(label)).text).toMatch(shown);
    }
  });

  test('asks for the team, what it should do and a message to the contact', async ({ world, max }) => {
    const form = await max.command(`escalate CB-${await world.open()}`);
    expect(form.text.split('\n').slice(2)).toEqual([
      'Team*: ',
      'Reason*: ',
      expect.stringMatching(
        /^Message to contact\*: We've asked our specialists to look into your case with us\..* as soon as we hear back/,
      ) as string,
      '[Escalate]',
    ]);
    expect((await form.submit({ team: 'Nobody', reason })).mistakes).toEqual({ team: 'Choose a team from the list.' });
    expect((await form.submit({ team, reason: ' ' })).mistakes).toEqual({ reason: 'Describe what the team should do.' });
    expect((await form.submit({ team: '', reason: ' ', 'to-contact': ' ' })).mistakes).toEqual({
      team: 'Choose a team from the list.',
      reason: 'Describe what the team should do.',
      'to-contact': 'Tell the contact what to expect.',
    });
  });

  test('tells the contact what happens, shows the team what it is asked, and shows the queue both', async ({
    db,
    world,
    conversation,
    card,
    escalated,
    contactsRead,
  }) => {
    const number = await escalated();
    expect(readCard(await card(number, 'contact'))).toContain('Status: Assist Request');
    const theirs = (await conversation(number, 'contact')).at(-1);
    expect(theirs).toMatch(/^Max Reyes escalated the case:\n> To Technical Services\.\n\nWe've asked our specialists/);
    expect(await contactsRead(number)).not.toContain('sync log');

    const [teams = '', ...below] = await conversation(number, 'advisor', team);
    expect(teams).toContain('(warning) Waiting on Technical Services');
    expect(teams).toContain(`Max Reyes asked:\n> ${reason}`);
    expect([teams, ...below].join('\n').split(reason)).toHaveLength(2);
    expect(teams).toContain('[Return with answer] [View case] [Internal note]');
    expect(teams).toContain('Replies here are internal.');
    // the person who must act is mentioned
    expect(below[0]).toMatch(/^@Tia Holm, Max Reyes escalated the case:/);
    const queue = await conversation(number, 'advisor');
    expect(queue.at(-2)).toMatch(/^Max Reyes escalated the case:/);
    expect(queue.at(-1)).toBe(`Internal note · advisors only · Max Reyes · Campus Support · via Slack\n> ${reason}`);
    expect(await db.prisma.case.findUnique({ where: { number } })).toMatchObject({ team, advisorId: world.max.id });
  });

  test('is refused for a team without a channel, with the line that the directory lacks', async ({ world, max }) => {
    const number = await world.open();
    const form = await max.command(`escalate CB-${number}`);
    const seen = await form.submit({ team: 'Development', reason });
    expect(seen.mistakes.team).toContain('Development has no channel yet.');
    expect(seen.mistakes.team).toContain('- { platform: …, workspace: …, id: …, for: escalation, team: Development }');
    expect((await max.command(`CB-${number}`)).text).toContain('Status: New');
  });

  test('is for advisors, and only while the case is with support', async ({ ada, max, escalated }) => {
    const number = await escalated();
    expect((await ada.command(`escalate CB-${number}`)).text).toContain("isn't one of your commands.");
    expect((await max.command(`escalate CB-${number}`)).text).toContain(
      'This case is waiting on an internal team (Assist Request).',
    );
    const view = await max.command(`CB-${number}`);
    expect(view.text).toContain('Waiting on: Technical Services');
    expect((await view.press('Return with answer')).text).toContain('# Return with answer');
  });
});

describe("a message in the team's thread", () => {
  test('becomes a note with or without //, shown in the queue but not a second time in the thread', async ({
    max,
    tia,
    thread,
    conversation,
    escalated,
    contactsRead,
  }) => {
    const number = await escalated();
    const place = await thread(number, 'advisor', team);
    const before = (await conversation(number, 'advisor', team)).length;
    await tia.replies(place, 'The job stopped on Friday.');
    await tia.replies(place, '// It runs again.');
    await max.replies(place, 'Since when?');
    const queue = (await conversation(number, 'advisor')).slice(-3);
    expect(queue[0]).toBe(
      'Internal note · advisors only · Tia Holm · Campus Support · via Slack\n> The job stopped on Friday.\n[Send to contact]',
    );
    expect(queue[1]).toContain('> It runs again.\n[Send to contact]');
    expect(queue[2]).toContain('> Since when?');
    expect(queue[2]).not.toContain('[Send to contact]');
    expect(await conversation(number, 'advisor', team)).toHaveLength(before);
    expect(await contactsRead(number)).not.toMatch(/Friday|runs again|Since when/);
    expect((await max.command(`CB-${number}`)).text).toContain('Status: Assist Request');
  });

  test('stays a note when it is edited, with or without //', async ({
    db,
    tia,
    thread,
    conversation,
    escalated,
    contactsRead,
  }) => {
    const number = await escalated();
    const place = await thread(number, 'advisor', team);
    await tia.replies(place, 'The password is hunter2.', { ref: `typed-${number}` });
    await tia.edits(place, `typed-${number}`, 'Look into the vault.');
    expect((await conversation(number, 'advisor')).at(-1)).toContain('> Look into the vault.');
    await tia.edits(place, `typed-${number}`, '// Look into the safe.');
    expect((await conversation(number, 'advisor')).at(-1)).toContain('> Look into the safe.');
    expect(await contactsRead(number)).not.toMatch(/hunter2|vault|safe/);
    expect(await db.prisma.post.count({ where: { case: { number }, kind: 'public' } })).toBe(0);
  });

  test('is accepted from advisors only; posts from the queue and the contact are shown there', async ({
    ada,
    rosa,
    max,
    thread,
    conversation,
    escalated,
  }) => {
    const number = await escalated();
    const place = await thread(number, 'advisor', team);
    expect((await rosa.replies(place, 'May I?')).text).toContain('Not posted. This thread is for advisors only.');
    await ada.replies(await thread(number, 'contact'), 'Any news?');
    await max.replies(await thread(number, 'advisor'), '// Between us: hurry.');
    const below = (await conversation(number, 'advisor', team)).slice(-2);
    expect(below[0]).toContain('> Any news?');
    // the advisor is mentioned where they work, not in the team's thread
    expect(below[0]).not.toContain('@');
    expect(below[1]).toContain('> Between us: hurry.');
  });
});

describe("sending a team's answer to the contact", () => {
  test("posts it in the advisor's name and returns the case", async ({ conversation, card, contactsRead, answered }) => {
    const { number, press } = await answered();
    const form = await press();
    expect(form.text).toContain(`CB-${number} · Send Tia Holm's answer as yourself`);
    expect(form.text).toContain('Message to contact*: Restart the sync (server 7).');
    expect((await form.submit({ post: '// Restart' })).mistakes.post).toContain('Text that starts with // is internal.');
    await form.submit({ post: 'Please restart the sync.' });
    expect((await conversation(number, 'contact')).at(-1)).toBe(
      'Max Reyes · Campus Support · via Slack\n> Please restart the sync.',
    );
    expect(await contactsRead(number)).not.toMatch(/server 7|Tia/);
    expect(readCard(await card(number, 'contact'))).toContain('Status: Assigned');
    expect(readCard(await card(number, 'advisor', team))).not.toContain('[Return with answer]');
    // after it is back, a second answer is a post like any other
    await (await press()).submit({ post: 'And check it.' });
    expect((await conversation(number, 'contact')).at(-1)).toContain('> And check it.');
  });

  test('is for advisors, and only for answers that still exist', async ({ db, ada, max, tia, thread, answered }) => {
    const { number, press } = await answered();
    const { id } = await db.prisma.post.findFirstOrThrow({ where: { case: { number } }, orderBy: { id: 'desc' } });
    expect((await ada.press('send-on', `${number} ${id}`)).text).toContain('Only advisors can do that.');
    const note = await db.prisma.post.findFirstOrThrow({ where: { case: { number }, kind: 'note', action: 'escalate' } });
    expect((await max.press('send-on', `${number} ${note.id}`)).text).toContain('This answer is no longer available.');
    const place = await thread(number, 'advisor', team);
    const { originMessageId } = await db.prisma.post.findUniqueOrThrow({ where: { id } });
    await tia.does({ kind: 'deletion', ref: originMessageId ?? '', place });
    expect((await press()).text).toContain('This answer is no longer available.');
  });
});

describe('returning a case', () => {
  test('mentions the advisor and tells the contact, while the answer stays internal', async ({
    db,
    tia,
    conversation,
    card,
    escalated,
    contactsRead,
  }) => {
    const number = await escalated();
    const form = await new Seen(tia, { kind: 'card', card: await card(number, 'advisor', team) }).press('Return with answer');
    expect((await form.submit({ answer: '' })).mistakes).toEqual({ answer: 'Describe what the team found.' });
    await form.submit({ answer: 'The nightly job was off; it is on.' });
    expect((await conversation(number, 'contact')).at(-1)).toBe('Tia Holm returned the case to support from Technical Services.');
    const [event, answer] = (await conversation(number, 'advisor')).slice(-2);
    expect(event).toBe('@Max Reyes, Tia Holm returned the case to support from Technical Services.');
    expect(answer).toContain('> The nightly job was off; it is on.\n[Send to contact]');
    expect(await contactsRead(number)).not.toContain('nightly');
    // the team itself does not send it on
    expect((await conversation(number, 'advisor', team)).at(-1)).toMatch(/> The nightly job was off; it is on\.$/);
    const teams = readCard(await card(number, 'advisor', team));
    expect(teams).toContain('(neutral) Back with support. Nothing to do here.');
    expect(teams).toContain('[View case] [Internal note]');
    expect(teams).not.toContain('Max Reyes asked');
    expect(await db.prisma.case.findUnique({ where: { number } })).toMatchObject({ status: 'Assigned', team: null });
  });

  test('works by command for every advisor; the second one learns who did it first', async ({ max, tia, escalated }) => {
    const number = await escalated();
    expect((await max.command(`return CB-${number} They fixed it.`)).text).toBe(
      `Returned CB-${number}. Its advisor has the answer.`,
    );
    const late = await tia.command(`return CB-${number} Me too`);
    expect(late.text).toContain('This case is waiting on support (Assigned). Max Reyes returned it ');
    expect(late.text).toContain("It isn't with a team.");
  });

  test('lets another team be asked, whose card has the button then', async ({ max, tia, conversation, card, escalated }) => {
    const number = await escalated();
    await tia.command(`return CB-${number} Ask Training.`);
    await (await max.command(`escalate CB-${number} Teach them.`)).submit({ team: 'Training' });
    expect(readCard(await card(number, 'advisor', 'Training'))).toContain('Max Reyes asked:\n> Teach them.');
    expect(readCard(await card(number, 'advisor', team))).not.toMatch(/Return with answer|Teach them/);
    // and back to the first: its card is live again, and its people are mentioned in their earlier thread
    await max.command(`return CB-${number} Done.`);
    await (await max.command(`escalate CB-${number} Once more.`)).submit({ team });
    expect(readCard(await card(number, 'advisor', team))).toContain('Max Reyes asked:\n> Once more.');
    expect((await conversation(number, 'advisor', team)).at(-1)).toMatch(/^@Tia Holm, Max Reyes escalated the case:/);
  });
});

describe('the card of a team whose case', () => {
  test('that was closed has nothing to return', async ({ escalated, max, card, db }) => {
    const number = await escalated();
    await (await max.command(`close CB-${number}`)).submit({ reason: 'Resolved' });
    const teams = readCard(await card(number, 'advisor', team));
    expect(teams).toContain('(neutral) Closed. Nothing to do here.');
    expect(teams).not.toContain('[Return with answer]');
    expect(await db.prisma.case.findUnique({ where: { number } })).toMatchObject({ team: null });
  });

  test('that was resolved has nothing to return', async ({ escalated, max, card, db }) => {
    const number = await escalated();
    await max.command(`resolve CB-${number} It works.`);
    const teams = readCard(await card(number, 'advisor', team));
    expect(teams).toContain('(neutral) Pending Customer Verification. Nothing to do here.');
    expect(teams).not.toContain('[Return with answer]');
    expect(await db.prisma.case.findUnique({ where: { number } })).toMatchObject({ team: null });
  });

  test('waits for the contact gets its button back after the answer', async ({ ada, max, thread, card, escalated }) => {
    const number = await escalated();
    await max.command(`ask CB-${number} Which term?`);
    expect(readCard(await card(number, 'advisor', team))).not.toContain('[Return with answer]');
    await ada.replies(await thread(number, 'contact'), 'Term 2');
    expect(readCard(await card(number, 'advisor', team))).toContain('[Return with answer]');
  });
});
