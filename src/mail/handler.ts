// The pages behind the links of mails: GET /mail/<token> shows what the link does, POST does it. Opening a link changes nothing, because
// mail scanners open links. Who may do what is decided by chat/mail-links.ts; there is nothing to configure here.
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { MailLink } from '../chat/mail-actions.ts';
import type { MailLinks, Seen } from '../chat/mail-links.ts';
import { joinChosenValues } from '../cards/chosen-values.ts';
import type { Log } from '../ports.ts';
import { linkDays, unsubscribePath, type Links, type ReadLink } from './links.ts';
import { trace } from '../tracing.ts';
import { messagePage, seenPage } from './page.ts';
import { stateField } from './render-form.ts';
import { answerUnsubscribe } from './unsubscribe.ts';

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
    const { status, html } = await trace('mail link', { kind: 'server', parent: null }, async (span) => {
      const answered = await answer(parts, request).catch((error: unknown) => failed(parts, error));
      span.set({ 'http.response.status_code': answered.status });
      return answered;
    });
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
  if (token.startsWith(unsubscribePath)) {
    const contentType = request.headers['content-type'] ?? '';
    return answerUnsubscribe(
      { brand, links, unsubscribing: mailLinks.unsubscribing },
      { method, token: token.slice(unsubscribePath.length), contentType, body: rawBody },
    );
  }
  const link = links.read(token);
  if (link === null) return deadEnd(parts, 404, 'This link is incomplete or invalid.', 'Copy the whole link from the email.');
  if (link === 'expired') return answerExpired(parts, method, links.readAnyTime(token));
  // mail scanners send it; nobody sees a page, so nothing is opened
  if (method === 'HEAD') return { status: 200, html: '' };
  if (method !== 'POST') return shown(parts, token, link, await mailLinks.open(link));
  if (rawBody.length > maxBytes) return deadEnd(parts, 413, 'This is too long.', 'Go back and send it in parts.');
  const { [stateField]: sealed, ...values } = typedInto(new URLSearchParams(rawBody.toString('utf8')));
  // pages of 0.4.0 call it `state`
  const state = links.unseal(token, sealed ?? values.state ?? '');
  if (!state) return deadEnd(parts, 400, 'This page is out of date, so nothing was done.', 'Open the link in the email again.');
  return shown(parts, token, link, await mailLinks.send(link, { ...state, values }));
}

/**
 * Says that a link has expired, and offers a new one. It is mailed to the address of the old one, so anyone who only has the old link gets
 * nothing.
 */
async function answerExpired(parts: HandlerParts, method: string, link: MailLink | null): Promise<Answer> {
  const { brand, mailLinks } = parts;
  const always = `Links in emails work for ${linkDays} days. ${contactUs(parts)}`;
  if (!link || !mailLinks.canRenew(link)) return { status: 410, html: messagePage(brand, 'This link has expired.', always) };
  if (method !== 'POST')
    return { status: 410, html: messagePage(brand, 'This link has expired.', always, 'Email me a new link') };
  await mailLinks.renew(link);
  const next = `If you still get notifications about this case, it arrives in a minute. ${contactUs(parts)}`;
  return { status: 200, html: messagePage(brand, 'Check your email for a new link.', next) };
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

function deadEnd(parts: HandlerParts, status: number, message: string, next: string): Answer {
  return { status, html: messagePage(parts.brand, message, `${next} ${contactUs(parts)}`.trim()) };
}

function contactUs({ brand, supportPhone }: HandlerParts): string {
  const phone = supportPhone === null ? '' : `, or call ${supportPhone}`;
  return `You can also message ${brand} in Slack or Teams${phone}.`;
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
