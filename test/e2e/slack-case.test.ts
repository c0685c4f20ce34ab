import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { card, openSlackHarness, openCase, reply, textOf, thread, until, type SlackHarness } from './harness.ts';

let harness: SlackHarness;
beforeAll(async () => {
  harness = await openSlackHarness();
});
afterAll(() => harness.stop());

describe('a whole case between two workspaces', () => {
  it('shows the current state on both cards, from opening and questions to closing and reopening', async () => {
    const { ada, max, help, queue } = harness;
    const { hers, his } = await openCase(harness, 'Receipts print twice');
    expect(textOf(hers)).toContain('Waiting on: Campus Support (unassigned)');
    expect(textOf(his)).toContain('Contact: Ada Park, Plainview School District');

    await max.press(his, 'Claim');
    await card(help, 'Receipts print twice', 'Advisor: Max Reyes');
    await reply(help, hers, 'Max Reyes is working on this.');

    await max.say('Which printer?', queue, his);
    const request = await reply(help, hers, 'Which printer?');
    expect(textOf(request)).toContain('Max Reyes · Campus Support · via Slack');
    await ada.say('The one at the front desk', help, hers);
    await reply(queue, his, 'The one at the front desk');

    await max.press(his, 'Ask');
    await max.submit({ question: 'Is it a *new* one?' });
    const asked = await reply(help, hers, 'Is it a new one?');
    expect(textOf(asked)).toContain('@U0ADA, Max Reyes asked:');
    expect(textOf(asked)).toContain('[Answer]');
    await card(help, 'Receipts print twice', 'Waiting on: You (answer the question)');
    await ada.say('Yes, since Monday', help, hers);
    await card(help, 'Receipts print twice', 'Status: Assigned');
    await until('the question to lose its button', () => !textOf(asked).includes('[Answer]'));

    await max.press(his, 'Resolve');
    await max.submit({ explanation: 'Its driver was set to two copies.' });
    const resolved = await reply(help, hers, 'two copies');
    expect(textOf(resolved)).toContain('[Yes, close case]');
    await card(queue, 'Receipts print twice', 'Status: Pending Customer Verification');
    await ada.press(resolved, 'No, still happening');
    await ada.submit({ 'still-happens': 'Still two copies.' });
    await reply(queue, his, "says it's still happening");
    await card(help, 'Receipts print twice', 'Status: Assigned');
    await until('the resolution to lose its buttons', () => !textOf(resolved).includes('[Yes'));

    await max.press(his, 'Resolve');
    await max.submit({ explanation: 'Now the second tray, too.' });
    const fingerprint = await reply(help, hers, 'second tray');
    await ada.press(fingerprint, 'Yes, close case');
    const closed = await card(help, 'Receipts print twice', 'Status: Closed');
    expect(textOf(closed)).toContain('Closed (Resolved). It can be reopened until');
    await card(queue, 'Receipts print twice', 'Status: Closed');

    await ada.press(closed, 'Reopen case');
    await ada.submit({ details: 'It prints three now.' });
    await card(queue, 'Receipts print twice', 'Status: Assigned');
    await reply(queue, his, 'It prints three now.');
    expect(harness.fake.violations).toEqual([]);
  });

  it('answers an old button with the current state', async () => {
    const { ada, max, his, help } = { ...harness, ...(await openCase(harness, 'A stale card')) };
    const stale = { ...his, blocks: structuredClone(his.blocks) };
    harness.queue.messages.push(stale);
    await max.press(stale, 'Claim');
    await card(help, 'A stale card', 'Status: Assigned');
    await max.press(stale, 'Claim');
    expect(max.privately()).toContain('already assigned to you');
    harness.queue.messages.splice(harness.queue.messages.indexOf(stale), 1);
    await ada.command('close CB-99999', help);
    expect(ada.modal()).toContain("We couldn't find CB-99999.");
  });
});

