import { describe, expect } from 'vitest';
import { test as it } from './harness.ts';

describe('an unknown command', () => {
  it.for([
    ['nonsense', "I don't recognize “nonsense”."],
    ['clam CB-1', "I don't recognize “clam”."],
    [`${'ab'.repeat(5000)}`, `I don't recognize “${'ab'.repeat(19)}a…”.`],
  ] as const)('gets a hint and the first steps: %s', async ([text, hint], { harness }) => {
    expect((await harness.ada.command(text)).text).toBe(`${hint}\n[Open a case] [My cases] [All commands]`);
  });

  it.for([
    ['serch grades', 'search grades'],
    ['Lsit', 'list'],
    ['CB-12 it is back', 'post CB-12 it is back'],
  ] as const)('is corrected where it is similar to a command: %s', async ([text, meant], { harness }) => {
    expect((await harness.ada.command(text)).text).toBe(`Did you mean ${meant}?\n[Run it]`);
  });

  it('runs the corrected command with a button', async ({ harness }) => {
    await harness.world.open({ subject: 'Grades are gone' });
    const seen = await harness.ada.command('serch Grades gone');
    expect((await seen.press('Run it')).text).toContain('Grades are gone');
  });

  it('suggests only commands that this person can use', async ({ harness }) => {
    expect((await harness.max.command('clam CB-1')).text).toContain('Did you mean claim CB-1?');
    expect((await harness.rita.command('CB-12 it is back')).text).toContain('To see CB-12, type its number alone.');
  });
});

describe('an ordinary text after the slash command', () => {
  it.for(['The lunch line is stuck', 'my grade book is empty since monday', 'send us the export again, please'])(
    'is offered as a new case first, then for the latest open cases: %s',
    async (text, { harness }) => {
      const number = await harness.world.open({ subject: 'The newest one' });
      const seen = await harness.ada.command(text);
      expect(seen.text).toContain('Is this a new case');
      expect(seen.text).toContain(`[Open a case with this text] [Post to CB-${number}]`);
      expect(seen.text).not.toContain('[All commands]');
      expect((await seen.press('Open a case with this text')).text).toContain(`Description*: ${text}`);
    },
  );

  it('shows advisors the cases it may belong to, and Read-Only contacts what they can do', async ({ harness }) => {
    expect((await harness.max.command('The lunch line is stuck')).text).toContain('[Another case]');
    const ritas = (await harness.rita.command('The lunch line is stuck')).text;
    expect(ritas).toContain('[All cases] [Notices] [All commands]');
    expect(ritas).not.toContain('Open a case');
  });
});

describe('a command in any letter case', () => {
  it.for(['LIST', 'Mine', 'sEARCH grade'])('works: %s', async (text, { harness }) => {
    expect((await harness.ada.command(text)).text).toMatch(/\d+ cases?/);
  });

  it('shows the case for a case number alone', async ({ harness }) => {
    const number = await harness.world.open({ subject: 'A number alone' });
    for (const text of [
      `CB-${number}`,
      `cb-${number}`,
      `cb${number}`,
      `CB ${number}`,
      `CB–${number}`,
      `CB-${number}.`,
      `#${number}`,
      `${number}`,
      `View cb-${number}`,
      `view ${number}`,
      `view CB–${number}.`,
    ])
      expect((await harness.ada.command(text)).text).toContain(`# CB-${number} · A number alone`);
    expect((await harness.ada.says(`cb-${number}`)).text).toContain('A number alone');
  });

  it('shows the case for a bare number of five digits', async ({ harness }) => {
    const { ada, db, world } = harness;
    const number = await world.open({ subject: 'Five digits' });
    await db.prisma.case.update({ where: { number }, data: { number: 54321 } });
    expect((await ada.says('54321')).text).toContain('# CB-54321 · Five digits');
    expect((await ada.command('54321')).text).toContain('# CB-54321 · Five digits');
    expect((await ada.says('99999')).text).toContain("We couldn't find CB-99999.");
  });
});

