// Draws the life cycle of a case as the Mermaid diagram in the README, from the table in src/domain/transition.ts. To update the README
// after a change of the table: node --import tsx test/checks/status-diagram.ts
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { lifeCycle, type StatusMove } from '../../src/domain/status-moves.ts';
import { statuses, statusLabel, waitsOn, type Status, type WaitsOn } from '../../src/domain/status.ts';
import type { Action } from '../../src/domain/transition.ts';

const labels: Record<Action, string> = {
  open: 'open',
  claim: 'claim',
  assign: 'assign',
  ask: 'ask',
  answer: 'answer (back to where it was asked)',
  resolve: 'resolve',
  confirm: 'confirm',
  decline: 'still happening',
  schedule: 'schedule',
  resumeScheduled: 'date arrives',
  escalate: 'escalate',
  return: 'return with answer',
  qualify: 'product defect',
  unlink: 'unlink defect',
  fixed: 'mark fixed',
  close: 'close',
  noResponse: 'no response',
  reopen: 'reopen',
};

const parties: Record<WaitsOn, { name: string; style: string }> = {
  support: { name: 'support', style: 'fill:#dbeafe,stroke:#1d4ed8,color:#172554' },
  contact: { name: 'contact', style: 'fill:#fef3c7,stroke:#b45309,color:#451a03' },
  team: { name: 'internal team', style: 'fill:#ede9fe,stroke:#6d28d9,color:#2e1065' },
  development: { name: 'development', style: 'fill:#dcfce7,stroke:#15803d,color:#052e16' },
  nobody: { name: '', style: 'fill:#e5e7eb,stroke:#4b5563,color:#111827' },
};

/** Draws the diagram: one color per party that acts next, and one source for what every open status allows. */
export function statusDiagram(): string {
  const { from, fromAnyOpen } = lifeCycle();
  const order = Object.keys(parties) as WaitsOn[];
  const grouped = order.map((party) => statuses.filter((status) => waitsOn(status) === party));
  return [
    'stateDiagram-v2',
    ...grouped.flat().map((status) => `  state "${title(status)}" as ${status}`),
    '  state "Any open status" as Open',
    `  [*] --> New: ${labels.open}`,
    ...grouped.flat().flatMap((status) => edges(status, from[status])),
    ...edges('Open', fromAnyOpen),
    ...order.map((party) => `  classDef ${party} ${parties[party].style}`),
    ...order.map((party, index) => `  class ${(grouped[index] ?? []).join(',')} ${party}`),
  ].join('\n');
}

function title(status: Status): string {
  const { name } = parties[waitsOn(status)];
  return name === '' ? statusLabel(status) : `${statusLabel(status)} (${name})`;
}

/** One arrow for each target, with all actions that lead there. */
function edges(from: Status | 'Open', moves: readonly StatusMove[]): string[] {
  return [...new Set(moves.map(({ to }) => to))].map((target) => {
    const texts = moves.filter(({ to }) => to === target).map(({ action }) => labels[action]);
    return `  ${from} --> ${target === 'asked' ? 'Open' : target}: ${texts.join(', ')}`;
  });
}

const block = /(\n## Case statuses\n[^]*?```mermaid\n)([^]*?)(\n```\n)/;

/** Reads the diagram that a README contains. @returns null without such a section */
export function diagramIn(readme: string): string | null {
  return block.exec(readme)?.[2] ?? null;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const readme = readFileSync('README.md', 'utf8');
  writeFileSync(
    'README.md',
    readme.replace(block, (_, before: string, _old, after: string) => before + statusDiagram() + after),
  );
}
