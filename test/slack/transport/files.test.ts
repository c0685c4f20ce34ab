// Files and images that the transport uploads: once each, found again after an interruption, and deleted with their message.
import { describe, expect } from 'vitest';
import type { Card, CardFile } from '../../../src/cards/elements.ts';
import { FileUnavailable } from '../../../src/ports.ts';
import { readBlocks } from '../../fake-slack/readable.ts';
import { csv, png, test } from './fixtures.ts';

const since = new Date(0);
const fileCard = (file: CardFile): Card => ({ summary: file.name, file, elements: [{ kind: 'files', files: [file] }] });
const post = (...files: CardFile[]): Card => ({
  summary: 'Look',
  elements: [{ kind: 'markdown', text: 'Look' }, ...files.map((file) => ({ kind: 'image' as const, file }))],
});

describe('a delivery that is a file', () => {
  test('is shared in the thread under its id', async ({ transport, target, channel, stored, fake, workspace }) => {
    const root = await transport.send(target, post(), 1);
    const file = await stored(7, 'grades.csv', csv);
    const id = await transport.send({ ...target, threadRef: root }, fileCard(file), 2);
    const [, shared] = channel.messages;
    expect(shared).toMatchObject({ thread_ts: root, files: [{ id, name: 'grades.csv', title: 'grades.csv' }] });
    expect(workspace.files.get(id)?.content).toEqual(csv);
    expect(fake.calls.filter(({ method }) => method === 'files.getUploadURLExternal')).toHaveLength(1);
  });

  test('carries its author where the app may show one', async ({ transport, target, channel, stored, workspace }) => {
    const file = await stored(7, 'grades.csv', csv);
    const author = { name: 'Ada Park', picture: 'https://x.example/ada.png', details: [] };
    await transport.send(target, { ...fileCard(file), author }, 2);
    expect(channel.messages[0]).toMatchObject({ username: 'Ada Park', icon_url: 'https://x.example/ada.png' });
    expect(workspace.files.size).toBe(1);
  });

  test('is in doubt until Slack shares it, and then found', async ({ transport, target, channel, stored, fake }) => {
    fake.heldFiles = [];
    const file = await stored(7, 'grades.csv', csv);
    const doubt = { kind: 'in-doubt', code: 'file_not_shared_yet' };
    await expect(transport.send(target, fileCard(file), 2)).rejects.toMatchObject(doubt);
    await expect(transport.find(target, 2, since)).rejects.toMatchObject({ kind: 'failed', code: 'file_not_shared_yet' });
    fake.heldFiles.forEach((run) => run());
    const id = channel.messages[0]?.files?.[0]?.id;
    expect(await transport.find(target, 2, since)).toEqual({ messageId: id });
  });

  test('is found when the answer to its completion is lost', async ({ transport, target, channel, stored, fake }) => {
    fake.fail('files.completeUploadExternal', { kind: 'lost-answer' });
    const file = await stored(7, 'grades.csv', csv);
    await expect(transport.send(target, fileCard(file), 2)).rejects.toMatchObject({ kind: 'in-doubt' });
    await expect.poll(() => channel.messages.length).toBe(1);
    expect(await transport.find(target, 2, since)).toEqual({ messageId: channel.messages[0]?.files?.[0]?.id });
  });

  test('is absent when it was interrupted before its completion, and sent once after that', async ({
    transport,
    target,
    channel,
    stored,
    fake,
    copies,
  }) => {
    const file = await stored(7, 'grades.csv', csv);
    expect(await transport.find(target, 2, since)).toBe('absent');
    fake.fail('upload', { kind: 'lost-answer' });
    await expect(transport.send(target, fileCard(file), 2)).rejects.toMatchObject({ kind: 'failed' });
    expect(await copies.list(2)).toHaveLength(1);
    expect(await transport.find(target, 2, since)).toBe('absent');
    await transport.send(target, fileCard(file), 2);
    expect(channel.messages).toHaveLength(1);
  });

  test('is a download line when its content is lost or damaged, and holds up nothing', async ({
    transport,
    target,
    channel,
    stored,
    store,
    copies,
  }) => {
    const lost = await stored(7, 'lost.csv', csv);
    await store.remove(lost.checksum);
    await transport.send(target, fileCard(lost), 2);
    const damaged = await stored(8, 'damaged.csv', Buffer.from('c,d'));
    store.damage(damaged.checksum);
    await transport.send(target, fileCard(damaged), 3);
    expect(channel.messages.map(({ blocks }) => readBlocks(blocks))).toEqual([
      'lost.csv · 8 bytes\n[Download]',
      'damaged.csv · 3 bytes\n[Download]',
    ]);
    expect([...(await copies.list(2)), ...(await copies.list(3))]).toEqual([]);
  });

  test('is a download line after a minute in which the store does not answer', async ({
    transport,
    target,
    channel,
    stored,
    store,
  }) => {
    const file = await stored(7, 'grades.csv', csv);
    const open = store.open.bind(store);
    store.open = async () => Promise.reject(new FileUnavailable('later', 'AccessDenied'));
    for (let tries = 1; tries < 8; tries += 1)
      await expect(transport.send(target, fileCard(file), 2)).rejects.toMatchObject({
        kind: 'failed',
        code: 'content_unavailable',
      });
    await transport.send(target, fileCard(file), 2);
    expect(channel.messages.map(({ blocks }) => readBlocks(blocks))).toEqual(['grades.csv · 8 bytes\n[Download]']);
    store.open = open;
    await transport.send(target, fileCard(file), 3);
    expect(channel.messages.at(-1)?.files?.[0]?.name).toBe('grades.csv');
  });

  test('is not completed by an attempt that another one has overtaken', async ({
    transport,
    target,
    channel,
    stored,
    copies,
  }) => {
    const file = await stored(7, 'grades.csv', csv);
    const save = copies.save.bind(copies);
    copies.save = async (deliveryId, fileId) => save(deliveryId, fileId, 'share:F0OTHER');
    await expect(transport.send(target, fileCard(file), 2)).rejects.toMatchObject({ kind: 'failed', code: 'superseded' });
    expect(channel.messages).toEqual([]);
  });

  test('is deleted and sent again when Slack never shares it', async ({
    transport,
    target,
    channel,
    stored,
    fake,
    workspace,
  }) => {
    fake.heldFiles = [];
    const file = await stored(7, 'grades.csv', csv);
    await transport.send(target, fileCard(file), 2).catch(() => undefined);
    for (let look = 1; look < 10; look += 1) await transport.find(target, 2, since).catch(() => undefined);
    expect(await transport.find(target, 2, since)).toBe('absent');
    expect([...workspace.files.values()].map(({ state }) => state)).toEqual(['deleted']);
    fake.heldFiles.forEach((run) => run());
    fake.heldFiles = null;
    await transport.send(target, fileCard(file), 2);
    expect(channel.messages).toHaveLength(1);
  });

  test('is deleted with the message that shares it', async ({ transport, target, channel, stored, workspace, copies }) => {
    const file = await stored(7, 'grades.csv', csv);
    const id = await transport.send(target, fileCard(file), 2);
    await transport.update({ ...target, messageId: id }, fileCard(file), 2);
    for (const _ of ['once', 'twice']) await transport.remove({ ...target, messageId: id }, 2);
    expect(channel.messages).toEqual([]);
    expect(workspace.files.get(id)?.state).toBe('deleted');
    expect(await copies.list(2)).toEqual([]);
  });

  test.for([
    ['without the scope', ['files:write', 'files:read'], null],
    ['where uploads are off', [], 'file_uploads_disabled'],
    ['where a server knows no uploads', [], 'unknown_method'],
    ['where guests may not share', [], 'user_is_external_guest'],
  ] as const)(
    'is a message with a download button %s',
    async ([, missing, code], { transport, target, channel, stored, fake, workspace, copies }) => {
      workspace.missingScopes = [...missing];
      if (code) fake.fail('files.completeUploadExternal', { kind: 'error', code });
      const ts = await transport.send(target, fileCard(await stored(7, 'grades.csv', csv)), 2);
      expect(channel.messages.map(({ blocks }) => readBlocks(blocks))).toEqual(['grades.csv · 8 bytes\n[Download]']);
      expect(await transport.find(target, 2, since)).toEqual({ messageId: ts });
      expect(await copies.list(2)).toEqual([]);
    },
  );

  test('obeys the rate limit of uploads', async ({ transport, target, stored, fake }) => {
    fake.fail('files.getUploadURLExternal', { kind: 'limited', seconds: 3 });
    const sending = transport.send(target, fileCard(await stored(7, 'grades.csv', csv)), 2);
    await expect(sending).rejects.toMatchObject({ kind: 'limited', retryAfterMs: 3000 });
  });
});

