// Posts that were typed as a command follow their message, as replies in a thread do.
import { describe, expect } from 'vitest';
import { test } from '../harness.ts';

describe('a post typed as a command', () => {
  test('is edited and deleted with its message', async ({ world, ada, max, thread, conversation }) => {
    const number = await world.open();
    await thread(number, 'contact');
    const queue = async (): Promise<string> => (await conversation(number, 'advisor')).join('\n');
    for (const [one, ref] of [
      [ada, 'typed-1'],
      [max, 'typed-2'],
    ] as const) {
      await one.does({
        kind: 'command',
        text: `post CB-${number} It is brokn in ${ref}.`,
        ref,
        place: one.direct,
        canOpenForm: false,
      });
      await one.edits(one.direct, ref, `post CB-${number} It is broken in ${ref}.`);
      expect(await queue()).toContain(`It is broken in ${ref}.`);
      expect(await queue()).not.toContain('brokn');
      expect(await queue()).not.toContain('post CB-');
      await one.does({ kind: 'deletion', ref, place: one.direct });
      expect(await queue()).not.toContain('broken');
    }
  });

  test('cannot move to another case or become a note', async ({ world, max }) => {
    const number = await world.open();
    const typed = { ref: 'typed-3', place: max.direct };
    await max.does({ kind: 'command', text: `post CB-${number} Hello`, ...typed, canOpenForm: false });
    const moved = await max.edits(max.direct, 'typed-3', `post CB-${number + 1} Hello`);
    expect(moved.text).toContain("a post can't move to another case");
    const hidden = await max.edits(max.direct, 'typed-3', `note CB-${number} Hello`);
    expect(hidden.text).toContain("a post can't become an internal note");
    expect(hidden.text).toContain('[Delete it everywhere]');
  });

  test('is not repeated to its author', async ({ world, db, ada, rosa, thread, conversation }) => {
    const number = await world.open();
    await thread(number, 'contact');
    const where = await db.prisma.conversation.findFirstOrThrow({
      where: { case: { number }, side: 'contact' },
      include: { destination: true },
    });
    const place = { channelId: where.destination.channelId, kind: 'direct' as const };
    await ada.does({ kind: 'command', text: `post CB-${number} Only once`, ref: 'typed-4', place, canOpenForm: false });
    expect((await conversation(number, 'contact')).join('\n')).not.toContain('Only once');
    expect((await conversation(number, 'advisor')).join('\n')).toContain('Only once');
    expect(rosa.speaker.userId).toBe('U0ROSA');
  });
});

describe('a post typed as a slash command', () => {
  test('is not sent to its author, and is sent to everyone else', async ({ world, db, ada, conversation }) => {
    const number = await world.open();
    const { destination } = await db.prisma.conversation.findFirstOrThrow({
      where: { case: { number }, side: 'contact' },
      include: { destination: true },
    });
    await db.prisma.conversation.updateMany({ where: { case: { number }, side: 'contact' }, data: { personId: world.ada.id } });
    for (const place of [
      { channelId: destination.channelId, kind: 'direct' as const },
      { channelId: 'C0LUNCH', kind: 'channel' as const },
    ])
      expect((await ada.command(`post CB-${number} Only once`, place)).text).toBe(`Posted to CB-${number}.`);
    expect((await conversation(number, 'contact')).join('\n')).not.toContain('Only once');
    expect((await conversation(number, 'advisor')).filter((text) => text.includes('Only once'))).toHaveLength(2);
  });
});

