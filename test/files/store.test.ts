import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { createStore, type CheckedStore } from '../../src/files/store/index.ts';
import { reported } from '../../src/files/store/reported.ts';
import { createLog } from '../../src/server/log.ts';
import { FileRefused, FileUnavailable, type FileStore } from '../../src/ports.ts';
import { test } from '../fixtures.ts';
import { startFakeClamd, type FakeClamd } from './fake-clamd.ts';
import { credentials, startFakeS3, type FakeS3 } from './fake-s3.ts';
import { createMemoryStore } from './memory-store.ts';
import { gif, jpeg, png, webp } from './samples.ts';

const max = { maxBytes: 100_000 };
const sum = (content: Buffer | string) => createHash('sha256').update(content).digest('hex');

/** Content in pieces, as it comes from a network. */
async function* pieces(content: Buffer | string, size = 1000): AsyncIterable<Uint8Array> {
  const whole = Buffer.from(content);
  for (let at = 0; at < whole.length; at += size) yield whole.subarray(at, at + size);
}

async function* broken(): AsyncIterable<Uint8Array> {
  yield Buffer.from('half');
  throw new Error('the connection was lost');
}

const read = async (store: FileStore, checksum: string, range?: { start: number; end: number }) =>
  (await buffer(await store.open(checksum, range))).toString();
async function listed(store: FileStore): Promise<string[]> {
  const checksums: string[] = [];
  for await (const { checksum } of store.list()) checksums.push(checksum);
  return checksums.toSorted();
}

let s3: FakeS3;
let clamd: FakeClamd;
const environment = { ...process.env };
beforeAll(async () => {
  [s3, clamd] = await Promise.all([startFakeS3(), startFakeClamd()]);
  process.env.AWS_ACCESS_KEY_ID = credentials.accessKeyId;
  process.env.AWS_SECRET_ACCESS_KEY = credentials.secretAccessKey;
});
afterAll(async () => {
  process.env = environment;
  await Promise.all([s3.stop(), clamd.stop()]);
});

type Kind = 'folder' | 'bucket' | 'memory';
let stores = 0;

/** A store of its own, and the folder in which it receives files. */
function open(kind: Kind, folder: string, scans = false): { store: CheckedStore; dataDir: string; prefix: string } {
  const prefix = `store-${++stores}/`;
  const dataDir = path.join(folder, prefix);
  const bucket = { bucket: 'campus-files', prefix, region: null, endpoint: s3.url };
  const scanner = scans ? clamd.address : null;
  if (kind === 'memory') return { store: createMemoryStore() as unknown as CheckedStore, dataDir, prefix };
  return {
    store: createStore({ dataDir, attachments: { bucket: kind === 'bucket' ? bucket : null, scanner } }),
    dataDir,
    prefix,
  };
}

const received = async (dataDir: string) => readdir(path.join(dataDir, 'attachments/incoming'));

describe.for<Kind>(['folder', 'bucket', 'memory'])('a %s', (kind) => {
  test('gives back what it was given, whole and in part', async ({ folder }) => {
    const { store } = open(kind, folder);
    const content = 'Grade Book, '.repeat(1000);
    const stored = await store.put(pieces(content), { ...max, size: content.length });
    expect(stored).toEqual({ checksum: sum(content), size: 12_000, mediaType: 'text/plain' });
    expect(await read(store, stored.checksum)).toBe(content);
    expect(await read(store, stored.checksum, { start: 6, end: 9 })).toBe('Book');
  });

  test('keeps the same content once, and removes it', async ({ folder }) => {
    const { store } = open(kind, folder);
    const [one, two] = [await store.put(pieces('same'), max), await store.put(pieces('same'), max)];
    const others = await Promise.all(['b', 'c', 'd', 'e'].map((text) => store.put(pieces(text), max)));
    expect(two).toEqual(one);
    expect(await listed(store)).toEqual([one, ...others].map(({ checksum }) => checksum).toSorted());
    await store.remove(one.checksum);
    await store.remove(one.checksum);
    await expect(store.open(one.checksum)).rejects.toMatchObject({ kind: 'gone', code: 'not_stored' });
    expect(await listed(store)).not.toContain(one.checksum);
  });

  test.for<[string, AsyncIterable<Uint8Array>, { maxBytes: number; size?: number }, Error]>([
    ['larger than the limit', pieces('x'.repeat(101)), { maxBytes: 100 }, new FileRefused('too-large')],
    ['empty', pieces(''), max, new FileRefused('empty')],
    ['shorter than announced', pieces('half'), { ...max, size: 8 }, new FileRefused('unfinished')],
    ['broken off', broken(), max, new Error('the connection was lost')],
  ])('keeps nothing of content that is %s', async ([_, content, expected, error], { folder }) => {
    const { store, dataDir } = open(kind, folder);
    await expect(store.put(content, expected)).rejects.toThrow(error);
    expect(await listed(store)).toEqual([]);
    if (kind !== 'memory') expect(await received(dataDir)).toEqual([]);
  });

  test('accepts content that is exactly as large as the limit', async ({ folder }) => {
    expect(await open(kind, folder).store.put(pieces('x'.repeat(100)), { maxBytes: 100 })).toMatchObject({ size: 100 });
  });
});

