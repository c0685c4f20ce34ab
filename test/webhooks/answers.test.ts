// What an endpoint answers, or does not, and what becomes of its events: tried again in order, given up, kept, or sent once more.
import { describe, expect } from 'vitest';
import { addPost } from '../../src/usecases/cases/add-post.ts';
import {
  changeAddress,
  pauseEndpoint,
  removeEndpoint,
  replayEndpoint,
  resumeEndpoint,
  rotateSecret,
  testEndpoint,
} from '../../src/usecases/webhooks/endpoints.ts';
import { internalActions } from '../../src/domain/webhook-events.ts';
import { dispatchEvents } from '../../src/outbox/enqueue/webhooks.ts';
import { listEndpoints } from '../../src/usecases/webhooks/list-endpoints.ts';
import { Webhook } from 'standardwebhooks';
import { createMetrics } from '../../src/server/metrics.ts';
import { until } from '../outbox/harness.ts';
import { webhookCard } from '../../src/chat/webhooks/webhook-cards.ts';
import { readCard } from '../chat/read-card.ts';
import { operator, test } from './fixtures.ts';

/** The texts of the posts that arrived with a 2xx answer. */
const texts = (accepted: { payload: { data: object } }[]): string[] =>
  accepted.map(({ payload }) => (payload.data as { post: { text: string } }).post.text);

