// The form behind *Notification settings* in an email and *Email settings* in the chat: how much a contact hears, and what of it by email.
// Unsubscribing with one click is chat/unsubscribe.ts.
import { z } from 'zod';
import type { Card, Field, Form, Option } from '../../cards/elements.ts';
import { formatCaseNumber } from '../../domain/case-number.ts';
import { neverMutedText, notificationLevels } from '../../domain/notification.ts';
import { readMailSettings, saveMailSettings, type MailSettings } from '../../usecases/notifications/mail-settings.ts';
import { actions } from '../actions.ts';
import type { Capability, Context } from '../capability.ts';
import { caseNumber, oneOf, optionalValue } from '../codecs.ts';
import { defineForm, type StateOf } from '../define-form.ts';
import type { Reply } from '../interaction.ts';
import { textCard } from '../replies.ts';
import { contactOf, levelLabels } from './notify.ts';

const mails = ['all', 'needed'] as const;

const form = defineForm({
  name: 'mail-settings',
  state: z.object({ number: optionalValue(caseNumber) }),
  fields: z.object({
    everything: oneOf(notificationLevels),
    email: oneOf(mails),
    case: oneOf(['default', ...notificationLevels]),
    'case-email': oneOf(mails),
  }),
});

type State = StateOf<typeof form>;

/** Shows and changes what a contact gets by email. */
export const mailSettings: Capability = {
  actions: [
    actions.mailSettings.handle({
      opensForm: true,
      run: async (context, number) => ({ kind: 'form', form: await render(context, form.start(context, { number })) }),
    }),
  ],
  forms: [
    form.handle({
      render: (context, _typed, state) => render(context, state),
      submit: async (context, typed, { number }): Promise<Reply> => {
        const contact = contactOf(context);
        const before = await readMailSettings(context.services, contact, number ?? null);
        const chosen = {
          everything: typed.everything ?? before.everything,
          mailOff: isOff(typed.email, before.mailOff),
          case: before.case && {
            number: before.case.number,
            level: typed.case === 'default' ? null : (typed.case ?? before.case.level),
            mailOff: isOff(typed['case-email'], before.case.mailOff),
          },
        };
        await saveMailSettings(context.services, contact, chosen, context.request);
        return {
          kind: 'done',
          card: savedCard({ ...chosen, case: before.case && chosen.case && { ...before.case, ...chosen.case } }),
        };
      },
    }),
  ],
};

function isOff(typed: (typeof mails)[number] | undefined, before: boolean): boolean {
  return typed === undefined ? before : typed === 'needed';
}

async function render(context: Context, state: State): Promise<Form> {
  const read = await readMailSettings(context.services, contactOf(context), state.number ?? null);
  return form.form(state, {
    title: 'Notification settings',
    submit: 'Save',
    intro: [{ kind: 'context', text: [`You'll always get ${neverMutedText}, also by email.`] }],
    fields: [
      ...(read.case ? caseFields(read.case) : []),
      choice('everything', read.case ? 'All other cases' : 'All cases', levels, read.everything),
      choice('email', read.case ? 'Email about all cases' : 'Email', mailOptions, read.mailOff ? 'needed' : 'all'),
    ],
  });
}

const levels: Option[] = notificationLevels.map((level) => ({ label: levelLabels[level], value: level }));
const mailOptions: Option[] = [
  { label: 'The same by email', value: 'all' },
  { label: 'By email only what I always get', value: 'needed' },
];

function caseFields({ number, level, mailOff }: NonNullable<MailSettings['case']>): Field[] {
  const name = formatCaseNumber(number);
  return [
    choice('case', name, [{ label: 'Use my default', value: 'default' }, ...levels], level ?? 'default'),
    choice('case-email', `Email about ${name}`, mailOptions, mailOff ? 'needed' : 'all'),
  ];
}

function choice(name: string, label: string, options: Option[], initial: string): Field {
  return { kind: 'choice', name, label, options, initial, required: true };
}

function savedCard({ everything, mailOff, case: of }: MailSettings): Card {
  const line = (what: string, level: string, off: boolean): string =>
    `${what}: ${level}${off ? ', by email only what you always get' : ''}`;
  const card = textCard(
    'Your notification settings are saved.',
    ...(of
      ? [[line(formatCaseNumber(of.number), of.level === null ? 'your default' : levelLabels[of.level], of.mailOff || mailOff)]]
      : []),
    [line(of ? 'All other cases' : 'All cases', levelLabels[everything], mailOff)],
    [`You'll always get ${neverMutedText}.`],
  );
  return { ...card, title: 'Notification settings' };
}
