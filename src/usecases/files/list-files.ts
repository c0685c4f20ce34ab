import { authorize, can } from '../../domain/permission.ts';
import type { Person } from '../../domain/person.ts';
import type { FileFacts } from '../case-facts.ts';
import type { Services } from '../context.ts';
import { fileFacts } from '../read-case-facts.ts';
import { scopeOf, scopeWhere, unknownCase } from '../scope.ts';

/** Files on one page. */
const filesPage = 10;

/** A file of a case in a list. */
export interface ListedFile extends FileFacts {
  uploadedByName: string;
  createdAt: Date;
  /** of an internal note */
  isInternal: boolean;
}

/** One page of the files of a case, newest first, as one person may see them. */
export interface FileList {
  number: number;
  subject: string;
  files: ListedFile[];
  total: number;
  page: number;
  pages: number;
  /** whether this person may add files */
  mayAdd: boolean;
}

/**
 * Lists the files of a case that were sent. Those of internal notes are for advisors only.
 * @param page from 1; a number past the end gives the last page
 * @throws CaseError unknown-case
 */
export async function listFiles(services: Services, actor: Person, number: number, page = 1): Promise<FileList> {
  const { prisma } = services.db;
  const found = await prisma.case.findFirst({
    where: { number, ...scopeWhere(scopeOf(actor)) },
    select: { id: true, subject: true, accountId: true },
  });
  if (!found) throw unknownCase(number);
  authorize(actor, 'view', found.accountId);
  const where = {
    caseId: found.id,
    deletedAt: null,
    post: { deletedAt: null, ...(actor.kind === 'contact' ? { kind: { not: 'note' as const } } : {}) },
    OR: [{ state: { in: ['expected' as const, 'stored' as const] } }, { link: { not: null } }],
  };
  const total = await prisma.file.count({ where });
  const pages = Math.max(Math.ceil(total / filesPage), 1);
  const shown = Math.min(Math.max(page, 1), pages);
  const rows = await prisma.file.findMany({
    where,
    include: { post: { select: { kind: true } } },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    skip: (shown - 1) * filesPage,
    take: filesPage,
  });
  const linkTo = (fileId: number) => services.links?.download(fileId, { personId: actor.id }) ?? null;
  return {
    number,
    subject: found.subject,
    files: rows.map(({ post, ...row }) => ({
      ...fileFacts(row, linkTo),
      uploadedByName: row.uploadedByName,
      createdAt: row.createdAt,
      isInternal: post?.kind === 'note',
    })),
    total,
    page: shown,
    pages,
    mayAdd: can(actor, 'post', found.accountId),
  };
}
