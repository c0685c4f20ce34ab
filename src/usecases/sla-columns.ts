// The columns of a case in which its SLA is kept.
import type { Calendar } from '../domain/business-time.ts';
import type { Priority } from '../domain/priority.ts';
import type { SlaPriority, SlaTarget } from '../domain/settings.ts';
import { nearestDue, nextAlert, startSla } from '../domain/sla.ts';
import type { Sla } from '../domain/sla-state.ts';
import type { Prisma } from '../db/generated/client.ts';
import { calendarOf } from './account-calendar.ts';
import type { Services } from './context.ts';

export interface SlaColumns {
  sla: Prisma.InputJsonObject;
  /** the queue's order */
  slaDueAt: Date | null;
  /** when `warnSla` looks at the case again */
  slaAlertAt: Date | null;
}

export function slaColumns(sla: Sla, calendar: Calendar): SlaColumns {
  return {
    sla: JSON.parse(JSON.stringify(sla)) as Prisma.InputJsonObject,
    slaDueAt: nearestDue(sla, calendar),
    slaAlertAt: nextAlert(sla, calendar),
  };
}

/** Of a new case. @param days the account's */
export function newSla(services: Services, priority: Priority, days: Parameters<typeof calendarOf>[1], at: Date): SlaColumns {
  return slaColumns(startSla(slaTargets(services, priority), at), calendarOf(services, days));
}

/** What a case of this priority may take. */
export function slaTargets({ settings }: Services, priority: Priority): SlaTarget {
  return settings.sla[priority.toLowerCase() as SlaPriority];
}
