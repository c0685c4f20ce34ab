// A world in which the names and addresses of a contact are everywhere that the product writes them.
import { foldText } from '../../../src/domain/search/fold-text.ts';
import type { Database } from '../../../src/db/client.ts';
import type { Advisor, Contact } from '../../../src/domain/person.ts';
import { writeAccesses } from '../../../src/usecases/access-log.ts';
import { addPost } from '../../../src/usecases/cases/add-post.ts';
import { claimCase } from '../../../src/usecases/cases/claim-case.ts';
import { closeCase } from '../../../src/usecases/cases/close-case.ts';
import { correctCase } from '../../../src/usecases/cases/correct-case.ts';
import { deletePost } from '../../../src/usecases/cases/delete-post.ts';
import { saveDraft } from '../../../src/usecases/cases/drafts.ts';
import { mergeCases } from '../../../src/usecases/cases/merge-cases.ts';
import { createMailDesk } from '../../../src/usecases/mail/mail-desk.ts';
import { addRecipient, removeRecipient } from '../../../src/usecases/notifications/recipients.ts';
import { changePerson } from '../../../src/usecases/people/manage-people.ts';
import { requestContactChange } from '../../../src/usecases/people/request-contact-change.ts';
import { resolveActor } from '../../../src/usecases/people/resolve-actor.ts';
import { placeHold, liftHold } from '../../../src/usecases/privacy/legal-hold.ts';
import { saveView } from '../../../src/usecases/search/saved-views.ts';
import { incomingMail } from '../../mail/incoming-mail.ts';
import { isolatedTest, plainviewSpace, type World } from '../fixtures.ts';

/** Test API whose tests find no traces of others in the tables that no world has. */
export const it = isolatedTest.extend('traces', { auto: true }, async ({ db, world }) => {
  await db.pool.query(`begin; select set_config('casebridge.access_log', 'clean-up', true); delete from access_entry; commit`);
  await db.pool.query('truncate directory_change, privacy_record, legal_hold, outage cascade');
  return world;
});

/** The names and addresses that ada has and had. */
export const planted = {
  names: ['Zelda Quuxington', 'Ada Park', 'Zelda D. Quuxington'],
  emails: ['zelda.quux@plainview.example', 'ada@plainview.example'],
} as const;

/** Makes somebody a lead. */
export async function asLead(db: Database, advisor: Advisor): Promise<Advisor> {
  await db.prisma.person.update({ where: { id: advisor.id }, data: { lead: true } });
  return { ...advisor, lead: true };
}

/** What was planted. */
export interface Planted {
  lead: Advisor;
  zelda: Contact;
  /** a closed case of theirs */
  number: number;
  /** closed, and the target of a merge */
  other: number;
}

