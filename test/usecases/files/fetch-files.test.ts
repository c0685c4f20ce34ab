// From a message with files to the conversations of its case: rows, contents, deliveries, and what happens when a platform does not hand out
// a file.
import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import { renderDelivery } from '../../../src/chat/render-delivery.ts';
import { createLog } from '../../../src/server/log.ts';
import { FileUnavailable, type SentFile } from '../../../src/ports.ts';
import { addNote } from '../../../src/usecases/cases/add-note.ts';
import { addPost } from '../../../src/usecases/cases/add-post.ts';
import { deletePost } from '../../../src/usecases/cases/delete-post.ts';
import { acceptFiles } from '../../../src/usecases/files/accept-files.ts';
import { startFetcher } from '../../../src/usecases/files/fetch-files.ts';
import { countLateFiles, handleLateFiles } from '../../../src/usecases/files/late-files.ts';
import { settleFile } from '../../../src/usecases/files/settle-file.ts';
import { pdf, png } from '../../files/contents.ts';
import { vendor, test as base } from '../fixtures.ts';

const test = base
  .extend('fetchAll', { scope: 'file' }, ({ services }) => async () => {
    if (!services.files) throw new Error('no files');
    const fetcher = startFetcher({ ...services, files: services.files }, { log: createLog('silent') });
    await fetcher.idle();
    await fetcher.stop();
  })
  .extend('sent', { scope: 'file' }, ({ services }) => (files: SentFile[]) => {
    const accepted = acceptFiles(services, { platform: 'slack', workspaceId: vendor, files });
    return accepted.files;
  })
  .extend('rows', { scope: 'file' }, ({ db }) => (number: number) => {
    return db.prisma.file.findMany({ where: { case: { number } }, orderBy: { id: 'asc' } });
  })
  .extend('deliveries', { scope: 'file' }, ({ db }) => async (number: number) => {
    const where = { case: { number }, kind: { in: ['post' as const, 'file' as const] } };
    const found = await db.prisma.delivery.findMany({
      where,
      include: { destination: true, file: true },
      orderBy: { id: 'asc' },
    });
    return found.map(({ kind, destination, file, desiredVersion, withdrawn }) => ({
      kind,
      to: destination.channelId,
      file: file?.name ?? null,
      version: desiredVersion,
      withdrawn,
    }));
  });

let messages = 0;
const typed = () => ({ platform: 'slack' as const, workspaceId: vendor, channelId: 'C0GRADES', messageId: `1.${++messages}` });

test('keeps a file with its post, and encloses nothing but what is needed to read it', async ({
  services, files, open, max, request, sent, rows,
}) => {
  const number = await open();
  const message = { ...request(typed()), files: sent([files.source.add('screen.png', png('a'))]) };
  await addPost(services, max, { number, text: 'Here it is' }, message);
  expect(await rows(number)).toMatchObject([
    { name: 'screen.png', state: 'expected', position: 0, platform: 'slack', workspaceId: vendor, uploadedByName: 'Max Reyes' },
  ]);
}); // prettier-ignore

test('stores the content, shows it in the post, and sends what a platform shows itself', async ({
  services, files, open, max, request, sent, rows, fetchAll, deliveries,
}) => {
  if (services.files) services.files.native = { slack: 'everywhere' };
  const number = await open();
  const both = [files.source.add('screen.png', png('b')), files.source.add('list.pdf', pdf('b'))];
  await addPost(services, max, { number, text: '' }, { ...request(typed()), files: sent(both) });
  expect(await deliveries(number)).toEqual([{ kind: 'post', to: 'D0ADA', file: null, version: 1, withdrawn: false }]);
  await fetchAll();
  expect(await rows(number)).toMatchObject([
    { state: 'stored', mediaType: 'image/png', width: 640, height: 480, source: null },
    { state: 'stored', mediaType: 'application/pdf', size: pdf('b').length, source: null },
  ]);
  expect(await deliveries(number)).toEqual([
    { kind: 'post', to: 'D0ADA', file: null, version: 2, withdrawn: false },
    { kind: 'file', to: 'D0ADA', file: 'list.pdf', version: 1, withdrawn: false },
  ]);
  await fetchAll();
  expect(await deliveries(number)).toHaveLength(2);
  if (services.files) services.files.native = undefined;
}); // prettier-ignore

