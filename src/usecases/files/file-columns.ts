import type { FileProblem } from '../../domain/files.ts';
import type { StoredContent } from '../../ports.ts';

/** What became of the content of a file. */
export type FileResult = { content: StoredContent } | { problem: FileProblem; size?: number | null };

/** Returns the columns that describe what became of a file. */
export function columnsOf(result: FileResult) {
  if (!('content' in result)) {
    const { problem, size } = result;
    return { state: 'refused' as const, problem, ...(size === undefined ? {} : { size }) };
  }
  const { checksum, size, mediaType, width = null, height = null, infection } = result.content;
  const state = infection === undefined ? ('stored' as const) : ('quarantined' as const);
  return { state, problem: infection === undefined ? null : ('infected' as const), checksum, size, mediaType, width, height };
}
