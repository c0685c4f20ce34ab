import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { actionHandlers, commands, formHandlers } from '../../src/chat/registry.ts';

const sources = readdirSync('src/chat', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => readFileSync(`src/chat/${file}`, 'utf8'));
/** handled by the router itself */
const ofTheRouter = ['help', 'say', 'more'];

describe('the registry', () => {
  it.each([
    'open',
    'list',
    'mine',
    'search',
    'view',
    'post',
    'close',
    'reopen',
    'queue',
    'claim',
    'assign',
    'ask',
    'resolve',
    'note',
    'defect',
    'release',
  ])('knows the word %s', (word) => {
    expect(commands.filter((one) => one.name === word)).toHaveLength(1);
  });

  it('no word, button or form is there twice', () => {
    const names = commands.map(({ name: word }) => word);
    expect(new Set(names).size).toBe(names.length);
  });

  it('every button any card shows does something', () => {
    const shown = new Set(
      sources.flatMap((text) => [...text.matchAll(/action: '([a-z-]+)'/g)].map(([, action]) => action ?? '')),
    );
    expect([...shown].filter((action) => !actionHandlers.has(action) && !ofTheRouter.includes(action))).toEqual([]);
    expect(shown.size).toBeGreaterThan(15);
  });

  it('every form anybody is given can be sent', () => {
    const given = new Set(
      sources.flatMap((text) => [...text.matchAll(/\n\s+name: '([a-z-]+)',\n\s+title:/g)].map(([, name]) => name ?? '')),
    );
    expect([...given].filter((name) => !formHandlers.has(name))).toEqual([]);
    expect(given.size).toBeGreaterThan(3);
  });
});
