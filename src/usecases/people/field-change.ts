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
  const write = (value: unknown): string =>
    column === 'accountId' && typeof value === 'number' ? (accountKeys.get(value) ?? 'a removed account') : writeValue(value);
  return { field: fieldNames[column] ?? column, from: write(from), to: write(to) };
}

function writeValue(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'none';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(writeValue).join(', ');
  if (typeof value !== 'string') return JSON.stringify(value);
  return value === 'readOnly' ? 'read-only' : value;
}
