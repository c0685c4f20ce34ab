import { IANAZone } from 'luxon';
import { authorizedTypes, contactsOfAccount, vouchesFor } from '../../db/accounts.ts';
import { Prisma } from '../../db/generated/client.ts';
import type { Contact, ContactType, Membership, Person } from '../../domain/person.ts';
import type { PlatformName, Profile } from '../../ports.ts';
import type { AuthorizedContact } from '../case-facts.ts';
import type { Services } from '../context.ts';

/** A user of a chat platform. */
export interface ChatIdentity {
  platform: PlatformName;
  workspaceId: string;
  userId: string;
  /** a conversation the user is in */
  metIn?: string;
  /** the IANA zone that the platform reports with what the user does */
  timezone?: string;
}

/** Who a chat identity belongs to. */
export interface Actor {
  /** null: an unknown user */
  person: Person | null;
  /** the accounts of a contact in which they are trusted here, the first one first */
  accounts: readonly OwnAccount[];
  /** the direct conversation with the bot */
  directChannel: string;
  timezone: string | null;
  /** whether any notice is open, whomever it is for */
  anyOpenNotice: boolean;
  /** whom an unknown user in an account's own workspace can ask; empty for everyone else */
  authorizedContacts: AuthorizedContact[];
}

/** An account of a contact, and what they are in it. */
export interface OwnAccount extends Membership {
  name: string;
}

/** How long a user's profile is used before the platform is asked again, in milliseconds. */
const profileMaxAgeMs = 24 * 60 * 60 * 1000;

/**
 * Finds the person behind a chat identity, by the confirmed email address that the platform reports. The user's home workspace decides
 * whether it is trusted: a workspace listed for an account vouches for that account's contacts only, and for what they are in that account,
 * the support organization's own for anyone, any other for nobody. The directory is read on every call, so removing a person, a membership
 * or a workspace takes effect at once.
 * @param stored what `readActor` just read
 */
export async function resolveActor(services: Services, speaker: ChatIdentity, stored?: StoredActor): Promise<Actor> {
  const known = stored ?? (await readActor(services, speaker));
  const stale = !known || services.clock.now().getTime() - new Date(known.row.checked_at).getTime() > profileMaxAgeMs;
  if (stale) await ask(services, speaker);
  const found = stale ? await readActor(services, speaker) : known;
  if (!found) throw new Error('the identity was stored but cannot be found');
  const { row, accounts } = found;
  const person = personOf(row, accounts);
  const timezone = await currentZone(services, speaker, row);
  if (row.bound_id !== (person?.id ?? null)) {
    await services.db.prisma.identity.update({ where: { id: row.identity_id }, data: { personId: person?.id ?? null } });
  }
  const home = person === null && row.home_account_id !== null ? [row.home_account_id, ...row.further_home_ids] : [];
  return {
    person,
    accounts,
    directChannel: row.direct_channel ?? '',
    timezone,
    anyOpenNotice: row.any_open_notice,
    authorizedContacts: home.length > 0 ? await authorizedContacts(services, home) : [],
  };
}

/** Keeps the zone of the user's client, which is newer than the one of their profile. */
async function currentZone({ db }: Services, { timezone }: ChatIdentity, row: Row): Promise<string | null> {
  if (timezone === undefined || timezone === row.timezone || !IANAZone.isValidZone(timezone)) return row.timezone;
  await db.prisma.identity.update({ where: { id: row.identity_id }, data: { timezone } });
  return timezone;
}

/** The row of a chat identity, joined with its person and one of their accounts. */
export interface Row {
  identity_id: number;
  bound_id: number | null;
  direct_channel: string | null;
  timezone: string | null;
  checked_at: string;
  home_account_id: number | null;
  further_home_ids: number[];
  person_id: number | null;
  name: string;
  email: string;
  kind: 'contact' | 'advisor';
  account_id: number | null;
  account_name: string | null;
  contact_type: ContactType | 'read-only' | null;
  lead: boolean;
  team: string | null;
  any_open_notice: boolean;
}

/**
 * Reads a row for each account of the person, the first one first. Runs for every interaction, so it bypasses Prisma, which takes twice the
 * CPU time, and each row is one column of JSON, because the driver reads the descriptions of twenty columns every time.
 */
