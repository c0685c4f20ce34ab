// A redaction in one case: everything of it is found, changed, indexed again and sent again in one transaction, with the entry in its history.
import { inlineTypes } from '../../domain/files.ts';
import { redactionMark } from '../../domain/redaction.ts';
import { addResults, type RedactionResult } from '../../domain/redaction-result.ts';
import {
  enqueueFiles,
  forgottenPosts,
  refreshPost,
  replaceShown,
  sentMails,
  shownInChats,
  type RedactedParts,
} from '../../outbox/enqueue/index.ts';
import type { Services, Tx } from '../context.ts';
import { hasAnythingToShow } from '../load-delivery.ts';
import { indexCases } from '../search-index.ts';
import { findHolds } from './held.ts';
import { otherSystemsOf } from './other-systems.ts';
import { removeContents, renameFiles, takeOutFiles, takeOutOfMails, type ChangedFiles } from './redact-files.ts';
import { findInCases, idsIn, type FoundInCases, type Taking } from './redact-find.ts';
import type { RedactionPlan } from './redact-plan.ts';
import { addToRecord, countOnce, type UnderWay } from './redact-record.ts';
import { writeHits } from './redact-scan.ts';

/** How long one case may take, ms: one with thousands of messages takes some seconds. */
const timeoutMs = 120_000;

/**
 * Takes everything out of one case that was seen in it. Safe to run concurrently and again: what was taken out is not found anymore.
 * @returns `held` if a legal hold keeps the case; nothing is changed then
 */
export async function redactCase(
  services: Services,
  underWay: UnderWay,
  plan: RedactionPlan,
  caseId: number,
  taking: Taking,
): Promise<'held' | 'done'> {
  const work = async (tx: Tx): Promise<'held' | string[]> => {
    await tx.$queryRaw`select id from "case" where id = ${caseId} for no key update`;
    // an erasure of the account may have forgotten it
    const known = await tx.$queryRaw<unknown[]>`select 1 from redaction where id = ${underWay.id} for key share`;
    if (known.length === 0) return [];
    if ((await findHolds(tx, { caseIds: [caseId] })).length > 0) return 'held';
    const area = { accountId: underWay.accountId, caseIds: [caseId] };
    const found = await findInCases(tx, plan.what, area, taking);
    if (isEmpty(found)) return [];
    const { result, checksums } = await change(services, tx, underWay, caseId, found);
    await note(services, tx, underWay, plan, caseId);
    // what stays was counted when the case was looked through
    await addToRecord(tx, underWay, addResults({ ...found.counts, insideWords: 0 }, result));
    return checksums;
  };
  const checksums = await services.db.transaction(work, { timeout: timeoutMs });
  if (checksums === 'held') return checksums;
  if (checksums.length > 0) {
    const otherFiles = await removeContents(services, checksums);
    if (otherFiles > 0) await services.db.transaction((tx) => addToRecord(tx, underWay, { otherFiles }));
  }
  return 'done';
}

function isEmpty({ places, named, files, post }: FoundInCases): boolean {
  return places.length === 0 && named.length === 0 && files.length === 0 && post === null;
}

async function change(services: Services, tx: Tx, underWay: UnderWay, caseId: number, found: FoundInCases) {
  const at = services.clock.now();
  const once = (kind: string, ids: Parameters<typeof countOnce>[3]): Promise<number> => countOnce(tx, underWay, kind, ids);
  const { issueCases, webhookEvents } = otherSystemsOf(found);
  const others = {
    issueCases: await once('issueCases', issueCases),
    webhookEvents: await once('webhookEvents', webhookEvents),
  };
  for (const { place, hits } of found.places) await writeHits(tx, place, hits);
  let result: RedactionResult = {};
  const texts = new Set([...idsIn(found.places, 'post'), ...(await postsOfRevisions(tx, idsIn(found.places, 'post_revision')))]);
  if (found.post) {
    texts.add(found.post.id);
    result = await emptyPost(tx, found.post.id);
  }
  const renamed = await renameFiles(tx, found.named, at);
  const taken = await takeOutFiles(tx, found.files);
  if (taken.checksums.length > 0) await takeOutOfMails(tx, { caseIds: [caseId] }, taken.checksums);
  const parts: RedactedParts = {
    caseId,
    isWhole: idsIn(found.places, '"case"').length > 0 || idsIn(found.places, 'cluster').length > 0,
    posts: [...new Set([...texts, ...renamed.posts, ...taken.posts])],
    files: [...renamed.gone, ...taken.gone],
    defects: idsIn(found.places, 'defect'),
    mails: idsIn(found.places, 'incoming_mail'),
  };
  // their messages were typed with what must not come back, be it the name of a file
  await tx.post.updateMany({ where: { id: { in: [...parts.posts] } }, data: { redactedAt: at } });
  result = addResults(result, await sendAgain(services, tx, parts, renamed, once));
  await indexCases(tx, [caseId]);
  const typed = await typedMessages(tx, parts);
  result = addResults(result, {
    ...others,
    typedMessages: (await once('typedMessages', typed.posts)) + (await once('typedCases', typed.cases)),
    forgottenMessages: await once('forgottenMessages', await forgottenPosts(tx, parts.posts)),
    cases: await once('cases', [caseId]),
  });
  return { result, checksums: taken.checksums };
}

