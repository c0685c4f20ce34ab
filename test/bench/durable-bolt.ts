// The other yardstick: a Bolt app that stores a case by one statement, without asking who sent it, and acknowledges. Nothing that stores a case
// before the acknowledgement can do less.
import { once } from 'node:events';
import { App, HTTPReceiver, LogLevel } from '@slack/bolt';
import { openDatabase } from '../../src/db/client.ts';
import { insertCase } from '../../src/outbox/enqueue/insert-case.ts';
import { newDocument } from '../../src/usecases/search-index.ts';
import { newSla } from '../../src/usecases/sla-columns.ts';
import { answerWithCpu } from './cpu.ts';
import { newCase, workOn } from './fixtures.ts';
import { signingSecret } from './slack-request.ts';

const db = openDatabase(process.env['DATABASE_URL'] ?? '');
const contact = await db.prisma.person.findFirstOrThrow({ where: { kind: 'contact' } });
const destinations = await db.prisma.destination.findMany({ where: { platform: 'slack' } });
const places = destinations.map(({ id }) => ({ destinationId: id, side: 'contact' as const, personId: null }));
const asked = { replicationSteps: null, expected: null, actual: null, environment: null, impact: null };
const input = { ...asked, ...newCase, dueDate: null, dueReason: null };
const rest = {
  source: 'slack',
  incidentId: null,
  pageAt: null,
  lastIncidentUpdateId: null,
  sourceLink: null,
  phoneCallExpected: false,
  previousCaseId: null,
  category: 'Question',
} as const;
const days = { timezone: 'America/Chicago', holidays: null, closed: [], worked: [] };
const { columns: sla } = newSla(workOn(db), newCase.priority, days, new Date());
const columns = {
  ...{ ...input, ...rest, ...sla, document: newDocument(input) },
  ...{ accountId: contact.accountId ?? 0, contactId: contact.id },
};

const receiver = new HTTPReceiver({ signingSecret, processBeforeResponse: true, logLevel: LogLevel.ERROR });
const app = new App({ receiver, authorize: async () => ({ botToken: 'xoxb-bench' }), logLevel: LogLevel.ERROR });
app.view('form', async ({ ack, body }) => {
  const request = { idempotencyKey: `durable:${body.view.id}`, at: new Date(), actorId: contact.id, actorName: contact.name };
  if ((await insertCase(db.pool, columns, places, request)) === null) throw new Error(`${body.view.id} was stored before`);
  await ack({ response_action: 'clear' });
});
const server = await receiver.start(0);
if (!server.listening) await once(server, 'listening');
answerWithCpu(server.address());
