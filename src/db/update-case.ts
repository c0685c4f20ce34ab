import { Prisma } from './generated/client.ts';

const { sql } = Prisma;

/**
 * Builds the statement that updates columns of a case. PostgreSQL converts the values to the types of the columns.
 * @param computed columns whose value is an SQL expression; they win over the others
 */
export function updateCase(
  id: number,
  patch: Prisma.CaseUncheckedUpdateInput,
  computed: readonly { key: keyof Prisma.CaseUncheckedUpdateInput; value: Prisma.Sql }[] = [],
): Prisma.Sql {
  const isPlain = ([key, value]: [string, unknown]) => value !== undefined && !computed.some((one) => one.key === key);
  const values = Object.fromEntries(
    Object.entries(patch)
      .filter(isPlain)
      .map(([key, value]) => [columnOf(key), value === Prisma.DbNull ? null : value]),
  );
  // in one order, so that the same columns make the same statement
  const columns = Prisma.raw(Object.keys(values).sort().join(', '));
  return sql`
    update "case" set ${Prisma.join([
      sql`(${columns}) = (select ${columns} from jsonb_populate_record(null::"case", ${JSON.stringify(values)}::jsonb))`,
      ...computed.map(({ key, value }) => sql`${Prisma.raw(columnOf(key))} = ${value}`),
    ])}
    where id = ${id}`;
}

/** Names a column as the database does. */
function columnOf(key: string): string {
  if (!/^[a-zA-Z]+$/.test(key)) throw new Error(`${key} is not a column of a case`);
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
