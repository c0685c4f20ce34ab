import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { actions } from '../../src/chat/actions.ts';
import { actionHandlers, commands, formHandlers } from '../../src/chat/registry.ts';

const sources = readdirSync('src/chat', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => readFileSync(`src/chat/${file}`, 'utf8'));
/** Actions that the router itself handles. */
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
  ])('has the command %s', (name) => {
    expect(commands.filter((one) => one.name === name)).toHaveLength(1);
  });

  it('has no command twice', () => {
    const names = commands.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('handles every action that a card can offer', () => {
    const declared = Object.values(actions).map(({ name }) => name);
    expect(declared.filter((name) => !actionHandlers.has(name) && !ofTheRouter.includes(name))).toEqual([]);
    expect([...actionHandlers.keys()].filter((name) => !declared.includes(name))).toEqual([]);
    const written = sources.flatMap((text) => [...text.matchAll(/action: '([a-z-]+)'/g)].map(([, name = '']) => name));
    expect(written.filter((name) => !declared.includes(name))).toEqual([]);
    expect(declared.length).toBeGreaterThan(50);
  });

  it('handles every form that is defined', () => {
    const defined = sources.flatMap((text) =>
      [...text.matchAll(/defineForm\(\{\s*name: '([a-z-]+)'/g)].map(([, name = '']) => name),
    );
    expect(defined.filter((name) => !formHandlers.has(name))).toEqual([]);
    expect(defined.length).toBeGreaterThan(10);
  });
});