describe('images of a message', () => {
  test('are shown from copies that nobody else sees, and kept by an update', async ({
    transport,
    target,
    channel,
    stored,
    workspace,
  }) => {
    const image = await stored(8, 'screen.png', png);
    const ts = await transport.send(target, post(image), 3);
    const [copy] = workspace.files.values();
    const shown = { type: 'image', slack_file: { id: copy?.object.id }, alt_text: 'screen.png' };
    expect(channel.messages[0]?.blocks?.[1]).toMatchObject(shown);
    expect(copy?.shares.size).toBe(0);
    await transport.update({ ...target, messageId: ts }, { ...post(image), summary: 'Edited' }, 3);
    expect(channel.messages).toHaveLength(1);
    expect(channel.messages[0]?.blocks?.[1]).toMatchObject(shown);
    expect(workspace.files.size).toBe(1);
  });

  test('are waited for while Slack processes them', async ({ transport, target, channel, stored, fake, workspace }) => {
    const ts = await transport.send(target, post(), 3);
    const image = await stored(8, 'screen.png', png);
    fake.heldFiles = [];
    const update = () => transport.update({ ...target, messageId: ts }, post(image), 3);
    await expect(update()).rejects.toMatchObject({ kind: 'failed', code: 'file_not_ready' });
    await expect(update()).rejects.toMatchObject({ kind: 'failed', code: 'file_not_ready' });
    fake.heldFiles.forEach((run) => run());
    await update();
    expect(readBlocks(channel.messages[0]?.blocks)).toBe('Look\n(image screen.png)');
    expect(workspace.files.size).toBe(1);
  });

  test('are uploaded again when an upload was interrupted', async ({ transport, target, channel, stored, fake, copies }) => {
    const ts = await transport.send(target, post(), 3);
    const image = await stored(8, 'screen.png', png);
    await copies.save(3, 8, 'F0LOSTLOST');
    const update = () => transport.update({ ...target, messageId: ts }, post(image), 3);
    await expect(update()).rejects.toMatchObject({ kind: 'failed', code: 'file_not_ready' });
    await expect.poll(() => fake.calls.filter(({ method }) => method === 'files.completeUploadExternal').length).toBe(1);
    await expect
      .poll(() => update().then(() => readBlocks(channel.messages[0]?.blocks), String))
      .toBe('Look\n(image screen.png)');
  });

  test('are not completed by an attempt that another one has overtaken', async ({
    transport,
    target,
    stored,
    fake,
    workspace,
    copies,
  }) => {
    const image = await stored(7, 'screen.png', png);
    fake.onCall = (method, moment) => {
      if (method === 'upload' && moment === 'done') void copies.save(2, 7, 'F0OTHER');
      return false;
    };
    const superseded = { kind: 'failed', code: 'superseded' };
    await expect(transport.send(target, post(image), 2)).rejects.toMatchObject(superseded);
    expect([...workspace.files.values()].map(({ state }) => state)).toEqual(['uploaded']);
  });

  test('are download lines where Slack does not show or take them', async ({ transport, target, channel, stored, workspace }) => {
    const webp = { ...(await stored(9, 'new.webp', Buffer.from('RIFF and more'))), mediaType: 'image/webp' };
    await transport.send(target, post(webp), 3);
    workspace.missingScopes = ['files:write'];
    await transport.send(target, post(await stored(8, 'screen.png', png)), 4);
    expect(channel.messages.map(({ blocks }) => readBlocks(blocks))).toEqual([
      'Look\nnew.webp · 13 bytes\n[Download]',
      'Look\nscreen.png · 17 bytes\n[Download]',
    ]);
  });

  test('are download lines when Slack refuses one for good', async ({
    transport,
    target,
    channel,
    stored,
    workspace,
    copies,
  }) => {
    const image = await stored(8, 'broken.png', Buffer.from('no picture'));
    await transport.send(target, post({ ...image, mediaType: 'image/png' }), 3);
    expect(readBlocks(channel.messages[0]?.blocks)).toBe('Look\nbroken.png · 10 bytes\n[Download]');
    expect(workspace.files.size).toBe(1);
    expect(await copies.list(3)).toHaveLength(1);
  });

  test('are download lines when their contents are lost, also when the post is edited afterwards', async ({
    transport,
    target,
    channel,
    stored,
    store,
  }) => {
    const [kept, lost] = [await stored(8, 'kept.png', png), await stored(9, 'lost.png', Buffer.concat([png, png]))];
    await store.remove(lost.checksum);
    const card = post(kept, { ...lost, mediaType: 'image/png' });
    const ts = await transport.send(target, card, 3);
    const shown = 'Look\n(image kept.png)\nlost.png · 34 bytes\n[Download]';
    expect(readBlocks(channel.messages[0]?.blocks)).toBe(shown);
    await transport.update({ ...target, messageId: ts }, card, 3);
    expect(readBlocks(channel.messages[0]?.blocks)).toBe(shown);
  });

  test('are deleted with their message, or when it shows them no longer', async ({
    transport,
    target,
    channel,
    stored,
    workspace,
    copies,
  }) => {
    const [one, two] = [await stored(8, 'one.png', png), await stored(9, 'two.png', png)];
    const ts = await transport.send(target, post(one, two), 3);
    const states = () => [...workspace.files.values()].map(({ state }) => state);
    await transport.update({ ...target, messageId: ts }, post(two), 3);
    expect(states()).toEqual(['deleted', 'processed']);
    for (const _ of ['once', 'twice']) await transport.remove({ ...target, messageId: ts }, 3);
    expect(states()).toEqual(['deleted', 'deleted']);
    expect(channel.messages).toEqual([]);
    expect(await copies.list(3)).toEqual([]);
  });
});

