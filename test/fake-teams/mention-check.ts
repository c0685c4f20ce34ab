// A mention is a text between <at> and </at> and an entity with the same text
// (learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/channel-and-group-conversations#work-with-mentions).
import type { Json } from './state.ts';

/** @param where “the text” or “the card”: each has its own entities */
export function checkMentions(texts: string[], entities: unknown, where: string): string[] {
  const mentions = ((entities ?? []) as Json[]).filter(({ type }) => type === 'mention');
  const wrong: string[] = [];
  for (const { text, mentioned } of mentions) {
    const { id, name } = (mentioned ?? {}) as { id?: unknown; name?: unknown };
    if (typeof id !== 'string' || id === '' || typeof name !== 'string' || name === '')
      wrong.push(`the mention ${JSON.stringify(text)} says whom it means by id and name`);
    if (typeof text !== 'string' || !/^<at>.+<\/at>$/s.test(text)) wrong.push(`${JSON.stringify(text)} is not a mention`);
    else if (!texts.some((one) => one.includes(text))) wrong.push(`the mention ${text} does not occur in ${where}`);
  }
  for (const request of texts.flatMap((text) => text.match(/<at[\s>].*?(<\/at>|$)/gs) ?? []))
    if (!mentions.some(({ text }) => text === request)) wrong.push(`${request} in ${where} has no mention entity`);
  return wrong;
}
