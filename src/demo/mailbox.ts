// The demo's mailbox: an SMTP server that delivers nothing, and a page that shows what the bot sent.
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ElementContent } from 'hast';
import { h } from 'hastscript';
import { SMTPServer } from 'smtp-server';
import { formatDateTime } from '../domain/text/times.ts';
import { htmlDocument } from '../mail/document.ts';
import { parseMail, type ParsedMail } from './parse-mail.ts';

/** A running mailbox. */
export interface Mailbox {
  /** The value for SMTP_URL. */
  url: string;
  /** The latest 200 emails, newest last. */
  mails: readonly ParsedMail[];
  /** Answers a request. @param path the path below the mailbox; '' is the list */
  show: (path: string, response: ServerResponse) => void;
  stop: () => Promise<void>;
}

const maxMails = 200;

/** Starts the mailbox. @param port 0 for any free port */
export async function startMailbox(port: number): Promise<Mailbox> {
  const mails: ParsedMail[] = [];
  let dropped = 0;
  const server = new SMTPServer({
    // it only listens on loopback, so it needs neither encryption nor a password
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    onData: (stream, _session, accepted) => {
      let raw = '';
      stream.setEncoding('latin1').on('data', (chunk: string) => (raw += chunk));
      stream.on('end', () => {
        parseMail(raw).then((mail) => {
          mails.push(withImages(mail));
          dropped += mails.splice(0, mails.length - maxMails).length;
          accepted();
        }, accepted);
      });
    },
  });
  server.on('error', () => undefined); // a client that disconnected
  const listening = server.listen(port, '127.0.0.1');
  await once(listening, 'listening');
  return {
    url: `smtp://127.0.0.1:${(listening.address() as AddressInfo).port}`,
    mails,
    show: (path, response) => {
      const [, id = '', part] = /^\/(\d+)(\/html)?$/.exec(path) ?? [];
      const mail = id === '' ? undefined : mails[Number(id) - dropped - 1];
      if (part !== undefined && mail) return answer(response, framed(mail.html), inFrame);
      answer(response, mail ? mailPage(id, mail) : listPage(mails, dropped));
    },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** An email's HTML cannot run or load anything; its links open in a new tab. */
const inFrame =
  "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'";

/** Bytes of an image that the mailbox keeps. */
const maxImage = 1_000_000;

/** Puts the images of an email into its HTML. The contents of its files are not kept. */
function withImages(mail: ParsedMail): ParsedMail {
  const images = mail.attachments.filter(({ contentId, content }) => contentId !== null && content.length <= maxImage);
  const html = images.reduce(
    (text, { contentId, mediaType, content }) =>
      text.replaceAll(`cid:${contentId ?? ''}`, `data:${mediaType};base64,${content.toString('base64')}`),
    mail.html,
  );
  return { ...mail, html, attachments: mail.attachments.map((file) => ({ ...file, content: Buffer.alloc(0) })) };
}

function answer(
  response: ServerResponse,
  html: string,
  policy = "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'",
) {
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': policy,
  });
  response.end(html);
}

const framed = (html: string): string => html.replace('<head>', '<head><base target="_blank">');

function listPage(mails: readonly ParsedMail[], dropped: number): string {
  const rows = mails
    .map((mail, index) =>
      h('tr', [
        h('td', { style: 'white-space:nowrap' }, sentAt(mail)),
        cell(mail, 'to', 'white-space:nowrap'),
        h('td', h('a', { href: `/mailbox/${dropped + index + 1}` }, header(mail, 'subject'))),
      ]),
    )
    .reverse();
  const table = h('table', { style: 'border-spacing:12px 4px;margin-left:-12px' }, [
    h(
      'thead',
      h(
        'tr',
        { style: 'text-align:left' },
        ['Date', 'To', 'Subject'].map((name) => h('th', { scope: 'col' }, name)),
      ),
    ),
    h('tbody', rows),
  ]);
  const intro = 'Every email the bot has sent, newest first. No email leaves this machine. Reload the page to see new ones.';
  return page('Email', [h('p', intro), rows.length > 0 ? table : h('p', 'No email yet.')]);
}

function mailPage(id: string, mail: ParsedMail): string {
  const lines = ['from', 'to', 'subject', 'date', 'message-id', 'references'].map((name) =>
    h('div', [h('strong', `${name}: `), header(mail, name)]),
  );
  const frame = h('iframe', {
    src: `/mailbox/${id}/html`,
    title: 'The email as HTML',
    sandbox: ['allow-popups', 'allow-popups-to-escape-sandbox'],
    style: 'width:100%;height:480px;border:1px solid #8888;margin:16px 0',
  });
  const files = mail.attachments.map(({ name }) => name).join(', ');
  const attached = files === '' ? [] : [h('div', [h('strong', 'attachments: '), files])];
  const plain = h('pre', { style: 'white-space:pre-wrap;overflow-wrap:anywhere' }, mail.text);
  return page(header(mail, 'subject'), [
    h('p', h('a', { href: '/mailbox' }, 'All email')),
    ...lines,
    ...attached,
    frame,
    h('h2', 'Plain text'),
    plain,
  ]);
}

const page = (title: string, content: ElementContent[]): string => htmlDocument(title, [h('h1', title), ...content]);
const header = (mail: ParsedMail, name: string): string => mail.headers.get(name) ?? '';
/** When an email was sent, as the demo's support organization reads it. */
const sentAt = (mail: ParsedMail): string => formatDateTime(new Date(header(mail, 'date')), 'America/Chicago');
const cell = (mail: ParsedMail, name: string, style?: string): ElementContent => h('td', { style }, header(mail, name));
