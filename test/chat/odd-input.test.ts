// Any text at every edge: what buttons, forms and commands carry can be forged, old, or typed by somebody in a hurry.
import fc from 'fast-check';
import { describe, expect } from 'vitest';
import { typedText } from '../../src/chat/payload.ts';
import { actionHandlers, commands, formHandlers } from '../../src/chat/registry.ts';
import { dumpRows } from '../database.ts';
import { test, type ScriptedUser } from './harness.ts';

const person = fc.constantFrom('ada', 'rita', 'rosa', 'sam', 'max', 'tia');
const names = (handlers: ReadonlyMap<string, unknown>) => fc.constantFrom(...handlers.keys());
const oddities = [
  'CB-999999',
  '0',
  '-1',
  '99999999999999999999',
  'page:9999999',
  '\0',
  '\ud800',
  '__proto__',
  'from:',
  '"',
  '@{U0}',
  '//',
];
/** Text that names no case, person or other row of the test's database. */
const text = fc
  .array(fc.oneof(fc.constantFrom(...oddities), fc.string({ unit: 'binary', maxLength: 12 }), fc.string({ maxLength: 12 })), {
    maxLength: 4,
  })
  .map((parts) => parts.join(' '))
  .filter((one) => !/\b(CB-?)?[1-9]\d{0,5}\b/i.test(one));
/** As adapters pass on what people typed; sometimes very long. */
const typed = fc
  .tuple(text, fc.constantFrom(1, 1, 1, 500))
  .map(([one, times]) => typedText.parse(Array<string>(times).fill(one).join(' ')));
const fields = (handlers: typeof formHandlers) => {
  const name = fc.oneof(
    fc.constantFrom(
      'subject',
      'description',
      'module',
      'advisor',
      'text',
      'priority',
      'caseType',
      'reason',
      'accounts',
      'release',
    ),
    fc.constantFrom(...handlers.keys(), '__proto__', 'number', 'idempotencyKey', 'id', 'page', 'draft'),
    fc.string({ maxLength: 8 }),
  );
  return fc.dictionary(name, text, { maxKeys: 6 });
};

/** The tables that looking at things may write to: who was seen where, what was typed but not sent, and which request was answered. */
const ofReading = ['identity', 'chat_identity', 'draft', 'idempotency_key', 'destination'];

async function unchanged(url: string, run: () => Promise<void>): Promise<void> {
  const content = async () =>
    Object.entries(await dumpRows(url)).filter(([table]) => !ofReading.includes(table.replaceAll('"', '')));
  const before = await content();
  await run();
  expect(await content()).toEqual(before);
}

const runs = { numRuns: 400, seed: 9, endOnFailure: true };

describe('text that names nothing', () => {
  const usersOf = (all: Record<string, ScriptedUser>) => (name: string) => all[name] as ScriptedUser;

  test('gets an answer from every button, and writes nothing', async ({ db, world, ada, rita, rosa, sam, max, tia }) => {
    await world.open({ subject: 'There is a case' });
    const user = usersOf({ ada, rita, rosa, sam, max, tia });
    await unchanged(db.url, () =>
      fc.assert(
        fc.asyncProperty(person, names(actionHandlers), text, async (who, action, value) => {
          const seen = await user(who).press(action, value);
          expect(seen.text.trim()).not.toBe('');
        }),
        runs,
      ),
    );
  });

  test('gets an answer from every form, and writes nothing', async ({ db, ada, rita, rosa, sam, max, tia }) => {
    const user = usersOf({ ada, rita, rosa, sam, max, tia });
    const kind = fc.constantFrom('form-submitted' as const, 'form-changed' as const);
    await unchanged(db.url, () =>
      fc.assert(
        fc.asyncProperty(
          person,
          kind,
          names(formHandlers),
          fields(formHandlers),
          fields(formHandlers),
          async (who, what, form, values, state) => {
            const seen = await user(who).does({ kind: what, form, values, state });
            expect(seen.text.trim()).not.toBe('');
          },
        ),
        runs,
      ),
    );
  });

  test('gets an answer from every command, and writes nothing', async ({ db, ada, rita, rosa, sam, max, tia }) => {
    const user = usersOf({ ada, rita, rosa, sam, max, tia });
    const command = fc.constantFrom(...commands.map(({ name }) => name).filter((name) => name !== 'channels'));
    await unchanged(db.url, () =>
      fc.assert(
        fc.asyncProperty(person, command, typed, fc.boolean(), async (who, name, rest, direct) => {
          const seen = direct ? await user(who).says(`${name} ${rest}`) : await user(who).command(`${name} ${rest}`);
          expect(seen.text.trim()).not.toBe('');
        }),
        runs,
      ),
    );
  });
});
