// Sends messages as mail through an SMTP server. A target's channel is the address, its thread the case number. A mail cannot be changed or
// withdrawn once it is sent. Where emails are read (in/), each is answered to an address of its case and reader. Configured by SMTP_URL and MAIL_FROM. The mail of a post carries its files.
import type { Card } from '../cards/elements.ts';
import { truncate, visibleText } from '../cards/visible-text.ts';
import type { MailConfig } from '../config/index.ts';
import { DeliveryError, type SecretKeys, type Transport, type Target } from '../ports.ts';
import { attachmentOf, filesToCarry, sendWithFiles, type AttachmentParts, type OpenFile } from './attachments.ts';
import { deliveryError } from './errors.ts';
import type { Links } from './links.ts';
import { createMessageIds, threadHeaders } from './message-ids.ts';
import { renderMail, type FooterLinks, type RenderedMail } from './render.ts';
import { createSlots } from './slots.ts';
import { connectMailServer, maxConnections } from './smtp.ts';
import type { Reader } from './inline.ts';

/** What the mail transport needs. */
export interface TransportParts {
  config: MailConfig;
  /** the support organization's name */
  brand: string;
  /** null: message IDs are not signed, so reports about them are not believed */
  secretKeys: SecretKeys | null;
  /** null: mails have no buttons */
  links: Links | null;
  /** returns whether a button with this action can be a link */
  leads: (action: string) => boolean;
  /** returns the time zone (IANA name) of the person with this address */
  zoneOf: (address: string) => Promise<string>;
  /** absent: mails carry no files */
  files?: AttachmentParts;
  /** absent: emails are not read */
  replies?: Replies;
}

/** What makes emails answerable. */
export interface Replies {
  /** Returns the address to which somebody answers about a case. @returns null when nobody has the email address */
  addressFor: (address: string, number: number) => Promise<string | null>;
  /** Returns the message IDs of what somebody sent about a case, oldest first. */
  received: (address: string, number: number) => Promise<string[]>;
}

/** A burst of posts on a case is mailed at once, a flood is slowed down. */
const pace = { everyMs: 100, burst: 20 };
/** How long a mail with files waits for others with files, ms. */
const waitMs = 2_000;

/**
 * Creates the mail transport. A mailbox cannot be searched: a mail in doubt is sent again under the same Message-ID, by which mail servers
 * and clients recognize the duplicate. It goes without its files then, because they may be why no answer came.
 */
export function createTransport(parts: TransportParts): Transport & { stop: () => void } {
  const transport = connectMailServer(parts.config);
  const { address, name } = parts.config.from;
  const host = address.slice(address.lastIndexOf('@') + 1);
  const messageIds = createMessageIds(parts.secretKeys, host);
  // a mail without files never waits for one with files
  const slots = createSlots(maxConnections - 2);
  /** deliveries that were looked for and are about to be sent again */
  const inDoubt = new Set<number>();

  const sendOnce = async (target: Target, card: Card, deliveryId: number, opened: readonly OpenFile[]): Promise<string> => {
    const footer = footerLinks(parts, target, card);
    const { html, text } = await rendered(parts, target, card, { footer, carried: new Set(opened.map(({ file }) => file.id)) });
    const thread = target.threadRef === undefined ? {} : await threadOf(parts.replies, target.channelId, target.threadRef, host);
    const images = new Set(card.elements.flatMap((element) => (element.kind === 'image' ? [element.file.id] : [])));
    const sent = await transport.sendMail({
      from: { name: name ?? parts.brand, address },
      to: { name: '', address: target.channelId },
      subject: subjectOf(card),
      messageId: messageIds.write(deliveryId, target.threadRef),
      ...thread,
      headers: {
        // suppresses out-of-office replies: RFC 3834, and what Exchange understands
        'Auto-Submitted': 'auto-generated',
        'X-Auto-Response-Suppress': 'All',
        ...unsubscribeHeaders(footer),
      },
      text,
      html,
      attachments: opened.map((one) => attachmentOf(one, images)),
    });
    return sent.messageId;
  };

  return {
    pace,
    send: async (target, card, deliveryId) => {
      const again = inDoubt.delete(deliveryId);
      // only the conversation of a case: alerts to advisors may be about an internal note
      const files = target.threadRef === undefined || again ? [] : filesToCarry(card, parts.files?.maxBytes ?? 0);
      const send = (opened: readonly OpenFile[]) => sendOnce(target, card, deliveryId, opened);
      try {
        if (!parts.files || files.length === 0) return await send([]);
        const { files: attachments } = parts;
        return await slots.run(
          waitMs,
          () => sendWithFiles(attachments, files, send),
          () => {
            throw new DeliveryError('failed', 'mail_busy');
          },
        );
      } catch (error) {
        throw deliveryError(error);
      }
    },
    update: async () => undefined,
    remove: async () => undefined,
    find: async (_target, deliveryId) => {
      inDoubt.add(deliveryId);
      return 'unknown';
    },
    stop: () => transport.close(),
  };
}

