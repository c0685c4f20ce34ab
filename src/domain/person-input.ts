// What a lead enters for a person of the directory.
import { z } from 'zod';
import { contactTypeField, personEmail, personName } from './contact-change.ts';
import { formError } from './form-errors.ts';

const contactInput = z.object({
  name: personName,
  email: personEmail,
  account: z.string('Choose an account.').min(1, 'Choose an account.'),
  type: contactTypeField,
});
const advisorInput = z.object({
  name: personName,
  email: personEmail,
  lead: z.enum(['yes', 'no'], 'Choose yes or no.').transform((value) => value === 'yes'),
  team: z
    .string()
    .trim()
    .optional()
    .transform((team) => team || null),
});

/** A contact as a lead enters them. `account` is the key of the account. */
export type ContactInput = z.output<typeof contactInput>;
/** An advisor as a lead enters them. */
export type AdvisorInput = z.output<typeof advisorInput>;

type Values = Readonly<Record<string, string | undefined>>;

/** Reads the form of a contact. @throws CaseError invalid-person, with a message for each wrong field */
export function parseContact(values: Values): ContactInput {
  return read(contactInput, values);
}

/** Reads the form of an advisor. @throws CaseError invalid-person, with a message for each wrong field */
export function parseAdvisor(values: Values): AdvisorInput {
  return read(advisorInput, values);
}

function read<T extends z.ZodType>(schema: T, values: Values): z.output<T> {
  const parsed = schema.safeParse(values);
  if (parsed.success) return parsed.data;
  const fields: Record<string, string> = {};
  for (const issue of parsed.error.issues) fields[String(issue.path[0])] ??= issue.message;
  throw formError('invalid-person', fields);
}
