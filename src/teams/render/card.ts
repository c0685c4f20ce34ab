// A card as an Adaptive Card and as a message. Forms are rendered in form.ts. Follows learn.microsoft.com/microsoftteams/platform,
// task-modules-and-cards/cards/cards-format.
import type { Card, Element } from '../../cards/elements.ts';
import { truncate } from '../../cards/visible-text.ts';
import type { Action, AdaptiveCard, CardElement } from './adaptive-card.ts';
import { bytesOf, fitBody } from './fit.ts';
import { limits } from './limits.ts';
import { mentionsOf, type Mentions } from './mentions.ts';
import { shown } from './plain-text.ts';
import { planControls } from './plan-actions.ts';
import { buttonAction, type CardContext, type ShownIn } from './action.ts';

/** How a card is rendered. */
export interface CardOptions extends Omit<CardContext, 'shownIn'> {
  /** `message` by default */
  shownIn?: ShownIn;
  /** a button that leads back, in a card that replaced another one */
  back?: Back;
}

/** The button that leads back. */
export interface Back {
  label: string;
  action: string;
  value: string;
}

/** A message with one card, as the Bot Connector takes it. */
export interface CardActivity {
  type: 'message';
  /** text of the notification */
  summary: string;
  attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive'; content: AdaptiveCard }];
}

/** Renders a card. */
export function renderCard(card: Card, { back, ...options }: CardOptions): AdaptiveCard {
  const context: CardContext = { ...options, shownIn: options.shownIn ?? 'message' };
  const actions = back ? [buttonAction(back, context)] : [];
  return assemble(card.summary, card.elements, { context, actions, claimed: actions.length, author: card.author?.name });
}

/** Renders a card as a message. */
export function cardActivity(card: Card, options: CardOptions): CardActivity {
  return {
    type: 'message',
    summary: summaryOf(card.summary),
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: renderCard(card, options) }],
  };
}

interface CardParts {
  context: CardContext;
  /** name of the author, who leads the card */
  author?: string;
  /** below the body */
  actions: Action[];
  /** number of buttons in `actions`, `above` and `below` */
  claimed: number;
  /** elements before and after the others, which are never shortened */
  above?: CardElement[];
  below?: CardElement[];
}

/** Assembles a card and shortens its elements to fit. */
export function assemble(summary: string, elements: readonly Element[], parts: CardParts): AdaptiveCard {
  const { context, author, actions, claimed, above = [], below = [] } = parts;
  const mentions = mentionsOf(elements);
  const card = envelope(summaryOf(summary), actions, mentions);
  const fixed = [...above, ...below];
  const room = limits.cardBytes - limits.cardMargin - bytesOf({ ...card, body: fixed });
  const spots = planControls(elements, limits.actions - claimed);
  const drawn = fitBody(elements, { ...context, author, mentions, spots }, room);
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
    // some clients read it as SSML
    speak: summary.replace(/[<>&]/g, ' '),
    body: [],
    ...(actions.length > 0 ? { actions } : {}),
  };
}

/** Drops the entities of mentions that were cut, because Teams refuses an entity without its text. */
function withMentioned(card: AdaptiveCard, mentions: Mentions): AdaptiveCard {
  if (mentions.size === 0) return card;
  const body = JSON.stringify(card.body);
  const entities = [...mentions.values()].filter(({ text }) => body.includes(JSON.stringify(text).slice(1, -1)));
  return { ...card, msteams: { width: 'Full', ...(entities.length > 0 ? { entities } : {}) } };
}

/** Shortens the text of a notification. */
export function summaryOf(text: string): string {
  return shown(truncate(text.replace(/\s+/g, ' ').trim(), limits.summary)).trim() || '–';
}
