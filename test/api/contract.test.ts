// The contract of the REST API, generated from its OpenAPI document: what is said here holds for every route, also for one that is added later. A route
// without an entry in `good` fails the first test.
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'vitest';
import { document, type Json, type Operation } from '../../src/api/document.ts';
import type { Method } from '../../src/api/define-route.ts';
import { problemSchema } from '../../src/api/problem.ts';
import { root, routes } from '../../src/api/routes.ts';
import { apiScopeNames } from '../../src/domain/api-token.ts';
import { addPost } from '../../src/usecases/cases/add-post.ts';
import { closeCase } from '../../src/usecases/cases/close-case.ts';
import { claimCase } from '../../src/usecases/cases/claim-case.ts';
import { escalateCase } from '../../src/usecases/cases/escalate-case.ts';
import { resolveCase } from '../../src/usecases/cases/resolve-case.ts';
import { snoozeCase } from '../../src/usecases/cases/snooze-case.ts';
import { triageCase } from '../../src/usecases/cases/triage-case.ts';
import { watchCase } from '../../src/usecases/cases/watch-case.ts';
import { addRecipient } from '../../src/usecases/notifications/recipients.ts';
import { vendor, type World } from '../usecases/fixtures.ts';
import { fieldsOf, test as base, type Received, type Sent, type TestApi } from './fixtures.ts';

const api = document();
const ajv = new Ajv2020({ strict: false, validateFormats: false });
ajv.addSchema({ $id: 'api', components: api.components });

interface Listed {
  path: string;
  method: Method;
  operation: Operation;
}
const operations: Listed[] = Object.entries(api.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase() as Method, operation })),
);
const withParameters = operations.filter(({ path }) => path.includes('{'));

const ada = 'ada@plainview.example';
const max = 'max@campus.example';
const mildest = {
  disruption: 'none',
  blocked: 'no',
  workaround: 'yes',
  schools: 'one school',
  users: 'one',
  regression: 'no',
} as const;

/** What makes a call of an operation good. */
interface Good {
  as?: string;
  body?: unknown;
  query?: string;
  /** of the path: a number of a case, or an ID */
  parameter?: string | number;
  /** of a path with two of them: what belongs to the case */
  inner?: number;
}

const claimed = async ({ services, open, max: advisor, request }: World): Promise<number> => {
  const number = await open();
  await claimCase(services, advisor, number, request());
  return number;
};
const resolved = async (world: World): Promise<number> => {
  const number = await claimed(world);
  await resolveCase(world.services, world.max, { number, explanation: 'Fixed.' }, world.request());
  return number;
};

