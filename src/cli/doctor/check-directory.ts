// What is set up in the directory, and what is missing in it.
import type { Database } from '../../db/client.ts';
import type { Settings } from '../../domain/settings.ts';
import { formatList, plural } from '../../domain/text/numbers.ts';
import { queueOverlaps, type QueueOverlap } from '../../usecases/people/queue-overlaps.ts';
import { systemCounts, type SystemCounts } from '../../usecases/system-counts.ts';
import type { Finding } from './finding.ts';

/** Checks that cases reach somebody, and that every account has somebody who may open them. */
export async function checkDirectory(db: Database, { modules }: Settings): Promise<Finding[]> {
  const counts = await systemCounts({ db });
  return [
    ...checkCounts(counts, await queueOverlaps({ db })),
    ...(await checkQueues(db, counts, modules)),
    ...(await checkAccounts(db)),
  ];
}

/** Without a default queue, modules without a queue of their own reach nobody. */
async function checkQueues({ prisma }: Database, { queues }: SystemCounts, modules: readonly string[]): Promise<Finding[]> {
  if (queues > 0) return [];
  const own = await prisma.channel.findMany({ where: { active: true, purposes: { has: 'queue' } }, select: { modules: true } });
  const routed = own.flatMap((channel) => channel.modules);
  const unrouted = modules.filter((module) => !routed.includes(module));
  const which = unrouted.length === modules.length ? '' : `: cases about ${formatList(unrouted)}`;
  if (unrouted.length === 0) return [];
  const text = `no default queue, so new cases may reach nobody${which}. List a channel with "for: queue" and without modules`;
  return [{ verdict: 'warn', part: 'Directory', text }];
}

/** Accounts that are named; more are counted. */
const maxNamed = 10;

async function checkAccounts({ prisma }: Database): Promise<Finding[]> {
  const contactType = { not: 'readOnly' as const };
  const isContact = { kind: 'contact' as const, active: true };
  const none = { people: { none: { ...isContact, contactType } }, memberships: { none: { contactType, person: isContact } } };
  const [silent, unnamed] = await Promise.all([
    prisma.account.findMany({ where: { active: true, ...none }, select: { key: true }, orderBy: { key: 'asc' } }),
    prisma.channel.count({ where: { active: true, name: null } }),
  ]);
  const names = silent.slice(0, maxNamed).map(({ key }) => key);
  const others = silent.length - names.length;
  const listed = formatList([...names, ...(others > 0 ? [plural(others, 'other')] : [])]);
  return [
    ...(silent.length > 0
      ? [
          warn(
            `${plural(silent.length, 'account')} without a contact who may open cases: ${listed}. Add contacts to the directory, or close the account`,
          ),
        ]
      : []),
    ...(unnamed > 0
      ? [
          warn(
            `${plural(unnamed, 'channel')} without a known name, so lists show IDs. The bot learns a name when somebody uses it there`,
          ),
        ]
      : []),
  ];
}

/** Describes queue channels that compete for the same cases, and how to fix it. */
export function overlapText({ module, channels }: QueueOverlap): string {
  const [first, ...others] = channels;
  const queue = module === null ? 'default queues' : `queues for ${module}`;
  const empty = `${formatList(others)} ${others.length === 1 ? 'gets' : 'get'} none`;
  return `${channels.length} ${queue}: ${first} gets every case, ${empty}. Keep one, and give the others modules of their own or "remove: true"`;
}

function checkCounts(counts: SystemCounts, overlaps: readonly QueueOverlap[]): Finding[] {
  const { accounts, contacts, advisors, leads, workspaces, openCases, waitingDeliveries, deadDeliveries } = counts;
  const people = `${plural(contacts, 'contact')}, ${plural(advisors, 'advisor')} (${plural(leads, 'lead')})`;
  const directory = `${plural(accounts, 'account')}, ${people}, ${plural(workspaces, 'workspace')}`;
  const findings: Finding[] = [
    { verdict: 'ok', part: 'Directory', text: directory },
    { verdict: 'ok', part: 'Cases', text: plural(openCases, 'open case') },
    { verdict: 'ok', part: 'Deliveries', text: `${waitingDeliveries} waiting, ${plural(deadDeliveries, 'dead letter')}` },
  ];
  const add = (part: string, text: string) => findings.push({ verdict: 'warn', part, text });
  if (workspaces === 0)
    add('Directory', 'no workspace is listed, so nobody is recognized. Run: npx casebridge import directory.yaml');
  for (const overlap of overlaps) add('Directory', overlapText(overlap));
  if (leads === 0) add('Directory', 'nobody is a lead. List an advisor with "lead: true"');
  if (deadDeliveries > 0) add('Deliveries', 'some messages could not be delivered. See: npx casebridge deliveries');
  return findings;
}

const warn = (text: string): Finding => ({ verdict: 'warn', part: 'Directory', text });
