// The form of the case type "Modify Support Contacts", which asks for different things to add, change and remove a contact.
import { contactChangeType, offersContactChange } from '../../domain/case-type.ts';
import { contactTypeLabel, contactTypes, maxContactLengths } from '../../domain/contact-change.ts';
import { maxLengths } from '../../domain/case-input.ts';
import { inAccount } from '../../domain/person.ts';
import { listContacts, type ListedContact } from '../../usecases/people/list-contacts.ts';
import { accountFields, accountOf } from './account-field.ts';
import { asContact, type Context } from '../capability.ts';
import type { Field, Form } from '../../cards/elements.ts';
import { maxOptions } from './form-limits.ts';
import { contactChangeForm, type NewCaseState, type NewCaseValues } from './new-case-form.ts';
import { caseTypeField, openForm, typeOf } from './open-form.ts';
import { truncate } from '../../cards/visible-text.ts';

const whatToDo = [
  { label: 'Add a contact', value: 'add' },
  { label: 'Change a contact', value: 'change' },
  { label: 'Remove a contact', value: 'remove' },
];

/** Renders the form of the chosen case type: this one or the usual one. */
export async function formOfType(context: Context, values: NewCaseValues, state: NewCaseState): Promise<Form> {
  return asksForContacts(context, values) ? modifyContactsForm(context, values, state) : openForm(context, values, state);
}

/** Whether the chosen case type has the form of this file. */
export function asksForContacts(context: Context, values: NewCaseValues): boolean {
  return typeOf(context, values) === contactChangeType && offersContactChange(context.services.settings);
}

/**
 * Renders the form that asks for a change of the account's contacts.
 * @param values what was entered so far, in this form or in the usual one
 */
export async function modifyContactsForm(context: Context, values: NewCaseValues, state: NewCaseState): Promise<Form> {
  const chosen = whatToDo.find(({ value }) => value === values.do)?.value ?? 'add';
  const account = accountOf(context, values, state);
  const acting = account === undefined ? null : inAccount(asContact(context), account);
  const contacts = chosen === 'add' || !acting ? [] : await listContacts(context.services, acting, maxOptions + 1);
  return contactChangeForm.form(state, {
    title: contactChangeType,
    submit: 'Send request',
    intro: [{ kind: 'context', text: ["An advisor will review and apply it. You'll see it in the case."] }],
    fields: [
      ...accountFields(context, values, state),
      caseTypeField(context, { ...values, caseType: contactChangeType }),
      {
        kind: 'choice',
        name: 'do',
        label: 'What to do',
        required: true,
        refreshes: true,
        options: whatToDo,
        initial: chosen,
      },
      // whose contacts they are is not known before the account is
      ...(chosen === 'add' || !acting ? [] : [whichContact(contacts, values)]),
      ...(chosen === 'remove' ? [] : contactFields(values, chosen === 'add')),
      {
        kind: 'line',
        name: 'reason',
        label: 'Reason',
        required: true,
        max: maxLengths.reason,
        // the text of a message that was to become a case of another type
        initial: truncate((values.reason ?? values.description ?? '').replace(/\s+/g, ' '), maxLengths.reason),
      },
    ],
  });
}

function whichContact(contacts: ListedContact[], values: NewCaseValues): Field {
  const common = { name: 'contact', label: 'Contact', required: true, initial: values.contact };
  if (contacts.length > maxOptions)
    return { kind: 'line', ...common, max: maxContactLengths.email, hint: "The contact's email." };
  const options = contacts.map(({ id, name, contactType }) => ({
    label: `${name} · ${contactTypeLabel(contactType)}`,
    value: String(id),
  }));
  return { kind: 'choice', ...common, options };
}

/** @param required whether every field must be filled in; otherwise an empty field keeps its value */
function contactFields(values: NewCaseValues, required: boolean): Field[] {
  const common = required ? { required } : { hint: 'Leave blank to keep the current value.' };
  const options = contactTypes.map((type) => ({ label: contactTypeLabel(type), value: type }));
  const prefix = required ? '' : 'New ';
  const label = (name: string): string => `${prefix}${required ? name : name.toLowerCase()}`;
  return [
    { kind: 'line', name: 'name', label: label('Name'), max: maxContactLengths.name, initial: values.name, ...common },
    { kind: 'line', name: 'email', label: label('Email'), max: maxContactLengths.email, initial: values.email, ...common },
    { kind: 'choice', name: 'type', label: label('Type'), options, initial: values.type, ...common },
  ];
}
