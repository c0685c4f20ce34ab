// A database that stalls: Slack's requests are acknowledged in time, and the answer follows. The test locks the case's row instead of waiting.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { card, openCase, openSlackHarness, textOf, until, type SlackHarness } from './harness.ts';

const timing = { acknowledgeWithinMs: 2_500 };
const taking = 'This is taking longer than usual, the answer follows here.';

let harness: SlackHarness;
beforeAll(async () => {
  harness = await openSlackHarness({ slack: timing });
});
afterAll(() => harness.stop());
beforeEach(() => {
  timing.acknowledgeWithinMs = 2_500;
});

/** Holds the row of a case while something runs. */
async function whileLocked(number: string, run: () => Promise<void>): Promise<void> {
  const client = await harness.db.pool.connect();
  try {
    await client.query('begin');
    await client.query('select 1 from "case" where number = $1 for update', [Number(number.slice(3))]);
    timing.acknowledgeWithinMs = 1;
    await run();
  } finally {
    await client.query('commit');
    client.release();
    timing.acknowledgeWithinMs = 2_500;
  }
}

it('acknowledges a slow command in time and sends its answer after it, once', async () => {
  const { ada, help, db } = harness;
  const { number } = await openCase(harness, 'A stalled database');
  await whileLocked(number, async () => {
    await ada.command(`post ${number} Only once`, help);
    expect(ada.privately()).toBe(taking);
  });
  await until(
    'the answer',
    () => ada.privately().includes(`Posted to ${number}.`),
    () => ada.privately(),
  );
  expect(await db.prisma.post.count({ where: { body: 'Only once' } })).toBe(1);
});

it('acknowledges a slow button in time, and its effect follows', async () => {
  const { max, queue } = harness;
  const { his, number } = await openCase(harness, 'A slow button');
  await harness.bot.worker.idle();
  await whileLocked(number, async () => {
    await max.press(his, 'Claim');
    expect(max.privately()).toBe(taking);
  });
  expect(textOf(await card(queue, 'A slow button', 'Status: Assigned'))).toContain('Max Reyes');
});

it('shows in the form that its answer follows, and then the answer', async () => {
  const { ada, help, db } = harness;
  const { number } = await openCase(harness, 'A slow form');
  await ada.command(`close ${number}`, help);
  await whileLocked(number, async () => {
    await ada.submit({ reason: 'Withdrawn' });
    expect(ada.modal()).toContain(taking);
  });
  await until('the case to close', () => shownIn(harness, 'A slow form').includes('Status: Closed'));
  expect(await db.prisma.case.count({ where: { status: 'Closed' } })).toBe(1);
});

describe('a database in which nothing answers', () => {
  /** Locks everything that a request reads, with the tokens of the workspaces first. The bot was used before, so it knows them. */
  async function whileStalled(run: () => Promise<void>): Promise<void> {
    const client = await harness.db.pool.connect();
    try {
      await client.query('begin');
      await client.query('lock table installation, identity, person, "case", idempotency_key in access exclusive mode');
      timing.acknowledgeWithinMs = 1;
      await run();
    } finally {
      await client.query('commit');
      client.release();
      timing.acknowledgeWithinMs = 2_500;
    }
  }

  it('holds up the acknowledgment of no command, and a command that Slack sends twice has one effect', async () => {
    const { ada, help, db, fake, district } = harness;
    const { number } = await openCase(harness, 'A database that stands still');
    const command = {
      command: '/case',
      text: `post ${number} Only once, slowly`,
      channel_id: help.id,
      channel_name: help.name,
      team_id: district.id,
      team_domain: 'fake',
      user_id: ada.user.id,
      user_name: ada.user.name,
      trigger_id: fake.newTrigger(district, ada.user.id),
      response_url: fake.newResponseUrl(district, ada.user.id, help.id),
      api_app_id: fake.appId,
    };
    await whileStalled(async () => {
      for (const { status, body } of [await fake.sendForm(command), await fake.sendForm(command)])
        expect([status, body.includes(taking)]).toEqual([200, true]);
    });
    await until(
      'the answer',
      () => ada.privately().includes(`Posted to ${number}.`),
      () => ada.privately(),
    );
    expect(await db.prisma.post.count({ where: { body: 'Only once, slowly' } })).toBe(1);
  });

  it('opens the form of a command, a button and both shortcuts first, and fills it when the database answers', async () => {
    const { ada, help } = harness;
    const { hers, number } = await openCase(harness, 'A form before the database');
    const said = await ada.say('Grades vanish', help);
    for (const [ask, title, field] of [
      [() => ada.command('open', help), 'Open a case', 'Subject'],
      [() => ada.press(hers, 'Close case'), 'Close case', 'Reason'],
      [() => ada.shortcut(), 'Open a case', 'Subject'],
      [() => ada.messageShortcut(said, help), 'Open a case', 'Subject'],
    ] as const) {
      await whileStalled(async () => {
        await ask();
        await until('the modal', () => ada.modal() !== '');
        expect(ada.modal()).not.toContain(number);
      });
      await until(
        'the form',
        () => ada.modal().startsWith(title) && ada.modal().includes(field),
        () => ada.modal(),
      );
      ada.closeModal();
    }
  });
});

describe('a form that Slack does not open anymore', () => {
  const expired = { kind: 'error', code: 'expired_trigger_id' } as const;

  it('is offered by a button after a command and after a button', async () => {
    const { ada, help, fake } = harness;
    const { hers, number } = await openCase(harness, 'An expired trigger');
    for (const [ask, label, title] of [
      [() => ada.command(`close ${number}`, help), 'Close case', 'Close case'],
      [() => ada.command('open It is late', help), 'Open a case', 'Open a case'],
      [() => ada.press(hers, 'Close case'), 'Close case', 'Close case'],
    ] as const) {
      fake.fail('views.open', expired);
      await ask();
      await until(
        'the offer',
        () => ada.privately().includes("The form couldn't open in time."),
        () => ada.privately(),
      );
      expect(ada.modal()).toBe('');
      await ada.pressPrivate(label);
      await until(
        'the form',
        () => ada.modal().startsWith(title),
        () => ada.modal(),
      );
      ada.closeModal();
    }
  });

  it('is offered in the direct conversation after a shortcut and on the Home tab, with the text of the message', async () => {
    const { ada, help, fake } = harness;
    const said = await ada.say('Report cards are blank', help);
    await ada.openHome();
    for (const [ask, text, isHome] of [
      [() => ada.shortcut(), '', false],
      [() => ada.messageShortcut(said, help), 'Report cards are blank', false],
      [() => ada.pressHome('Open a case'), '', true],
    ] as const) {
      const before = ada.direct.messages.length;
      fake.fail('views.open', ...(isHome ? [expired, expired] : [expired]));
      await ask();
      const offered = await until('the offer', () =>
        ada.direct.messages.slice(before).find((one) => textOf(one).includes('in time')),
      );
      await ada.press(offered, 'Open a case');
      await until(
        'the form',
        () => ada.modal().includes('Subject'),
        () => `${ada.modal()} ${ada.privately()}`,
      );
      expect(JSON.stringify(ada.view())).toContain(text);
      ada.closeModal();
    }
  });
});

function shownIn({ help }: SlackHarness, subject: string): string {
  return help.messages.map(textOf).find((text) => text.includes(subject)) ?? '';
}