describe('the type of content', () => {
  test.for<[string, Buffer | string, object]>([
    ['a PNG', png(3, 2), { mediaType: 'image/png', width: 3, height: 2 }],
    ['a GIF', gif, { mediaType: 'image/gif', width: 5, height: 4 }],
    ['a WebP', webp, { mediaType: 'image/webp', width: 7, height: 6 }],
    ['a JPEG', jpeg(), { mediaType: 'image/jpeg', width: 9, height: 8 }],
    ['a JPEG of a phone held upright', jpeg(6), { mediaType: 'image/jpeg', width: 8, height: 9 }],
    ['a JPEG with a preview', jpeg(6, 100_000), { mediaType: 'image/jpeg', width: 8, height: 9 }],
    ['a PNG that ends within its header', png().subarray(0, 18), { mediaType: 'application/octet-stream' }],
    ['an SVG', '<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', { mediaType: 'text/plain' }],
    ['an SVG with an XML declaration', '<?xml version="1.0"?><svg/>', { mediaType: 'application/xml' }],
    ['HTML', '<!doctype html><script>alert(1)</script>', { mediaType: 'text/plain' }],
    ['a table', 'name;grade\nJosé;5\n', { mediaType: 'text/plain' }],
    ['a table that begins like audio', 'MAC Address,Room\n00:00:5E:00:53:01,12\n', { mediaType: 'text/plain' }],
    ['a table that begins like a picture', 'BMI,Grade\n18,5\n', { mediaType: 'text/plain' }],
    ['text that the end of the head cuts', `${'x'.repeat(64 * 1024 - 1)}é`, { mediaType: 'text/plain' }],
    ['text of Windows', Buffer.from('\ufeffgrade', 'utf16le'), { mediaType: 'text/plain' }],
    ['Latin-1', Buffer.from('José', 'latin1'), { mediaType: 'application/octet-stream' }],
    ['control characters', Buffer.from([1, 2, 3, 4]), { mediaType: 'application/octet-stream' }],
    ['a PDF', '%PDF-1.7\n', { mediaType: 'application/pdf' }],
  ])('is found for %s', async ([_, content, nature], { folder }) => {
    const { store } = open('folder', folder);
    const { checksum: _sum, size: _size, ...found } = await store.put(pieces(content), { maxBytes: 1_000_000 });
    expect(found).toEqual(nature);
  });
});

