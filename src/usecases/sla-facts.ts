import type { Account, Case } from '../db/generated/client.ts';
import { dueOf } from '../domain/sla.ts';
import { goals, readSla } from '../domain/sla-state.ts';
import { calendarOf } from './account-calendar.ts';
import type { GoalFacts } from './case-facts.ts';
import type { Services } from './context.ts';

/** Lists the goals of a case that are not met yet, the next due first and paused ones last. */
export function slaFacts(
  services: Services,
  account: Pick<Account, 'timezone' | 'holidays' | 'closed' | 'worked'>,
  { sla: stored, status }: Pick<Case, 'sla' | 'status'>,
): GoalFacts[] {
  const sla = status === 'Closed' ? null : readSla(stored);
  if (!sla) return [];
  const now = services.clock.now();
  const calendar = calendarOf(services, account);
  const open = goals.filter((goal) => !sla[goal].met && sla[goal].target !== null);
  const facts = open.map((goal): GoalFacts => {
    const { running, overdueSince } = sla[goal];
    const dueAt = running ? dueOf(sla, goal, calendar) : overdueSince;
    return { goal, running, dueAt, overdue: dueAt !== null && dueAt <= now };
  });
  return facts.sort((a, b) => (a.dueAt?.getTime() ?? Infinity) - (b.dueAt?.getTime() ?? Infinity));
}
