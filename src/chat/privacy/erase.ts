// Erases a person or an account, `erase`, for leads. It shows what will be done, and the form demands typing what is erased, because nobody can
// undo it. The clock does the work (usecases/privacy/erase-continue.ts), so the reply comes at once.
import { z } from 'zod';
import type { Card, Element, Form } from '../../cards/elements.ts';
import { formatCaseNumber } from '../../domain/case-number.ts';
import { fieldError } from '../../domain/form-errors.ts';
import { can } from '../../domain/permission.ts';
import { otherSystemsLines } from '../../domain/other-systems.ts';
import { formatCount, formatList, plural } from '../../domain/text/numbers.ts';
import { previewAccountErasure, startAccountErasure } from '../../usecases/privacy/erase-account-start.ts';
import { previewPersonErasure, startPersonErasure } from '../../usecases/privacy/erase-start.ts';
import { actions } from '../actions.ts';
import type { Capability, Context } from '../capability.ts';
import { fieldText, optionalText, plainText } from '../codecs.ts';
import { argumentsOf, defineCommand } from '../define-command.ts';
import { defineForm, type StateOf, type ValuesOf } from '../define-form.ts';
import type { Reply } from '../interaction.ts';
import { offer } from '../replies.ts';
import { requesterOf } from './requester.ts';

const eraseForm = defineForm({
  name: 'erase',
  state: z.object({ what: plainText }),
  fields: z.object({ typed: fieldText, reason: fieldText, handTo: optionalText }),
});
type Values = ValuesOf<typeof eraseForm>;
type State = StateOf<typeof eraseForm>;

/** Erases people and accounts. */
export const erase: Capability = {
  commands: [
    defineCommand({
      name: 'erase',
      usage: 'email address or account',
      description: 'erase a person or an account, with a certificate',
      topic: 'directory',
      example: 'erase ada@plainview.example',
      availableTo: (person) => can(person, 'privacy'),
      maxWords: 2,
      // what the command line takes works here as well
      args: argumentsOf<string>((rest, command) => {
        const named = rest.replace(/^(person|account)(\s+|$)/i, '');
        return named === ''
          ? {
              code: 'nothing-named',
              error: 'Say which person or account to erase.',
              next: `Try ${command} ada@plainview.example, or ${command} and the key of an account.`,
            }
          : { args: named };
      }),
      run: async (context, what) => ({ kind: 'card', card: previewCard(await preview(context, what)) }),
    }),
  ],
  actions: [
    actions.confirmErasure.handle({
      opensForm: true,
      run: async (context, what) => ({ kind: 'form', form: await draw(context, {}, eraseForm.start(context, { what })) }),
    }),
  ],
  forms: [eraseForm.handle({ render: draw, submit })],
};

/** What will be erased, as people read it. */
interface Preview {
  /** the address or the key, which must be typed */
  what: string;
  title: string;
  lines: string[];
  problems: string[];
  isPerson: boolean;
  hasOpenCases: boolean;
}

const isAddress = (what: string): boolean => what.includes('@');

async function preview(context: Context, what: string): Promise<Preview> {
  const by = requesterOf(context);
  if (!isAddress(what)) return accountPreview(await previewAccountErasure(context.services, by, what));
  const { person, cases, open, posts, identities, others, problems } = await previewPersonErasure(context.services, by, what);
  const isContact = person.kind === 'contact';
  return {
    what: person.email,
    title: `${person.name} (${person.email})`,
    lines: [
      `${plural(cases, 'case')} and ${plural(posts, 'post')} stay, with “Former ${person.kind} ${person.id}” in place of the name.`,
      `Their access, ${plural(identities, 'chat identity', 'chat identities')}, drafts, views and settings are deleted.`,
      'Messages in Slack and Teams that show the name are updated. Emails already sent cannot be changed.',
      ...otherSystemsLines(others),
      ...(open.length === 0 ? [] : [`Still open: ${formatList(open.slice(0, 10).map(formatCaseNumber))}.`]),
    ],
    problems: isContact ? problems.filter((one) => !one.includes('open case')) : problems,
    isPerson: true,
    hasOpenCases: isContact && open.length > 0,
  };
}

