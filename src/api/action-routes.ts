// What people do with a case: each route is one use case, the same as behind the command in chat.
import { z } from 'zod';
import { priorities } from '../domain/priority.ts';
import { answersSchema } from '../domain/triage.ts';
import { askContact } from '../usecases/cases/ask-contact.ts';
import { assignCase } from '../usecases/cases/assign-case.ts';
import { claimCase } from '../usecases/cases/claim-case.ts';
import { closeCase } from '../usecases/cases/close-case.ts';
import { confirmPhoneCall } from '../usecases/cases/confirm-phone-call.ts';
import { confirmResolution } from '../usecases/cases/confirm-resolution.ts';
import { declineResolution } from '../usecases/cases/decline-resolution.ts';
import { escalateCase } from '../usecases/cases/escalate-case.ts';
import { objectToPriority } from '../usecases/cases/object-to-priority.ts';
import { reopenCase } from '../usecases/cases/reopen-case.ts';
import { resolveCase } from '../usecases/cases/resolve-case.ts';
import { returnCase } from '../usecases/cases/return-case.ts';
import { scheduleCase } from '../usecases/cases/schedule-case.ts';
import { triageCase } from '../usecases/cases/triage-case.ts';
import { asAdvisor, asContact, needScopes } from './call.ts';
import { namingField } from './change.ts';
import { action } from './define-action.ts';
import type { Route } from './define-route.ts';
import * as schemas from './schemas.ts';

const { text } = schemas;
const personId = schemas.rowId;

/** The routes of the life cycle. */
export const actionRoutes: readonly Route[] = [
  action({
    name: 'claim',
    operation: 'claimCase',
    summary: 'Claim a case',
    description: 'Assigns it to the advisor the request acts as.',
    body: z.strictObject({
      takeOverFrom: personId.optional().meta({ description: 'The ID of the advisor who has it, to take it over from them.' }),
    }),
    run: ({ services, ...call }, number, { takeOverFrom }, request) =>
      claimCase(services, asAdvisor({ services, ...call }), number, request, takeOverFrom === undefined ? {} : { takeOverFrom }),
  }),
  action({
    name: 'assign',
    operation: 'assignCase',
    summary: 'Assign a case to an advisor',
    body: z.strictObject({ advisor: personId.meta({ description: 'The ID of the advisor.' }) }),
    run: (call, number, { advisor: to }, request) => assignCase(call.services, asAdvisor(call), { number, to }, request),
  }),
  action({
    name: 'ask',
    operation: 'askContact',
    summary: 'Ask the contact a question',
    body: z.strictObject({ question: text }),
    run: (call, number, { question }, request) => askContact(call.services, asAdvisor(call), { number, question }, request),
  }),
  action({
    name: 'resolve',
    operation: 'resolveCase',
    summary: 'Send a resolution',
    description: 'The contact is asked to confirm it.',
    body: z.strictObject({ explanation: text }),
    run: (call, number, { explanation }, request) =>
      resolveCase(call.services, asAdvisor(call), { number, explanation }, request),
  }),
  action({
    name: 'confirm',
    operation: 'confirmResolution',
    summary: 'Confirm a resolution',
    description: 'Closes the case, in the name of a contact.',
    body: z.strictObject({}),
    run: (call, number, _body, request) => confirmResolution(call.services, asContact(call), number, request),
  }),
  action({
    name: 'decline',
    operation: 'declineResolution',
    summary: 'Decline a resolution',
    description: 'Returns the case to its advisor, in the name of a contact.',
    body: z.strictObject({ stillHappens: text.meta({ description: 'What is still happening, as CommonMark.' }) }),
    run: (call, number, { stillHappens }, request) =>
      declineResolution(call.services, asContact(call), { number, stillHappens }, request),
  }),
  action({
    name: 'close',
    operation: 'closeCase',
    summary: 'Close a case',
    body: z.strictObject({
      reason: z.string().max(100).meta({ description: 'As in chat, such as `Resolved`, or `Duplicate of CB-10042`.' }),
      comment: text.optional(),
    }),
    run: (call, number, { reason, comment }, request) =>
      namingField('duplicate-of', 'reason', () => closeCase(call.services, call.person, { number, reason, comment }, request)),
  }),
  action({
    name: 'reopen',
    operation: 'reopenCase',
    summary: 'Reopen a case',
    body: z.strictObject({ details: text }),
    run: (call, number, { details }, request) => reopenCase(call.services, asContact(call), { number, details }, request),
  }),
  action({
    name: 'triage',
    operation: 'triageCase',
    summary: 'Assess the impact and set the priority',
    description: 'With `why`, the token also needs the scope `notes:write`.',
    body: z.strictObject({
      answers: z.strictObject(answersSchema.shape),
      priority: z.enum(priorities),
      why: text.default('').meta({ description: 'Why this priority; required if it is not the suggested one. Advisors only.' }),
      toContact: text.optional().meta({
        description:
          'Why the priority changes; required if it is lowered. The contact reads it. Refused with a priority that stays as it is.',
      }),
    }),
    run: (call, number, { priority: chosen, ...rest }, request) => {
      if (rest.why.trim() !== '') needScopes(call.token, ['notes:write']);
      return triageCase(call.services, asAdvisor(call), { number, chosen, ...rest }, request);
    },
  }),
  action({
    name: 'object',
    operation: 'objectToPriority',
    summary: 'Object to a lowered priority',
    body: z.strictObject({}),
    run: (call, number, _body, request) => objectToPriority(call.services, asContact(call), number, request),
  }),
  action({
    name: 'escalate',
    operation: 'escalateCase',
    summary: 'Escalate a case to a team',
    scopes: ['notes:write'],
    body: z.strictObject({
      team: z.string().max(200).meta({ description: 'One of the configured teams.' }),
      reason: text.meta({ description: 'What the team should do. Advisors only.' }),
      toContact: text.meta({ description: 'What the contact should expect.' }),
    }),
    run: (call, number, body, request) => escalateCase(call.services, asAdvisor(call), { number, ...body }, request),
  }),
  action({
    name: 'return',
    operation: 'returnCase',
    summary: 'Return an escalated case to support',
    scopes: ['notes:write'],
    body: z.strictObject({ answer: text.meta({ description: 'What the team found. Advisors only.' }) }),
    run: (call, number, { answer }, request) => returnCase(call.services, asAdvisor(call), { number, answer }, request),
  }),
  action({
    name: 'schedule',
    operation: 'scheduleCase',
    summary: 'Schedule work on a case',
    body: z.strictObject({
      date: z
        .string()
        .max(10)
        .meta({ description: "A date after today, in the account's zone.", examples: ['2026-12-31'] }),
      what: text,
    }),
    run: (call, number, body, request) => scheduleCase(call.services, asAdvisor(call), { number, ...body }, request),
  }),
  action({
    name: 'phone-call',
    operation: 'confirmPhoneCall',
    summary: 'Record that the contact has called',
    body: z.strictObject({}),
    run: (call, number, _body, request) => confirmPhoneCall(call.services, asAdvisor(call), number, request),
  }),
];
