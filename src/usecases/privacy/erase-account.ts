// Erases an account: its cases lose every text and name, their messages in chats are deleted, its people become pseudonyms, and its channels,
// workspaces and tokens go. What stays are facts that statistics count, under `Former account 7`; Salesforce's Privacy Center and Zendesk's
// deletion of an account keep such totals as well. Cases are erased in batches, so neither their number nor a crash matters.
import type { PrivacyRecord } from '../../db/generated/client.ts';
import { Prisma } from '../../db/generated/client.ts';
import { accountPseudonym, byErasure } from '../../domain/pseudonym.ts';
import { countWaitingInAccount, withdrawInAccount, type GiveUp } from '../../outbox/enqueue/erase.ts';
import type { Services } from '../context.ts';
import { finishAccount, renamePeople } from './erase-account-end.ts';
import { eraseCases, lockCases } from './erase-cases.ts';
import { clearErased } from './erase-contents.ts';
import { indexNamed, refreshCases } from './erase-refresh.ts';
import { runSteps, type Observe, type Pending, type Step, type StepResult } from './erase-journal.ts';
import { isOnlyInCases, leftTexts, namedTables, replaceNames, textTables, type Names } from './erase-names.ts';

/** Cases per transaction. */
const batch = 50;

/** Tables with texts of people that remain. */
const textsOutside = textTables.filter((table) => !isOnlyInCases(table));

const hourMs = 3_600_000;
/** A platform is asked for a day to delete messages where nothing arrives, such as a workspace that removed the bot; the others take longer. */
const unreachableMs = 24 * hourMs;
/** After a month, whatever still waits is named on the certificate. */
const waitMs = 30 * 24 * hourMs;

/** Goes on with the erasure of an account. @returns whether it is finished; otherwise it waits for messages to be deleted */
export async function continueAccountErasure(services: Services, record: PrivacyRecord, observe?: Observe): Promise<boolean> {
  const id = record.accountId ?? 0;
  const { name, key } = accountPseudonym(id);
  const who = ({ names, emails, personIds = [], accountIds, key: former }: Pending): Names => ({
    ...{ personIds, names, emails, accountIds, name, email: `${key}@erased.invalid` },
    ...(former === undefined ? {} : { key: [former, key] as const }),
  });
  const waited = services.clock.now().getTime() - record.at.getTime();
  const giveUp: GiveUp = waited > waitMs ? 'all' : waited > unreachableMs ? 'unreachable' : 'none';
  const steps: Step[] = [
    { name: 'cases', run: ({ after }) => eraseBatch(services, id, after) },
    { name: 'destinations', run: async () => ({ done: { messagesDeleted: await withdrawAll(services, id) } }) },
    { name: 'contents', run: () => clear(services, id, giveUp) },
    { name: 'people', run: ({ personIds = [] }) => renamePeople(services, personIds) },
    ...namedTables.map((table) => ({
      name: `names:${table}`,
      run: async (pending: Pending): Promise<StepResult> =>
        // its own cases have no names any more
        isOnlyInCases(table) && !isElsewhere(pending)
          ? {}
          : { names: { [table]: await replaceNames(services.db, table, who(pending)) } },
    })),
    {
      name: 'search',
      run: async (pending) => (isElsewhere(pending) ? indexNamed(services, name, pending.accountIds, pending.after) : {}),
    },
    {
      name: 'messages',
      run: async (pending) => (isElsewhere(pending) ? refreshCases(services, pending.personIds, name, pending.after) : {}),
    },
    ...textsOutside.map((table) => ({
      name: `texts:${table}`,
      run: async (pending: Pending): Promise<StepResult> => {
        const left = await leftTexts(services.db, table, { ...who(pending), accountIds: null });
        return left.count === 0 ? {} : { texts: [{ table, ...left }] };
      },
    })),
  ];
  return runSteps(services, record, steps, (pending) => finishAccount(services, record, id, pending), observe);
}

/** Whether its people opened or wrote on cases of other accounts, which stay. */
const isElsewhere = ({ accountIds }: Pending): boolean => (accountIds?.length ?? 0) > 1;

/** Erases the next cases. Those that somebody is changing at the moment are tried again. */
async function eraseBatch({ db, clock }: Services, accountId: number, after: number): Promise<StepResult> {
  const left = Prisma.sql`c.account_id = ${accountId} and c.erased_at is null`;
  const result = await db.transaction(
    async (tx) => {
      // behind those that are done, which would be passed over each time
      const ids = await lockCases(tx, Prisma.sql`${left} and c.id > ${after}`, batch);
      const last = ids.at(-1);
      if (last === undefined) return null;
      const { unreached, ...done } = await eraseCases(tx, ids, { at: clock.now(), contactId: null, by: byErasure });
      return { done: { ...done }, unreached: { ...unreached }, after: last };
    },
    { timeout: 60_000 },
  );
  if (result) return result;
  const [row] = await db.prisma.$queryRaw<{ count: number }[]>`select count(*)::int count from "case" c where ${left}`;
  if (!row || row.count === 0) return {};
  return after > 0 ? { after: 0 } : { wait: true };
}

function withdrawAll({ db }: Services, accountId: number): Promise<number> {
  return db.transaction((tx) => withdrawInAccount(tx, accountId), { timeout: 300_000 });
}

/** Waits until the platforms have deleted the messages and the store has no contents. Tokens go only then. */
async function clear(services: Services, accountId: number, giveUp: GiveUp): Promise<StepResult> {
  // somebody was opening a case at the moment when the erasure began
  const late = await eraseBatch(services, accountId, 0);
  if (late.after !== undefined || late.wait) return late;
  const { contents, refused, waiting } = await clearErased(services, accountId, giveUp);
  const others = await countWaitingInAccount(services.db.prisma, accountId, giveUp);
  const files = await services.db.prisma.file.count({ where: { case: { accountId } } });
  const unreached = Object.fromEntries(Object.entries(refused).map(([code, count]) => [`refused:${code}`, count]));
  return { done: { contents }, unreached, wait: waiting + others + files > 0 };
}
