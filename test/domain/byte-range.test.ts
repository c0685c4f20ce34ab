import { expect, test } from 'vitest';
import { contentRange, readRange } from '../../src/domain/byte-range.ts';

const etag = '"abc"';

test.for([
  ['bytes=0-0', 10, { start: 0, end: 0 }],
  ['bytes=4-', 10, { start: 4, end: 9 }],
  ['bytes=4-99', 10, { start: 4, end: 9 }],
  ['bytes=-3', 10, { start: 7, end: 9 }],
  ['Bytes=-3', 10, { start: 7, end: 9 }],
  // a suffix longer than the file is the whole file, as a range (RFC 9110, 14.1.2)
  ['bytes=-10', 10, { start: 0, end: 9 }],
  ['bytes=-11', 10, { start: 0, end: 9 }],
  ['bytes=-99999999999999999999999', 10, { start: 0, end: 9 }],
  // an empty file has no byte that a range could name, but its last bytes are all of it
  ['bytes=-5', 0, undefined],
  ['bytes=0-', 0, 'unsatisfiable'],
  ['bytes=10-', 10, 'unsatisfiable'],
  ['bytes=-0', 10, 'unsatisfiable'],
  // several ranges, also when one could hold them all
  ['bytes=0-1,2-3', 10, undefined],
  ['bytes=0-1,20-', 10, undefined],
  ['bytes=0-1,', 10, undefined],
  ['bytes=5-2', 10, undefined],
  ['bytes=-', 10, undefined],
  ['bytes=--3', 10, undefined],
  ['bytes=0x1-', 10, undefined],
  ['bytes=1e0-', 10, undefined],
  ['bytes 0-1', 10, undefined],
  ['lines=0-1', 10, undefined],
  ['', 10, undefined],
] as const)('reads %s of %i bytes', ([range, size, expected]) => {
  expect(readRange({ size, etag }, { range })).toEqual(expected);
});

test('takes a range only of the file that the client has', () => {
  const range = 'bytes=1-2';
  expect(readRange({ size: 10, etag }, { range, 'if-range': etag })).toEqual({ start: 1, end: 2 });
  for (const other of ['"other"', `W/${etag}`, 'Mon, 02 Nov 2026 15:00:00 GMT', ''])
    expect(readRange({ size: 10, etag }, { range, 'if-range': other })).toBeUndefined();
  expect([contentRange(10, { start: 1, end: 2 }), contentRange(10, undefined)]).toEqual(['bytes 1-2/10', 'bytes */10']);
});
