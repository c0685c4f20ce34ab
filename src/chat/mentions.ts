// Replaces mentions, which adapters pass as `@{user id}`, with names: an id means nothing to people on the other platform.
import { resolveActor } from '../usecases/people/resolve-actor.ts';
import { speakerOf, type Context } from './capability.ts';

/** Mentions looked up in one text, because each may take a request to the platform. People rarely mention more. */
const mostNames = 10;

/** Replaces the ids of mentioned users with their names, and users who are not in the directory with “someone”. */
export async function withNames(context: Context, text: string): Promise<string> {
  const ids = [...new Set([...text.matchAll(/@\{([^{}]+)\}/g)].map(([, id = '']) => id))].slice(0, mostNames);
  const names = new Map<string, string>();
  for (const userId of ids)
    names.set(userId, (await resolveActor(context.services, { ...speakerOf(context), userId })).person?.name ?? 'someone');
  return text.replace(/@\{([^{}]+)\}/g, (_, id: string) => `@${names.get(id) ?? 'someone'}`);
}
