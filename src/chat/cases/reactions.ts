// Handles emoji reactions to a case's card among advisors: 👀 claims the case, ✅ offers the form of its resolution. Which emoji do what is
// configured as `reactions`. Reactions to other messages, and with other emoji, are ignored before anything is read about who reacted. Taking
// a reaction back undoes nothing.
import { emojiNamed } from '../../cards/emoji.ts';
import { CaseError } from '../../domain/case-error.ts';
import { formatCaseNumber } from '../../domain/case-number.ts';
import type { ReactionShortcut, Settings } from '../../domain/settings.ts';
import { caseOfCard } from '../../usecases/cases/case-of-thread.ts';
import { viewCase } from '../../usecases/cases/view-case.ts';
import type { Services } from '../../usecases/context.ts';
import { actions } from '../actions.ts';
import { checkNow } from '../allowed-now.ts';
import { asAdvisor, type Context } from '../capability.ts';
import { ignored } from '../ending.ts';
import { channelOf, type Ignored, type Interaction, type Reply } from '../interaction.ts';
import { offer } from '../replies.ts';
import { takeCase } from './advisor-actions.ts';

/** An emoji that somebody added to a message. */
export type Reaction = Interaction & { kind: 'reaction' };

/** A reaction that is a shortcut on a case's card. */
export interface Shortcut {
  kind: 'shortcut';
  does: ReactionShortcut;
  number: number;
}

/** Finds out what a reaction asks for. @returns why it is ignored, if it is not a shortcut, or on another message */
export async function readShortcut(services: Services, { emoji, ref, place, speaker }: Reaction): Promise<Shortcut | Ignored> {
  const does = meaningOf(emoji, services.settings);
  if (does === undefined) return ignored('reaction-unused');
  const found = await caseOfCard(services, { ...channelOf(speaker, place), messageId: ref });
  // contacts react to show that they have read something
  if (found?.side !== 'advisor' || found.team !== null) return ignored('reaction-elsewhere');
  return { kind: 'shortcut', does, number: found.number };
}

/** Does what a reaction asks for. */
export function runShortcut(context: Context, { does, number }: Shortcut): Promise<Reply | Ignored> {
  return does === 'claim' ? claim(context, number) : offerResolution(context, number);
}

async function claim(context: Context, number: number): Promise<Reply | Ignored> {
  try {
    return (await takeCase(context, number)) ?? { kind: 'nothing' };
  } catch (error) {
    if (error instanceof CaseError && error.code === 'already-yours') return ignored('reaction-repeated');
    throw error;
  }
}

/** A reaction cannot open a form, so the answer is its button. */
async function offerResolution(context: Context, number: number): Promise<Reply> {
  asAdvisor(context);
  const viewed = await viewCase(context.services, context.person, number);
  checkNow(context, viewed, 'resolve');
  const name = formatCaseNumber(number);
  const text = `Resolve ${name}? The contact will be asked to confirm it.`;
  return offer(
    [{ bold: `Resolve ${name}?` }, ` “${viewed.case.subject}”. The contact will be asked to confirm it.`],
    [actions.resolve.button(number, 'Resolve', 'primary')],
    text,
  );
}

const shortcuts: readonly ReactionShortcut[] = ['claim', 'resolve'];

function meaningOf(emoji: string, { reactions }: Pick<Settings, 'reactions'>): ReactionShortcut | undefined {
  return shortcuts.find((shortcut) => reactions[shortcut].some((one) => plainEmoji(one) === plainEmoji(emoji)));
}

/** Writes an emoji in one way: by its character, without its skin tone and without the selector that only some clients send. */
function plainEmoji(text: string): string {
  const name = /^:(.+):$/.exec(text)?.[1];
  const known = name === undefined ? text : (emojiNamed(name) ?? text);
  return known.replace(/[\u{FE0F}\u{1F3FB}-\u{1F3FF}]/gu, '');
}
