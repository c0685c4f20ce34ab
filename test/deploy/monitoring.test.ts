// The alerts, their runbooks and the dashboard, against the metrics that the bot really has.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parser } from '@prometheus-io/lezer-promql';
import { expect } from 'vitest';
import { parse } from 'yaml';
import { createMetrics } from '../../src/server/metrics.ts';
import { addEndpoint } from '../../src/usecases/webhooks/endpoints.ts';
import { test } from '../usecases/fixtures.ts';

const read = (file: string): string => readFileSync(path.join('deploy/monitoring', file), 'utf8');
const { groups } = parse(read('alerts.yaml')) as { groups: { rules: Rule[] }[] };
const rules = groups.flatMap((group) => group.rules);
const dashboard = JSON.parse(read('dashboard.json')) as {
  panels: { id: number; title: string; gridPos: Place; targets: { expr: string }[] }[];
};

interface Rule {
  alert: string;
  expr: string;
  labels: { severity: string };
  annotations: { summary: string; runbook: string };
}
interface Place {
  x: number;
  y: number;
  w: number;
  h: number;
}

/** By the grammar of Prometheus' own editor. */
function isPromql(expression: string): boolean {
  let isValid = true;
  parser.parse(expression).iterate({ enter: ({ type }) => void (isValid &&= !type.isError) });
  return isValid;
}

test('name only metrics and labels that the bot has', async ({ db }) => {
  const ready = { database: async () => true };
  const metrics = createMetrics(db.pool, { ready, trackers: ['jira'], platforms: ['slack'] });
  metrics.observe({ platform: 'slack', outcome: 'delivered', durationMs: 1 });
  metrics.countInbound({ platform: 'slack', kind: 'command', ending: { kind: 'effect' } });
  metrics.countApi({ operation: 'listCases', status: 200, durationMs: 1 });
  const { text } = await metrics.read();
  const known = new Map<string, Set<string>>();
  for (const [, name = '', labels = ''] of text.matchAll(/^(casebridge_\w+)(?:{(.*)})? /gm))
    known.set(name, new Set([...(known.get(name) ?? []), ...[...labels.matchAll(/(\w+)="/g)].map(([, label = '']) => label)]));
  // no issue and no endpoint is there that these could be about
  for (const name of ['casebridge_development_issues', 'casebridge_development_issue_overdue_seconds'])
    if (text.includes(`# TYPE ${name} `)) known.set(name, new Set(['tracker', 'state']));
  const expressions = [
    ...rules.map(({ expr }) => expr),
    ...dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
  ];
  const guides = [read('runbooks.md')];
  const named = new Set([...expressions, ...guides].flatMap((one) => [...one.matchAll(/casebridge_\w+/g)].map(([name]) => name)));
  expect(named.size).toBeGreaterThan(15);
  expect([...named].filter((name) => !known.has(name))).toEqual([]);
  for (const one of [...expressions, ...guides])
    for (const [, name = '', labels = ''] of one.matchAll(/(casebridge_\w+){([^}]*)}/g))
      for (const [, label = ''] of labels.matchAll(/(\w+)[=!]/g)) expect(known.get(name), `${name}{${label}}`).toContain(label);
  // what Prometheus and the alerting add
  const anyLabel = new Set(['instance', ...[...known.values()].flatMap((labels) => [...labels])]);
  for (const one of expressions)
    for (const [, labels = ''] of one.matchAll(/\bby \(([^)]*)\)/g))
      for (const label of labels.split(', ')) expect(anyLabel, one).toContain(label);
  for (const value of [...expressions, ...guides].flatMap((one) =>
    [...one.matchAll(/(?:state|outcome|ending)=~?"([^"]*)"/g)].flatMap(([, values = '']) => values.split('|')),
  ))
    expect(['pending', 'dead', 'delivered', 'ignored', 'failing', 'gone', 'failed', 'done', 'limited']).toContain(value);
  for (const one of expressions) expect(isPromql(one), one).toBe(true);
  expect(isPromql('max(casebridge_deliveries{state=}) >')).toBe(false);
});

test('each alert has a summary, a severity and a runbook of its own, and no runbook is left over', () => {
  const headings = [...read('runbooks.md').matchAll(/^## (\w+)$/gm)].map(([, name]) => name);
  expect(rules.map(({ alert }) => alert)).toEqual(headings);
  expect(rules).toHaveLength(20);
  for (const { alert, labels, annotations } of rules) {
    expect(['warning', 'critical']).toContain(labels.severity);
    expect(annotations.summary).toMatch(/^[A-Z].*[^.]$/);
    expect(annotations.runbook).toBe(`deploy/monitoring/runbooks.md#${alert.toLowerCase()}`);
  }
});

test('the alert about memory comes well before the limit of the container', () => {
  const [, alert = ''] = /resident_memory_bytes > (\d+e\d)/.exec(read('alerts.yaml')) ?? [];
  const [, limit = ''] = /limits: { memory: (\d+)Gi }/.exec(readFileSync('deploy/kubernetes/casebridge.yaml', 'utf8')) ?? [];
  expect(Number(alert)).toBeGreaterThan(300e6);
  expect(Number(alert)).toBeLessThan(Number(limit) * 2 ** 30 * 0.8);
});

test('the panels of the dashboard have IDs of their own and do not overlap', () => {
  const { panels } = dashboard;
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  const overlap = (one: Place, other: Place): boolean =>
    one.x < other.x + other.w && other.x < one.x + one.w && one.y < other.y + other.h && other.y < one.y + one.h;
  for (const [index, { gridPos, title }] of panels.entries()) {
    expect(gridPos.x + gridPos.w, title).toBeLessThanOrEqual(24);
    expect(panels.slice(index + 1).filter((other) => overlap(gridPos, other.gridPos))).toEqual([]);
  }
});

test('an endpoint of webhooks that is down or slow raises the alerts about webhooks, and none about chats', async ({
  db,
  world,
}) => {
  world.services.secretKeys = [Buffer.alloc(32, 7)];
  const everything = { events: [], modules: [], accountIds: [], internal: false };
  const added = await addEndpoint(
    world.services,
    { operator: 'root' },
    { name: 'CRM', url: 'https://crm.example/in', ...everything },
  );
  if (added === 'repeat') throw new Error('an endpoint was taken for a repeat');
  const startedAt = new Date();
  const where = { platform: 'webhook' as const, workspaceId: String(added.id) };
  const { id: outageId } = await db.prisma.outage.create({ data: { ...where, channelId: '', code: 'http_401', startedAt } });
  await db.prisma.destination.create({ data: { ...where, channelId: '1', outageId } });
  const sql = `insert into delivery (destination_id, kind, state) select id, 'webhook', $1::"DeliveryState" from destination where platform = 'webhook'`;
  for (const state of ['pending', 'sending', 'dead']) await db.pool.query(sql, [state]);
  const { text } = await createMetrics(db.pool).read();
  for (const line of [
    ...['pending', 'sending', 'dead'].map((state) => `casebridge_deliveries{state="${state}"} 0`),
    'casebridge_broken_destinations 0',
    'casebridge_webhook_endpoints{state="failing"} 1',
    'casebridge_webhook_deliveries{state="pending"} 2',
    'casebridge_webhook_deliveries{state="dead"} 1',
  ])
    expect(text.split('\n')).toContain(line);
  const attempts = rules.filter(({ expr }) => expr.includes('casebridge_delivery_attempt'));
  expect(attempts.map(({ alert }) => alert)).toEqual(['CasebridgeDeliveriesStuck', 'CasebridgeSlowPlatform']);
  for (const { expr } of attempts) expect(expr).toContain('platform!="webhook"');
});