test('waits for a file that the platform does not hand out yet, while the text has gone out', async ({
  db, services, files, open, ada, request, sent, rows, fetchAll, deliveries,
}) => {
  const number = await open();
  const file = files.source.add('late.pdf', pdf('late'));
  files.source.fail(file.ref, new FileUnavailable('later', 'ratelimited'));
  await addPost(services, ada, { number, text: 'see the file' }, { ...request(), files: sent([file]) });
  await fetchAll();
  expect(await rows(number)).toMatchObject([{ state: 'expected', attempts: 1, leaseUntil: null }]);
  files.source.fail(file.ref, null);
  await fetchAll();
  expect(await rows(number), 'not before its time').toMatchObject([{ state: 'expected', attempts: 1 }]);
  await db.prisma.$executeRaw`update file set next_at = '-infinity' where state = 'expected'`;
  await fetchAll();
  expect(await rows(number)).toMatchObject([{ state: 'stored' }]);
  expect((await deliveries(number)).map(({ kind }) => kind)).toEqual(['post', 'post']);
}); // prettier-ignore

test.for([
  ['deleted on the platform', new FileUnavailable('gone', 'file_deleted'), 0, 'gone'],
  ['of another organization, which does not let the bot read it', new FileUnavailable('gone', 'not_visible'), 0, 'unreadable'],
  ['at an address that has expired', new FileUnavailable('gone', 'link_expired'), 0, 'unreadable'],
  ['unreadable for hours', new FileUnavailable('later', 'timeout'), 79, 'unreachable'],
] as const)(
  'gives up a file that was %s, and tells its author',
  async ([_case, error, attempts, problem], { db, services, files, open, max, request, sent, rows, fetchAll, deliveries }) => {
    const number = await open();
    const file = files.source.add('lost.pdf', pdf('lost'));
    files.source.fail(file.ref, error);
    await addPost(services, max, { number, text: '' }, { ...request(typed()), files: sent([file]) });
    await db.prisma.$executeRaw`update file set attempts = ${attempts} where state = 'expected'`;
    await fetchAll();
    expect(await rows(number)).toMatchObject([{ state: 'refused', problem, source: null, checksum: null }]);
    expect(await deliveries(number)).toMatchObject([
      { kind: 'post', to: 'D0ADA', version: 2 },
      { kind: 'file', to: 'C0GRADES', file: 'lost.pdf' },
    ]);
  },
);

test('gives the files of a note to advisors only', async ({
  services,
  files,
  open,
  max,
  request,
  sent,
  fetchAll,
  deliveries,
}) => {
  if (services.files) services.files.native = { slack: 'everywhere' };
  const number = await open();
  await addNote(services, max, { number, text: '' }, { ...request(), files: sent([files.source.add('log.pdf', pdf('log'))]) });
  await fetchAll();
  expect(await deliveries(number)).toMatchObject([
    { kind: 'post', to: 'C0GRADES' },
    { kind: 'file', to: 'C0GRADES', file: 'log.pdf' },
  ]);
  if (services.files) services.files.native = undefined;
});

test('holds the mail of a post back until its files are there', async ({
  db, services, files, open, max, ada, request, sent, fetchAll, deliveries,
}) => {
  services.mail = true;
  const number = await open();
  await addPost(services, max, { number, text: 'Report' }, { ...request(typed()), files: sent([files.source.add('r.pdf', pdf('r'))]) });
  expect((await deliveries(number)).map(({ to }) => to)).toEqual(['D0ADA']);
  await fetchAll();
  expect((await deliveries(number)).map(({ to }) => to)).toEqual(['D0ADA', ada.email]);
  expect(await db.prisma.delivery.count({ where: { case: { number }, destination: { platform: 'mail' } } })).toBe(1);
  services.mail = false;
}); // prettier-ignore

