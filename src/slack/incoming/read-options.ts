// What the two parsers of messages, rich-text.ts and parse-mrkdwn.ts, need besides the message.
/** Facts about the workspace that the text of a message leaves out. */
export interface ReadOptions {
  /** display name of a mentioned user, channel or user group, where known */
  names?: (id: string) => string | undefined;
  /** the bot's own user id: a mention of it at the beginning is left out */
  bot?: string;
}
