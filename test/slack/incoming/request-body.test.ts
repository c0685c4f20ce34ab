import { HTTPModuleFunctions, type BufferedIncomingMessage } from '@slack/bolt';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isConnectionCheck, parseBody } from '../../../src/slack/incoming/request-body.ts';

const form = 'application/x-www-form-urlencoded';

it('reads JSON, the fields of a form, and the payload of a form', () => {
  expect(parseBody('application/json', '{"type":"event_callback"}')).toEqual({ type: 'event_callback' });
  expect({ ...parseBody(form, 'command=%2Fcase&text=claim+CB-1%20now') }).toEqual({ command: '/case', text: 'claim CB-1 now' });
  expect(parseBody(form, 'payload=%7B%22type%22%3A%22shortcut%22%2C%22at%22%3A%22a%2Bb+c%22%7D')).toEqual({
    type: 'shortcut',
    at: 'a+b c',
  });
  expect(parseBody(form, 'other=1&payload=%7B%22type%22%3A%22shortcut%22%7D')).toEqual({ type: 'shortcut' });
});

it.each([
  ['application/json', 'null'],
  ['application/json', '[]'],
  ['application/json', '"payload"'],
  ['application/json', '{'],
  [undefined, ''],
  [form, 'payload=null'],
  [form, 'payload=%5B%5D'],
  [form, 'payload='],
  [form, 'payload=%7B'],
  [form, 'payload=%E0%A4%A'],
])('finds no object in %s %s', (type, body) => {
  expect(parseBody(type, body)).toBeNull();
});

it('reads every form as Bolt does', () => {
  const value = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.json(),
    fc.jsonValue().map((one) => JSON.stringify({ one })),
  );
  const name = fc.constantFrom('payload', 'command', 'text', 'type');
  const encoded = fc.array(fc.tuple(name, value), { maxLength: 4 }).map((fields) => new URLSearchParams(fields).toString());
  // also what no client encodes properly
  const odd = fc.string({ unit: fc.constantFrom('%', '7B', '=', '&', '+', 'payload', '{', '}', 'é') });
  fc.assert(
    fc.property(
      fc.oneof(
        encoded,
        odd,
        odd.map((text) => `payload=${text}`),
      ),
      (body) => {
        let bolt: unknown;
        try {
          const request = { rawBody: Buffer.from(body), headers: { 'content-type': form } };
          bolt = HTTPModuleFunctions.parseHTTPRequestBody(request as unknown as BufferedIncomingMessage);
        } catch {
          bolt = null;
        }
        const isObject = typeof bolt === 'object' && bolt !== null && !Array.isArray(bolt);
        expect(parseBody(form, body)).toEqual(isObject ? bolt : null);
      },
    ),
    { numRuns: 500 },
  );
});

describe('a check of the connection', () => {
  it('is a form that says so, whatever else it holds', () => {
    expect(isConnectionCheck(form, 'token=x&ssl_check=1')).toBe(true);
    expect(isConnectionCheck(form, 'ssl_check=0')).toBe(false);
    expect(isConnectionCheck(form, 'text=ssl_check%3D1')).toBe(false);
    expect(isConnectionCheck(form, 'not_ssl_check=1')).toBe(false);
    expect(isConnectionCheck('application/json', '{"text":"ssl_check=1"}')).toBe(false);
  });
});
