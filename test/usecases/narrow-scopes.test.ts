// Where the account is known, what comes from outside runs in the scope of that account: emails, and messages that were deleted.
import { expect } from 'vitest';
import { openDatabase } from '../../src/db/client.ts';
import type { MessageRef } from '../../src/ports.ts';
import { addPost } from '../../src/usecases/cases/add-post.ts';
import { closeCase } from '../../src/usecases/cases/close-case.ts';
import { deleteTypedPost } from '../../src/usecases/cases/delete-post.ts';
import type { Services } from '../../src/usecases/context.ts';
import { createMailDesk } from '../../src/usecases/mail/mail-desk.ts';
import { withDatabaseScope } from '../../src/usecases/scope.ts';
import { incomingMail } from '../mail/incoming-mail.ts';
import { test as base } from './fixtures.ts';

const watched = ['case', 'post', 'history_entry', 'conversation', 'delivery', 'search_document', 'file'];

const test = base
  /** The services with the application's role, without a scope of their own. */
  .extend('bot', { scope: 'file' }, ({ db, world }, { onCleanup }): Services => {
    const own = openDatabase(db.url, { connections: 4 });
    onCleanup(() => own.close());
    return { ...world.services, db: own, mail: true };
  })
  /** Runs something and returns the scopes in which it wrote to the tables of cases. */
  .extend('scopesOf', { scope: 'file' }, async ({ db }) => {
    await db.pool.query(`
      create table seen_scope (scope text); grant all on seen_scope to public;
      create function note_scope() returns trigger language plpgsql as
        $$ begin insert into seen_scope values (current_setting('casebridge.scope', true)); return null; end $$`);
    for (const table of watched)
      await db.pool.query(
        `create trigger note_scope after insert or update or delete on "${table}" for each row execute function note_scope()`,
      );
    return async (run: () => Promise<unknown>): Promise<unknown[]> => {
      await db.pool.query('truncate seen_scope');
      const result = await run();
      const { rows } = await db.pool.query<{ scope: string }>('select distinct scope from seen_scope order by 1');
      return [result, ...rows.map(({ scope }) => scope)];
    };
  });

test('an email opens a case, posts to it, is answered on a closed one and notes an absence', async ({ world, bot, scopesOf }) => {
  const { ada, max, request } = world;
  const desk = createMailDesk(bot);
  const scope = `{${ada.accountId}}`;
  const from = { name: ada.name, address: ada.email, isClear: true };
  const opening = incomingMail({ from, files: [] });
  expect(await scopesOf(() => desk.receive(opening))).toEqual(['opened', scope]);
  const { number } = await withDatabaseScope('operator', () => bot.db.prisma.case.findFirstOrThrow({ orderBy: { id: 'desc' } }));
  const replyTo = { number, personId: ada.id };
  expect(await scopesOf(() => desk.receive(incomingMail({ from, replyTo })))).toEqual(['posted', scope]);
  const automatic = { kind: 'auto-reply', isAway: true, failed: [] } as const;
  expect(await scopesOf(() => desk.receive(incomingMail({ from, replyTo, automatic })))).toEqual(['ignored', scope]);

  await withDatabaseScope('advisor', () => closeCase(bot, max, { number, reason: 'Resolved' }, request()));
  const late = incomingMail({ from, replyTo, text: 'Thank you!' });
  expect(await scopesOf(() => desk.receive(late))).toEqual(['posted', scope]);
  // a process that was killed after its transaction does the rest when the email comes again
  await bot.db.prisma.idempotencyKey.deleteMany();
  expect(await scopesOf(() => desk.receive(late))).toEqual(['repeat']); // one answer a day
  expect(await scopesOf(() => desk.receive(opening))).toEqual(['repeat', scope]);
});

test('an email that says the same again is ignored, and one for another account waits', async ({ world, bot, scopesOf }) => {
  const { ada, rosa } = world;
  const desk = createMailDesk(bot);
  const number = await world.open();
  const from = { name: ada.name, address: ada.email, isClear: true };
  const replyTo = { number, personId: ada.id };
  const outcomes: unknown[] = [];
  for (const text of ['Same', 'Same'])
    outcomes.push((await scopesOf(() => desk.receive(incomingMail({ from, replyTo, text }))))[0]);
  expect(outcomes).toEqual(['posted', 'ignored']);
  const stranger = { name: rosa.name, address: rosa.email, isClear: true };
  expect((await scopesOf(() => desk.receive(incomingMail({ from: stranger, replyTo }))))[0]).toBe('waiting');
});

test('a message that was deleted takes its post along', async ({ world, bot, scopesOf }) => {
  const { ada, max, request } = world;
  const number = await world.open();
  const typed: MessageRef = { platform: 'slack', workspaceId: 'T0CAMPUS', channelId: 'C0GRADES', messageId: '77.0' };
  await withDatabaseScope('advisor', () => addPost(bot, max, { number, text: 'Regret' }, request(typed)));
  const deleted = scopesOf(() => withDatabaseScope('lookup', () => deleteTypedPost(bot, typed, 'deleted 77')));
  expect(await deleted).toEqual([{ number, pending: false, action: null }, `{${ada.accountId}}`]);
});
