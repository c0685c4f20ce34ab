import { authorize } from '../../domain/permission.ts';
import type { Advisor } from '../../domain/person.ts';
import { unknownCase } from '../scope.ts';
import type { Services } from '../context.ts';

/** What of a case can be redacted as a whole, newest first. */
export interface RedactionChoices {
  subject: string;
  accountName: string;
  files: { id: number; name: string; uploadedByName: string }[];
  posts: { id: number; body: string; authorName: string; isNote: boolean }[];
}

/**
 * Lists the files and posts of a case.
 * @param max of each
 * @throws CaseError not-allowed, unknown-case
 */
export async function redactionChoices({ db }: Services, lead: Advisor, number: number, max: number): Promise<RedactionChoices> {
  authorize(lead, 'redact');
  const newest = { orderBy: { id: 'desc' as const }, take: max };
  const found = await db.prisma.case.findUnique({
    where: { number },
    select: {
      subject: true,
      account: { select: { name: true } },
      files: {
        where: { deletedAt: null, OR: [{ problem: null }, { problem: { not: 'redacted' } }] },
        select: { id: true, name: true, uploadedByName: true },
        ...newest,
      },
      posts: {
        where: { deletedAt: null, body: { not: '' } },
        select: { id: true, body: true, authorName: true, kind: true },
        ...newest,
      },
    },
  });
  if (!found) throw unknownCase(number);
  const { subject, account, files, posts } = found;
  return {
    subject,
    accountName: account.name,
    files,
    posts: posts.map(({ kind, ...post }) => ({ ...post, isNote: kind === 'note' })),
  };
}
