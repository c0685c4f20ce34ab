import type { Element, Inline } from '../../cards/elements.ts';
import type { DirectoryChangeFacts } from '../../usecases/people/directory-history.ts';

/** Shows the latest changes of an entry of the directory; nothing when there are none. */
export function historyLines(history: readonly DirectoryChangeFacts[]): Element[] {
  if (history.length === 0) return [];
  return [
    { kind: 'text', text: [{ bold: 'History' }] },
    ...history.map((change): Element => ({ kind: 'context', text: line(change) })),
  ];
}

function line({ at, by, what, fields }: DirectoryChangeFacts): Inline[] {
  const changes = fields.map(({ field, from, to }) => `${field}: ${from} → ${to}`);
  return [{ at, as: 'moment' }, ` · ${by ?? 'Import'} · ${what}${changes.length > 0 ? ` · ${changes.join(', ')}` : ''}`];
}
