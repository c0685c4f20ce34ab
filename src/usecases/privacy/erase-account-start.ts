// Begins to erase an account: checks that no hold forbids it, ends every access in one transaction, and writes the record that the erasure
// goes on with.
import { Prisma, type Account } from '../../db/generated/client.ts';
import { CaseError } from '../../domain/case-error.ts';
import { fieldError } from '../../domain/form-errors.ts';
import { countSentMails, withdrawPersonal } from '../../outbox/enqueue/erase.ts';
import type { Services, Tx } from '../context.ts';
import { lockDirectory } from '../people/import-directory.ts';
import { textInput } from '../text-input.ts';
import { erasedHash } from '../erased-hash.ts';
import { knownNames } from './erase-known.ts';
import { forgetRedactions } from './forget-redactions.ts';
import { lockHolds, refuseHeld } from './held.ts';
import { countEventsAbout, countOfAccount, type OtherSystems } from './other-systems.ts';
import { authorizeRequester, recordPrivacy, requesterId, requesterName, type Requester } from './requester.ts';

/** What erasing an account will do. */
export interface AccountPreview {
  account: Pick<Account, 'id' | 'key' | 'name'>;
  cases: number;
  open: number;
  files: number;
  /** people of this account alone, who are erased with it */
  people: number;
  /** contacts of other accounts as well, who stay there */
  peopleElsewhere: number;
  /** messages in chats */
  messages: number;
  mails: number;
  /** what other systems got, and keep */
  others: OtherSystems;
  /** what forbids it at the moment, each a sentence */
  problems: string[];
}

/** Tells what erasing an account will do, and changes nothing. @throws CaseError not-allowed, unknown-account */
export async function previewAccountErasure(services: Services, by: Requester, key: string): Promise<AccountPreview> {
  authorizeRequester(by);
  const { prisma } = services.db;
  const account = await findAccount(prisma, key);
  const { id } = account;
  const [row] = await prisma.$queryRaw<Omit<AccountPreview, 'account' | 'others' | 'problems'>[]>`
    select (select count(*)::int from "case" c where c.account_id = ${id}) cases,
      (select count(*)::int from "case" c where c.account_id = ${id} and c.status <> 'Closed') open,
      (select count(*)::int from file f join "case" c on c.id = f.case_id where c.account_id = ${id} and f.deleted_at is null) files,
      (select count(*)::int from person p where ${isOnlyOf(id)}) people,
      (select count(*)::int from person p where ${isAlsoOf(id)}) "peopleElsewhere",
      (select count(*)::int from delivery d join "case" c on c.id = d.case_id join destination l on l.id = d.destination_id
        where c.account_id = ${id} and l.platform <> 'mail' and d.external_id is not null and not d.withdrawn) messages,
      (select count(*)::int from delivery d join "case" c on c.id = d.case_id join destination l on l.id = d.destination_id
        where c.account_id = ${id} and l.platform = 'mail' and d.external_id is not null) mails`;
  if (!row) throw new Error('nothing was counted');
  const problems = await refuseHeld(prisma, { accountId: id }).then(
    () => [],
    (error: unknown) => {
      if (error instanceof CaseError) return [[error.message, error.next].filter(Boolean).join(' ')];
      throw error;
    },
  );
  return { account, ...row, others: await countOfAccount(prisma, id), problems };
}

/**
 * Begins to erase an account. Nobody of it has access from then on; `continueErasure` does the rest.
 * @returns the id of the record
 * @throws CaseError not-allowed, unknown-account, on-hold, empty, too-long
 */
export async function startAccountErasure(
  services: Services,
  by: Requester,
  input: { key: string; reason: string },
): Promise<number> {
  authorizeRequester(by);
  const reason = textInput(input.reason, 'reason', 'Enter a reason.');
  const account = await findAccount(services.db.prisma, input.key);
  const record = await services.db.transaction((tx) => begin(services, tx, by, account, reason), { timeout: 300_000 });
  await recordPrivacy(services, by, { action: 'erase', accountId: account.id, detail: `account ${account.id}` });
  return record;
}

const { sql } = Prisma;

/** SQL: whether the person `p` is a contact of this account alone. */
const isOnlyOf = (accountId: number): Prisma.Sql =>
  sql`(p.account_id = ${accountId} and p.erased_at is null and not exists (select from membership m where m.person_id = p.id))`;

