/** A page of a list: which one it is, and which rows are on it, as Prisma takes them. */
export interface Page {
  position: { total: number; page: number; pages: number };
  rows: { skip: number; take: number };
}

/**
 * Finds a page of a list.
 * @param total rows on all pages
 * @param asked page from 1; beyond the end, the last page is meant
 */
export function pageOf(total: number, asked: number, pageSize: number): Page {
  const pages = Math.max(Math.ceil(total / pageSize), 1);
  const page = Math.min(Math.max(asked, 1), pages);
  return { position: { total, page, pages }, rows: { skip: (page - 1) * pageSize, take: pageSize } };
}
