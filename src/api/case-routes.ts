// Reads and opens cases.
import { z } from 'zod';
import { formatCaseNumber } from '../domain/case-number.ts';
import { CaseError } from '../domain/case-error.ts';
import { fieldError } from '../domain/form-errors.ts';
import { inAccount, isAuthorizedMember, membershipsOf, type Contact } from '../domain/person.ts';
import { priorities } from '../domain/priority.ts';
import { parseQuery } from '../domain/search/parse-query.ts';
import { contactReached } from '../usecases/api/act-as.ts';
import { lostOpening } from '../usecases/api/answers.ts';
import { openByApi, readNewCase, tellContact } from '../usecases/cases/open-by-api.ts';
import { viewCase } from '../usecases/cases/view-case.ts';
import { ownAccountId } from '../usecases/people/list-directory.ts';
import { listCases, listOrders } from '../usecases/search/list-cases.ts';
import { recordAccess, type ApiCall } from './call.ts';
import { numberOf } from './change.ts';
import { idPosition, pageQuery, readCursor, writeCursor } from './cursor.ts';
import { changes, reads, type Route } from './define-route.ts';
import { presentCase, presentRow } from './present.ts';
import * as schemas from './schemas.ts';

const position = z.strictObject({ number: idPosition, updatedAt: z.iso.datetime() });
const text = z.string().max(10_000).nullish();

const list = reads(
  {
    path: '/cases',
    operation: 'listCases',
    tag: 'Cases',
    summary: 'List or search cases',
    description:
      'Without `q`, lists every case that the request may see. `q` has the language of `search` in chat, such as `is:open module:"Grade Book" grades`; its `sort:` and `page:` are not used here.',
    scopes: ['cases:read'],
    params: schemas.nothing,
    query: z.strictObject({
      q: z.string().max(4_000).default('').meta({ description: 'A search, as in chat.' }),
      order: z
        .enum(listOrders)
        .default('newest')
        .meta({ description: '`newest` and `oldest` by number; `changed-first` and `changed-last` by the latest change.' }),
      changedSince: z.iso.datetime({ offset: true, error: 'Must be a time such as 2026-12-31T15:00:00Z.' }).optional().meta({
        description:
          'Only cases that changed then or later. To follow changes, ask for `changed-first` since the latest `updatedAt` you have.',
      }),
      ...pageQuery,
    }),
    response: schemas.pageOf(schemas.caseRow),
  },
  async (call, { q, order, changedSince, limit, cursor }) => {
    const { services, person, timezone, signal } = call;
    const name = ['cases', q, order, changedSince ?? null];
    const request = {
      ...{ query: parseSearch(call, q), order, limit, timezone, signal, after: readCursor(name, position, cursor) },
      changedSince: changedSince === undefined ? undefined : new Date(changedSince),
    };
    const { rows, next } = await listCases(services, person, request);
    recordAccess(call, 'search', { detail: [q || 'all cases', ...(cursor === undefined ? [] : ['next page'])].join(' ') });
    return { data: rows.map(presentRow), next: next && writeCursor(name, next) };
  },
);

function parseSearch({ services }: ApiCall, q: string) {
  try {
    return parseQuery(q, services.settings);
  } catch (error) {
    if (!(error instanceof CaseError)) throw error;
    throw new CaseError(error.code, error.message, error.next, { q: error.message });
  }
}

const read = reads(
  {
    path: '/cases/{number}',
    operation: 'readCase',
    tag: 'Cases',
    summary: 'Read a case',
    description:
      'The answer has an ETag. Send it as If-Match with a change, and the change is refused (412) if the case is no longer the same.',
    scopes: ['cases:read'],
    params: schemas.casePath,
    query: schemas.nothing,
    response: schemas.caseDetail,
  },
  async (call, params) => {
    const number = numberOf(params);
    const viewed = await viewCase(call.services, call.person, number);
    recordAccess(call, 'view', { caseNumber: number });
    return presentCase(call, viewed);
  },
);

const newCase = z.strictObject({
  subject: z.string().min(1).max(255),
  description: z.string().min(1).max(10_000).meta({ description: 'CommonMark' }),
  module: z.string().meta({ description: 'One of the configured modules.' }),
  priority: z.enum(priorities),
  caseType: z.string().optional().meta({ description: 'One of the configured case types; the usual one by default.' }),
  replicationSteps: text,
  expected: text,
  actual: text,
  environment: z.string().max(200).nullish().meta({ description: 'One of the configured environments.' }),
  impact: text,
  dueDate: z.iso.date('Must be a date such as 2026-12-31.').nullish(),
  dueReason: z.string().max(500).nullish(),
  contact: z.string().max(320).optional().meta({
    description:
      'Email address of the contact whose case it becomes. Required when the request acts as an advisor; a contact opens their own.',
  }),
  account: z.string().max(200).optional().meta({ description: 'Key of the account, for a contact of several accounts.' }),
  previousCase: schemas.rowId.optional().meta({ description: 'The number of a closed case that it follows up on.' }),
  incident: schemas.rowId.optional().meta({ description: 'The ID of an open incident that affects the account.' }),
});

const open = changes(
  {
    path: '/cases',
    operation: 'openCase',
    tag: 'Cases',
    summary: 'Open a case',
    scopes: ['cases:write'],
    params: schemas.nothing,
    query: schemas.nothing,
    body: newCase,
    response: schemas.changed,
    status: 201,
  },
  async (call, _params, { contact: address, account, previousCase, incident, ...fields }) => {
    const { services, person, request } = call;
    const contact = await contactFor(call, address, account);
    const values = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value ?? undefined]));
    const input = await readNewCase(services, contact, values);
    const filed = { previousNumber: previousCase, incidentId: incident };
    const opened = await openByApi(services, person, contact, input, filed, request);
    const number =
      opened === 'repeat'
        ? await lostOpening(services, { contactId: contact.id, subject: input.subject, since: call.since })
        : opened.number;
    if (number === null)
      throw new CaseError('answer-lost', 'This case was opened, but the answer was lost.', 'Find it in the list of cases.');
    if (opened === 'repeat') await tellContact(services, person, contact, number, request);
    return { body: { id: formatCaseNumber(number), number, post: null }, location: `/api/v1/cases/${number}` };
  },
);

/** Finds whose case it becomes, as somebody of one account alone. @throws CaseError at the fields `contact` and `account` */
async function contactFor(call: ApiCall, address: string | undefined, key: string | undefined): Promise<Contact> {
  const { services, person, token } = call;
  if (person.kind === 'contact' && address !== undefined && address.toLowerCase() !== person.email)
    throw fieldError('no-contact', 'contact', 'A contact can only open cases of their own. Leave this out.');
  if (person.kind === 'advisor' && address === undefined) throw fieldError('invalid-request', 'contact', 'Required.');
  const contact = person.kind === 'contact' ? person : await contactReached(services, token, address ?? '');
  const possible = membershipsOf(contact).filter(isAuthorizedMember);
  if (key === undefined) {
    const [only = membershipsOf(contact)[0], ...more] = possible;
    if (more.length > 0) throw fieldError('no-account', 'account', 'Required: this contact belongs to several accounts.');
    return (only && inAccount(contact, only.accountId)) ?? contact;
  }
  const accountId = await ownAccountId(services, contact, key);
  const inIt = accountId === null ? null : inAccount(contact, accountId);
  if (!inIt) throw fieldError('no-account', 'account', 'This contact belongs to no account with this key.');
  return inIt;
}

/** The routes of cases. */
export const caseRoutes: readonly Route[] = [list, read, open];
