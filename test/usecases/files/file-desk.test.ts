// What the pages below /files/ may do: download for those who may see a file now, and add files for those who may post.
import { createHash } from 'node:crypto';
import { describe, expect } from 'vitest';
import type { StagedFile } from '../../../src/ports.ts';
import { createFileDesk } from '../../../src/usecases/files/file-desk.ts';
import { addPost } from '../../../src/usecases/cases/add-post.ts';
import { acceptFiles } from '../../../src/usecases/files/accept-files.ts';
import { deletePost } from '../../../src/usecases/cases/delete-post.ts';
import { exportRows } from '../../../src/usecases/search/export-rows.ts';
import { sweepFiles } from '../../../src/usecases/files/sweep-files.ts';
import { pdf } from '../../files/contents.ts';
import { test as base, vendor } from '../fixtures.ts';

async function* parts(content: Buffer): AsyncGenerator<Uint8Array> {
  yield content;
}

const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('hex');

const test = base.extend('desk', { scope: 'file' }, ({ services }) => createFileDesk(services));

describe('the page for adding files', () => {
  test('sends what was uploaded with one message, once', async ({ db, desk, open, ada }) => {
    const number = await open();
    const scope = { caseNumber: number, personId: ada.id };
    const one = await desk.stage(scope, { name: 'a/../one.pdf', content: parts(pdf('one')) });
    const two = await desk.stage(scope, { name: 'one.pdf', content: parts(pdf('two')) });
    expect([one.name, two.name]).toEqual(['one.pdf', 'one (2).pdf']);
    expect((await desk.uploadPage(scope)).staged).toEqual([one, two]);
    const message = { fileIds: [two.id, one.id], text: '', note: false, submission: 's1' };
    expect(await desk.send(scope, message)).toEqual([two, one]);
    expect(await desk.send(scope, message)).toEqual([two, one]);
    expect(await db.prisma.post.count({ where: { case: { number } } })).toBe(1);
    expect((await desk.uploadPage(scope)).staged).toEqual([]);
    expect(await db.prisma.delivery.findMany({ where: { case: { number }, kind: 'post' } })).toHaveLength(2);
  });

  test('keeps the files of an advisor’s note among advisors', async ({ db, desk, open, max, ada }) => {
    const number = await open();
    const scope = { caseNumber: number, personId: max.id };
    expect(await desk.uploadPage(scope)).toMatchObject({ canNote: true, personName: 'Max Reyes' });
    const file = await desk.stage(scope, { name: 'internal.pdf', content: parts(pdf('internal')) });
    await desk.send(scope, { fileIds: [file.id], text: '', note: true, submission: 's2' });
    expect(await db.prisma.post.findFirst({ where: { case: { number } } })).toMatchObject({ kind: 'note' });
    expect(await desk.mayDownload(file.id, { personId: max.id })).toMatchObject({ name: 'internal.pdf' });
    expect(await desk.mayDownload(file.id, { personId: ada.id })).toBeNull();
  });

  test('sends nothing as a post that was meant as a note, when its sender is no longer an advisor', async ({
    db,
    desk,
    open,
    ada,
  }) => {
    const number = await open();
    const message = { fileIds: [], text: 'Only for us', note: true, submission: 's5' };
    await expect(desk.send({ caseNumber: number, personId: ada.id }, message)).rejects.toMatchObject({ code: 'not-allowed' });
    expect(await db.prisma.post.count({ where: { case: { number } } })).toBe(0);
  });

  test('says that nobody works on a closed case', async ({ db, desk, open, ada, max }) => {
    const number = await open();
    const page = (personId: number) => desk.uploadPage({ caseNumber: number, personId });
    expect((await page(ada.id)).notice).toBeNull();
    await db.prisma.case.update({ where: { number }, data: { status: 'Closed' } });
    expect((await page(ada.id)).notice).toContain(`CB-${number} is closed. What you send is kept with it, but nobody`);
    expect((await page(max.id)).notice).toBe(`CB-${number} is closed. What you send is kept with the case.`);
  });

  test('is closed to those who may not post, and to everybody else’s case', async ({ desk, open, rita, rosa }) => {
    const number = await open();
    await expect(desk.uploadPage({ caseNumber: number, personId: rita.id })).rejects.toMatchObject({ code: 'not-allowed' });
    await expect(desk.uploadPage({ caseNumber: number, personId: rosa.id })).rejects.toMatchObject({ code: 'unknown-case' });
    await expect(
      desk.stage({ caseNumber: number, personId: 999_999 }, { name: 'x', content: parts(pdf()) }),
    ).rejects.toMatchObject({
      code: 'not-allowed',
    });
  });

  test('refuses what is too much, empty or infected, by name', async ({ services, files, desk, open, ada }) => {
    const scope = { caseNumber: await open(), personId: ada.id };
    const stage = (name: string, content: Buffer) => desk.stage(scope, { name, content: parts(content) });
    await expect(stage('none.txt', Buffer.alloc(0))).rejects.toMatchObject({
      code: 'empty',
      message: "“none.txt” wasn't sent: it's empty.",
    });
    files.store.infect('EICAR', 'Test-Signature');
    await expect(stage('bad.txt', Buffer.from('EICAR'))).rejects.toMatchObject({ code: 'infected' });
    for (let count = 0; count < services.settings.attachments.maxFiles; count += 1) await stage(`${count}.pdf`, pdf(`${count}`));
    await expect(stage('more.pdf', pdf('more'))).rejects.toMatchObject({ code: 'too-many' });
  });

  test('takes no more files than allowed when they arrive at the same time, and gives each a name of its own', async ({
    services,
    desk,
    open,
    ada,
  }) => {
    const { maxFiles } = services.settings.attachments;
    const scope = { caseNumber: await open(), personId: ada.id };
    for (let count = 2; count < maxFiles; count += 1)
      await desk.stage(scope, { name: `${count}.pdf`, content: parts(pdf(`${count}`)) });
    let begun = 0;
    let begin: () => void = () => undefined;
    const all = new Promise<void>((resolve) => (begin = resolve));
    // all of them have begun, and were counted, before the first one is complete
    async function* together(index: number): AsyncGenerator<Uint8Array> {
      begun += 1;
      if (begun === 6) begin();
      await all;
      yield pdf(`together ${index}`);
    }
    const outcomes = await Promise.allSettled(
      [1, 2, 3, 4, 5, 6].map((index) => desk.stage(scope, { name: 'same.pdf', content: together(index) })),
    );
    const refused = outcomes.filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(4);
    expect(refused[0]).toMatchObject({ reason: { code: 'too-many' } });
    const names = (await desk.uploadPage(scope)).staged.map(({ name }) => name);
    expect(names).toHaveLength(maxFiles);
    expect(names.slice(-2)).toEqual(['same.pdf', 'same (2).pdf']);
  });

  test('sends nobody else’s files', async ({ desk, open, ada, ben }) => {
    const number = await open();
    const file = await desk.stage({ caseNumber: number, personId: ada.id }, { name: 'a.pdf', content: parts(pdf('ada')) });
    const message = { fileIds: [file.id], text: 'mine', note: false, submission: 's3' };
    await expect(desk.send({ caseNumber: number, personId: ben.id }, message)).rejects.toMatchObject({ code: 'file-gone' });
    await desk.unstage({ caseNumber: number, personId: ben.id }, file.id);
    expect((await desk.uploadPage({ caseNumber: number, personId: ada.id })).staged).toHaveLength(1);
  });
});

