// Accounts, people, notices and releases, which the API reads and does not change.
import { z } from 'zod';
import { readRelease, pageReleases, type ReleaseFacts } from '../usecases/defects/page-releases.ts';
import { pageNotices, readWholeNotice } from '../usecases/notices/page-notices.ts';
import {
  listDirectoryAccounts,
  listDirectoryPeople,
  readDirectoryAccount,
  readDirectoryPerson,
} from '../usecases/people/list-directory.ts';
import { recordAccess } from './call.ts';
import { idPosition, pageQuery, readCursor, writeCursor } from './cursor.ts';
import { reads, type Route } from './define-route.ts';
import { isoOrNull, presentNotice, presentUpdate } from './present.ts';
import * as shapes from './directory-schemas.ts';
import * as schemas from './schemas.ts';

const directory = { tag: 'Directory', scopes: ['directory:read'] } as const;
const notices = { tag: 'Notices and releases', scopes: ['notices:read'] } as const;
const whole = { query: schemas.nothing } as const;

/** Makes a page of rows, which are ordered by id. */
function pageBy<T, U>(
  list: readonly unknown[],
  { rows, next }: { rows: readonly T[]; next: number | null },
  present: (row: T) => U,
) {
  return { data: rows.map(present), next: next === null ? null : writeCursor(list, next) };
}

const presentRelease = (release: ReleaseFacts) => ({ ...release, publishedAt: isoOrNull(release.publishedAt) });

/** The routes of the directory, of notices and of releases. */
export const directoryRoutes: readonly Route[] = [
  reads(
    {
      ...{ ...directory, path: '/accounts', operation: 'listAccounts', summary: 'List accounts' },
      ...{ params: schemas.nothing, query: z.strictObject(pageQuery), response: schemas.pageOf(shapes.account) },
    },
    async ({ services, person }, { limit, cursor }) => {
      const list = ['accounts'];
      const after = readCursor(list, idPosition, cursor);
      return pageBy(list, await listDirectoryAccounts(services, person, { after, limit }), (row) => row);
    },
  ),
  reads(
    {
      ...{ ...directory, ...whole, path: '/accounts/{key}', operation: 'readAccount', summary: 'Read an account' },
      ...{ params: z.object({ key: z.string().min(1).max(200) }), response: shapes.account },
    },
    ({ services, person }, { key }) => readDirectoryAccount(services, person, key),
  ),
  reads(
    {
      ...{ ...directory, path: '/people', operation: 'listPeople', summary: 'List people' },
      description: 'Contacts of the accounts that the request may see, and advisors when it may see every account.',
      params: schemas.nothing,
      query: z.strictObject({
        account: z.string().max(200).optional().meta({ description: 'Only contacts of the account with this key.' }),
        ...pageQuery,
      }),
      response: schemas.pageOf(shapes.person),
    },
    async (call, { account, limit, cursor }) => {
      const list = ['people', account ?? null];
      const after = readCursor(list, idPosition, cursor);
      const found = await listDirectoryPeople(call.services, call.person, { account, after, limit });
      recordAccess(call, 'search', { detail: account === undefined ? 'people' : `people of ${account}` });
      return pageBy(list, found, (row) => row);
    },
  ),
  reads(
    {
      ...{ ...directory, ...whole, path: '/people/{id}', operation: 'readPerson', summary: 'Read a person' },
      ...{ params: schemas.idPath, response: shapes.person },
    },
    async (call, { id }) => {
      const found = await readDirectoryPerson(call.services, call.person, Number(id));
      recordAccess(call, 'search', { detail: `person ${id}` });
      return found;
    },
  ),
  reads(
    {
      ...{ ...notices, path: '/notices', operation: 'listNotices', summary: 'List incidents and maintenance' },
      description: 'Maintenance that is not announced yet is for tokens of every account with the scope notes:read.',
      params: schemas.nothing,
      query: z.strictObject({
        kind: z.enum(['incident', 'maintenance']).optional(),
        state: z.enum(['open', 'closed']).optional(),
        ...pageQuery,
      }),
      response: schemas.pageOf(shapes.notice),
    },
    async ({ services, person }, { kind, state, limit, cursor }) => {
      const list = ['notices', kind ?? null, state ?? null];
      const after = readCursor(list, idPosition, cursor);
      const open = state === undefined ? undefined : state === 'open';
      const found = await pageNotices(services, person, { kind, open, after, limit });
      return pageBy(list, found, (row) => ({ ...presentNotice(row), newest: presentUpdate(row.newest) }));
    },
  ),
  reads(
    {
      ...{ ...notices, ...whole, path: '/notices/{id}', operation: 'readNotice', summary: 'Read an incident or maintenance' },
      ...{ params: schemas.idPath, response: shapes.wholeNotice },
    },
    async ({ services, person }, { id }) => {
      const { notice, updates } = await readWholeNotice(services, person, Number(id));
      return { ...presentNotice(notice), updates: updates.map(presentUpdate) };
    },
  ),
  reads(
    {
      ...{ ...notices, path: '/releases', operation: 'listReleases', summary: 'List releases' },
      description: 'Releases that are not published yet are for tokens of every account with the scope notes:read.',
      ...{ params: schemas.nothing, query: z.strictObject(pageQuery), response: schemas.pageOf(shapes.release) },
    },
    async ({ services, person }, { limit, cursor }) => {
      const list = ['releases'];
      const after = readCursor(list, idPosition, cursor);
      return pageBy(list, await pageReleases(services, person, { after, limit }), presentRelease);
    },
  ),
  reads(
    {
      ...{ ...notices, ...whole, path: '/releases/{id}', operation: 'readRelease', summary: 'Read a release' },
      ...{ params: schemas.idPath, response: shapes.release },
    },
    async ({ services, person }, { id }) => presentRelease(await readRelease(services, person, Number(id))),
  ),
];
