// The last transaction of the erasure of an account: takes away what the platforms needed until now, and the names.
import type { PrivacyRecord } from '../../db/generated/client.ts';
import { accountPseudonym, personPseudonym } from '../../domain/pseudonym.ts';
import { eraseMailboxes, forgetDestinations } from '../../outbox/enqueue/erase.ts';
import { foldText } from '../../domain/search/fold-text.ts';
import type { Services, Tx } from '../context.ts';
import type { Pending, StepResult } from './erase-journal.ts';
import { forgetRedactions } from './forget-redactions.ts';

/** Ends the erasure of an account. Doing it again changes nothing. */
export async function finishAccount(
  { db, clock }: Services,
  { accountId }: PrivacyRecord,
  id: number,
  pending: Pick<Pending, 'personIds' | 'emails'>,
): Promise<StepResult> {
  if (accountId !== id) throw new Error('the record is about another account');
  return db.transaction((tx) => finish(tx, id, pending, clock.now()), { timeout: 300_000 });
}

async function finish(
  tx: Tx,
  id: number,
  { personIds = [], emails }: Pick<Pending, 'personIds' | 'emails'>,
  at: Date,
): Promise<StepResult> {
  const mailboxes = await eraseMailboxes(tx, emails);
  // one that was being prepared while the erasure began
  await forgetRedactions(tx, id, at);
  await tx.digest.deleteMany({ where: { personId: { in: [...personIds] }, deliveries: { none: {} } } });
  await tx.$executeRaw`
    update incoming_mail set message_id = null, subject = '', text = '', whole = '', files = null, from_name = '', from_address = '',
      state = case when state = 'waiting' then 'dismissed' else state end
    where person_id = any (${[...personIds]}::int[]) or from_address = any (${[...emails]}::text[])`;
  const own = await tx.workspace.findMany({ where: { accountId: id, alsoAccountIds: { isEmpty: true } } });
  await forgetDestinations(tx, id);
  const channels = await tx.channel.findMany({ where: { accountId: id }, select: { id: true } });
  const channelIds = channels.map((one) => one.id);
  await tx.delivery.deleteMany({ where: { channelChange: { channelId: { in: channelIds } } } });
  await tx.delivery.deleteMany({ where: { banner: { channelId: { in: channelIds } } } });
  await tx.banner.deleteMany({ where: { channelId: { in: channelIds } } });
  await tx.channel.deleteMany({ where: { id: { in: channelIds } } });
  for (const { platform, externalId: workspaceId } of own) await forgetWorkspace(tx, platform, workspaceId);
  await keepShared(tx, id);
  await tx.noticeAccount.deleteMany({ where: { accountId: id } });
  const { name, key } = accountPseudonym(id);
  await tx.account.update({ where: { id }, data: { name, key, holidays: null, closed: [], worked: [], calendarVersion: null } });
  return { done: { mailboxes, channels: channels.length, workspaces: own.length, accounts: 1 } };
}

/** Gives people their pseudonyms, so that messages that are updated from here on show them. */
export async function renamePeople({ db }: Pick<Services, 'db'>, personIds: readonly number[]): Promise<StepResult> {
  const pseudonyms = personIds.map((id) => personPseudonym({ id, kind: 'contact' }));
  await db.prisma.$executeRaw`
    update person p set name = n.name, name_folded = n.folded, email = n.email, team = null
    from unnest(${[...personIds]}::int[], ${pseudonyms.map(({ name }) => name)}::text[],
      ${pseudonyms.map(({ name }) => foldText(name))}::text[], ${pseudonyms.map(({ email }) => email)}::text[]) n (id, name, folded, email)
    where p.id = n.id`;
  return { done: { people: personIds.length } };
}

/** Deletes what is stored of a workspace, its token first of all. */
async function forgetWorkspace(tx: Tx, platform: 'slack' | 'teams', workspaceId: string): Promise<void> {
  const here = { platform, workspaceId };
  await tx.installation.deleteMany({ where: here });
  await tx.identity.deleteMany({ where: here });
  await tx.identity.deleteMany({ where: { platform, homeWorkspace: workspaceId } });
  await tx.personLookup.deleteMany({ where: here });
  await tx.address.deleteMany({ where: here });
  const rows = await tx.channel.findMany({ where: here, select: { id: true } });
  const ids = rows.map(({ id }) => id);
  await tx.delivery.deleteMany({ where: { channelChange: { channelId: { in: ids } } } });
  await tx.delivery.deleteMany({ where: { banner: { channelId: { in: ids } } } });
  await tx.banner.deleteMany({ where: { channelId: { in: ids } } });
  await tx.channel.deleteMany({ where: { id: { in: ids } } });
  await tx.workspacePace.deleteMany({ where: here });
  await tx.delivery.deleteMany({ where: { outage: here } });
  await tx.outage.deleteMany({ where: here });
  await tx.workspace.deleteMany({ where: { platform, externalId: workspaceId } });
}

/** A workspace that other accounts use as well goes to the first of them. */
async function keepShared(tx: Tx, id: number): Promise<void> {
  for (const { platform, externalId, accountId, alsoAccountIds: also } of await tx.workspace.findMany({
    where: { OR: [{ accountId: id }, { alsoAccountIds: { has: id } }] },
  })) {
    const where = { platform_externalId: { platform, externalId } };
    const share = (owner: number | null, alsoAccountIds: number[]) =>
      tx.workspace.update({ where, data: { accountId: owner, alsoAccountIds } });
    const others = also.filter((one) => one !== id);
    const [first, ...more] = others;
    if (accountId !== id) await share(accountId, others);
    else if (first !== undefined) await share(first, more);
    // without an account it would be the support organization's own, which vouches for everyone
    else await forgetWorkspace(tx, platform, externalId);
  }
}
