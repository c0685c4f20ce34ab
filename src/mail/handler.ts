// The pages behind the links of mails: GET /mail/<token> shows what the link does, POST does it. Opening a link changes nothing, because
// mail scanners open links. Who may do what is decided by chat/mail-links.ts; there is nothing to configure here.
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { MailLinks, Seen } from '../chat/mail-links.ts';
import { joinChosenValues } from '../cards/chosen-values.ts';
import type { Log } from '../ports.ts';
import type { Links, ReadLink } from './links.ts';
import { messagePage, seenPage } from './page.ts';
import { stateField } from './render-form.ts';

/** Answers requests below /mail/. */
export type MailHandler = (request: IncomingMessage & { rawBody: Buffer }, response: ServerResponse) => Promise<void>;

/** What the pages need. */
export interface HandlerParts {
  brand: string;
  supportPhone: string | null;
  mailLinks: MailLinks;
  links: Links;
  zoneOf: (address: string) => Promise<string>;
  log: Log;
}

/** A post of 10,000 characters is at most 90 kB: three bytes each, each encoded as %XX. */
const maxBytes = 128_000;

interface Answer {
  status: number;
  html: string;
}

/** The address gives access, so it is not logged, not cached and not sent to other sites. */
const headers = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'x-robots-tag': 'noindex',
};

/** Creates the handler of the pages. */
export function createHandler(parts: HandlerParts): MailHandler {
  return async (request, response) => {
    const { status, html } = await answer(parts, request).catch((error: unknown) => failed(parts, error));
    response.writeHead(status, { ...headers, ...(status === 405 ? { allow: 'GET, HEAD, POST' } : {}) });
    response.end(request.method === 'HEAD' ? undefined : html);
  };
}

async function answer(parts: HandlerParts, request: IncomingMessage & { rawBody: Buffer }): Promise<Answer> {
  const { brand, links, mailLinks } = parts;
  const { method = 'GET', rawBody } = request;
  if (!['GET', 'HEAD', 'POST'].includes(method))
    return { status: 405, html: messagePage(brand, "This request isn't supported.", 'Open the link in your browser.') };
  const token = (request.url ?? '').split('?', 1)[0]?.slice('/mail/'.length) ?? '';
  const link = links.read(token);
  if (link === null) return deadEnd(parts, 404, 'This link is incomplete or invalid.', 'Copy the whole link from the email.');
  if (link === 'expired') return deadEnd(parts, 410, 'This link has expired.', 'Use a link from a newer email about the case.');
  if (method !== 'POST') return shown(parts, token, link, await mailLinks.open(link));
  if (rawBody.length > maxBytes) return deadEnd(parts, 413, 'This is too long.', 'Go back and send it in parts.');
  const { [stateField]: sealed, ...values } = typedInto(new URLSearchParams(rawBody.toString('utf8')));
  // pages of 0.4.0 call it `state`
  const state = links.unseal(token, sealed ?? values.state ?? '');
  if (!state) return deadEnd(parts, 400, 'This page is out of date, so nothing was done.', 'Open the link in the email again.');
  return shown(parts, token, link, await mailLinks.send(link, { ...state, values }));
}

/** Reads the fields by name. A name that occurs more than once is a field with several choices. */
function typedInto(sent: URLSearchParams): Record<string, string> {
  const typed = new Map<string, string[]>();
  for (const [name, value] of sent) {
    const before = typed.get(name);
    if (before) before.push(value);
    else typed.set(name, [value]);
  }
  const together = (all: readonly string[]): string =>
    all.length > 1 ? joinChosenValues(all) : (all[0] ?? '').replace(/\r\n?/g, '\n');
  return Object.fromEntries([...typed].map(([name, all]) => [name, together(all)]));
}

async function shown(parts: HandlerParts, token: string, link: ReadLink, seen: Seen | null): Promise<Answer> {
  if (!seen) return deadEnd(parts, 403, 'This link was sent to an email address that no active contact has anymore.', '');
  const { address, expiresAt } = link;
  const state = seen.kind === 'form' ? parts.links.seal(token, { form: seen.form.name, state: { ...seen.form.state } }) : '';
  const reader = {
    zone: await parts.zoneOf(address),
    leadsTo: ({ action, value = '' }: { action: string; value?: string }) =>
      // links on the page expire with the link that opened it
      parts.mailLinks.leads(action) ? parts.links.write({ address, action, value }, expiresAt) : null,
  };
  return { status: 200, html: seenPage(parts.brand, address, seen, state, reader) };
}

function deadEnd({ brand, supportPhone }: HandlerParts, status: number, message: string, next: string): Answer {
  const phone = supportPhone === null ? '' : `, or call ${supportPhone}`;
  const always = `You can also message ${brand} in Slack or Teams${phone}.`;
  return { status, html: messagePage(brand, message, `${next} ${always}`.trim()) };
}

/** Logs an unexpected error under an ID, and shows the reader that ID. */
function failed(parts: HandlerParts, error: unknown): Answer {
  const id = randomBytes(4).toString('hex');
  parts.log.error({ id, err: error, what: 'mail page' }, 'request failed');
  return deadEnd(
    parts,
    500,
    'Something went wrong on our end.',
    `Please try again. If it keeps happening, tell support this error ID: ${id}.`,
  );
}
