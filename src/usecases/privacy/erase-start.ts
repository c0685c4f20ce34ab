// Begins to erase a person: checks what forbids it, ends their access in one transaction, and writes the record that the erasure goes on with.
import { Prisma, type Person } from '../../db/generated/client.ts';
import { CaseError } from '../../domain/case-error.ts';
import { formatCaseNumber } from '../../domain/case-number.ts';
import { fieldError } from '../../domain/form-errors.ts';
import { formatList, plural } from '../../domain/text/numbers.ts';
import { withdrawPersonal } from '../../outbox/enqueue/erase.ts';
import type { Services, Tx } from '../context.ts';
import { lockDirectory } from '../people/import-directory.ts';
import { textInput } from '../text-input.ts';
import { erasedHash } from '../erased-hash.ts';
import type { Pending } from './erase-journal.ts';
import { knownNames } from './erase-known.ts';
import { handCasesTo } from './erase-hand-to.ts';
import { lockHolds, refuseHeld } from './held.ts';
import { countOfPerson, type OtherSystems } from './other-systems.ts';
import { authorizeRequester, recordPrivacy, requesterId, requesterName, type Requester } from './requester.ts';

/** What erasing a person will do. */
export interface PersonPreview {
  person: Pick<Person, 'id' | 'name' | 'email' | 'kind'>;
  cases: number;
  /** numbers of open cases that somebody else must have first */
  open: number[];
  posts: number;
  identities: number;
  mails: number;
  /** what other systems got that names the person, and keep */
  others: OtherSystems;
  /** what forbids it at the moment, each a sentence */
  problems: string[];
}

/** Cases that are named in an error. */
const maxNamed = 10;

/** Tells what erasing a person will do, and changes nothing. @throws CaseError not-allowed, unknown-person */
export async function previewPersonErasure(services: Services, by: Requester, email: string): Promise<PersonPreview> {
  authorizeRequester(by);
  const { prisma } = services.db;
  const person = await findPerson(prisma, email);
  const { id } = person;
  const open = await openCasesOf(prisma, person);
  const problem = async (act: () => Promise<unknown>): Promise<string[]> =>
    act().then(
      () => [],
      (error: unknown) => {
        if (error instanceof CaseError) return [[error.message, error.next].filter(Boolean).join(' ')];
        throw error;
      },
    );
  return {
    person,
    cases: await prisma.case.count({ where: person.kind === 'contact' ? { contactId: id } : { advisorId: id } }),
    open,
    posts: await prisma.post.count({ where: { authorId: id } }),
    identities: await prisma.identity.count({ where: { OR: [{ personId: id }, { email: person.email }] } }),
    mails: await prisma.incomingMail.count({ where: { OR: [{ personId: id }, { fromAddress: person.email }] } }),
    others: await countOfPerson(prisma, id),
    problems: [
      ...(await problem(() => refuseHeld(prisma, { personId: id }))),
      ...(await problem(() => refuseBusy(prisma, person))),
      ...(await problem(async () => refuseOpen(person, open))),
    ],
  };
}

/**
 * Begins to erase a person. They have no access from then on; `continueErasure` does the rest.
 * @param input.handTo address of the contact of the same account who gets their open cases
 * @returns the id of the record
 * @throws CaseError not-allowed, unknown-person, on-hold, last-lead, busy, open-cases, own-rights, empty, too-long
 */
export async function startPersonErasure(
  services: Services,
  by: Requester,
  input: { email: string; reason: string; handTo?: string },
): Promise<number> {
  authorizeRequester(by);
  const reason = textInput(input.reason, 'reason', 'Enter a reason.');
  const person = await findPerson(services.db.prisma, input.email);
  if (person.id === requesterId(by)) throw new CaseError('own-rights', "You can't erase yourself.", 'Ask another lead.');
  await refuseHeld(services.db.prisma, { personId: person.id });
  await refuseBusy(services.db.prisma, person);
  const handed = input.handTo === undefined ? 0 : await handCasesTo(services, person, input.handTo);
  const record = await services.db.transaction(async (tx) => begin(services, tx, by, person, { reason, handed }), {
    timeout: 60_000,
  });
  await recordPrivacy(services, by, { action: 'erase', detail: `person ${person.id}`, accountId: person.accountId });
  return record;
}

