// Suggestions while somebody types into a search field. What is found is decided in src/chat.
// Follows learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/dynamic-search.
import type { Option } from '../../cards/elements.ts';
import { logFailure } from '../../chat/failure.ts';
import { limits } from '../render/limits.ts';
import { renderChoice } from '../render/multi-select.ts';
import type { IncomingActivity, Adapter } from './adapter.ts';
import type { InvokeValue } from './payload.ts';

/** The response to application/search. */
export interface SuggestionResponse {
  type: 'application/vnd.microsoft.search.searchResponse';
  value: { results: { title: string; value: string }[] };
}

/** Answers a search field. */
export async function onSuggestionQuery(
  adapter: Adapter,
  incoming: IncomingActivity,
  { queryText = '', dataset = '' }: InvokeValue,
): Promise<SuggestionResponse> {
  const [form = '', field = ''] = dataset.split('/');
  const found = await suggest(adapter, incoming, { form, field, text: queryText });
  const results = found.slice(0, limits.suggestions).map((option) => renderChoice(option));
  return { type: 'application/vnd.microsoft.search.searchResponse', value: { results } };
}

/** A list of suggestions cannot show an error, so after a failure it is empty. */
async function suggest(
  { router, log }: Adapter,
  { speaker, idempotencyKey }: IncomingActivity,
  typed: { form: string; field: string; text: string },
): Promise<Option[]> {
  try {
    const reply = await router.answer({ kind: 'suggestion', ...typed, speaker, idempotencyKey });
    return reply.kind === 'options' ? reply.options : [];
  } catch (error) {
    logFailure(log, error, `suggestions in form ${typed.form}`);
    return [];
  }
}