describe.each([
  { name: 'ask', what: 'question', again: 'Ask' },
  { name: 'resolve', what: 'resolution', again: 'Resolve' },
])('a $what typed as a command', ({ name, what, again }) => {
  test('is edited with its message for the contact', async ({ world, max, conversation }) => {
    const number = await world.open();
    const typed = { ref: `${name}-1`, place: max.direct };
    await max.does({ kind: 'command', text: `${name} CB-${number} Whch term?`, ...typed, canOpenForm: false });
    await max.edits(max.direct, typed.ref, `${name} CB-${number} Which term?`);
    const seen = (await conversation(number, 'contact')).join('\n');
    expect(seen).toContain('Which term?');
    expect(seen).not.toContain('Whch');
    expect(seen).not.toContain(`${name} CB-`);
  });

  test('is deleted with its message, and its author learns that the case still waits', async ({ world, max, conversation }) => {
    const number = await world.open();
    const typed = { ref: `${name}-2`, place: max.direct };
    await max.does({ kind: 'command', text: `${name} CB-${number} Which term?`, ...typed, canOpenForm: false });
    const shown = await max.does({ kind: 'deletion', ...typed });
    expect((await conversation(number, 'contact')).join('\n')).not.toContain('Which term?');
    expect(shown.text).toContain(`Your ${what} was deleted from CB-${number}. The case is still waiting on the contact.`);
    expect(shown.text).toContain(`[${again}]`);
  });

  test('never becomes a note, an empty text or the text of another case by an edit', async ({ world, max, conversation }) => {
    const number = await world.open();
    const typed = { ref: `${name}-3`, place: max.direct };
    await max.does({ kind: 'command', text: `${name} CB-${number} Which term?`, ...typed, canOpenForm: false });
    const refused = async (text: string): Promise<string> => (await max.edits(max.direct, typed.ref, text)).text;
    expect(await refused(`note CB-${number} secret`)).toContain("a post can't become an internal note");
    expect(await refused(`${name} CB-${number} // secret`)).toContain("a post can't become an internal note");
    expect(await refused(`${name} CB-${number + 1} secret`)).toContain("a post can't move to another case");
    expect(await refused(`${name} CB-${number}`)).toContain("A post can't be empty.");
    const seen = (await conversation(number, 'contact')).join('\n');
    expect(seen).toContain('Which term?');
    expect(seen).not.toContain('secret');
  });
});

describe("a team's answer typed as a command", () => {
  test('stays internal when its message is edited', async ({ world, db, max, conversation }) => {
    const number = await world.open();
    await db.prisma.case.update({ where: { number }, data: { status: 'AssistRequest', team: 'Technical Services' } });
    const typed = { ref: 'return-1', place: max.direct };
    await max.does({ kind: 'command', text: `return CB-${number} The tbale was full.`, ...typed, canOpenForm: false });
    expect((await max.edits(max.direct, typed.ref, `return CB-${number} The table was full.`)).reply.kind).toBe('nothing');
    expect((await conversation(number, 'advisor')).join('\n')).toContain('The table was full.');
    expect((await conversation(number, 'contact')).join('\n')).not.toContain('was full');
  });
});

describe('a note typed as a command', () => {
  test('follows the edits of its message and stays internal', async ({ world, max, conversation }) => {
    const number = await world.open();
    await max.does({
      kind: 'command',
      text: `note CB-${number} Same as sprng.`,
      ref: 'typed-5',
      place: max.direct,
      canOpenForm: false,
    });
    expect((await max.edits(max.direct, 'typed-5', `note CB-${number} Same as spring.`)).reply.kind).toBe('nothing');
    const seen = (await conversation(number, 'advisor')).join('\n');
    expect(seen).toContain('Same as spring.');
    expect(seen).not.toContain('note CB-');
    expect((await conversation(number, 'contact')).join('\n')).not.toContain('spring');
  });
});

describe('the // taken off a note', () => {
  test('tells its author that it stays a note, and offers to post it', async ({ world, max, thread, conversation }) => {
    const number = await world.open();
    const queue = await thread(number, 'advisor');
    await thread(number, 'contact');
    await max.replies(queue, '// Looks like spring', { ref: 'note-1' });
    const told = await max.edits(queue, 'note-1', 'Looks like spring');
    expect(told.text).toContain(`still an internal note on CB-${number}`);
    expect((await conversation(number, 'contact')).join('\n')).not.toContain('spring');
    await told.press(`Post to CB-${number}`);
    expect((await conversation(number, 'contact')).join('\n')).toContain('Looks like spring');
    expect((await max.edits(queue, 'note-1', '// Looks like last spring')).reply.kind).toBe('nothing');
  });
});
