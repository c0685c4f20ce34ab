// The actions with which advisors arrange their own work; actions.ts lists them with all others.
import { z } from 'zod';
import { caseNumber, plainText, rowId, spaced, type Codec } from './codecs.ts';
import { defineAction } from './define-action.ts';

/** The list that an action on several cases starts from: a page of the queue, or of a search, as text. */
export type ListPage = { queue: string } | { search: string };

const startingWith = (letter: string) => plainText.refine((value) => value.startsWith(`${letter} `) && value.length <= 2000);

const listPage: Codec<ListPage> = z.union([
  z.codec(startingWith('q'), z.object({ queue: z.string() }), {
    decode: (value) => ({ queue: value.slice(2) }),
    encode: ({ queue }) => `q ${queue}`,
  }),
  z.codec(startingWith('s'), z.object({ search: z.string() }), {
    decode: (value) => ({ search: value.slice(2) }),
    encode: ({ search }) => `s ${search}`,
  }),
]);

/** The id of an action on several cases. */
const runId = z.uuid();

/** The actions with which advisors arrange their own work. */
export const workActions = {
  snooze: defineAction('snooze', caseNumber),
  unsnooze: defineAction('unsnooze', caseNumber),
  /** an action on cases of a list */
  bulk: defineAction('bulk', listPage),
  bulkView: defineAction('bulk-view', runId),
  /** asks whether the assignments really should be taken back */
  bulkUndo: defineAction('bulk-undo', runId),
  bulkUndoNow: defineAction('bulk-undo-now', runId),
  merge: defineAction('merge', caseNumber),
  /** the number of the duplicate */
  unmerge: defineAction('unmerge', caseNumber),
  redact: defineAction('redact', caseNumber),
  redactFile: defineAction('redact-file', spaced({ number: caseNumber, file: rowId })),
  /** how far it is, by the number of its record */
  redactionView: defineAction('redaction-view', rowId),
  watch: defineAction('watch', caseNumber),
  unwatch: defineAction('unwatch', caseNumber),
};
