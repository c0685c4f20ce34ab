// What a bot may return for an invoke, and what of it Teams cannot show
// (learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/task-modules/invoking-task-modules, …/cards/universal-actions-for-adaptive-cards,
// …/messaging-extensions/how-to/search-commands/respond-to-search).
import { checkCard } from './card-check.ts';
import { adaptive } from './card-tree.ts';
import type { Choice } from './form.ts';
import type { Attachment, Json } from './state.ts';

export type CardAnswer = { card: Json } | { told: string };
export type DialogAnswer = { title: string; card: Json } | { told: string } | { inserts: SearchResult[] } | 'closed';

export interface SearchResult {
  title: string;
  /** The text of the result's thumbnail card in the list. */
  text: string;
  card: Json;
}

/** @throws Error for an answer Teams shows as “Something went wrong” */
export function readCardAnswer(body: Json | undefined): CardAnswer {
  const { statusCode, type, value } = body ?? {};
  if (type === 'application/vnd.microsoft.error' || (typeof statusCode === 'number' && statusCode !== 200))
    throw new Error(`the button was answered ${JSON.stringify(body)}`);
  if (statusCode !== 200) throw new Error(`the answer has no statusCode: ${JSON.stringify(body)}`);
  if (type === 'application/vnd.microsoft.activity.message' && typeof value === 'string') return { told: value };
  if (type === adaptive) return { card: goodCard(value) };
  throw new Error(`Teams cannot show an answer of type ${JSON.stringify(type)}`);
}

/** @param body of task/fetch, task/submit, composeExtension/fetchTask and …/submitAction */
export function readDialogAnswer(body: Json | undefined): DialogAnswer {
  const task = body?.task as { type?: string; value?: unknown } | undefined;
  const extension = body?.composeExtension as Json | undefined;
  if (extension) {
    const results = readSearchAnswer(body);
    return typeof results === 'string' ? { told: results } : { inserts: results };
  }
  if (!task) return 'closed';
  if (task.type === 'message' && typeof task.value === 'string') return { told: task.value };
  if (task.type !== 'continue') throw new Error(`a dialog does not take ${JSON.stringify(task)}`);
  const { title, card } = (task.value ?? {}) as { title?: string; card?: Attachment };
  if (card?.contentType !== adaptive) throw new Error(`a dialog’s card is an attachment: ${JSON.stringify(task.value)}`);
  return { title: title ?? '', card: goodCard(card.content) };
}

/** @returns the results, or what is said instead */
export function readSearchAnswer(body: Json | undefined, most = 25): SearchResult[] | string {
  const { type, text, attachments, attachmentLayout } = (body?.composeExtension ?? {}) as Json;
  if (type === 'message' && typeof text === 'string') return text;
  if (type !== 'result' || !Array.isArray(attachments)) throw new Error(`a search does not take ${JSON.stringify(body)}`);
  if (attachmentLayout !== 'list' && attachmentLayout !== 'grid') throw new Error('results are laid out as a list or a grid');
  if (attachments.length > most) throw new Error(`${attachments.length} results, ${most} were asked for`);
  return (attachments as (Attachment & { preview?: Attachment })[]).map(readResult);
}

function readResult({ contentType, content, preview }: Attachment & { preview?: Attachment }): SearchResult {
  if (contentType !== adaptive) throw new Error(`a result is an adaptive card, not ${contentType}`);
  // without a preview Teams lists nothing for an adaptive card
  const { title, text, subtitle } = (preview?.content ?? {}) as { title?: string; text?: string; subtitle?: string };
  if (!title) throw new Error('a result has a preview with a title');
  return { title, text: [title, subtitle, text].filter((line) => line).join('\n'), card: goodCard(content) };
}

/** @param body of application/search (…/cards/dynamic-search): more than 15 are not shown */
export function readSuggestions(body: Json | undefined): Choice[] {
  const results = (body?.value as Json | undefined)?.results;
  if (body?.type !== 'application/vnd.microsoft.search.searchResponse' || !Array.isArray(results))
    throw new Error(`a search field does not take ${JSON.stringify(body)}`);
  if (results.length > 15) throw new Error(`${results.length} suggestions, 15 are shown`);
  for (const { title, value } of results as Partial<Choice>[])
    if (!title || !value || value.includes(',')) throw new Error(`no suggestion: ${title} with the value “${value}”`);
  return results as Choice[];
}

/** What a card in an invoke's answer breaks. */
export class BadCard extends Error {}

function goodCard(content: unknown): Json {
  const wrong = checkCard(content);
  if (wrong.length > 0) throw new BadCard(wrong.join('; '));
  return content as Json;
}
