// Case search in the message box (Teams). The chosen card is posted where others can read it, so it shows only the number, subject and status.
import { CaseError } from '../../domain/case-error.ts';
import { seesSeveralAccounts } from '../../domain/person.ts';
import { formatCaseNumber } from '../../domain/case-number.ts';
import { parseQuery } from '../../domain/search/parse-query.ts';
import { statusLabel } from '../../domain/status.ts';
import type { CaseRow } from '../../usecases/case-facts.ts';
import { searchCases } from '../../usecases/search/search-cases.ts';
import { actions } from '../actions.ts';
import type { Context } from '../capability.ts';
import { recordSearch } from '../record-access.ts';
import type { Card } from '../../cards/elements.ts';
import type { Reply } from '../interaction.ts';
import { textCard } from '../replies.ts';

/** Searches cases for the message box. A page beyond the end has no results. An error is one line, because the box has no more room. */
export async function composeSearch(context: Context, text: string, page: number): Promise<Reply> {
  try {
    return await search(context, text, page);
  } catch (error) {
    if (!(error instanceof CaseError)) throw error;
    return { kind: 'card', card: textCard([error.message, error.next].filter(Boolean).join(' ')), refused: true };
  }
}

async function search(context: Context, text: string, page: number): Promise<Reply> {
  const query = { ...parseQuery(text, context.services.settings, { typing: true }), page };
  const found = await searchCases(context.services, context.person, query, context.actor.timezone ?? 'UTC');
  recordSearch(context, query);
  const rows = found.page === page ? found.rows : [];
  const withAccount = seesSeveralAccounts(context.person);
  return {
    kind: 'results',
    results: rows.map((row) => ({
      title: `${formatCaseNumber(row.number)} ${row.subject}`,
      detail: [statusLabel(row.status), row.priority, row.module, ...(withAccount ? [row.accountName] : [])].join(' · '),
      card: sharedCard(row),
    })),
  };
}

/** Everything else opens with the button, for those who may see the case. */
function sharedCard(row: CaseRow): Card {
  const number = formatCaseNumber(row.number);
  return {
    summary: `${number} ${row.subject}`,
    elements: [
      { kind: 'heading', text: `${number} · ${row.subject}` },
      { kind: 'fields', fields: [{ label: 'Status', value: [{ bold: statusLabel(row.status) }] }] },
      { kind: 'actions', actions: [actions.view.button(row.number, 'View case')] },
    ],
  };
}
