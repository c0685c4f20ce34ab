import { createHmac } from 'node:crypto';
import { isValidSlackRequest } from '@slack/bolt';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { signatureCheck } from '../../../src/slack/incoming/signature.ts';

const secret = 'a signing secret';
const refusal = signatureCheck(secret);
const now = (): number => Math.floor(Date.now() / 1000);

function signed(body: string, sentAt: string, by = secret): Record<string, string> {
  const hash = createHmac('sha256', by).update(`v0:${sentAt}:${body}`).digest('hex');
  return { 'x-slack-request-timestamp': sentAt, 'x-slack-signature': `v0=${hash}` };
}

it('accepts the example of Slack with its own secret and time', () => {
  const at = 1531420618;
  const body =
    'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c';
  const example = signatureCheck('8f742231b10e8888abcd99yyyzzz85a5', () => at * 1000);
  const headers = {
    'x-slack-request-timestamp': String(at),
    'x-slack-signature': 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
  };
  expect(example(headers, Buffer.from(body))).toBeNull();
  expect(example(headers, Buffer.from(`${body}&x=1`))).toBe('its signature is wrong');
});

it.each([
  ['of another secret', signed('{}', String(now()), 'another secret'), 'its signature is wrong'],
  ['of another body', signed('[]', String(now())), 'its signature is wrong'],
  ['of another version', { ...signed('{}', String(now())), 'x-slack-signature': 'v1=00' }, 'its signature is wrong'],
  ['that is empty', { ...signed('{}', String(now())), 'x-slack-signature': '' }, 'its signature is wrong'],
  [
    'of another time',
    { ...signed('{}', String(now())), 'x-slack-request-timestamp': String(now() + 1) },
    'its signature is wrong',
  ],
  ['that is old', signed('{}', String(now() - 301)), 'it was signed more than 300 seconds ago'],
  ['without a number as its time', signed('{}', 'now'), 'it was signed more than 300 seconds ago'],
  ['without a time', { 'x-slack-signature': 'v0=00' }, 'it has no signature'],
  ['that is missing', { 'x-slack-request-timestamp': String(now()) }, 'it has no signature'],
])('refuses a signature %s', (_what, headers, why) => {
  expect(refusal(headers, Buffer.from('{}'))).toBe(why);
});

it('refuses everything without a signing secret, even what is signed with none', () => {
  expect(signatureCheck('')(signed('{}', String(now()), ''), Buffer.from('{}'))).toBe('there is no signing secret');
});

it('agrees with Bolt about every body, in any script', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom(secret, 'another'),
      fc.integer({ min: -600, max: 600 }),
      (body, by, age) => {
        const headers = signed(body, String(now() - age), by);
        const asNumbers = { ...headers, 'x-slack-request-timestamp': now() - age } as never;
        const bolt = isValidSlackRequest({ signingSecret: secret, body, headers: asNumbers });
        expect(refusal(headers, Buffer.from(body)) === null).toBe(bolt);
      },
    ),
  );
});
