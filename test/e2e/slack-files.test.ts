// Files between two workspaces: from one thread to the other, once, in order, and gone with their post.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Message, StoredFile } from '../fake-slack/state.ts';
import { png } from '../files/samples.ts';
import { openCase, openSlackHarness, reply, textOf, thread, until, type SlackHarness } from './harness.ts';

let harness: SlackHarness;
beforeAll(async () => {
  harness = await openSlackHarness();
});
afterAll(() => harness.stop());

const megabyte = 1024 * 1024;
const copies = (): StoredFile[] => [...harness.vendor.files.values()];
const namesIn = (messages: readonly Message[]) => messages.flatMap(({ files = [] }) => files.map(({ name }) => name));

async function settled(): Promise<void> {
  await harness.bot.fetcher.idle();
  await harness.bot.worker.idle();
}

describe('files in a thread', () => {
  it('arrive on the other side with their post, whole, once and in order', async () => {
    const { ada, help, queue } = harness;
    const { hers, his } = await openCase(harness, 'Files in a thread');
    const large = Buffer.alloc(15 * megabyte, 'grades');
    const files = [ada.file('screen.png', png()), ada.file('grades.bin', large), ada.file('notes.txt', 'Line one')];
    await ada.attach(files, 'See the second page', help, hers);
    await reply(queue, his, '(image screen.png)');
    await reply(queue, his, '(file notes.txt)');
    await settled();
    const messages = thread(queue, his);
    expect(messages.map(textOf)).toEqual([
      expect.stringMatching(/^Ada Park · Contact · via Slack\nSee the second page\n\(image screen\.png\)/),
      'Ada Park · (file grades.bin)',
      'Ada Park · (file notes.txt)',
    ]);
    const sent = copies().find(({ object }) => object.name === 'grades.bin');
    expect(sent?.content.equals(large)).toBe(true);
    expect(copies()).toHaveLength(3);
    expect(thread(help, hers).filter(({ user }) => user !== 'U0ADA')).toEqual([]);
    expect(harness.max.everything()).not.toContain("We don't recognize you");
    expect(harness.logged()).not.toContain('xoxb-');
  });

  it('stay with an edited post, and go with a deleted one', async () => {
    const { ada, help, queue } = harness;
    const { hers, his } = await openCase(harness, 'Bus routes are missing');
    const before = copies().length;
    const post = await ada.attach([ada.file('old.png', png()), ada.file('old.txt', 'Old')], 'The frist page', help, hers);
    await reply(queue, his, '(file old.txt)');
    await ada.edit(post, 'The first page');
    await reply(queue, his, 'The first page\n(image old.png)');
    await settled();
    expect(copies()).toHaveLength(before + 2);
    await ada.remove(post);
    await until('the post to disappear', () => thread(queue, his).length === 0);
    await settled();
    expect(
      copies()
        .slice(before)
        .map(({ state }) => state),
    ).toEqual(['deleted', 'deleted']);
  });

  it('come with a command in a direct message', async () => {
    const { max, help } = harness;
    const { hers, number } = await openCase(harness, 'The lunch menu is wrong');
    await max.attach([max.file('steps.txt', 'One, two')], `post ${number} Follow these steps`);
    await reply(help, hers, 'Follow these steps');
    await reply(help, hers, '(file steps.txt)');
  });
});

describe('an interrupted upload', () => {
  it.each([
    ['the answer to its completion is lost', 'files.completeUploadExternal', { kind: 'lost-answer' }],
    ['its content is not taken', 'upload', { kind: 'status', status: 503 }],
    ['its ticket is not answered', 'files.getUploadURLExternal', { kind: 'lost-answer' }],
    ['Slack is limiting uploads', 'files.getUploadURLExternal', { kind: 'limited', seconds: 1 }],
  ] as const)('is repeated without a second file when %s', async (name, method, fault) => {
    const { ada, help, queue, fake } = harness;
    const { hers, his } = await openCase(harness, `Interrupted: ${name}`);
    await settled();
    fake.fail(method, fault);
    await ada.attach([ada.file('once.txt', 'Once')], 'Only once', help, hers);
    await reply(queue, his, '(file once.txt)');
    await settled();
    expect(namesIn(thread(queue, his))).toEqual(['once.txt']);
    expect(thread(queue, his)).toHaveLength(2);
  });

  it('is taken over by another process, without a second file', async () => {
    const { ada, help, queue, fake, another } = harness;
    const { hers, his } = await openCase(harness, 'Two processes and a file');
    await settled();
    fake.heldFiles = [];
    await ada.attach([ada.file('shared.txt', 'Shared')], 'Only once', help, hers);
    await until('the upload', () => (fake.heldFiles ?? []).length > 0);
    const second = await another();
    fake.heldFiles.forEach((run) => run());
    fake.heldFiles = null;
    await reply(queue, his, '(file shared.txt)');
    await settled();
    await second.stop();
    expect(namesIn(thread(queue, his))).toEqual(['shared.txt']);
  });
});

describe('a workspace that did not grant the new scopes', () => {
  it('keeps working: files are download buttons, and posts name their author in the text', async () => {
    const { ada, max, help, queue, vendor, db } = harness;
    const { hers, his } = await openCase(harness, 'An old installation');
    const granted = vendor.scopes;
    vendor.missingScopes = ['files:read', 'files:write', 'chat:write.customize'];
    await db.prisma.installation.updateMany({ where: { workspaceId: vendor.id }, data: { scopes: vendor.scopes } });
    await ada.attach([ada.file('screen.png', png()), ada.file('old.txt', 'Old')], 'Look', help, hers);
    await reply(queue, his, 'old.txt · 3 bytes\n[Download]');
    await settled();
    expect(thread(queue, his).map(textOf)).toEqual([
      expect.stringMatching(/^Ada Park · Contact · via Slack\nLook\nscreen\.png · \d+ bytes\n\[Download\]$/),
      expect.stringContaining('old.txt · 3 bytes\n[Download]'),
    ]);
    await max.attach([max.file('lost.txt', 'Lost')], 'And here', queue, his);
    await reply(help, hers, 'And here');
    vendor.missingScopes = [];
    await db.prisma.installation.updateMany({ where: { workspaceId: vendor.id }, data: { scopes: granted } });
  });
});
