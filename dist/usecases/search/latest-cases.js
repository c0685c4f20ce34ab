import { Prisma } from "../../db/generated/client.js";
import { scopeOf, withinScope } from "../scope.js";
import { newestFirst, readRows } from "./search-cases.js";
/** The open cases this person most likely means: the own ones, last modified first. */
export function latestCases(services, actor, count) {
    const own = actor.kind === 'contact' ? Prisma.sql `c.contact_id = ${actor.id}` : Prisma.sql `c.advisor_id = ${actor.id}`;
    return readRows(services, Prisma.sql `${withinScope(scopeOf(actor))} and c.status <> 'Closed' and ${own}`, newestFirst, count);
}
//# sourceMappingURL=latest-cases.js.map