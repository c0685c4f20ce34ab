// Erases a person: what is kept for the record (the posts they wrote, the history, the access log) has a pseudonym in place of their name, and
// everything else of them goes. As GitLab's "ghost user" and Zendesk's "permanently deleted user" do it, the record stays readable; unlike
// GitLab's, each person keeps a pseudonym of their own, so that one can tell who answered whom.
import type { PrivacyRecord } from '../../db/generated/client.ts';
import { personPseudonym } from '../../domain/pseudonym.ts';
import { countSentMails, eraseMailboxes, refreshNamed, refreshNotices } from '../../outbox/enqueue/erase.ts';
import type { Services } from '../context.ts';
import { indexCases } from '../search-index.ts';
import { runSteps, type Observe, type Pending, type Step, type StepResult } from './erase-journal.ts';
import { leftTexts, namedTables, replaceNames, textTables, type Names } from './erase-names.ts';

/** Cases whose messages are updated per transaction. */
const batch = 200;

/** Goes on with the erasure of a person. @returns whether it is finished */
export async function continuePersonErasure(services: Services, record: PrivacyRecord, observe?: Observe): Promise<boolean> {
  const id = record.personId ?? 0;
  const { kind } = await services.db.prisma.person.findUniqueOrThrow({ where: { id }, select: { kind: true } });
  const pseudonym = personPseudonym({ id, kind });
  const who = ({ names, emails, accountIds }: Pending): Names => ({ personIds: [id], names, emails, accountIds, ...pseudonym });
  const steps: Step[] = [
    { name: 'mail', run: ({ emails }) => eraseMail(services, id, emails) },
    ...namedTables.map((table) => ({
      name: `names:${table}`,
      run: async (pending: Pending) => ({ names: { [table]: await replaceNames(services.db, table, who(pending)) } }),
    })),
    { name: 'search', run: ({ after, accountIds }) => indexAgain(services, pseudonym.name, accountIds, after) },
    { name: 'messages', run: ({ after }) => refreshBatch(services, id, pseudonym.name, after) },
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
      update incoming_mail set subject = '', text = '', whole = '', files = null, from_name = '', from_address = '',
        state = case when state = 'waiting' then 'dismissed' else state end
      where (person_id = ${id} or from_address = any (${[...emails]}::text[]))
        and (from_address <> '' or from_name <> '' or subject <> '' or text <> '' or whole <> '' or files is not null)`;
    return { done: { mailboxes, incomingMails }, unreached: { mailsSent } };
  });
}

/** Searches find requests to change the contact by what they say now. */
async function indexAgain(
  { db }: Services,
  shownAs: string,
  accountIds: readonly number[] | null,
  after: number,
): Promise<StepResult> {
  return db.transaction(
    async (tx) => {
      const rows = await tx.$queryRaw<{ id: number }[]>`
        select c.id from "case" c where c.id > ${after} and c.contact_change is not null and strpos(c.subject || c.description, ${shownAs}) > 0
          and (${accountIds === null} or c.account_id = any (${[...(accountIds ?? [])]}::int[]))
        order by c.id limit ${batch} for no key update of c`;
      const last = rows.at(-1);
      if (!last) return {};
      await indexCases(
        tx,
        rows.map(({ id }) => id),
      );
      return { after: last.id };
    },
    { timeout: 60_000 },
  );
}

async function refreshBatch({ db }: Services, personId: number, shownAs: string, after: number): Promise<StepResult> {
  return db.transaction(
    async (tx) => {
      const rows = await tx.$queryRaw<{ id: number }[]>`
        select c.id from "case" c where c.id > ${after} and (c.contact_id = ${personId} or c.advisor_id = ${personId}
          or exists (select from post p where p.case_id = c.id and (p.author_id = ${personId}
            or p.kind = 'event' and strpos(p.body, ${shownAs}) > 0)))
        order by c.id limit ${batch}`;
      const last = rows.at(-1);
      if (!last) return {};
      const messagesUpdated = await refreshNamed(
        tx,
        rows.map(({ id }) => id),
        { personId, shownAs },
      );
      return { done: { messagesUpdated }, after: last.id };
    },
    { timeout: 60_000 },
  );
}

function refreshOfNotices({ db }: Services, personId: number, shownAs: string): Promise<number> {
  return db.transaction((tx) => refreshNotices(tx, { personId, shownAs }), { timeout: 60_000 });
}

/** The name itself goes last: until then, an erasure that was interrupted knows what to look for. */
async function finish({ db }: Services, id: number, pseudonym: { name: string; email: string }): Promise<StepResult> {
  return db.transaction(async (tx) => {
    await tx.person.update({ where: { id }, data: pseudonym });
    // what a request wrote that had begun before the person was deactivated
    const late = await tx.$executeRaw`
      update post set author_name = ${pseudonym.name} where author_id = ${id} and author_name <> ${pseudonym.name}`;
    await tx.$executeRaw`
      update history_entry set actor_name = ${pseudonym.name} where actor_id = ${id} and actor_name <> ${pseudonym.name}`;
    const files = await tx.delivery.count({
      where: { kind: 'file', withdrawn: false, externalId: { not: null }, file: { uploadedById: id } },
    });
    return { names: { post: late }, unreached: { filesSent: files }, done: { people: 1 } };
  });
}
