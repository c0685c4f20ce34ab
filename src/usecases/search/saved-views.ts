// Saved views: searches that a person has given a name. Only their owner finds, changes or deletes them.
import { CaseError } from '../../domain/case-error.ts';
import { everyCase } from '../../domain/case-query.ts';
import { fieldError } from '../../domain/form-errors.ts';
import type { Person } from '../../domain/person.ts';
import { foldText } from '../../domain/search/fold-text.ts';
import { formatQuery } from '../../domain/search/format-query.ts';
import { parseQuery } from '../../domain/search/parse-query.ts';
import { readViewName } from '../../domain/search/view-name.ts';
import type { Settings } from '../../domain/settings.ts';
import { formatCount } from '../../domain/text/numbers.ts';
import { recordOnce, runOnce } from '../idempotency.ts';
import type { RequestContext, Services } from '../context.ts';

/** A search with a name. */
export interface SavedView {
  id: number;
  name: string;
  /** the search, its order included, as `parseQuery` reads it */
  query: string;
}

/** The most views of a person: as many as a list shows on one page. */
const maxViews = 20;

/** The longest search of a view, in characters; the buttons of its pages repeat it. */
const maxQueryLength = 1000;

const select = { id: true, name: true, query: true } as const;

/** Lists the views of a person by name. */
export function listViews({ db }: Pick<Services, 'db'>, { id: personId }: Person): Promise<SavedView[]> {
  return db.prisma.savedView.findMany({ where: { personId }, select, orderBy: { nameFolded: 'asc' } });
}

/** Finds a view of this person. @returns null without one of this name */
export function findView({ db }: Pick<Services, 'db'>, { id: personId }: Person, name: string): Promise<SavedView | null> {
  return db.prisma.savedView.findUnique({ where: { personId_nameFolded: { personId, nameFolded: foldText(name) } }, select });
}

/**
 * Loads a view of this person.
 * @throws CaseError unknown-view, also for somebody else's
 */
export async function loadView({ db }: Pick<Services, 'db'>, { id: personId }: Person, id: number): Promise<SavedView> {
  const view = await db.prisma.savedView.findFirst({ where: { id, personId }, select });
  if (view) return view;
  throw new CaseError('unknown-view', 'This view was deleted.', 'Save it again, or choose another one.');
}

/**
 * Saves a search under a name. A view of the same name is replaced, whatever its letter case.
 * @param view.query as it was typed; its page is left out
 * @returns the view, and whether it replaced one
 * @throws CaseError bad-name, bad-search, too-long and too-many-views, each at its field `name` or `query`
 */
export async function saveView(
  services: Services,
  { id: personId }: Person,
  view: { name: string; query: string },
  { idempotencyKey }: RequestContext,
): Promise<{ view: SavedView; replaced: boolean } | 'repeat'> {
  const name = checkName(view.name);
  const query = normalQuery(view.query, services.settings);
  const nameFolded = foldText(name);
  return runOnce(services, async (tx) => {
    await recordOnce(tx, idempotencyKey);
    // so that two views saved at once do not exceed the limit
    await tx.$queryRaw`select id from person where id = ${personId} for update`;
    const where = { personId_nameFolded: { personId, nameFolded } };
    const before = await tx.savedView.findUnique({ where, select: { id: true } });
    if (!before && (await tx.savedView.count({ where: { personId } })) >= maxViews) throw tooMany();
    const saved = await tx.savedView.upsert({
      where,
      create: { personId, name, nameFolded, query },
      update: { name, query },
      select,
    });
    return { view: saved, replaced: before !== null };
  });
}

/**
 * Deletes a view of this person.
 * @returns its name
 * @throws CaseError unknown-view
 */
export async function deleteView(services: Services, person: Person, id: number): Promise<string> {
  const view = await loadView(services, person, id);
  await services.db.prisma.savedView.deleteMany({ where: { id, personId: person.id } });
  return view.name;
}

function checkName(typed: string): string {
  const read = readViewName(typed);
  if ('name' in read) return read.name;
  throw fieldError('bad-name', 'name', `${read.message} ${read.next}`);
}

/** Checks a search, and writes it as `parseQuery` reads it. */
function normalQuery(typed: string, settings: Settings): string {
  const query = read(typed, settings);
  const text = formatQuery({ ...query, page: 1 });
  if (text.length > maxQueryLength) {
    const limit = formatCount(maxQueryLength);
    throw fieldError('too-long', 'query', `This search is longer than ${limit} characters. Use fewer words or filters.`);
  }
  // the usual page size may change
  return query.pageSize === everyCase(settings.search.pageSize).pageSize ? text.replace(/ ?size:\d+$/, '') : text;
}

function read(typed: string, settings: Settings) {
  try {
    return parseQuery(typed, settings);
  } catch (error) {
    if (!(error instanceof CaseError)) throw error;
    throw fieldError(error.code, 'query', [error.message, error.next].filter(Boolean).join(' '));
  }
}

function tooMany(): CaseError {
  const message = `You have ${maxViews} views, the limit. Delete one first, or save under the name of one to replace it.`;
  return new CaseError('too-many-views', message, undefined, { name: message });
}
