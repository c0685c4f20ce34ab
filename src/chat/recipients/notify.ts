// How much a contact is told: of everything, and of single cases.
import { CaseError } from '../../domain/case-error.ts';
import { formatNumber } from '../../domain/case-number.ts';
import { notificationLevels, type NotificationLevel } from '../../domain/notification.ts';
import type { Contact } from '../../domain/person.ts';
import { readNotification, setNotification } from '../../usecases/notifications/set-notification.ts';
import type { Capability, Turn } from '../capability.ts';
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
  words: [
    {
      word: 'notify',
      usage: '[CB-123]',
      does: 'how much you are told: of everything, or of one case',
      for: (person) => person.kind === 'contact',
      say: (turn, rest) => show(turn, rest === '' ? null : caseArgument(rest, 'notify').number),
    },
  ],
  presses: {
    /** value: a case number, or nothing */
    notify: { opensForm: true, press: (turn, value) => show(turn, value === '' ? null : carriedNumber(value)) },
    /** value: `<level>`, or `<level> <case number>`; a level that is none is that of everything */
    'notify-level': {
      press: async (turn, value) => {
        const [chosen = '', of] = value.split(' ');
        const level = notificationLevels.find((one) => one === chosen) ?? null;
        const number = of === undefined ? null : carriedNumber(of);
        if (number !== null) await setNotification(turn.work, contactOf(turn), { number, level }, turn.said);
        else if (level !== null) await setNotification(turn.work, contactOf(turn), { number, level }, turn.said);
        return { ...(await show(turn, number)), replace: true };
      },
    },
  },
};

/** @throws CaseError not-allowed */
function contactOf({ person }: Turn): Contact {
  if (person.kind === 'contact') return person;
  throw new CaseError('not-allowed', 'Only contacts choose what they are told.', 'Advisors read every case in its queue.');
}

async function show(turn: Turn, number: number | null): Promise<Reply & { kind: 'card' }> {
  const { everything, case: one } = await readNotification(turn.work, contactOf(turn), number);
  const card: Card = {
    summary: 'Notifications',
    title: 'Notifications',
    elements: [
      { kind: 'heading', text: 'Notifications' },
      said('For everything: ', levelLabels[everything]),
      { kind: 'controls', controls: [select('For everything', levels(''), everything)] },
      ...(one ? ofCase(one.number, one.subject, one.level) : []),
      { kind: 'quiet', words: [`It holds for your conversation with the bot${turn.work.mail ? ' and for mail' : ''}.`] },
      {
        kind: 'quiet',
        words: [
          'Never muted: a question to you, a resolution, a fix that is there, reminders of them, and that a case is closed.',
        ],
      },
      { kind: 'quiet', words: ['The daily digest comes when the business day of your district begins, if there is news.'] },
    ],
  };
  return { kind: 'card', card };
}

function ofCase(number: number, subject: string, level: NotificationLevel | null): Element[] {
  const asEverything: Option = { label: 'As for everything', value: `default ${number}` };
  return [
    said(`For ${formatNumber(number)} ${subject}: `, level ? levelLabels[level] : asEverything.label),
    {
      kind: 'controls',
      controls: [
        select('For this case', [asEverything, ...levels(` ${number}`)], level ? `${level} ${number}` : asEverything.value),
      ],
    },
  ];
}

function said(what: string, level: string): Element {
  return { kind: 'text', words: [what, { bold: level }] };
}

function levels(behind: string): Option[] {
  return notificationLevels.map((level) => ({ label: levelLabels[level], value: `${level}${behind}` }));
}

function select(label: string, options: Option[], initial: string): Control {
  return { kind: 'select', label, action: 'notify-level', options, initial };
}
