import { describe, expect, it } from 'vitest';
import { parseRequest } from '../../../src/slack/incoming/payload.ts';
import { toSentFiles } from '../../../src/slack/incoming/sent-files.ts';
import { filesIn, type Attachment } from '../../../src/slack/incoming/attached-text.ts';
import { commandWithShared } from '../../../src/slack/incoming/messages.ts';
import { toCommonMark, type TextMessage } from '../../../src/slack/incoming/message-markdown.ts';

const section = (...elements: object[]) => ({ type: 'rich_text_section', elements });
const rich = (...elements: object[]) => ({ type: 'rich_text', elements });
const typed = (text: string) => rich(section({ type: 'text', text }));

/** Reads a message as it comes out of the check of the payload. */
function textOf(message: object): string {
  const event = { type: 'message', channel: 'C1', channel_type: 'channel', ts: '1.2', user: 'U1', ...message };
  const body = { type: 'event_callback', team_id: 'T1', event_id: 'Ev1', event };
  return toCommonMark((parseRequest(body) as { event: TextMessage }).event);
}

const shared = {
  is_share: true,
  is_msg_unfurl: true,
  ts: '1700000000.000100',
  channel_id: 'C9',
  from_url: 'https://plainview.slack.com/archives/C9/p1700000000000100',
  author_id: 'U2',
  author_name: 'Ben Ode',
  fallback: '[November 14th] ben: The export is empty',
  text: 'The export is *empty*',
  footer: 'Posted in #office',
  mrkdwn_in: ['text'],
};

describe('a forwarded message', () => {
  it('becomes a quotation with its author, below what was typed', () => {
    expect(textOf({ text: 'see this', blocks: [typed('see this')], attachments: [shared] })).toBe(
      'see this\n\n> **Ben Ode** wrote:\n>\n> The export is **empty**',
    );
  });

  it('is the whole text when nothing was typed', () => {
    expect(textOf({ text: '', attachments: [shared] })).toBe('> **Ben Ode** wrote:\n>\n> The export is **empty**');
  });

  it('keeps its blocks, its lists and its code', () => {
    const list = { type: 'rich_text_list', style: 'bullet', indent: 0, elements: [section({ type: 'text', text: 'one' })] };
    const blocks = [rich(section({ type: 'text', text: 'Steps', style: { bold: true } }), list)];
    const message = { ...shared, message_blocks: [{ team: 'T1', channel: 'C9', ts: '1.1', message: { blocks } }] };
    expect(textOf({ text: '', attachments: [message] })).toBe('> **Ben Ode** wrote:\n>\n> **Steps**\n>\n> - one');
  });

  it('of an app keeps the text of the blocks', () => {
    const blocks = [{ type: 'section', text: { type: 'mrkdwn', text: 'Job *failed*' } }];
    expect(textOf({ text: '', attachments: [{ ...shared, text: undefined, message_blocks: [{ message: { blocks } }] }] })).toBe(
      '> **Ben Ode** wrote:\n>\n> Job **failed**',
    );
  });

  it('without an author says that it was forwarded', () => {
    const { author_id: _id, author_name: _name, ...anonymous } = shared;
    expect(textOf({ attachments: [anonymous] })).toBe('> Forwarded message:\n>\n> The export is **empty**');
  });

  it('falls back to the text that Slack shows without it', () => {
    expect(textOf({ attachments: [{ is_share: true, author_name: 'Ben', fallback: 'an image' }] })).toBe(
      '> **Ben** wrote:\n>\n> an image',
    );
  });

  it('that was forwarded before, or is an alert, keeps what is inside it', () => {
    const inner = { is_share: true, author_name: 'Al', text: 'inner' };
    expect(textOf({ attachments: [{ is_share: true, author_name: 'Ben', text: 'fyi', attachments: [inner] }] })).toBe(
      '> **Ben** wrote:\n>\n> fyi\n>\n> > **Al** wrote:\n> >\n> > inner',
    );
    const alert = {
      is_share: true,
      author_subname: 'Monitor',
      message_blocks: [{ message: { attachments: [{ title: 'Disk' }] } }],
    };
    expect(textOf({ attachments: [alert] })).toBe('> **Monitor** wrote:\n>\n> **Disk**');
  });

  it('follows the text of a mention, as in a direct message', () => {
    const event = {
      type: 'app_mention',
      user: 'U1',
      text: '<@UBOT> post CB-1 see',
      ts: '1.2',
      channel: 'C1',
      attachments: [shared],
    };
    const read = parseRequest({ type: 'event_callback', team_id: 'T1', event_id: 'Ev1', event }) as { event: TextMessage };
    expect(commandWithShared(read.event, 'UBOT')).toBe('post CB-1 see\n\n> **Ben Ode** wrote:\n>\n> The export is **empty**');
  });

  it('has files, its own and those inside', () => {
    const inner = { files: [{ name: 'b.csv' }] };
    const attachments = [{ ...shared, files: [{ name: 'a.png' }, {}], message_blocks: [{ message: { attachments: [inner] } }] }];
    const body = { type: 'event_callback', team_id: 'T1', event_id: 'Ev1' };
    const event = { type: 'message', channel: 'C1', ts: '1.2', user: 'U1', attachments };
    const read = parseRequest({ ...body, event }) as { event: { attachments: Attachment[] } };
    expect(toSentFiles(filesIn(read.event)).map(({ name }) => name)).toEqual(['a.png', 'a file', 'b.csv']);
  });

  it('leaves out the preview of a link that was typed', () => {
    const preview = { from_url: 'https://x.example', title: 'X', text: 'About X', fallback: 'X' };
    expect(textOf({ text: '<https://x.example>', attachments: [preview] })).toBe('<https://x.example>');
  });
});

