import { Prisma } from "./generated/client.js";
/**
 * @param actor whose search it is: contacts never find by the words of internal notes; `mine` is theirs
 * @param now for nothing but relative dates, in UTC
 * @returns conditions that must all hold
 */
export function caseConditions(query, actor, _now) {
    const conditions = [...query.words.map((word) => wordCondition(word, actor)), ...query.filters.map(filterCondition)];
    if (query.open)
        conditions.push(Prisma.sql `c.status <> 'Closed'`);
    if (query.mine)
        conditions.push(actor.kind === 'contact' ? Prisma.sql `c.contact_id = ${actor.id}` : Prisma.sql `c.advisor_id = ${actor.id}`);
    return conditions;
}
/** A word is found in the subject, the description or a post, in any of its forms ("issues" finds "Issue"), or inside the subject. */
function wordCondition(word, actor) {
    const terms = Prisma.sql `plainto_tsquery('english', ${word})`;
    const readable = actor.kind === 'contact' ? Prisma.sql `and p.kind <> 'note'` : Prisma.empty;
    return Prisma.sql `(numnode(${terms}) = 0 or c.words @@ ${terms} or c.subject ilike ${`%${escapeLike(word)}%`}
    or c.id in (select p.case_id from post p where p.words @@ ${terms} and p.deleted_at is null ${readable}))`;
}
function filterCondition(filter) {
    switch (filter.field) {
        case 'modified':
            return filter.op === 'from'
                ? Prisma.sql `c.updated_at >= ${filter.value}::date`
                : Prisma.sql `c.updated_at < ${filter.value}::date + 1`;
        case 'contact':
            return Prisma.sql `c.contact_id in (select id from person x where ${compare('x.name', filter)} or lower(x.email) = lower(${filter.value}))`;
        case 'account':
            return Prisma.sql `c.account_id in (select id from account x where ${compare('x.name', filter)} or x.key = lower(${filter.value}))`;
        default:
            return compare(columns[filter.field], filter);
    }
}
const columns = {
    number: 'c.number::text',
    subject: 'c.subject',
    status: 'c.status::text',
    priority: 'c.priority::text',
    module: 'c.module',
    type: 'c.case_type',
};
function compare(column, { op, value }) {
    const left = Prisma.raw(column);
    const text = escapeLike(value);
    switch (op) {
        case 'not-equals':
            return Prisma.sql `${left} not ilike ${text}`;
        case 'starts-with':
            return Prisma.sql `${left} ilike ${`${text}%`}`;
        case 'ends-with':
            return Prisma.sql `${left} ilike ${`%${text}`}`;
        case 'contains':
            return Prisma.sql `${left} ilike ${`%${text}%`}`;
        case 'not-contains':
            return Prisma.sql `${left} not ilike ${`%${text}%`}`;
        default:
            return Prisma.sql `${left} ilike ${text}`;
    }
}
/** `%`, `_` and `\` are searched for, not obeyed. */
function escapeLike(text) {
    return text.replace(/[\\%_]/g, '\\$&');
}
//# sourceMappingURL=case-conditions.js.map