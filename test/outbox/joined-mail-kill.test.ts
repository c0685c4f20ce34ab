// The promise of mail that waits, under kill -9: each event of a case is in exactly one mail of each recipient. A mail that the server took
// without its answer being recorded is sent again under the same Message-ID, because a mailbox cannot be searched.
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { expect, onTestFinished } from 'vitest';
import { addRecipient } from '../../src/usecases/notifications/recipients.ts';
import { forkTypeScript } from '../fork-typescript.ts';
import { startFakeSmtp, type FakeSmtp, type SmtpMoment } from '../mail/fake-smtp.ts';
import { soakNumber, soakProgress, soakTimeout } from '../soak.ts';
import { isolatedTest } from '../usecases/fixtures.ts';
import type { Go, OwnMoment } from './joined-mail-child.ts';

const kills = soakNumber('SOAK_MAIL_KILLS', 6);
const cases = 3;
/** Events of a case, at most: a process has up to five rounds. */
const maxEvents = (kills + 2) * 8;
const moments: readonly (OwnMoment | SmtpMoment)[] = ['changing', 'accepted', 'releasing', 'arrived', 'released', 'answered'];
const isOwn = (moment: OwnMoment | SmtpMoment): moment is OwnMoment =>
  moment === 'changing' || moment === 'releasing' || moment === 'released';
const addresses = ['ada@plainview.example', 'ben@plainview.example'];

const test = isolatedTest
  .extend('numbers', async ({ world }) => {
    const numbers: number[] = [];
    const services = { ...world.services, mail: true };
    for (let index = 0; index < cases; index += 1) {
      const number = await world.open();
      await addRecipient(services, world.ada, { number, personId: world.ben.id }, world.request());
      numbers.push(number);
    }
    const people = Array.from({ length: maxEvents }, (_, index) => ({
      ...{ name: nameOf(index + 1), email: `advisor-${index + 1}@campus.example` },
      kind: 'advisor' as const,
    }));
    await services.db.prisma.person.createMany({ data: people });
    await services.db.prisma.person.updateMany({ where: { email: 'max@campus.example' }, data: { lead: true } });
    // what opening the case enqueued is not part of this test
    await services.db.prisma.delivery.deleteMany();
    return numbers;
  })
  .extend('readyChild', ({ db }) => async (smtp: FakeSmtp): Promise<ChildProcess> => {
    const child = await forkTypeScript(`${import.meta.dirname}/joined-mail-child.ts`, [db.url, smtp.url]);
    await once(child, 'message');
    return child;
  });

const nameOf = (event: number): string => `Advisor ${String(event).padStart(4, '0')}`;

/** Runs processes that are killed one after the other, and one that finishes. Returns how many were killed. */
async function workWithKills(readyChild: (smtp: FakeSmtp) => Promise<ChildProcess>, smtp: FakeSmtp): Promise<number> {
  let killed = 0;
  const progress = soakProgress('kills', 50);
  for (let index = 0; index <= kills; index += 1) {
    const isLast = index === kills;
    const moment = moments[index % moments.length] ?? 'changing';
    let survived = index % 4;
    const child = await readyChild(smtp);
    const ended = once(child, 'exit');
    smtp.onMoment = (reached) => {
      if (isLast || child.killed || reached !== moment || survived-- > 0) return false;
      return child.kill('SIGKILL');
    };
    // the next process works on another day
    const now = Date.parse('2026-11-03T15:00:00Z') + index * 24 * 60 * 60_000;
    const own = !isLast && isOwn(moment) ? moment : null;
    child.send({ moment: own, survived, now, rounds: isLast ? 2 : 8 } satisfies Go);
    if (isLast) {
      const [message] = (await once(child, 'message')) as [string];
      expect(message).toBe('done');
      child.kill('SIGKILL');
    }
    const [, signal] = (await ended) as [number | null, string | null];
    if (signal === 'SIGKILL' && !isLast) killed += 1;
    progress();
  }
  return killed;
}

test(
  `has each event in exactly one mail of each recipient after ${kills} kills`,
  { timeout: 2 * soakTimeout },
  async ({ numbers, readyChild, db }) => {
    const smtp = await startFakeSmtp();
    onTestFinished(() => smtp.stop());
    expect(await workWithKills(readyChild, smtp)).toBe(kills);

    const waits = { destination: { platform: 'mail' as const }, withdrawn: false, state: { not: 'sent' as const } };
    expect(await db.prisma.delivery.count({ where: waits })).toBe(0);
    const first = new Map<string, string[]>();
    for (const number of numbers) {
      const posts = await db.prisma.post.count({ where: { case: { number } } });
      expect(posts).toBeGreaterThan(kills / 2);
      for (const address of addresses) {
        const mails = smtp.mails.filter(
          ({ headers }) => headers.get('to')?.includes(address) && headers.get('message-id')?.includes(`.CB-${number}@`),
        );
        const events = [...new Map(mails.map((mail) => [mail.headers.get('message-id') ?? '', eventsIn(mail.text)]))];
        // joined, and none is lost or in two mails
        expect(events.flatMap(([, names]) => names).sort()).toEqual(
          Array.from({ length: posts }, (_, index) => nameOf(index + 1)),
        );
        expect(events.length).toBeLessThan(posts);
        for (const mail of mails) {
          const id = `${address} ${mail.headers.get('message-id') ?? ''}`;
          const names = eventsIn(mail.text);
          expect(first.get(id) ?? names).toEqual(names);
          first.set(id, names);
        }
      }
    }
    // only the server took those before their process was killed; each kill stops what was being sent at that moment
    const repeated = smtp.mails.length - first.size;
    const atServer = Array.from({ length: kills }, (_, index) => moments[index % moments.length]).filter(
      (moment) => moment === 'accepted' || moment === 'answered',
    );
    expect(repeated).toBeGreaterThan(0);
    expect(repeated).toBeLessThanOrEqual(atServer.length * cases * addresses.length);
  },
);

/** Lists the events that a mail tells. */
function eventsIn(text: string): string[] {
  return [...text.matchAll(/assigned the case to (Advisor \d{4})/g)].map(([, name = '']) => name);
}
