import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepareCases } from '../../src/usecases/search/index-job.ts';
import { card, openSlackHarness, openCase, textOf, until, type SlackHarness } from './harness.ts';

let harness: SlackHarness;
beforeAll(async () => {
  harness = await openSlackHarness();
});
afterAll(() => harness.stop());

describe('the form for a new case', () => {
  it('shows every error at its field and stores nothing', async () => {
    const { ada, help, db } = harness;
    const before = await db.prisma.case.count();
    await ada.command('open', help);
    await ada.pressModal('More details');
    await ada.submit({ subject: ' \u200b ', module: 'Fees', dueDate: '2020-01-01' });
    expect(ada.mistakes).toEqual({
      subject: 'Enter a subject.',
      description: 'Enter a description.',
      dueDate: 'This date is in the past. Choose today or later. Enter why it is time-sensitive.',
    });
    expect(await db.prisma.case.count()).toBe(before);
    ada.closeModal();
  });

  it('shows the fields of a case type as soon as it is chosen', async () => {
    const { ada, help } = harness;
    await ada.command('open Kiosk freezes', help);
    ada.fill({ description: 'Typed before' });
    await ada.pressModal('More details');
    expect(ada.modal()).toContain('Replication steps');
    expect(ada.modal()).not.toContain('Expected behavior:');
    await ada.choose('caseType', 'Application Issue');
    expect(ada.modal()).toContain('Expected behavior:');
    await ada.submit({
      module: 'Attendance',
      description: 'Since the update',
      replicationSteps: 'Wait',
      expected: 'Today',
      actual: 'Yesterday',
      impact: 'One school',
    });
    expect(ada.mistakes).toEqual({});
    expect(ada.modal()).toMatch(/CB-\d+ is open/);
    await card(help, 'Kiosk freezes', 'Status: New');
    ada.closeModal();
  });

  it('shows the phone number for Critical, and the queue expects the call until an advisor records it', async () => {
    const { ada, max, help, queue } = harness;
    await ada.command('open', help);
    await ada.choose('priority', 'Critical');
    expect(ada.modal()).toContain('Critical issue? Call us now at +1 800 555 0100.');
    await ada.submit({ subject: 'Nobody can sign in', module: 'Other', description: 'All schools' });
    expect(ada.modal()).toContain('+1 800 555 0100');
    ada.closeModal();
    const his = await card(queue, 'Nobody can sign in', 'has been asked to call');
    await max.press(his, 'Phone call received');
    await until('the expected call to go', () => !textOf(his).includes('has been asked to call'));
  });

  it('opens before its trigger expires, however slow the rest is', async () => {
    const { ada, fake, help } = harness;
    await ada.command('open', help);
    const opened = fake.calls.findIndex(({ method }) => method === 'views.open');
    const filled = fake.calls.findIndex(({ method }) => method === 'views.update');
    expect(opened).toBeGreaterThanOrEqual(0);
    expect(filled).toBeGreaterThan(opened);
    ada.closeModal();
  });

  it('opens one case when it is submitted twice', async () => {
    const { ada, help, db } = harness;
    await ada.command('open', help);
    const view = structuredClone(ada.view());
    await ada.submit({ subject: 'Sent twice', module: 'Fees', description: 'x' });
    harness.district.open.set('U0ADA', view);
    await ada.submit({ subject: 'Sent twice', module: 'Fees', description: 'x' });
    expect(await db.prisma.case.count({ where: { subject: 'Sent twice' } })).toBe(1);
    ada.closeModal();
  });

  it('opens from the global shortcut, the Home tab and a message, with its link', async () => {
    const { ada, help, general } = harness;
    await ada.shortcut();
    expect(ada.modal()).toContain('Open a case');
    ada.closeModal();
    await ada.openHome();
    await ada.pressHome('Open a case');
    expect(ada.modal()).toContain('Subject:');
    ada.closeModal();
    const message = await ada.say(`Our *lunch* line is stuck ${'and waits '.repeat(400)}end of it`, help);
    await ada.messageShortcut(message, help);
    await ada.submit({ subject: 'From a message', module: 'Food Service' });
    expect(ada.mistakes).toEqual({});
    ada.closeModal();
    const stored = await harness.db.prisma.case.findFirstOrThrow({ where: { subject: 'From a message' } });
    expect(stored.description).toContain('**lunch**');
    expect(stored.description).toMatch(/end of it$/);
    expect(stored.sourceLink).toContain('/C0HELP/p');
    expect(general.messages).toEqual([]);
  });

  it('follows up on a case that was closed too long ago to be reopened, linked and prefilled', async () => {
    const { ada, help, db } = harness;
    const { number } = await openCase(harness, 'An old trouble');
    await ada.command(`close ${number}`, help);
    await ada.submit({ reason: 'Withdrawn' });
    const digits = Number(number.slice(3));
    await db.prisma.case.update({ where: { number: digits }, data: { closedAt: new Date(Date.now() - 61 * 86_400_000) } });
    await ada.command(`reopen ${number}`, help);
    expect(ada.modal()).toContain('was closed too long ago to reopen');
    await ada.pressModal('Open a follow-up case');
    await ada.submit({ description: 'It is back.' });
    expect(ada.mistakes).toEqual({});
    const followUp = await db.prisma.case.findFirstOrThrow({
      where: { subject: 'Follow-up: An old trouble' },
      include: { previousCase: true },
    });
    expect(followUp.previousCase?.number).toBe(digits);
    ada.closeModal();
  });

  it('does not open for Read-Only contacts and unknown users', async () => {
    const { rita, sam, help } = harness;
    await rita.command('open', help);
    expect(rita.modal()).toContain('As a Read-Only Contact');
    await sam.command('open', help);
    expect(sam.modal()).toContain("We don't recognize you yet");
  });
});

