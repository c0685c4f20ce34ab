import { describe, expect, it } from 'vitest';
import { readMessage } from '../../../src/teams/incoming/read-message.ts';
import { cardText } from '../../../src/teams/incoming/attached-text.ts';

const forwarded = (html: string, sender: unknown, asText = true) => {
  const content = {
    originalMessageId: '1',
    originalMessageContent: html,
    originalConversationId: '19:x',
    originalMessageSender: sender,
  };
  return { contentType: 'forwardedMessageReference', content: asText ? JSON.stringify(content) : content };
};
const ben = { application: null, device: null, user: { id: 'x', displayName: 'Ben Ode', userIdentityType: 'aadUser' } };
const html = (content: string) => ({ contentType: 'text/html', content });
const textOf = (...attachments: { contentType: string; content?: unknown }[]): string =>
  readMessage({ text: '', attachments }, '28:bot').text;

describe('a forwarded message', () => {
  it.each([true, false])('becomes a quotation with its author, below what was typed', (asText) => {
    const caption = html('<p>see this</p><attachment id="1"></attachment>');
    expect(textOf(caption, forwarded('<p>The export is <b>empty</b></p><p>Since noon</p>', ben, asText))).toBe(
      'see this\n\n> **Ben Ode** wrote:\n>\n> The export is **empty**\n>\n> Since noon',
    );
  });

  it('is the whole text when nothing was typed', () => {
    const activity = { text: '', attachments: [html('<attachment id="1"></attachment>'), forwarded('<div>Broken</div>', ben)] };
    expect(readMessage(activity, '28:bot')).toEqual({
      text: '> **Ben Ode** wrote:\n>\n> Broken',
      commandText: '> **Ben Ode** wrote:\n>\n> Broken',
      files: [],
    });
  });

  it('keeps lists and code, and names an app as the author', () => {
    const said = '<ul><li>a</li><li>b</li></ul><pre>x\n\ny</pre>';
    expect(textOf(forwarded(said, { application: { displayName: 'Monitor' } }))).toBe(
      '> **Monitor** wrote:\n>\n> - a\n> - b\n>\n> ```\n> x\n>\n> y\n> ```',
    );
  });

  it.each([null, {}, { user: null }, 'x'])('without an author (%j) says that it was forwarded', (sender) => {
    expect(textOf(forwarded('<p>Broken</p>', sender))).toBe('> Forwarded message:\n>\n> Broken');
  });

  it.each(['', '{', 'null', 7, null])('that cannot be read (%j) is left out', (content) => {
    expect(textOf({ contentType: 'forwardedMessageReference', content })).toBe('');
  });
});

describe("an app's card", () => {
  it('has the text of an Adaptive Card, without its buttons', () => {
    const card = {
      type: 'AdaptiveCard',
      body: [
        { type: 'TextBlock', text: 'Build failed' },
        {
          type: 'ColumnSet',
          columns: [{ items: [{ type: 'RichTextBlock', inlines: ['main ', { type: 'TextRun', text: 'branch' }] }] }],
        },
        { type: 'FactSet', facts: [{ title: 'Step', value: 'test' }] },
        { type: 'Input.Text', id: 'x', value: 'hidden' },
        { type: 'Container', items: [{ type: 'TextBlock', text: 'never', isVisible: false }] },
      ],
      actions: [{ type: 'Action.OpenUrl', title: 'Open' }],
    };
    const contentType = 'application/vnd.microsoft.card.adaptive';
    expect(cardText([{ contentType, content: JSON.stringify(card) }])).toBe('Build failed\nmain branch\nStep: test');
    expect(cardText([{ contentType, content: card }])).toBe('Build failed\nmain branch\nStep: test');
  });

  it('has what is shown instead of elements without text', () => {
    const body = [
      { type: 'Image', altText: 'a chart' },
      { type: 'CodeBlock', codeSnippet: 'x = 1' },
      { type: 'ImageSet', images: [{ type: 'Image', altText: 'a map' }] },
      { type: 'Fancy', fallback: { type: 'TextBlock', text: 'plain' } },
      { type: 'TextBlock', text: 'known', fallback: { type: 'TextBlock', text: 'never' } },
    ];
    const contentType = 'application/vnd.microsoft.card.adaptive';
    const content = { type: 'AdaptiveCard', body, fallbackText: 'never' };
    expect(cardText([{ contentType, content }])).toBe('a chart\nx = 1\na map\nplain\nknown');
    expect(cardText([{ contentType, content: { ...content, body: [], fallbackText: 'Alert' } }])).toBe('Alert');
    const connector = 'application/vnd.microsoft.teams.card.o365connector';
    expect(cardText([{ contentType: connector, content: { summary: 'Disk is full' } }])).toBe('Disk is full');
  });

  it('has the text of a connector card and of a hero card', () => {
    const connector = {
      title: 'Alert',
      text: 'Disk is full',
      sections: [{ activityTitle: 'db1', facts: [{ name: 'Used', value: '98%' }] }],
    };
    expect(
      cardText([
        { contentType: 'application/vnd.microsoft.teams.card.o365connector', content: connector },
        {
          contentType: 'application/vnd.microsoft.card.hero',
          content: { title: 'Hero', subtitle: 'Sub', text: 'Text', buttons: [] },
        },
        { contentType: 'image/png', content: 'x' },
      ]),
    ).toBe('Alert\nDisk is full\ndb1\nUsed: 98%\nHero\nSub\nText');
  });
});

describe('a list directly between list items', () => {
  it.each([
    ['bullets', '<ul><li>a</li><ul><li>b</li></ul><li>c</li></ul>', '- a\n  - b\n- c'],
    ['numbers', '<ol><li>a</li><ol><li>b</li></ol><li>c</li></ol>', '1. a\n   1. b\n2. c'],
    ['both', '<ol><li>a</li><ul><li>b</li><li>c</li></ul><li>d</li></ol>', '1. a\n   - b\n   - c\n2. d'],
    ['three levels', '<ul><li>a</li><ul><li>b</li><ul><li>c</li></ul></ul></ul>', '- a\n  - b\n    - c'],
    ['before the first item', '<ul><ul><li>a</li></ul><li>b</li></ul>', '- a\n\n* b'],
    ['text between items', '<ul><li>a</li>loose<li>b</li></ul>', '- a\n\n  loose\n- b'],
    ['a menu', '<menu><li>a</li><ul><li>b</li></ul></menu>', '- a\n  - b'],
    ['white space', '<ol>\n<li>a</li>\n<ol>\n<li>b</li>\n</ol>\n<li>c</li>\n</ol>', '1. a\n   1. b\n2. c'],
  ])('is drawn as a browser draws it: %s', (_, content, expected) => expect(textOf(html(content))).toBe(expected));
});
