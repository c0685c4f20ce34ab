// The upload sessions of OneDrive, as an accepted file gets one
// (learn.microsoft.com/graph/api/driveitem-createuploadsession: Upload bytes to the upload session).
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { errorOf, type Faults } from './faults.ts';
import { bodyOf, sendJson } from './http.ts';
import type { Conversation, Json } from './state.ts';

interface Session {
  name: string;
  uniqueId: string;
  /** what the card announced */
  size: number;
  pieces: Buffer[];
  received: number;
  drive: Conversation['drive'];
}

const pieceUnit = 320 * 1024;
const maxPiece = 60 * 1024 * 1024;

export class Uploads {
  /** called when a piece has arrived. @returns that the sender was killed, so that it gets no answer */
  onPiece: (received: number) => boolean = () => false;
  private readonly sessions = new Map<string, Session>();

  private readonly base: () => string;
  private readonly faults: Faults;
  private readonly note: (violation: string) => void;

  /** @param note keeps what the bot did wrong */
  constructor(base: () => string, faults: Faults, note: (violation: string) => void) {
    this.base = base;
    this.faults = faults;
    this.note = note;
  }

  /** A person accepted a file. @returns what Teams tells the bot */
  start(name: string, size: number, { drive }: Conversation): Json {
    const [id, uniqueId] = [randomUUID(), randomUUID()];
    this.sessions.set(id, { name, uniqueId, size, pieces: [], received: 0, drive });
    const contentUrl = `${this.base()}/personal/Documents/${encodeURIComponent(name)}`;
    return {
      name,
      contentUrl,
      uploadUrl: `${this.base()}/upload/${id}`,
      uniqueId,
      fileType: name.split('.').at(-1) ?? '',
      etag: '1',
    };
  }

  /** The time of all uploads is over. */
  expire(): void {
    this.sessions.clear();
  }

  async serve(id: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    const fault = this.faults.next('upload');
    if (fault) {
      if (fault.kind !== 'status') return void request.socket.destroy();
      const { status, headers } = errorOf(fault);
      return sendJson(response, status, {}, headers);
    }
    if (request.headers.authorization) {
      this.note('the bot sent its token to an upload address, which is another host');
      return sendJson(response, 401, {});
    }
    const session = this.sessions.get(id);
    if (!session) return sendJson(response, 404, { error: { code: 'itemNotFound' } });
    if (request.method === 'GET') return sendJson(response, 200, expected(session));
    if (request.method !== 'PUT') return sendJson(response, 405, {});
    const wrong = this.take(session, request, body);
    if (wrong === 416) return sendJson(response, 416, { error: { code: 'invalidRange' } });
    if (wrong) {
      this.note(`upload: ${wrong}`);
      return sendJson(response, 400, { error: { code: 'invalidRequest', message: wrong } });
    }
    if (session.received === session.size) {
      this.sessions.delete(id);
      session.drive.set(session.uniqueId, { name: session.name, content: Buffer.concat(session.pieces) });
    }
    if (this.onPiece(session.received)) return void request.socket.destroy();
    if (session.received < session.size) return sendJson(response, 202, expected(session));
    sendJson(response, 201, { id: session.uniqueId, name: session.name, size: session.size });
  }

  /** @returns what is wrong with a piece; 416 for one that is there already */
  private take(session: Session, { headers }: IncomingMessage, body: Buffer): string | 416 | undefined {
    const range = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(headers['content-range'] ?? '');
    if (!range) return `“${headers['content-range']}” is not a Content-Range`;
    const [first = 0, last = 0, total = 0] = range.slice(1).map(Number);
    if (headers['content-length'] === undefined) return 'a piece has a Content-Length';
    if (last - first + 1 !== body.length) return `the range has ${last - first + 1} bytes, the body ${body.length}`;
    if (total !== session.size) return `the file has ${total} bytes, the card said ${session.size}`;
    if (first < session.received) return 416;
    if (first > session.received) return `the piece begins at ${first}, but ${session.received} is next`;
    if (last >= total || body.length > maxPiece) return 'the piece is too large';
    if (last + 1 < total && body.length % pieceUnit !== 0) return `${body.length} bytes are not a multiple of 320 KiB`;
    session.pieces.push(body);
    session.received = last + 1;
    return undefined;
  }
}

function expected({ received }: Session): Json {
  return { expirationDateTime: new Date(Date.now() + 15 * 60_000).toISOString(), nextExpectedRanges: [`${received}-`] };
}
