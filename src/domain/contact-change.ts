// The request of a "Modify Support Contacts" case: add, change or remove a contact of the account. An advisor applies it later.
import { z } from 'zod';
import type { CaseError } from './case-error.ts';
import { maxLengths, showsSomething } from './case-input.ts';
import { formError, tooLongMessage } from './form-errors.ts';
import type { ContactType } from './person.ts';

/** The types of contacts, in the order in which forms list them. */
export const contactTypes = ['support', 'technical', 'implementation', 'readOnly'] as const satisfies readonly ContactType[];

const typeLabels: Record<ContactType, string> = {
  support: 'Support',
  technical: 'Technical',
  implementation: 'Implementation',
  readOnly: 'Read-Only',
};

/** Names a contact type for people. */
export const contactTypeLabel = (type: ContactType): string => typeLabels[type];

/** Length limits in characters. An email address has at most 254 (RFC 5321). */
export const maxContactLengths = { name: 200, email: 254 } as const;

/** The type of a contact, as a form has it. */
export const contactTypeField = z.enum(contactTypes, 'Choose a type.');
const type = contactTypeField;
/** The name of a person, as a form has it. */
export const personName = z
  .string('Enter a name.')
  .transform((text) => text.replace(/\s+/g, ' ').trim())
  .refine(showsSomething, 'Enter a name.')
  .refine((text) => text.length <= maxContactLengths.name, tooLong(maxContactLengths.name));
/** The email address of a person, as a form has it; in lower case. */
export const personEmail = z
  .string('Enter an email address.')
  .trim()
  .toLowerCase()
  .pipe(z.email('Enter a valid email address.').max(maxContactLengths.email, tooLong(maxContactLengths.email)));
const name = personName;
const email = personEmail;
const reason = z
  .string('Enter a reason.')
  .trim()
  .refine(showsSomething, 'Enter a reason.')
  .refine((text) => text.length <= maxLengths.reason, tooLong(maxLengths.reason));
/** Leaves out a field that was left blank, so that its value is kept. */
const blankToAbsent = (value: unknown): unknown => (typeof value === 'string' && !showsSomething(value) ? undefined : value);
const unlessBlank = <T extends z.ZodType>(schema: T) => z.preprocess(blankToAbsent, schema.optional());

/** The contact to change or remove, with the name and email they had at the time of the request. */
const who = z.object({ id: z.int(), name: z.string(), email: z.string() });

const stored = z.discriminatedUnion('do', [
  z.object({ do: z.literal('add'), name, email, type, reason }),
  z.object({
    do: z.literal('change'),
    who,
    name: name.optional(),
    email: email.optional(),
    type: type.optional(),
    reason,
  }),
  z.object({ do: z.literal('remove'), who, reason }),
]);
/** A requested change of an account's contacts, as it is stored with its case. */
export type ContactChange = z.infer<typeof stored>;

/**
 * Reads the request that is stored with a case.
 * @returns null when the case has none
 * @throws ZodError when the JSON was not written by this code
 */
export function storedContactChange(json: unknown): ContactChange | null {
  return json === null ? null : stored.parse(json);
}

/** The form's fields. `contact` is the id or the email address of the contact to change or remove. */
const asked = z.discriminatedUnion(
  'do',
  [
    z.object({ do: z.literal('add'), name, email, type, reason }),
    z.object({
      do: z.literal('change'),
      contact: z.string('Choose a contact.'),
      name: unlessBlank(name),
      email: unlessBlank(email),
      type: unlessBlank(type),
      reason,
    }),
    z.object({ do: z.literal('remove'), contact: z.string('Choose a contact.'), reason }),
  ],
  'Choose a request.',
);
/** A change of contacts as the form asks for it, before the contact is looked up. */
export type AskedContactChange = z.infer<typeof asked>;

/**
 * Reads the form that asks for a change of contacts.
 * @param values what was typed, by field name
 * @throws CaseError invalid-change, with a message for each wrong field
 */
export function parseContactChange(values: Readonly<Record<string, string | undefined>>): AskedContactChange {
  const parsed = asked.safeParse(values);
  const fields: Record<string, string> = {};
  for (const issue of parsed.error?.issues ?? []) fields[String(issue.path[0] ?? 'do')] ??= issue.message;
  if (parsed.success) {
    const { data } = parsed;
    const isUnchanged = data.do === 'change' && !data.name && !data.email && !data.type;
    if (!isUnchanged) return data;
    fields.name = 'Enter a new name, email address or type.';
  }
  throw invalidChange(fields);
}

/** Builds the error of a change of contacts that cannot be requested. @param fields messages by form field name */
export function invalidChange(fields: Record<string, string>): CaseError {
  return formError('invalid-change', fields);
}

function tooLong(max: number) {
  return { error: (issue: { input?: unknown }) => tooLongMessage(String(issue.input).length, max) };
}

/** Tells whether the change would end somebody's rights as an Authorized Contact. */
export function endsAuthorization(change: ContactChange): boolean {
  return change.do === 'remove' || (change.do === 'change' && change.type === 'readOnly');
}

/** Writes the subject of the case, on one line. */
export function subjectOf(change: ContactChange): string {
  switch (change.do) {
    case 'add':
      return `Add ${change.name} (${contactTypeLabel(change.type)})`;
    case 'change': {
      const parts = [change.name && 'name', change.email && 'email', change.type && 'type'].filter(Boolean);
      return `Change ${change.who.name} (${parts.join(', ')})`;
    }
    case 'remove':
      return `Remove ${change.who.name}`;
  }
}

/** Writes the description of the case, as CommonMark. */
export function descriptionOf(change: ContactChange): string {
  return `${sentenceOf(change)}\n\nReason: ${change.reason}`;
}

function sentenceOf(change: ContactChange): string {
  if (change.do === 'add') return `Please add ${change.name} (${change.email}) as ${asType(change.type)}.`;
  const who = `${change.who.name} (${change.who.email})`;
  if (change.do === 'remove') return `Please remove ${who}.`;
  const changes = [
    change.name && `name to ${change.name}`,
    change.email && `email to ${change.email}`,
    change.type && `type to ${contactTypeLabel(change.type)}`,
  ];
  return `Please change ${who}: ${changes.filter(Boolean).join(', ')}.`;
}

/** Names a contact of this type, such as `a Technical contact`. */
export function asType(type: ContactType): string {
  return `${type === 'implementation' ? 'an' : 'a'} ${contactTypeLabel(type)} contact`;
}

/** Lists what the request changes as labels and values. */
export function fieldsOf(change: ContactChange): { label: string; value: string }[] {
  const about = change.do === 'add' ? [] : [{ label: 'Contact', value: `${change.who.name} (${change.who.email})` }];
  const values: { name?: string; email?: string; type?: ContactType } = change.do === 'remove' ? {} : change;
  const prefix = change.do === 'change' ? 'New ' : '';
  const labeled: [string, string | undefined][] = [
    ['name', values.name],
    ['email', values.email],
    ['type', values.type && contactTypeLabel(values.type)],
  ];
  return [
    { label: 'Request', value: { add: 'Add a contact', change: 'Change a contact', remove: 'Remove a contact' }[change.do] },
    ...about,
    ...labeled.flatMap(([label, value]) => (value ? [{ label: capital(`${prefix}${label}`), value }] : [])),
    { label: 'Reason', value: change.reason },
  ];
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
