import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { diagramIn, statusDiagram } from './status-diagram.ts';

it('the README shows the life cycle as it is (to update it: node --import tsx test/checks/status-diagram.ts)', () => {
  expect(diagramIn(readFileSync('README.md', 'utf8'))).toBe(statusDiagram());
});

it('the diagram has no arrow from a status to itself and no arrow twice', () => {
  const arrows = [...statusDiagram().matchAll(/^ {2}(\S+) --> (\w+):/gm)].map(([, from = '', to = '']) => `${from} ${to}`);
  expect(arrows.filter((arrow) => arrow.split(' ')[0] === arrow.split(' ')[1])).toEqual([]);
  expect(new Set(arrows).size).toBe(arrows.length);
  expect(arrows.length).toBeGreaterThan(20);
});
