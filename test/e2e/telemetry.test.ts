// OpenTelemetry, end to end: the whole bot, both platforms, and a collector that keeps what it gets.
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig } from '../../src/config/index.ts';
import { apiScopeNames } from '../../src/domain/api-token.ts';
import { startCasebridge } from '../../src/main.ts';
import { createLog } from '../../src/server/log.ts';
import { runTick } from '../../src/server/schedule.ts';
import { createToken } from '../../src/usecases/api/tokens.ts';
import type { Services } from '../../src/usecases/context.ts';
import { card, reply, textOf, until } from './harness.ts';
import { asked, openTeamsHarness, seen, type TeamsHarness } from './teams-harness.ts';

interface Span {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  attributes: { key: string; value: { stringValue?: string } }[];
}
interface Metric {
  name: string;
  sum?: { isMonotonic: boolean; dataPoints: { asDouble?: number; attributes: Span['attributes'] }[] };
  histogram?: { dataPoints: { count: number; bucketCounts: number[]; explicitBounds: number[] }[] };
}

const received = { traces: [] as string[], metrics: [] as string[] };
let collector: Server;
let harness: TeamsHarness;

beforeAll(async () => {
  collector = createServer((request, response) => {
    void text(request).then((body) => {
      received[request.url === '/v1/traces' ? 'traces' : 'metrics'].push(body);
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  }).listen(0, '127.0.0.1');
  await once(collector, 'listening');
  const { port } = collector.address() as AddressInfo;
  harness = await openTeamsHarness({
    environment: {
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
      OTEL_METRIC_EXPORT_INTERVAL: '1000',
      OTEL_BSP_SCHEDULE_DELAY: '20',
    },
  });
});
afterAll(async () => {
  await harness.stop();
  collector.close();
});

const spans = (): Span[] =>
  received.traces.flatMap((body) =>
    (JSON.parse(body) as { resourceSpans: { scopeSpans: { spans: Span[] }[] }[] }).resourceSpans.flatMap(({ scopeSpans }) =>
      scopeSpans.flatMap((scope) => scope.spans),
    ),
  );
const attribute = ({ attributes }: Pick<Span, 'attributes'>, name: string): string | undefined =>
  attributes.find(({ key }) => key === name)?.value.stringValue;

const isTo = (span: Span, platform?: string): boolean =>
  platform === undefined || attribute(span, 'casebridge.platform') === platform;

/** Waits for a trace that begins with a span of this name and has this many deliveries, or this many to a platform. */
const traceOf = (name: string, deliveries: number, platform?: string): Promise<Span[]> =>
  until(
    `a trace “${name}” with ${deliveries} deliveries`,
    () =>
      spans()
        .filter((root) => root.name === name && root.parentSpanId === undefined)
        .map((root) => spans().filter(({ traceId }) => traceId === root.traceId))
        .find((all) => all.filter((span) => span.name === 'deliver' && isTo(span, platform)).length >= deliveries),
    () =>
      spans()
        .map((span) => `${span.traceId} ${span.name} ${attribute(span, 'casebridge.delivery.kind') ?? ''}`)
        .join('\n'),
  );

function expectWhole(trace: Span[]): void {
  const [root, transaction] = [trace.find(({ parentSpanId }) => !parentSpanId), trace.find(({ name }) => name === 'transaction')];
  expect(transaction?.parentSpanId).toBe(root?.spanId);
  const ids = new Set(trace.map(({ spanId }) => spanId));
  for (const { name, parentSpanId } of trace) expect(name === root?.name || ids.has(parentSpanId ?? ''), name).toBe(true);
}
const deliveriesOf = (trace: Span[]): (string | undefined)[][] =>
  trace
    .filter(({ name }) => name === 'deliver')
    .map((span) => ['platform', 'delivery.kind', 'delivery.outcome'].map((name) => attribute(span, `casebridge.${name}`)))
    .sort();

test('a case that is opened on Slack, and its cards, are one trace', async () => {
  const { ada, slackHelp, slackQueue } = harness;
  await ada.command('open', slackHelp);
  await ada.submit({ subject: 'Secret subject', module: 'Attendance', priority: 'Medium', description: 'Secret description' });
  await card(slackQueue, 'Secret subject', 'Status: New');
  const trace = await traceOf('slack form-submitted', 2);
  expect(deliveriesOf(trace)).toEqual([['slack', 'card', 'delivered'], expect.arrayContaining(['card', 'delivered']) as unknown]);
  expectWhole(trace);
});

test('a case that is opened on Teams, and its cards on both platforms, are one trace', async () => {
  const { rosa, slackQueue } = harness;
  await rosa.press(await asked(rosa, 'open Hidden subject', '[Open a case]'), 'Open a case');
  await rosa.submit({ module: 'Attendance', priority: 'Medium', description: 'Secret on Teams' }, 'Open case');
  rosa.closeDialog();
  await seen(rosa, rosa.direct, 'Hidden subject', 'Status: New');
  await card(slackQueue, 'Hidden subject', 'Status: New');
  const trace = await traceOf('teams form-submitted', 2);
  expect(deliveriesOf(trace)).toEqual([
    ['slack', 'card', 'delivered'],
    ['teams', 'card', 'delivered'],
  ]);
  expectWhole(trace);
});

test('a post, its copy on the other platform and the cards that it changes are one trace', async () => {
  const { max, rosa, slackQueue } = harness;
  const his = await card(slackQueue, 'Hidden subject', 'Status: New');
  await max.say('Secret answer', slackQueue, his);
  await seen(rosa, rosa.direct, 'Secret answer');
  const trace = await traceOf('slack message', 1, 'teams');
  expect(deliveriesOf(trace)).toContainEqual(['teams', 'post', 'delivered']);
  expectWhole(trace);
  const { rows } = await harness.bot.services.db.pool.query<{ traces: number }>(
    `select count(distinct substr(traceparent, 4, 32)) traces from delivery d join post on post.id = d.post_id where post.body = 'Secret answer'`,
  );
  expect(rows).toEqual([{ traces: 1 }]);
});

test('a case that is opened with the API, and its cards, are one trace', async () => {
  const { bot, db, slackQueue } = harness;
  const { secret } = await createToken(
    { ...bot.services, db: { ...bot.services.db, ...db } },
    { operator: 'root' },
    { name: 'Secret name', scopes: apiScopeNames, accounts: [], perMinute: 60, expiresAt: null },
  );
  const response = await fetch(`${bot.url}/api/v1/cases`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${secret}`,
      'casebridge-act-as': 'ada@plainview.example',
      'content-type': 'application/json',
      'idempotency-key': 'secret-key-1',
    },
    body: JSON.stringify({ subject: 'Secret of the API', description: 'Secret', module: 'Attendance', priority: 'Medium' }),
  });
  expect([response.status, await response.text()]).toEqual([201, expect.anything()]);
  await card(slackQueue, 'Secret of the API', 'Status: New');
  const trace = await traceOf('api request', 1);
  expect(attribute(trace.find(({ name }) => name === 'api request') as Span, 'casebridge.operation')).toBe('openCase');
  expectWhole(trace);
});

test('what a job does is one trace', async () => {
  const { bot } = harness;
  const job = { name: 'sla', expression: '* * * * *', run: ({ db }: Services) => db.transaction(async () => ({})) };
  await runTick(bot.services, createLog('silent'), job, new Date('2026-01-01T00:00:00Z'));
  const trace = await traceOf('job sla', 0);
  expectWhole(trace);
  expect(trace.map(({ name }) => name).sort()).toEqual(['job sla', 'transaction']);
});

test('metrics are those of /metrics', async () => {
  const named = (name: string): Metric | undefined =>
    received.metrics
      .flatMap((body) => (JSON.parse(body) as { resourceMetrics: { scopeMetrics: { metrics: Metric[] }[] }[] }).resourceMetrics)
      .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap(({ metrics }) => metrics))
      .findLast((metric) => metric.name === name);
  const delivered = await until('delivery attempts', () => {
    const point = named('casebridge_delivery_attempts_total')?.sum?.dataPoints.find(
      (one) => attribute(one, 'platform') === 'teams' && attribute(one, 'outcome') === 'delivered',
    );
    return point?.asDouble || undefined; // it counts from zero on
  });
  expect(delivered).toBeGreaterThan(0);
  expect(named('casebridge_delivery_attempts_total')?.sum?.isMonotonic).toBe(true);
  const [duration] = named('casebridge_delivery_attempt_duration_seconds')?.histogram?.dataPoints ?? [];
  expect(duration?.explicitBounds).toEqual([0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15]);
  expect(duration?.bucketCounts).toHaveLength(9);
  expect(duration?.bucketCounts.reduce((sum, count) => sum + Number(count), 0)).toBe(Number(duration?.count));
  const shown = await (await fetch(`${harness.bot.url}/metrics`)).text();
  for (const name of ['casebridge_deliveries', 'casebridge_inbound_events_total', 'casebridge_broken_destinations']) {
    expect(shown).toContain(name);
    expect(named(name), name).toBeDefined();
  }
});

test('nothing of the texts and names is sent', () => {
  const all = [...received.traces, ...received.metrics].join('\n');
  expect(all).toContain('casebridge.delivery.kind');
  // a job is called “secrets”
  const leaked = /secret(?!s")|hidden|Rosa|Ada Park|Reyes|plainview|rivertown|\bcampus|U0ADA|C0QUEUE|CB-1/i.exec(all);
  expect(leaked).toBeNull();
});

test('a process that stops sends its last metrics, those of the database among them', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'casebridge-leaving-'));
  const lines: string[] = [];
  const other = await startCasebridge(
    readConfig({
      PORT: '0',
      DATABASE_URL: harness.db.url,
      CASEBRIDGE_DATA_DIR: folder,
      TEAMS_DEV_NO_AUTH: '1',
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(collector.address() as AddressInfo).port}`,
      OTEL_TRACES_EXPORTER: 'none',
      OTEL_SERVICE_NAME: 'leaving',
    }),
    { schedule: false, log: createLog('warn', { write: (line) => void lines.push(line) }) },
  );
  await other.stop();
  await rm(folder, { recursive: true, force: true });
  const last = received.metrics.findLast((body) => body.includes('"leaving"')) ?? '';
  expect(last).toContain('casebridge_deliveries');
  const instances = received.metrics.map((body) => /"service\.instance\.id","value":\{"stringValue":"([^"]+)"/.exec(body)?.[1]);
  // the process that leaves, and the one that stays
  expect([...new Set(instances)]).toHaveLength(2);
  expect(instances).not.toContain(undefined);
  expect(last).toContain('casebridge_delivery_attempts_total');
  expect(lines.join('')).not.toContain('the metrics of the database cannot be read');
});

test('a collector that is gone changes nothing, and is logged once', async () => {
  collector.closeAllConnections();
  collector.close();
  await once(collector, 'close');
  const { max, rosa, slackQueue } = harness;
  const his = await card(slackQueue, 'Hidden subject', 'Status: New');
  const complaint = 'the OpenTelemetry collector does not take traces or metrics; they are dropped';
  const complaints = (): number => harness.logged().split(complaint).length - 1;
  for (let n = 1; n <= 3; n += 1) {
    await max.say(`After the end ${n}`, slackQueue, his);
    await seen(rosa, rosa.direct, `After the end ${n}`);
  }
  await until('the log to say so', () => complaints() > 0);
  await rosa.say('Still here', { quoting: await seen(rosa, rosa.direct, 'After the end 3') });
  expect(textOf(await reply(slackQueue, his, 'Still here'))).toContain('Rosa Lind');
  expect(complaints()).toBe(1);
});