describe('a download', () => {
  test('ends for people and conversations that may not see the file anymore', async ({
    db,
    desk,
    open,
    ada,
    max,
    rosa,
    rita,
  }) => {
    const number = await open();
    const scope = { caseNumber: number, personId: ada.id };
    const file = await desk.stage(scope, { name: 'a.pdf', content: parts(pdf('a')) });
    expect(await desk.mayDownload(file.id, { personId: ada.id }), 'before it is sent').toBeNull();
    await desk.send(scope, { fileIds: [file.id], text: '', note: false, submission: 's4' });
    const { conversations } = await db.prisma.case.findUniqueOrThrow({ where: { number }, include: { conversations: true } });
    const other = await open();
    const { conversations: others } = await db.prisma.case.findUniqueOrThrow({
      where: { number: other },
      include: { conversations: true },
    });
    for (const { id } of conversations)
      expect(await desk.mayDownload(file.id, { conversationId: id })).toMatchObject({ size: pdf('a').length });
    const pixels = { width: 2_560, height: 1_440 };
    await db.prisma.file.update({ where: { id: file.id }, data: pixels });
    expect(await desk.mayDownload(file.id, { personId: ada.id }), 'with the pixels of a picture').toMatchObject(pixels);
    for (const { id } of others) expect(await desk.mayDownload(file.id, { conversationId: id })).toBeNull();
    for (const { id } of [ada, rita, max]) expect(await desk.mayDownload(file.id, { personId: id })).not.toBeNull();
    expect(await desk.mayDownload(file.id, { personId: rosa.id })).toBeNull();
    await db.prisma.person.update({ where: { id: rita.id }, data: { active: false } });
    expect(await desk.mayDownload(file.id, { personId: rita.id })).toBeNull();
    await db.prisma.person.update({ where: { id: rita.id }, data: { active: true } });

    const ofAda = await db.prisma.conversation.findFirstOrThrow({ where: { case: { number }, personId: ada.id } });
    const ofAdvisors = await db.prisma.conversation.findFirstOrThrow({ where: { case: { number }, side: 'advisor' } });
    await db.prisma.account.update({ where: { id: ada.accountId }, data: { active: false } });
    for (const audience of [{ conversationId: ofAda.id }, { personId: ada.id }])
      expect(await desk.mayDownload(file.id, audience), 'of an account that is no longer active').toBeNull();
    expect(await desk.mayDownload(file.id, { conversationId: ofAdvisors.id })).not.toBeNull();
    await db.prisma.account.update({ where: { id: ada.accountId }, data: { active: true } });
  });
});