describe('a folder', () => {
  test('files contents by their checksums, readable by nobody else', async ({ folder }) => {
    const { store, dataDir } = open('folder', folder);
    const { checksum } = await store.put(pieces('one'), max);
    const file = path.join(dataDir, 'attachments', checksum.slice(0, 2), checksum.slice(2, 4), checksum);
    expect(await readFile(file, 'utf8')).toBe('one');
  });

  test.for([
    ['from the middle', (text: string) => text.replace('b', 'X')],
    ['at the end', (text: string) => `${text}X`],
  ] as const)('ends with an error, and never with all bytes, when content is damaged %s', async ([_, damage], { folder }) => {
    const { store, dataDir } = open('folder', folder);
    const { checksum } = await store.put(pieces('abc'), max);
    await writeFile(path.join(dataDir, 'attachments', checksum.slice(0, 2), checksum.slice(2, 4), checksum), damage('abc'));
    const content = await store.open(checksum);
    const got: Buffer[] = [];
    await expect(
      (async () => {
        for await (const chunk of content as AsyncIterable<Buffer>) got.push(chunk);
      })(),
    ).rejects.toThrow('damaged');
    expect(content.destroyed).toBe(true);
    expect(Buffer.concat(got).length).toBeLessThan(3);
  });

  test('tells the operator which content is missing or damaged', async ({ folder }) => {
    const { store, dataDir } = open('folder', folder);
    const { checksum } = await store.put(pieces('abc'), max);
    const lines: string[] = [];
    const log = createLog('info', { write: (line: string) => void lines.push(line) });
    const watched = reported(store, log);
    await read(watched, checksum);
    expect(lines).toEqual([]);
    await writeFile(path.join(dataDir, 'attachments', checksum.slice(0, 2), checksum.slice(2, 4), checksum), 'abX');
    await expect(read(watched, checksum)).rejects.toThrow('damaged');
    await store.remove(checksum);
    await expect(read(watched, checksum)).rejects.toThrow('not_stored');
    expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
      { checksum, msg: 'the content of a file is damaged: restore it from the backup' },
      { checksum, msg: 'the content of a file is missing: restore it from the backup' },
    ]);
  });

  test('clears what a process that died has left, and nothing that is being received', async ({ folder }) => {
    const { store, dataDir } = open('folder', folder);
    const incoming = path.join(dataDir, 'attachments/incoming');
    await mkdir(incoming, { recursive: true });
    await Promise.all(['old', 'new'].map((name) => writeFile(path.join(incoming, name), 'x')));
    await utimes(path.join(incoming, 'old'), 1_700_000_000, 1_700_000_000);
    await store.put(pieces('one'), max);
    expect(await received(dataDir)).toEqual(['new']);
    await utimes(path.join(incoming, 'new'), 1_700_000_000, 1_700_000_000);
    await store.put(pieces('two'), max);
    expect(await received(dataDir), 'of a process that died after our start').toEqual([]);
  });

  test('refuses a checksum that is a path', async ({ folder }) => {
    const { store } = open('folder', folder);
    await expect(store.open('../../../etc/passwd')).rejects.toThrow(FileUnavailable);
    await expect(store.remove('../secret')).resolves.toBeUndefined();
  });

  test('keeps nothing while the disk does not take it, and does not blame the file', async ({ folder }) => {
    await writeFile(path.join(folder, 'full-disk'), '');
    const store = createStore({ dataDir: path.join(folder, 'full-disk'), attachments: { bucket: null, scanner: null } });
    await expect(store.put(pieces('one'), max)).rejects.toMatchObject({ name: 'FileUnavailable', kind: 'later' });
    const { store: other } = open('folder', folder);
    await expect(other.put(broken(), max), 'an error of the sender').rejects.toThrow('the connection was lost');
  });

  test('says that it cannot be written', async ({ folder }) => {
    const { store, dataDir } = open('folder', folder);
    await expect(store.check()).resolves.toBeUndefined();
    expect(existsSync(dataDir)).toBe(false);
    await writeFile(path.join(folder, 'a-file'), '');
    const inFile = createStore({ dataDir: path.join(folder, 'a-file'), attachments: { bucket: null, scanner: null } });
    await expect(inFile.check()).rejects.toThrow(/a-file\/attachments can't be written .*CASEBRIDGE_DATA_DIR/);
  });
});