/** Has ada, later called Zelda, and others do everything that leaves a name behind. All cases are closed in the end. */
export async function plant(db: Database, world: World): Promise<Planted> {
  const { services, ada, ben, request, open, profiles } = world;
  const lead = await asLead(db, world.max);
  services.mail = true;
  const slack = { platform: 'slack' as const, workspaceId: plainviewSpace, userId: 'U0ADA' };
  profiles.set(`${plainviewSpace}/U0ADA`, {
    ...{
      name: planted.names[2],
      email: ada.email,
      homeWorkspace: plainviewSpace,
      timezone: 'America/Chicago',
      directChannel: 'D0ADA',
    },
    inactive: false,
  });
  await resolveActor(services, slack);
  const number = await open();
  const other = await open({ subject: 'Another one' });
  await claimCase(services, lead, number, request());
  await addPost(services, ada, { number, text: 'Please help.' }, request({ ...slack, channelId: 'D0ADA', messageId: '5.1' }));
  await addRecipient(services, lead, { number, personId: ben.id }, request());
  await removeRecipient(services, ben, { number, personId: ben.id }, request());
  const { id: postId } = await db.prisma.post.findFirstOrThrow({ where: { body: 'Please help.' } });
  await deletePost(services, ada, postId, 'deleted:1');
  const values = {
    kind: 'contact' as const,
    name: planted.names[0],
    email: planted.emails[0],
    account: 'plainview',
    type: 'support' as const,
  };
  await changePerson(services, lead, { id: ada.id, ...values }, request());
  const zelda: Contact = { ...ada, name: planted.names[0], email: planted.emails[0] };
  await addPost(services, zelda, { number, text: 'Still broken.' }, request());
  const corrected = {
    number,
    priority: 'Medium',
    module: 'Grade Book',
    caseType: 'Question',
    environment: '',
    reason: 'She left',
  };
  await correctCase(services, lead, { ...corrected, contact: ben.email }, request());
  await correctCase(services, lead, { ...corrected, contact: zelda.email }, request());
  const filed = { workspaceId: plainviewSpace, directChannel: 'D0ADA' };
  const change = {
    do: 'change',
    contact: String(zelda.id),
    name: 'Zelda Quuxington',
    email: 'zelda.quux@plainview.example',
    type: 'technical',
    reason: 'New role',
  };
  const asked = await requestContactChange(services, ben, change, filed, request());
  if (asked === 'repeat') throw new Error('a repeat');
  const mail = incomingMail({ from: { name: zelda.name, address: zelda.email, isClear: true }, subject: 'By mail' });
  await createMailDesk(services).receive(mail);
  await saveDraft(services, zelda, { text: `I am ${zelda.name}` });
  await saveView(services, zelda, { name: 'Mine', query: 'is:open' }, request());
  await saveView(services, lead, { name: 'Hers', query: `contact:"${zelda.name}"` }, request());
  await mergeCases(services, lead, { number: other, into: number }, request());
  const source = 'slack' as const;
  await writeAccesses(db, [
    {
      at: world.at.now,
      action: 'search',
      source,
      personId: lead.id,
      detail: `contact:"${zelda.name}" ${zelda.email.toUpperCase()}`,
    },
    { at: world.at.now, action: 'view', source, personId: zelda.id, caseNumber: number },
  ]);
  const by = { person: lead, source };
  const hold = await placeHold(services, by, { subject: zelda.email, reason: `Smith v. ${zelda.name}` });
  await liftHold(services, by, hold.id);
  const open_ = await db.prisma.case.findMany({ where: { status: { not: 'Closed' } }, orderBy: { id: 'asc' } });
  for (const one of open_) await closeCase(services, lead, { number: one.number, reason: 'Withdrawn' }, request());
  await db.pool.query(
    `update delivery set state = 'sent', delivered_version = desired_version, external_id = 'm' || id, sent_at = now() where not withdrawn`,
  );
  await writeByHand(db, zelda, number);
  return { lead, zelda, number, other };
}

/** Plants names in columns that take other machinery to fill than a test of this has: outages, reports, handovers. */
async function writeByHand(db: Database, { id, name, email }: Contact, number: number): Promise<void> {
  const at = new Date('2026-11-02T15:00:00Z');
  const { id: caseId } = await db.prisma.case.findUniqueOrThrow({ where: { number } });
  await db.prisma.outage.create({ data: { platform: 'mail', workspaceId: '', channelId: email, code: 'gone' } });
  await db.prisma.personLookup.create({
    data: { personId: id, platform: 'slack', workspaceId: plainviewSpace, email, lookedAt: at },
  });
  const triage = { answers: {}, suggested: 'Medium', chosen: 'Low', why: null, by: name, at: at.toISOString() };
  await db.prisma.case.update({ where: { number }, data: { triage } });
  await db.prisma.file.create({
    data: {
      caseId,
      position: 0,
      name: 'scan.pdf',
      uploadedById: id,
      uploadedByName: name,
      createdAt: at,
      deletedAt: at,
      deletedBy: name,
    },
  });
  await db.prisma.replication.create({ data: { caseId, environment: 'x', steps: 'x', result: 'x', byId: id, byName: name, at } });
  const { id: channelId } = await db.prisma.channel.findFirstOrThrow({ where: { channelId: 'C0HELP' } });
  await db.prisma.channelChange.create({ data: { channelId, what: 'on', byName: name, at } });
  await db.prisma.person.update({
    where: { id },
    data: { nameFolded: foldText(name), mailFailedCode: '5.1.1', mailFailedAt: at },
  });
}
