// The process that the kill test of joined mail kills: it changes cases, releases the mail that waited, and sends it to a mail server that
// is the test itself. Arguments: the database and the mail server.
import { renderDelivery } from '../../src/chat/render-delivery.ts';
import { openDatabase } from '../../src/db/client.ts';
import { defaultSettings } from '../../src/domain/settings.ts';
import type { Advisor } from '../../src/domain/person.ts';
import { createTransport } from '../../src/mail/transport.ts';
import { startWorker } from '../../src/outbox/worker.ts';
import { createLog } from '../../src/server/log.ts';
import { assignCase } from '../../src/usecases/cases/assign-case.ts';
import type { Services } from '../../src/usecases/context.ts';
import { releaseMail } from '../../src/usecases/notifications/release-mail.ts';

/** A moment that only this process knows: in the middle of a change or of a release, or after a release and before its mails. */
export type OwnMoment = 'changing' | 'releasing' | 'released';

/** What the test says to begin. */
export interface Go {
  /** when this process kills itself, and how many such moments it survives before; null: it finishes */
  moment: OwnMoment | null;
  survived: number;
  /** ms since 1970; the clock stands still between rounds */
  now: number;
  /** of changes of every case; a process that is killed has no end of them */
  rounds: number;
}

const [, , databaseUrl = '', smtpUrl = ''] = process.argv;
// the parent and its database may be gone first
process.on('disconnect', () => process.exit(1));
const db = openDatabase(databaseUrl, { scope: 'operator', connections: 8, onIdleError: () => process.exit(1) });
const at = { now: new Date() };
const services: Services = {
  db,
  clock: { now: () => at.now },
  settings: defaultSettings,
  userDirectories: {},
  mail: true,
};

let plan: Pick<Go, 'moment' | 'survived'> = { moment: null, survived: 0 };
function reach(moment: OwnMoment): void {
  if (plan.moment === moment && plan.survived-- === 0) process.kill(process.pid, 'SIGKILL');
}

/** Reaches a moment while something waits for the database. */
async function during<T>(moment: OwnMoment, work: Promise<T>): Promise<T> {
  await new Promise(setImmediate);
  reach(moment);
  return work;
}

/** Assigns every case to the advisor who is named after the number of its events, so that each event has a text of its own. */
async function changeEveryCase(max: Advisor): Promise<void> {
  const cases = await db.prisma.case.findMany({ select: { number: true, _count: { select: { posts: true } } } });
  for (const { number, _count } of cases) {
    const email = `advisor-${_count.posts + 1}@campus.example`;
    const { id: to } = await db.prisma.person.findUniqueOrThrow({ where: { email } });
    const request = { idempotencyKey: `slack:kill-${number}-${_count.posts}`, platform: 'slack' as const };
    await during('changing', assignCase(services, max, { number, to }, request));
  }
}

async function work({ rounds, now }: Go): Promise<void> {
  const max = await db.prisma.person.findUniqueOrThrow({ where: { email: 'max@campus.example' } });
  const advisor: Advisor = { id: max.id, name: max.name, email: max.email, kind: 'advisor', lead: true, team: null };
  const worker = startWorker({
    pool: db.pool,
    transports: {
      mail: createTransport({
        config: { url: smtpUrl, from: { name: null, address: 'cases@campus.example' } },
        brand: 'Campus Support',
        secretKeys: null,
        links: null,
        leads: () => false,
        zoneOf: () => Promise.resolve('America/Chicago'),
      }),
    },
    render: (deliveryId) => renderDelivery(services, deliveryId),
    log: createLog('error'),
    leaseMs: 400,
    backoff: { first: 1, cap: 20, inDoubt: 1 },
    pollMs: 20,
    pace: {},
  });
  const release = async (): Promise<void> => {
    await during('releasing', releaseMail(services));
    reach('released');
    await worker.idle();
  };
  for (let round = 0; round < rounds; round += 1) {
    at.now = new Date(now + round * 4 * 60_000);
    await changeEveryCase(advisor);
    await release();
  }
  at.now = new Date(now + (rounds + 1) * 60 * 60_000);
  await release();
  process.send?.('done');
}

process.on('message', (go: Go) => {
  plan = go;
  void work(go);
});
process.send?.('ready');
