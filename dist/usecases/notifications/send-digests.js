// The daily digest: once a business day, one message for everybody who wants one, in their conversation with the bot and by mail.
import { DateTime } from 'luxon';
import { startOfBusinessHours } from "../../domain/business-time.js";
import { firstDigestCovers } from "../../domain/notification.js";
import { enqueueDigest } from "../../outbox/enqueue/index.js";
import { calendarOf } from "../account-calendar.js";
import { hasNews } from "./read-digest.js";
import { recordOnce, runOnce } from "../idempotency.js";
/** What is being written at this moment is committed within it: the next digest has it. ms */
const settled = 60_000;
/**
 * Sends the digests of every account whose business day has begun. The first run after its beginning does it, whatever runs at the same
 * time; whoever has nothing new is told nothing that day.
 */
export async function sendDigests(services) {
    const accounts = await services.db.prisma.account.findMany({ where: { active: true, people: { some: readers } } });
    let digests = 0;
    for (const account of accounts) {
        const begun = startOfBusinessHours(calendarOf(services, account), services.clock.now());
        if (begun && begun <= services.clock.now())
            digests += await sendOf(services, account, begun);
    }
    return { digests };
}
const readers = {
    kind: 'contact',
    active: true,
    OR: [{ notify: 'digest' }, { recipientOf: { some: { notify: 'digest' } } }],
};
/** @param begun when the account's business day began */
async function sendOf(services, account, begun) {
    const { prisma } = services.db;
    const people = await prisma.person.findMany({
        where: { ...readers, accountId: account.id },
        select: { id: true },
        orderBy: { id: 'asc' },
    });
    const day = DateTime.fromJSDate(services.clock.now(), { zone: account.timezone }).toISODate() ?? '';
    const receiptOf = (id) => `digest:${id}:${day}`;
    const keys = people.map(({ id }) => receiptOf(id));
    const had = new Set((await prisma.idempotencyKey.findMany({ where: { key: { in: keys } } })).map(({ key }) => key));
    let sent = 0;
    for (const { id } of people) {
        if (!had.has(receiptOf(id)) && (await sendTo(services, id, begun, receiptOf(id))) === true)
            sent += 1;
    }
    return sent;
}
function sendTo(services, personId, begun, idempotencyKey) {
    return runOnce(services, async (tx) => {
        await recordOnce(tx, idempotencyKey);
        const until = new Date(services.clock.now().getTime() - settled);
        const last = await tx.digest.findFirst({ where: { personId }, orderBy: { until: 'desc' } });
        if (last && chosenAt(last) > begun)
            return false;
        const from = last?.until ?? new Date(until.getTime() - firstDigestCovers);
        if (!(await hasNews(tx, { personId, from, until })))
            return false;
        const digest = await tx.digest.create({ data: { personId, from, until } });
        if (await enqueueDigest(tx, digest, services.mail))
            return true;
        // nowhere to tell it: it stays news
        await tx.digest.delete({ where: { id: digest.id } });
        return false;
    });
}
/** When the digest was chosen, of the empty one that marks it (`setNotification`): the first one comes the business day after. */
function chosenAt({ from, until }) {
    return new Date(from < until ? 0 : until.getTime() + firstDigestCovers);
}
//# sourceMappingURL=send-digests.js.map