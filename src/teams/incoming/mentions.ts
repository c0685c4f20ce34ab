// Who is mentioned in a message that was incoming
// (learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/channel-and-group-conversations, Work with mentions).

/** What is read of a Bot Framework activity; botframework-schema's Activity is one. */
export interface MessageActivity {
  text?: string | null;
  /** `plain` and `markdown` are people's words with `<at>` around mentions; `xml` is HTML */
  textFormat?: string | null;
  attachments?: { contentType: string; content?: unknown; name?: string | null }[] | null;
  entities?: { type: string }[] | null;
}

export interface ActivityMention {
  /** the directory's id of a person where it is known; of anything else (the bot, a channel, a team, a tag) none */
  userId?: string;
  isBot: boolean;
  name: string;
}

interface Entity {
  type: string;
  text?: unknown;
  mentioned?: { id?: unknown; name?: unknown; aadObjectId?: unknown } | null;
}

/** In the order in which they stand in the message. */
export function mentionsIn({ entities }: MessageActivity, botId: string): ActivityMention[] {
  return ((entities ?? []) as Entity[]).filter(({ type }) => type === 'mention').map((entity) => mentionOf(entity, botId));
}

function mentionOf({ text, mentioned }: Entity, botId: string): ActivityMention {
  const id = string(mentioned?.id);
  const isBot = id === botId;
  const userId = string(mentioned?.aadObjectId) || id;
  // channels, teams and tags are 19:…
  const isPerson = !isBot && userId !== '' && !/^(19|28):/.test(id);
  const name = string(text).replace(/<[^>]*>/g, '') || string(mentioned?.name);
  return { isBot, name: named(name), ...(isPerson ? { userId } : {}) };
}

/** The HTML numbers its mentions; some clients number them otherwise, so the name decides. */
export function findMention(mentions: readonly ActivityMention[], index: number, name: string): ActivityMention | undefined {
  const at = mentions[index];
  return at?.name === named(name) ? at : (mentions.find((one) => one.name === named(name)) ?? at);
}

function named(name: string): string {
  return name
    .replace(/[\s\u00A0]+/g, ' ')
    .replace(/^@/, '')
    .trim();
}

function string(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
