export const channelDataOf = (activity) => (activity.channelData ?? {});
/** The tenant in which it was said; '' where Teams does not say. */
export const tenantOf = (activity) => activity.conversation.tenantId ?? channelDataOf(activity).tenant?.id ?? '';
/** @param quoted the message this one quotes, where there are no threads */
export function hear(activity, registration, quoted) {
    const workspaceId = registration.tenantId ?? tenantOf(activity);
    const { channelId, thread } = conversationOf(activity.conversation.id);
    const kind = kindOf(activity.conversation.conversationType);
    // the first message of a thread stands in no thread
    const threadRef = kind === 'channel' && thread !== activity.id ? thread : quoted;
    return {
        activity,
        registration,
        workspaceId,
        speaker: { platform: 'teams', workspaceId, userId: activity.from.aadObjectId ?? activity.from.id, metIn: channelId },
        place: { channelId, kind, ...(threadRef ? { threadRef } : {}) },
        idempotencyKey: `teams:${activity.conversation.id}:${activity.id ?? ''}`,
    };
}
/** `19:…@thread.tacv2;messageid=123` is a thread of its channel. */
export function conversationOf(id) {
    const [channelId = '', thread] = id.split(';messageid=');
    return { channelId, thread };
}
export function kindOf(type) {
    return type === 'channel' ? 'channel' : type === 'groupChat' ? 'group' : 'direct';
}
//# sourceMappingURL=adapter.js.map