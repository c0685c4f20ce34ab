// The product's worker in a process of its own, with the limits its transports ask for. The platforms it calls run in the parent process.
import { openDatabase } from '../../src/db/client.ts';
import { createLog } from '../../src/server/log.ts';
import { startWorker } from '../../src/outbox/worker.ts';
import { DeliveryError, type DestinationRef, type Transport } from '../../src/ports.ts';
import type { Clients } from '../../src/slack/transport/clients.ts';
import { createTransport as createSlackTransport } from '../../src/slack/transport/transport.ts';
import type { Clients as TeamsClients } from '../../src/teams/transport/clients.ts';
import { createTransport as createTeamsTransport } from '../../src/teams/transport/transport.ts';
import { hurry, type Answer, type Call } from './reach-platform.ts';

const { DATABASE_URL: url, CARD: text = '' } = process.env;
if (!url) throw new Error('Run by reach.ts');
const waiting = new Map<number, (answer: Answer) => void>();
let asked = 0;
process.on('message', ({ number, answer }: { number: number; answer: Answer }) => {
  waiting.get(number)?.(answer);
  waiting.delete(number);
});
process.on('disconnect', () => process.exit());

async function ask(call: Call): Promise<string> {
  const number = ++asked;
  const answered = new Promise<Answer>((resolve) => waiting.set(number, resolve));
  process.send?.({ number, call });
  const answer = await answered;
  if ('messageId' in answer) return answer.messageId;
  if ('missing' in answer) throw new DeliveryError('refused', 'message_not_found');
  throw new DeliveryError('limited', 'ratelimited', answer.retryAfterMs);
}

function transport(platform: Call['platform'], asks: Transport, faster: number): Transport {
  const call = ({ workspaceId, channelId, messageId }: DestinationRef & { messageId?: string }, act: Call['act']) =>
    ask({ platform, workspaceId, channelId, act, messageId, text });
  return {
    pace: asks.pace,
    workspaceLimits: asks.workspaceLimits?.map((limit) => ({ ...limit, withinMs: limit.withinMs / faster })),
    send: (target) => call(target, 'send'),
    update: async (message) => void (await call(message, 'update')),
    remove: async () => undefined,
    find: async () => 'unknown',
  };
}

const db = openDatabase(url, { scope: 'operator' });
startWorker({
  pool: db.pool,
  transports: {
    slack: transport('slack', createSlackTransport({} as Clients, null), hurry),
    teams: transport('teams', createTeamsTransport({} as TeamsClients, { opensForm: () => false, dialogs: true }), 1),
  },
  render: async () => ({ card: { summary: text, elements: [] } }),
  log: createLog('error'),
});
process.send?.('ready');
