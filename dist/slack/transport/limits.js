// What Slack takes, each number with the page it was read on. Everything sent is cut or split to these before it is sent.
/** Block Kit reference: https://docs.slack.dev/reference/block-kit/blocks and …/surfaces */
export const limits = {
    /** blocks in a message */
    messageBlocks: 50,
    /**
     * characters of a message's blocks as JSON: Slack gives no number for msg_blocks_too_long; its developers speak of 12,000 with room for
     * the blocks themselves, users measured 13,200 (https://github.com/slackapi/bolt-js/issues/2509)
     */
    messageCharacters: 12_000,
    /** blocks in a view */
    viewBlocks: 100,
    /** bytes of a view's blocks: view_too_large above 250 kB (https://docs.slack.dev/reference/methods/views.open) */
    viewBytes: 240_000,
    /** characters of a section's, context's or field label's text object */
    sectionText: 3000,
    /** fields of a section, and characters of each */
    sectionFields: 10,
    fieldText: 2000,
    headerText: 150,
    /** elements of a context block */
    contextElements: 10,
    /** elements of an actions block */
    actionsElements: 25,
    buttonText: 75,
    buttonValue: 2000,
    buttonUrl: 3000,
    actionId: 255,
    blockId: 255,
    selectOptions: 100,
    /** options of a group of checkboxes */
    checkboxes: 10,
    optionText: 75,
    optionValue: 150,
    inputLabel: 2000,
    inputHint: 2000,
    placeholder: 150,
    /** plain_text_input: max_length */
    inputLength: 3000,
    /** views: https://docs.slack.dev/reference/views/modal-views */
    viewTitle: 24,
    viewSubmit: 24,
    viewMetadata: 3000,
    viewCallbackId: 255,
    /** https://docs.slack.dev/reference/methods/chat.postMessage: longer text is truncated */
    messageText: 40_000,
    /** https://docs.slack.dev/reference/methods/chat.update: longer text is refused (msg_too_long, measured) */
    updateText: 4000,
    /** a notification shows about this much; the fallback text is cut to it */
    fallbackText: 500,
    /** requests: https://docs.slack.dev/apis/events-api (acknowledge), …/interactivity/handling-user-interaction (trigger) */
    acknowledgeMs: 3000,
    triggerMs: 3000,
    /** about one message a second in a channel, short bursts allowed: https://docs.slack.dev/apis/web-api/rate-limits */
    messagesPerSecondAndChannel: 1,
    burst: 5,
    /** messages to one workspace in a minute: https://docs.slack.dev/reference/methods/chat.postMessage says "several hundred" */
    postsPerMinute: 300,
    /** calls of chat.update, and as many of chat.delete, in one workspace in a minute: Tier 3 is 50 and more (…/web-api/rate-limits) */
    changesPerMinute: 50,
    /** calls of pins.add, and as many of pins.remove, in one workspace in a minute: Tier 2 is 20 and more (…/web-api/rate-limits) */
    pinsPerMinute: 20,
    /** conversations.history and .replies for apps outside the Marketplace: 1 a minute, 15 objects (changelog, May 2025) */
    historyPage: 15,
};
//# sourceMappingURL=limits.js.map