/** SQL: whether the person `p` is a contact of this account and of others. */
const isAlsoOf = (
  accountId: number,
): Prisma.Sql => sql`(p.account_id = ${accountId} and exists (select from membership m where m.person_id = p.id)
  or exists (select from membership m where m.person_id = p.id and m.account_id = ${accountId}))`;

async function begin(services: Services, tx: Tx, by: Requester, account: Account, reason: string): Promise<number> {
  const { id, key, name } = account;
  const at = services.clock.now();
  await lockDirectory(tx);
  await lockHolds(tx);
  await refuseHeld(tx, { accountId: id });
  const open = await tx.case.count({ where: { accountId: id, status: { not: 'Closed' } } });
  const moved = await keepElsewhere(tx, id);
  const people = await tx.$queryRaw<{ id: number; name: string; email: string }[]>`
    select p.id, p.name, p.email from person p where ${isOnlyOf(id)} order by p.id`;
  const personIds = people.map((one) => one.id);
  const known = await knownNames(tx, people);
  const { emails } = known;
  const messagesDeleted = await withdrawPersonal(tx, personIds, emails);
  const unreached = { mailsSent: await countSentMails(tx, emails), webhookEvents: await countEventsAbout(tx, personIds) };
  const theirs = { personId: { in: personIds } };
  await tx.$executeRaw`
    delete from address a using identity i where (i.person_id = any (${personIds}::int[]) or i.email = any (${emails}::text[])) and a.platform = i.platform and a.workspace_id = i.workspace_id and a.channel_id = i.direct_channel`;
  const done = {
    identities: (await tx.identity.deleteMany({ where: { OR: [theirs, { email: { in: emails } }] } })).count,
    lookups: (await tx.personLookup.deleteMany({ where: theirs })).count,
    drafts: (await tx.draft.deleteMany({ where: theirs })).count,
    savedViews: (await tx.savedView.deleteMany({ where: theirs })).count,
    recipients: (await tx.recipient.deleteMany({ where: theirs })).count,
    casesClosed: open,
    peopleKept: moved,
    messagesDeleted,
  };
  for (const one of people) {
    const erasedHashOf = erasedHash(services.secretKeys, one.email);
    await tx.person.updateMany({ where: { erasedHash: erasedHashOf }, data: { erasedHash: null } });
    await tx.person.update({
      where: { id: one.id },
      data: { active: false, mailOff: true, mailFailedAt: null, mailFailedCode: null, erasedAt: at, erasedHash: erasedHashOf },
    });
  }
  const hash = erasedHash(services.secretKeys, key);
  await tx.account.updateMany({ where: { erasedHash: hash }, data: { erasedHash: null } });
  await tx.account.update({ where: { id }, data: { active: false, erasedAt: at, erasedHash: hash } });
  await tx.channel.updateMany({ where: { accountId: id }, data: { active: false } });
  await forgetRedactions(tx, id, at);
  const accountIds = [...new Set([id, ...known.accountIds])];
  const pending = { step: null, after: 0, names: [...new Set([name, ...known.names])], emails, key, personIds, accountIds };
  const row = await tx.privacyRecord.create({
    data: {
      ...{ at, kind: 'erasure', accountId: id, subject: `account ${id}`, reason },
      ...{ byId: requesterId(by), byName: requesterName(by), result: { done, unreached, pending } },
    },
  });
  return row.id;
}

/** Makes another account the first one of contacts who have others. @returns how many contacts stay */
async function keepElsewhere(tx: Tx, accountId: number): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: number }[]>`select count(*)::int count from person p where ${isAlsoOf(accountId)}`;
  await tx.membership.deleteMany({ where: { accountId } });
  await tx.$executeRaw`
    with next as (
      select distinct on (m.person_id) m.person_id, m.account_id, m.contact_type from membership m join person p on p.id = m.person_id
      where p.account_id = ${accountId} order by m.person_id, m.account_id
    ), moved as (
      update person p set account_id = next.account_id, contact_type = next.contact_type from next where p.id = next.person_id
    )
    delete from membership m using next where m.person_id = next.person_id and m.account_id = next.account_id`;
  return row?.count ?? 0;
}

async function findAccount(tx: Pick<Tx, 'account'>, key: string): Promise<Account> {
  const found = await tx.account.findUnique({ where: { key: key.trim().toLowerCase() } });
  const exact = found ?? (await tx.account.findUnique({ where: { key: key.trim() } }));
  if (exact?.erasedAt === null) return exact;
  throw fieldError('unknown-account', 'account', `There is no account with the key ${key.trim() || '(none)'}.`);
}
