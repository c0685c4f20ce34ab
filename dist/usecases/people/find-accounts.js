import { Prisma } from "../../db/generated/client.js";
import { authorize } from "../../domain/permission.js";
/** As many as one select holds. */
export const maxAccounts = 100;
/**
 * Active accounts whose name or key holds these words, those that begin so first; by name.
 * @param text '' for any
 * @throws CaseError not-allowed
 */
export async function findAccounts(services, lead, text) {
    authorize(lead, 'incident');
    const words = text.trim().slice(0, 100);
    // a search term is no pattern
    const pattern = words.replace(/[\\%_]/g, '\\$&');
    return services.db.prisma.$queryRaw `
    select id, name from account where active and (name ilike ${`%${pattern}%`} or key ilike ${`%${pattern}%`})
    order by name ilike ${`${pattern}%`} desc, name, id limit ${maxAccounts}`;
}
/** How many active accounts there are. */
export function countAccounts(services) {
    return services.db.prisma.account.count({ where: { active: true } });
}
/** Those of these that are active, by name. */
export async function accountsOf(services, lead, ids) {
    authorize(lead, 'incident');
    if (ids.length === 0)
        return [];
    return services.db.prisma.$queryRaw `
    select id, name from account where active and id in (${Prisma.join([...ids])}) order by name, id`;
}
//# sourceMappingURL=find-accounts.js.map