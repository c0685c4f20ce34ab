import { Prisma } from '../../db/generated/client.ts';
import { maskEndpointUrl } from '../../domain/webhook-endpoint.ts';
import type { Services } from '../context.ts';
import { authorizeRequester, type Requester } from '../privacy/requester.ts';

/** An endpoint, as it is listed. */
export interface ListedEndpoint {
  id: number;
  name: string;
  /** masked: the whole address can have a token in it, and is never shown */
  address: string;
  state: 'active' | 'paused' | 'gone';
  events: string[];
  modules: string[];
  /** the names of the accounts whose events it gets; empty: all */
  accounts: string[];
  internal: boolean;
  createdByName: string;
  createdAt: Date;
  /** until when the former secret signs as well; null: it does not */
  formerUntil: Date | null;
  lastSentAt: Date | null;
  waiting: number;
  dead: number;
  /** the newest of what has failed and was not sent since, unless it was given up and something arrived since: an HTTP status or a code of ours */
  failure: { code: string; since: Date } | null;
}

/** Lists the endpoints by name, with how their events fare. @throws CaseError not-allowed */
export async function listEndpoints(services: Services, by: Requester): Promise<ListedEndpoint[]> {
  authorizeRequester(by);
  return readEndpoints(services);
}

/** Reads the endpoints by name. @param only the ID of one; null: all */
export async function readEndpoints(
  { db: { prisma }, clock }: Pick<Services, 'db' | 'clock'>,
  only: number | null = null,
): Promise<ListedEndpoint[]> {
  const rows = await prisma.$queryRaw<
    (Omit<ListedEndpoint, 'failure' | 'address'> & { url: string; code: string | null; since: Date | null })[]
  >`
    select e.id, e.name, e.url, e.state::text, e.events, e.modules, e.internal, e.created_by_name "createdByName", e.created_at "createdAt",
      case when e.former_until > ${clock.now()} then e.former_until end "formerUntil",
      array(select a.name from account a where a.id = any (e.account_ids) order by a.name) accounts, counted.*, failed.*
    from webhook_endpoint e cross join lateral (
      select max(d.sent_at) filter (where d.state = 'sent' and not d.withdrawn and d.external_id is not null) "lastSentAt", count(*) filter (where d.state in ('pending', 'sending', 'held'))::int
          + (select count(*) from webhook_event ev where ev.endpoint_id = e.id and ev.dispatched_at is null)::int waiting,
        count(*) filter (where d.state = 'dead')::int dead
      from destination l join delivery d on d.destination_id = l.id where l.platform = 'webhook' and l.workspace_id = e.id::text
    ) counted left join lateral (
      select d.error_code code, coalesce(d.started_at, d.created_at) since
      from destination l join delivery d on d.destination_id = l.id
      where l.platform = 'webhook' and l.workspace_id = e.id::text and d.error_code <> 'endpoint_paused' and d.state <> 'sent'
        and (d.state <> 'dead' or coalesce(d.started_at, d.created_at) >= coalesce(counted."lastSentAt", '-infinity')) order by d.id desc limit 1
    ) failed on true
    where ${only === null ? Prisma.sql`true` : Prisma.sql`e.id = ${only}`}
    order by e.name_folded`;
  return rows.map(({ code, since, url, ...row }) => ({
    ...row,
    address: maskEndpointUrl(url),
    failure: code === null || since === null ? null : { code, since },
  }));
}
