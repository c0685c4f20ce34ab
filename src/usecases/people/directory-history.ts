// The history of the directory: who added, changed or removed people, channels and the rest, in chat or by an import.
import { z } from 'zod';
import type { Prisma } from '../../db/generated/client.ts';
import { CaseError } from '../../domain/case-error.ts';
import type { Services, Tx } from '../context.ts';
import type { FieldChange } from './field-change.ts';
import { batchesOf, type ImportRun } from './import-run.ts';

/** A change as a card shows it. */
export interface DirectoryChangeFacts {
  at: Date;
  /** the lead's name; null for an import */
  by: string | null;
  what: 'added' | 'changed' | 'removed';
  fields: FieldChange[];
}

/** Writes what a run changed. */
export async function recordHistory({ tx, at, by, history }: Pick<ImportRun, 'tx' | 'at' | 'by' | 'history'>): Promise<void> {
  const data = history.map(({ fields = [], ...entry }) => ({
    ...entry,
    fields: fields as unknown as Prisma.InputJsonValue,
    at,
    byId: by?.id ?? null,
    byName: by?.name ?? null,
  }));
  for (const batch of batchesOf(data)) await tx.directoryChange.createMany({ data: batch });
}

/** Whose changes are meant: a person's, a channel's, or those of the on-call list. */
type ChangesOf = { personId: number } | { channelId: number } | { section: 'onCall' };

const storedFields = z.array(z.object({ field: z.string(), from: z.string(), to: z.string() }));

/** Reads the latest changes of a person or a channel, newest first. The caller has checked that the reader is a lead. */
export async function readHistory({ db }: Services, of: ChangesOf, max: number): Promise<DirectoryChangeFacts[]> {
  const rows = await db.prisma.directoryChange.findMany({ where: of, orderBy: { id: 'desc' }, take: max });
  return rows.map(({ at, byName, what, fields }) => ({
    at,
    by: byName,
    what: what as DirectoryChangeFacts['what'],
    fields: storedFields.parse(fields),
  }));
}

/** Returns the ID of the newest change, or 0. A form that is opened remembers it, and must read it before it reads what it shows. */
export async function newestChange({ db }: Services, of: ChangesOf): Promise<number> {
  const { _max } = await db.prisma.directoryChange.aggregate({ where: of, _max: { id: true } });
  return _max.id ?? 0;
}

/**
 * Refuses a form that was opened before the newest change. Saving a form writes all its fields, so it would undo a change that its reader has
 * not seen. Must be called under the lock of the directory.
 * @param name what the form changes
 * @param seen the newest change when it was opened
 * @throws CaseError changed-since
 */
export async function refuseUnseen(tx: Tx, of: ChangesOf, name: string, seen: number): Promise<void> {
  const newest = await tx.directoryChange.findFirst({ where: { ...of, id: { gt: seen } }, orderBy: { id: 'desc' } });
  if (newest) throw changedSince(newest.byName ?? 'An import', name);
}

/** Makes the error for a form that was opened before somebody changed the same. */
export function changedSince(by: string, name: string): CaseError {
  return new CaseError('changed-since', `${by} changed ${name} after this form was opened.`, 'Open it again.');
}
