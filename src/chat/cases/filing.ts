// What every form that opens a case tells the use-case, and what it tells the contact in the end.
import { formatNumber } from '../../domain/case-number.ts';
import { loadDraft } from '../../usecases/cases/drafts.ts';
import type { Filed } from '../../usecases/cases/open-case.ts';
import { speakerOf, type Turn, type Values } from '../capability.ts';
import { carriedNumber } from '../case-argument.ts';
import type { Card } from '../../cards/elements.ts';
import { phoneUs } from './phone.ts';

/** Where a case is filed from, by what its form carries. */
export async function filedBy(turn: Turn, carries: Values): Promise<Filed> {
  const draft = carries.draft === undefined ? null : await loadDraft(turn.work, turn.person, carries.draft);
  return {
    workspaceId: speakerOf(turn).workspaceId,
    directChannel: turn.who.directChannel,
    channelId: carries.channel,
    sourceLink: draft?.link ?? undefined,
    previousNumber: carries.previous === undefined ? undefined : carriedNumber(carries.previous),
  };
}

/**
 * @param isToPhone whether the contact is asked to phone now
 * @param more further sentences
 */
export function isOpenCard(
  { work }: Turn,
  number: number,
  subject: string,
  isToPhone: boolean,
  more: readonly string[] = [],
): Card {
  const title = `${formatNumber(number)} is open`;
  const words = `${work.settings.brand} has your case “${subject}”. Its card is on its way to your conversation; answers arrive below it.`;
  return {
    summary: title,
    elements: [
      { kind: 'heading', text: title },
      ...(isToPhone ? [phoneUs(work.settings)] : []),
      { kind: 'text', words: [words] },
      ...more.map((one) => ({ kind: 'text' as const, words: [one] })),
    ],
  };
}