describe('the sweep', () => {
  test('removes content when the last file that has it is gone', async ({
    db,
    services,
    files,
    desk,
    open,
    ada,
    request,
    at,
  }) => {
    const number = await open();
    const scope = { caseNumber: number, personId: ada.id };
    const content = pdf('twice');
    const staged: StagedFile[] = [];
    for (const name of ['one.pdf', 'two.pdf']) staged.push(await desk.stage(scope, { name, content: parts(content) }));
    for (const { id } of staged) await desk.send(scope, { fileIds: [id], text: '', note: false, submission: `sweep-${id}` });
    const { checksum } = await db.prisma.file.findFirstOrThrow({ where: { case: { number } } });
    const remove = async (index: number) => {
      const { postId } = await db.prisma.file.findUniqueOrThrow({ where: { id: staged[index]?.id ?? 0 } });
      await deletePost(services, ada, postId ?? 0, request().idempotencyKey);
      at.now = new Date(at.now.getTime() + 61 * 60_000);
      await sweepFiles(services);
      return files.store.contents.has(checksum ?? '');
    };
    expect(await remove(0)).toBe(true);
    expect(await remove(1)).toBe(false);
    const unsent = await desk.stage(scope, { name: 'three.pdf', content: parts(pdf('unsent')) });
    at.now = new Date(at.now.getTime() + 25 * 3_600_000);
    await sweepFiles(services);
    expect(await db.prisma.file.count({ where: { postId: null } })).toBe(0);
    expect(files.store.contents.has(sha256(pdf('unsent')))).toBe(false);
    expect(await db.prisma.file.findUnique({ where: { id: unsent.id } })).toBeNull();
  });

  test('gives up a file of a platform that is no longer connected, and not one that waited while no process ran', async ({
    db,
    services,
    files,
    open,
    ada,
    request,
    at,
  }) => {
    const number = await open();
    const sent = [files.source.add('monday.pdf', pdf('monday'))];
    const { files: kept } = acceptFiles(services, { platform: 'slack', workspaceId: vendor, files: sent });
    await addPost(services, ada, { number, text: '' }, { ...request(), files: kept });
    const state = async () => (await db.prisma.file.findFirstOrThrow({ where: { case: { number } } })).state;
    at.now = new Date(at.now.getTime() + 60 * 3_600_000);
    await sweepFiles(services);
    expect(await state()).toBe('expected');
    if (services.files) services.files.sources = {};
    await sweepFiles(services);
    expect(await state()).toBe('refused');
    if (services.files) services.files.sources = { slack: files.source };
  });

  test('leaves content of the last hour alone, because the file that has it may be about to be written', async ({
    services,
    files,
    at,
  }) => {
    const content = pdf('young');
    await files.store.put(parts(content), { maxBytes: 100 });
    at.now = new Date(at.now.getTime() + 59 * 60_000);
    await sweepFiles(services);
    expect(files.store.contents.has(sha256(content))).toBe(true);
    at.now = new Date(at.now.getTime() + 2 * 60_000);
    await sweepFiles(services);
    expect(files.store.contents.has(sha256(content))).toBe(false);
  });
});

describe('an export', () => {
  test('lists the files that are there, and says which are internal', async ({ services, desk, open, ada, max }) => {
    const number = await open();
    const send = async (personId: number, name: string, note: boolean) => {
      const scope = { caseNumber: number, personId };
      const file = await desk.stage(scope, { name, content: parts(pdf(name)) });
      await desk.send(scope, { fileIds: [file.id], text: '', note, submission: name });
    };
    await send(ada.id, 'public.pdf', false);
    await send(max.id, 'internal.pdf', true);
    const rows = [];
    for await (const row of exportRows(services, 'files', {})) if (row.case === `CB-${number}`) rows.push(row);
    expect(rows).toMatchObject([
      { name: 'public.pdf', mediaType: 'application/pdf', who: 'Ada Park', whoEmail: 'ada@plainview.example', internal: false },
      { name: 'internal.pdf', who: 'Max Reyes', internal: true },
    ]);
  });
});
