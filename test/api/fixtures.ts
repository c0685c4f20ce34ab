// The API on a real database, over HTTP, without a bot around it.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApi } from '../../src/api/index.ts';
import type { BodyTimes } from '../../src/api/read-body.ts';
import { apiScopeNames, usualPerMinute } from '../../src/domain/api-token.ts';
import type { Access } from '../../src/usecases/access-log.ts';
import { createToken, type NewToken } from '../../src/usecases/api/tokens.ts';
import { openDatabase } from '../../src/db/client.ts';
import { test as base, type World } from '../usecases/fixtures.ts';

/** What a request of a test adds to its path. */
export interface Sent {
  method?: string;
  /** undefined: none */
  token?: string | undefined;
  /** email address */
  as?: string;
  /** sent as JSON, unless it is a Buffer */
  body?: unknown;
  headers?: Record<string, string>;
}

/** An answer. */
export interface Received {
  status: number;
  headers: Headers;
  /** of JSON, what it says; of anything else, its text */
  body: Record<string, unknown>;
  text: string;
  url: string;
}

/** The API of a test. */
export interface TestApi {
  world: World;
  /** @param path below the root of the server */
  call: (path: string, sent?: Sent) => Promise<Received>;
  /** Serves the API once more, to clients who may take these times. @returns the port */
  listen: (times: Partial<BodyTimes>) => Promise<number>;
  /** Makes a token with all scopes for all accounts, unless the test says otherwise. */
  token: (over?: Partial<NewToken>) => Promise<string>;
  /** what was written to the access log */
  accesses: Access[];
  /** requests that were counted */
  observed: { operation: string; status: number }[];
  /** errors that were logged */
  errors: unknown[];
}

/** Test API with the REST API on the database of the file, which it uses as the role of the application. */
export const test = base.extend('api', { scope: 'file' }, async ({ world }, { onCleanup }): Promise<TestApi> => {
  const accesses: Access[] = [];
  const observed: { operation: string; status: number }[] = [];
  const errors: unknown[] = [];
  const db = openDatabase(world.services.db.url);
  const services = { ...world.services, db, accessLog: { record: (access: Access) => void accesses.push(access) } };
  const log = {
    debug: () => undefined,
    info: () => undefined,
    warn: () => undefined,
    error: (...all: unknown[]) => {
      errors.push(all);
      console.error(...all);
    },
  };
  const servers: Server[] = [];
  const listen: TestApi['listen'] = async (times) => {
    const handler = createApi({ services, log: log as never, observe: (one) => void observed.push(one), times });
    const server = createServer((request, response) => void handler(request, response));
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  };
  onCleanup(async () => {
    for (const server of servers) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
    await db.close();
  });
  const url = `http://127.0.0.1:${await listen({ jsonMs: 5_000 })}`;
  const call: TestApi['call'] = async (path, { method = 'GET', token, as, body, headers = {} } = {}) => {
    const isJson = body !== undefined && !Buffer.isBuffer(body) && typeof body !== 'string';
    const response = await fetch(url + path, {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(as === undefined ? {} : { 'casebridge-act-as': as }),
        ...(isJson || typeof body === 'string' ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isJson ? JSON.stringify(body) : (body as Buffer<ArrayBuffer> | string) }),
    });
    const text = await response.text();
    const parsed: unknown = /json/.test(response.headers.get('content-type') ?? '') && text !== '' ? JSON.parse(text) : {};
    return {
      status: response.status,
      headers: response.headers,
      body: parsed as Record<string, unknown>,
      text,
      url: response.url,
    };
  };
  const token: TestApi['token'] = async (over = {}) => {
    const usual = { name: 'Sync', scopes: apiScopeNames, accounts: [], perMinute: usualPerMinute * 100, expiresAt: null };
    return (await createToken(world.services, { operator: 'root' }, { ...usual, ...over })).secret;
  };
  return { world, call, listen, token, accesses, observed, errors };
});

/** The codes of the fields that a problem names. */
export function fieldsOf({ body }: Received): string[] {
  return ((body['errors'] ?? []) as { field: string }[]).map(({ field }) => field);
}