describe('posts', () => {
  it('reach the other side once and in order, however often Slack delivers the event', async () => {
    const { ada, help, queue } = harness;
    const { hers, his } = await openCase(harness, 'Four times the same event');
    for (let n = 1; n <= 5; n += 1) await ada.say(`line ${n}`, help, hers, 4);
    await reply(queue, his, 'line 5');
    await harness.bot.worker.idle();
    expect(thread(queue, his).map((message) => /line \d/.exec(textOf(message))?.[0])).toEqual([
      'line 1',
      'line 2',
      'line 3',
      'line 4',
      'line 5',
    ]);
    expect(thread(help, hers).filter((message) => message.bot_id)).toEqual([]);
  });

  it('are edited and deleted on the other side', async () => {
    const { ada, help, queue } = harness;
    const { hers, his } = await openCase(harness, 'An edited post');
    const post = await ada.say('The frist line', help, hers);
    await reply(queue, his, 'The frist line');
    await ada.edit(post, 'The first line');
    await reply(queue, his, 'The first line');
    expect(thread(queue, his)).toHaveLength(1);
    await ada.remove(post);
    await until('the post to disappear', () => thread(queue, his).length === 0);
  });

  it('stay internal when they are notes, by prefix, by button and after an edit', async () => {
    const { ada, max, help, queue } = harness;
    const { hers, his, number } = await openCase(harness, 'A case with notes');
    const typed = await max.say(' \u200b// secret one', queue, his);
    await max.press(his, 'Internal note');
    await max.submit({ note: 'secret two' });
    await reply(queue, his, 'secret two');
    await max.edit(typed, 'secret three without its mark', queue);
    await max.say('A public word', queue, his);
    await reply(help, hers, 'A public word');
    await harness.bot.worker.idle();
    await ada.command(`view ${number}`, help);
    await ada.command('search secret', help);
    expect(ada.everything()).not.toMatch(/secret (one|two|three)/);
    await max.command(`view ${number}`);
    expect(max.privately()).toContain('secret three without its mark');
  });

  it('keep their text when an edit would make them notes, and can be deleted everywhere by their author', async () => {
    const { max, help, queue } = harness;
    const { hers, his } = await openCase(harness, 'A post that should have been a note');
    const post = await max.say('The customer is wrong', queue, his);
    await reply(help, hers, 'The customer is wrong');
    await max.edit(post, '// The customer is wrong', queue);
    expect(max.privately()).toContain("Your edit wasn't applied");
    await max.pressPrivate('Delete it everywhere');
    await until('the post to disappear', () => thread(help, hers).every((message) => !textOf(message).includes('wrong')));
  });

  it('are shown exactly as they were typed', async () => {
    const { ada, help, queue } = harness;
    const { hers, his } = await openCase(harness, 'Odd <!channel> & *subject* 😀 שלום');
    const nasty = 'Hi &lt;!channel&gt; @everyone &lt;@U0MAX&gt; [x](javascript:alert(1)) 😀 שלום \u202Eevil';
    await ada.say(nasty, help, hers);
    const seen = await reply(queue, his, '@everyone');
    const raw = JSON.stringify(seen.blocks);
    expect(raw).not.toMatch(/<!channel>|<@U0MAX>|<javascript|\u202E/);
    expect(textOf(seen)).toContain('Hi <!channel> @everyone <@U0MAX>');
    expect(textOf(his)).toContain('Odd <!channel> & *subject* 😀 שלום');
  });

  it('arrive in full up to 10,000 characters, and explain the limit beyond that', async () => {
    const { ada, help, queue } = harness;
    const { hers, his } = await openCase(harness, 'A long story');
    await ada.say(`${'word '.repeat(1990)}the end`, help, hers);
    const seen = await reply(queue, his, 'the end');
    expect(textOf(seen).match(/word/g)).toHaveLength(1990);
    await ada.say('x'.repeat(10_001), help, hers);
    expect(ada.privately()).toContain('Not posted to CB-');
  });

  it('name to their author a file that cannot be passed on', async () => {
    const { ada, help } = harness;
    const { hers } = await openCase(harness, 'A case with a file');
    await ada.say('', help, hers, 1, { subtype: 'file_share', files: [{ name: 'screen.png' }] });
    expect(ada.privately()).toContain("“screen.png” wasn't sent");
  });
});

describe('who can post', () => {
  it('answers Read-Only contacts and unknown users privately, and records nothing', async () => {
    const { rita, sam, help, queue } = harness;
    const { hers, his } = await openCase(harness, 'Only contacts are heard');
    await rita.say('Me too', help, hers);
    expect(rita.privately()).toContain("Not posted. You're a Read-Only Contact");
    await sam.say('And me', help, hers);
    expect(sam.privately()).toContain("We don't recognize you yet");
    expect(sam.privately()).toContain('Ada Park (ada@plainview.example)');
    await harness.bot.worker.idle();
    expect(thread(queue, his)).toEqual([]);
  });

  it('ignores replies and buttons of a person in the queue channel who is not an advisor', async () => {
    const { rosa, help, queue } = harness;
    const { hers, his } = await openCase(harness, 'A guest in the queue');
    await rosa.say('I am a contact of another district', queue, his);
    expect(rosa.privately()).toContain('Not posted. This thread is for advisors only.');
    await rosa.press(his, 'Claim');
    expect(rosa.privately()).toContain('Only advisors can do that.');
    await harness.bot.worker.idle();
    expect(thread(help, hers)).toEqual([]);
  });

  it("finds nothing of another account's case through its number, its buttons or a search", async () => {
    const { rosa, ada } = harness;
    const { number, hers } = await openCase(harness, 'Plainview alone may see this');
    for (const text of [number, `view ${number}`, `close ${number}`, `post ${number} hello`, `recipients ${number}`])
      await rosa.command(text);
    const copy = { ...hers };
    harness.queue.messages.push(copy);
    for (const label of ['Post', 'Close case', 'View case']) await rosa.press(copy, label);
    harness.queue.messages.splice(harness.queue.messages.indexOf(copy), 1);
    await rosa.command('search Plainview');
    await rosa.command('list');
    rosa.closeModal();
    const own = harness.vendor.ephemerals
      .filter(({ user }) => user === 'U0ROSA')
      .map(({ blocks, text }) => JSON.stringify(blocks ?? text));
    expect(own.join('')).not.toContain('alone may see this');
    await ada.command('search Plainview', harness.help);
    expect(ada.privately()).toContain('Plainview alone may see this');
  });
});

describe('where the card of a new case is posted', () => {
  it('is the direct conversation when the case was opened in an unlisted channel', async () => {
    const { ada, general } = harness;
    await ada.command('open', general);
    await ada.submit({
      subject: 'Asked in #general',
      module: 'Fees',
      priority: 'Low',
      description: 'About a child',
    });
    await card(ada.direct, 'Asked in #general', 'Status: New');
    expect(general.messages).toEqual([]);
  });

  it('is the queue channel of the module', async () => {
    const { ada, help, vendor } = harness;
    await ada.command('open', help);
    await ada.submit({
      subject: 'Weights are off',
      module: 'Grade Book',
      priority: 'Low',
      description: 'By one',
    });
    const grades = vendor.channels.get('C0GRADES');
    if (grades) await card(grades, 'Weights are off', 'Status: New');
  });
});
