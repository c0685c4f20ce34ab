// The `notify` command: how much a contact hears, by default and for single cases. Advisors have no settings: they see every case in its
// queue. Which events nobody can mute is domain/notification.ts.
import { CaseError } from '../../domain/case-error.ts';
import { formatCaseNumber } from '../../domain/case-number.ts';
import { neverMutedText, notificationLevels, type NotificationLevel } from '../../domain/notification.ts';
import type { Contact } from '../../domain/person.ts';
import { readNotification, setNotification } from '../../usecases/notifications/set-notification.ts';
import { actions } from '../actions.ts';
import type { Capability, Context } from '../capability.ts';
import { defineCommand, optionalCase } from '../define-command.ts';
import type { Card, Element } from '../../cards/elements.ts';
import type { Reply } from '../interaction.ts';

/** The names of the levels. */
export const levelLabels: Record<NotificationLevel, string> = {
  all: 'All posts',
  status: 'Status changes only',
  digest: 'Daily digest',
  mute: 'Mute',
};

/** Shows and changes notification settings. */
export const notify: Capability = {
  commands: [
    defineCommand({
      name: 'notify',
      usage: '[CB-123]',
      description: 'notification settings, overall or for one case',
      topic: 'notifications',
      example: 'notify CB-123',
      availableTo: (person) => person.kind === 'contact',
      args: optionalCase,
      run: show,
    }),
  ],
  actions: [
    actions.notify.handle({ opensForm: true, run: show }),
    actions.notifyLevel.handle({
      run: async (context, { level, number }) => {
        const contact = contactOf(context);
        const choice = number === undefined ? { number: null, level } : { number, level: level === 'default' ? null : level };
        await setNotification(context.services, contact, choice, context.request);
        return { ...(await show(context, number)), replace: true };
      },
    }),
  ],
};

/** Returns the person as a contact, of any type. @throws CaseError not-allowed */
export function contactOf({ person }: Context): Contact {
  if (person.kind === 'contact') return person;
  throw new CaseError('not-allowed', 'Only contacts have notification settings.', 'Advisors see every case in its queue.');
}

async function show(context: Context, number?: number): Promise<Reply & { kind: 'card' }> {
  const read = await readNotification(context.services, contactOf(context), number ?? null);
  const options = notificationLevels.map((level) => actions.notifyLevel.option({ level, number: undefined }, levelLabels[level]));
  const card: Card = {
    summary: 'Notifications',
    title: 'Notifications',
    elements: [
      { kind: 'heading', text: 'Notifications' },
      setting('Default', levelLabels[read.everything]),
      {
        kind: 'actions',
        actions: [actions.notifyLevel.select('Default', options, { level: read.everything, number: undefined }, 'Save')],
      },
      ...(read.case ? caseElements(read.case) : []),
      contextLine(`Applies to direct messages${context.services.mail ? ' and email' : ''}.`),
      contextLine(`You'll always get ${neverMutedText}.`),
      contextLine("The daily digest is sent each business morning when there's something new."),
      ...(context.services.mail
        ? [{ kind: 'actions' as const, actions: [actions.mailSettings.button(number, 'Email settings')] }]
        : []),
    ],
  };
  return { kind: 'card', card };
}

function caseElements(of: { number: number; subject: string; level: NotificationLevel | null }): Element[] {
  const { number, subject } = of;
  const level = of.level ?? 'default';
  const labels = { default: 'Use my default', ...levelLabels };
  const options = (['default', ...notificationLevels] as const).map((one) =>
    actions.notifyLevel.option({ level: one, number }, labels[one]),
  );
  return [
    setting(`${formatCaseNumber(number)} ${subject}`, labels[level]),
    { kind: 'actions', actions: [actions.notifyLevel.select('For this case', options, { level, number }, 'Save')] },
  ];
}

function setting(what: string, level: string): Element {
  return { kind: 'text', text: [`${what}: `, { bold: level }] };
}

function contextLine(text: string): Element {
  return { kind: 'context', text: [text] };
}
