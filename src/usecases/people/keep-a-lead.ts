// Refuses an import that would leave nobody who can manage people, channels and incidents. A change in chat cannot: leads keep their own rights.
import type { Tx } from '../context.ts';
import type { Directory } from './directory.ts';
import type { ImportRun } from './import-run.ts';

const isLead = { kind: 'advisor', active: true, lead: true } as const;

/** Returns the addresses of all leads. */
export async function readLeads(tx: Tx): Promise<string[]> {
  const rows = await tx.person.findMany({ where: isLead, select: { email: true } });
  return rows.map(({ email }) => email);
}

/** Notes a mistake where an import ended the rights of the last lead. @param before the leads before it; none: a directory that is new */
export async function refuseWithoutLead(
  run: Pick<ImportRun, 'tx' | 'mistakes'>,
  { contacts, advisors }: Directory,
  before: readonly string[],
): Promise<void> {
  if (before.length === 0 || (await run.tx.person.count({ where: isLead })) > 0) return;
  const entries = [
    ...[...advisors.listed, ...contacts.listed].map(({ line, email, formerly }) => ({ line, names: [email, formerly] })),
    ...[...advisors.removed, ...contacts.removed].map(({ line, email }) => ({ line, names: [email] })),
  ];
  const ending = entries.filter(({ names }) => names.some((name) => name !== null && before.includes(name)));
  const line = Math.min(...ending.map((one) => one.line));
  const message = `this would leave no lead: keep ${before.join(' or ')}, or make another advisor a lead in the same file`;
  run.mistakes.push({ line, message });
}
