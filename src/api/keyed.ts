// Changes: each takes effect once. A repeat with the same Idempotency-Key gets the answer of the first request, for which it waits a moment if that
// one still runs. A change with If-Match is refused when the case is no longer the same.
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { CaseError } from '../domain/case-error.ts';
import { parseCaseNumber } from '../domain/case-number.ts';
import { readerOf } from '../usecases/api/act-as.ts';
import {
  beginKeyed,
  effectKey,
  endKeyed,
  storeAnswer,
  storeWithEffect,
  type Begun,
  type KeyedRequest,
  type StoredAnswer,
} from '../usecases/api/answers.ts';
import { checkReadable } from '../usecases/cases/list-posts.ts';
import { hadEffect } from '../usecases/idempotency.ts';
import { viewCase } from '../usecases/cases/view-case.ts';
import type { CaseVersion } from '../usecases/context.ts';
import type { ApiCall } from './call.ts';
import { changedCase } from './change.ts';
import { isKeyed, type RawInput, type Route, type RouteAnswer } from './define-route.ts';
import { presentCase } from './present.ts';
import { HttpProblem } from './problem.ts';
import { etagOf, namesTag } from './respond.ts';

/** A change that was answered, perhaps before. */
export type ChangeAnswer = RouteAnswer & { replayed?: true };

/**
 * Runs a change.
 * @param call without its request, which is made here
 * @param bodyText what the body says, as it was sent
 * @throws HttpProblem for a key that cannot be used, now or at all; CaseError idempotency-key-reused, changed, and those of the route
 */
export async function runChange(
  call: Omit<ApiCall, 'request' | 'since'>,
  { route, raw, request, bodyText }: { route: Route; raw: RawInput; request: IncomingMessage; bodyText: string },
): Promise<ChangeAnswer> {
  const { services } = call;
  const key = keyOf(request);
  const number = parseCaseNumber(raw.params['number'] ?? '');
  const run = async (more: Pick<ApiCall, 'since' | 'keep'>, idempotencyKey: string): Promise<RouteAnswer> => {
    // a case of another account does not exist, whatever the person could do with it
    if (number !== null) await checkReadable(services, call.person, number);
    const isRepeat = await hadEffect(services, idempotencyKey);
    const check = isRepeat
      ? undefined
      : await versionCheck(call, number, request.headers['if-match']).catch(async (error: unknown) => {
          // the first request with this key may have changed the case meanwhile
          if (await hadEffect(services, idempotencyKey)) return undefined;
          throw error;
        });
    const about = { idempotencyKey, platform: null, ...(check ? { check } : {}) };
    return route.answer({ ...call, ...more, request: about }, raw).catch((error: unknown) => {
      // it was right when it took effect, whatever is so by now: a time that has passed, a person who is no longer there
      if (!isRepeat || number === null || !(error instanceof CaseError)) throw error;
      return { kind: 'json', status: route.status, body: changedCase(number) };
    });
  };
  if (key === null || !isKeyed(route)) return run({ since: services.clock.now() }, `api:${randomUUID()}`);
  const content = JSON.stringify([request.method, request.url, call.person.id, bodyText]);
  const keyed: KeyedRequest = { tokenId: call.token.id, key, content };
  const begun = await beginInTurn(call, keyed);
  if ('answer' in begun) return { ...asAnswer(begun.answer), replayed: true };
  const { claim } = begun;
  const keep: ApiCall['keep'] = (body, tx) =>
    storeWithEffect(tx, keyed, { status: route.status, result: { body, location: null } });
  try {
    const answer = await run({ since: claim.since, keep }, effectKey(keyed));
    return answer.kind === 'json' ? asAnswer(await storeAnswer(services, keyed, asStored(answer))) : answer;
  } catch (error) {
    // what took effect stays remembered, or another request could use its key and do nothing
    const isRefused = error instanceof CaseError && !(await hadEffect(services, effectKey(keyed)));
    await endKeyed(services, keyed, claim, isRefused);
    throw error;
  }
}

/** How long a request waits for another one with its key, and how often it looks; ms. */
const wait = { forMs: 1_000, everyMs: 50 };

/** Begins a request when no other one runs with its key. @throws HttpProblem 409 when it takes too long; as `beginKeyed` does */
async function beginInTurn(
  { services, signal }: Pick<ApiCall, 'services' | 'signal'>,
  keyed: KeyedRequest,
): Promise<Exclude<Begun, 'running'>> {
  const until = performance.now() + wait.forMs;
  for (;;) {
    const begun = await beginKeyed(services, keyed);
    if (begun !== 'running') return begun;
    if (performance.now() >= until || signal.aborted) break;
    await delay(wait.everyMs);
  }
  const text = 'A request with this Idempotency-Key is still running.';
  throw new HttpProblem(409, 'idempotency-key-in-use', text, 'Send it again in a few seconds.', { 'retry-after': '2' });
}

function keyOf({ headers }: IncomingMessage): string | null {
  const header = headers['idempotency-key'];
  if (header === undefined) return null;
  if (typeof header === 'string' && /^[\x21-\x7e][\x20-\x7e]{0,254}$/.test(header)) return header;
  throw new HttpProblem(
    400,
    'bad-idempotency-key',
    'This Idempotency-Key cannot be used.',
    'Use up to 255 printable characters, such as a UUID.',
  );
}

type JsonAnswer = RouteAnswer & { kind: 'json' };

const asStored = ({ status, body, location }: JsonAnswer): StoredAnswer => ({
  status,
  result: { body: { ...body }, location: location ?? null },
});

function asAnswer({ status, result }: StoredAnswer): JsonAnswer {
  const { body, location } = result as { body: object; location: string | null };
  return { kind: 'json', status, body, ...(location === null ? {} : { location }) };
}

/**
 * Compares the case of a change with what its sender saw, and makes the check that nothing happened between this and the change.
 * @returns undefined when the sender does not care
 * @throws CaseError changed, unknown-case
 */
async function versionCheck(
  { services, token, person, isPerson }: Omit<ApiCall, 'request' | 'since'>,
  number: number | null,
  header: string | undefined,
): Promise<((locked: CaseVersion) => void) | undefined> {
  if (header === undefined || number === null) return undefined;
  if (header.trim() === '*') return undefined;
  const viewed = await viewCase(services, person, number);
  const reader = { person: readerOf(token).person, isPerson: false };
  // it may have been read as the person, or as nobody
  const tags = [presentCase({ person, isPerson }, viewed), presentCase(reader, await viewCase(services, reader.person, number))];
  if (!namesTag(header, tags.map(etagOf))) throw changed();
  const { updatedAt, status, advisor, priority } = viewed.case;
  return (locked) => {
    const isSame = locked.updatedAt.getTime() === updatedAt.getTime() && locked.status === status && locked.priority === priority;
    if (!isSame || locked.advisorId !== (advisor?.id ?? null)) throw changed();
  };
}

const changed = (): CaseError =>
  new CaseError(
    'changed',
    'This case has changed since you read it.',
    'Read it again, and decide whether your change still makes sense.',
  );