function accountPreview(found: Awaited<ReturnType<typeof previewAccountErasure>>): Preview {
  const { account, cases, open, files, people, peopleElsewhere, messages, mails, others, problems } = found;
  return {
    what: account.key,
    title: `${account.name} (${account.key})`,
    lines: [
      `${plural(cases, 'case')}, ${formatCount(open)} of them open: texts, posts and names go. Facts that statistics count stay.`,
      `${plural(files, 'file')} and ${plural(messages, 'message')} in Slack and Teams are deleted.`,
      `${plural(people, 'person is', 'people are')} erased.${peopleElsewhere === 0 ? '' : ` ${plural(peopleElsewhere, 'contact')} of other accounts stay there.`}`,
      `${plural(mails, 'email')} that ${mails === 1 ? 'was' : 'were'} sent cannot be erased.`,
      ...otherSystemsLines(others),
    ],
    problems,
    isPerson: false,
    hasOpenCases: false,
  };
}

function previewElements({ title, lines, problems }: Preview): Element[] {
  return [
    { kind: 'text', text: [{ bold: title }] },
    ...lines.map((line): Element => ({ kind: 'text', text: [line] })),
    ...problems.map((problem): Element => ({ kind: 'callout', tone: 'warning', text: [problem] })),
  ];
}

function previewCard(shown: Preview): Card {
  const isPossible = shown.problems.length === 0;
  return {
    summary: `Erase ${shown.title}`,
    title: 'Erase',
    elements: [
      { kind: 'heading', text: `Erase ${shown.isPerson ? 'a person' : 'an account'}` },
      ...previewElements(shown),
      ...(isPossible ? [{ kind: 'context' as const, text: ['Nothing has been changed yet.'] }] : []),
      ...(isPossible
        ? [{ kind: 'actions' as const, actions: [actions.confirmErasure.button(shown.what, 'Erase forever', 'danger')] }]
        : []),
    ],
  };
}

async function draw(context: Context, typed: Partial<Values>, state: State): Promise<Form> {
  const shown = await preview(context, state.what);
  const line = { kind: 'line', max: 320 } as const;
  return eraseForm.form(state, {
    title: 'Erase forever',
    submit: 'Erase',
    intro: [...previewElements(shown), { kind: 'callout', tone: 'danger', text: ['Nobody can undo this.'] }],
    fields: [
      { ...line, name: 'typed', label: `Type ${shown.what} to confirm`, required: true, initial: typed.typed },
      {
        ...{ ...line, name: 'reason', label: 'Reason', required: true, max: 200 },
        hint: 'On whose request. It is on the certificate.',
        initial: typed.reason,
      },
      ...(shown.hasOpenCases
        ? [
            {
              ...{ ...line, name: 'handTo', label: 'Open cases go to' },
              hint: 'Email address of another Authorized Contact of the account.',
              initial: typed.handTo,
            },
          ]
        : []),
    ],
  });
}

async function submit(context: Context, { typed, reason, handTo }: Values, { what }: State): Promise<Reply> {
  const { services } = context;
  const by = requesterOf(context);
  if (typed.trim().toLowerCase() !== what.toLowerCase()) throw fieldError('not-confirmed', 'typed', `Type ${what} to confirm.`);
  const to = handTo?.trim();
  const id = isAddress(what)
    ? await startPersonErasure(services, by, { email: what, reason, ...(to ? { handTo: to } : {}) })
    : await startAccountErasure(services, by, { key: what, reason });
  const text = 'Access has ended, and erasing has begun. It goes on in the background.';
  const { card } = offer(
    [{ bold: `Certificate ${id}.` }, ` ${text}`],
    [actions.viewCertificate.button(id, 'View certificate')],
    'Erasing has begun',
  );
  return { kind: 'done', card };
}
