// What an event contains, read right before it is sent, so that a redaction or an erasure reaches what was still waiting.
import type { Prisma, WebhookEndpoint, WebhookEvent } from '../../db/generated/client.ts';
import { formatCaseNumber } from '../../domain/case-number.ts';
import { isPendingNumber } from '../../domain/issue-number.ts';
import { isOver } from '../../domain/notice.ts';
import { releaseNotes } from '../../domain/release-notes.ts';
import {
  isOpenAction,
  webhookVersion,
  type WebhookData,
  type WebhookEventType,
  type WebhookPayload,
} from '../../domain/webhook-events.ts';
import type { Services } from '../context.ts';
import { loadRelease } from '../defects/releases.ts';

/** Converts CommonMark to safe HTML. */
export type ToHtml = (markdown: string) => string;

/** Larger events have their texts cut, in bytes. */
const maxBytes = 256 * 1024;
/** To how many characters; the next length where that is not enough. */
const cutLengths = [4_000, 1_000, 200];

/**
 * Reads what an endpoint gets of an event.
 * @returns null if there is nothing to say of it any longer
 */
export async function loadEvent(
  services: Services,
  event: WebhookEvent,
  endpoint: WebhookEndpoint,
  toHtml: ToHtml,
): Promise<WebhookPayload | null> {
  const data = await loadData(services, event, endpoint, toHtml);
  if (data === null) return null;
  const payload: WebhookPayload = {
    ...{ type: event.type as WebhookEventType, version: webhookVersion },
    ...{ timestamp: event.at.toISOString(), data },
  };
  let fitting = payload;
  for (const length of cutLengths) {
    if (Buffer.byteLength(JSON.stringify(fitting)) <= maxBytes) break;
    fitting = { ...payload, truncated: true, data: cut(data, length, toHtml) as WebhookData };
  }
  return fitting;
}

async function loadData(
  services: Services,
  event: WebhookEvent,
  endpoint: WebhookEndpoint,
  toHtml: ToHtml,
): Promise<WebhookData | null> {
  if (event.type === 'webhook.test') return { message: 'This event was sent to try the endpoint.' };
  if (event.personId !== null) return loadPerson(services, event.personId, endpoint);
  if (event.releaseId !== null) return loadNotes(services, event.releaseId, toHtml);
  if (event.noticeId !== null) return loadNotice(services, event, endpoint, toHtml);
  return event.caseId === null ? null : loadOfCase(services, event.caseId, event, endpoint, toHtml);
}

async function loadOfCase(
  { db: { prisma } }: Services,
  caseId: number,
  { type, historyId, postId, fileId }: WebhookEvent,
  { internal, accountIds }: WebhookEndpoint,
  toHtml: ToHtml,
): Promise<WebhookData | null> {
  const found = await prisma.case.findUnique({ where: { id: caseId }, include: caseRelations });
  // it may belong to another account by now
  if (!found || (accountIds.length > 0 && !accountIds.includes(found.accountId))) return null;
  const facts = { case: caseFacts(found) };
  if (fileId !== null) {
    const file = await prisma.file.findUnique({ where: { id: fileId } });
    if (!file || file.state === 'expected' || postId === null) return null;
    const { id, mediaType, size, state, deletedAt } = file;
    return { ...facts, file: { id, postId, name: file.name, mediaType, size, state, deletedAt: iso(deletedAt) } };
  }
  if (postId !== null) {
    const post = await prisma.post.findUnique({ where: { id: postId } });
    return post && { ...facts, post: postFacts(post, toHtml) };
  }
  if (historyId === null) return type === 'case.erased' ? facts : null;
  const entry = await prisma.historyEntry.findUnique({ where: { id: historyId } });
  if (!entry) return null;
  const actor = entry.actorId === null ? null : await prisma.person.findUnique({ where: { id: entry.actorId } });
  const { action, from, to, why, at } = entry;
  const texts = internal || isOpenAction(action) ? { from, to, why } : { from: null, to: null, why: null };
  const by = actor && { id: actor.id, name: entry.actorName, side: actor.kind };
  return { ...facts, change: { action, ...texts, by, at: at.toISOString() } };
}

const caseRelations = {
  account: { select: { key: true, name: true } },
  contact: { select: { id: true, name: true, email: true } },
  advisor: { select: { id: true, name: true } },
  defect: { select: { number: true } },
} satisfies Prisma.CaseInclude;

function caseFacts(found: Prisma.CaseGetPayload<{ include: typeof caseRelations }>): WebhookData<'case.erased'>['case'] {
  const { number, account, contact, advisor, status, priority, subject, description, module, caseType, team } = found;
  return {
    ...{
      number: formatCaseNumber(number),
      account,
      contact,
      advisor,
      status,
      priority,
      subject,
      description,
      module,
      caseType,
      team,
    },
    ...{
      defect: found.defect && !isPendingNumber(found.defect.number) ? found.defect.number : null,
      createdAt: found.createdAt.toISOString(),
      updatedAt: found.updatedAt.toISOString(),
    },
    ...{ closedAt: iso(found.closedAt), closeReason: found.closeReason, erased: found.erasedAt !== null },
  };
}