describe('a message that is attachments or blocks only', () => {
  it('has the text of an alert', () => {
    const alert = {
      id: 1,
      color: 'ff0000',
      pretext: 'Monitoring',
      author_name: 'Grafana',
      title: 'Disk &amp; memory',
      title_link: 'https://grafana.example',
      text: 'Server *db1* is full',
      fields: [{ title: 'Used', value: '98%', short: true }],
      footer: 'v9',
      ts: 1700000000,
      fallback: 'Disk is full',
    };
    expect(textOf({ text: '', bot_id: 'B1', attachments: [alert] })).toBe(
      'Monitoring\n\n**Grafana**\n\n**Disk & memory**\n\nServer **db1** is full\n\n**Used**\n\n98%\n\nv9',
    );
    expect(textOf({ attachments: [{ fallback: 'Disk is full' }] })).toBe('Disk is full');
  });

  it('has the text of every kind of block, and not the labels of buttons', () => {
    const blocks = [
      { type: 'header', text: { type: 'plain_text', text: 'Build failed' } },
      { type: 'section', text: { type: 'mrkdwn', text: '*main* at <https://ci.example|CI>' }, accessory: { type: 'button' } },
      {
        type: 'section',
        fields: [
          { type: 'mrkdwn', text: '*Step:* test' },
          { type: 'plain_text', text: '3 * 4' },
        ],
      },
      { type: 'divider' },
      {
        type: 'context',
        elements: [
          { type: 'image', image_url: 'https://x', alt_text: 'logo' },
          { type: 'mrkdwn', text: 'by Ada' },
        ],
      },
      { type: 'markdown', text: '**Log**\n\n- a\n- b' },
      { type: 'image', image_url: 'https://x', alt_text: 'a chart', title: { type: 'plain_text', text: 'Chart' } },
      { type: 'table', rows: [[{ type: 'raw_text', text: 'a' }, typed('b')]] },
      { type: 'actions', elements: [{ type: 'button', text: { type: 'plain_text', text: 'Retry' }, action_id: 'x' }] },
    ];
    expect(textOf({ text: '', blocks })).toBe(
      '**Build failed**\n\n**main** at [CI](https://ci.example)\n\n**Step:** test\n\n3 \\* 4\n\nlogo\n\nby Ada\n\n**Log**\n\n- a\n- b\n\nChart\n\na chart\n\n| a | b |\n| - | - |',
    );
  });

  it('has the text of blocks that nobody knows yet', () => {
    const plain = (text: string) => ({ type: 'plain_text', text });
    const blocks = [
      { type: 'call', fallback: 'A call' },
      { type: 'card', title: plain('T'), subtitle: plain('S'), body: { type: 'mrkdwn', text: '*B*' } },
    ];
    expect(textOf({ text: '', blocks })).toBe('A call\n\nT\n\nS\n\n**B**');
  });

  it('prefers what the blocks show to the text of the notification', () => {
    expect(textOf({ text: 'alert', blocks: [{ type: 'section', text: { type: 'plain_text', text: 'Disk is full' } }] })).toBe(
      'Disk is full',
    );
  });
});

