// The history of the directory: who added, changed or removed people, channels and the rest, in chat or by an import.
import { z } from 'zod';
import type { Prisma } from '../../db/generated/client.ts';
import type { Services } from '../context.ts';
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

const storedFields = z.array(z.object({ field: z.string(), from: z.string(), to: z.string() }));

/** Reads the latest changes of a person or a channel, newest first. The caller has checked that the reader is a lead. */
export async function readHistory(
  { db }: Services,
  of: { personId: number } | { channelId: number } | { section: 'onCall' },
  max: number,
): Promise<DirectoryChangeFacts[]> {
  const rows = await db.prisma.directoryChange.findMany({ where: of, orderBy: { id: 'desc' }, take: max });
  return rows.map(({ at, byName, what, fields }) => ({
    at,
    by: byName,
    what: what as DirectoryChangeFacts['what'],
    fields: storedFields.parse(fields),
  }));
}
