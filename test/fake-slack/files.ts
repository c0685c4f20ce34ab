// Files of the fake Slack: tickets, contents and completion in this order and once each; processing and sharing follow later; contents are
// served to tokens that may read them, and everybody else gets the sign-in page (docs.slack.dev/reference/methods/files.getUploadURLExternal).
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { ApiError } from './api-error.ts';
import type { FakeSlack } from './fake-slack.ts';
import { authorIn, postable, threadOf, type Args, type Method } from './methods.ts';
import type { Block, FileObject, Message, StoredFile, Workspace } from './state.ts';

/** ms after which a complete file is processed and shared */
const processingMs = 15;

export const fileMethods: Record<string, Method> = {
  'files.getUploadURLExternal': (fake, w, args) => {
    w.needs('files:write');
    const length = Number(args.length);
    if (!args.filename || !Number.isInteger(length) || length <= 0) throw new ApiError('missing_argument');
    const file = add(fake, w, w.botUserId, args.filename, { state: 'ticket', length });
    return { upload_url: `${fake.url}/upload/v1/${w.id}-${file.object.id}`, file_id: file.object.id };
  },
  'files.completeUploadExternal': (fake, w, args) => {
    w.needs('files:write');
    const asked = JSON.parse(args.files ?? '[]') as { id: string; title?: string }[];
    const channel = args.channel_id === undefined ? null : postable(w, { channel: args.channel_id });
    if (channel && args.thread_ts) threadOf(channel, args.thread_ts);
    if (args.thread_ts && !channel) throw new ApiError('invalid_arguments', 'thread_ts without a channel');
    const files = asked.map(({ id, title }) => {
      const file = w.files.get(id);
      if (file?.state !== 'uploaded') throw new ApiError('file_not_found');
      file.state = 'complete';
      if (title) file.object.title = title;
      return file;
    });
    for (const file of files) afterAWhile(fake, () => process(fake, w, file, args));
    return { files: files.map(({ object: { id, title } }) => ({ id, title })) };
  },
  'files.info': (_, w, args) => {
    w.needs('files:read');
    const { object, shares } = known(w, args.file);
    return { file: { ...object, shares: { private: Object.fromEntries(shares) } } };
  },
  'files.delete': (_, w, args) => {
    w.needs('files:write');
    const file = known(w, args.file);
    if (file.ownerId !== w.botUserId) throw new ApiError('cant_delete_file');
    file.state = 'deleted';
    for (const { messages } of w.channels.values())
      for (const message of messages)
        message.files = message.files?.map((one) => (one.id === file.object.id ? { id: one.id, mode: 'tombstone' } : one));
    return {};
  },
};

/** A file that is not complete does not exist yet. */
function known(w: Workspace, id: string | undefined): StoredFile {
  const file = w.files.get(id ?? '');
  if (!file || file.state === 'ticket' || file.state === 'uploaded') throw new ApiError('file_not_found');
  if (file.state === 'deleted') throw new ApiError('file_deleted');
  return file;
}

function add(fake: FakeSlack, w: Workspace, ownerId: string, name: string, over: Partial<StoredFile>): StoredFile {
  const id = `F0${fake.nextId('')}00`;
  const object: FileObject = {
    id,
    name,
    title: name,
    mode: 'hosted',
    mimetype: '',
    permalink: `https://${w.id}.slack.test/files/${id}`,
  };
  const file: StoredFile = { object, ownerId, length: 0, content: Buffer.alloc(0), shares: new Map(), state: 'ticket', ...over };
  w.files.set(id, file);
  return file;
}

export function addUserFile(
  fake: FakeSlack,
  w: Workspace,
  userId: string,
  name: string,
  content: Buffer,
  over: Partial<FileObject>,
): FileObject {
  const file = add(fake, w, userId, name, { content, length: content.length, state: 'processed' });
  const { object } = file;
  const url = `${fake.url}/files-pri/${w.id}-${object.id}/download/${encodeURIComponent(name)}`;
  Object.assign(object, { size: content.length, mimetype: typeOf(content), url_private: url, url_private_download: url });
  if (over.file_access !== 'check_file_info') return Object.assign(object, over);
  return { id: object.id, mode: 'file_access', ...over };
}