describe('elements of rich text', () => {
  const label = 'in <#C1|general> for <!subteam^S1|@it-team> and <#C2|>';
  it.each([
    ['a color', { type: 'color', value: '#F405B3' }, '#F405B3'],
    [
      'a date',
      { type: 'date', timestamp: 1720710212, format: '{date_num} at {time}', fallback: 'timey' },
      '2024-07-11 at 3:03 PM UTC',
    ],
    ['a date written out', { type: 'date', timestamp: 1720710212, format: '{date_long_pretty}' }, 'Thursday, July 11, 2024'],
    ['a date without a known format', { type: 'date', timestamp: 1, format: '{when}', fallback: 'soon' }, 'soon'],
    [
      'a date that is a link',
      { type: 'date', timestamp: 1720710212, format: '{date_short}', url: 'https://x.example' },
      '[Jul 11, 2024](https://x.example)',
    ],
    ['a channel', { type: 'channel', channel_id: 'C1' }, '#general'],
    ['a channel without a name', { type: 'channel', channel_id: 'C2' }, '#C2'],
    ['a user group', { type: 'usergroup', usergroup_id: 'S1' }, '@it-team'],
    ['a user group without a name', { type: 'usergroup', usergroup_id: 'S2' }, '@S2'],
    ['an emoji with an odd code', { type: 'emoji', name: 'wave', unicode: 'zz' }, '👋'],
    ['an unknown element with a fallback', { type: 'workflow', fallback: 'Approve leave' }, 'Approve leave'],
    ['an unknown element with text', { type: 'canvas', text: 'Runbook' }, 'Runbook'],
    [
      'an unknown element around others',
      {
        type: 'group',
        elements: [
          { type: 'text', text: 'a' },
          { type: 'text', text: 'b' },
        ],
      },
      'ab',
    ],
    ['an unknown element without any text', { type: 'sparkle' }, '\\[sparkle]'],
  ])('keeps %s', (_, element, expected) => {
    expect(textOf({ text: label, blocks: [rich(section({ type: 'text', text: 'x ' }, element))] })).toBe(`x ${expected}`);
  });

  it('keeps an unknown element beside sections', () => {
    expect(textOf({ blocks: [rich({ type: 'rich_text_video', fallback: 'a clip' })] })).toBe('a clip');
  });
});

describe('mrkdwn', () => {
  it.each([
    ['<!date^1720710212^{date_short} {time}|July>', 'Jul 11, 2024 3:03 PM UTC'],
    ['<!date^1720710212^Due {date_num}^https://x.example|July>', '[Due 2024-07-11](https://x.example)'],
    ['<!date^x^{date}|in July>', 'in July'],
    ['x <#C1|general> <#C2> <#C3|>', 'x #general #C2 #C3'],
    ['<!subteam^S1|@it> <!subteam^S2>', '@it @S2'],
    ['<!here> <!channel|channel>', '@here @channel'],
    [':wave: at 10:30:45, `:wave:`, :our-own:', '👋 at 10:30:45, `:wave:`, :our-own:'],
  ])('keeps what %s shows', (text, expected) => expect(textOf({ text })).toBe(expected));
});
