// Watches the SLA that each defect has by its severity: at 80% of the time and when it is over, once each, posts an internal note on the
// oldest open case of the defect. The SLA of the case itself stands still meanwhile. Targets are configured under `sla`.
import { formatCaseNumber } from '../../domain/case-number.ts';
import { defectDue } from '../../domain/defect-due.ts';
import { formatPercent } from '../../domain/text/numbers.ts';
import { formatDateTime } from '../../domain/text/times.ts';
import type { Case, Defect } from '../../db/generated/client.ts';
import { changeCaseByClock } from '../change-case.ts';
import type { Tx, Services } from '../context.ts';

/** Posts the notes that are due. @returns how many defects were warned about, and how many are newly overdue */
export async function checkDefects(services: Services): Promise<{ warned: number; breached: number }> {
  const now = services.clock.now();
  const running = { state: 'Open' as const, dueAt: { not: null } };
  const late = await services.db.prisma.defect.findMany({ where: { ...running, breachedAt: null }, orderBy: { id: 'asc' } });
  let [warned, breached] = [0, 0];
  for (const defect of late) {
    const warnAt = defectDue(services.settings, defect.severity, defect.createdAt)?.warnAt;
    if (defect.dueAt && defect.dueAt <= now) breached += await postNote(services, defect, 'breachedAt', now);
    else if (warnAt && warnAt <= now && !defect.warnedAt) warned += await postNote(services, defect, 'warnedAt', now);
  }
  return { warned, breached };
}

type Mark = 'warnedAt' | 'breachedAt';

/** If no case is open, only the defect is marked. @returns 1, or 0 if another process was first */
async function postNote(services: Services, defect: Defect, mark: Mark, now: Date): Promise<number> {
  const first = await services.db.prisma.case.findFirst({
    where: { defectId: defect.id, status: { not: 'Closed' } },
    orderBy: { id: 'asc' },
    select: { number: true },
  });
  if (!first) return setMark(services.db.prisma, defect, mark, now);
  let marked = 0;
  await changeCaseByClock(services, first.number, `defect:${defect.id}:${mark}`, async (locked, tx) => {
    marked = await setMark(tx, defect, mark, now);
    return marked === 0 ? null : { post: { kind: 'note', body: await noteText(tx, defect, mark, locked) } };
  });
  return marked;
}

async function setMark(db: Pick<Tx, 'defect'>, { id }: Defect, mark: Mark, now: Date): Promise<number> {
  const { count } = await db.defect.updateMany({ where: { id, state: 'Open', [mark]: null }, data: { [mark]: now } });
  return count;
}

async function noteText(
  tx: Tx,
  { number, dueAt, severity }: Defect,
  mark: Mark,
  { accountId, ...locked }: Case,
): Promise<string> {
  const { timezone } = await tx.account.findUniqueOrThrow({ where: { id: accountId }, select: { timezone: true } });
  const due = dueAt ? formatDateTime(dueAt, timezone) : '';
  const state = mark === 'breachedAt' ? 'is overdue' : `is due soon (${formatPercent(80)} elapsed)`;
  return [
    `**Defect ${number} ${state}.** Severity ${severity}, due ${due}.`,
    `You see this here because ${formatCaseNumber(locked.number)} is the oldest open case of the defect.`,
  ].join(' ');
}
