// Everything a delivery shows, read right before it is sent: one loader for all kinds. chat/render-delivery.ts renders the result.
import { isOwnConversation } from '../outbox/enqueue/eligible-conversations.ts';
import { needsPaging } from '../domain/on-call.ts';
import { isOpen } from '../domain/status.ts';
import type { CaseDelivery, FileDelivery } from './case-delivery.ts';
import type { CaseFacts } from './case-facts.ts';
import type { Services, Tx } from './context.ts';
import { loadRelease } from './defects/releases.ts';
import { caseFacts } from './read-case-facts.ts';
import { loadCaseDelivery } from './load-case-delivery.ts';
import { loadFile } from './files/load-file.ts';
import { loadAlert, type AlertDelivery } from './notifications/load-alert.ts';
import { loadUpdates, type UpdatesDelivery } from './notifications/load-updates.ts';
import { readMailFacts, type MailFacts } from './mail/waiting-mails.ts';
import { loadOutage, type OutageFacts } from './notifications/load-outage.ts';
import { loadReport, type ReportDelivery } from './search/load-report.ts';
import { loadSatisfaction, type SatisfactionDelivery } from './notifications/load-satisfaction.ts';
import { missingScopes, type ScopeGap } from './notifications/missing-scopes.ts';
import { loadBanner, type BannerDelivery } from './notices/load-banner.ts';
import { loadChannelChange, type ChannelChangeFacts } from './notices/channel-changes.ts';
import { loadNudge, type NudgeDelivery } from './notices/load-nudge.ts';
import { readCluster, type ClusterFacts } from './notices/read-cluster.ts';
import { readDelivery, type DeliveryRow } from './read-delivery.ts';
import { readDigest, type DigestFacts } from './notifications/read-digest.ts';

/** What a delivery shows, by kind. */
export type DeliveryFacts =
  | CaseDelivery
  | FileDelivery
  | UpdatesDelivery
  | SatisfactionDelivery
  | ReportDelivery
  | BannerDelivery
  | NudgeDelivery
  | AlertDelivery
  | { kind: 'outage' | 'recovery'; outage: OutageFacts }
  | { kind: 'digest'; digest: DigestFacts }
  | { kind: 'cluster'; cluster: ClusterFacts }
  | { kind: 'mail'; mail: MailFacts }
  | { kind: 'page' | 'snooze'; case: CaseFacts }
  | { kind: 'announcement'; change: ChannelChangeFacts }
  | { kind: 'reinstall'; gaps: ScopeGap[] }
  | { kind: 'release'; release: NonNullable<Awaited<ReturnType<typeof loadRelease>>> };

/** Loads what a delivery shows at the moment. @returns null if there is nothing to show, or it must not be shown there anymore */
export async function loadDelivery(services: Services, deliveryId: number | bigint): Promise<DeliveryFacts | null> {
  const row = await readDelivery(services, deliveryId);
  return row && load(services, row);
}

/** Tells within a transaction whether a delivery has anything to show there. Uses no connection but that of the transaction. */
export async function hasAnythingToShow(services: Services, tx: Tx, deliveryId: number | bigint): Promise<boolean> {
  const reading = { ...services, db: { ...services.db, prisma: tx as typeof services.db.prisma } };
  const row = await readDelivery(reading, deliveryId, tx);
  return row !== null && (await load(reading, row)) !== null;
}

async function load(services: Services, row: DeliveryRow): Promise<DeliveryFacts | null> {
  switch (row.kind) {
    case 'card':
    case 'post':
      return row.isUsable ? loadCaseDelivery(services, row, row.kind) : null;
    case 'updates':
      return row.isUsable ? loadUpdates(services, row) : null;
    case 'satisfaction':
      return row.isUsable ? loadSatisfaction(services, row) : null;
    case 'digest':
      return loadDigest(services, row);
    case 'release': {
      const release = row.releaseId === null ? null : await loadRelease(services, row.releaseId);
      return release && { kind: 'release', release };
    }
    case 'banner':
    case 'broadcast':
      return loadBanner(services, { ...row, kind: row.kind });
    case 'cluster':
      return loadCluster(services, row);
    case 'nudge':
      return (await belongsToLead(services, row)) ? loadNudge(services, row) : null;
    case 'outage':
    case 'recovery':
      return (await belongsToAdvisor(services, row)) ? loadOutageMessage(services, row, row.kind) : null;
    case 'alert':
      return (await belongsToAdvisor(services, row)) ? loadAlert(services, row) : null;
    case 'announcement': {
      const change = await loadChannelChange(services, row.channelChangeId);
      return change && { kind: 'announcement', change };
    }
    case 'page':
      return loadPage(services, row);
    case 'snooze':
      return loadSnooze(services, row);
    case 'reinstall':
      return (await belongsToLead(services, row)) ? loadReinstall(services, row) : null;
    case 'mail':
      return loadMail(services, row);
    case 'report':
      return loadReport(services, row);
    case 'file':
      return loadFile(services, row);
    // webhooks have a worker of their own (usecases/webhooks/webhook-desk.ts)
    case 'webhook':
      return null;
  }
}

