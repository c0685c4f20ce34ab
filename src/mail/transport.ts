import type { Card } from '../cards/elements.ts';
import { truncate, visibleText } from '../cards/visible-text.ts';
import type { MailConfig } from '../config/index.ts';
import { DeliveryError, type Transport, type Target } from '../ports.ts';
import { deliveryError } from './errors.ts';
import type { Links } from './links.ts';
import { renderMail, type RenderedMail } from './render.ts';
import { connectMailServer } from './smtp.ts';
import type { Reader } from './inline.ts';

export interface TransportParts {
  config: MailConfig;
  /** the support organisation's name */
  brand: string;
  /** null: mails carry no buttons */
  links: Links | null;
  leads: (action: string) => boolean;
  /** IANA, of whoever has this address */
  zoneOf: (address: string) => Promise<string>;
}

/** A mailbox is no chat: a burst of a case's posts goes out at once, a flood does not. */
const pace = { everyMs: 100, burst: 20 };

/**
 * Hands mail to the SMTP server; a target's channel is the address, its thread the case's number. What was mailed cannot be changed or
 * taken back. Nor can a mailbox be asked: a mail whose sending was never answered is sent again, under the same Message-ID, by which
 * mail servers and clients know it for the same.
 */
export function createTransport(parts: TransportParts): Transport & { stop: () => void } {
  const transport = connectMailServer(parts.config);
  const { address, name } = parts.config.from;
  const host = address.slice(address.lastIndexOf('@') + 1);
  return {
    pace,
    send: async (target, card, deliveryId) => {
      const { html, text } = await rendered(parts, target, card);
      const thread = target.threadRef === undefined ? {} : threadHeaders(target.threadRef, host);
      const messageId = `<${['delivery-' + String(deliveryId), target.threadRef].filter(Boolean).join('.')}@${host}>`;
      try {
        const sent = await transport.sendMail({
          from: { name: name ?? parts.brand, address },
          to: { name: '', address: target.channelId },
          subject: subjectOf(card),
          messageId,
          ...thread,
          // RFC 3834, and what Exchange reads: no out-of-office answers
          headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
          text,
          html,
        });
        return sent.messageId;
      } catch (error) {
        throw deliveryError(error);
      }
    },
    update: async () => undefined,
    remove: async () => undefined,
    find: async () => 'unknown',
    stop: () => transport.close(),
  };
}

/** All mails of a case hang under one that was never sent: clients show them as one conversation. */
function threadHeaders(thread: string, host: string): { inReplyTo: string; references: string } {
  const root = `<${thread}@${host}>`;
  return { inReplyTo: root, references: root };
}

/** Constant for a case: clients that do not read References go by it. */
function subjectOf({ about, title, summary }: Card): string {
  const of = /^(CB-\d+) · (.*)$/s.exec(about ?? '');
  return oneLine(of ? `[${of[1] ?? ''}] ${of[2] ?? ''}` : (title ?? summary));
}

function oneLine(text: string): string {
  return truncate(visibleText(text).replace(/\s+/g, ' ').trim(), 200);
}

/** A card that cannot be drawn will not be drawn by trying again; an unknown zone can. */
async function rendered({ brand, links, leads, zoneOf }: TransportParts, target: Target, card: Card): Promise<RenderedMail> {
  const { channelId: address, threadRef } = target;
  const zone = await zoneOf(address).catch((cause: unknown) => {
    throw new DeliveryError('failed', 'reader_unknown', undefined, { cause });
  });
  const leadsTo: Reader['leadsTo'] = ({ action, value = '' }) =>
    links && leads(action) ? links.write({ address, action, value }) : null;
  try {
    return renderMail(threadRef === undefined || !links ? card : withWayToCase(card, threadRef), brand, { zone, leadsTo });
  } catch (cause) {
    throw new DeliveryError('refused', 'not_renderable', undefined, { cause });
  }
}

/** Every mail of a case has a way to the whole of it. */
function withWayToCase(card: Card, threadRef: string): Card {
  const view = { kind: 'button', label: 'View case', action: 'view', value: threadRef.replace(/^CB-/, '') } as const;
  const last = card.elements.at(-1);
  const controls = last?.kind === 'actions' ? last.actions : [];
  if (controls.some((control) => control.kind === 'button' && control.action === 'view')) return card;
  const before = last?.kind === 'actions' ? card.elements.slice(0, -1) : card.elements;
  return { ...card, elements: [...before, { kind: 'actions', actions: [...controls, view] }] };
}