test('mails a post without the files that do not come, once, and alerts the leads once a day', async ({
  db, services, files, at, open, max, tia, ada, request, sent, fetchAll, deliveries,
}) => {
  services.mail = true;
  await db.prisma.person.update({ where: { id: tia.id }, data: { lead: true } });
  const number = await open();
  const file = files.source.add('late.pdf', pdf('no store'));
  files.source.fail(file.ref, new FileUnavailable('later', 'AccessDenied'));
  await addPost(services, max, { number, text: 'Report' }, { ...request(typed()), files: sent([file]) });
  await addNote(services, max, { number, text: 'log' }, { ...request(), files: sent([file]) });
  const mails = async () => (await deliveries(number)).filter(({ to }) => to === ada.email);
  await fetchAll();
  expect(await handleLateFiles(services)).toEqual({ late: 0 });
  expect(await mails()).toEqual([]);

  at.now = new Date(at.now.getTime() + 16 * 60_000);
  for (const _ of ['once', 'again']) expect(await handleLateFiles(services)).toEqual({ late: 2 });
  expect(await mails()).toHaveLength(1);
  expect(await countLateFiles(services, at.now)).toBe(2);
  const where = { case: { number }, destination: { platform: 'mail' as const } };
  const mail = await db.prisma.delivery.findFirstOrThrow({ where: { ...where, kind: 'post' } });
  const rendered = JSON.stringify((await renderDelivery(services, mail.id))?.card);
  expect(rendered).toContain("“late.pdf” hasn't arrived yet. You'll find it in the case.");
  const alerts = await db.prisma.delivery.findMany({ where: { ...where, kind: 'alert' }, include: { destination: true } });
  expect(alerts.map(({ destination }) => destination.channelId)).toEqual([tia.email]);
  const alert = JSON.stringify((await renderDelivery(services, alerts[0]?.id ?? 0))?.card);
  expect(alert).toContain('Files have been waiting for more than 15 minutes');

  files.source.fail(file.ref, null);
  await db.prisma.$executeRaw`update file set next_at = '-infinity' where state = 'expected'`;
  await fetchAll();
  expect(await mails(), 'not again when the file is there').toHaveLength(1);
  at.now = new Date(at.now.getTime() + 24 * 3_600_000);
  expect(await handleLateFiles(services)).toEqual({ late: 0 });
  await db.prisma.person.update({ where: { id: tia.id }, data: { lead: false } });
  services.mail = false;
}); // prettier-ignore

test('takes the files of a deleted post along, also while they are being read', async ({
  db, services, files, open, max, request, sent, rows, fetchAll, deliveries,
}) => {
  if (services.files) services.files.native = { slack: 'everywhere' };
  const number = await open();
  await addPost(services, max, { number, text: '' }, { ...request(typed()), files: sent([files.source.add('x.pdf', pdf('x'))]) });
  await fetchAll();
  await addPost(services, max, { number, text: 'two' }, { ...request(), files: sent([files.source.add('y.pdf', pdf('y'))]) });
  for (const { id } of await db.prisma.post.findMany({ where: { case: { number } } }))
    await deletePost(services, max, id, request().idempotencyKey);
  await fetchAll();
  expect(await rows(number)).toMatchObject([
    { name: 'x.pdf', deletedBy: 'Max Reyes' },
    { name: 'y.pdf', deletedBy: 'Max Reyes', state: 'expected', source: null },
  ]);
  expect((await deliveries(number)).every(({ withdrawn }) => withdrawn)).toBe(true);
  if (services.files) services.files.native = undefined;
}); // prettier-ignore

test('keeps an infected file from everybody, and tells its author and the leads', async ({
  db, services, files, open, max, tia, request, sent, rows, fetchAll,
}) => {
  await db.prisma.person.update({ where: { id: tia.id }, data: { lead: true } });
  const place = { platform: 'slack' as const, workspaceId: vendor, userId: 'U0TIA', name: 'Tia Holm', homeWorkspace: vendor };
  await db.prisma.identity.create({ data: { ...place, directChannel: 'D0TIA', personId: tia.id, checkedAt: new Date(0) } });
  files.store.infect('VIRUS', 'Test-Signature');
  const number = await open();
  const bad = files.source.add('bad.pdf', pdf('VIRUS'));
  await addPost(services, max, { number, text: 'Look' }, { ...request(typed()), files: sent([bad]) });
  await fetchAll();
  expect(await rows(number)).toMatchObject([{ state: 'quarantined', problem: 'infected', source: null }]);
  const told = await db.prisma.delivery.findMany({
    where: { case: { number }, kind: { in: ['file', 'alert'] } },
    include: { destination: true },
    orderBy: { kind: 'asc' },
  });
  const texts = await Promise.all(told.map(async ({ id }) => JSON.stringify((await renderDelivery(services, id))?.card)));
  expect(told.map(({ kind, destination }) => [kind, destination.channelId])).toEqual([
    ['alert', 'D0TIA'],
    ['file', 'C0GRADES'],
  ]);
  for (const text of texts) expect(text).toContain("“bad.pdf” wasn't sent: the virus scan found a threat in it.");
}); // prettier-ignore

