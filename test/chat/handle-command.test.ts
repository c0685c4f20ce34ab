import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHouse, type House } from './harness.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

describe('help', () => {
  it.each(['', '  ', 'help', 'HELP', 'hi', 'Hello!', 'help open', 'help me please'])(
    'is the answer to /case %j',
    async (words) => {
      expect((await house.ada.command(words)).text).toContain('Campus Support: what you can say');
    },
  );

  it.each(['', 'hi', 'Help', 'hello!'])('is the answer to a direct message %j', async (words) => {
    expect((await house.ada.says(words)).text).toContain('what you can say');
  });

  it('is tailored: a contact opens cases, a Read-Only contact looks, an advisor has a queue', async () => {
    const { ada, rita, max } = house;
    const hers = (await ada.command('help')).text;
    expect(hers).toContain('Ada Park, you are an Authorized Contact of Plainview School District.');
    expect(hers).toContain('open [subject]');
    expect(hers).not.toContain('claim');
    const ritas = (await rita.command('help')).text;
    expect(ritas).toContain('a Read-Only Contact: you can view and search every case');
    expect(ritas).not.toMatch(/^(open|post|close|reopen) /m);
    expect(ritas).not.toContain('[Open a case]');
    const his = (await max.command('help')).text;
    expect(his).toContain('Max Reyes, you are an advisor.');
    expect(his).toContain('queue [page] cases waiting on support');
    expect(his).toContain('[Queue]');
  });

  it('shows the telephone number as a link that can be tapped', async () => {
    expect((await house.ada.command('help')).text).toContain('+1 800 555 0100 <tel:+18005550100>');
  });

  it('every button of it does something', async () => {
    const help = await house.ada.command('help');
    expect((await help.press('My cases')).text).toContain('# My cases');
    expect((await help.press('All cases')).text).toContain('# All cases');
    expect((await help.press('Open a case')).text).toContain('# Open a case');
  });
});

describe('unknown words by command', () => {
  it.each([
    ['serch grades', "I don't recognize “serch”. Did you mean “search”?"],
    ['Lsit', "I don't recognize “Lsit”. Did you mean “list”?"],
    ['nonsense', "I don't recognize “nonsense”."],
    ['clam CB-1', "I don't recognize “clam”."],
    ['CB-12 it is back', '“CB-12” alone shows the case. To write on it, say “post CB-12 …”.'],
    [`${'ab'.repeat(5000)}`, `I don't recognize “${'ab'.repeat(20)}”.`],
  ])('%s', async (words, hint) => {
    expect((await house.ada.command(words)).text.split('\n')[0]).toBe(`(neutral) ${hint}`);
  });

  it('hint at what this person can say only', async () => {
    expect((await house.max.command('clam CB-1')).text).toContain('Did you mean “claim”?');
  });
});

describe('words in any letter case', () => {
  it.each(['LIST', 'Mine', 'sEARCH grade'])('%s', async (words) => {
    expect((await house.ada.command(words)).text).toMatch(/\d+ cases?/);
  });

  it('a number alone shows its case', async () => {
    const number = await house.world.open({ subject: 'A number alone' });
    for (const words of [`CB-${number}`, `cb-${number}`, `cb${number}`, `#${number}`, `View cb-${number}`, `view ${number}`])
      expect((await house.ada.command(words)).text).toContain(`# CB-${number} · A number alone`);
    expect((await house.ada.says(`cb-${number}`)).text).toContain('A number alone');
  });
});