describe('a message of a person', () => {
  const card: Card = {
    summary: 'Ada Park: Hello',
    author: { name: 'Ada Park', picture: 'https://x.example/ada.png', details: ['Contact · via Teams'] },
    elements: [
      { kind: 'context', text: [{ bold: 'Ada Park' }, ' · Contact · via Teams'] },
      { kind: 'markdown', text: 'Hello' },
    ],
  };

  test('carries their name and picture, and the name once', async ({ transport, target, channel }) => {
    await transport.send(target, card, 5);
    expect(channel.messages[0]).toMatchObject({ username: 'Ada Park', icon_url: 'https://x.example/ada.png' });
    expect(readBlocks(channel.messages[0]?.blocks)).toBe('Contact · via Teams\nHello');
  });

  test('names them in the text after an update, which Slack shows as the app’s', async ({ transport, target, channel }) => {
    const ts = await transport.send(target, card, 5);
    await transport.update({ ...target, messageId: ts }, card, 5);
    expect(channel.messages[0]?.username).toBeUndefined();
    expect(readBlocks(channel.messages[0]?.blocks)).toBe('Ada Park · Contact · via Teams\nHello');
  });

  test('names them in the text without the scope', async ({ transport, target, channel, workspace }) => {
    workspace.missingScopes = ['chat:write.customize'];
    await transport.send(target, card, 5);
    expect(channel.messages[0]?.username).toBeUndefined();
    expect(readBlocks(channel.messages[0]?.blocks)).toBe('Ada Park · Contact · via Teams\nHello');
  });
});
