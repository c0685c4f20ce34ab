// GET /mail/<token> shows what a link would do, POST does it. Nothing is done by opening: mail scanners open links.
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { MailLinks, Seen } from '../chat/mail-links.ts';
import { joinChosenValues } from '../cards/chosen-values.ts';
import type { Log } from '../ports.ts';
import type { Links, ReadLink } from './links.ts';
import { seenPage, wordsPage } from './page.ts';
import { stateField } from './render-form.ts';

export type MailHandler = (request: IncomingMessage & { rawBody: Buffer }, response: ServerResponse) => Promise<void>;

export interface HandlerParts {
  brand: string;
  supportPhone: string | null;
  door: MailLinks;
  links: Links;
  zoneOf: (address: string) => Promise<string>;
  log: Log;
}

/** A post of 10,000 characters, three bytes each, each written as %XX, is 90 kB. */
const mostBytes = 128_000;

interface Answer {
  status: number;
  html: string;
}

/** The address is as secret as what it does: it is not logged, not stored, and told to no other site. */
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

export function createHandler(parts: HandlerParts): MailHandler {
  return async (request, response) => {
    const { status, html } = await answer(parts, request).catch((error: unknown) => failed(parts, error));
    response.writeHead(status, { ...headers, ...(status === 405 ? { allow: 'GET, HEAD, POST' } : {}) });
    response.end(request.method === 'HEAD' ? undefined : html);
  };
}

async function answer(parts: HandlerParts, request: IncomingMessage & { rawBody: Buffer }): Promise<Answer> {
  const { brand, links, door } = parts;
  const { method = 'GET', rawBody } = request;
  if (!['GET', 'HEAD', 'POST'].includes(method))
    return { status: 405, html: wordsPage(brand, 'This cannot be done.', 'Open the link in your browser.') };
  const token = (request.url ?? '').split('?', 1)[0]?.slice('/mail/'.length) ?? '';
  const link = links.read(token);
  if (link === null)
    return deadEnd(parts, 404, 'This link is not one of ours, or was cut off.', 'Copy the whole link from the mail.');
  if (link === 'expired') return deadEnd(parts, 410, 'This link has expired.', 'A newer mail of the case has links that work.');
  if (method !== 'POST') return shown(parts, token, link, await door.open(link));
  if (rawBody.length > mostBytes) return deadEnd(parts, 413, 'This is too long.', 'Go back, and send it in parts.');
  const { [stateField]: sealed = '', ...values } = typedInto(new URLSearchParams(rawBody.toString('utf8')));
  const state = links.unseal(token, sealed);
  if (!state) return deadEnd(parts, 400, 'This page is out of date; nothing was done.', 'Open the link in the mail again.');
  return shown(parts, token, link, await door.send(link, { ...state, values }));
}

/** By name; a name that comes more than once is a field of which several may be chosen: one a line, as `chosen` reads it. */
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
  if (!seen) return deadEnd(parts, 403, 'This link was mailed to an address that no active contact has any more.', '');
  const { address, expires } = link;
  const state = seen.kind === 'form' ? parts.links.seal(token, { form: seen.form.name, state: { ...seen.form.state } }) : '';
  const reader = {
    zone: await parts.zoneOf(address),
    leadsTo: ({ action, value = '' }: { action: string; value?: string }) =>
      // what a link leads to lives no longer than the link
      parts.door.leads(action) ? parts.links.write({ address, action, value }, expires) : null,
  };
  return { status: 200, html: seenPage(parts.brand, address, seen, state, reader) };
}

function deadEnd({ brand, supportPhone }: HandlerParts, status: number, words: string, next: string): Answer {
  const phone = supportPhone === null ? '' : `, or call ${supportPhone}`;
  const always = `Or message ${brand} in Slack or Teams${phone}.`;
  return { status, html: wordsPage(brand, words, `${next} ${always}`.trim()) };
}

/** The one place of this way in where a failure nobody can put right ends. */
function failed(parts: HandlerParts, error: unknown): Answer {
  const id = randomBytes(4).toString('hex');
  parts.log.error({ id, err: error, what: 'mail page' }, 'a request failed');
  return deadEnd(
    parts,
    500,
    'Something went wrong on our side.',
    `Please try again. If it stays, tell your support this id: ${id}.`,
  );
}