async function postsOfRevisions(tx: Tx, revisions: readonly number[]): Promise<number[]> {
  if (revisions.length === 0) return [];
  const rows = await tx.postRevision.findMany({ where: { id: { in: [...revisions] } }, select: { postId: true } });
  return rows.map(({ postId }) => postId);
}

/** Empties a post that is redacted as a whole, with its earlier versions and the email that it was. */
async function emptyPost(tx: Tx, id: number): Promise<RedactionResult> {
  const { originMessageId } = await tx.post.update({ where: { id }, data: { body: redactionMark } });
  const { count: revisions } = await tx.postRevision.deleteMany({ where: { postId: id } });
  if (originMessageId === null) return { revisions };
  const nothing = { subject: redactionMark, text: redactionMark, whole: redactionMark };
  const { count: mails } = await tx.incomingMail.updateMany({ where: { key: originMessageId }, data: nothing });
  return { revisions, mails };
}

/** Has everything that showed it edited or deleted. @returns how many messages, by platform, and the mails that cannot be changed */
async function sendAgain(
  services: Services,
  tx: Tx,
  parts: RedactedParts,
  renamed: ChangedFiles,
  once: (kind: string, ids: readonly (number | bigint)[]) => Promise<number>,
): Promise<RedactionResult> {
  const shown = await shownInChats(tx, parts);
  const [edited, deleted]: [bigint[], bigint[]] = [[], []];
  for (const { id, wasSent, isRendered } of shown) {
    // somebody may not see the case anymore: their message cannot be rendered again, and must not stay as it is
    const mustGo = wasSent && !(isRendered ?? (await hasAnythingToShow(services, tx, id)));
    (mustGo ? deleted : edited).push(id);
  }
  const gone = await replaceShown(tx, parts, { edited, deleted });
  for (const postId of renamed.posts) {
    await refreshPost(tx, postId);
    await enqueueFiles(tx, postId, services.files?.native ?? {}, inlineTypes);
  }
  const mails = await sentMails(tx, parts);
  let result: RedactionResult = {
    mailsOutOfReach: await once(
      'mailsOutOfReach',
      mails.map(({ id }) => id),
    ),
    mailAddressees: await once(
      'mailAddressees',
      mails.map(({ destinationId }) => destinationId),
    ),
  };
  const inChats = [...shown, ...gone].filter(({ platform, wasSent }) => wasSent && platform !== 'mail');
  for (const platform of [...new Set(inChats.map((one) => one.platform))].sort()) {
    const messages = inChats.filter((one) => one.platform === platform);
    result = addResults(result, {
      [platform]: await once(
        platform,
        messages.map(({ id }) => id),
      ),
    });
  }
  return result;
}

/** Lists the posts that people typed as messages, and the case that was: what they hold can be changed by their authors alone. */
async function typedMessages(tx: Tx, { caseId, isWhole, posts }: RedactedParts): Promise<{ posts: number[]; cases: number[] }> {
  const typed = { originMessageId: { not: null }, originDestination: { platform: { not: 'mail' as const } } };
  const rows = await tx.post.findMany({ where: { id: { in: [...posts] }, ...typed }, select: { id: true } });
  const source = isWhole
    ? await tx.case.findMany({ where: { id: caseId, sourceLink: { not: null } }, select: { id: true } })
    : [];
  return { posts: rows.map(({ id }) => id), cases: source.map(({ id }) => id) };
}

async function note({ clock }: Services, tx: Tx, by: UnderWay, { reason }: RedactionPlan, caseId: number): Promise<void> {
  const at = clock.now();
  const { personId, byName, source, accountId } = by;
  await tx.historyEntry.create({
    data: { caseId, at, actorId: personId, actorName: byName, action: 'redact', why: reason },
  });
  await tx.$executeRaw`
    insert into access_entry (at, action, source, person_id, operator, account_id, case_id)
    values (${at}, 'redact', ${source}, ${personId}, ${personId === null ? byName : null}, ${accountId}, ${caseId})`;
}