describe('a bucket', () => {
  test('has contents below its prefix, each sent once with its checksum', async ({ folder }) => {
    const { store, prefix, dataDir } = open('bucket', folder);
    s3.requests.length = 0;
    const { checksum } = await store.put(pieces('one'), max);
    const key = `${prefix}${checksum.slice(0, 2)}/${checksum.slice(2, 4)}/${checksum}`;
    expect(s3.objects.get(`campus-files/${key}`)?.body.toString()).toBe('one');
    expect(s3.requests.filter((request) => request.startsWith('PUT'))).toEqual([`PUT /campus-files/${key}`]);
    expect(await received(dataDir)).toEqual([]);
  });

  test('is tried again later when it does not work, and nothing stays behind', async ({ folder }) => {
    const { store, dataDir } = open('bucket', folder);
    s3.failNext('HEAD', 403, 'AccessDenied');
    await expect(store.put(pieces('one'), max)).rejects.toMatchObject({ kind: 'later', code: 'status_403' });
    s3.failNext('HEAD', 503, 'SlowDown');
    s3.failNext('PUT', 403, 'AccessDenied');
    await expect(store.put(pieces('one'), max)).rejects.toMatchObject({ kind: 'later', code: 'AccessDenied' });
    expect(await received(dataDir)).toEqual([]);
    s3.failNext('PUT', 403, 'AccessDenied');
    await expect(store.check()).rejects.toThrow(/store-.*can't be used \(AccessDenied\)/);
    await expect(store.check()).resolves.toBeUndefined();
    expect(await listed(store)).toEqual([]);
  });

  test('that does not exist is not taken for content that is gone', async ({ folder }) => {
    const attachments = { bucket: { bucket: 'other-files', prefix: '', region: null, endpoint: s3.url }, scanner: null };
    const store = createStore({ dataDir: folder, attachments });
    await expect(store.open(sum('x'))).rejects.toMatchObject({ kind: 'later', code: 'NoSuchBucket' });
  });

  test('ends with an error when its content is damaged', async ({ folder }) => {
    const { store } = open('bucket', folder);
    const { checksum } = await store.put(pieces('abc'), max);
    for (const [name, object] of s3.objects) if (name.endsWith(checksum)) object.body = Buffer.from('abX');
    await expect(read(store, checksum)).rejects.toThrow('damaged');
  });
});

describe.for<Kind>(['folder', 'bucket'])('a virus scan before a %s', (kind) => {
  const infected = () => pieces(`before ${clamd.pattern} after`);

  test('lets clean content through, and keeps infected content where nobody gets it', async ({ folder }) => {
    const { store } = open(kind, folder, true);
    const clean = await store.put(pieces('x'.repeat(70_000)), max);
    expect(clean).not.toHaveProperty('infection');
    expect(clamd.scanned.at(-1)).toBe(70_000);
    const found = await store.put(infected(), max);
    expect(found.infection).toBe('Test.Pattern');
    await expect(store.open(found.checksum)).rejects.toMatchObject({ kind: 'gone', code: 'quarantined' });
    expect(await listed(store)).toEqual([clean.checksum, found.checksum].toSorted());
    await store.remove(found.checksum);
    expect(await listed(store)).toEqual([clean.checksum]);
  });

  test('closes content that was kept before its virus was known, and frees it when that was a mistake', async ({ folder }) => {
    const { store } = open(kind, folder, true);
    const put = async () => store.put(pieces('a macro'), max);
    const { checksum } = await put();
    const { pattern } = clamd;
    clamd.pattern = 'macro';
    expect(await put()).toMatchObject({ infection: 'Test.Pattern' });
    await expect(store.open(checksum)).rejects.toMatchObject({ code: 'quarantined' });
    clamd.pattern = pattern;
    expect(await put()).not.toHaveProperty('infection');
    expect(await read(store, checksum)).toBe('a macro');
  });

  test('keeps nothing without a verdict', async ({ folder }) => {
    const { store, dataDir } = open(kind, folder, true);
    clamd.isBroken = true;
    await expect(store.put(pieces('one'), max)).rejects.toMatchObject({ kind: 'later', code: 'scanner_unreachable' });
    await expect(store.scannerVersion()).rejects.toMatchObject({ code: 'scanner_unreachable' });
    clamd.isBroken = false;
    clamd.maxBytes = 10;
    await expect(store.put(pieces('x'.repeat(90_000)), max)).rejects.toMatchObject({ code: 'scanner_size_limit' });
    clamd.maxBytes = 1_000_000;
    expect(await received(dataDir)).toEqual([]);
    expect(await listed(store)).toEqual([]);
    expect(await store.scannerVersion()).toMatch(/^ClamAV 1\.4/);
  });

  test('that is turned off leaves in quarantine what it found', async ({ folder }) => {
    const { store, dataDir, prefix } = open(kind, folder, true);
    await store.put(infected(), max);
    const bucket = kind === 'bucket' ? { bucket: 'campus-files', prefix, region: null, endpoint: s3.url } : null;
    const unscanned = createStore({ dataDir, attachments: { bucket, scanner: null } });
    expect(await unscanned.put(infected(), max)).toMatchObject({ infection: 'found in an earlier scan' });
    expect(await unscanned.scannerVersion()).toBeNull();
  });
});
