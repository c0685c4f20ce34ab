// Emails as advisors read them: the list of those that wait, one of them, and the whole email behind a post.
import { CaseError } from '../../domain/case-error.ts';
import type { Advisor } from '../../domain/person.ts';
import type { Prisma } from '../../db/generated/client.ts';
import { pageOf, type Page } from '../page-of.ts';
import type { Services } from '../context.ts';

/** An email as its card shows it. */
export interface MailFacts {
  id: number;
  state: 'posted' | 'opened' | 'waiting' | 'dismissed' | 'ignored';
  reason: string | null;
  from: { name: string; address: string };
  subject: string;
  receivedAt: Date;
  /** what its author wrote; CommonMark */
  text: string;
  fileNames: string[];
  /** the case that it belongs to, as far as it says */
  case: { number: number; subject: string; accountName: string; isClosed: boolean } | null;
  /** who seems to have sent it, or for whom the reply address was made */
  person: { name: string; email: string; kind: 'contact' | 'advisor' } | null;
  /** the advisor who decided about it */
  decidedBy: string | null;
}

const include = {
  case: { select: { number: true, subject: true, status: true, account: { select: { name: true } } } },
  person: { select: { name: true, email: true, kind: true } },
  decidedBy: { select: { name: true } },
} satisfies Prisma.IncomingMailInclude;

type Row = Prisma.IncomingMailGetPayload<{ include: typeof include }>;

function mailFacts(row: Row): MailFacts {
  const { id, state, reason, fromName, fromAddress, subject, receivedAt, text, person } = row;
  return {
    ...{ id, state, reason, subject, receivedAt, text, person },
    from: { name: fromName, address: fromAddress },
    fileNames: Array.isArray(row.files) ? row.files.map((file) => String((file as { name?: unknown }).name)) : [],
    case: row.case && {
      number: row.case.number,
      subject: row.case.subject,
      accountName: row.case.account.name,
      isClosed: row.case.status === 'Closed',
    },
    decidedBy: row.decidedBy?.name ?? null,
  };
}

/** Reads an email for its card. @returns null if it does not exist */
export async function readMailFacts({ db }: Pick<Services, 'db'>, id: number): Promise<MailFacts | null> {
  const row = await db.prisma.incomingMail.findUnique({ where: { id }, include });
  return row && mailFacts(row);
}

/** Reads an email for an advisor. @throws CaseError unknown-mail */
export async function readWaitingMail(services: Services, _advisor: Advisor, id: number): Promise<MailFacts> {
  const facts = await readMailFacts(services, id);
  if (!facts) throw unknownMail();
  return facts;
}

/** A page of the emails that wait. */
export interface WaitingMails extends Pick<Page, 'position'> {
  mails: MailFacts[];
}

/** Emails on a page of the list. */
const pageSize = 10;
/** The count is exact up to here: a mailbox that collected spam for years must not make the list slow. */
const maxCounted = 10_000;

/** Lists the emails that wait for an advisor, the newest first. */
export async function listWaitingMails({ db }: Services, _advisor: Advisor, asked: number): Promise<WaitingMails> {
  const counted = await db.prisma.$queryRaw<{ total: number }[]>`
    select count(*)::int total from (select from incoming_mail where state = 'waiting' limit ${maxCounted}) counted`;
  const { position, rows } = pageOf(counted[0]?.total ?? 0, asked, pageSize);
  const found = await db.prisma.incomingMail.findMany({ where: { state: 'waiting' }, include, orderBy: { id: 'desc' }, ...rows });
  return { position, mails: found.map(mailFacts) };
}

/** A page of a whole email. */
export interface WholeMail {
  from: { name: string; address: string };
  subject: string;
  receivedAt: Date;
  text: string;
  page: number;
  pages: number;
}

/** Characters of a whole email on a page. */
const pageLength = 6_000;

/**
 * Reads a whole email, with all that was cut off. Contacts never see it.
 * @param of the email, or the post that it became
 * @throws CaseError unknown-mail
 */
export async function readWholeMail(
  { db }: Services,
  _advisor: Advisor,
  of: { mailId: number } | { postId: number },
  asked: number,
): Promise<WholeMail> {
  const key = 'postId' in of ? (await db.prisma.post.findUnique({ where: { id: of.postId } }))?.originMessageId : undefined;
  const where = 'mailId' in of ? { id: of.mailId } : { key: key ?? '' };
  const row = await db.prisma.incomingMail.findUnique({ where });
  if (!row) throw unknownMail();
  const pages = Math.max(1, Math.ceil(row.whole.length / pageLength));
  const page = Math.min(asked, pages);
  return {
    from: { name: row.fromName, address: row.fromAddress },
    subject: row.subject,
    receivedAt: row.receivedAt,
    text: row.whole.slice((page - 1) * pageLength, page * pageLength),
    page,
    pages,
  };
}

/** Makes the error for an email that does not exist. */
export function unknownMail(): CaseError {
  return new CaseError('unknown-mail', "We couldn't find that email.", 'It may have been deleted.');
}
