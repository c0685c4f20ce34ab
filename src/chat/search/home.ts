// The Home tab, and the word that shows the same: what is open, what waits on me, and a way to everything.
import { can } from '../../domain/permission.ts';
import { isAuthorized } from '../../domain/person.ts';
import { homeSummary, type HomeSummary } from '../../usecases/search/home-summary.ts';
import { openNotices } from '../../usecases/notices/notice-facts.ts';
import { everybody, type Capability, type Turn } from '../capability.ts';
import type { Card, Control, Element } from '../../cards/elements.ts';
import { noticeIntro } from '../cases/incident-field.ts';
import { caseRow } from './result-card.ts';

export const home: Capability = {
  words: [
    {
      word: 'home',
      does: 'what is open, and what waits on you',
      for: everybody,
      mostWords: 0,
      say: async (turn) => ({ kind: 'card', card: await homeCard(turn) }),
    },
  ],
};

export async function homeCard(turn: Turn): Promise<Card> {
  const summary = await homeSummary(turn.work, turn.person);
  const notices = await openNotices(turn.work, turn.person);
  const advisor = turn.person.kind === 'advisor';
  return {
    summary: turn.work.settings.brand,
    elements: [
      {
        kind: 'heading',
        text: advisor ? `${turn.work.settings.brand} · Cases` : `Cases of ${turn.who.accountName ?? 'your account'}`,
      },
      ...noticeIntro(notices),
      { kind: 'text', words: [counts(summary, advisor)] },
      { kind: 'controls', controls: ways(turn) },
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
  const taken = advisor ? `, ${summary.unassignedCount.toLocaleString('en-US')} of them taken by nobody` : '';
  return `${open}${taken}; ${summary.waitingCount === 0 ? 'none waits' : `${summary.waitingCount.toLocaleString('en-US')} ${summary.waitingCount === 1 ? 'waits' : 'wait'}`} on you.`;
}

function ways({ person }: Turn): Control[] {
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
    { kind: 'text', words: [{ bold: title }] },
    ...(rows.length === 0 ? [{ kind: 'quiet' as const, words: [empty] }] : rows.map((row) => caseRow(row, withAccount))),
    ...(more > 0
      ? [
          {
            kind: 'controls' as const,
            controls: [{ kind: 'button' as const, label: `${more.toLocaleString('en-US')} more`, action: 'search', value: rest }],
          },
        ]
      : []),
  ];
}
