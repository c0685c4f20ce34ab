import { authorize } from '../../domain/permission.ts';
import type { Contact, Person } from '../../domain/person.ts';
import { DateTime } from 'luxon';
import { parseNewCase, type NewCase } from '../../domain/case-input.ts';
import { fieldError } from '../../domain/form-errors.ts';
import { changeCase } from '../change-case.ts';
import type { RequestContext, Services } from '../context.ts';
import { hadEffect } from '../idempotency.ts';
import { scopeOf, scopeWhere } from '../scope.ts';
import { openIncident, storeCase, type Filed, type Opened } from './open-case.ts';
import { directPlace } from './open-on-behalf.ts';

/**
 * Reads what another program sends for a new case of a contact.
 * @throws CaseError invalid-case, with a message for each wrong field
 */
export async function readNewCase(
  services: Services,
  { accountId }: Contact,
  values: Readonly<Record<string, string | undefined>>,
): Promise<NewCase> {
  const { timezone } = await services.db.prisma.account.findUniqueOrThrow({
    where: { id: accountId },
    select: { timezone: true },
  });
  const today = DateTime.fromJSDate(services.clock.now(), { zone: timezone }).toISODate() ?? '';
  return parseNewCase(values, services.settings, today);
}

/**
 * Opens a case that another program files, for its contact or in the name of an advisor. Its card goes to the contact's direct conversation if they
 * have one. As on the phone, a case that an advisor opens tells its contact so.
 * @throws CaseError not-allowed; no-incident and no-previous-case at the fields `incident` and `previousCase`
 */
export async function openByApi(
  services: Services,
  actor: Person,
  contact: Contact,
  input: NewCase,
  filed: Pick<Filed, 'previousNumber' | 'incidentId'>,
  request: RequestContext,
): Promise<Opened | 'repeat'> {
  authorize(actor, 'open', contact.accountId);
  await checkFiled(services, contact, filed, request);
  const place = await directPlace(services, contact, input.module);
  const isOwn = actor.kind === 'contact';
  const phoneCallExpected = isOwn && input.priority === 'Critical' && services.settings.supportPhone !== null;
  const origin = { ...filed, source: 'api' as const, phoneCallExpected };
  const { idempotencyKey } = request;
  const opened = await storeCase(services, contact, input, place, origin, { idempotencyKey, actor });
  if (opened !== 'repeat') await tellContact(services, actor, contact, opened.number, request);
  return opened;
}

/** A program that names something wrong must learn it. In chat, the incident may be over since its button was shown, and then it is left out. */
async function checkFiled(
  services: Services,
  contact: Contact,
  { previousNumber, incidentId }: Pick<Filed, 'previousNumber' | 'incidentId'>,
  { idempotencyKey }: RequestContext,
): Promise<void> {
  const isWrong = {
    incident: incidentId !== undefined && !(await openIncident(services, contact, incidentId)),
    previousCase: previousNumber !== undefined && !(await isClosedCase(services, contact, previousNumber)),
  };
  if (!Object.values(isWrong).includes(true)) return;
  // it may be over since the case was opened
  if (await hadEffect(services, idempotencyKey)) return;
  if (isWrong.incident)
    throw fieldError('no-incident', 'incident', 'No open incident with this ID affects the account of the contact.');
  throw fieldError('no-previous-case', 'previousCase', 'The account of the contact has no closed case with this number.');
}

async function isClosedCase({ db }: Services, contact: Contact, number: number): Promise<boolean> {
  const where = { number, status: 'Closed' as const, ...scopeWhere(scopeOf(contact)) };
  return (await db.prisma.case.count({ where })) > 0;
}

/** Tells the contact of a case that an advisor opened it, once, also when the process ended between the two. */
export async function tellContact(
  services: Services,
  actor: Person,
  contact: Contact,
  number: number,
  request: RequestContext,
): Promise<void> {
  if (actor.kind === 'contact') return;
  const once = { ...request, idempotencyKey: `${request.idempotencyKey}:told` };
  await changeCase(services, actor, number, 'open', once, () => ({
    post: { kind: 'event', action: 'open', body: `opened the case for ${contact.name}` },
  }));
}
