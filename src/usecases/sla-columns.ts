// The columns of a case that store its SLA.
import type { Calendar } from '../domain/business-time.ts';
import type { Priority } from '../domain/priority.ts';
import type { SlaPriority, SlaTarget } from '../domain/settings.ts';
import { dueOf, nearestDue, nextAlert, startSla } from '../domain/sla.ts';
import type { Sla } from '../domain/sla-state.ts';
import type { Prisma } from '../db/generated/client.ts';
import { calendarOf } from './account-calendar.ts';
import type { Services } from './context.ts';

/** The columns of a case that store its SLA. */
export interface SlaColumns {
  sla: Prisma.InputJsonObject;
  /** when the next goal is due; the queue is sorted by it */
  slaDueAt: Date | null;
  /** when `warnSla` must look at the case */
  slaAlertAt: Date | null;
}

/** Derives the columns from the SLA clocks. */
export function slaColumns(sla: Sla, calendar: Calendar): SlaColumns {
  return { sla: JSON.parse(JSON.stringify(sla)) as Prisma.InputJsonObject, ...slaMoments(sla, calendar) };
}

function slaMoments(sla: Sla, calendar: Calendar): Pick<SlaColumns, 'slaDueAt' | 'slaAlertAt'> {
  return { slaDueAt: nearestDue(sla, calendar), slaAlertAt: nextAlert(sla, calendar) };
}

/** The columns of a new case, with the SLA as it is computed. */
export type NewSlaColumns = Omit<SlaColumns, 'sla'> & { sla: Sla };

/**
 * Starts the SLA of a new case.
 * @param days of the account
 * @returns respondBy: when the first response is due; null without a target
 */
export function newSla(
  services: Services,
  priority: Priority,
  days: Parameters<typeof calendarOf>[1],
  at: Date,
): { columns: NewSlaColumns; respondBy: Date | null } {
  const calendar = calendarOf(services, days);
  const sla = startSla(slaTargets(services, priority), at);
  const { target } = sla.firstResponse;
  return {
    columns: { sla, ...slaMoments(sla, calendar) },
    respondBy: target === null ? null : dueOf(sla, 'firstResponse', calendar),
  };
}

/** Returns the SLA targets of a priority. */
export function slaTargets({ settings }: Services, priority: Priority): SlaTarget {
  return settings.sla[priority.toLowerCase() as SlaPriority];
}
