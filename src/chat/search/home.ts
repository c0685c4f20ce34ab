// The Home tab, and the word that shows the same: what is open, what waits on me, and a way to everything.
import { can } from '../../domain/permission.ts';
import { isAuthorized } from '../../domain/person.ts';
import { homeSummary, type HomeSummary } from '../../usecases/search/home-summary.ts';
import { openNotices } from '../../usecases/notices/notice-facts.ts';
import { everyone, type Capability, type Context } from '../capability.ts';
import type { Card, Control, Element } from '../../cards/elements.ts';
import { noticeIntro } from '../cases/incident-field.ts';
import { caseRow } from './result-card.ts';

export const home: Capability = {
  commands: [
    {
      name: 'home',
      description: 'what is open, and what waits on you',
      availableTo: everyone,
      maxWords: 0,
      run: async (context) => ({ kind: 'card', card: await homeCard(context) }),
    },
  ],
};

export async function homeCard(context: Context): Promise<Card> {
  const summary = await homeSummary(context.services, context.person);
  const notices = await openNotices(context.services, context.person);
  const advisor = context.person.kind === 'advisor';
  return {
    summary: context.services.settings.brand,
    elements: [
      {
        kind: 'heading',
        text: advisor ? `${context.services.settings.brand} · Cases` : `Cases of ${context.actor.accountName ?? 'your account'}`,
      },
      ...noticeIntro(notices),
      { kind: 'text', text: [counts(summary, advisor)] },
      { kind: 'actions', actions: ways(context) },
      { kind: 'divider' },
      ...section(
        advisor ? 'Waits on you' : 'Waits on your answer',
        summary.waiting,
        summary.waitingCount,
        'Nothing waits on you.',
        advisor,
        'is:mine is:open',
      ),
      { kind: 'divider' },
      ...section('Open cases, last modified first', summary.recent, summary.openCount, 'No case is open.', advisor, 'is:open'),
    ],
  };
}

function counts(summary: HomeSummary, advisor: boolean): string {
  const open = summary.openCount === 1 ? '1 case is open' : `${summary.openCount.toLocaleString('en-US')} cases are open`;
  const claimed = advisor ? `, ${summary.unassignedCount.toLocaleString('en-US')} of them taken by nobody` : '';
  return `${open}${claimed}; ${summary.waitingCount === 0 ? 'none waits' : `${summary.waitingCount.toLocaleString('en-US')} ${summary.waitingCount === 1 ? 'waits' : 'wait'}`} on you.`;
}

function ways({ person }: Context): Control[] {
  return [
    ...(isAuthorized(person)
      ? [{ kind: 'button' as const, label: 'Open a case', action: 'open', value: '', style: 'primary' as const }]
      : []),
    ...(person.kind === 'advisor'
      ? [{ kind: 'button' as const, label: 'Queue', action: 'queue', value: '', style: 'primary' as const }]
      : []),
    { kind: 'button', label: 'My cases', action: 'search', value: 'is:mine' },
    { kind: 'button', label: 'All cases', action: 'search', value: '' },
    { kind: 'button', label: 'Notices', action: 'notices', value: '1' },
    ...(can(person, 'incident')
      ? [{ kind: 'button' as const, label: 'Declare incident', action: 'declare', value: 'incident' }]
      : []),
    ...(can(person, 'subscribe-channel') ? [{ kind: 'button' as const, label: 'Channels', action: 'channels', value: '1' }] : []),
    ...(person.kind === 'contact' ? [{ kind: 'button' as const, label: 'Notifications', action: 'notify', value: '' }] : []),
    { kind: 'button', label: 'Help', action: 'help', value: '' },
  ];
}

function section(
  title: string,
  rows: HomeSummary['recent'],
  total: number,
  empty: string,
  withAccount: boolean,
  rest: string,
): Element[] {
  const more = total - rows.length;
  return [
    { kind: 'text', text: [{ bold: title }] },
    ...(rows.length === 0 ? [{ kind: 'context' as const, text: [empty] }] : rows.map((row) => caseRow(row, withAccount))),
    ...(more > 0
      ? [
          {
            kind: 'actions' as const,
            actions: [{ kind: 'button' as const, label: `${more.toLocaleString('en-US')} more`, action: 'search', value: rest }],
          },
        ]
      : []),
  ];
}