async function begin(
  services: Services,
  tx: Tx,
  by: Requester,
  person: Person,
  { reason, handed }: { reason: string; handed: number },
): Promise<number> {
  const { id, email, accountId } = person;
  const at = services.clock.now();
  await lockDirectory(tx);
  await lockHolds(tx);
  await refuseHeld(tx, { personId: id });
  await refuseBusy(tx, person);
  refuseOpen(person, await openCasesOf(tx, person));
  const known = await namesOf(tx, person);
  const messages = await withdrawPersonal(tx, [id], known.emails);
  const where = { personId: id };
  const identities = { OR: [where, { email: { in: known.emails } }] };
  await tx.$executeRaw`
    delete from address a using identity i where (i.person_id = ${id} or i.email = any (${known.emails}::text[]))
      and a.platform = i.platform and a.workspace_id = i.workspace_id and a.channel_id = i.direct_channel`;
  const done = {
    identities: (await tx.identity.deleteMany({ where: identities })).count,
    lookups: (await tx.personLookup.deleteMany({ where })).count,
    memberships: (await tx.membership.deleteMany({ where })).count,
    drafts: (await tx.draft.deleteMany({ where })).count,
    savedViews: (await tx.savedView.deleteMany({ where })).count,
    cannedAnswers: (await tx.cannedAnswer.deleteMany({ where: { ownerId: id } })).count,
    onCall: (await tx.onCall.deleteMany({ where })).count,
    recipients: (await tx.recipient.deleteMany({ where })).count,
    bulkRuns: (await tx.bulkRun.deleteMany({ where: { ...where, OR: [{ startedAt: null }, { finishedAt: { not: null } }] } }))
      .count,
    ratingComments: (await tx.satisfaction.updateMany({ where: { ...where, comment: { not: null } }, data: { comment: null } }))
      .count,
    casesHandedOver: handed,
    messagesDeleted: messages,
  };
  // two people with one address, one after the other: the hash means both
  const hash = erasedHash(services.secretKeys, email);
  await tx.person.updateMany({ where: { erasedHash: hash }, data: { erasedHash: null } });
  await tx.person.update({
    where: { id },
    data: {
      active: false,
      lead: false,
      team: null,
      mailOff: true,
      mailFailedAt: null,
      mailFailedCode: null,
      erasedAt: at,
      erasedHash: hash,
    },
  });
  const row = await tx.privacyRecord.create({
    data: {
      ...{ at, kind: 'erasure', personId: id, accountId, subject: `person ${id}`, reason },
      ...{ byId: requesterId(by), byName: requesterName(by), result: { done, pending: { step: null, after: 0, ...known } } },
    },
  });
  return row.id;
}

type Reader = Pick<Tx, 'person' | 'case' | '$queryRaw'>;

async function findPerson(tx: Pick<Tx, 'person'>, email: string): Promise<Person> {
  const found = await tx.person.findUnique({ where: { email: email.trim().toLowerCase() } });
  if (found?.erasedAt === null) return found;
  throw fieldError('unknown-person', 'email', `Nobody in the directory has the address ${email.trim() || '(none)'}.`);
}

/** What an erasure looks for: an advisor may be named in the cases of every account. */
async function namesOf(tx: Tx, person: Person): Promise<Omit<Pending, 'step' | 'after'>> {
  const { names, emails, accountIds } = await knownNames(tx, [person]);
  // somebody of one name alone is looked for by it
  const all = [...new Set([...names, person.name])];
  return { names: all, emails, personIds: [person.id], accountIds: person.kind === 'advisor' ? null : accountIds };
}

async function openCasesOf(tx: Reader, { id, kind }: Person): Promise<number[]> {
  const mine = kind === 'contact' ? { contactId: id } : { advisorId: id };
  const rows = await tx.case.findMany({
    where: { ...mine, status: { not: 'Closed' } },
    select: { number: true },
    orderBy: { id: 'asc' },
  });
  return rows.map(({ number }) => number);
}

function refuseOpen({ name, kind }: Person, open: readonly number[]): void {
  if (open.length === 0) return;
  const more = open.length > maxNamed ? ` and ${open.length - maxNamed} more` : '';
  const list = open.slice(0, maxNamed).map(formatCaseNumber).join(', ') + more;
  throw new CaseError(
    'open-cases',
    `${name} has ${plural(open.length, 'open case')}: ${list}.`,
    kind === 'contact' ? 'Close them, or choose the contact who gets them.' : 'Hand them over first, with the command handover.',
  );
}

/** @throws CaseError last-lead, busy */
async function refuseBusy(tx: Pick<Tx, '$queryRaw'>, { id, name }: Person): Promise<void> {
  const [found] = await tx.$queryRaw<{ notices: string[]; handovers: number; isLastLead: boolean }[]>(Prisma.sql`
    select array(select n.title from notice n where n.owner_id = ${id} and n.closed_at is null order by n.id limit 5) notices,
      (select count(*)::int from handover h where ${id} in (h.from_id, h.to_id, h.requested_by_id)) handovers,
      exists (select from person p where p.id = ${id} and p.lead and p.active)
        and not exists (select from person p where p.id <> ${id} and p.lead and p.active) "isLastLead"`);
  if (found?.isLastLead) throw new CaseError('last-lead', `${name} is the only lead.`, 'Make another advisor a lead first.');
  if (found && found.notices.length > 0)
    throw new CaseError(
      'busy',
      `${name} is in charge of ${formatList(found.notices)}.`,
      'Close these notices, or put another lead in charge, first.',
    );
  if (found && found.handovers > 0)
    throw new CaseError('busy', `A handover of ${name} is in progress.`, 'Try again when it is done.');
}
