// How far the accounts are set up: what each has, and what is missing before its people can work with the bot.
import { Prisma } from '../../db/generated/client.ts';
import { authorize } from '../../domain/permission.ts';
import { CaseError } from '../../domain/case-error.ts';
import type { Advisor } from '../../domain/person.ts';
import type { PlatformName } from '../../ports.ts';
import type { Services } from '../context.ts';
import { pageOf } from '../page-of.ts';

/** A workspace or tenant of an account. */
export interface AccountWorkspace {
  platform: PlatformName;
  workspaceId: string;
  /** null where it is not known */
  name: string | null;
  /** the bot is installed or registered there */
  connected: boolean;
}

/** What an account has. */
export interface AccountSetup {
  id: number;
  name: string;
  /** contacts who can open cases */
  authorized: number;
  readOnly: number;
  workspaces: AccountWorkspace[];
  /** contacts who have used the bot */
  users: number;
  /** channels that get notices */
  channels: number;
  /** channels in which nothing arrives */
  failing: number;
  cases: number;
  /** whether a mail server is configured */
  mail: boolean;
}

/** A page of accounts. */
export interface AccountsPage {
  accounts: AccountSetup[];
  total: number;
  page: number;
  pages: number;
}

interface Row {
  id: number;
  name: string;
  authorized: number;
  read_only: number;
  users: number;
  channels: number;
  failing: number;
  cases: number;
}

/**
 * Lists the active accounts with what they have, by name.
 * @param text part of the name or the key; '' for all
 * @param page from 1; beyond the end, the last page is returned
 * @throws CaseError not-allowed
 */
export async function listAccountSetups(services: Services, lead: Advisor, text: string, page: number): Promise<AccountsPage> {
  authorize(lead, 'directory');
  const { db, settings } = services;
  const { pageSize } = settings.search;
  const contains = { contains: text, mode: 'insensitive' as const };
  const where = { active: true, ...(text === '' ? {} : { OR: [{ name: contains }, { key: contains }] }) };
  const total = await db.prisma.account.count({ where });
  const shown = pageOf(total, page, pageSize);
  const found = await db.prisma.account.findMany({
    where,
    select: { id: true },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    ...shown.rows,
  });
  return {
    accounts: await readSetups(
      services,
      found.map(({ id }) => id),
    ),
    ...shown.position,
  };
}

/** Reads what one account has. @throws CaseError not-allowed, unknown-account */
export async function viewAccountSetup(services: Services, lead: Advisor, id: number): Promise<AccountSetup> {
  authorize(lead, 'directory');
  const [account] = await readSetups(services, [id]);
  if (account) return account;
  throw new CaseError('unknown-account', 'This account is no longer active.', 'Choose another one.');
}

/** SQL: the active contacts of the account `a`, with what they are there. */
const contacts = Prisma.sql`
  select p.id, p.contact_type from person p where p.account_id = a.id and p.active
  union all select p.id, m.contact_type from membership m join person p on p.id = m.person_id where m.account_id = a.id and p.active`;

async function readSetups(services: Services, ids: number[]): Promise<AccountSetup[]> {
  if (ids.length === 0) return [];
  const rows = await services.db.prisma.$queryRaw<Row[]>`
    select a.id, a.name,
      (select count(*)::int from (${contacts}) p where p.contact_type <> 'read-only') authorized,
      (select count(*)::int from (${contacts}) p where p.contact_type = 'read-only') read_only,
      (select count(distinct p.id)::int from (${contacts}) p join identity i on i.person_id = p.id) users,
      (select count(*)::int from channel c where c.account_id = a.id and c.active and 'notices' = any (c.purposes)) channels,
      (select count(*)::int from channel c join destination d on d.platform::text = c.platform::text
         and d.workspace_id = c.workspace_id and d.channel_id = c.channel_id
       where c.account_id = a.id and c.active and d.outage_id is not null) failing,
      (select count(*)::int from "case" k where k.account_id = a.id) cases
    from account a where a.active and a.id in (${Prisma.join(ids)}) order by a.name, a.id`;
  const workspaces = await readWorkspaces(services, ids);
  return rows.map(({ id, read_only: readOnly, ...row }) => {
    return {
      ...row,
      id,
      readOnly,
      mail: services.mail,
      workspaces: workspaces.filter(({ accountIds }) => accountIds.includes(id)),
    };
  });
}

async function readWorkspaces(
  services: Services,
  ids: number[],
): Promise<(AccountWorkspace & { accountIds: (number | null)[] })[]> {
  const { prisma } = services.db;
  const rows = await prisma.workspace.findMany({
    where: { active: true, OR: [{ accountId: { in: ids } }, { alsoAccountIds: { hasSome: ids } }] },
    orderBy: [{ platform: 'asc' }, { externalId: 'asc' }],
  });
  const names = await workspaceNames(services);
  return Promise.all(
    rows.map(async ({ platform, externalId: workspaceId, accountId, alsoAccountIds }) => {
      const connected = (await services.setup?.[platform]?.isConnected(workspaceId)) ?? false;
      return {
        platform,
        workspaceId,
        accountIds: [accountId, ...alsoAccountIds],
        connected,
        name: names.get(`${platform} ${workspaceId}`) ?? null,
      };
    }),
  );
}

async function workspaceNames({ db }: Services): Promise<Map<string, string>> {
  const rows = await db.prisma.installation.findMany({ select: { platform: true, workspaceId: true, name: true } });
  return new Map(
    rows.flatMap(({ platform, workspaceId, name }) => (name ? [[`${platform} ${workspaceId}`, name] as const] : [])),
  );
}
