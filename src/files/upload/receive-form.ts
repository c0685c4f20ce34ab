// Reads a form with files as it arrives: no file is ever held in memory, and one file is handed on at a time.
import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Busboy, type BusboyHeaders } from '@fastify/busboy';

/** A form that was not read to its end. */
export class FormBroken extends Error {
  override name = 'FormBroken';

  readonly reason: 'unfinished' | 'too-large' | 'malformed';

  /** @param reason unfinished: the sender left or was silent; too-large: more than anybody may send; malformed: not a form */
  constructor(reason: 'unfinished' | 'too-large' | 'malformed', options?: ErrorOptions) {
    super(reason, options);
    this.reason = reason;
  }
}

/** Limits of a form. */
export interface FormLimits {
  /** of the whole form, bytes */
  maxBytes: number;
  /** of files; more are not read */
  maxFiles: number;
  /** how long the sender may send nothing, ms; longer than a file takes to be stored, because others wait meanwhile */
  idleMs: number;
}

/** Bytes of a text field: more than the longest message. */
const fieldSize = 100_000;

/**
 * Reads a form.
 * @param onFile receives each file that was chosen, in order; what it throws ends the form after the rest was read and dropped
 * @returns the text fields
 * @throws FormBroken, and what `onFile` throws
 */
export async function receiveForm(
  request: IncomingMessage,
  { maxBytes, maxFiles, idleMs }: FormLimits,
  onFile: (name: string, content: AsyncIterable<Uint8Array>) => Promise<void>,
): Promise<URLSearchParams> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw new FormBroken('too-large');
  const fields = new URLSearchParams();
  const parser = createParser(request, maxFiles);
  const waiting = new Set<Readable>();
  let problem: { error: unknown } | undefined;
  let files = Promise.resolve();
  // browsers send line breaks as CRLF
  parser.on('field', (name, value) => fields.append(name, value.replace(/\r\n?/g, '\n')));
  parser.on('file', (_field, stream, name) => {
    // a form without a chosen file sends one without a name
    if (!name) return void stream.resume();
    waiting.add(stream);
    // the reader of the stream gets the error; this keeps it from being thrown before that
    stream.on('error', () => undefined);
    files = files.then(async () => {
      try {
        if (!problem) await onFile(name, stream.iterator({ destroyOnReturn: false }));
      } catch (error) {
        problem ??= { error };
      } finally {
        waiting.delete(stream);
        stream.resume();
      }
    });
  });
  request.setTimeout(idleMs, () => request.destroy());
  try {
    await pipeline(request, limited(maxBytes), parser);
  } catch (cause) {
    const broken = cause instanceof FormBroken ? cause : new FormBroken('unfinished', { cause });
    problem = { error: broken };
    for (const stream of waiting) stream.destroy(broken);
  } finally {
    request.setTimeout(0);
  }
  await files;
  if (problem) throw problem.error;
  return fields;
}

function createParser(request: IncomingMessage, files: number): InstanceType<typeof Busboy> {
  try {
    return new Busboy({
      headers: request.headers as BusboyHeaders,
      limits: { files, fieldSize, fields: 100, parts: files + 100, headerPairs: 20 },
    });
  } catch (cause) {
    throw new FormBroken('malformed', { cause });
  }
}

/** Passes on what arrives, up to a limit. */
function limited(maxBytes: number) {
  return async function* (source: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
    let bytes = 0;
    for await (const chunk of source) {
      bytes += chunk.length;
      if (bytes > maxBytes) throw new FormBroken('too-large');
      yield chunk;
    }
  };
}
