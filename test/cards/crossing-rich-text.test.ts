// What somebody writes in Slack crosses to Teams, back to Slack, and is the same text with the same structure each time.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { flatText } from '../../src/cards/flat-text.ts';
import { toCommonMark } from '../../src/slack/incoming/message-markdown.ts';
import { renderMessage } from '../../src/slack/render/card.ts';
import { richTextValue } from '../../src/slack/render/rich-text.ts';
import { readMessage } from '../../src/teams/incoming/read-message.ts';
import { markdownElements } from '../../src/teams/render/markdown.ts';
import { checkBlocks } from '../fake-slack/block-kit.ts';
import { checkRichTextBlock } from '../fake-slack/rich-text.ts';
import type { Block } from '../fake-slack/state.ts';
import { writtenBlocks, type Part } from '../slack/written-blocks.ts';
import { cardHtml } from '../teams/card-html.ts';

/** A failure prints the seed and the message; shrinking would take minutes. Another seed writes other messages. */
const runs = { numRuns: 250, seed: Number(process.env.SEED ?? 20261127), endOnFailure: true };

const inTeams = (markdown: string): string => {
  const content = cardHtml(markdownElements(markdown));
  return readMessage({ attachments: [{ contentType: 'text/html', content }] }, '28:casebridge').text;
};
const inSlack = (markdown: string): string => {
  const { blocks } = renderMessage({ summary: 'A post', elements: [{ kind: 'markdown', text: markdown }] });
  checkBlocks(blocks as unknown as Block[], 'message');
  return toCommonMark({ blocks });
};

/** All letters of a message, in their order. */
const lettersOf = (value: unknown): string => {
  if (Array.isArray(value)) return value.map(lettersOf).join('');
  if (typeof value !== 'object' || value === null) return '';
  const { text, elements, rows } = value as Part;
  return (typeof text === 'string' ? text : '') + lettersOf(elements) + lettersOf(rows);
};
const unspaced = (text: string): string => text.replace(/\s/g, '');

it('keeps text and structure from Slack to Teams, back to Slack, and in the editor of a form', () => {
  fc.assert(
    fc.property(writtenBlocks, (blocks) => {
      const written = toCommonMark({ blocks });
      expect(unspaced(flatText(written)), 'every letter').toBe(unspaced(lettersOf(blocks)));
      const onTeams = inTeams(written);
      expect(onTeams, 'on Teams').toBe(written);
      expect(inSlack(onTeams), 'in Slack again').toBe(written);
      const value = richTextValue(written);
      checkRichTextBlock(value, '/initial_value');
      expect(toCommonMark({ blocks: [value] }), "in Slack's editor").toBe(written);
    }),
    runs,
  );
}, 120_000);