describe('slash commands', () => {
  it('never guess: the bot asks which case a message is about', async () => {
    const { ada, queue } = harness;
    const { number, his } = await openCase(harness, 'Which case is meant');
    await ada.say('It happens on Tuesdays, too');
    const asked = await until('the question', () =>
      ada.direct.messages.find((message) => textOf(message).includes('Is this a new case')),
    );
    expect(textOf(asked)).toContain(`[Post to ${number}]`);
    await ada.press(asked, `Post to ${number}`);
    await until('the post', () =>
      queue.messages.some((message) => message.thread_ts === his.ts && textOf(message).includes('on Tuesdays')),
    );
    await ada.press(asked, 'Another case');
    await ada.submit({ number: 'nonsense' });
    expect(ada.mistakes).toEqual({ number: 'A case number looks like CB-123.' });
    await ada.submit({ number });
    ada.closeModal();
    await ada.press(asked, 'Open a case with this text');
    expect(ada.view().blocks.find(({ block_id }) => block_id === 'description')?.element).toMatchObject({
      initial_value: { elements: [{ elements: [{ text: 'It happens on Tuesdays, too' }] }] },
    });
    ada.closeModal();
  });

  it('answer an event once, however often it is delivered', async () => {
    const { ben } = harness;
    await ben.say('list', ben.direct, undefined, 4);
    const answers = ben.direct.messages.filter((message) => message.bot_id);
    expect(answers).toHaveLength(1);
    expect(textOf(answers[0] ?? { ts: '', text: '' })).toContain('All cases');
  });

  it.each([
    ['', 'Cases of Plainview School District'],
    ['help', 'Type a command after /case, in a DM, or when you mention me.'],
    ['hi', 'Hi! This is Campus Support.'],
    ['nonsense', "I don't recognize “nonsense”."],
    ['The lunch line is stuck', '[Open a case with this text]'],
    ['view', 'Which case? Try view CB-123.'],
    ['view CB-0', "“CB-0” isn't a case number or one of your views."],
    ['CB-4242424242', "I don't recognize"],
    ['search status:sideways', 'Unknown status “sideways”.'],
    ['search colour:red', 'Cases: colour:red'],
    ['search zzzzz', 'No cases found.'],
    ['claim CB-10001', "“claim” isn't one of your commands."],
  ])('answer /case %s', async (text, answer) => {
    await harness.ada.command(text, harness.general);
    expect(harness.ada.privately()).toContain(answer);
  });

  it('answer a mention privately in the channel, with a button for a form', async () => {
    const { ada, help } = harness;
    await ada.mention('open Projector is dark', help);
    expect(ada.privately()).toContain('open Projector is dark needs a few details.');
    await ada.pressPrivate('Open a case');
    expect(ada.modal()).toContain('Open a case');
    ada.closeModal();
  });
});

describe('finding cases', () => {
  it('shows the count, pages of twenty and combined filters', async () => {
    const { ada, max, help, db, bot } = harness;
    const account = await db.prisma.account.findUniqueOrThrow({ where: { key: 'plainview' } });
    const contact = await db.prisma.person.findUniqueOrThrow({ where: { email: 'ben@plainview.example' } });
    const at = new Date('2026-01-01T00:00:00Z');
    await db.prisma.case.createMany({
      data: Array.from({ length: 45 }, (_, n) => ({
        accountId: account.id,
        contactId: contact.id,
        priority: 'High' as const,
        subject: `Grade Book issue ${n}`,
        description: 'x',
        module: 'Grade Book',
        caseType: 'Question',
        category: 'Question',
        source: 'slack' as const,
        status: n % 2 ? ('New' as const) : ('PendingCustomerInput' as const),
        createdAt: at,
        updatedAt: at,
      })),
    });
    await prepareCases(bot.services, { again: true });
    await ada.command('search grade book issues module:grade contact:ben', help);
    expect(ada.privately()).toContain('45 cases · page 1 of 3');
    await ada.pressPrivate('Next page');
    expect(ada.privately()).toContain('45 cases · page 2 of 3');
    await ada.pressPrivate('Next page');
    expect(ada.privately()).toContain('page 3 of 3');
    await ada.command('search grade status:pending priority:high', help);
    expect(ada.privately()).toContain('23 cases');
    await ada.command('search page:99 grade', help);
    expect(ada.privately()).toContain('page 3 of 3');
    await max.command('queue');
    expect(max.privately()).toContain('Queue');
    await max.command('mine');
    expect(max.privately()).toContain('My open cases');
  });

  it('shows on the Home tab what is open and what is waiting', async () => {
    const { ada, max } = harness;
    await ada.openHome();
    expect(ada.home()).toContain('Cases of Plainview School District');
    expect(ada.home()).toContain('Needs your reply');
    await max.openHome();
    expect(max.home()).toContain('[Queue]');
    await max.pressHome('Queue');
    expect(max.modal()).toContain('Queue');
    await ada.pressHome('All cases');
    expect(ada.modal()).toContain('All cases');
  });
});
