import { isContactOf, isElsewhere } from '../../db/accounts.ts';
import { Prisma } from '../../db/generated/client.ts';
import { platformOf } from '../../outbox/enqueue/eligible-conversations.ts';
import { maxDigestCases } from '../../domain/notification.ts';
import type { Status } from '../../domain/status.ts';
import type { Tx, Services } from '../context.ts';

/** The content of one person's digest at this moment. */
export interface DigestFacts {
  /** cases with news, the newest first, at most `maxDigestCases` */
  cases: DigestCase[];
  /** number of cases with news */
  total: number;
}

/** A case with news. */
export interface DigestCase {
  number: number;
  subject: string;
  status: Status;
  /** for a reader with several accounts */
  accountName: string | null;
  /** new posts by other people, without deleted ones, and their authors */
  posts: number;
  authors: string[];
}

interface Period {
  personId: number;
  from: Date;
  until: Date;
}

/**
 * Selects new posts by others, as `post`, on the cases `c` whose digest the person `p` reads: never a note, never the case of another account
 * or of one that is no longer active, and nothing that was imported.
 */
const news = ({ personId, from, until }: Period): Prisma.Sql => Prisma.sql`
  person p join recipient r on r.person_id = p.id
    join "case" c on c.id = r.case_id and ${isContactOf(Prisma.sql`c.account_id`)}
    join account active on active.id = c.account_id and active.active
    join post on post.case_id = c.id
  where p.id = ${personId} and p.active and p.kind = 'contact' and coalesce(r.notify, p.notify) = 'digest'
    and post.kind <> 'note' and post.deleted_at is null and post.author_id is distinct from p.id
    and post.created_at > ${from} and post.created_at <= ${until}
    and post.action is distinct from 'import' and not exists (select from imported_post known where known.post_id = post.id)`;

/** Returns whether a digest of this period would have any content. */
export async function hasNews(tx: Tx, period: Period): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ found: boolean }[]>`select exists (select from ${news(period)}) as found`;
  return row?.found ?? false;
}

/**
 * Reads the content of a digest.
 * @param destinationId where it is shown: in the workspace of one account, nothing of the reader's other accounts is
 * @returns null when nothing is left to report
 */
export async function readDigest(services: Services, digestId: number, destinationId: number): Promise<DigestFacts | null> {
  const period = await services.db.prisma.digest.findUnique({ where: { id: digestId } });
  if (!period) return null;
  const rows = await services.db.prisma.$queryRaw<(DigestCase & { total: number })[]>`
    select c.number, c.subject, c.status, count(*)::int posts, count(*) over ()::int total,
      (array_agg(distinct post.author_name)) authors,
      case when exists (select from membership m where m.person_id = ${period.personId})
        then (select a.name from account a where a.id = c.account_id) end "accountName"
    from ${news(period)} and not exists (
      select from destination l join identity i on i.platform = ${platformOf(Prisma.sql`l.platform`)}
        and i.workspace_id = l.workspace_id and i.direct_channel = l.channel_id
      where l.id = ${destinationId} and ${isElsewhere(Prisma.sql`c.account_id`)})
    group by c.id order by max(post.id) desc limit ${maxDigestCases}`;
  const [first] = rows;
  return first ? { cases: rows.map(({ total: _total, ...row }) => row), total: first.total } : null;
}
