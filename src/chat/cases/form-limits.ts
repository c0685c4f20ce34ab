// Limits of the narrower platform, which every form keeps to.

/** Options in one choice. Slack's static select takes 100 (https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element). */
export const maxOptions = 100;

/**
 * Characters in one text field. Slack's plain-text input takes 3,000, and its editor names no limit; what a longer message says beyond that is
 * added on submission.
 */
export const maxFieldLength = 3000;
