// The menu below a list that replaces a button at each of its items.
import { describe, expect, it } from 'vitest';
import type { Element } from '../../../src/cards/elements.ts';
import { messageBlocks, viewBlocks } from '../../../src/slack/render/fit.ts';
import { limits } from '../../../src/slack/render/limits.ts';
import { checkBlocks } from '../../fake-slack/block-kit.ts';
import type { Block } from '../../fake-slack/state.ts';
import { longList } from '../../cards/long-list.ts';

function withMenus(elements: readonly Element[]): Element[] {
  return elements.map((element) => (element.kind === 'listItem' ? { ...element, menu: 'View a case' } : element));
}

const row = (n: number): Element => ({
  kind: 'listItem',
  text: [{ bold: `CB-${n}` }, ` Bus ${n}`],
  button: { kind: 'button', label: 'View', action: 'view', value: String(n) },
  menu: 'View a case',
});
const heading = (text: string): Element => ({ kind: 'text', text: [{ bold: text }] });

interface Shown {
  type: string;
  accessory?: object;
  text?: { text: string };
  elements?: {
    type: string;
    action_id: string;
    placeholder?: { text: string };
    options?: { value: string; text: { text: string } }[];
  }[];
}
const shown = (elements: Element[]): Shown[] => messageBlocks(elements) as unknown as Shown[];

describe('a list in Slack', () => {
  it('has one menu below its last item, over the headings of its groups', () => {
    const blocks = shown([
      heading('Overdue'),
      row(1),
      row(2),
      heading('Due later'),
      row(3),
      row(4),
      { kind: 'divider' },
      heading('Else'),
    ]);
    expect(blocks.map(({ type, accessory }) => [type, accessory])).toEqual([
      ...Array.from({ length: 6 }, () => ['section', undefined]),
      ['actions', undefined],
      ['divider', undefined],
      ['section', undefined],
    ]);
    const [menu] = blocks[6]?.elements ?? [];
    expect(menu).toMatchObject({ type: 'static_select', placeholder: { text: 'View a case' } });
    expect(menu?.action_id).toMatch(/^view#/);
    expect(menu?.options?.map(({ value, text }) => [value, text.text])).toEqual(
      [1, 2, 3, 4].map((n) => [String(n), `CB-${n} Bus ${n}`]),
    );
  });

  it('keeps a button at each item while there are three at most, or where they do different things', () => {
    const buttons = (elements: Element[]): number => shown(elements).filter(({ accessory }) => accessory !== undefined).length;
    expect(buttons([row(1), row(2), row(3)])).toBe(3);
    const other: Element = {
      kind: 'listItem',
      text: ['Other'],
      button: { kind: 'button', label: 'Go', action: 'help' },
      menu: 'Go',
    };
    expect(buttons([row(1), row(2), row(3), other])).toBe(4);
  });

  it('fits a message and a view with forty long rows', () => {
    const list = withMenus(longList(40, { subject: 200, detail: 200, passage: 90 }));
    checkBlocks(messageBlocks(list) as unknown as Block[], 'message');
    for (const blocks of [messageBlocks(list), viewBlocks(list)])
      expect(blocks.filter(({ type }) => type === 'section').length).toBeGreaterThanOrEqual(40);
    expect(JSON.stringify(messageBlocks(list)).length).toBeLessThanOrEqual(limits.messageCharacters);
  });
});
