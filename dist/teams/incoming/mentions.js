// Who is mentioned in a message that was heard
// (learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/channel-and-group-conversations, Work with mentions).
/** In the order in which they stand in the message. */
export function mentionsIn({ entities }, botId) {
    return (entities ?? []).filter(({ type }) => type === 'mention').map((entity) => mentionOf(entity, botId));
}
function mentionOf({ text, mentioned }, botId) {
    const id = string(mentioned?.id);
    const isBot = id === botId;
    const userId = string(mentioned?.aadObjectId) || id;
    // channels, teams and tags are 19:…
    const isPerson = !isBot && userId !== '' && !/^(19|28):/.test(id);
    const name = string(text).replace(/<[^>]*>/g, '') || string(mentioned?.name);
    return { isBot, name: named(name), ...(isPerson ? { userId } : {}) };
}
/** The HTML numbers its mentions; some clients number them otherwise, so the name decides. */
export function findMention(mentions, index, name) {
    const at = mentions[index];
    return at?.name === named(name) ? at : (mentions.find((one) => one.name === named(name)) ?? at);
}
function named(name) {
    return name
        .replace(/[\s\u00A0]+/g, ' ')
        .replace(/^@/, '')
        .trim();
}
function string(value) {
    return typeof value === 'string' ? value : '';
}
//# sourceMappingURL=mentions.js.map