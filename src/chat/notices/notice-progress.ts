// How far a notice is on its way, for leads.
import { authorize } from '../../domain/permission.ts';
import { viewNotice, type NoticeFacts } from '../../usecases/notices/notice-facts.ts';
import { noticeProgress, type NoticeProgress } from '../../usecases/notices/notice-reach.ts';
import { noticeCallouts } from './banner-card.ts';
import { asAdvisor, type Capability, type Context } from '../capability.ts';
import { carriedNumber } from '../case-argument.ts';
import type { Button, Card, Element } from '../../cards/elements.ts';
import type { Reply } from '../interaction.ts';

export const progress: Capability = {
  actions: {
    /** value: the notice's id */
    'notice-progress': {
      run: async (context, value) => ({ ...(await progressReply(context, carriedNumber(value))), replace: true }),
    },
  },
};

/** @param said what was just done, if anything */
export async function progressReply(context: Context, id: number, request?: string): Promise<Reply & { kind: 'card' }> {
  authorize(context.person, 'incident');
  const lead = asAdvisor(context);
  const notice = await viewNotice(context.services, lead, id);
  return { kind: 'card', card: progressCard(notice, await noticeProgress(context.services, lead, id), request) };
}

function progressCard(notice: NoticeFacts, progress: NoticeProgress, request: string | undefined): Card {
  const value = String(notice.id);
  const button = (label: string, action: string): Button => ({ kind: 'button', label, action, value });
  return {
    summary: request ?? `${notice.title}: ${sentWords(progress)}`,
    title: 'Progress',
    elements: [
      { kind: 'heading', text: notice.title },
      ...(request ? [{ kind: 'callout' as const, tone: 'good' as const, text: [request] }] : []),
      ...noticeCallouts(notice),
      { kind: 'text', text: [{ bold: notice.announcedAt ? sentWords(progress) : 'Not announced yet' }] },
      ...(progress.replies > 0
        ? [{ kind: 'context' as const, text: [`${number(progress.replies)} replies are on their way.`] }]
        : []),
      ...failures(progress),
      {
        kind: 'actions',
        actions: [
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
      text: [
        { bold: 'Not delivered: ' },
        why,
        '. Invite the bot again, or install it; then an operator replays them with “casebridge deliveries”.',
      ],
    },
    ...places.map(({ platform, workspaceId, channelId, accountName, code }): Element => ({
      kind: 'context',
      text: [`${accountName ?? 'The support organisation'}: ${platform} ${workspaceId} ${channelId} · ${code}`],
    })),
    ...(rest > 0 ? [{ kind: 'context' as const, text: [`and ${number(rest)} more`] }] : []),
  ];
}
