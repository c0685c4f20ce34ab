import { personEmail, maxContactLengths } from '../../domain/contact-change.ts';
import type { ExportedPerson } from '../../domain/imported-case.ts';
import { visibleText } from '../../cards/visible-text.ts';
import type { RawPerson } from './formats/format.ts';
import { known, type Lookups } from './lookups.ts';
import { sameValue, type Mapping } from './mapping.ts';

/** Addresses that are remembered, because most people have many comments. */
const maxRemembered = 20_000;
const remembered = new Map<string, string | null>();

/** Reads an address: lower case, null for anything else. */
function readEmail(text: string): string | null {
  const found = remembered.get(text);
  if (found !== undefined) return found;
  const read = personEmail.safeParse(text).data ?? null;
  if (remembered.size >= maxRemembered) remembered.clear();
  remembered.set(text, read);
  return read;
}

/** Gives a person of the export their name and address. The mapping knows addresses that the export does not have. */
export function convertPerson(
  raw: RawPerson,
  lookups: Lookups,
  { people }: Mapping,
): { person: ExportedPerson; wrongEmail: string | null } {
  const { id, email: typed, name, agent } = known(lookups, raw);
  const mapped = (id === '' ? undefined : people.get(sameValue(id))) ?? (name === '' ? undefined : people.get(sameValue(name)));
  const text = mapped ?? typed;
  const email = text === '' ? null : readEmail(text);
  const shown = visibleText(name).replace(/\s+/g, ' ').trim().slice(0, maxContactLengths.name);
  return {
    person: { externalId: id === '' ? null : id, email, name: shown || (email ?? (id === '' ? '' : 'Unknown')), isAgent: agent },
    wrongEmail: text !== '' && email === null ? text : null,
  };
}
