// Erases a person: what is kept for the record (the posts they wrote, the history, the access log) has a pseudonym in place of their name, and
// everything else of them goes. As GitLab's "ghost user" and Zendesk's "permanently deleted user" do it, the record stays readable; unlike
// GitLab's, each person keeps a pseudonym of their own, so that one can tell who answered whom.
import type { PrivacyRecord } from '../../db/generated/client.ts';
import { personPseudonym } from '../../domain/pseudonym.ts';
import { countSentMails, eraseMailboxes, refreshNotices } from '../../outbox/enqueue/erase.ts';
import type { Services } from '../context.ts';
import { runSteps, type Observe, type Pending, type Step, type StepResult } from './erase-journal.ts';
import { indexNamed, refreshCases } from './erase-refresh.ts';
import { countOfPerson } from './other-systems.ts';
import { leftTexts, namedTables, replaceNames, textTables, type Names } from './erase-names.ts';

/** Goes on with the erasure of a person. @returns whether it is finished */
export async function continuePersonErasure(services: Services, record: PrivacyRecord, observe?: Observe): Promise<boolean> {
  const id = record.personId ?? 0;
  const { kind } = await services.db.prisma.person.findUniqueOrThrow({ where: { id }, select: { kind: true } });
  const pseudonym = personPseudonym({ id, kind });
  const who = ({ names, emails, accountIds }: Pending): Names => ({ personIds: [id], names, emails, accountIds, ...pseudonym });
  const steps: Step[] = [
    { name: 'mail', run: ({ emails }) => eraseMail(services, id, emails) },
    { name: 'person', run: () => rename(services, id, pseudonym) },
    ...namedTables.map((table) => ({
      name: `names:${table}`,
      run: async (pending: Pending) => ({ names: { [table]: await replaceNames(services.db, table, who(pending)) } }),
    })),
    { name: 'search', run: ({ after, accountIds }) => indexNamed(services, pseudonym.name, accountIds, after) },
    { name: 'messages', run: ({ after }) => refreshCases(services, [id], pseudonym.name, after) },
    { name: 'notices', run: async () => ({ done: { messagesUpdated: await refreshOfNotices(services, id, pseudonym.name) } }) },
    ...textTables.map((table) => ({
      name: `texts:${table}`,
      run: async (pending: Pending): Promise<StepResult> => {
        const left = await leftTexts(services.db, table, who(pending));
        return left.count === 0 ? {} : { texts: [{ table, ...left }] };
      },
    })),
  ];
  return runSteps(services, record, steps, () => finish(services, id, pseudonym), observe);
}

/** Takes the addresses out of mailboxes and emails that arrived. What an email said is in its post; the email itself goes. */
async function eraseMail({ db }: Services, id: number, emails: readonly string[]): Promise<StepResult> {
  return db.transaction(async (tx) => {
    const mailsSent = await countSentMails(tx, emails);
    const mailboxes = await eraseMailboxes(tx, emails);
    const incomingMails = await tx.$executeRaw`
      update incoming_mail set message_id = null, subject = '', text = '', whole = '', files = null, from_name = '', from_address = '',
        state = case when state = 'waiting' then 'dismissed' else state end
      where (person_id = ${id} or from_address = any (${[...emails]}::text[]))
        and (from_address <> '' or from_name <> '' or subject <> '' or text <> '' or whole <> '' or files is not null or message_id is not null)`;
    return { done: { mailboxes, incomingMails }, unreached: { mailsSent, ...(await countOfPerson(tx, id)) } };
  });
}

function refreshOfNotices({ db }: Services, personId: number, shownAs: string): Promise<number> {
  return db.transaction((tx) => refreshNotices(tx, { personId, shownAs }), { timeout: 60_000 });
}

/** From here on, messages that are updated show the pseudonym, and it replaces the name wherever the ID stands beside it. */
async function rename({ db }: Services, id: number, pseudonym: { name: string; email: string }): Promise<StepResult> {
  await db.prisma.person.update({ where: { id }, data: pseudonym });
  return { done: { people: 1 } };
}

async function finish({ db }: Services, id: number, pseudonym: { name: string }): Promise<StepResult> {
  return db.transaction(async (tx) => {
    // what a request wrote that had begun before the person was deactivated
    const late = await tx.$executeRaw`
      update post set author_name = ${pseudonym.name} where author_id = ${id} and author_name <> ${pseudonym.name}`;
    await tx.$executeRaw`
      update history_entry set actor_name = ${pseudonym.name} where actor_id = ${id} and actor_name <> ${pseudonym.name}`;
    const files = await tx.delivery.count({
      where: { kind: 'file', withdrawn: false, externalId: { not: null }, file: { uploadedById: id } },
    });
    return { names: { post: late }, unreached: { filesSent: files } };
  });
}
