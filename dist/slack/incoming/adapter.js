export function speakerOf(workspaceId, userId) {
    return { platform: 'slack', workspaceId, userId };
}
/** Retries of the same request carry the same id. */
export function receiptOf(id) {
    return `slack:${id}`;
}
/** Channel ids tell what they are: D for a direct conversation; a multi-person one is named by Slack (`mpdm-…`). */
export function kindOfChannel(channelId, name) {
    if (channelId.startsWith('D'))
        return 'direct';
    return name?.startsWith('mpdm-') ? 'group' : 'channel';
}
//# sourceMappingURL=adapter.js.map