import { describe, expect, it } from 'vitest';
import { suggestCommand } from '../../src/chat/suggest-command.ts';

const words = ['open', 'list', 'mine', 'search', 'view', 'post', 'close', 'reopen', 'help'];

describe('the nearest word', () => {
  it.each([
    ['serch', 'search'],
    ['saerch', 'search'],
    ['searches', 'search'],
    ['lsit', 'list'],
    ['se', 'search'],
    ['clsoe', 'close'],
    ['hlep', 'help'],
    ['reopne', 'reopen'],
  ])('%s: %s', (typed, meant) => {
    expect(suggestCommand(typed, words)).toBe(meant);
  });

  it.each([[''], ['x'], ['nonsense'], ['grade'], ['שלום'], ['😀'], ['x'.repeat(10_000)]])('%j: none', (typed) => {
    expect(suggestCommand(typed, words)).toBeNull();
  });
});