function postFacts(post: Prisma.PostGetPayload<object>, toHtml: ToHtml): WebhookData<'post.created'>['post'] {
  const { id, kind, action, authorId, authorName, authorSide, createdAt, editedAt, deletedAt, redactedAt } = post;
  const text = deletedAt === null ? post.body : '';
  const author = authorSide && { id: authorId, name: authorName, side: authorSide };
  const moments = {
    createdAt: createdAt.toISOString(),
    editedAt: iso(editedAt),
    deletedAt: iso(deletedAt),
    redactedAt: iso(redactedAt),
  };
  return { id, kind, action, author, text, html: toHtml(text), ...moments };
}

async function loadNotice(
  { db: { prisma } }: Services,
  { type, noticeId, updateId }: WebhookEvent,
  { accountIds }: WebhookEndpoint,
  toHtml: ToHtml,
): Promise<WebhookData | null> {
  const accounts = { include: { account: { select: { id: true, key: true, name: true } } } } as const;
  const found = await prisma.notice.findUnique({ where: { id: noticeId ?? 0 }, include: { accounts } });
  if (!found || (type === 'notice.ended' && !isOver(found.state))) return null;
  const update = updateId === null ? null : await prisma.noticeUpdate.findUnique({ where: { id: updateId } });
  const { id, kind, title, severity, state, modules, instructions, startsAt, endsAt, nextUpdateAt } = found;
  const named = found.accounts
    .map(({ account }) => account)
    .filter((one) => accountIds.length === 0 || accountIds.includes(one.id));
  // it may concern other accounts by now
  if (accountIds.length > 0 && !found.everyAccount && named.length === 0) return null;
  return {
    notice: {
      ...{ id, kind, title, severity, state, modules, instructions },
      accounts: found.everyAccount ? null : named.map(({ key, name }) => ({ key, name })),
      ...{ startsAt: startsAt.toISOString(), endsAt: iso(endsAt), nextUpdateAt: iso(nextUpdateAt) },
      update: update && {
        ...{ id: update.id, action: update.action, text: update.body, html: toHtml(update.body) },
        ...{ author: update.authorName, at: update.at.toISOString() },
      },
    },
  };
}

async function loadNotes(services: Services, releaseId: number, toHtml: ToHtml): Promise<WebhookData | null> {
  const found = await loadRelease(services, releaseId);
  if (!found?.publishedAt) return null;
  const { name, date, publishedAt } = found;
  const defects = found.defects.map(({ number, module, releaseNote }) => ({ number, module, note: releaseNote }));
  const markdown = releaseNotes(found, services.settings.modules);
  return { release: { name, date, publishedAt: publishedAt.toISOString(), defects, markdown, html: toHtml(markdown) } };
}

async function loadPerson(
  { db: { prisma } }: Services,
  id: number,
  { accountIds }: WebhookEndpoint,
): Promise<WebhookData | null> {
  const found = await prisma.person.findUnique({
    where: { id },
    include: { account: true, memberships: { include: { account: true } } },
  });
  if (!found) return null;
  const { name, email, kind, contactType, lead, active, erasedAt } = found;
  const all = [...(found.account ? [found.account] : []), ...found.memberships.map(({ account }) => account)];
  const accounts = all
    .filter((account) => accountIds.length === 0 || accountIds.includes(account.id))
    .map((account) => ({ key: account.key, name: account.name }));
  const facts = { id, side: kind, accounts, erased: erasedAt !== null };
  // a person who left the accounts of the endpoint has no name there: it may be a name of another account by now
  if (accountIds.length > 0 && accounts.length === 0 && !facts.erased)
    return { person: { ...facts, name: '', email: '', contactType: null, lead: false, active: false } };
  return { person: { ...facts, name, email, contactType, lead, active } };
}

function iso(moment: Date | null): string | null {
  return moment && moment.toISOString();
}

/** HTML is written again from the text that is left, because half of it could end within a tag. */
function cut(value: unknown, length: number, toHtml: ToHtml): unknown {
  if (typeof value === 'string') return value.length > length ? `${value.slice(0, length)}…` : value;
  if (Array.isArray(value)) return value.slice(0, 200).map((one) => cut(one, length, toHtml));
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, cut(inner, length, toHtml)]));
  const source = kept['text'] ?? kept['markdown'];
  return 'html' in kept && typeof source === 'string' ? { ...kept, html: toHtml(source) } : kept;
}
