/** Thrown inside a transaction to undo it: this request has had its effect before. */
class Repeat extends Error {
}
/**
 * Notes the request in the transaction of its effect. A second request with the same receipt waits for the first and then throws.
 * @param again the same words under another id are a repeat, too, as long as the first were not answered in time
 * @throws Repeat
 */
export async function recordOnce(tx, idempotencyKey, fingerprint) {
    const added = await tx.$executeRaw `insert into receipt (key) values (${idempotencyKey}) on conflict do nothing`;
    if (added === 0 || (fingerprint && !(await isNew(tx, fingerprint))))
        throw new Repeat(idempotencyKey);
}
/**
 * A platform sends words again about 15 s after the first time when they were not answered by then (msteams-docs issue 6084). Sooner it is
 * somebody who says the same twice, and so it is later, or where the first were answered in time (`forgetAgain`). The words that come
 * again can overtake the first ones, which are slow: then those are the repeat.
 */
const repeatedWithin = { from: 10_000, to: 90_000 };
async function isNew(tx, { key, at }) {
    const { from, to } = repeatedWithin;
    const [oldest, old, soon, latest] = [-to, -from, from, to].map((ms) => new Date(at.getTime() + ms));
    const noted = await tx.$executeRaw `
    insert into receipt (key, at)
    select ${key}, ${at} where not exists (select from receipt where key = ${answered(key)} and at between ${soon} and ${latest})
    on conflict (key) do update set at = excluded.at
    where receipt.at not between ${oldest} and ${old} and receipt.at not between ${soon} and ${latest}`;
    return noted === 1;
}
/** These words were answered in time: whoever says the same again means it. */
export async function forgetFingerprint(services, { key, at }) {
    for (const one of [key, answerTo(key)]) {
        await services.db.prisma.$executeRaw `
      with forgotten as (delete from receipt where key = ${one} and at = ${at} returning at)
      insert into receipt (key, at) select ${answered(one)}, at from forgotten on conflict (key) do update set at = excluded.at`;
    }
}
/** The key under which words are noted that were answered in time. */
const answered = (key) => `answered:${key}`;
/** The key under which the answer to words is noted. */
export const answerTo = (key) => `answer:${key}`;
/**
 * Runs one transaction that notes a receipt.
 * @param timeoutMs after which it is given up; ten thousand channels take a second or two
 * @returns 'repeat' where it had its effect before: nothing was done now
 */
export async function runOnce(services, run, timeoutMs = 5_000) {
    try {
        return await services.db.prisma.$transaction(run, { timeout: timeoutMs });
    }
    catch (error) {
        if (error instanceof Repeat)
            return 'repeat';
        throw error;
    }
}
/** For requests that only read but whose answer must not be given twice: true the first time, false for every retry. */
export async function once(services, idempotencyKey, fingerprint) {
    const { prisma } = services.db;
    if (fingerprint && !(await isNew(prisma, fingerprint)))
        return false;
    return (await prisma.$executeRaw `insert into receipt (key) values (${idempotencyKey}) on conflict do nothing`) === 1;
}
//# sourceMappingURL=idempotency.js.map