function afterAWhile(fake: FakeSlack, run: () => void): void {
  if (fake.heldFiles) fake.heldFiles.push(run);
  else fake.inBackground(delay(processingMs).then(run));
}

function process(fake: FakeSlack, w: Workspace, file: StoredFile, args: Args): void {
  if (file.state !== 'complete') return;
  file.state = 'processed';
  Object.assign(file.object, { mimetype: typeOf(file.content), size: file.length });
  const channel = w.channels.get(args.channel_id ?? '');
  if (!channel) return;
  // without the bot's id, as Slack does now and then
  const shared: Omit<Message, 'ts'> = {
    user: w.botUserId,
    text: '',
    subtype: 'file_share',
    files: [file.object],
    ...authorIn(w, args),
    ...(args.thread_ts ? { thread_ts: args.thread_ts } : {}),
  };
  const message = fake.addMessage(w, channel, shared);
  file.shares.set(channel.id, [{ ts: message.ts }]);
  fake.inBackground(fake.sendEvent(w, { type: 'message', channel: channel.id, channel_type: channel.kind, ...message }));
}

/** @throws ApiError invalid_blocks for an image that Slack does not have, has not processed, or does not show */
export function checkImages(w: Workspace, blocks: readonly Block[]): void {
  blocks.forEach((block, at) => {
    if (block.type !== 'image' || block.image_url !== undefined) return;
    const file = w.files.get((block.slack_file as { id: string }).id);
    const isShown = file?.state === 'processed' && /^image\/(png|jpeg|gif)$/.test(file.object.mimetype ?? '');
    if (!isShown) throw new ApiError('invalid_blocks', `invalid slack file [json-pointer:/blocks/${at}/slack_file]`);
  });
}

/** The second step of an upload: once, and as long as was said. */
export function takeContent(
  fake: FakeSlack,
  path: string,
  { method, headers }: IncomingMessage,
  bytes: Buffer,
  response: ServerResponse,
): void {
  const fault = fake.nextFault('upload');
  if (fault?.kind === 'status') return void response.writeHead(fault.status).end();
  const file = fileOf(fake, path.slice('/upload/v1/'.length))?.file;
  const isWhole = file?.length === bytes.length && headers['content-length'] === `${bytes.length}`;
  if (method !== 'POST' || file?.state !== 'ticket' || headers.authorization !== undefined || !isWhole)
    return void response.writeHead(400).end('bad upload');
  file.state = 'uploaded';
  file.content = bytes;
  if (fault?.kind === 'lost-answer') return void response.socket?.destroy();
  response.writeHead(200).end(`OK - ${bytes.length}`);
}

export function serveContent(fake: FakeSlack, path: string, { headers }: IncomingMessage, response: ServerResponse): void {
  const fault = fake.nextFault('download');
  if (fault?.kind === 'status') return void response.writeHead(fault.status).end();
  if (fault?.kind === 'odd-answer') return void response.writeHead(302, { location: fault.body }).end();
  const { file, workspace } = fileOf(fake, path.split('/')[2] ?? '') ?? {};
  const mayRead = headers.authorization === `Bearer ${workspace?.token}` && workspace?.scopes.includes('files:read');
  if (!mayRead) return void response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<html>Sign in</html>');
  if (!file || file.state === 'deleted') return void response.writeHead(404).end();
  const type = file.object.mimetype || 'application/octet-stream';
  response.writeHead(200, { 'content-type': type, 'content-disposition': 'attachment', 'content-length': file.length });
  if (fault?.kind !== 'lost-answer') return void response.end(file.content);
  response.write(file.content.subarray(0, file.length / 2), () => response.socket?.destroy());
}

function fileOf(fake: FakeSlack, key: string): { workspace: Workspace; file: StoredFile | undefined } | null {
  const [workspaceId = '', id = ''] = key.split('-');
  const workspace = fake.workspaces.get(workspaceId);
  return workspace ? { workspace, file: workspace.files.get(id) } : null;
}

function typeOf(content: Buffer): string {
  const start = content.subarray(0, 4).toString('latin1');
  if (start === '\x89PNG') return 'image/png';
  if (start.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (start.startsWith('GIF8')) return 'image/gif';
  return start.startsWith('RIFF') ? 'image/webp' : start.startsWith('<htm') ? 'text/html' : 'application/octet-stream';
}
