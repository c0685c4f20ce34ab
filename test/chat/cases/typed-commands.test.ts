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