/**
 * All mails of a case refer to one that was never sent and to what their reader sent, so that clients show them as one conversation. They are
 * sent without what their reader sent when it cannot be read at the moment, but not without the address to answer to.
 */
async function threadOf(replies: Replies | undefined, address: string, thread: string, host: string) {
  const number = Number(thread.replace(/^CB-/, ''));
  if (!replies) return threadHeaders(thread, host);
  const received = await replies.received(address, number).catch(() => []);
  const replyTo = await replies.addressFor(address, number).catch(unknownReader);
  return { ...threadHeaders(thread, host, received), ...(replyTo === null ? {} : { replyTo }) };
}

/**
 * Writes the subject: for a case, what happened in brackets, and then the same text in every mail of the case. Clients that group mails by
 * subject leave out a prefix in brackets (RFC 5256, 2.1), as mailing lists have one.
 */
function subjectOf({ about, happened, title, summary }: Card): string {
  const of = /^(CB-\d+) · (.*)$/s.exec(about ?? '');
  if (!of) return oneLine(title ?? summary);
  const news = happened === undefined ? '' : `: ${happened.replace(/[[\]]/g, '')}`;
  return oneLine(`[${of[1] ?? ''}${news}] ${of[2] ?? ''}`);
}

/** Links below mail that people can unsubscribe from or change the settings of: about a case, or a digest. */
function footerLinks({ links, leads }: TransportParts, { channelId: address, threadRef }: Target, card: Card): FooterLinks {
  if (!links || (threadRef === undefined && card.mailing === undefined)) return {};
  const number = threadRef === undefined ? null : Number(threadRef.replace(/^CB-/, ''));
  const settings = { address, action: 'mail-settings', value: String(number ?? '') };
  return {
    ...(leads(settings.action) ? { settings: links.write(settings) } : {}),
    unsubscribe: links.writeUnsubscribe({ address, number }),
  };
}

/** Lets mail clients offer to unsubscribe, with one click where our address is safe to call (RFC 2369, RFC 8058). */
function unsubscribeHeaders({ unsubscribe }: FooterLinks): Record<string, string> {
  if (unsubscribe === undefined) return {};
  const byLink = { 'List-Unsubscribe': `<${unsubscribe}>` };
  return unsubscribe.startsWith('https:') ? { ...byLink, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' } : byLink;
}

function oneLine(text: string): string {
  return truncate(visibleText(text).replace(/\s+/g, ' ').trim(), 200);
}

/** @throws DeliveryError refused: a card that cannot be rendered */
async function rendered(
  { brand, links, leads, zoneOf, replies }: TransportParts,
  target: Target,
  card: Card,
  { footer, carried }: { footer: FooterLinks; carried: ReadonlySet<number> },
): Promise<RenderedMail> {
  const { channelId: address, threadRef } = target;
  const zone = await zoneOf(address).catch(unknownReader);
  const leadsTo: Reader['leadsTo'] = ({ action, value = '' }) =>
    links && leads(action) ? links.write({ address, action, value }) : null;
  try {
    const shown = threadRef === undefined || !links ? card : withCaseLink(card, threadRef);
    return renderMail(
      shown,
      brand,
      { zone, leadsTo, carried },
      { ...footer, isAnswerable: replies !== undefined && threadRef !== undefined },
    );
  } catch (cause) {
    throw new DeliveryError('refused', 'not_renderable', undefined, { cause });
  }
}

/** What cannot be read about the reader now is worth another attempt. */
function unknownReader(cause: unknown): never {
  throw new DeliveryError('failed', 'reader_unknown', undefined, { cause });
}

/** Adds a link to the whole case to every mail about it. */
function withCaseLink(card: Card, threadRef: string): Card {
  const view = { kind: 'button', label: 'View case', action: 'view', value: threadRef.replace(/^CB-/, '') } as const;
  const last = card.elements.at(-1);
  const controls = last?.kind === 'actions' ? last.actions : [];
  if (controls.some((control) => control.kind === 'button' && control.action === 'view')) return card;
  const before = last?.kind === 'actions' ? card.elements.slice(0, -1) : card.elements;
  return { ...card, elements: [...before, { kind: 'actions', actions: [...controls, view] }] };
}
