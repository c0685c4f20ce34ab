// What people who are erased were called: their names and addresses of today and of before, which are looked for everywhere.
import type { Tx } from '../context.ts';

/** The names and addresses that people are known to have had. */
export interface KnownNames {
  names: string[];
  /** in lower case */
  emails: string[];
  /** the accounts that they belong to, or in whose cases they are */
  accountIds: number[];
}

/** Lists every name and address that people are known to have had. Chat names of one word are too common to look for. */
export async function knownNames(
  tx: Pick<Tx, '$queryRaw'>,
  people: readonly { id: number; name: string; email: string }[],
): Promise<KnownNames> {
  const ids = people.map(({ id }) => id);
  const current = people.map(({ email }) => email);
  const rows = await tx.$queryRaw<{ name: string | null; email: string | null }[]>`
    select i.name, i.email from identity i where i.person_id = any (${ids}::int[]) or i.email = any (${current}::text[])
    union select p.author_name, null from post p where p.author_id = any (${ids}::int[])
    union select null, l.email from person_lookup l where l.person_id = any (${ids}::int[])
    union select case field ->> 'field' when 'name' then field ->> one end, case field ->> 'field' when 'email' then field ->> one end
      from directory_change h, jsonb_array_elements(h.fields) field, unnest(array['from', 'to']) one where h.person_id = any (${ids}::int[])
    union select contact_change #>> '{who,name}', contact_change #>> '{who,email}' from "case"
      where (contact_change #>> '{who,id}')::int = any (${ids}::int[])`;
  const names = [...rows.flatMap((row) => row.name ?? []), ...people.map(({ name }) => name)].filter((one) =>
    /\S\s+\S/.test(one),
  );
  const emails = [...rows.flatMap((row) => row.email?.toLowerCase() ?? []).filter((one) => one.includes('@')), ...current];
  const accounts = await tx.$queryRaw<{ id: number }[]>`
    select p.account_id id from person p where p.id = any (${ids}::int[]) and p.account_id is not null
    union select m.account_id from membership m where m.person_id = any (${ids}::int[])
    union select c.account_id from "case" c where c.contact_id = any (${ids}::int[])
    union select c.account_id from post w join "case" c on c.id = w.case_id where w.author_id = any (${ids}::int[])`;
  return {
    names: [...new Set(names)],
    emails: [...new Set(emails)],
    accountIds: accounts.map(({ id }) => id).sort((one, other) => one - other),
  };
}
