import type { Contact } from '../../domain/person.ts';
import { enqueueCaseLink, openMailConversations } from '../../outbox/enqueue/index.ts';
import type { Services } from '../context.ts';
import { recordOnce, runOnce } from '../idempotency.ts';
import { scopeOf, scopeWhere } from '../scope.ts';

/** At most one link per person and case is mailed in this time (ms), because anybody with an old link can ask for one. */
const onceIn = 10 * 60_000;

/** Mails a contact a link to a case that they get notifications for. Does nothing for any other case. */
export async function mailCaseLink(services: Services, contact: Contact, number: number): Promise<void> {
  const { db, clock } = services;
  const recipients = { some: { personId: contact.id } };
  const found = await db.prisma.case.findFirst({
    where: { number, recipients, ...scopeWhere(scopeOf(contact)) },
    select: { id: true },
  });
  if (!found) return;
  await runOnce(services, async (tx) => {
    await recordOnce(tx, `case-link:${contact.id}:${found.id}:${Math.floor(clock.now().getTime() / onceIn)}`);
    await tx.$queryRaw`select id from "case" where id = ${found.id} for no key update`;
    await openMailConversations(tx, [found.id]);
    await enqueueCaseLink(tx, found.id, contact.id);
  });
}
