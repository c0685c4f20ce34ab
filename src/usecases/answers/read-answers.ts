import type { Prisma } from '../../db/generated/client.ts';
import { CaseError } from '../../domain/case-error.ts';
import type { Advisor } from '../../domain/person.ts';
import type { Services } from '../context.ts';
import { pageOf } from '../page-of.ts';

/** A canned answer. */
export interface CannedAnswer {
  id: number;
  name: string;
  /** CommonMark with placeholders */
  text: string;
  /** every advisor has it; otherwise only its owner */
  shared: boolean;
  updatedAt: Date;
  updatedByName: string;
}

/** A page of canned answers. */
export interface AnswerPage {
  /** by name */
  answers: CannedAnswer[];
  total: number;
  page: number;
  pages: number;
}

/**
 * Lists the canned answers that an advisor can use: the shared ones and their own.
 * @param text in the name or in the answer; '' for all
 * @param page from 1; beyond the end, the last page is returned
 */
export async function listAnswers(services: Services, advisor: Advisor, text: string, page: number): Promise<AnswerPage> {
  const { db, settings } = services;
  const { pageSize } = settings.search;
  const contains = { contains: text, mode: 'insensitive' as const };
  const where = { AND: [usableBy(advisor), ...(text === '' ? [] : [{ OR: [{ name: contains }, { text: contains }] }])] };
  const total = await db.prisma.cannedAnswer.count({ where });
  const shown = pageOf(total, page, pageSize);
  const rows = await db.prisma.cannedAnswer.findMany({ where, ...byName, ...shown.rows });
  return { answers: rows.map(factsOf), ...shown.position };
}

/** Lists the first canned answers that an advisor can use, by name. @param max how many at most */
export async function firstAnswers({ db }: Services, advisor: Advisor, max: number): Promise<CannedAnswer[]> {
  const rows = await db.prisma.cannedAnswer.findMany({ where: usableBy(advisor), ...byName, take: max });
  return rows.map(factsOf);
}

/**
 * Reads a canned answer.
 * @throws CaseError unknown-answer for one that was deleted, and for a colleague's own
 */
export async function readAnswer({ db }: Services, advisor: Advisor, id: number): Promise<CannedAnswer> {
  const row = await db.prisma.cannedAnswer.findFirst({ where: { id, ...usableBy(advisor) } });
  if (!row) throw unknownAnswer();
  return factsOf(row);
}

/**
 * Finds the canned answers that a typed name can mean: the one of that name, where an own one comes before a shared one; otherwise those
 * whose name begins with it, or contains it.
 * @param max how many at most
 */
export async function answersNamed({ db }: Services, advisor: Advisor, name: string, max: number): Promise<CannedAnswer[]> {
  const where = { ...usableBy(advisor), name: { contains: name, mode: 'insensitive' as const } };
  const found = (await db.prisma.cannedAnswer.findMany({ where, ...byName, take: 200 })).map(factsOf);
  const wanted = name.toLowerCase();
  const exact = found.filter((one) => one.name.toLowerCase() === wanted);
  if (exact.length > 0) return [exact.find(({ shared }) => !shared) ?? exact[0]].filter((one) => one !== undefined);
  const beginning = found.filter((one) => one.name.toLowerCase().startsWith(wanted));
  return (beginning.length > 0 ? beginning : found).slice(0, max);
}

/** Makes the error for an answer that does not exist. */
export function unknownAnswer(): CaseError {
  return new CaseError('unknown-answer', 'This canned answer was deleted.', 'Choose another one.');
}

/** The condition for the answers that an advisor can use. */
export function usableBy({ id }: Advisor): Prisma.CannedAnswerWhereInput {
  return { OR: [{ ownerId: null }, { ownerId: id }] };
}

const byName = { orderBy: [{ name: 'asc' }, { id: 'asc' }] } satisfies Prisma.CannedAnswerFindManyArgs;

function factsOf(row: Prisma.CannedAnswerGetPayload<object>): CannedAnswer {
  const { id, name, text, ownerId, updatedAt, updatedByName } = row;
  return { id, name, text, shared: ownerId === null, updatedAt, updatedByName };
}
