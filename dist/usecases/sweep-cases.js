import {} from "../db/generated/client.js";
/** What a form waits for: Slack allows 3 s for its answer, a case takes 10 ms, on a busy machine 80. The clock does the rest. */
export const firstCases = 12;
const batch = 50;
/**
 * @param waiting `<tables with "case" c> where <condition>`: asked again under the lock of each case, since what was listed may have been
 * closed, or done by another process; one that somebody holds at this moment is left to them, or to the next run
 * @param step what is done with one, in its transaction
 * @param most at most so many
 * @returns how many were done
 */
export async function sweepCases(services, waiting, step, failures, most = Infinity) {
    let done = 0;
    for (let after = 0; done < most;) {
        const limit = Math.min(batch, most - done);
        const rows = await services.db.prisma.$queryRaw `
      select c.id from ${waiting} and c.id > ${after} order by c.id limit ${limit}`;
        for (const { id } of rows)
            if (await failures.past(() => takeStep(services, waiting, step, id)))
                done += 1;
        const last = rows.at(-1);
        if (!last || rows.length < limit)
            break;
        after = last.id;
    }
    return done;
}
function takeStep(services, waiting, step, id) {
    return services.db.prisma.$transaction(async (tx) => {
        const held = await tx.$queryRaw `select id from "case" where id = ${id} for no key update skip locked`;
        const still = held.length > 0 && (await tx.$queryRaw `select c.id from ${waiting} and c.id = ${id}`).length > 0;
        if (still)
            await step(tx, await tx.case.findUniqueOrThrow({ where: { id } }));
        return still;
    });
}
//# sourceMappingURL=sweep-cases.js.map