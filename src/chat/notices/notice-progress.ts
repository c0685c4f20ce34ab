// Shows a lead how far a notice has been delivered, and which channels failed and why. It does not send anything again: an operator does,
// with `casebridge deliveries replay`.
import { authorize } from '../../domain/permission.ts';
import { formatCount, plural } from '../../domain/text/numbers.ts';
import type { Services } from '../../usecases/context.ts';
import { viewNotice, type NoticeFacts } from '../../usecases/notices/notice-facts.ts';
import { noticeProgress, type NoticeProgress } from '../../usecases/notices/notice-reach.ts';
import { noticeCallouts } from './banner-card.ts';
import { actions } from '../actions.ts';
import { asAdvisor, type Capability, type Context } from '../capability.ts';
import { whichChannel } from './channel-name.ts';
import type { Card, Element } from '../../cards/elements.ts';
import type { Reply } from '../interaction.ts';

/** The button that shows a notice's progress, or refreshes it. */
export const progress: Capability = {
  actions: [
    actions.noticeProgress.handle({ run: async (context, id) => ({ ...(await progressReply(context, id)), replace: true }) }),
  ],
};

/**
 * Renders how far a notice has been delivered.
 * @param done what was just done, shown on top
 * @throws CaseError not-allowed, unknown-notice
 */
export async function progressReply(context: Context, id: number, done?: string): Promise<Reply & { kind: 'card' }> {
  authorize(context.person, 'incident');
  const lead = asAdvisor(context);
  const notice = await viewNotice(context.services, lead, id);
  const progress = await noticeProgress(context.services, lead, id);
  return { kind: 'card', card: progressCard(notice, progress, done, context.services) };
}

function progressCard(
  notice: NoticeFacts,
  progress: NoticeProgress,
  done: string | undefined,
  { settings, clock }: Services,
): Card {
  const { id } = notice;
  return {
    summary: done ?? `${notice.title}: ${deliveredText(progress)}`,
    title: 'Progress',
    elements: [
      { kind: 'heading', text: notice.title },
      ...(done ? [{ kind: 'callout' as const, tone: 'good' as const, text: [done] }] : []),
      ...noticeCallouts(notice, clock.now()),
      { kind: 'text', text: [{ bold: notice.announcedAt ? deliveredText(progress) : 'Not announced yet.' }] },
      ...(progress.replies > 0
        ? [{ kind: 'context' as const, text: [`Sending ${plural(progress.replies, 'reply', 'replies')}…`] }]
        : []),
      ...failureElements(progress, settings.brand),
      {
        kind: 'actions',
        actions: [
          actions.noticeProgress.button(id, 'Refresh'),
          ...(notice.closedAt ? [] : [actions.noticeUpdate.button(id, 'Post update', 'primary')]),
          actions.noticeView.button(id, 'View notice'),
        ],
      },
    ],
  };
}

function deliveredText({ sent, waiting, failed }: NoticeProgress): string {
  const total = sent + waiting + failed;
  if (total === 0) return 'No channel gets notices. People see this on the Home tab and in “notices”.';
  const parts = [
    `${formatCount(sent)} of ${plural(total, 'channel')} up to date`,
    ...(waiting > 0 ? [`${formatCount(waiting)} waiting`] : []),
    ...(failed > 0 ? [`${formatCount(failed)} failed`] : []),
  ];
  return `${parts.join(', ')}.`;
}

function failureElements({ reasons, channels, failed }: NoticeProgress, brand: string): Element[] {
  if (failed === 0) return [];
  const why = reasons.map(({ code, count }) => `${code} (${formatCount(count)})`).join(', ');
  const more = failed - channels.length;
  return [
    {
      kind: 'callout',
      tone: 'warning',
      text: [
        { bold: 'Not delivered: ' },
        `${why}. Invite the bot to the channel, or install the app again. An operator can then resend with “casebridge deliveries replay”.`,
      ],
    },
    ...channels.map((channel): Element => ({
      kind: 'context',
      text: [`${channel.accountName ?? brand}: ${whichChannel(channel)} (workspace ${channel.workspaceId}) · ${channel.code}`],
    })),
    ...(more > 0 ? [{ kind: 'context' as const, text: [`and ${formatCount(more)} more`] }] : []),
  ];
}