describe('a direct message that is not a command', () => {
  it.for([
    'It happens on Tuesdays, too',
    'Open windows let the rain in and the projector in room 3 of the old house is dark',
    'list of pupils is wrong',
    'post office hours',
    'view of the gym is blocked',
    'Hello, my grade book is empty',
    '123',
    '<!channel> @everyone *bold* [x](javascript:alert(1)) 😀 שלום',
    'x'.repeat(10_000),
  ])('gets a question about its case, not a guess: %s', async (text, { harness }) => {
    const number = await harness.world.open({ subject: 'The latest one' });
    const before = await harness.db.prisma.post.count();
    const seen = await harness.ada.says(text);
    expect(seen.text).toContain('Is this a new case');
    expect(seen.text).toContain(`CB-${number} The latest one`);
    expect(seen.text).toContain(`[Post to CB-${number}]`);
    expect(await harness.db.prisma.post.count()).toBe(before);
    const done = await seen.press(`Post to CB-${number}`);
    expect(done.text).toBe(`Posted to CB-${number}.`);
    const post = await harness.db.prisma.post.findFirstOrThrow({ orderBy: { id: 'desc' } });
    expect(post.body).toBe(text);
  });

  it('is offered as a misspelled command, and still as a message, when it is similar to one', async ({ harness }) => {
    const number = await harness.world.open({ subject: 'Grade book is slow' });
    const seen = await harness.ada.says('serch grade');
    expect(seen.text).toMatch(/^Did you mean search grade\?\n\[Run it\]\nIs this a new case, or is it about one of these\?/);
    expect(seen.text).toContain(`[Post to CB-${number}]`);
    expect((await seen.press('Run it')).text).toContain('Grade book is slow');
    const rita = (await harness.rita.says('serch grade')).text;
    expect(rita).toBe('Did you mean search grade?\n[Run it]');
  });

  it.for(['lost my password', 'not working again', 'no', 'ok', 'thanks'])(
    'is not taken for a misspelling: %s',
    async (text, { harness }) => {
      expect((await harness.ada.says(text)).text).not.toContain('Did you mean');
    },
  );

  it.for(['stop', 'Cancel', 'never mind'])('changes nothing when it is %s', async (text, { harness }) => {
    expect((await harness.ada.says(text)).text).toContain('Nothing was posted or changed.');
  });

  it('offers the case whose number it starts with first', async ({ harness }) => {
    const { ada, ben, world } = harness;
    const number = await world.open({ subject: "Ada's, not Ben's" });
    await ben.command('list');
    const seen = await ben.says(`CB-${number}: it is back`);
    expect(seen.text).toContain(`[Open a case with this text] [Post to CB-${number}] [Another case]`);
    await seen.press(`Post to CB-${number}`);
    expect((await ada.command(`CB-${number}`)).text).toContain(`> CB-${number}: it is back`);
  });

  it('can be posted to another case by its number', async ({ harness }) => {
    const { ada, world } = harness;
    const number = await world.open();
    const form = await (await ada.says('Somewhere else')).press('Another case');
    expect(form.text).toContain('Somewhere else');
    expect((await form.submit({ number: 'the one' })).mistakes).toEqual({ number: 'A case number looks like CB-123.' });
    expect((await form.submit({ number: '999999' })).text).toContain("We couldn't find CB-999999.");
    expect((await form.submit({ number: `cb-${number}` })).reply).toEqual({ kind: 'done' });
    expect((await ada.command(`CB-${number}`)).text).toContain('> Somewhere else');
  });

  it('can become a new case with one press more, filled in with its text', async ({ harness }) => {
    const text = 'The scanner hums\n\nSince Monday, in room 3.';
    const seen = await harness.ada.says(text);
    expect(seen.text).toContain('[Open a case with this text]');
    const form = await seen.press('Open a case with this text');
    expect(form.text).toContain('Subject*: The scanner hums\n');
    expect(form.text).toContain(`Description*: ${text}`);
  });

  it('is posted once when the button is clicked several times at the same moment', async ({ harness }) => {
    const { ada, world, db } = harness;
    const number = await world.open();
    const seen = await ada.says('Once is enough');
    const { action, value = '' } = seen.control(`Post to CB-${number}`) as { action: string; value?: string };
    const press = { kind: 'action' as const, action, value, place: ada.direct };
    await Promise.all([1, 2, 3].map(() => ada.does(press, 'Ev-same-press')));
    expect(await db.prisma.post.count({ where: { body: 'Once is enough' } })).toBe(1);
  });

  it('gets an explanation instead when it is from a Read-Only contact', async ({ harness }) => {
    const seen = await harness.rita.says('The grade book is empty');
    expect(seen.text).toContain("Nothing was posted. You're a Read-Only Contact");
    expect(seen.text).not.toContain('Post to');
    expect((await seen.press('All cases')).text).toContain('# All cases');
  });

  it('cannot be posted by somebody else', async ({ harness }) => {
    const { ada, ben, world } = harness;
    const number = await world.open();
    const { value = '' } = (await ada.says('This message is for me alone')).control(`Post to CB-${number}`) as { value?: string };
    expect((await ben.press('post-draft', value)).text).toContain('That message is no longer saved.');
  });

  it('shows mentioned people by name, not by id', async ({ harness }) => {
    const { ada, ben, world } = harness;
    const number = await world.open();
    await ben.command('help');
    await (await ada.says('Ask @{U0BEN}, he has seen it')).press(`Post to CB-${number}`);
    expect((await ada.command(`CB-${number}`)).text).toContain('> Ask @Ben Ode, he has seen it');
    await ada.command(`post CB-${number} or @{U0SAM}`);
    expect((await ada.command(`CB-${number}`)).text).toContain('> or @someone');
  });
});

