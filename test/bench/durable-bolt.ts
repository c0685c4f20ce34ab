// The other yardstick: a Bolt app that stores a case by one statement, without asking who sent it, and acknowledges. Nothing that stores a case
// before the acknowledgement can do less. With ASKS_WHO it first asks the database who sent it, as everything that checks a permission must.
import { once } from 'node:events';
import { App, HTTPReceiver, LogLevel } from '@slack/bolt';
import { openDatabase } from '../../src/db/client.ts';
import { insertCase } from '../../src/outbox/enqueue/insert-case.ts';
import { answerWithCpu } from './cpu.ts';
import { resolveActor } from '../../src/usecases/people/resolve-actor.ts';
import { newColumns, workOn } from './fixtures.ts';
import { signingSecret } from './slack-request.ts';

const db = openDatabase(process.env['DATABASE_URL'] ?? '', { scope: 'operator' });
const contact = await db.prisma.person.findFirstOrThrow({ where: { kind: 'contact' } });
const destinations = await db.prisma.destination.findMany({ where: { platform: 'slack' } });
const places = destinations.map(({ id }) => ({ destinationId: id, side: 'contact' as const, personId: null }));
const columns = newColumns(db, { id: contact.id, accountId: contact.accountId ?? 0 });

const services = workOn(db);
const receiver = new HTTPReceiver({ signingSecret, processBeforeResponse: true, logLevel: LogLevel.ERROR });
const app = new App({ receiver, authorize: async () => ({ botToken: 'xoxb-bench' }), logLevel: LogLevel.ERROR });
app.view('form', async ({ ack, body }) => {
  if (process.env['ASKS_WHO']) {
    const { person } = await resolveActor(services, {
      platform: 'slack',
      workspaceId: body.team?.id ?? '',
      userId: body.user.id,
    });
    if (person?.id !== contact.id) throw new Error('somebody else sent it');
  }
  const request = { idempotencyKey: `durable:${body.view.id}`, at: new Date(), actorId: contact.id, actorName: contact.name };
  if ((await insertCase(db.pool, columns, places, request)) === null) throw new Error(`${body.view.id} was stored before`);
  await ack({ response_action: 'clear' });
});
const server = await receiver.start(0);
if (!server.listening) await once(server, 'listening');
answerWithCpu(server.address());
