import { Prisma } from "../../db/generated/client.js";
import { maxDigestCases } from "../../domain/notification.js";
/** New posts by others, as `post`, on the cases `c` of which the person `p` reads a digest: never a note, never another account's. */
const news = ({ personId, from, until }) => Prisma.sql `
  person p join recipient r on r.person_id = p.id
    join "case" c on c.id = r.case_id and c.account_id = p.account_id
    join post on post.case_id = c.id
  where p.id = ${personId} and p.active and p.kind = 'contact' and coalesce(r.notify, p.notify) = 'digest'
    and post.kind <> 'note' and post.deleted_at is null and post.author_id is distinct from p.id
    and post.created_at > ${from} and post.created_at <= ${until}`;
export async function hasNews(tx, period) {
    const [row] = await tx.$queryRaw `select exists (select from ${news(period)}) as found`;
    return row?.found ?? false;
}
/** @returns null where there is nothing to tell (any more) */
export async function readDigest(services, digestId) {
    const period = await services.db.prisma.digest.findUnique({ where: { id: digestId } });
    if (!period)
        return null;
    const rows = await services.db.prisma.$queryRaw `
    select c.number, c.subject, c.status, count(*)::int posts, count(*) over ()::int total,
      (array_agg(distinct post.author_name)) authors
    from ${news(period)}
    group by c.id order by max(post.id) desc limit ${maxDigestCases}`;
    const [first] = rows;
    return first ? { cases: rows.map(({ total: _total, ...row }) => row), total: first.total } : null;
}
//# sourceMappingURL=read-digest.js.map