/** A good call of each operation. What it names belongs to Plainview. */
const good: Record<string, (world: World) => Promise<Good>> = {
  listCases: async () => ({ query: '?q=is:open&limit=2' }),
  readCase: async ({ open }) => ({ parameter: await open() }),
  openCase: async () => ({
    as: ada,
    body: { subject: 'New', description: 'It broke.', module: 'Grade Book', priority: 'Low', caseType: 'Question' },
  }),
  correctCase: async ({ open }) => ({ parameter: await open(), as: max, body: { priority: 'High', reason: 'Half the school.' } }),
  addDetails: async ({ open }) => ({ parameter: await open(), as: ada, body: { impact: 'The whole school.' } }),
  readRecipients: async ({ open }) => ({ parameter: await open() }),
  addRecipient: async ({ open, ben }) => ({ parameter: await open(), as: ada, body: { contact: ben.id } }),
  removeRecipient: async (world) => {
    const { open, ben, ada: by, services, request } = world;
    const number = await open();
    await addRecipient(services, by, { number, personId: ben.id }, request());
    return { parameter: number, inner: ben.id, as: ada };
  },
  editPost: async (world) => ({ ...(await written(world)), as: ada, body: { text: 'Better' } }),
  deletePost: async (world) => ({ ...(await written(world)), as: ada }),
  snoozeCase: async ({ open, at }) => ({
    parameter: await open(),
    as: max,
    body: { until: new Date(at.now.getTime() + 3_600_000).toISOString() },
  }),
  unsnoozeCase: async ({ open, at, services, max: by, request }) => {
    const number = await open();
    await snoozeCase(services, by, { number, until: new Date(at.now.getTime() + 3_600_000) }, request());
    return { parameter: number, as: max, body: {} };
  },
  watchCase: async (world) => {
    await identityOf(world);
    return { parameter: await world.open(), as: max, body: {} };
  },
  unwatchCase: async (world) => {
    const { open, services, max: by, request } = world;
    const number = await open();
    await watchCase(services, by, { number, direct: direct(by) }, request());
    return { parameter: number, as: max, body: {} };
  },
  qualifyCase: async ({ open }) => ({
    parameter: await open(),
    as: max,
    body: {
      finding: 'defect',
      environment: 'Staging',
      steps: 'As described',
      result: 'The same',
      defectNumber: 'DEV-1',
      summary: 'x',
    },
  }),
  listPosts: async (world) => ({ parameter: await claimed(world) }),
  addPost: async ({ open }) => ({ parameter: await open(), as: ada, body: { text: 'Hello' } }),
  addNote: async ({ open }) => ({ parameter: await open(), as: max, body: { text: 'Hello' } }),
  listHistory: async (world) => ({ parameter: await claimed(world) }),
  claimCase: async ({ open }) => ({ parameter: await open(), as: max, body: {} }),
  assignCase: async ({ open, tia }) => ({ parameter: await open(), as: max, body: { advisor: tia.id } }),
  askContact: async (world) => ({ parameter: await claimed(world), as: max, body: { question: 'Which?' } }),
  resolveCase: async (world) => ({ parameter: await claimed(world), as: max, body: { explanation: 'Fixed.' } }),
  confirmResolution: async (world) => ({ parameter: await resolved(world), as: ada, body: {} }),
  declineResolution: async (world) => ({ parameter: await resolved(world), as: ada, body: { stillHappens: 'Still.' } }),
  closeCase: async ({ open }) => ({ parameter: await open(), as: ada, body: { reason: 'Withdrawn', comment: 'Never mind.' } }),
  reopenCase: async (world) => {
    const number = await claimed(world);
    await closeCase(world.services, world.ada, { number, reason: 'Resolved' }, world.request());
    return { parameter: number, as: ada, body: { details: 'Again.' } };
  },
  triageCase: async ({ open }) => ({
    parameter: await open(),
    as: max,
    body: { answers: mildest, priority: 'High', why: 'The superintendent called.' },
  }),
  objectToPriority: async (world) => {
    const number = await world.open();
    const lowered = { number, answers: mildest, chosen: 'Low' as const, why: '', toContact: 'One user.' };
    await triageCase(world.services, world.max, lowered, world.request());
    return { parameter: number, as: ada, body: {} };
  },
  escalateCase: async (world) => ({
    parameter: await claimed(world),
    as: max,
    body: { ...escalation, team: await teamOf(world) },
  }),
  returnCase: async (world) => {
    const number = await claimed(world);
    await escalateCase(world.services, world.max, { number, ...escalation, team: await teamOf(world) }, world.request());
    return { parameter: number, as: max, body: { answer: 'Found it.' } };
  },
  scheduleCase: async (world) => ({ parameter: await claimed(world), as: max, body: { date: '2026-11-20', what: 'An update.' } }),
  confirmPhoneCall: async (world) => ({ parameter: await world.open({ priority: 'Critical' }), as: max, body: {} }),
  uploadFile: async ({ open }) => ({ parameter: await open(), as: ada, query: '?name=a.txt', body: Buffer.from('content') }),
  downloadFile: async (world) => ({ parameter: await storedFile(world) }),
  listAccounts: async () => ({}),
  readAccount: async () => ({ parameter: 'plainview' }),
  listPeople: async () => ({ query: '?account=plainview' }),
  readPerson: async (world) => ({ parameter: world.ada.id }),
  listNotices: async (world) => ({ query: `?state=open&limit=${await noticeOf(world).then(() => 5)}` }),
  readNotice: async (world) => ({ parameter: await noticeOf(world) }),
  listReleases: async () => ({}),
  readRelease: async (world) => ({ parameter: await releaseOf(world) }),
};

