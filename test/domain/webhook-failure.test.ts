import { expect, test } from 'vitest';
import { webhookFailure, webhookFailureClause } from '../../src/domain/webhook-failure.ts';

test.each([
  ['http_500', 'The endpoint answers with error 500.'],
  ['http_308', "The endpoint redirects to another address (308), which we don't follow."],
  ['http_429', 'The endpoint asks us to wait (error 429).'],
  ['enetunreach', "The host can't be reached."],
  ['address_not_public', 'The host is in a private network, which we never call.'],
  ['odd_code', 'The error is odd_code.'],
])('The error code %s of a webhook is said as “%s”', (code, text) => {
  expect(webhookFailure(code)).toBe(text);
});

test('An error of a webhook can follow a colon', () => {
  expect(webhookFailureClause('http_500')).toBe('the endpoint answers with error 500');
});