describe('a direct message that is no command', () => {
  it.each([
    'It happens on Tuesdays, too',
    'Open windows let the rain in and the projector in room 3 of the old house is dark',
    'list of pupils is wrong',
    'post office hours',
    'view of the gym is blocked',
    'Hello, my grade book is empty',
    '123',
    '<!channel> @everyone *bold* [x](javascript:alert(1)) 😀 שלום',
    'x'.repeat(10_000),
  ])('is asked about, never guessed: %.60s', async (words) => {
    const number = await house.world.open({ subject: 'The latest one' });
    const before = await house.db.prisma.post.count();
    const seen = await house.ada.says(words);
    expect(seen.text).toContain('Which case is this about?');
    expect(seen.text).toContain(`CB-${number} The latest one`);
    expect(seen.text).toContain(`[Post to CB-${number}]`);
    expect(await house.db.prisma.post.count()).toBe(before);
    const done = await seen.press(`Post to CB-${number}`);
    expect(done.text).toBe(`Posted to CB-${number}.`);
    const post = await house.db.prisma.post.findFirstOrThrow({ orderBy: { id: 'desc' } });
    expect(post.body).toBe(words);
  });

  it('that begins with a number offers that case first', async () => {
    const { ada, ben, world } = house;
    const number = await world.open({ subject: "Ada's, not Ben's" });
    await ben.command('list');
    const seen = await ben.says(`CB-${number}: it is back`);
    expect(seen.text).toContain(`[Post to CB-${number}] [Another case] [Open a case] [Help]`);
    await seen.press(`Post to CB-${number}`);
    expect((await ada.command(`CB-${number}`)).text).toContain(`> CB-${number}: it is back`);
  });

  it('can go to another case, whose number is asked for', async () => {
    const { ada, world } = house;
    const number = await world.open();
    const form = await (await ada.says('Somewhere else')).press('Another case');
    expect(form.text).toContain('Somewhere else');
    expect((await form.submit({ number: 'the one' })).mistakes).toEqual({ number: 'A case number looks like CB-123.' });
    expect((await form.submit({ number: '999999' })).text).toContain("We couldn't find CB-999999.");
    expect((await form.submit({ number: `cb-${number}` })).reply).toEqual({ kind: 'done' });
    expect((await ada.command(`CB-${number}`)).text).toContain('> Somewhere else');
  });

  it('can become a case, with these words as its description', async () => {
    const form = await (await house.ada.says('The scanner hums')).press('Open a case');
    expect(form.text).toContain('Description*: The scanner hums');
  });

  it('is posted once, however often the button is pressed by an impatient finger', async () => {
    const { ada, world, db } = house;
    const number = await world.open();
    const seen = await ada.says('Once is enough');
    const { action, value = '' } = seen.control(`Post to CB-${number}`) as { action: string; value?: string };
    const press = { kind: 'action' as const, action, value, place: ada.direct };
    await Promise.all([1, 2, 3].map(() => ada.does(press, 'Ev-same-press')));
    expect(await db.prisma.post.count({ where: { body: 'Once is enough' } })).toBe(1);
  });

  it('a Read-Only contact is told the limits instead', async () => {
    const seen = await house.rita.says('The grade book is empty');
    expect(seen.text).toContain("Nothing was posted. You're a Read-Only Contact");
    expect(seen.text).not.toContain('Post to');
    expect((await seen.press('All cases')).text).toContain('# All cases');
  });

  it("somebody else's draft is nobody's", async () => {
    const { ada, ben, world } = house;
    const number = await world.open();
    const { value = '' } = (await ada.says('These words are for me alone')).control(`Post to CB-${number}`) as { value?: string };
    expect((await ben.press('post-draft', value)).text).toContain('That message is no longer saved.');
  });

  it('mentions are names, not ids', async () => {
    const { ada, ben, world } = house;
    const number = await world.open();
    await ben.command('help');
    await (await ada.says('Ask @{U0BEN}, he has seen it')).press(`Post to CB-${number}`);
    expect((await ada.command(`CB-${number}`)).text).toContain('> Ask @Ben Ode, he has seen it');
    await ada.command(`post CB-${number} or @{U0SAM}`);
    expect((await ada.command(`CB-${number}`)).text).toContain('> or @someone');
  });
});

describe('a form as the answer to a direct message', () => {
  it('waits behind a button', async () => {
    const seen = await house.ada.says('open Projector is dark');
    expect(seen.text).toContain('This needs a form.');
    expect((await seen.press('Open the form')).text).toContain('Subject*: Projector is dark');
  });

  it('is refused at once to whom it is not for', async () => {
    expect((await house.rita.says('open Projector is dark')).text).toContain("You're a Read-Only Contact");
  });

  it('"open a case" is no subject', async () => {
    expect((await house.ada.command('Open a case')).text).toMatch(/^Subject\*: $/m);
  });
});

describe('an event that is delivered again', () => {
  it('is answered once, also four times at the same moment', async () => {
    const { ada, sam, rita, world, thread } = house;
    const place = await thread(await world.open(), 'contact');
    const tries = [
      (idempotencyKey: string) => ada.says('list', idempotencyKey),
      (idempotencyKey: string) => sam.says('hello', idempotencyKey),
      (idempotencyKey: string) => ada.replies(place, '', { ref: idempotencyKey, idempotencyKey, files: ['a.png'] }),
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

describe('what opens a window', () => {
  const { ada } = { ada: { platform: 'slack' as const, workspaceId: 'T0PLAIN', userId: 'U0ADA' } };
  const place = { channelId: 'C0GENERAL', kind: 'channel' as const };
  it.each([
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
  ])('/case %s: %s', (text, opens) => {
    const words = { kind: 'command' as const, text, place, speaker: ada, idempotencyKey: 'r' };
    expect(house.router.opensForm({ ...words, canOpenForm: true })).toBe(opens);
    expect(house.router.opensForm({ ...words, canOpenForm: false })).toBe(false);
  });
});
