// Files people send: pictures behind the bot's token, others at a pre-authenticated address where the token must not go.
import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';

export interface SentFile {
  name: string;
  /** its media type */
  type: string;
  content: Buffer | string;
}

export class FileStore {
  private readonly files = new Map<string, { file: SentFile; appId: string }>();

  /** @param note keeps what the bot did wrong */
  constructor(
    private readonly base: () => string,
    private readonly note: (violation: string) => void,
  ) {}

  /** @returns its id */
  add(file: SentFile, appId: string): string {
    const id = randomUUID();
    this.files.set(id, { file, appId });
    return id;
  }

  pictureUrl(id: string): string {
    return `${this.base()}/v3/attachments/${id}/views/original`;
  }

  downloadUrl(id: string): string {
    return `${this.base()}/files/${id}?tempauth=fake`;
  }

  /** @param appId whose token came along */
  servePicture(id: string, appId: string | undefined, response: ServerResponse): void {
    const found = this.files.get(id);
    if (found && found.appId !== appId) return void response.writeHead(401).end();
    send(found?.file, response);
  }

  serveDownload(id: string, authorization: string | undefined, response: ServerResponse): void {
    if (authorization) this.note('the bot sent its token to a download address, which is another host');
    send(this.files.get(id)?.file, response);
  }
}

function send(file: SentFile | undefined, response: ServerResponse): void {
  if (!file) return void response.writeHead(404).end();
  response.writeHead(200, { 'content-type': file.type }).end(file.content);
}
