import { describe, expect, it } from 'vitest';
import { completeRequest, searchRequest } from '../../src/demo/complete-interaction.ts';

/** What local-slack sends for a button of a message. */
const press = (fields: object): string => {
  const payload = {
    type: 'block_actions',
    user: { id: 'U0ADA' },
    trigger_id: '1.2.abc',
    response_url: 'http://localhost/_hooks/response/1',
    container: { type: 'message', message_ts: '-', channel_id: '' },
    channel: { id: '', name: '' },
    state: { values: {} },
    ...fields,
  };
  return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
};

const read = (body: string): Record<string, unknown> =>
  JSON.parse(new URLSearchParams(body).get('payload') ?? '') as Record<string, unknown>;

describe('a request from local-slack', () => {
  it('stays as it is when nothing is missing', () => {
    const event = JSON.stringify({ type: 'event_callback', event: { type: 'message', text: 'a&payload' } });
    expect(completeRequest(event)).toBe(event);
    // as a browser's form writes them
    expect(completeRequest('{"text":"one\\r\\ntwo"}')).toBe('{"text":"one\\ntwo"}');
    const command = 'command=%2Fcase&text=payload';
    expect(completeRequest(command)).toBe(command);
  });

  it('names the view of a button in a modal, with what was typed', () => {
    const view = { id: 'V1', type: 'modal', state: { values: { title: { value: { type: 'plain_text_input', value: 'x' } } } } };
    const action = {
      type: 'button',
      action_id: 'next',
      block_id: 'b',
      value: '7',
      text: { type: 'plain_text', casebridge: { view } },
    };
    const payload = read(completeRequest(press({ actions: [action] })));
    expect(payload).toMatchObject({ container: { type: 'view', view_id: 'V1' }, view, trigger_id: '1.2.abc' });
    expect(payload.actions).toEqual([{ type: 'button', action_id: 'next', block_id: 'b', value: '7' }]);
    for (const absent of ['channel', 'message', 'response_url']) expect(payload).not.toHaveProperty(absent);
  });

  it('becomes a shortcut, on a message or without one', () => {
    const shortcut = (callback: string) => ({ type: 'button', text: { type: 'plain_text', casebridge: { shortcut: callback } } });
    const message = { ts: '1.5', text: 'The copier prints stripes.' };
    const channel = { id: 'C1', name: 'general' };
    expect(read(completeRequest(press({ actions: [shortcut('on')], message, channel })))).toMatchObject({
      type: 'message_action',
      callback_id: 'on',
      message,
      message_ts: '1.5',
      channel,
    });
    expect(read(completeRequest(press({ actions: [shortcut('open')] })))).toMatchObject({
      type: 'shortcut',
      callback_id: 'open',
    });
  });

  it('names the thread of a message', () => {
    const message = { ts: '2.0', thread_ts: '1.0' };
    const payload = read(completeRequest(press({ actions: [{ type: 'button', action_id: 'next' }], message })));
    expect(payload.container).toMatchObject({ type: 'message', thread_ts: '1.0' });
  });
});

it('requests the options of a search field, and refuses anything else', () => {
  const typed = { user: 'U0MAX', view: { id: 'V1' }, block_id: 'accounts', action_id: 'search', value: 'plain' };
  expect(read(searchRequest(JSON.stringify(typed)))).toMatchObject({
    type: 'block_suggestion',
    user: { id: 'U0MAX' },
    container: { type: 'view', view_id: 'V1' },
    value: 'plain',
  });
  expect(() => searchRequest('{"user":1}')).toThrow();
});
