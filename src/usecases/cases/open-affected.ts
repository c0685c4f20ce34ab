import { isApplicationIssue, usualCaseType } from '../../domain/case-type.ts';
import type { NewCase } from '../../domain/case-input.ts';
import { maxLengths } from '../../domain/case-input.ts';
import type { NoticeSeverity } from '../../domain/notice.ts';
import type { Contact } from '../../domain/person.ts';
import type { Priority } from '../../domain/priority.ts';
import type { NoticeFacts } from '../notices/notice-facts.ts';
import { openCase, type Filed, type OnPlatform, type Opened } from './open-case.ts';
import type { Services } from '../context.ts';
import { truncate } from '../../cards/visible-text.ts';

/** The incident is known and somebody works on it, so its cases call nobody out of bed. */
const priorityOf: Record<NoticeSeverity, Priority> = { critical: 'High', major: 'Medium', minor: 'Low' };

/**
 * Opens a case for a contact who is affected by an incident, filled in from the incident. Pressing the button again leads to the case that
 * is open already.
 * @throws CaseError not-allowed, no-conversation
 */
export async function openAffected(
  services: Services,
  contact: Contact,
  incident: NoticeFacts,
  filed: Pick<Filed, 'workspaceId' | 'directChannel' | 'channelId'>,
  request: OnPlatform,
): Promise<(Opened & { subject: string; isNew: boolean }) | 'repeat'> {
  const where = {
    contactId: contact.id,
    accountId: contact.accountId,
    incidentId: incident.id,
    status: { not: 'Closed' as const },
  };
  const known = await services.db.prisma.case.findFirst({ where, orderBy: { id: 'desc' } });
  if (known) return { number: known.number, subject: known.subject, respondBy: null, isNew: false };
  const input = inputFor(services, incident);
  const outcome = await openCase(services, contact, input, { ...filed, incidentId: incident.id }, request);
  return outcome === 'repeat' ? outcome : { ...outcome, subject: input.subject, isNew: true };
}

function inputFor({ settings }: Services, { title, severity, modules }: NoticeFacts): NewCase {
  const caseType = settings.caseTypes.find(isApplicationIssue) ?? usualCaseType(settings);
  return {
    subject: truncate(title, maxLengths.subject),
    description: `We're affected by the incident “${title}”.`,
    replicationSteps: null,
    expected: null,
    actual: null,
    environment: null,
    impact: null,
    priority: priorityOf[severity ?? 'major'],
    module:
      modules.find((one) => settings.modules.includes(one)) ??
      settings.modules.find((one) => one === 'Other') ??
      settings.modules[0] ??
      'Other',
    caseType,
    dueDate: null,
    dueReason: null,
  };
}
