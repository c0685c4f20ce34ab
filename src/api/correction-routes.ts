// Corrects what was chosen when a case was opened, and adds what was left out.
import { DateTime } from 'luxon';
import { z } from 'zod';
import { maxLengths, parseCaseDetails } from '../domain/case-input.ts';
import { priorities } from '../domain/priority.ts';
import { addDetails } from '../usecases/cases/add-details.ts';
import { correctCase } from '../usecases/cases/correct-case.ts';
import { asAdvisor, asContact } from './call.ts';
import { change } from './change.ts';
import { action } from './define-action.ts';
import { changes, type Route } from './define-route.ts';
import * as schemas from './schemas.ts';

const configured = z.string().min(1).max(200);

const correct = changes(
  {
    method: 'PATCH',
    path: '/cases/{number}',
    operation: 'correctCase',
    tag: 'Cases',
    summary: 'Correct a case',
    description:
      'Changes what was chosen wrongly when it was opened. Everyone on the case reads what was changed, and why. What is left out stays as it is.',
    scopes: ['cases:write'],
    params: schemas.casePath,
    query: schemas.nothing,
    body: z.strictObject({
      priority: z.enum(priorities).optional(),
      module: configured.optional().meta({ description: 'One of the configured modules.' }),
      caseType: configured.optional().meta({ description: 'One of the configured case types.' }),
      environment: configured.optional().meta({ description: 'One of the configured environments.' }),
      contact: z
        .string()
        .min(1)
        .max(320)
        .refine((typed) => typed.includes('@'), 'Must be an email address.')
        .optional()
        .meta({ description: 'Email address of the Authorized Contact of the account whose case it becomes.' }),
      reason: z.string().min(1).max(maxLengths.reason),
    }),
    response: schemas.changed,
    status: 200,
  },
  async (call, params, body) =>
    change(call, params, (number, request) => correctCase(call.services, asAdvisor(call), { number, ...body }, request)),
);

const detail = schemas.text.optional();

const details = action({
  name: 'details',
  tag: 'Cases',
  operation: 'addDetails',
  summary: 'Add details to a case',
  description:
    'Fills in what was left out when the case was opened, on behalf of a contact. Fields that already have a value keep it.',
  body: z.strictObject({
    caseType: configured.optional().meta({ description: 'One of the configured case types, which replaces the one it has.' }),
    ...{ replicationSteps: detail, expected: detail, actual: detail },
    environment: configured.optional().meta({ description: 'One of the configured environments.' }),
    impact: detail,
    dueDate: z.iso.date('Must be a date such as 2026-12-31.').optional(),
    dueReason: z.string().max(maxLengths.reason).optional(),
  }),
  run: async (call, number, body, request) => {
    const { services, timezone } = call;
    const contact = asContact(call);
    const today = DateTime.fromJSDate(services.clock.now(), { zone: timezone }).toISODate() ?? '';
    return addDetails(services, contact, { number, details: parseCaseDetails(body, services.settings, today) }, request);
  },
});

/** The routes that correct and complete a case. */
export const correctionRoutes: readonly Route[] = [correct, details];
