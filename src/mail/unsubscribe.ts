// The page to unsubscribe: GET /mail/unsubscribe/<token> says what the link does, POST does it. Email clients that offer one click send the
// POST by themselves (RFC 8058); nobody signs in, and opening the link changes nothing.
import { h } from 'hastscript';
import type { MailChoice, Unsubscribing, UnsubscribePage } from '../chat/unsubscribe.ts';
import type { Links } from './links.ts';
import { page, messagePage } from './page.ts';
import { buttonStyle, styles } from './styles.ts';

/** What the page needs. */
export interface UnsubscribeParts {
  brand: string;
  links: Links;
  unsubscribing: Unsubscribing;
}

/** What a request sends. */
export interface UnsubscribeRequest {
  method: string;
  token: string;
  contentType: string;
  body: Buffer;
}

/** The field and its value that RFC 8058 has email clients send, and that our own buttons send as well. */
const oneClick = { name: 'List-Unsubscribe', value: 'One-Click' };
/** Name of the field with the choice of one of our own buttons. */
const choiceField = 'casebridge:choice';
const choices: readonly MailChoice[] = ['stop', 'stop-all', 'start'];

/** Answers a request. */
export async function answerUnsubscribe(
  { brand, links, unsubscribing }: UnsubscribeParts,
  { method, token, contentType, body }: UnsubscribeRequest,
): Promise<{ status: number; html: string }> {
  const link = links.readUnsubscribe(token);
  if (!link) {
    const next = 'Copy the whole link from the email, or use the link in another one.';
    return { status: 404, html: messagePage(brand, 'This link is incomplete or invalid.', next) };
  }
  const choice = method === 'POST' ? await chosen(contentType, body) : null;
  if (method === 'POST' && choice === null)
    return {
      status: 400,
      html: messagePage(brand, 'Nothing was changed.', 'Open the link in the email again and use its button.'),
    };
  const shown = choice === null ? await unsubscribing.look(link) : await unsubscribing.choose(link, choice);
  if (!shown) {
    const next = 'It belongs to nobody whom we notify, so there is nothing to unsubscribe from.';
    return { status: 200, html: messagePage(brand, "This address doesn't get our emails anymore.", next) };
  }
  return { status: 200, html: unsubscribePage(brand, link.address, shown) };
}

/** Reads what to do from a body of either type that RFC 8058 allows. @returns null when it asks for nothing that we know */
async function chosen(contentType: string, body: Buffer): Promise<MailChoice | null> {
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } })
    .formData()
    .catch(() => new FormData());
  if (form.get(oneClick.name) !== oneClick.value) return null;
  const choice = form.get(choiceField) ?? 'stop';
  return choices.find((one) => one === choice) ?? null;
}

function unsubscribePage(brand: string, address: string, { title, text, more, buttons }: UnsubscribePage): string {
  return page(brand, title, [
    h('h1', { style: styles.heading }, title),
    h('p', { style: styles.text }, text),
    ...(more === '' ? [] : [h('p', { style: styles.text }, more)]),
    h('form', { method: 'post', acceptCharset: 'utf-8' }, [
      h('input', { type: 'hidden', ...oneClick }),
      ...buttons.map(({ label, choice, style }) =>
        h('button', { type: 'submit', name: choiceField, value: choice, style: buttonStyle(style) }, label),
      ),
    ]),
    h('p', { style: styles.footer }, `This is about emails to ${address}.`),
  ]);
}
