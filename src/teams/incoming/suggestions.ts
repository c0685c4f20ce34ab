// What is typed into a field that searches (learn.microsoft.com: Typeahead search in Adaptive Cards, invoke request and response).
import type { Option } from '../../cards/elements.ts';
import { failed } from './boundary.ts';
import { limits } from '../transport/limits.ts';
import { renderChoice } from '../render/multi-select.ts';
import type { HeardActivity, Adapter } from './adapter.ts';

export interface SearchAnswer {
  type: 'application/vnd.microsoft.search.searchResponse';
  value: { results: { title: string; value: string }[] };
}

interface Query {
  queryText?: unknown;
  /** `<form>/<field>` */
  dataset?: unknown;
}

export async function onTypedAhead(surface: Adapter, heard: HeardActivity, value: unknown): Promise<SearchAnswer> {
  const { queryText, dataset } = (value ?? {}) as Query;
  const [form = '', field = ''] = wordsOf(dataset).split('/');
  const found = await offered(surface, heard, { form, field, text: wordsOf(queryText) });
  const results = found.slice(0, limits.suggestions).map((option) => renderChoice(option));
  return { type: 'application/vnd.microsoft.search.searchResponse', value: { results } };
}

/** The list can say nothing but that there is nothing. */
async function offered(
  { router, log }: Adapter,
  { speaker, idempotencyKey }: HeardActivity,
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

function wordsOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
