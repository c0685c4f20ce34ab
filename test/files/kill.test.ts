// The promise for files, under kill -9: each one is stored whole, and stands once in the other conversation of its case.
import type { ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { createStore } from '../../src/files/store/index.ts';
import { addPost } from '../../src/usecases/cases/add-post.ts';
import { openCase } from '../../src/usecases/cases/open-case.ts';
import { acceptFiles } from '../../src/usecases/files/accept-files.ts';
import { FakeSlack } from '../fake-slack/fake-slack.ts';
import { addUserFile } from '../fake-slack/files.ts';
import type { Message, Workspace } from '../fake-slack/state.ts';
import { forkTypeScript } from '../fork-typescript.ts';
import { until } from '../outbox/harness.ts';
import { soakNumber, soakProgress, soakTimeout } from '../soak.ts';
import { isolatedTest, newCase, plainviewSpace, vendor } from '../usecases/fixtures.ts';
import type { Go, MemoryMode, OwnMoment } from './kill-child.ts';
import { png } from './samples.ts';

const count = soakNumber('SOAK_FILES', 60);
const [filesPerKill, filesPerPost, filesPerConversation] = [20, 5, 10];
const kills = Math.floor(count / filesPerKill);
const postsPerKill = filesPerKill / filesPerPost;
/** ms; a machine that does much else takes four times as long as the 20 s of one that does not */
const timeout = 2 * soakTimeout;
const conversations = count / filesPerConversation;

/** Moments of a call of Slack; of an upload's completion, those that share a file and those that only make a copy for an image differ. */
const calls = {
  'a ticket is given': ['files.getUploadURLExternal', 'done'],
  'a content arrives': ['upload', 'arrived'],
  'a content has arrived': ['upload', 'done'],
  'a share arrives': ['share', 'arrived'],
  'a file is shared': ['share', 'done'],
  'an image is complete': ['files.completeUploadExternal', 'done'],
  'a post is sent': ['chat.postMessage', 'done'],
  'a file is looked for': ['files.info', 'arrived'],
} as const satisfies Record<string, readonly [string, 'arrived' | 'done']>;

type Moment = OwnMoment | keyof typeof calls;
const isOwn = (moment: Moment): moment is OwnMoment => moment === 'reading' || moment === 'stored';

/** The first ones are those of `npm test`. */
const everyMoment: readonly Moment[] = [
  'a file is shared',
  'stored',
  'an image is complete',
  'reading',
  'a post is sent',
  'a ticket is given',
  'a content arrives',
  'a content has arrived',
  'a share arrives',
  'a file is looked for',
];

/** How many of each moment there are between two kills at least: a post has two images and three other files. */
const least = (moment: Moment): number => {
  if (moment === 'a post is sent') return postsPerKill;
  if (moment === 'an image is complete') return 2 * postsPerKill;
  return moment === 'a share arrives' || moment === 'a file is shared' ? 3 * postsPerKill : filesPerKill;
};

interface Sent {
  name: string;
  content: Buffer;
  conversation: number;
}

const test = isolatedTest
  .extend('fake', async ({}, { onCleanup }) => {
    const fake = new FakeSlack();
    await fake.start();
    onCleanup(() => fake.stop());
    return fake;
  })
  .extend('workspace', ({ fake }) => {
    const workspace = fake.addWorkspace(vendor);
    for (const name of ['C0QUEUE', 'C0GRADES']) workspace.addChannel(name, name, []);
    for (let index = 0; index < conversations; index += 1) workspace.addChannel(channelId(index), channelId(index), []);
    return workspace;
  })
  .extend('numbers', async ({ world }) => {
    const numbers: number[] = [];
    const { services, ada, request } = world;
    for (let index = 0; index < conversations; index += 1) {
      const filed = { workspaceId: plainviewSpace, directChannel: channelId(index) };
      const opened = await openCase(services, ada, newCase, filed, request());
      if (opened !== 'repeat') numbers.push(opened.number);
    }
    return numbers;
  })
  /** Adds a post with files, typed in the queue, and returns them. */
  .extend('post', ({ world, fake, workspace, numbers }) => async (index: number): Promise<Sent[]> => {
    const conversation = index % conversations;
    const sent = Array.from({ length: filesPerPost }, (_, position): Sent => {
      const name = `${index}-${position}.${isImage(position) ? 'png' : 'csv'}`;
      const text = Buffer.from(`${name}, `.repeat(7_000));
      return { name, conversation, content: isImage(position) ? Buffer.concat([png(), text]) : text };
    });
    const { services, max, request } = world;
    const files = sent.map(({ name, content }) => {
      const { id, url_private_download: url } = addUserFile(fake, workspace, 'U0MAX', name, content, {});
      return { name, size: content.length, ref: JSON.stringify({ id, url }) };
    });
    const accepted = acceptFiles(services, { platform: 'slack', workspaceId: vendor, files });
    const typed = { platform: 'slack' as const, workspaceId: vendor, channelId: 'C0GRADES', messageId: `1.${index}` };
    const number = numbers[conversation] ?? 0;
    await addPost(services, max, { number, text: `post ${index}` }, { ...request(typed), files: accepted.files });
    return sent;
  })
  .extend('readyChild', ({ db, fake, workspace, folder }) => async (mode: MemoryMode): Promise<ChildProcess> => {
    const args = [db.url, fake.url, workspace.token, path.join(folder, mode), mode];
    const child = await forkTypeScript(`${import.meta.dirname}/kill-child.ts`, args);
    onTestFinished(() => void child.kill('SIGKILL'));
    await once(child, 'message');
    return child;
  })
  /** Sends files by processes that are killed one after the other, except the last. */
  .extend(
    'sendWithKills',
    ({ db, fake, post, readyChild }) =>
      async (mode: MemoryMode, moments: readonly Moment[], times: number) => {
        const sent: Sent[] = [];
        const progress = soakProgress('kills', 10);
        let killed = 0;
        let next = readyChild(mode);
        for (let kill = 0; kill <= times; kill += 1) {
          const child = await next;
          const died = once(child, 'exit');
          const moment = kill < times ? (moments[kill % moments.length] ?? null) : null;
          if (moment === null) {
            fake.onCall = () => false;
            child.send({ moment: null, survived: 0 } satisfies Go);
            const [waiting, expected] = [
              { in: ['pending', 'sending'] as ('pending' | 'sending')[] },
              { state: 'expected' as const },
            ];
            const left = async () =>
              (await db.prisma.file.count({ where: expected })) + (await db.prisma.delivery.count({ where: { state: waiting } }));
            await until(async () => (await left()) === 0, 60_000 + count * 200);
            child.kill('SIGKILL');
            await died;
            continue;
          }
          for (let index = 0; index < postsPerKill; index += 1) sent.push(...(await post(kill * postsPerKill + index)));
          next = readyChild(mode); // loads while this one works
          const survived = (kill * 7) % least(moment);
          fake.onCall = killer(child, moment, survived);
          child.send({ moment: isOwn(moment) ? moment : null, survived } satisfies Go);
          const [, signal] = (await died) as [number | null, NodeJS.Signals | null];
          if (signal === 'SIGKILL') killed += 1;
          progress();
        }
        return { sent, killed };
      },
  );

/** Kills a process at a moment that the fake Slack sees. */
function killer(child: ChildProcess, planned: Moment, survived: number): FakeSlack['onCall'] {
  if (isOwn(planned)) return () => false;
  const [method, when] = calls[planned];
  let left = survived;
  return (called, moment, args) => {
    if (child.killed) return false;
    const name = called === 'files.completeUploadExternal' && args.channel_id !== undefined ? 'share' : called;
    if (name !== method || moment !== when || left-- > 0) return false;
    return child.kill('SIGKILL');
  };
}

const channelId = (index: number): string => `D0C${index}`;
const isImage = (position: number): boolean => position % 3 === 0;

/** Returns the copies that a message shows: images and shared files. */
function shownIn({ blocks = [], files = [] }: Message): string[] {
  const images = blocks.filter(({ type }) => type === 'image').map(({ slack_file: file }) => (file as { id: string }).id);
  return [...images, ...files.map(({ id }) => id)];
}

/** Returns what stands below the card of a conversation. */
function below(workspace: Workspace, index: number) {
  const [card, ...messages] = workspace.channels.get(channelId(index))?.messages ?? [];
  expect(messages.filter(({ thread_ts: thread }) => thread !== card?.ts)).toEqual([]);
  const copies = messages.flatMap((message) => shownIn(message).map((id) => workspace.files.get(id)));
  return { messages, copies };
}

test(
  `shows ${count} files of ${conversations} conversations once, whole and in order after ${kills} kills`,
  { timeout },
  async ({ sendWithKills, workspace, db, folder }) => {
    const { sent, killed } = await sendWithKills('database', everyMoment, kills);
    expect(killed).toBe(kills);
    for (let index = 0; index < conversations; index += 1) {
      const { messages, copies } = below(workspace, index);
      const own = sent.filter(({ conversation }) => conversation === index);
      const names = copies.map((copy) => copy?.object.title);
      expect(names.toSorted()).toEqual(own.map(({ name }) => name).toSorted());
      for (const post of new Set(own.map(({ name }) => name.split('-')[0]))) {
        const shared = names.filter((name) => name?.startsWith(`${post}-`) && name.endsWith('.csv'));
        expect(shared).toEqual(shared.toSorted());
      }
      for (const copy of copies) expect(copy?.content.equals(contentOf(sent, copy.object.title))).toBe(true);
      const posts = messages.filter(({ files }) => files === undefined);
      expect(posts).toHaveLength(own.length / filesPerPost);
    }
    // also those that nobody sees
    const uploaded = [...workspace.files.values()].filter(
      ({ ownerId, state }) => ownerId === workspace.botUserId && state === 'processed',
    );
    expect(uploaded).toHaveLength(count);
    expect(await db.prisma.delivery.count({ where: { state: { not: 'sent' } } })).toBe(0);
    expect(await db.prisma.file.count({ where: { state: 'stored', source: null } })).toBe(count);
    expect(await checksumsIn(path.join(folder, 'database'))).toEqual(sent.map(({ content }) => sha256(content)).toSorted());
  },
);

test(
  'shows duplicates when only the processes remember their uploads, which proves that the test can fail',
  { timeout },
  async ({ sendWithKills, workspace }) => {
    const { sent, killed } = await sendWithKills('process', ['a file is shared'], 1);
    expect(killed).toBe(1);
    const shown = Array.from({ length: conversations }, (_, index) => below(workspace, index).copies.length);
    expect(shown.reduce((sum, copies) => sum + copies, 0)).toBeGreaterThan(sent.length);
  },
);

const sha256 = (content: Buffer): string => createHash('sha256').update(content).digest('hex');

function contentOf(sent: readonly Sent[], wanted: string | undefined): Buffer {
  return sent.find(({ name }) => name === wanted)?.content ?? Buffer.alloc(0);
}

/** Reads every content of a store, which checks it. */
async function checksumsIn(dataDir: string): Promise<string[]> {
  const store = createStore({ dataDir, attachments: { bucket: null, scanner: null } });
  const checksums: string[] = [];
  for await (const { checksum } of store.list()) {
    const content: Uint8Array[] = [];
    for await (const part of await store.open(checksum)) content.push(part as Uint8Array);
    checksums.push(sha256(Buffer.concat(content)));
  }
  return checksums.toSorted();
}
