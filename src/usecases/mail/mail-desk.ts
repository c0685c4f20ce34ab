import type { MailDesk } from '../../ports.ts';
import { trace } from '../../tracing.ts';
import type { Services } from '../context.ts';
import { inDatabaseScope } from '../scope.ts';
import { personByMail } from '../people/person-by-mail.ts';
import { receiveMail } from './receive-mail.ts';
import { keepWaiting } from './wait-for-advisor.ts';

/** Creates what the receivers of emails ask for. */
export function createMailDesk(services: Services): MailDesk {
  const { prisma } = services.db;
  return inDatabaseScope('mail', {
    receive: (mail) => trace('mail received', { kind: 'consumer', parent: null }, () => receiveMail(services, mail)),
    async setAside(mail) {
      await keepWaiting(services, { ...mail, files: [] }, { reason: 'refused', caseId: null, personId: null });
    },
    async position(name) {
      const row = await prisma.mailbox.findUnique({ where: { name } });
      return row && { uidValidity: row.uidValidity, lastUid: row.lastUid, since: row.since };
    },
    async savePosition(name, { uidValidity, lastUid, since }, { isFirst = false } = {}) {
      await prisma.$executeRaw`
        insert into mailbox (name, uid_validity, last_uid, since, updated_at)
        values (${name}, ${uidValidity}, ${lastUid}, ${since}, ${services.clock.now()})
        on conflict (name) do update set uid_validity = excluded.uid_validity, last_uid = excluded.last_uid, updated_at = excluded.updated_at
        where not ${isFirst} and (mailbox.uid_validity <> excluded.uid_validity or mailbox.last_uid < excluded.last_uid)`;
    },
  });
}

/** Most emails of a person that an email of ours refers to. */
const maxReferences = 10;

/** What the transport of emails asks about the reader of one. */
export function mailReaders(services: Services) {
  return inDatabaseScope('mail', {
    /** Returns the time zone (IANA name) of the person with an address. */
    zoneOf: async (address: string) => (await personByMail(services, address))?.timezone ?? 'UTC',
    /** Returns the ID of the contact with an address; null for everybody else. */
    contactOf: async (address: string) => {
      const person = (await personByMail(services, address))?.person;
      return person?.kind === 'contact' ? person.id : null;
    },
    received: (address: string, number: number) => receivedMessageIds(services, address, number),
  });
}

/** Returns the message IDs of what somebody sent about a case, oldest first: our emails to them refer to these. */
async function receivedMessageIds({ db }: Pick<Services, 'db'>, address: string, number: number): Promise<string[]> {
  const rows = await db.prisma.incomingMail.findMany({
    where: { fromAddress: address, case: { number }, state: { in: ['posted', 'opened'] }, messageId: { not: null } },
    orderBy: { id: 'desc' },
    take: maxReferences,
    select: { messageId: true },
  });
  return rows.flatMap(({ messageId }) => messageId ?? []).reverse();
}
