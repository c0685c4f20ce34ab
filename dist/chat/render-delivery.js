import { loadDelivery } from "../usecases/load-delivery.js";
import { readCluster } from "../usecases/notices/read-cluster.js";
import { readDigest } from "../usecases/notifications/read-digest.js";
import { loadRelease } from "../usecases/defects/releases.js";
import { bannerCard } from "./notices/banner-card.js";
import { broadcastCard } from "./notices/broadcast-card.js";
import { caseCard } from "./cases/case-card.js";
import { clusterCard } from "./notices/cluster-card.js";
import { digestCard } from "./recipients/digest-card.js";
import { readOnlyCard } from "./read-only-card.js";
import { releaseNotesCard } from "./defects/release-notes-card.js";
import { nudgeCard } from "./notices/nudge-card.js";
import { postCard } from "./cases/post-card.js";
import { isLiveReminder, reminderCard } from "./cases/reminder-card.js";
import { withSendToContact } from "./cases/send-to-contact.js";
import { teamCard } from "./cases/team-card.js";
/**
 * What a delivery looks like at this moment.
 * @returns null where there is nothing to show (any more)
 * @throws Error for a note on its way to a contact: it must never be sent, whatever enqueued it
 */
export async function renderDelivery(services, deliveryId) {
    const facts = await loadDelivery(services, deliveryId);
    if (!facts)
        return null;
    if (facts.kind === 'digest') {
        const digest = await readDigest(services, facts.digestId);
        return digest && { card: digestCard(digest, services.settings.brand) };
    }
    if (facts.kind === 'release') {
        const release = await loadRelease(services, facts.releaseId);
        return release && { card: releaseNotesCard(release, services.settings) };
    }
    if (facts.kind === 'cluster') {
        const cluster = await readCluster(services, facts.clusterId);
        return cluster && { card: clusterCard(cluster, services.settings) };
    }
    if (facts.kind === 'banner')
        return { card: bannerCard(facts.notice) };
    if (facts.kind === 'nudge')
        return { card: nudgeCard(facts.notice, facts.channels, services.clock.now()) };
    if (facts.kind === 'broadcast')
        return { card: broadcastCard(facts.notice, facts.update, services.clock.now()) };
    if (facts.kind === 'card') {
        const { team } = facts;
        return {
            card: team === null
                ? caseCard(facts.case, facts.side, services.settings, facts.looksOnly)
                : teamCard({ ...facts, team }, services.settings),
        };
    }
    if (!facts.post || facts.post.deletedAt)
        return null;
    if (facts.post.kind === 'note' && facts.side !== 'advisor')
        throw new Error(`delivery ${deliveryId} would show a note to a contact`);
    const fit = facts.looksOnly ? readOnlyCard : (card) => card;
    if (facts.side === 'contact' && isLiveReminder(facts.post, facts.case))
        return { card: fit(reminderCard(facts.post, facts.case, facts.mentions, facts.waiting)) };
    return {
        card: fit(withSendToContact(postCard(facts.post, facts.case, facts.side, services.settings.brand, facts.mentions), facts)),
    };
}
//# sourceMappingURL=render-delivery.js.map