describe('a form as the reply to a direct message', () => {
  it('opens with a button', async ({ harness }) => {
    const seen = await harness.ada.says('open Projector is dark');
    expect(seen.text).toBe('open Projector is dark needs a few details.\n[Open a case]');
    expect((await seen.press('Open a case')).text).toContain('Subject*: Projector is dark');
  });

  it('is refused at once to people who may not use it', async ({ harness }) => {
    expect((await harness.rita.says('open Projector is dark')).text).toContain("You're a Read-Only Contact");
  });

  it('leaves the subject empty for "open a case"', async ({ harness }) => {
    expect((await harness.ada.command('Open a case')).text).toMatch(/^Subject\*: $/m);
  });
});

describe('an event that is delivered again', () => {
  it('is answered once, even when it arrives four times at the same moment', async ({ harness }) => {
    const { ada, sam, rita, world, thread } = harness;
    const place = await thread(await world.open(), 'contact');
    const tries = [
      (idempotencyKey: string) => ada.says('list', idempotencyKey),
      (idempotencyKey: string) => sam.says('hello', idempotencyKey),
      (idempotencyKey: string) => ada.replies(place, '', { ref: idempotencyKey, idempotencyKey, files: [{ name: 'a.png' }] }),
      (idempotencyKey: string) => ada.replies(place, 'x'.repeat(10_001), { ref: idempotencyKey, idempotencyKey }),
      (idempotencyKey: string) => rita.replies(place, 'me too', { ref: idempotencyKey, idempotencyKey }),
      (idempotencyKey: string) => sam.replies(place, 'and me', { ref: idempotencyKey, idempotencyKey }),
    ];
    for (const [index, fingerprint] of tries.entries()) {
      const seen = await Promise.all([1, 2, 3, 4].map(() => fingerprint(`Ev-again-${index}`)));
      expect(seen.filter(({ reply }) => reply.kind !== 'nothing')).toHaveLength(1);
    }
  });
});

describe('a command that opens a form', () => {
  const { ada } = { ada: { platform: 'slack' as const, workspaceId: 'T0PLAIN', userId: 'U0ADA' } };
  const place = { channelId: 'C0GENERAL', kind: 'channel' as const };
  it.for([
    ['open', true],
    ['open My subject', true],
    ['close CB-1', true],
    ['post CB-1', true],
    ['post CB-1 text', false],
    ['assign CB-1', true],
    ['assign CB-1 max', false],
    ['list', false],
    ['CB-1', false],
    ['', false],
  ] as const)('is recognized before it runs: /case %s: %s', ([text, opens], { harness }) => {
    const command = { kind: 'command' as const, text, place, speaker: ada, idempotencyKey: 'r' };
    expect(harness.router.opensForm({ ...command, canOpenForm: true })).toBe(opens);
    expect(harness.router.opensForm({ ...command, canOpenForm: false })).toBe(false);
  });
});