describe('an answer', () => {
  test.for([
    ['a failure', { status: 500 }],
    ['a missing answer', 'never'],
    ['a lost connection', 'cut'],
    ['a rate limit with Retry-After', { status: 429, headers: { 'retry-after': '0' } }],
    ['a rate limit with a date in the past', { status: 503, headers: { 'retry-after': 'Sun, 01 Nov 2026 00:00:00 GMT' } }],
  ] as const)(
    'of %s keeps the order of the case, and the event comes again under its ID',
    async ([, bad], { world, add, send, endpoint }) => {
      await add({ events: ['post.created'] });
      const number = await world.open();
      const before = await send()
        .idle()
        .then(() => endpoint.accepted().length);
      endpoint.answer = ({ payload }, times) =>
        times <= 2 && (payload.data as { post?: { text: string } }).post?.text === 'first' ? bad : { status: 204 };
      for (const text of ['first', 'second', 'third'])
        await addPost(world.services, world.ada, { number, text }, world.request());
      await send({ timeoutMs: 100 }).idle();
      expect(texts(endpoint.accepted()).slice(before)).toEqual(['first', 'second', 'third']);
      const firsts = endpoint
        .received()
        .filter(({ payload }) => (payload.data as { post: { text: string } }).post.text === 'first');
      expect(firsts).toHaveLength(3);
      expect(new Set(firsts.map(({ id }) => id)).size).toBe(1);
    },
  );

  test('that asks for an hour is no longer obeyed once another process told it to go on', async ({
    db,
    world,
    add,
    send,
    endpoint,
  }) => {
    const id = await add({ events: ['post.created'] });
    const number = await world.open();
    await send().idle();
    endpoint.answer = () => ({ status: 429, headers: { 'retry-after': '3600' } });
    await addPost(world.services, world.ada, { number, text: 'patient' }, world.request());
    const paused = { platform: 'webhook', leaseUntil: null, nextAt: { gt: new Date(Date.now() + 60_000) } } as const;
    await until(async () => (await db.prisma.destination.count({ where: paused })) > 0);
    endpoint.answer = () => ({ status: 204 });
    await resumeEndpoint(world.services, operator, id);
    await until(() => texts(endpoint.accepted()).includes('patient'));
  });

  test('of 400 that ended with a dead letter does not count as failing once later events arrive', async ({
    world,
    add,
    send,
    endpoint,
  }) => {
    await add({ events: ['post.created'] });
    const number = await world.open();
    endpoint.answer = ({ payload }) => ({ status: texts([{ payload }])[0] === 'refused' ? 400 : 200 });
    const post = async (text: string): Promise<string> => {
      await addPost(world.services, world.ada, { number, text }, world.request());
      await send({ attemptLimit: 3 }).idle();
      const [listed] = await listEndpoints(world.services, operator);
      return listed ? readCard(webhookCard(listed)) : '';
    };
    expect(await post('refused')).toMatch(/State: Failing.*Events aren't arriving\. The endpoint answers with error 400\./s);
    const later = await post('later');
    expect(later).toMatch(/State: Active.*1 event was given up\. Choose Replay to send it again\./s);
    expect(later).not.toContain('http_400');
  });

  test('of 400 again and again makes a dead letter, and a replay sends it in its place', async ({
    db,
    world,
    add,
    send,
    endpoint,
  }) => {
    const id = await add({ events: ['post.created'] });
    const number = await world.open();
    const first = send();
    await first.idle();
    await first.stop(); // it would give up later than the next worker
    endpoint.answer = () => ({ status: 400 });
    await addPost(world.services, world.ada, { number, text: 'refused' }, world.request());
    await send({ attemptLimit: 3 }).idle();
    expect(await db.prisma.delivery.findFirst({ where: { state: 'dead' } })).toMatchObject({
      kind: 'webhook',
      errorCode: 'http_400',
    });
    expect(await listEndpoints(world.services, operator)).toMatchObject([{ dead: 1, failure: { code: 'http_400' } }]);
    endpoint.answer = () => ({ status: 200 });
    expect(await replayEndpoint(world.services, operator, id, { deadLetters: true })).toMatchObject({ events: 1 });
    await send().idle();
    expect(texts(endpoint.accepted()).at(-1)).toBe('refused');
    expect(await listEndpoints(world.services, operator)).toMatchObject([{ dead: 0, failure: null }]);
  });

  test.for([301, 302, 307, 308, 401, 404])(
    'of %s is an outage of the endpoint: everything waits and is sent in order when it works again',
    async (status, { db, world, add, send, endpoint }) => {
      await add({ events: ['post.created'] });
      endpoint.answer = () => ({ status, headers: { location: endpoint.url } });
      const number = await world.open();
      await addPost(world.services, world.ada, { number, text: 'first' }, world.request());
      const worker = send();
      await until(async () => (await db.prisma.outage.count({ where: { endedAt: null } })) === 1);
      expect(await db.prisma.outage.findFirst({ orderBy: { id: 'desc' } })).toMatchObject({
        platform: 'webhook',
        code: `http_${status}`,
      });
      endpoint.answer = () => ({ status: 200 });
      await addPost(world.services, world.ada, { number, text: 'second' }, world.request());
      await until(async () => (await db.prisma.outage.count({ where: { endedAt: null } })) === 0);
      await worker.idle();
      expect(texts(endpoint.accepted()).slice(-2)).toEqual(['first', 'second']);
    },
  );

  test('of 404 is an outage that an event with nothing to say any longer does not end', async ({
    db,
    world,
    add,
    send,
    endpoint,
  }) => {
    await add({ events: ['case.opened'], accountIds: [world.ada.accountId] });
    endpoint.answer = () => ({ status: 404 });
    const [moved] = [await world.open(), await world.open()];
    const worker = send();
    await until(async () => (await db.prisma.destination.count({ where: { outageId: { not: null } } })) === 2);
    const { id: caseId } = await db.prisma.case.update({ where: { number: moved }, data: { accountId: world.rosa.accountId } });
    await until(async () => (await db.prisma.delivery.count({ where: { webhookEvent: { caseId }, state: 'sent' } })) === 1);
    await worker.stop();
    expect(await db.prisma.outage.findMany()).toMatchObject([{ code: 'http_404', endedAt: null }]);
    expect(await listEndpoints(world.services, operator)).toMatchObject([{ lastSentAt: null, waiting: 1 }]);
    const { text } = await createMetrics(db.pool).read();
    for (const line of ['endpoints{state="active"} 1', 'endpoints{state="paused"} 0', 'endpoints{state="failing"} 1'])
      expect(text).toContain(`casebridge_webhook_${line}`);
    expect(text).toContain('casebridge_webhook_deliveries{state="pending"} 1');
    expect(text).toMatch(/^casebridge_webhook_lag_seconds [\d.e-]+$/m);
    expect(text).not.toMatch(/^casebridge_webhook_lag_seconds 0$/m);
    expect(endpoint.accepted()).toEqual([]);
  });

  test('of 410 turns the endpoint off and tells the leads; resumed, it gets what was kept', async ({
    db,
    world,
    add,
    send,
    endpoint,
  }) => {
    await db.prisma.person.update({ where: { id: world.max.id }, data: { lead: true } });
    await db.prisma.identity.create({
      data: {
        platform: 'slack',
        workspaceId: 'T0CAMPUS',
        userId: 'U0MAX',
        homeWorkspace: 'T0CAMPUS',
        name: 'Max',
        directChannel: 'D0MAX',
        personId: world.max.id,
        checkedAt: world.at.now,
      },
    });
    const id = await add({ events: ['post.created'] });
    endpoint.answer = () => ({ status: 410 });
    const number = await world.open();
    await addPost(world.services, world.ada, { number, text: 'first' }, world.request());
    const worker = send();
    await until(async () => (await db.prisma.webhookEndpoint.findFirstOrThrow()).state === 'gone');
    await until(async () => (await db.prisma.delivery.count({ where: { kind: 'outage', personId: world.max.id } })) === 1);
    await worker.stop();
    await addPost(world.services, world.ada, { number, text: 'kept' }, world.request());
    const calls = endpoint.received().length;
    const later = send();
    await until(async () => (await db.prisma.delivery.count({ where: { kind: 'webhook', state: 'held' } })) > 0);
    expect(endpoint.received()).toHaveLength(calls);
    endpoint.answer = () => ({ status: 200 });
    await resumeEndpoint(world.services, operator, id);
    await later.idle();
    expect(texts(endpoint.accepted())).toEqual(['first', 'kept']);
    expect(await db.prisma.outage.count({ where: { endedAt: null } })).toBe(0);
  });
});

describe('an endpoint', () => {
  test('that is resumed while its events are taken waits until they are, and gets them', async ({ db, world, add }) => {
    const id = await add({ events: ['post.created'] });
    await pauseEndpoint(world.services, operator, id);
    const number = await world.open();
    await addPost(world.services, world.ada, { number, text: 'kept' }, world.request());
    let resumed: Promise<unknown> = Promise.resolve();
    let first = '';
    const waits = async (): Promise<boolean> => {
      const { rows } = await db.pool.query<{ waits: boolean }>(
        "select exists (select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock') waits",
      );
      return rows[0]?.waits ?? false;
    };
    await db.transaction((tx) =>
      dispatchEvents(tx, internalActions, {
        onChosen: async () => {
          resumed = resumeEndpoint(world.services, operator, id);
          first = await Promise.race([resumed.then(() => 'resumed'), until(waits).then(() => 'waits')]);
        },
      }),
    );
    await resumed;
    expect(first).toBe('waits');
    expect(await db.prisma.delivery.findMany({ where: { kind: 'webhook' } })).toMatchObject([{ state: 'pending' }]);
  });

  test('whose address changes gets there what waited, in order and signed with the same secret', async ({
    db,
    world,
    add,
    send,
    endpoint,
  }) => {
    const id = await add({ events: ['post.created'], url: endpoint.url.replace('casebridge', 'old') });
    endpoint.answer = () => ({ status: 404 });
    const number = await world.open();
    await addPost(world.services, world.ada, { number, text: 'first' }, world.request());
    const worker = send();
    await until(async () => (await db.prisma.outage.count({ where: { endedAt: null } })) === 1);
    await worker.stop();
    await addPost(world.services, world.ada, { number, text: 'second' }, world.request());
    endpoint.answer = () => ({ status: 200 });
    await changeAddress(world.services, operator, id, endpoint.url);
    expect(await db.prisma.outage.count({ where: { endedAt: null } })).toBe(0);
    await send().idle();
    expect(texts(endpoint.accepted())).toEqual(['first', 'second']);
    expect(endpoint.received().at(-1)?.path).toBe('/casebridge');
  });

  test('whose old address asked to wait for an hour is called at its new one at once, by every process', async ({
    db,
    world,
    add,
    send,
    endpoint,
  }) => {
    const id = await add({ events: ['post.created'], url: endpoint.url.replace('casebridge', 'old') });
    endpoint.answer = ({ path }) => (path === '/old' ? { status: 429, headers: { 'retry-after': '3600' } } : { status: 200 });
    for (const text of ['first', 'second'])
      await addPost(world.services, world.ada, { number: await world.open(), text }, world.request());
    for (const calls of [1, 2]) {
      send(); // a process of its own, which hears of the limit by itself
      await until(async () => {
        await db.pool.query("update destination set next_at = '-infinity' where platform = 'webhook'");
        return endpoint.received().length >= calls;
      });
    }
    await until(async () => (await db.prisma.destination.count({ where: { platform: 'webhook', leaseUntil: null } })) === 2);
    await db.pool.query('update destination set attempts = 7');
    await db.pool.query("update delivery set attempts = 7 where kind = 'webhook'");
    await changeAddress(world.services, operator, id, endpoint.url);
    expect(
      await db.prisma.destination.count({
        where: { platform: 'webhook', OR: [{ attempts: { gt: 0 } }, { nextAt: { gt: new Date() } }] },
      }),
    ).toBe(0);
    // what is being sent now counts its attempt already
    expect(await db.prisma.delivery.count({ where: { kind: 'webhook', attempts: { gt: 1 } } })).toBe(0);
    expect(await listEndpoints(world.services, operator)).toMatchObject([{ failure: null }]);
    await until(() => endpoint.accepted().length === 2);
    expect(texts(endpoint.accepted()).sort()).toEqual(['first', 'second']);
    expect(endpoint.received().filter(({ path }) => path === '/casebridge')).toHaveLength(2);
  });

  test.for([
    ['429 with Retry-After', 429],
    ['404', 404],
    ['410', 410],
    ['400', 400],
  ] as const)(
    'is not held back by a %s that its old address answers after the change',
    async ([, status], { db, world, add, send, endpoint }) => {
      const id = await add({ events: ['post.created'], url: endpoint.url.replace('casebridge', 'old') });
      let answerNow = (): void => undefined;
      const changed = new Promise<void>((resolve) => (answerNow = resolve));
      endpoint.answer = async ({ path }) => {
        if (path !== '/old') return { status: 200 };
        await changed;
        return { status, headers: { 'retry-after': '3600' } };
      };
      await addPost(world.services, world.ada, { number: await world.open(), text: 'first' }, world.request());
      const worker = send({ attemptLimit: 1 });
      await until(() => endpoint.received().length === 1);
      await changeAddress(world.services, operator, id, endpoint.url);
      answerNow();
      await worker.idle();
      await worker.stop();
      expect(texts(endpoint.accepted())).toEqual(['first']);
      expect(await db.prisma.webhookEndpoint.findFirst()).toMatchObject({ state: 'active' });
      expect(await db.prisma.outage.count()).toBe(0);
      expect(await db.prisma.destination.count({ where: { platform: 'webhook', nextAt: { gt: new Date() } } })).toBe(0);
    },
  );

  test('that is paused keeps its events, and gets them in order when it is resumed', async ({ world, add, send, endpoint }) => {
    const id = await add({ events: ['post.created'] });
    const number = await world.open();
    const worker = send();
    await worker.idle();
    const before = endpoint.accepted().length;
    await pauseEndpoint(world.services, operator, id);
    for (const text of ['first', 'second']) await addPost(world.services, world.ada, { number, text }, world.request());
    await worker.idle();
    expect(endpoint.received()).toHaveLength(before);
    await resumeEndpoint(world.services, operator, 'community');
    await worker.idle();
    expect(texts(endpoint.accepted()).slice(before)).toEqual(['first', 'second']);
  });

  test('gets both signatures while its secret is rotated, and only the new one afterwards', async ({
    world,
    add,
    send,
    endpoint,
  }) => {
    const id = await add();
    const former = endpoint.secret;
    const { secret, until: end } = await rotateSecret(world.services, operator, id);
    await testEndpoint(world.services, operator, id);
    await send().idle(); // the endpoint still verifies with the former secret
    const signatures = String(endpoint.received()[0]?.headers['webhook-signature']).split(' ');
    expect(signatures).toHaveLength(2);
    endpoint.secret = secret;
    world.at.now = new Date((end?.getTime() ?? 0) + 1);
    await testEndpoint(world.services, operator, id);
    await send().idle();
    const last = endpoint.received()[1];
    expect(String(last?.headers['webhook-signature']).split(' ')).toHaveLength(1);
    expect(former).not.toBe(secret);
  });

  test('whose secret leaked is no longer signed for with it', async ({ world, add, send, endpoint }) => {
    const id = await add();
    const { secret } = await rotateSecret(world.services, operator, id, { atOnce: true });
    await testEndpoint(world.services, operator, id);
    await send({ attemptLimit: 1 }).idle();
    expect(() => endpoint.received()).toThrow('a wrong signature');
    expect(() => new Webhook(secret)).not.toThrow();
  });

  test('that is removed gets nothing more of what waited', async ({ db, world, add, send, endpoint }) => {
    const id = await add();
    await world.open();
    await removeEndpoint(world.services, operator, id);
    await add({ name: 'Other', events: ['release.published'] });
    await send().idle();
    expect(endpoint.received()).toEqual([]);
    expect(await db.prisma.delivery.count({ where: { kind: 'webhook', state: { not: 'sent' } } })).toBe(0);
  });

  test('gets everything since a time again, under the same IDs', async ({ world, add, send, endpoint }) => {
    const id = await add();
    const number = await world.open();
    await addPost(world.services, world.ada, { number, text: 'again' }, world.request());
    await send().idle();
    const ids = endpoint.received().map((one) => one.id);
    const { events } = await replayEndpoint(world.services, operator, id, { since: new Date(0) });
    expect(events).toBe(ids.length);
    await send().idle();
    expect(endpoint.received().map((one) => one.id)).toEqual([...ids, ...ids]);
  });

  test('that leads into the network of the bot is never called', async ({ db, world, add, send, endpoint }) => {
    await add({ name: 'Inside', url: 'https://127.0.0.1:9/', events: ['case.opened'] });
    await world.open();
    send();
    await until(async () => (await db.prisma.outage.count({ where: { code: 'address_not_public' } })) === 1);
    expect(endpoint.received()).toEqual([]);
  });
});

test('A rolling restart loses, repeats and reorders no event', async ({ db, world, add, send, endpoint }) => {
  await add({ events: ['post.created'] });
  const numbers = [await world.open(), await world.open(), await world.open()];
  const written = new Map(numbers.map((number) => [`CB-${number}`, [] as string[]]));
  const first = send();
  await first.idle();
  await first.stop();
  const before = endpoint.received().length;
  for (let n = 0; n < 90; n++) {
    const number = numbers[n % numbers.length] ?? 0;
    await db.pool.query(
      `insert into post (case_id, kind, author_name, body, created_at) select id, 'public', 'Ada', $2, now() from "case" where number = $1`,
      [number, `post ${n}`],
    );
    written.get(`CB-${number}`)?.push(`post ${n}`);
  }
  let worker = send();
  for (const share of [10, 30, 50]) {
    await until(async () => endpoint.received().length >= before + share);
    const successor = send();
    await worker.stop();
    worker = successor;
  }
  await worker.idle();
  const arrived = endpoint.received().slice(before);
  expect(arrived).toHaveLength(90);
  for (const [number, posts] of written)
    expect(texts(arrived.filter(({ payload }) => (payload.data as { case: { number: string } }).case.number === number))).toEqual(
      posts,
    );
});
