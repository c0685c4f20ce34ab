// Refuses what Teams refuses or shows wrongly
// (learn.microsoft.com/microsoftteams/platform/bots/how-to/format-your-bot-messages, …/task-modules-and-cards/cards/cards-reference,
// …/cards/universal-actions-for-adaptive-cards/work-with-universal-actions-for-adaptive-cards).
import { createRequire } from 'node:module';
import type * as AdaptiveCards from 'adaptivecards';
import { adaptive, buttonsOf, inputsOf, selectActionsOf, toText, walk } from './card-tree.ts';
import { checkMentions } from './mention-check.ts';
import type { Attachment, Json } from './state.ts';

// the package's own module has no file extensions in its imports, so Node cannot load it; the bundle parses without a DOM
const cards = createRequire(import.meta.url)('adaptivecards/dist/adaptivecards.js') as typeof AdaptiveCards;

const limits = {
  /** “keep cards under 28 KB” */
  cardBytes: 28 * 1024,
  /** “about 100 KB”, in UTF-16 */
  activityBytes: 100 * 1024,
  cardActions: 6,
  cardVersion: '1.5',
  /** a longer list turns the refresh into a menu entry */
  refreshUsers: 60,
} as const;

/** @returns what is wrong with an activity the bot sends; empty: nothing */
export function checkActivity(activity: Json): string[] {
  const attachments = (activity.attachments ?? []) as Attachment[];
  const shown = attachments.filter(({ contentType }) => contentType === adaptive);
  const text = typeof activity.text === 'string' ? activity.text : '';
  const wrong: string[] = [];
  if (activity.type !== 'message') return wrong;
  if (text === '' && attachments.length === 0) wrong.push('a message has text or attachments');
  if (shown.length > 0 && !isText(activity.summary))
    wrong.push('a message with a card has a summary, or its notification says “Card”');
  if (JSON.stringify(activity).length * 2 > limits.activityBytes)
    wrong.push(`the activity is larger than ${limits.activityBytes} bytes of UTF-16`);
  wrong.push(...checkMentions([text], activity.entities, 'the text'));
  wrong.push(...shown.flatMap(({ content }) => checkCard(content)));
  return wrong;
}

/** @returns what is wrong with an adaptive card, in a message or in what an invoke returns */
export function checkCard(content: unknown): string[] {
  if (typeof content !== 'object' || content === null) return ['a card is an object'];
  const card = content as Json;
  const wrong = parse(card);
  if (card.version !== limits.cardVersion)
    wrong.push(`the card's version is ${JSON.stringify(card.version)}, not "${limits.cardVersion}"`);
  const bytes = Buffer.byteLength(JSON.stringify(card));
  if (bytes > limits.cardBytes) wrong.push(`the card has ${bytes} bytes, more than ${limits.cardBytes}`);
  wrong.push(...checkActions(card), ...checkInputs(card), ...checkCardMentions(card));
  for (const { type, text } of walk(card)) if (type === 'TextBlock' && !isText(text)) wrong.push('a TextBlock has text');
  for (const { type, url, altText } of walk(card)) {
    if (type !== 'Image') continue;
    if (!/^https?:\/\//.test(toText(url))) wrong.push('an Image has a web address');
    if (!isText(altText)) wrong.push('an Image has an altText');
  }
  const users = (card.refresh as { userIds?: unknown[] } | undefined)?.userIds ?? [];
  if (users.length > limits.refreshUsers)
    wrong.push(`a card refreshes for ${users.length} users, more than ${limits.refreshUsers}`);
  return wrong;
}

/** What Microsoft's own parser says: elements it does not know, values no enum has, required properties that are missing. */
function parse(card: Json): string[] {
  const context = new cards.SerializationContext(cards.Versions.v1_5);
  const parsed = new cards.AdaptiveCard();
  // Teams' own; the library's default is five
  parsed.hostConfig = new cards.HostConfig({ actions: { maxActions: limits.cardActions } });
  parsed.parse(card, context);
  const events = Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index));
  return [...events, ...parsed.validateProperties().validationEvents].filter(isOfTeams).map(({ message }) => message);
}

/**
 * Teams knows `choices.data` since 1.2, and needs no choices beside it (…/cards/dynamic-search, …/cards/people-picker); the library knows
 * it since 1.6. Whether there is anything to choose, `checkInputs` looks at.
 */
function isOfTeams({ message }: AdaptiveCards.IValidationEvent): boolean {
  return !/^Property "choices\.data" is supported in version 1\.6|must have at least one choice/.test(message);
}

function checkActions(card: Json): string[] {
  const buttons = buttonsOf(card);
  const wrong: string[] = [];
  if (buttons.length > limits.cardActions) wrong.push(`a card has ${buttons.length} actions, more than ${limits.cardActions}`);
  for (const action of [...buttons, ...selectActionsOf(card)]) {
    const name = `${String(action.type)} “${String(action.title)}”`;
    if (!isText(action.title)) wrong.push(`${name} has no title`);
    if (action.type !== 'Action.Execute') continue;
    if (!isText(action.verb)) wrong.push(`${name} has no verb`);
    if ((action.fallback as Json | undefined)?.type !== 'Action.Submit')
      wrong.push(`${name} has no fallback of type Action.Submit for clients without Universal Actions`);
  }
  return wrong;
}

function checkInputs(card: Json): string[] {
  const inputs = inputsOf(card);
  const ids = inputs.map(({ id }) => String(id));
  return [
    ...ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `two inputs have the id “${id}”`),
    ...inputs.filter(({ isMultiSelect }) => isMultiSelect === true).flatMap(checkSeveral),
    ...inputs.filter(({ type }) => type === 'Input.ChoiceSet').flatMap(checkSearch),
  ];
}

function checkSearch({ id, choices = [], isRequired, ...input }: Json): string[] {
  const { type, dataset } = (input['choices.data'] ?? {}) as Json;
  const searches = type === 'Data.Query' && isText(dataset);
  if (!searches && (choices as unknown[]).length === 0) return [`“${String(id)}” has nothing to choose`];
  // github.com/MicrosoftDocs/msteams-docs/issues/10533
  return searches && isRequired === true ? [`“${String(id)}” searches: what is chosen in it counts as missing`] : [];
}

/** What is chosen is sent, and shown as chosen, joined by commas. */
function checkSeveral({ id, choices = [], value }: Json): string[] {
  const values = (choices as { value: string }[]).map((choice) => choice.value);
  const chosen = typeof value === 'string' ? value.split(',') : [];
  return [
    ...values.filter((one) => one.includes(',')).map((one) => `“${String(id)}” has a choice with a comma: “${one}”`),
    ...chosen
      .filter((one) => !values.includes(one))
      .map((one) => `“${String(id)}” shows “${one}”, which is not one of its choices`),
  ];
}

/** Mentions of a card stand in the card, for TextBlocks and FactSets only (…/cards/cards-format#mention-support-within-adaptive-cards). */
function checkCardMentions(card: Json): string[] {
  const wrong: string[] = [];
  const texts: string[] = [];
  for (const node of walk(card)) {
    if (node.type === 'TextRun' && String(node.text).includes('<at>')) wrong.push('a mention in a TextRun is not resolved');
    if (node.type === 'TextBlock') texts.push(String(node.text));
    if (node.type === undefined) texts.push(...[node.title, node.value].filter((one) => typeof one === 'string'));
  }
  return [...wrong, ...checkMentions(texts, (card.msteams as Json | undefined)?.entities, 'the card')];
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== '';
}