test('reads every file once when several processes read at the same time', async ({ services, files, open, ada, request, sent, rows }) => {
  const number = await open();
  const before = files.source.reads.length;
  for (const message of [1, 2, 3]) {
    const many = Array.from({ length: 5 }, (_, index) => files.source.add(`${index}.pdf`, pdf(`${message}-${index}`)));
    await addPost(services, ada, { number, text: '' }, { ...request(), files: sent(many) });
  }
  if (!services.files) throw new Error('no files');
  const running = { ...services, files: services.files };
  const fetchers = [1, 2, 3].map(() => startFetcher(running, { log: createLog('silent') }));
  await Promise.all(fetchers.map((fetcher) => fetcher.idle()));
  await Promise.all(fetchers.map((fetcher) => fetcher.stop()));
  expect((await rows(number)).map(({ state, attempts }) => [state, attempts])).toEqual(Array.from({ length: 15 }, () => ['stored', 1]));
  expect(files.source.reads.length - before).toBe(15);
}); // prettier-ignore

test('is idle at last when it reads one file at a time', async ({ services, files, open, ada, request, sent, rows }) => {
  const number = await open();
  const many = Array.from({ length: 3 }, (_, index) => files.source.add(`${index}.pdf`, pdf(`alone-${index}`)));
  await addPost(services, ada, { number, text: '' }, { ...request(), files: sent(many) });
  if (!services.files) throw new Error('no files');
  const fetcher = startFetcher({ ...services, files: services.files }, { log: createLog('silent'), concurrency: 1 });
  // the first wait begins while it reads, the second while nothing is left
  for (let times = 0; times < 2; times++) {
    await fetcher.idle();
    expect((await rows(number)).map(({ state }) => state)).toEqual(['stored', 'stored', 'stored']);
  }
  await fetcher.stop();
}); // prettier-ignore

test('takes over the file of a process that was killed, which then writes nothing', async ({
  db, services, files, open, ada, request, sent, rows, fetchAll,
}) => {
  const number = await open();
  await addPost(services, ada, { number, text: '' }, { ...request(), files: sent([files.source.add('half.pdf', pdf('half'))]) });
  await db.prisma.$executeRaw`update file set attempts = 1, lease_until = now() + interval '1 hour' where state = 'expected'`;
  const [killed] = await rows(number);
  if (!killed) throw new Error('no row');
  await fetchAll();
  expect(await rows(number), 'while its lease lasts').toMatchObject([{ state: 'expected' }]);
  await db.prisma.$executeRaw`update file set lease_until = now() - interval '1 second' where state = 'expected'`;
  await fetchAll();
  const [stored] = await rows(number);
  expect(stored).toMatchObject({ state: 'stored', attempts: 2 });
  await settleFile(services, killed, { problem: 'gone' });
  expect(await rows(number)).toEqual([stored]);
}); // prettier-ignore

test('encrypts what gives access to a file, and reads it again', async ({
  db,
  services,
  files,
  open,
  ada,
  request,
  sent,
  rows,
  fetchAll,
}) => {
  if (services.files) services.files.secretKeys = [randomBytes(32)];
  const number = await open();
  const file = files.source.add('private.pdf', pdf('private'));
  await addPost(services, ada, { number, text: '' }, { ...request(), files: sent([file]) });
  const [row] = await db.prisma.file.findMany({ where: { case: { number } } });
  expect(row?.source).toMatch(/^v1\./);
  await fetchAll();
  expect(await rows(number)).toMatchObject([{ state: 'stored' }]);
  if (services.files) services.files.secretKeys = undefined;
});
