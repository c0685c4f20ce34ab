// Reads the content of files that people sent in Slack, with the token of their workspace. Needs the scope files:read.
// Follows docs.slack.dev/reference/objects/file-object and docs.slack.dev/messaging/working-with-files (Downloading files).
import { FileUnavailable, type FileSource } from '../../ports.ts';
import { NotInstalled, type Clients } from './clients.ts';
import { deliveryError } from './errors.ts';
import { mayHaveToken } from './slack-hosts.ts';

/** What is needed to read a file; `SentFile.ref` is its JSON. */
export interface FileRef {
  id: string;
  /** where the content is; otherwise Slack is asked */
  url?: string;
}

/** ms without an answer, or without another piece of the content. */
const idleMs = 30_000;
const maxRedirects = 5;

/** Creates the source. @param apiUrl address of the Web API */
export function createFileSource(clients: Clients, apiUrl: string): FileSource {
  return {
    open: async (workspaceId, ref) => {
      const { id, url } = JSON.parse(ref) as FileRef;
      const token = await tokenOf(clients, workspaceId);
      const patience = createPatience();
      try {
        const response = await download(url ?? (await addressOf(clients, workspaceId, id)), token, apiUrl, patience.signal);
        return { content: contentOf(response, patience), size: sizeOf(response) };
      } catch (error) {
        patience.end();
        throw error;
      }
    },
  };
}

async function tokenOf(clients: Clients, workspaceId: string): Promise<string> {
  try {
    return (await clients.self(workspaceId)).token;
  } catch (cause) {
    throw new FileUnavailable('later', cause instanceof NotInstalled ? 'not_installed' : 'no_token', { cause });
  }
}

/** Asks Slack where the content is. @throws FileUnavailable */
async function addressOf(clients: Clients, workspaceId: string, id: string): Promise<string> {
  try {
    const { file } = await (await clients.of(workspaceId)).files.info({ file: id });
    const { mode, is_external: isExternal, url_private_download: download, url_private: view } = file ?? {};
    const address = download ?? view;
    if (isExternal || mode === 'external' || !address) throw new FileUnavailable('gone', mode ?? 'no_address');
    return address;
  } catch (error) {
    if (error instanceof FileUnavailable) throw error;
    const { kind, code, retryAfterMs } = deliveryError(error);
    throw new FileUnavailable(kind === 'refused' ? 'gone' : 'later', code, { cause: error, retryAfterMs });
  }
}

/** Follows redirects by itself, because the token must not go along to other hosts. @throws FileUnavailable */
async function download(url: string, token: string, apiUrl: string, signal: AbortSignal): Promise<Response> {
  let address = new URL(url);
  if (!mayHaveToken(address, apiUrl)) throw new FileUnavailable('gone', 'not_on_slack');
  for (let hops = 0; hops <= maxRedirects; hops += 1) {
    const headers: Record<string, string> = { 'accept-encoding': 'identity' };
    if (mayHaveToken(address, apiUrl)) headers.authorization = `Bearer ${token}`;
    const response = await ask(address, headers, signal);
    const location = response.headers.get('location');
    if (response.status < 300 || response.status >= 400 || location === null) return checked(response);
    await response.body?.cancel();
    address = new URL(location, address);
  }
  throw new FileUnavailable('gone', 'too_many_redirects');
}

async function ask(address: URL, headers: Record<string, string>, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(address, { headers, redirect: 'manual', signal });
  } catch (cause) {
    throw new FileUnavailable('later', 'no_answer', { cause });
  }
}

/** Slack answers a token without files:read with its sign-in page and status 200. A file that is a page itself is an attachment. */
async function checked(response: Response): Promise<Response> {
  const { status, headers } = response;
  const isPage = /^text\/html\b/i.test(headers.get('content-type') ?? '');
  const isAttachment = /^attachment\b/i.test(headers.get('content-disposition') ?? '');
  if (status === 200 && (!isPage || isAttachment)) return response;
  await response.body?.cancel();
  if (status === 200) throw new FileUnavailable('gone', 'missing_scope');
  const seconds = Number(headers.get('retry-after') ?? NaN);
  const wait = Number.isFinite(seconds) ? { retryAfterMs: seconds * 1000 } : {};
  throw new FileUnavailable(status === 429 || status >= 500 ? 'later' : 'gone', `http_${status}`, wait);
}

function sizeOf({ headers }: Response): number | null {
  const size = headers.get('content-length');
  return size !== null && headers.get('content-encoding') === null && /^\d{1,15}$/.test(size) ? Number(size) : null;
}

async function* contentOf({ body }: Response, patience: Patience): AsyncGenerator<Uint8Array> {
  try {
    for await (const piece of body ?? []) {
      patience.renew();
      yield piece as Uint8Array;
    }
  } catch (cause) {
    throw new FileUnavailable('later', 'interrupted', { cause });
  } finally {
    patience.end();
  }
}

type Patience = ReturnType<typeof createPatience>;

/** Aborts when nothing arrives for a while. */
function createPatience() {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), idleMs);
  return { signal: controller.signal, renew: () => void timer.refresh(), end: () => clearTimeout(timer) };
}
