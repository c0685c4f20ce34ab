// Files people send: pictures behind the bot's token, others at a pre-authenticated address where the token must not go.
import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { errorOf, type Faults } from './faults.ts';

export interface SentFile {
  name: string;
  /** its media type */
  type: string;
  content: Buffer | string;
}

export class FileStore {
  private readonly files = new Map<string, { file: SentFile; appId: string }>();
  private readonly expired = new Set<string>();

  private readonly base: () => string;
  private readonly faults: Faults;
  private readonly note: (violation: string) => void;

  /** @param note keeps what the bot did wrong */
  constructor(base: () => string, faults: Faults, note: (violation: string) => void) {
    this.base = base;
    this.faults = faults;
    this.note = note;
  }

  /** @returns its id */
  add(file: SentFile, appId: string): string {
    const id = randomUUID();
    this.files.set(id, { file, appId });
    return id;
  }

  get(id: string): SentFile | undefined {
    return this.files.get(id)?.file;
  }

  pictureUrl(id: string): string {
    return `${this.base()}/v3/attachments/${id}/views/original`;
  }

  downloadUrl(id: string): string {
    return `${this.base()}/files/${id}?tempauth=fake`;
  }

  /** The minutes are over for which the addresses of all files so far can be read. */
  expire(): void {
    for (const id of this.files.keys()) this.expired.add(id);
  }

  /** @param appId whose token came along */
  servePicture(id: string, appId: string | undefined, response: ServerResponse): void {
    const found = this.files.get(id);
    if (this.fails('picture', response)) return;
    if (found && found.appId !== appId) return void response.writeHead(401).end();
    send(found?.file, response);
  }

  serveDownload(id: string, authorization: string | undefined, response: ServerResponse): void {
    if (authorization) this.note('the bot sent its token to a download address, which is another host');
    if (this.fails('download', response)) return;
    if (this.expired.has(id)) return void response.writeHead(401).end();
    send(this.files.get(id)?.file, response);
  }

  private fails(operation: 'picture' | 'download', response: ServerResponse): boolean {
    const fault = this.faults.next(operation);
    if (!fault) return false;
    if (fault.kind === 'status') {
      const { status, headers } = errorOf(fault);
      response.writeHead(status, headers).end();
    } else response.socket?.destroy();
    return true;
  }
}

/** Answers with a file, or with 404. */
export function send(file: SentFile | undefined, response: ServerResponse): void {
  if (!file) return void response.writeHead(404).end();
  response.writeHead(200, { 'content-type': file.type, 'content-length': Buffer.byteLength(file.content) }).end(file.content);
}
