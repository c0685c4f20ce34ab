// One menu below a list in place of a button at each of its items: a wall of equal buttons hides what the items say.
import type { Button, Element, Inline, Option, Select } from '../../cards/elements.ts';
import { truncate } from '../../cards/visible-text.ts';
import { limits } from './limits.ts';

/** The most items that keep a button each. */
const maxButtons = 3;
/** Characters of an option: enough for a case number and the beginning of a subject. */
const optionLength = 60;

type Item = Element & { kind: 'listItem' };
type MenuItem = Item & { button: Button; menu: string };

/**
 * Replaces the buttons of each long list by one menu below it. A list goes on over the headings of its groups. A choice sends what the button
 * would have sent.
 */
export function withItemMenus(elements: readonly Element[]): readonly Element[] {
  if (!elements.some(isMenuItem)) return elements;
  const shown: Element[] = [];
  let list: Element[] = [];
  const endList = (): void => {
    shown.push(...withMenu(list));
    list = [];
  };
  for (const element of elements) {
    if (isMenuItem(element) || (list.length > 0 && element.kind === 'text')) list.push(element);
    else {
      endList();
      shown.push(element);
    }
  }
  endList();
  return shown;
}

function isMenuItem(element: Element): element is MenuItem {
  return element.kind === 'listItem' && element.menu !== undefined && element.button !== undefined;
}

function withMenu(list: readonly Element[]): Element[] {
  const items = list.filter(isMenuItem);
  const [first] = items;
  const isOneMenu = items.every(({ button, menu }) => button.action === first?.button.action && menu === first.menu);
  if (!first || items.length <= maxButtons || items.length > limits.selectOptions || !isOneMenu) return [...list];
  const menu: Select = { kind: 'select', label: first.menu, action: first.button.action, options: items.map(optionOf) };
  // texts after the last item are not a part of the list
  const end = list.findLastIndex(isMenuItem) + 1;
  return [...list.slice(0, end).map(withoutButton), { kind: 'actions', actions: [menu] }, ...list.slice(end)];
}

function optionOf({ text, button }: MenuItem): Option {
  return { label: truncate(text.map(plainText).join(''), optionLength), value: button.value ?? '' };
}

/** A menu shows no dates; a title has none. */
function plainText(part: Inline): string {
  if (typeof part === 'string') return part;
  if ('bold' in part) return part.bold;
  if ('at' in part) return '';
  return 'mention' in part ? part.name : part.text;
}

function withoutButton(element: Element): Element {
  if (!isMenuItem(element)) return element;
  const { button: _, menu: __, ...item } = element;
  return item;
}
