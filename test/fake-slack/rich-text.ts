// Rich text blocks, in messages and in the editor of a form (docs.slack.dev/reference/block-kit/blocks/rich-text-block).
import { Misshapen, refuse } from './api-error.ts';
import type { Block } from './state.ts';
import { checkShape } from './text-object.ts';

interface Shape {
  required: string[];
  optional: string[];
  /** types of the elements inside */
  inside?: string[];
}

const inline = ['text', 'link', 'emoji', 'user', 'usergroup', 'channel', 'broadcast', 'date', 'color'];

const shapes: Record<string, Shape> = {
  rich_text: {
    required: ['elements'],
    optional: ['block_id'],
    inside: ['rich_text_section', 'rich_text_list', 'rich_text_preformatted', 'rich_text_quote'],
  },
  rich_text_section: { required: ['elements'], optional: [], inside: inline },
  rich_text_list: { required: ['elements', 'style'], optional: ['indent', 'offset', 'border'], inside: ['rich_text_section'] },
  rich_text_preformatted: { required: ['elements'], optional: ['border'], inside: ['text', 'link'] },
  rich_text_quote: { required: ['elements'], optional: ['border'], inside: inline },
  text: { required: ['text'], optional: ['style'] },
  link: { required: ['url'], optional: ['text', 'unsafe', 'style'] },
  emoji: { required: ['name'], optional: ['unicode'] },
};

/** @returns the text of the block @throws Misshapen */
export function checkRichTextBlock(block: unknown, at: string): string {
  return check(block as Block, ['rich_text'], at);
}

function check(element: Block, allowed: string[], at: string): string {
  refuse(typeof element !== 'object' || element === null, 'must be an object', at);
  const { type } = element;
  const shape = shapes[type];
  if (!shape || !allowed.includes(type)) throw new Misshapen(`unsupported type: ${type}`, at);
  checkShape(element, ['type', ...shape.required], shape.optional, at);
  refuse(element.text === '', 'must be more than 0 characters', `${at}/text`);
  refuse(type === 'link' && !URL.canParse(String(element.url)), 'must be a valid URL', `${at}/url`);
  refuse(type === 'rich_text_list' && !['bullet', 'ordered'].includes(String(element.style)), 'must be a valid enum value', at);
  if (typeof element.style === 'object') checkShape(element.style, [], ['bold', 'italic', 'strike', 'code'], `${at}/style`);
  const { inside } = shape;
  if (!inside) return String(element.text ?? element.url ?? element.name);
  if (!Array.isArray(element.elements)) throw new Misshapen('must be an array', `${at}/elements`);
  return (element.elements as Block[]).map((one, index) => check(one, inside, `${at}/elements/${index}`)).join('');
}
