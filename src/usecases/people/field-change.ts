import type { Membership } from '../../domain/person.ts';

/** A field of an entry of the directory that changes, as people read it. */
export interface FieldChange {
  field: string;
  from: string;
  to: string;
}

/** What the directory file calls a column, where the names differ. */
const fieldNames: Readonly<Record<string, string>> = {
  accountId: 'account',
  contactType: 'type',
  kind: 'role',
  purposes: 'for',
  memberships: 'further accounts',
  alsoAccountIds: 'further accounts',
};

/**
 * Writes a change of a column for people.
 * @param accountKeys keys of the accounts by id
 */
export function writeColumn(
  column: string,
  from: unknown,
  to: unknown,
  accountKeys: ReadonlyMap<number, string> = new Map(),
): FieldChange {
  const keyOf = (id: number): string => accountKeys.get(id) ?? 'a removed account';
  const write = (value: unknown): string => {
    if (column === 'accountId' && typeof value === 'number') return keyOf(value);
    if (column === 'alsoAccountIds') return writeValue((value as number[]).map(keyOf));
    if (column !== 'memberships') return writeValue(value);
    return writeValue(
      (value as Membership[]).map(({ accountId, contactType }) => `${keyOf(accountId)} (${writeValue(contactType)})`),
    );
  };
  return { field: fieldNames[column] ?? column, from: write(from), to: write(to) };
}

function writeValue(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'none';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(writeValue).join(', ');
  if (typeof value !== 'string') return JSON.stringify(value);
  return value === 'readOnly' ? 'read-only' : value;
}
