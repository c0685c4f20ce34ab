// How far a notice is on its way, for leads.
import { permit } from '../../domain/permission.ts';
import { viewNotice, type NoticeFacts } from '../../usecases/notices/notice-facts.ts';
import { noticeProgress, type NoticeProgress } from '../../usecases/notices/notice-reach.ts';
import { asAdvisor } from '../cases/advisor-commands.ts';
import { noticeCallouts } from './banner-card.ts';
import type { Capability, Turn } from '../capability.ts';
import { carriedNumber } from '../case-argument.ts';
import type { Button, Card, Element } from '../../cards/elements.ts';
import type { Reply } from '../interaction.ts';

export const progress: Capability = {
  presses: {
    /** value: the notice's id */
    'notice-progress': {
      press: async (turn, value) => ({ ...(await progressReply(turn, carriedNumber(value))), replace: true }),
    },
  },
};

/** @param said what was just done, if anything */
export async function progressReply(turn: Turn, id: number, said?: string): Promise<Reply & { kind: 'card' }> {
  permit(turn.person, 'incident');
  const lead = asAdvisor(turn);
  const notice = await viewNotice(turn.work, lead, id);
  return { kind: 'card', card: progressCard(notice, await noticeProgress(turn.work, lead, id), said) };
}

function progressCard(notice: NoticeFacts, progress: NoticeProgress, said: string | undefined): Card {
  const value = String(notice.id);
  const button = (label: string, action: string): Button => ({ kind: 'button', label, action, value });
  return {
    summary: said ?? `${notice.title}: ${sentWords(progress)}`,
    title: 'Progress',
    elements: [
      { kind: 'heading', text: notice.title },
      ...(said ? [{ kind: 'callout' as const, tone: 'good' as const, words: [said] }] : []),
      ...noticeCallouts(notice),
      { kind: 'text', words: [{ bold: notice.announcedAt ? sentWords(progress) : 'Not announced yet' }] },
      ...(progress.replies > 0
        ? [{ kind: 'quiet' as const, words: [`${number(progress.replies)} replies are on their way.`] }]
        : []),
      ...failures(progress),
      {
        kind: 'controls',
        controls: [
          button('Show progress', 'notice-progress'),
          ...(notice.closedAt ? [] : [{ ...button('Post update', 'notice-update'), style: 'primary' as const }]),
          button('View notice', 'notice-view'),
        ],
      },
    ],
  };
}

const number = (count: number): string => count.toLocaleString('en-US');

function sentWords({ sent, waiting, failed }: NoticeProgress): string {
  const total = sent + waiting + failed;
  if (total === 0) return 'No channel is subscribed: people see it on the Home tab and in “notices”';
  return `${number(sent)} of ${total === 1 ? '1 channel' : `${number(total)} channels`} up to date, ${number(waiting)} waiting, ${number(failed)} failed`;
}

function failures({ reasons, places, failed }: NoticeProgress): Element[] {
  if (failed === 0) return [];
  const why = reasons.map(({ code, count }) => `${code} (${number(count)})`).join(', ');
  const rest = failed - places.length;
  return [
    {
      kind: 'callout',
      tone: 'warning',
      words: [
        { bold: 'Not delivered: ' },
        why,
        '. Invite the bot again, or install it; then an operator replays them with “casebridge deliveries”.',
      ],
    },
    ...places.map(({ platform, workspaceId, channelId, accountName, code }): Element => ({
      kind: 'quiet',
      words: [`${accountName ?? 'The support organisation'}: ${platform} ${workspaceId} ${channelId} · ${code}`],
    })),
    ...(rest > 0 ? [{ kind: 'quiet' as const, words: [`and ${number(rest)} more`] }] : []),
  ];
}