/** A post of Ada. */
async function written({ open, services, ada: by, request }: World): Promise<Pick<Good, 'parameter' | 'inner'>> {
  const number = await open();
  let inner = 0;
  const onPost = async (id: number): Promise<void> => void (inner = id);
  await addPost(services, by, { number, text: 'Hello' }, { ...request(), origin: undefined, onPost });
  return { parameter: number, inner };
}

const direct = ({ id }: { id: number }) => ({ platform: 'slack' as const, workspaceId: vendor, channelId: `D0${id}` });

/** Max has written to the bot. */
async function identityOf({ services, max: { id: personId, name, email }, at }: World): Promise<void> {
  const { platform, workspaceId, channelId: directChannel } = direct({ id: personId });
  const facts = { name, email, personId, homeWorkspace: workspaceId, directChannel, checkedAt: at.now };
  await services.db.prisma.identity.createMany({
    data: [{ platform, workspaceId, userId: 'U0MAX', ...facts }],
    skipDuplicates: true,
  });
}

const escalation = { reason: 'Look at the log.', toContact: 'A specialist looks at it.' };

async function teamOf({ services }: World): Promise<string> {
  const [team = ''] = services.settings.escalationTeams;
  const channel = {
    platform: 'slack' as const,
    workspaceId: 'T0CAMPUS',
    channelId: 'C0TEAM',
    purposes: ['escalation' as const],
    team,
  };
  await services.db.prisma.channel.createMany({ data: [channel], skipDuplicates: true });
  return team;
}

async function storedFile(world: World): Promise<number> {
  const { services, ada: author, request } = world;
  const number = await world.open();
  const stored = await services.files?.store.put(content(), { maxBytes: 1_000 });
  if (!stored) throw new Error('no store');
  const files = [{ name: 'a.txt', result: { content: stored } }];
  await addPost(services, author, { number, text: 'See the file' }, { ...request(), files });
  return (await services.db.prisma.file.findFirstOrThrow({ orderBy: { id: 'desc' } })).id;
}

async function* content(): AsyncIterable<Uint8Array> {
  yield Buffer.from('content');
}

/** An incident of Plainview alone. */
async function noticeOf({ services, tia, ada: { accountId } }: World): Promise<number> {
  const at = services.clock.now();
  const created = await services.db.prisma.notice.create({
    data: {
      ...{ kind: 'incident', title: 'Slow', severity: 'minor', state: 'Investigating', modules: [], everyAccount: false },
      ...{ startsAt: at, declaredAt: at, announcedAt: at, ownerId: tia.id, accounts: { create: { accountId } } },
      updates: { create: { action: 'declare', state: 'Investigating', body: 'It is slow.', at, authorName: 'Tia Holm' } },
    },
  });
  return created.id;
}

/** A release that is not published. */
async function releaseOf({ services }: World): Promise<number> {
  const name = `Release ${await services.db.prisma.release.count()}`;
  return (await services.db.prisma.release.create({ data: { name, date: new Date('2026-12-01') } })).id;
}

/** Sends what `good` says of an operation. */
async function send(
  { call, world }: TestApi,
  { path, method, operation }: Listed,
  sent: Sent & { change?: (one: Good) => Good },
): Promise<Received> {
  const make = good[operation.operationId];
  if (!make) throw new Error(`no good call of ${operation.operationId} is known`);
  const { change = (one) => one, ...rest } = sent;
  const { as, body, query = '', parameter = '', inner = '' } = change(await make(world));
  const [outer, inside] = [parameter, inner].map(String) as [string, string];
  return call(`${root}${path.replace(/\{\w+\}/, outer).replace(/\{\w+\}/, inside)}${query}`, {
    method,
    ...(as ? { as } : {}),
    ...(body === undefined ? {} : { body }),
    ...rest,
  });
}

