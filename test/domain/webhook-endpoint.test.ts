import { expect, it } from 'vitest';
import { maskEndpointUrl } from '../../src/domain/webhook-endpoint.ts';

it.each([
  ['https://hooks.example/', 'https://hooks.example/'],
  ['https://hooks.example/casebridge', 'https://hooks.example/casebridge'],
  ['https://hooks.example:8443/services/T0AB/B0CD/s3cr3tToken', 'https://hooks.example:8443/services/…'],
  ['https://hooks.example/web-hooks/', 'https://hooks.example/web-hooks'],
  ['https://hooks.example/v2/abc', 'https://hooks.example/v2/…'],
  ['https://hooks.example/5f2c9a1e77b04d3c', 'https://hooks.example/…'],
  ['https://hooks.example/f81d4fae-7dec-11d0-a765-00a0c91e6bf6/in', 'https://hooks.example/…'],
  ['https://hooks.example/aGVsbG8gd29ybGQgdG9rZW4', 'https://hooks.example/…'],
  ['https://hooks.example/correct-horse-battery-staple', 'https://hooks.example/…'],
  ['https://hooks.example/?token=s3cr3t', 'https://hooks.example/?…'],
  ['https://hooks.example/in?token=s3cr3t', 'https://hooks.example/in?…'],
  ['https://hooks.example//s3cr3t', 'https://hooks.example/…'],
])('shows %s as %s', (url, shown) => {
  expect(maskEndpointUrl(url)).toBe(shown);
});
