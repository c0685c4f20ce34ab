// Who is notified about a case.
import { z } from 'zod';
import { addRecipient, listRecipients, removeRecipient } from '../usecases/notifications/recipients.ts';
import { recordAccess } from './call.ts';
import { change, numberOf } from './change.ts';
import { changes, reads, removes, type Route } from './define-route.ts';
import * as schemas from './schemas.ts';

const common = { path: '/cases/{number}/recipients', tag: 'Recipients', query: schemas.nothing } as const;

const list = reads(
  {
    ...common,
    operation: 'readRecipients',
    summary: 'Read who is notified about a case',
    scopes: ['cases:read'],
    params: schemas.casePath,
    response: schemas.recipientList,
  },
  async (call, params) => {
    const number = numberOf(params);
    const { recipients } = await listRecipients(call.services, call.person, number);
    recordAccess(call, 'view', { caseNumber: number });
    return {
      data: recipients.map(({ id, name, contactType, level, isCaseContact }) => ({
        id,
        name,
        contactType,
        level,
        isCaseContact,
      })),
    };
  },
);

const add = changes(
  {
    ...common,
    operation: 'addRecipient',
    summary: 'Add a recipient to a case',
    description: 'An Authorized Contact of its account. Read-Only contacts can only add themselves.',
    scopes: ['cases:write'],
    params: schemas.casePath,
    body: z.strictObject({ contact: schemas.rowId.meta({ description: 'The ID of the contact.' }) }),
    response: schemas.changed,
    status: 201,
  },
  async (call, params, { contact: personId }) =>
    change(call, params, (number, request) => addRecipient(call.services, call.person, { number, personId }, request)),
);

const remove = removes(
  {
    ...common,
    path: '/cases/{number}/recipients/{contact}',
    operation: 'removeRecipient',
    summary: 'Remove a recipient from a case',
    description: 'The case contact cannot be removed. Read-Only contacts can only remove themselves.',
    scopes: ['cases:write'],
    params: schemas.recipientPath,
    response: schemas.changed,
  },
  async (call, params) =>
    change(call, params, (number, request) =>
      removeRecipient(call.services, call.person, { number, personId: Number(params.contact) }, request),
    ),
);

/** The routes of recipients. */
export const recipientRoutes: readonly Route[] = [list, add, remove];