/** The mailbox or the chat identity may belong to somebody else by now. */
async function loadDigest(
  services: Services,
  { destination, destinationId, digestId, digest }: DeliveryRow,
): Promise<DeliveryFacts | null> {
  if (digestId === null || !digest) return null;
  const isTheirs =
    destination.platform === 'mail'
      ? destination.channelId === digest.person.email
      : await isOwnConversation(services.db.prisma, destinationId, digest.personId);
  const facts = isTheirs ? await readDigest(services, digestId, destinationId) : null;
  return facts && { kind: 'digest', digest: facts };
}

/** When every workspace has installed the app again before the message was sent, it has nothing to say. */
async function loadReinstall(services: Services, { externalId }: DeliveryRow): Promise<DeliveryFacts | null> {
  const gaps = await missingScopes(services);
  return gaps.length === 0 && externalId === null ? null : { kind: 'reinstall', gaps };
}

/** A page that was not sent before somebody claimed the case is not needed anymore. */
async function loadPage(services: Services, row: DeliveryRow): Promise<DeliveryFacts | null> {
  if (!row.case || !(await belongsToAdvisor(services, row))) return null;
  if (row.externalId === null && !needsPaging(row.case)) return null;
  return { kind: 'page', case: caseFacts(services, row.case) };
}

/** A case that was closed before the message was sent needs nobody. */
async function loadSnooze(services: Services, row: DeliveryRow): Promise<DeliveryFacts | null> {
  if (!row.case || !(await belongsToAdvisor(services, row))) return null;
  if (row.externalId === null && !isOpen(row.case.status)) return null;
  return { kind: 'snooze', case: caseFacts(services, row.case) };
}

/** A suggested incident names accounts: a direct conversation shows it only while it belongs to a lead. Without a person, it is in a queue. */
async function loadCluster(services: Services, row: DeliveryRow): Promise<DeliveryFacts | null> {
  const { clusterId, personId } = row;
  if (clusterId === null || (personId !== null && !(await belongsToLead(services, row)))) return null;
  const cluster = await readCluster(services, clusterId);
  return cluster && { kind: 'cluster', cluster };
}

/** An email that waits is for advisors: a direct conversation shows it only while it belongs to a lead. Without a person, it is in a queue. */
async function loadMail(services: Services, row: DeliveryRow): Promise<DeliveryFacts | null> {
  const { mailId, personId } = row;
  if (mailId === null || (personId !== null && !(await belongsToLead(services, row)))) return null;
  const mail = await readMailFacts(services, mailId);
  return mail && { kind: 'mail', mail };
}

/** An alarm that was not sent before the outage ended has nothing to say. */
async function loadOutageMessage(
  services: Services,
  { outageId, externalId }: DeliveryRow,
  kind: 'outage' | 'recovery',
): Promise<DeliveryFacts | null> {
  const outage = outageId === null ? null : await loadOutage(services, outageId);
  if (!outage || (kind === 'outage' && externalId === null && outage.endedAt !== null)) return null;
  return { kind, outage };
}

/** Tells whether the direct conversation or mailbox belongs to an active advisor. */
async function belongsToAdvisor({ db }: Services, { destination, destinationId, person }: DeliveryRow): Promise<boolean> {
  if (!person?.active || person.kind !== 'advisor') return false;
  return destination.platform === 'mail'
    ? destination.channelId === person.email
    : isOwnConversation(db.prisma, destinationId, person.id);
}

/** Tells whether the direct conversation belongs to an active lead. */
async function belongsToLead(services: Services, row: DeliveryRow): Promise<boolean> {
  return row.person?.lead === true && (await belongsToAdvisor(services, row));
}
