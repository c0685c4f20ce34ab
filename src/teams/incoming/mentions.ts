// The people mentioned in a message. Follows learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/
// channel-and-group-conversations, Work with mentions.

/** The fields of an activity from which a message is read. */
export interface MessageActivity {
  text?: string | null;
  /** `plain` and `markdown` are typed text with `<at>` around mentions; `xml` is HTML */
  textFormat?: string | null;
  attachments?:
    { contentType: string; content?: unknown; name?: string | null; contentUrl?: string | null; id?: string | null }[] | null;
  entities?: { type: string }[] | null;
}

/** One mention in a message. */
export interface ActivityMention {
  /** the directory's id of a person, where known; undefined for anything else (the bot, a channel, a team, a tag) */
  userId?: string;
  isBot: boolean;
  name: string;
}

interface Entity {
  type: string;
  text?: unknown;
  mentioned?: { id?: unknown; name?: unknown; aadObjectId?: unknown } | null;
}

/** Reads a message's mentions, in their order. */
export function mentionsIn({ entities }: MessageActivity, botId: string): ActivityMention[] {
  return ((entities ?? []) as Entity[]).filter(({ type }) => type === 'mention').map((entity) => readMention(entity, botId));
}

function readMention({ text, mentioned }: Entity, botId: string): ActivityMention {
  const id = string(mentioned?.id);
  const isBot = id === botId;
  const userId = string(mentioned?.aadObjectId) || id;
  // ids of channels, teams and tags begin with 19:, ids of bots with 28:
  const isPerson = !isBot && userId !== '' && !/^(19|28):/.test(id);
  const name = string(text).replace(/<[^>]*>/g, '') || string(mentioned?.name);
  return { isBot, name: normalizedName(name), ...(isPerson ? { userId } : {}) };
}

/** Finds the mention behind a tag of the HTML. The tag has a number, but some clients count differently, so the name decides. */
export function findMention(mentions: readonly ActivityMention[], index: number, name: string): ActivityMention | undefined {
  const at = mentions[index];
  return at?.name === normalizedName(name) ? at : (mentions.find((one) => one.name === normalizedName(name)) ?? at);
}

function normalizedName(name: string): string {
  return name
    .replace(/[\s\u00A0]+/g, ' ')
    .replace(/^@/, '')
    .trim();
}

function string(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
