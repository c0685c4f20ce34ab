// Files in chat: in threads and direct messages, in drafts and forms, in the list of a case, and who sees them.
import { describe, expect } from 'vitest';
import { createLog } from '../../../src/server/log.ts';
import { writeSentFiles } from '../../../src/chat/codecs.ts';
import type { FileLinks } from '../../../src/ports.ts';
import { startFetcher } from '../../../src/usecases/files/fetch-files.ts';
import { pdf, png } from '../../files/contents.ts';
import { test as base } from '../harness.ts';

const links: Partial<FileLinks> = {
  download: (fileId, audience) =>
    `https://bot.example/f/${'personId' in audience ? 'person' : 'conversation'}/${fileId > 0 ? 'x' : ''}`,
  upload: (number, personId) => `https://bot.example/upload/CB-${number}/${personId > 0 ? 'me' : ''}`,
};

const test = base.extend('fetchAll', { scope: 'file' }, ({ world }) => async () => {
  const { files } = world.services;
  if (!files) throw new Error('no files');
  const fetcher = startFetcher({ ...world.services, files }, { log: createLog('silent') });
  await fetcher.idle();
  await fetcher.stop();
});

const big = { name: 'video.mov', size: 900 * 1024 * 1024, ref: 'x' };

describe('a reply with files', () => {
  test('shows images and download lines in the other conversation, first as still loading', async ({
    world, ada, thread, conversation, fetchAll,
  }) => {
    const number = await world.open();
    const place = await thread(number, 'contact');
    const { source } = world.files;
    await ada.replies(place, 'Look at this', { files: [source.add('screen.png', png('1')), source.add('grades.pdf', pdf('1'))] });
    expect((await conversation(number, 'advisor')).at(-1)).toBe(
      'Ada Park · Contact · via Slack\n> Look at this\nLoading “screen.png” and “grades.pdf”…',
    );
    await fetchAll();
    expect((await conversation(number, 'advisor')).at(-1)).toMatch(
      /> Look at this\n\[image screen\.png · \d+ bytes\]\n\[file grades\.pdf · \d+ bytes\]$/,
    );
  }); // prettier-ignore

  test('keeps the rest of the message and names the file that is too large', async ({ db, world, ada, thread }) => {
    const number = await world.open();
    const place = await thread(number, 'contact');
    const seen = await ada.replies(place, 'Two files', { files: [big, world.files.source.add('ok.png', png('2'))] });
    expect(seen.text).toContain("“video.mov” wasn't sent: it's 900 MB, and the limit is 15 MB.");
    expect(await db.prisma.file.findMany({ where: { case: { number } }, select: { name: true } })).toEqual([{ name: 'ok.png' }]);
  });

  test('posts nothing where neither text nor a file is left', async ({ db, world, ada, thread }) => {
    const number = await world.open();
    const seen = await ada.replies(await thread(number, 'contact'), '', { files: [big] });
    expect(seen.reply).toMatchObject({ kind: 'card', refused: true });
    expect(await db.prisma.post.count({ where: { case: { number } } })).toBe(0);
  });

  test('is a post like any other without a text, which answers a question', async ({ db, world, max, ada, thread }) => {
    const number = await world.open();
    await max.command(`ask CB-${number} Which screen?`);
    await ada.replies(await thread(number, 'contact'), '', { files: [world.files.source.add('this.png', png('3'))] });
    const { status, posts } = await db.prisma.case.findUniqueOrThrow({ where: { number }, include: { posts: true } });
    expect(status).not.toBe('PendingCustomerInput');
    expect(posts.at(-1)).toMatchObject({ action: 'answer', body: '' });
  });

  test('stays with advisors where it is an internal note', async ({ db, world, max, ada, thread, conversation, fetchAll }) => {
    const number = await world.open();
    await max.replies(await thread(number, 'advisor'), '//', { files: [world.files.source.add('secret.png', png('4'))] });
    await fetchAll();
    expect(await db.prisma.post.findFirst({ where: { case: { number } } })).toMatchObject({ kind: 'note', body: '' });
    expect((await conversation(number, 'contact')).join()).not.toContain('secret');
    expect((await ada.command(`files CB-${number}`)).text).toContain('No attachments yet');
    expect((await ada.command(`view CB-${number}`)).text).not.toContain('Attachments');
    expect((await max.command(`files CB-${number}`)).text).toContain('secret.png');
    expect((await ada.command(`search secret`)).text).not.toContain(`CB-${number}`);
    expect((await max.command(`search secret`)).text).toContain(`CB-${number}`);
    expect((await ada.command(`search has:file CB-${number}`)).text).toContain('0');
  });

  test('passes on the link of a file that only people can open', async ({ world, max, thread, conversation }) => {
    const number = await world.open();
    const files = [{ name: 'plan.docx', link: 'https://share.example/plan' }];
    const seen = await max.replies(await thread(number, 'advisor'), 'The plan', { files });
    expect(seen.text).toContain("We can't read “plan.docx” here, so only the link was passed on.");
    expect((await conversation(number, 'contact')).at(-1)).toContain('plan.docx');
  });

  test('keeps its files when it is edited, and takes them along when it is deleted', async ({
    world, ada, max, thread, conversation, fetchAll,
  }) => {
    const number = await world.open();
    const place = await thread(number, 'contact');
    await ada.replies(place, 'one', { ref: `edit-${number}`, files: [world.files.source.add('kept.png', png('5'))] });
    await fetchAll();
    await ada.edits(place, `edit-${number}`, 'two');
    expect((await conversation(number, 'advisor')).at(-1)).toMatch(/two\n\[image kept\.png/);
    await ada.does({ kind: 'deletion', ref: `edit-${number}`, place });
    expect((await conversation(number, 'advisor')).join()).not.toContain('kept.png');
    expect((await max.command(`files CB-${number}`)).text).toContain('No attachments yet');
    expect((await max.command(`search kept.png`)).text).not.toContain(`CB-${number}`);
  }); // prettier-ignore
});

describe('a direct message with files', () => {
  test('goes with the command that posts', async ({ db, world, max }) => {
    const number = await world.open();
    await max.sends(`post CB-${number} See the list`, [world.files.source.add('list.pdf', pdf('6'))]);
    await max.sends(`note CB-${number}`, [world.files.source.add('log.pdf', pdf('7'))]);
    const posts = await db.prisma.post.findMany({
      where: { case: { number } },
      include: { files: true },
      orderBy: { id: 'asc' },
    });
    expect(posts).toMatchObject([
      { kind: 'public', body: 'See the list', files: [{ name: 'list.pdf' }] },
      { kind: 'note', body: '', files: [{ name: 'log.pdf' }] },
    ]);
  });

  test('is kept with its files until its author says which case it is about', async ({ db, world, ada }) => {
    const number = await world.open();
    const asked = await ada.sends('', [world.files.source.add('photo.png', png('8'))]);
    expect(asked.text).toContain('Is this a new case');
    expect(asked.text).toContain('“photo.png”');
    await asked.press(`Post to CB-${number}`);
    expect(await db.prisma.file.findFirst({ where: { case: { number } } })).toMatchObject({ name: 'photo.png' });
  });
});

describe('a new case with files', () => {
  test('starts with a post of the files of its form', async ({ db, world, ada, conversation, fetchAll }) => {
    const { source } = world.files;
    const form = await ada.command('open Bus lists are gone');
    const values = {
      module: 'Attendance',
      description: 'Gone since Monday.',
      files: writeSentFiles([source.add('bus.png', png('9')), big]),
    };
    let answer = await form.submit(values);
    // the files are kept while the form asks about similar cases, and it asks for none again
    if (answer.reply.kind === 'form') {
      expect(answer.text).toContain('Attached: “bus.png” and “video.mov”');
      answer = await answer.submit({ similar: 'none' });
    }
    expect(answer.text).toContain("“video.mov” wasn't sent");
    await fetchAll();
    const { number, posts, files } = await db.prisma.case.findFirstOrThrow({
      orderBy: { id: 'desc' },
      include: { posts: true, files: true },
    });
    expect(posts).toMatchObject([{ kind: 'public', body: '', authorName: 'Ada Park', authorSide: 'contact' }]);
    expect(files).toMatchObject([{ name: 'bus.png', state: 'stored', uploadedByName: 'Ada Park' }]);
    expect((await conversation(number, 'advisor')).at(-1)).toContain('[image bus.png');
    expect((await ada.command(`search has:file bus.png`)).text).toContain(`CB-${number}`);
  });

  test('takes the files of the message it is made from', async ({ db, world, ada }) => {
    const files = [world.files.source.add('mail.pdf', pdf('10'))];
    const form = await ada.does({
      kind: 'from-message',
      text: 'Nobody gets mail',
      files,
      place: { channelId: 'C0X', kind: 'channel' },
    });
    expect(form.text).toContain('Attached: “mail.pdf”');
    let answer = await form.submit({ subject: 'Mail server silent', module: 'Messenger' });
    if (answer.reply.kind === 'form') answer = await answer.submit({ similar: 'none' });
    const { files: stored } = await db.prisma.case.findFirstOrThrow({ orderBy: { id: 'desc' }, include: { files: true } });
    expect(stored).toMatchObject([{ name: 'mail.pdf' }]);
  });
});

describe('the forms of a case', () => {
  test('take files along with their text, and name those that are not sent', async ({ db, world, ada, max }) => {
    const number = await world.open();
    const { source } = world.files;
    const form = await ada.press('post', String(number));
    const seen = await form.submit({ post: 'Here it is', files: writeSentFiles([source.add('here.png', png('f1')), big]) });
    expect(seen.text).toContain("“video.mov” wasn't sent");
    const note = await max.press('note', String(number));
    await note.submit({ note: 'For us', files: writeSentFiles([source.add('log.pdf', pdf('f2'))]) });
    const posts = await db.prisma.post.findMany({
      where: { case: { number } },
      include: { files: true },
      orderBy: { id: 'asc' },
    });
    expect(posts.map(({ kind, body, files }) => [kind, body, files.map(({ name }) => name)])).toEqual([
      ['public', 'Here it is', ['here.png']],
      ['note', 'For us', ['log.pdf']],
    ]);
  });

  test('take no file that only a client says was chosen, because it may be somebody else’s', async ({ db, world, ada }) => {
    const number = await world.open();
    const forged = JSON.stringify([world.files.source.add('forged.png', png('f3'))]);
    const form = await ada.press('post', String(number));
    expect((await form.submit({ post: 'Look', files: forged })).reply).toEqual({
      kind: 'field-errors',
      fields: { files: 'Choose the files again.' },
      redraw: expect.any(Function) as () => void,
    });
    const opening = await ada.command('open Forged');
    const answer = await opening.submit({ module: 'Attendance', description: 'x', files: forged });
    expect(answer.reply).toMatchObject({ kind: 'field-errors', fields: { files: 'Choose the files again.' } });
    expect(await db.prisma.file.count({ where: { name: 'forged.png' } })).toBe(0);
  });
});

describe('the attachments of a case', () => {
  test('are listed newest first, with a link for their reader and a page for more', async ({
    world,
    ada,
    rita,
    max,
    thread,
    card,
    fetchAll,
  }) => {
    world.services.links = links as FileLinks;
    const number = await world.open();
    const place = await thread(number, 'contact');
    const names = Array.from({ length: 12 }, (_, index) => `file ${index + 1}.pdf`);
    for (const half of [names.slice(0, 8), names.slice(8)])
      await ada.replies(place, '', { files: half.map((name) => world.files.source.add(name, pdf(name))) });
    await fetchAll();
    const seen = await max.command(`files CB-${number}`);
    expect(seen.text).toContain('12 files, newest first · page 1 of 2');
    expect(seen.text.indexOf('file 12.pdf')).toBeLessThan(seen.text.indexOf('file 9.pdf'));
    expect(seen.text).toContain('Ada Park');
    const older = await seen.press('Next page');
    expect(older.text).toContain('file 1.pdf');
    const buttons = JSON.stringify(await card(number, 'contact'));
    expect(buttons).toContain('Attachments (12)');
    expect(buttons).toContain('Add files');
    const adding = await (await max.command(`files CB-${number}`)).press('Add files');
    expect(adding.reply).toMatchObject({ kind: 'card' });
    expect(adding.reply).not.toMatchObject({ harmless: true });
    expect(JSON.stringify(adding.reply)).toContain(`https://bot.example/upload/CB-${number}/me`);
    const read = await rita.command(`files CB-${number}`);
    expect(JSON.stringify(read.reply)).toContain('https://bot.example/f/person/');
    expect(read.text).not.toContain('Add files');
    expect((await rita.press('add-files', String(number))).reply).toMatchObject({ refused: true });
    world.services.links = undefined;
  });

  test('count a file that only people can open, and lead to it', async ({ world, ada, max, thread, card }) => {
    const number = await world.open();
    const link = 'https://plainview.sharepoint.com/plan.docx';
    await ada.replies(await thread(number, 'contact'), '', { files: [{ name: 'plan.docx', link }] });
    expect(JSON.stringify(await card(number, 'advisor'))).toContain('Attachments (1)');
    expect(JSON.stringify((await max.command(`files CB-${number}`)).reply)).toContain(link);
  });

  test('are nobody else’s business', async ({ world, rosa }) => {
    const number = await world.open();
    expect((await rosa.command(`files CB-${number}`)).text).toContain("We couldn't find");
    expect((await rosa.press('add-files', String(number))).text).toContain("We couldn't find");
  });

  test('are found in the feed of their case by their names', async ({ world, ada, max, thread, fetchAll }) => {
    const number = await world.open();
    await ada.replies(await thread(number, 'contact'), '', { files: [world.files.source.add('timetable-2026.pdf', pdf('tt'))] });
    await fetchAll();
    expect((await max.command(`search CB-${number} timetable`)).text).toContain('timetable-2026.pdf');
  });
});
