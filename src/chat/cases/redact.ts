// Handles `redact CB-123` and the option *Redact*: a lead takes a passage, a file or a post out of everything, after a preview. What is found and
// changed is in usecases/privacy/. The text is typed into the form alone, because a command would stay in the chat.
import { z } from 'zod';
import type { Field, Form } from '../../cards/elements.ts';
import { preview as previewOf } from '../../cards/flat-text.ts';
import { truncate } from '../../cards/visible-text.ts';
import { formatCaseNumber } from '../../domain/case-number.ts';
import { maxLengths } from '../../domain/case-input.ts';
import { CaseError } from '../../domain/case-error.ts';
import { can } from '../../domain/permission.ts';
import { prepareRedaction, type RedactionInput } from '../../usecases/privacy/prepare-redaction.ts';
import { readRedaction } from '../../usecases/privacy/read-redaction.ts';
import { startRedaction, type RedactedBy } from '../../usecases/privacy/redact.ts';
import { redactionChoices } from '../../usecases/privacy/redaction-choices.ts';
import { actions } from '../actions.ts';
import { asAdvisor, type Capability, type Context } from '../capability.ts';
import { caseNumber, fieldText, oneOf, plainText } from '../codecs.ts';
import { caseAndText, defineCommand } from '../define-command.ts';
import { defineForm, type StateOf, type ValuesOf } from '../define-form.ts';
import type { Reply } from '../interaction.ts';
import type { CardReply } from '../replies.ts';
import { maxOptions } from './form-limits.ts';
import { certificateCard, previewElements } from './redaction-cards.ts';

const redactForm = defineForm({
  name: 'redact',
  state: z.object({ number: caseNumber }),
  fields: z.object({
    what: oneOf(['passage', 'file', 'post']),
    text: fieldText,
    words: oneOf(['whole', 'inside']),
    file: fieldText,
    post: fieldText,
    where: oneOf(['case', 'account']),
    reason: fieldText,
  }),
});
type Values = ValuesOf<typeof redactForm>;

/** The preview. It has no fields: what is redacted is kept under its id, and never in the form. */
const confirmForm = defineForm({ name: 'redact-confirm', state: z.object({ redaction: plainText }) });

/** Redacts a passage, a file or a post everywhere. */
export const redact: Capability = {
  commands: [
    defineCommand({
      name: 'redact',
      usage: 'CB-123',
      description: 'take a text, a file or a post out of everything, such as the name of a child',
      topic: 'cases',
      example: 'redact CB-123',
      details: () =>
        'You see what was found before anything changes. Messages in chats are edited; emails that were sent are listed. It cannot be undone.',
      formButton: 'Redact',
      availableTo: (person) => can(person, 'redact'),
      args: caseAndText,
      opensForm: true,
      run: (context, { number, text }) => {
        if (text !== '')
          throw new CaseError('typed-in-chat', 'Enter the text to redact in the form, not in the chat, where it would stay.', `Delete your message, and type redact ${formatCaseNumber(number)} alone.`); // prettier-ignore
        return open(context, number);
      },
    }),
  ],
  actions: [
    actions.redact.handle({ opensForm: true, run: (context, number) => open(context, number) }),
    actions.redactFile.handle({
      opensForm: true,
      run: (context, { number, file }) => open(context, number, { what: 'file', file: String(file) }),
    }),
    actions.redactionView.handle({ run: async (context, id) => ({ ...(await certificate(context, id)), replace: true }) }),
  ],
  forms: [
    redactForm.handle({ render: draw, submit: preview }),
    confirmForm.handle({
      render: async (_context, _typed, state) =>
        confirmForm.form(state, { title: 'Redact', submit: 'Redact', intro: [], fields: [] }),
      submit: async (context, _values, { redaction }) => {
        const id = await startRedaction(context.services, byOf(context), redaction, context.request);
        return id === 'repeat' ? { kind: 'done' } : { kind: 'done', card: (await certificate(context, id)).card };
      },
    }),
  ],
};

function byOf(context: Context): RedactedBy {
  const lead = asAdvisor(context);
  return { lead, name: lead.name, source: context.speaker?.platform ?? 'web' };
}

async function certificate(context: Context, id: number): Promise<CardReply> {
  return { kind: 'card', card: certificateCard(await readRedaction(context.services, asAdvisor(context), id)) };
}

async function open(context: Context, number: number, chosen: Partial<Values> = {}): Promise<Reply> {
  return { kind: 'form', form: await draw(context, chosen, redactForm.start(context, { number })) };
}

