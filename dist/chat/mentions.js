// A mentioned user stands in words as `@{user id}`: an id says nothing to the other side.
import { resolveActor } from "../usecases/people/resolve-actor.js";
import { speakerOf } from "./capability.js";
/** Nobody mentions more people in words to a bot; each may be asked of the platform. */
const mostNames = 10;
/** The words with names in place of ids; somebody whom the directory does not know is “someone”. */
export async function withNames(context, text) {
    const ids = [...new Set([...text.matchAll(/@\{([^{}]+)\}/g)].map(([, id = '']) => id))].slice(0, mostNames);
    const names = new Map();
    for (const userId of ids)
        names.set(userId, (await resolveActor(context.services, { ...speakerOf(context), userId })).person?.name ?? 'someone');
    return text.replace(/@\{([^{}]+)\}/g, (_, id) => `@${names.get(id) ?? 'someone'}`);
}
//# sourceMappingURL=mentions.js.map