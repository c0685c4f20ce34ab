// What is typed into a field that searches (learn.microsoft.com: Typeahead search in Adaptive Cards, invoke request and response).
import type { Option } from '../../cards/elements.ts';
import { failed } from './boundary.ts';
import { limits } from '../render/limits.ts';
import { renderChoice } from '../render/multi-select.ts';
import type { IncomingActivity, Adapter } from './adapter.ts';
import type { InvokeValue } from './payload.ts';

export interface SearchAnswer {
  type: 'application/vnd.microsoft.search.searchResponse';
  value: { results: { title: string; value: string }[] };
}

export async function onSuggestionQuery(
  adapter: Adapter,
  incoming: IncomingActivity,
  { queryText = '', dataset = '' }: InvokeValue,
): Promise<SearchAnswer> {
  const [form = '', field = ''] = dataset.split('/');
  const found = await offered(adapter, incoming, { form, field, text: queryText });
  const results = found.slice(0, limits.suggestions).map((option) => renderChoice(option));
  return { type: 'application/vnd.microsoft.search.searchResponse', value: { results } };
}

/** The list can say nothing but that there is nothing. */
async function offered(
  { router, log }: Adapter,
  { speaker, idempotencyKey }: IncomingActivity,
  typed: { form: string; field: string; text: string },
): Promise<Option[]> {
  try {
    const reply = await router.answer({ kind: 'suggestion', ...typed, speaker, idempotencyKey });
    return reply.kind === 'options' ? reply.options : [];
  } catch (error) {
    failed(log, error, `searching in form ${typed.form}`);
    return [];
  }
}