async function preview(context: Context, values: Values, { number }: StateOf<typeof redactForm>): Promise<Reply> {
  const input = {
    in: { caseNumber: number, wholeAccount: values.where === 'account' },
    what: whatOf(values),
    reason: values.reason,
  };
  const prepared = await prepareRedaction(context.services, byOf(context), input);
  const form = confirmForm.form(confirmForm.start(context, { redaction: prepared.id }), {
    title: 'Preview',
    submit: 'Redact',
    intro: previewElements(prepared),
    fields: [],
  });
  return { kind: 'form', form };
}

function whatOf({ what = 'passage', text, words, file, post }: Values): RedactionInput['what'] {
  if (what === 'file') return { kind: 'file', fileId: idOf(file) };
  if (what === 'post') return { kind: 'post', postId: idOf(post) };
  return { kind: 'passage', text, insideWords: words === 'inside' };
}

/** Reads the id of a chosen row; 0, which no row has, when none was chosen. */
function idOf(value: string): number {
  return /^[1-9]\d{0,8}$/.test(value) ? Number(value) : 0;
}

async function draw(context: Context, typed: Partial<Values>, state: StateOf<typeof redactForm>): Promise<Form> {
  const { number } = state;
  const name = formatCaseNumber(number);
  const choices = await redactionChoices(context.services, asAdvisor(context), number, maxOptions);
  const { subject, accountName, files, posts } = choices;
  const what = typed.what ?? 'passage';
  const kinds = [
    { label: 'A text, such as a name', value: 'passage' },
    ...(files.length > 0 ? [{ label: 'A file', value: 'file' }] : []),
    ...(posts.length > 0 ? [{ label: 'A post', value: 'post' }] : []),
  ];
  return redactForm.form(state, {
    title: 'Redact',
    submit: 'Preview',
    intro: [
      { kind: 'context', text: [`${name} · ${subject} · ${accountName}`] },
      { kind: 'text', text: ['Nothing changes before you have seen a preview. A redaction cannot be undone.'] },
    ],
    fields: [
      { kind: 'choice', name: 'what', label: 'What to redact', required: true, refreshes: true, refreshLabel: 'Next', options: kinds, initial: what },
      ...fieldsOf(what, typed, choices),
      {
        kind: 'choice',
        name: 'where',
        label: 'Where',
        required: true,
        options: [
          { label: `${name}, merged cases and follow-ups`, value: 'case' },
          { label: truncate(`All cases of ${accountName}`, 75), value: 'account' },
        ],
        initial: typed.where ?? 'case',
      },
      {
        kind: 'line',
        name: 'reason',
        label: 'Reason',
        hint: 'Advisors see it in the history. Leave out what you redact.',
        required: true,
        max: maxLengths.reason,
        initial: typed.reason,
      },
    ],
  }); // prettier-ignore
}

function fieldsOf(
  what: NonNullable<Values['what']>,
  typed: Partial<Values>,
  { files, posts }: Awaited<ReturnType<typeof redactionChoices>>,
): Field[] {
  if (what === 'file')
    return [
      {
        kind: 'choice',
        name: 'file',
        label: 'File',
        required: true,
        options: files.map(({ id, name, uploadedByName }) => ({
          label: truncate(`${name} · ${uploadedByName}`, 75),
          value: String(id),
        })),
        initial: typed.file,
      },
    ];
  if (what === 'post')
    return [
      {
        kind: 'choice',
        name: 'post',
        label: 'Post',
        hint: 'The 100 newest. The whole text goes, with its files and earlier versions.',
        required: true,
        options: posts.map(({ id, body, authorName, isNote }) => ({
          label: truncate(`${authorName}${isNote ? ' (note)' : ''}: ${previewOf(body, 60)}`, 75),
          value: String(id),
        })),
        initial: typed.post,
      },
    ];
  return [
    {
      kind: 'paragraph',
      name: 'text',
      label: 'Text',
      hint: 'As it was written. Letter case, accents, formatting and line breaks do not matter.',
      required: true,
      max: maxLengths.text,
      initial: typed.text,
      plain: typed.text,
    },
    {
      kind: 'choice',
      name: 'words',
      label: 'Parts of longer words',
      required: true,
      options: [
        { label: 'Leave them', value: 'whole' },
        { label: 'Redact them as well', value: 'inside' },
      ],
      initial: typed.words ?? 'whole',
    },
  ];
}