const it = base.extend('secret', { scope: 'file' }, ({ api: { token } }) => token());

const title = ({ method, path }: Listed): string => `${method} ${path}`;
const cases = (of: readonly Listed[]) => of.map((one) => [title(one), one] as const);

it.for(cases(operations))('%s answers a good call as the document says', async ([, listed], { api: test, secret }) => {
  const { status, headers, body, text } = await send(test, listed, { token: secret });
  const [[expected = '', response = {}] = []] = Object.entries(listed.operation.responses);
  expect([status, text]).toEqual([Number(expected), text]);
  expect(headers.get('x-request-id')).toBeTruthy();
  expect(Number(headers.get('ratelimit-remaining'))).toBeGreaterThan(0);
  const schema = (response['content'] as Record<string, { schema?: Json }>)['application/json']?.schema;
  if (!schema) return;
  const validate = ajv.compile({ $ref: `api${String(schema['$ref'])}` });
  expect([validate(body), validate.errors]).toEqual([true, null]);
  // the document allows more fields; the schema behind it shows that none went along by accident
  const behind = routes.find(({ operation }) => operation === listed.operation.operationId)?.response;
  if (behind && behind !== 'binary') expect(behind.safeParse(body).error).toBeUndefined();
});

it.for(cases(operations))('%s needs a token with its scopes', async ([, listed], { api: test }) => {
  const without = await send(test, listed, { token: undefined });
  expect([without.status, without.headers.get('www-authenticate')]).toEqual([401, expect.stringContaining('Bearer')]);
  expectProblem(without);
  const unknown = await send(test, listed, { token: 'cbt_unknown' });
  expect(unknown.status).toBe(401);
  for (const scope of listed.operation['x-scopes']) {
    const token = await test.token({ scopes: apiScopeNames.filter((one) => one !== scope) });
    const refused = await send(test, listed, { token });
    expect([refused.status, refused.body['code']]).toEqual([403, 'missing-scope']);
    expectProblem(refused);
  }
});

it.for(cases(withParameters))(
  '%s answers 404 to a token of another account, as for what does not exist',
  async ([, listed], { api: test }) => {
    const token = await test.token({ accounts: ['rivertown'] });
    // as nobody or as an advisor, and as the other account's own contact
    for (const as of [max, 'rosa@rivertown.example', ...(listed.operation['x-needs-person'] ? [] : [undefined])]) {
      const change = ({ as: _as, ...one }: Good): Good => ({ ...one, ...(as === undefined ? {} : { as }) });
      const foreign = await send(test, listed, { token, change });
      const absent = await send(test, listed, { token, change: (one) => ({ ...change(one), parameter: 999_999_999 }) });
      expect([as, foreign.status, absent.status]).toEqual([as, 404, 404]);
      expect(foreign.body['code']).toBe(absent.body['code']);
      expectProblem(foreign);
    }
  },
);

it.for(cases(operations.filter(({ path, method }) => method === 'GET' && !path.includes('{'))))(
  '%s lists nothing of another account',
  async ([, listed], { api: test }) => {
    await noticeOf(test.world);
    await releaseOf(test.world);
    await test.world.open();
    const token = await test.token({ accounts: ['rivertown'] });
    const { status, text } = await send(test, listed, { token, change: (one) => ({ ...one, query: '' }) });
    expect(status).toBe(200);
    expect(text).not.toMatch(/plainview|ada park|grade book issue|"Slow"|Release \d/i);
  },
);