const statementWith = (more = '') => `
  select to_json(found) found from (select ${more} i.id identity_id, i.person_id bound_id, i.direct_channel, coalesce(i.timezone, a.timezone) timezone, i.checked_at, w.account_id home_account_id,
         coalesce(w.also_account_ids, '{}') further_home_ids, p.id person_id, p.name, p.email, p.kind, a.id account_id, a.name account_name,
         o.contact_type, p.lead, p.team, exists (select from notice where closed_at is null) any_open_notice
  from identity i
  left join workspace w on w.platform = i.platform and w.external_id = i.home_workspace and w.active
  left join person p on p.email = i.email and p.active and w.external_id is not null and (w.account_id is null or p.kind = 'contact')
  left join lateral (
    select p.account_id, p.contact_type, 1 place where p.account_id is not null
    union all select m.account_id, m.contact_type, 2 from membership m where m.person_id = p.id
  ) o on ${vouchesFor(Prisma.sql`o.account_id`).sql}
  left join account a on a.id = o.account_id and a.active
  where i.platform = $1::"Platform" and i.workspace_id = $2 and i.user_id = $3
  order by a.id is null, o.place, a.name) found`;

/** What the database has of a chat identity. */
export interface StoredActor<More = object> {
  row: Row & More;
  accounts: OwnAccount[];
}

/** Something else that is read with a chat identity, to save a round trip. */
export interface ReadAlong {
  /** names the statement */
  name: string;
  /** an SQL expression with its alias; its parameters begin with $4 */
  column: string;
  values: readonly unknown[];
}

/** Reads what is stored of a chat identity. @returns undefined for one that was never seen */
export async function readActor<More = object>(
  services: Services,
  speaker: ChatIdentity,
  more?: ReadAlong,
): Promise<StoredActor<More> | undefined> {
  const { rows: found } = await services.db.pool.query<{ found: Row & More }>({
    name: more ? `resolve-actor-${more.name}` : 'resolve-actor',
    text: statementWith(more && `${more.column},`),
    values: [speaker.platform, speaker.workspaceId, speaker.userId, ...(more?.values ?? [])],
  });
  const rows = found.map((one) => one.found);
  const [row] = rows;
  return row && { row, accounts: rows.flatMap(accountOf) };
}

function accountOf({ account_id: accountId, account_name: name, contact_type: type }: Row): OwnAccount[] {
  if (accountId === null || name === null || type === null) return [];
  return [{ accountId, name, contactType: type === 'read-only' ? 'readOnly' : type }];
}

async function ask(services: Services, speaker: ChatIdentity): Promise<void> {
  const userDirectory = services.userDirectories[speaker.platform];
  if (!userDirectory) throw new Error(`no user directory for ${speaker.platform}`);
  await storeIdentity(services, speaker, await userDirectory.profile(speaker.workspaceId, speaker.userId, speaker.metIn));
}

/** Stores what a platform reports about one of its users. */
export async function storeIdentity(services: Services, identity: ChatIdentity, profile: Profile): Promise<void> {
  const facts = factsOf(profile, services.clock.now());
  const { platform, workspaceId, userId } = identity;
  await services.db.prisma.identity.upsert({
    where: { platform_workspaceId_userId: { platform, workspaceId, userId } },
    create: { platform, workspaceId, userId, ...facts },
    // a platform without zones in its profiles reports them with what people do
    update: { ...facts, timezone: facts.timezone ?? undefined, picture: facts.picture ?? undefined },
  });
}

function factsOf(profile: Profile, checkedAt: Date) {
  const { name, email, homeWorkspace, directChannel, timezone, inactive, picture = null } = profile;
  return { name, email: inactive ? null : email, homeWorkspace, directChannel, timezone, picture, checkedAt };
}

function personOf(row: Row, accounts: readonly OwnAccount[]): Person | null {
  if (row.person_id === null) return null;
  const { person_id: id, name, email } = row;
  if (row.kind === 'advisor') return { kind: 'advisor', id, name, email, lead: row.lead, team: row.team };
  return contactOf({ id, name, email }, accounts);
}

/** Makes a contact from their accounts. @returns null when they have none */
export function contactOf(who: { id: number; name: string; email: string }, accounts: readonly OwnAccount[]): Contact | null {
  const [first, ...more] = accounts.map(({ accountId, contactType }) => ({ accountId, contactType }));
  return first ? { kind: 'contact', ...who, ...first, ...(more.length > 0 ? { also: more } : {}) } : null;
}

function authorizedContacts(services: Services, accountIds: readonly number[]): Promise<AuthorizedContact[]> {
  return services.db.prisma.person.findMany({
    where: { OR: accountIds.map((accountId) => contactsOfAccount(accountId, authorizedTypes)) },
    select: { name: true, email: true },
    orderBy: { name: 'asc' },
    take: 10,
  });
}
