import { expect, it } from 'vitest';
import { parseRequest } from '../../../src/slack/incoming/payload.ts';

const envelope = { type: 'event_callback', team_id: 'T0', event_id: 'Ev0' };

function nested(levels: number): object {
  return levels === 1
    ? { type: 'text', text: 'deep\0est' }
    : { type: 'rich_text_section', elements: [nested(levels - 1)], unknown: 1 };
}

it.each([1, 3, 4, 5, 6, 20])('reads rich text with %i levels of elements in a block', (levels) => {
  const event = { type: 'message', user: 'U0', channel: 'C0', ts: '1.0' };
  const block = { type: 'rich_text', elements: [nested(levels)] };
  const read = JSON.stringify(parseRequest({ ...envelope, event: { ...event, blocks: [block] } }));
  expect(read.match(/rich_text_section/g) ?? []).toHaveLength(levels - 1);
  expect(read).toContain('"text":"deepest"');
  expect(read).not.toContain('unknown');
  const wrong = { ...block, elements: [{ ...block, indent: 'x' }] };
  expect(() => parseRequest({ ...envelope, event: { ...event, blocks: [wrong] } })).toThrow('event.blocks');
});

it('takes nothing from __proto__ and does not change what a payload inherits', () => {
  const body = JSON.parse(
    `{"type":"block_actions","user":{"id":"U0"},"team":{"id":"T0"},"trigger_id":"1","__proto__":{"polluted":1},
      "actions":[{"type":"button","action_id":"a","__proto__":{"value":"x"}}],
      "view":{"id":"V0","type":"modal","__proto__":{"callback_id":"x"},"state":{"values":
        {"__proto__":{"a":{"value":"x"}},"constructor":{"prototype":{"value":"x"}},"b":{"__proto__":{"value":"x"}}}}}}`,
  ) as unknown;
  const read = parseRequest(body) as { actions: object[]; view: { state: { values: Record<string, object> } } };
  const { values } = read.view.state;
  expect(Object.keys(values)).toEqual(['constructor', 'b']);
  for (const one of [read, read.view, read.actions[0], values, values['b']]) {
    expect(Object.getPrototypeOf(one)).toBe(Object.prototype);
    expect(Object.hasOwn(one ?? {}, '__proto__')).toBe(false);
  }
  expect(read).not.toHaveProperty('polluted');
  expect(read.actions[0]).not.toHaveProperty('value');
  expect(read.view).not.toHaveProperty('callback_id');
  expect({}).not.toHaveProperty('polluted');
});
