import type { Card, Element } from '../../cards/elements.ts';
import { truncate } from '../../cards/visible-text.ts';
import type { Action, AdaptiveCard, CardElement } from './adaptive-card.ts';
import { bytesOf, fitBody } from './fit.ts';
import { limits } from './limits.ts';
import { mentionsOf, type Mentions } from './mentions.ts';
import { shown } from './plain-text.ts';
import { planControls } from './plan-actions.ts';
import { pressAction, type Surface } from './action.ts';

export interface CardOptions extends Omit<Surface, 'surface'> {
  /** a message unless said otherwise */
  surface?: Surface['surface'];
  /** the way to what was shown before, in a card that is shown in its place */
  back?: Back;
}

export interface Back {
  label: string;
  action: string;
  value: string;
}

/** What the Bot Connector takes as a message with one card. */
export interface CardActivity {
  type: 'message';
  /** what a notification says */
  summary: string;
  attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive'; content: AdaptiveCard }];
}

export function renderCard(card: Card, { back, ...options }: CardOptions): AdaptiveCard {
  const surface: Surface = { ...options, surface: options.surface ?? 'message' };
  const actions = back ? [pressAction(back, surface)] : [];
  return assemble(card.summary, card.elements, { surface, actions, claimed: actions.length });
}

export function cardActivity(card: Card, options: CardOptions): CardActivity {
  return {
    type: 'message',
    summary: summaryOf(card.summary),
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: renderCard(card, options) }],
  };
}

interface Frame {
  surface: Surface;
  /** below the body */
  actions: Action[];
  /** buttons that are spoken for, `actions` among them */
  claimed: number;
  /** what stands above and below the elements, whole */
  above?: CardElement[];
  below?: CardElement[];
}

/** A card around elements that are made to fit. */
export function assemble(summary: string, elements: readonly Element[], frame: Frame): AdaptiveCard {
  const { surface, actions, claimed, above = [], below = [] } = frame;
  const mentions = mentionsOf(elements);
  const card = envelope(summaryOf(summary), actions, mentions);
  const fixed = [...above, ...below];
  const room = limits.cardBytes - limits.cardMargin - bytesOf({ ...card, body: fixed });
  const spots = planControls(elements, limits.actions - claimed);
  const drawn = fitBody(elements, { ...surface, mentions, spots }, room);
  const body = [...above, ...drawn, ...below];
  return withMentioned({ ...card, body: body.length > 0 ? body : [emptyLine(card.fallbackText)] }, mentions);
}

function emptyLine(text: string): CardElement {
  return { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text }] };
}

function envelope(summary: string, actions: Action[], mentions: Mentions): AdaptiveCard {
  return {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: limits.cardVersion,
    msteams: { width: 'Full', ...(mentions.size > 0 ? { entities: [...mentions.values()] } : {}) },
    fallbackText: summary,
    // read as markup (SSML) by some
    speak: summary.replace(/[<>&]/g, ' '),
    body: [],
    ...(actions.length > 0 ? { actions } : {}),
  };
}

/** An entity without its text, left out for want of room, would be refused. */
function withMentioned(card: AdaptiveCard, mentions: Mentions): AdaptiveCard {
  if (mentions.size === 0) return card;
  const body = JSON.stringify(card.body);
  const entities = [...mentions.values()].filter(({ text }) => body.includes(JSON.stringify(text).slice(1, -1)));
  return { ...card, msteams: { width: 'Full', ...(entities.length > 0 ? { entities } : {}) } };
}

function summaryOf(text: string): string {
  return shown(truncate(text.replace(/\s+/g, ' ').trim(), limits.summary)).trim() || '–';
}
