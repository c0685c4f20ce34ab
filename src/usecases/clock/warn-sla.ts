// The SLA alerts: an internal note at 80% and at 100% of a goal's time, once each (process.md, SLA). Who must act is mentioned where it is
// shown (`outbox`). `update-sla.ts` keeps the clocks; this file only looks at the cases whose alert is due.
import { formatDuration } from '../../domain/duration.ts';
import { alerted, alertsDue, dueOf, type Alert } from '../../domain/sla.ts';
import { goalLabel } from '../../domain/sla-text.ts';
import { readSla, type Sla } from '../../domain/sla-state.ts';
import { formatPercent } from '../../domain/text/numbers.ts';
import { formatDateTime } from '../../domain/text/times.ts';
import type { Account, Case } from '../../db/generated/client.ts';
import { enqueueCard } from '../../outbox/enqueue/index.ts';
import { calendarOf } from '../account-calendar.ts';
import { changeCaseByClock, type Change } from '../change-case.ts';
import { Failures } from '../failures.ts';
import { slaColumns } from '../sla-columns.ts';
import type { Tx, Services } from '../context.ts';

/** Cases per query. */
const batch = 200;

/** The action of an alert's post and history entry. */
const actionOf = { 80: 'sla-warning', 100: 'sla-breach' } as const;

type Found = Case & { account: Account };

/**
 * Sends the SLA alerts that are due.
 * @returns how many were sent
 * @throws AggregateError at the end when single cases failed; the others are done
 */
export async function warnSla(services: Services): Promise<{ warned: number; breached: number }> {
  const now = services.clock.now();
  const sent = { warned: 0, breached: 0 };
  const failures = new Failures();
  for (let last = 0; ;) {
    // a locked case is handled by another process right now
    const ids = await services.db.prisma.$queryRaw<{ id: number }[]>`
      select id from "case" where sla_alert_at <= ${now} and id > ${last} order by id limit ${batch} for no key update skip locked`;
    const found = { id: { in: ids.map(({ id }) => id) } };
    const cases = await services.db.prisma.case.findMany({ where: found, include: { account: true }, orderBy: { id: 'asc' } });
    for (const row of cases) {
      const alerts = await failures.past(() => sendAlerts(services, row, now));
      for (const { percent } of alerts ?? []) sent[percent === 80 ? 'warned' : 'breached'] += 1;
    }
    const end = ids.at(-1);
    if (!end || ids.length < batch) break;
    last = end.id;
  }
  failures.raise('cases failed to send their SLA alerts');
  return sent;
}

/** Sends the alerts of one case. @returns those that were sent */
async function sendAlerts(services: Services, found: Found, now: Date): Promise<Alert[]> {
  const sla = readSla(found.sla);
  if (!sla) return [];
  const due = alertsDue(sla, calendarOf(services, found.account), now);
  if (due.length === 0) await postpone(services, found, sla);
  const sent: Alert[] = [];
  for (const alert of due) {
    let written = false;
    await changeCaseByClock(services, found.number, alertKey(found, sla, alert), async (locked, tx) => {
      const change = await changeFor(services, tx, { ...locked, account: found.account }, alert, now);
      written = change !== null;
      return change;
    });
    if (written) sent.push(alert);
  }
  return sent;
}

/** Includes the state of the clocks, because an alert that is due after another change is another effect. */
function alertKey({ number }: Case, { countedTo }: Sla, { goal, percent }: Alert): string {
  return `sla:${number}:${goal}:${percent}:${countedTo.toISOString()}`;
}

async function changeFor(services: Services, tx: Tx, locked: Found, alert: Alert, now: Date): Promise<Change | null> {
  const calendar = calendarOf(services, locked.account);
  const sla = readSla(locked.sla);
  const still =
    sla && alertsDue(sla, calendar, now).some(({ goal, percent }) => goal === alert.goal && percent === alert.percent);
  if (!still) return null;
  if (alert.percent === 100) await refreshAdvisorCards(tx, locked.id);
  const dueAt = dueOf(sla, alert.goal, calendar);
  const due = dueAt && formatDateTime(dueAt, calendar.timezone, now);
  const { target: duration } = sla[alert.goal];
  const target = duration && formatDuration(duration);
  const why = [target && `target ${target}`, due && `due ${due}`].filter(Boolean).join(', ');
  return {
    patch: slaColumns(alerted(sla, alert), calendar),
    post: { kind: 'note', action: actionOf[alert.percent], body: alertText(alert, target, due) },
    history: { action: actionOf[alert.percent], to: goalLabel(alert.goal) },
    why,
  };
}

/** Writes the note. Its times are in the account's zone, because a stored text reads the same for everybody. */
function alertText({ goal, percent }: Alert, target: string | null, due: string | null): string {
  const isOverdue = percent === 100;
  const head = isOverdue ? `**${goalLabel(goal)} overdue.**` : `**${goalLabel(goal)} due soon** (${formatPercent(80)} elapsed).`;
  if (due === null) return head;
  return `${head} ${isOverdue ? 'It was due' : 'Due'} ${due}${target ? ` (target: ${target})` : ''}.`;
}

/** Refreshes the cards of advisors, which say that the SLA is breached. Contacts' cards show nothing of it. */
async function refreshAdvisorCards(tx: Tx, caseId: number): Promise<void> {
  // the conversation of somebody who no longer watches the case shows no card
  const shown = { OR: [{ personId: null }, { deliveries: { some: { kind: 'card' as const, withdrawn: false } } }] };
  const conversations = await tx.conversation.findMany({ where: { caseId, side: 'advisor', ...shown }, orderBy: { id: 'asc' } });
  for (const conversation of conversations) await enqueueCard(tx, conversation);
}

/** Moves the next look at a case, when the account's calendar changed and it is due later. */
async function postpone(services: Services, { id, sla: stored, slaAlertAt, account }: Found, sla: Sla): Promise<void> {
  const { slaDueAt, slaAlertAt: next } = slaColumns(sla, calendarOf(services, account));
  if (stored === null || next?.getTime() === slaAlertAt?.getTime()) return;
  await services.db.prisma.case.updateMany({ where: { id, slaAlertAt }, data: { slaDueAt, slaAlertAt: next } });
}
