// A contact of several accounts has an entry for each of them in the directory file.
import type { Directory, Mistake } from '../usecases/people/directory.ts';

type Contacts = Directory['contacts'];
type Listed = Contacts['listed'][number];

/** Joins the entries of each contact into one. They may differ in what the contact is in each account. */
export function joinAccounts(
  { listed, removed }: { listed: Omit<Listed, 'also'>[]; removed: Contacts['removed'] },
  mistakes: Mistake[],
): Contacts {
  const joined: Listed[] = [];
  const people = new Map<string, Listed>();
  for (const { account, type, line, ...person } of listed) {
    const first = people.get(person.email);
    // an account that is listed twice stays an entry of its own, which is a mistake like every repeated one
    const standsAlone = first === undefined || [first, ...first.also].some((one) => one.account === account);
    if (standsAlone) {
      const entry = { ...person, account, type, line, also: [] };
      people.set(person.email, first ?? entry);
      joined.push(entry);
    } else if (first.name !== person.name) {
      mistakes.push({ line, message: `${person.email} is ${first.name} on line ${first.line}. A person has one name` });
    } else {
      first.formerly ??= person.formerly;
      first.also.push({ account, type, line });
    }
  }
  return { listed: joined, removed };
}
