// How much a contact is told: of everything, and of single cases.
import { CaseError } from '../../domain/case-error.ts';
import { formatCaseNumber } from '../../domain/case-number.ts';
import { notificationLevels, type NotificationLevel } from '../../domain/notification.ts';
import type { Contact } from '../../domain/person.ts';
import { readNotification, setNotification } from '../../usecases/notifications/set-notification.ts';
import type { Capability, Context } from '../capability.ts';
import { carriedNumber, caseArgument } from '../case-argument.ts';
import type { Card, Control, Element, Option } from '../../cards/elements.ts';
import type { Reply } from '../interaction.ts';

export const levelLabels: Record<NotificationLevel, string> = {
  all: 'All posts',
  status: 'Status changes only',
  digest: 'Daily digest',
  mute: 'Mute',
};

export const notify: Capability = {
  commands: [
    {
      name: 'notify',
      usage: '[CB-123]',
      description: 'how much you are told: of everything, or of one case',
      availableTo: (person) => person.kind === 'contact',
      run: (context, rest) => show(context, rest === '' ? null : caseArgument(rest, 'notify').number),
    },
  ],
  actions: {
    /** value: a case number, or nothing */
    notify: { opensForm: true, run: (context, value) => show(context, value === '' ? null : carriedNumber(value)) },
    /** value: `<level>`, or `<level> <case number>`; a level that is none is that of everything */
    'notify-level': {
      run: async (context, value) => {
        const [chosen = '', of] = value.split(' ');
        const level = notificationLevels.find((one) => one === chosen) ?? null;
        const number = of === undefined ? null : carriedNumber(of);
        if (number !== null) await setNotification(context.services, contactOf(context), { number, level }, context.request);
        else if (level !== null) await setNotification(context.services, contactOf(context), { number, level }, context.request);
        return { ...(await show(context, number)), replace: true };
      },
    },
  },
};

/** @throws CaseError not-allowed */
function contactOf({ person }: Context): Contact {
  if (person.kind === 'contact') return person;
  throw new CaseError('not-allowed', 'Only contacts choose what they are told.', 'Advisors read every case in its queue.');
}

async function show(context: Context, number: number | null): Promise<Reply & { kind: 'card' }> {
  const { everything, case: one } = await readNotification(context.services, contactOf(context), number);
  const card: Card = {
    summary: 'Notifications',
    title: 'Notifications',
    elements: [
      { kind: 'heading', text: 'Notifications' },
      request('For everything: ', levelLabels[everything]),
      { kind: 'actions', actions: [select('For everything', levels(''), everything)] },
      ...(one ? ofCase(one.number, one.subject, one.level) : []),
      { kind: 'context', text: [`It holds for your conversation with the bot${context.services.mail ? ' and for mail' : ''}.`] },
      {
        kind: 'context',
        text: [
          'Never muted: a question to you, a resolution, a fix that is there, reminders of them, and that a case is closed.',
        ],
      },
      { kind: 'context', text: ['The daily digest comes when the business day of your district begins, if there is news.'] },
    ],
  };
  return { kind: 'card', card };
}

function ofCase(number: number, subject: string, level: NotificationLevel | null): Element[] {
  const asEverything: Option = { label: 'As for everything', value: `default ${number}` };
  return [
    request(`For ${formatCaseNumber(number)} ${subject}: `, level ? levelLabels[level] : asEverything.label),
    {
      kind: 'actions',
      actions: [
        select('For this case', [asEverything, ...levels(` ${number}`)], level ? `${level} ${number}` : asEverything.value),
      ],
    },
  ];
}

function request(what: string, level: string): Element {
  return { kind: 'text', text: [what, { bold: level }] };
}

function levels(behind: string): Option[] {
  return notificationLevels.map((level) => ({ label: levelLabels[level], value: `${level}${behind}` }));
}

function select(label: string, options: Option[], initial: string): Control {
  return { kind: 'select', label, action: 'notify-level', options, initial };
}