it.for(cases(operations.filter(({ operation }) => operation['x-needs-person'])))(
  '%s needs a person whom the token reaches',
  async ([, listed], { api: test, secret }) => {
    const nobody = await send(test, listed, { token: secret, change: ({ as: _as, ...one }) => one });
    expect([nobody.status, nobody.body['code']]).toEqual([400, 'no-person']);
    const foreign = await send(test, listed, {
      token: await test.token({ accounts: ['rivertown'] }),
      change: (one) => ({ ...one, as: ada }),
    });
    const unknown = await send(test, listed, { token: secret, change: (one) => ({ ...one, as: 'nobody@example.com' }) });
    expect([foreign.status, unknown.status, foreign.body['code']]).toEqual([422, 422, unknown.body['code']]);
    expectProblem(foreign);
  },
);

/** The fields of the body of an operation, in one level. */
const bodyOf = ({ operation }: Listed): { properties: Record<string, Json>; required: string[] } | undefined => {
  const content = operation.requestBody?.content['application/json'] as { schema: Json } | undefined;
  return (
    content && {
      properties: (content.schema['properties'] ?? {}) as Record<string, Json>,
      required: (content.schema['required'] ?? []) as string[],
    }
  );
};

it.for(cases(operations.filter((one) => bodyOf(one))))(
  '%s names each field that is missing, of the wrong type, too long or unknown',
  async ([, listed], { api: test, secret }) => {
    const { properties, required } = bodyOf(listed) ?? { properties: {}, required: [] };
    const wrong = async (change: (body: Record<string, unknown>) => Record<string, unknown>): Promise<string[]> => {
      const refused = await send(test, listed, {
        token: secret,
        change: (one) => ({ ...one, body: change(one.body as Record<string, unknown>) }),
      });
      expectProblem(refused);
      expect(refused.status).toBe(422);
      return fieldsOf(refused);
    };
    for (const name of required) expect(await wrong(({ [name]: _missing, ...rest }) => rest)).toContain(name);
    for (const [name, schema] of Object.entries(properties)) {
      expect(await wrong((body) => ({ ...body, [name]: { not: 'this' } }))).toEqual(
        expect.arrayContaining([expect.stringMatching(new RegExp(`^${name}\\b`))]),
      );
      const longest = longestOf(schema);
      if (longest !== undefined) expect(await wrong((body) => ({ ...body, [name]: 'x'.repeat(longest + 1) }))).toContain(name);
    }
    expect(await wrong((body) => ({ ...body, unheardOf: 1 }))).toEqual(['unheardOf']);
  },
);

function longestOf({ maxLength, anyOf }: Json): number | undefined {
  if (typeof maxLength === 'number') return maxLength;
  return (anyOf as Json[] | undefined)?.map(longestOf).find((one) => one !== undefined);
}

it.for(cases(operations.filter(({ method }) => method === 'GET')))(
  '%s refuses a parameter it does not know',
  async ([, listed], { api: test, secret }) => {
    const refused = await send(test, listed, { token: secret, change: (one) => ({ ...one, query: '?unheardOf=1' }) });
    expect([refused.status, fieldsOf(refused)]).toEqual([422, ['unheardOf']]);
  },
);

it.for(cases(operations))('%s says which methods its path takes', async ([, { path, method }], { api: test, secret }) => {
  const at = root + path.replace(/\{\w+\}/g, '1');
  const options = await test.call(at, { method: 'OPTIONS' });
  expect([options.status, options.headers.get('allow')]).toEqual([204, expect.stringContaining(method)]);
  expect(options.headers.get('access-control-allow-origin')).toBeNull();
  const wrong = await test.call(at, { method: 'PUT', token: secret });
  expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, options.headers.get('allow')]);
  expectProblem(wrong);
});

function expectProblem({ headers, body, status }: Received): void {
  expect(headers.get('content-type')).toBe('application/problem+json');
  expect(problemSchema.safeParse(body).error).toBeUndefined();
  expect(body).toMatchObject({ status, requestId: headers.get('x-request-id') });
}
