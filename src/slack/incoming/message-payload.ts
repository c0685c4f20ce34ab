// The fields of a message that are read, with the schemas of what it carries: rich text, other apps' blocks, attachments. Which requests hold
// messages is in payload.ts. Follows docs.slack.dev/reference/events/message.
import { z } from 'zod';
import { optional, platformId, sharedPart, storableValue, typedText } from '../../chat/payload.ts';
import type { RichText } from './rich-text.ts';
import { slackFile } from './sent-files.ts';

/** The fields of a rich text block, and of any element in it. */
const richTextFields = {
  type: z.string(),
  text: optional(typedText),
  url: optional(typedText),
  user_id: optional(platformId),
  channel_id: optional(platformId),
  usergroup_id: optional(platformId),
  value: optional(typedText).catch(undefined),
  timestamp: optional(z.number()).catch(undefined),
  format: optional(typedText).catch(undefined),
  range: optional(typedText),
  name: optional(typedText),
  unicode: optional(z.string()),
  fallback: optional(typedText),
  style: optional(
    z.union([
      z.string(),
      z.object({
        bold: optional(z.boolean()),
        italic: optional(z.boolean()),
        strike: optional(z.boolean()),
        code: optional(z.boolean()),
      }),
    ]),
  ),
  indent: optional(z.number().int().min(0).max(100)),
  offset: optional(z.number().int().min(0).max(1_000_000)),
  border: optional(z.number()).catch(undefined),
};

/** Levels of Slack's own rich text: the block, a list, an item of it, and a text. */
const usualLevels = 4;

/** Rich text with any number of levels. A schema that contains itself takes five times as long. */
const anyRichText: z.ZodType<RichText> = z.object({
  ...richTextFields,
  get elements() {
    return z.array(anyRichText).optional();
  },
});

/** Rich text whose usual levels are written out. */
function richTextOf(levels: number): z.ZodType<RichText> {
  const inner = levels === 1 ? sharedPart(anyRichText) : richTextOf(levels - 1);
  return z.object({ ...richTextFields, elements: z.array(inner).optional() });
}

/** A rich text block, or an element in one. */
export const richText = sharedPart(richTextOf(usualLevels));

const block = z.union([
  richText.refine(({ type }) => type === 'rich_text'),
  // of other apps' blocks, whatever holds text is read (attached-text.ts)
  z.object({
    type: z.string().refine((type) => type !== 'rich_text'),
    block_id: optional(z.string()),
    text: storableValue,
    fields: storableValue,
    elements: storableValue,
    title: storableValue,
    description: storableValue,
    alt_text: storableValue,
    rows: storableValue,
    column_settings: storableValue,
    subtitle: storableValue,
    body: storableValue,
    fallback: storableValue,
    value: storableValue,
    name: storableValue,
    url: storableValue,
  }),
]);

const blocks = z.array(block);

const files = z.array(slackFile);

/** What a message carries besides its own text: a forwarded message, an app's alert, the preview of a link. */
const attachment = z.object({
  is_share: optional(z.boolean()).catch(undefined),
  from_url: optional(typedText).catch(undefined),
  original_url: optional(typedText).catch(undefined),
  author_name: optional(typedText).catch(undefined),
  author_subname: optional(typedText).catch(undefined),
  author_id: optional(platformId).catch(undefined),
  pretext: optional(typedText).catch(undefined),
  title: optional(typedText).catch(undefined),
  text: optional(typedText).catch(undefined),
  fallback: optional(typedText).catch(undefined),
  footer: optional(typedText).catch(undefined),
  fields: optional(z.array(z.object({ title: optional(typedText), value: optional(typedText) }))).catch(undefined),
  blocks: optional(blocks).catch(undefined),
  get message_blocks() {
    return z
      .array(
        z.object({ message: z.object({ blocks: optional(blocks), attachments: z.array(attachment).optional() }).optional() }),
      )
      .optional()
      .catch(undefined);
  },
  get attachments() {
    return z.array(attachment).optional().catch(undefined);
  },
  files: optional(files).catch(undefined),
});

/** The fields of a message, without its id, which is optional in some requests. */
export const messageFields = {
  subtype: optional(z.string()),
  user: optional(platformId),
  bot_id: optional(platformId),
  text: optional(typedText),
  blocks: optional(blocks),
  attachments: optional(z.array(attachment)),
  thread_ts: optional(platformId),
  files: optional(files),
  metadata: optional(z.object({ event_type: optional(z.string()), event_payload: storableValue })),
  edited: optional(z.object({ ts: optional(platformId) })),
};
