// The events: each has a JSON Schema, and the database names those of a case as the code does.
import { describe, expect } from 'vitest';
import { contactsRead } from '../../src/domain/history.ts';
import { parseEndpoint } from '../../src/domain/webhook-endpoint.ts';
import {
  describeEvent,
  eventGroups,
  offeredEvents,
  webhookEventTypes,
  webhookJsonSchema,
} from '../../src/domain/webhook-events.ts';
import { renewSecrets } from '../../src/usecases/renew-secrets.ts';
import { signingSecrets } from '../../src/usecases/webhooks/secrets.ts';
import { operator, secretKeys, test } from './fixtures.ts';
import { rotateSecret } from '../../src/usecases/webhooks/endpoints.ts';

describe('every event', () => {
  test('has a JSON Schema that names its version and refuses what it does not know', () => {
    for (const type of webhookEventTypes) {
      expect(webhookJsonSchema(type), type).toMatchObject({
        title: `casebridge.${type}.v1`,
        type: 'object',
        additionalProperties: false,
        required: expect.arrayContaining(['type', 'version', 'timestamp', 'data']) as string[],
      });
      expect(describeEvent(type)).toMatch(/^[A-Z].*\.$/);
    }
    expect(eventGroups).toEqual(['case.*', 'post.*', 'file.*', 'notice.*', 'release.*', 'person.*']);
  });

  test('of a case that the database names is one that the code knows', async ({ db }) => {
    const actions = Object.keys(contactsRead);
    const { rows } = await db.pool.query<{ action: string; type: string | null }>(
      'select action, casebridge_webhook_type(action) as type from unnest($1::text[]) action',
      [actions],
    );
    const silent = rows.filter(({ type }) => type === null).map(({ action }) => action);
    expect(silent.sort()).toEqual(['delete-note', 'delete-post', 'edit-note', 'edit-post', 'import']);
    for (const { action, type } of rows) if (type !== null) expect(offeredEvents, action).toContain(type);
    const named = new Set(rows.map(({ type }) => type));
    const unnamed = offeredEvents.filter((type) => type.startsWith('case.') && !named.has(type));
    expect(unnamed).toEqual(['case.erased']);
  });
});

describe('what is entered for an endpoint', () => {
  const valid = { name: 'Community', url: 'https://hooks.example/x', events: ['case.*', 'post.created'], modules: [] };
  const errorsOf = (over: Partial<typeof valid>, allowed: string[] = []): unknown => {
    try {
      return parseEndpoint(
        { ...valid, ...over },
        ['Grade Book'],
        (host, withPort) => allowed.includes(host) || allowed.includes(withPort),
      );
    } catch (error) {
      return (error as { fields?: unknown }).fields;
    }
  };

  test('must be an https:// address without a password, known events and known modules', () => {
    expect(errorsOf({})).toEqual(valid);
    expect(errorsOf({ name: ' ' })).toEqual({ name: 'Enter a name.' });
    expect(errorsOf({ url: 'hooks.example' })).toHaveProperty('url');
    expect(errorsOf({ url: 'ftp://hooks.example' })).toEqual({ url: 'The address must start with https://.' });
    expect(errorsOf({ url: 'http://hooks.example' })).toEqual({ url: 'The address must start with https://.' });
    expect(errorsOf({ url: 'http://hooks.example:81/' }, ['hooks.example:81'])).toMatchObject({
      url: 'http://hooks.example:81/',
    });
    expect(errorsOf({ url: 'https://a:b@hooks.example' })).toHaveProperty('url');
    expect(errorsOf({ url: 'https://hooks.example/#x' })).toHaveProperty('url');
    expect(errorsOf({ events: ['case.exploded'] })).toHaveProperty('events');
    expect(errorsOf({ modules: ['Nothing'] } as never)).toHaveProperty('modules');
  });
});

describe('a secret', () => {
  test('is encrypted, and again when CASEBRIDGE_SECRET_KEY changes, with the former one', async ({
    db,
    world,
    add,
    endpoint,
  }) => {
    const id = await add();
    const first = endpoint.secret;
    const { secret } = await rotateSecret(world.services, operator, id);
    const stored = await db.prisma.webhookEndpoint.findUniqueOrThrow({ where: { id } });
    expect(JSON.stringify(stored)).not.toMatch(/whsec_/);
    const keys = [Buffer.alloc(32, 9), ...secretKeys] as const;
    const files = { ...world.services.files, store: world.files.store, sources: {}, secretKeys: keys };
    expect(await renewSecrets({ ...world.services, files })).toMatchObject({ renewed: 2, unreadable: 0 });
    const renewed = await db.prisma.webhookEndpoint.findUniqueOrThrow({ where: { id } });
    expect(signingSecrets([keys[0]], renewed, world.at.now)).toEqual([secret, first]);
  });
});
