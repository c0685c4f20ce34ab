import { describe, expect, it } from 'vitest';
import { suggestCommand } from '../../src/chat/suggest-command.ts';

const commands = ['open', 'list', 'mine', 'search', 'view', 'post', 'close', 'reopen', 'help'];

describe('the suggested command', () => {
  it.each([
    ['serch', 'search'],
    ['saerch', 'search'],
    ['searches', 'search'],
    ['lsit', 'list'],
    ['se', 'search'],
    ['clsoe', 'close'],
    ['hlep', 'help'],
    ['reopne', 'reopen'],
  ])('for %s is %s', (typed, meant) => {
    expect(suggestCommand(typed, commands)).toBe(meant);
  });

  it.each([[''], ['x'], ['nonsense'], ['grade'], ['שלום'], ['😀'], ['x'.repeat(10_000)]])('is missing for %j', (typed) => {
    expect(suggestCommand(typed, commands)).toBeNull();
  });
});
