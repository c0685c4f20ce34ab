// Erasing a person: neither name nor address is left anywhere, except in what people wrote, which the certificate lists.
import { describe, expect } from 'vitest';
import { dumpRows } from '../../database.ts';
import { certificateText } from '../../../src/domain/certificate.ts';
import { importDirectory } from '../../../src/usecases/people/import-directory.ts';
import { addPost } from '../../../src/usecases/cases/add-post.ts';
import { resolveActor } from '../../../src/usecases/people/resolve-actor.ts';
import { emptyDirectory } from '../../../src/usecases/people/directory.ts';
import { readCertificate } from '../../../src/usecases/privacy/certificate.ts';
import { continueErasure, continueErasures } from '../../../src/usecases/privacy/erase-continue.ts';
import { previewPersonErasure, startPersonErasure } from '../../../src/usecases/privacy/erase-start.ts';
import { placeHold } from '../../../src/usecases/privacy/legal-hold.ts';
import { plainviewSpace } from '../fixtures.ts';
import { asLead, it, plant, planted } from './planted.ts';

const operator = { operator: 'ops' };
const reason = 'Letter of November 3';

/** Lines of the dump with a name or an address, by table. */
async function found(url: string, more: readonly string[] = []): Promise<Record<string, string[]>> {
  const secrets = [...planted.names, ...planted.emails, ...more].map((text) => text.toLowerCase());
  const dump = await dumpRows(url);
  return Object.fromEntries(
    Object.entries(dump).flatMap(([table, rows]) => {
      const lines = rows.split('\n').filter((line) => secrets.some((secret) => line.toLowerCase().includes(secret)));
      return lines.length === 0 ? [] : [[table, lines]];
    }),
  );
}

describe('what is left of a person', () => {
  it('is a pseudonym, wherever their names and addresses were written', async ({ db, world }) => {
    const { zelda, lead, number } = await plant(db, world);
    const before = Object.keys(await found(db.url)).sort();
    expect(before).toEqual([
      ...[
        '"case"',
        'access_entry',
        'channel_change',
        'destination',
        'directory_change',
        'draft',
        'file',
        'history_entry',
        'identity',
      ],
      ...[
        'incoming_mail',
        'legal_hold',
        'outage',
        'person',
        'person_lookup',
        'post',
        'replication',
        'saved_view',
        'search_document',
      ],
    ]);
    const id = await startPersonErasure(world.services, operator, { email: zelda.email, reason: `${reason} of ${zelda.name}` });
    expect(await continueErasure(world.services, id)).toBe('done');
    expect(await found(db.url, ['quuxington', 'zelda.quux'])).toEqual({});
    const name = `Former contact ${zelda.id}`;
    expect(await db.prisma.person.findUniqueOrThrow({ where: { id: zelda.id } })).toMatchObject({
      ...{ name, email: `erased-${zelda.id}@erased.invalid`, active: false, nameFolded: name.toLowerCase() },
    });
    const posts = await db.prisma.post.findMany({ where: { case: { number }, authorId: zelda.id } });
    expect(posts.map(({ authorName }) => authorName)).toEqual(posts.map(() => name));
    expect(posts.length).toBeGreaterThan(1);
    expect(await db.prisma.historyEntry.count({ where: { from: name, action: 'correct' } })).toBe(1);
    const { text } = await readCertificate(world.services, { person: lead, source: 'slack' }, id, String);
    expect(text).toContain(`- Reason: ${reason} of ${name}`);
    expect(text).toContain('1 chat identity deleted');
    expect(text).toContain('Backups of the database');
    expect(text).not.toContain('Texts that still have the name');
  });

  it('is nothing in direct conversations and mailboxes, and every message that showed the name is updated', async ({
    db,
    world,
  }) => {
    const { zelda } = await plant(db, world);
    const direct = await db.prisma.delivery.findMany({ where: { destination: { channelId: 'D0ADA' } } });
    const mails = await db.prisma.delivery.count({
      where: { destination: { channelId: zelda.email }, externalId: { not: null } },
    });
    expect(direct.length).toBeGreaterThan(0);
    expect(mails).toBeGreaterThan(0);
    const id = await startPersonErasure(world.services, operator, { email: zelda.email, reason });
    await continueErasure(world.services, id);
    const withdrawn = await db.prisma.delivery.findMany({ where: { id: { in: direct.map((one) => one.id) } } });
    expect(withdrawn.every((one) => one.withdrawn)).toBe(true);
    const refreshed = await db.prisma.delivery.findMany({
      where: { kind: 'card', withdrawn: false, case: { contactId: zelda.id }, destination: { platform: 'slack' } },
    });
    expect(refreshed.length).toBeGreaterThan(0);
    expect(refreshed.map(({ state }) => state)).toEqual(refreshed.map(() => 'pending'));
    const { facts } = await readCertificate(world.services, operator, id, String);
    expect(facts.result.unreached['mailsSent']).toBeGreaterThanOrEqual(mails);
    expect(facts.result.pending).toBeUndefined();
  });

  it('leaves texts of people as they are, and says where they are', async ({ db, world }) => {
    const { zelda, lead, number } = await plant(db, world);
    await addPost(
      world.services,
      lead,
      { number, text: `Thank you, ${zelda.name}! Or ada@plainview.example.com?` },
      world.request(),
    );
    await addPost(world.services, lead, { number, text: 'Ada Parker is somebody else, and so is Jada Park.' }, world.request());
    const id = await startPersonErasure(world.services, operator, { email: zelda.email, reason });
    await continueErasure(world.services, id);
    const { facts, text } = await readCertificate(world.services, operator, id, String);
    expect(facts.result.texts).toEqual([{ table: 'post', count: 1, cases: [number] }]);
    expect(text).toContain(`1 text in posts, in CB-${number}`);
    expect(Object.keys(await found(db.url))).toEqual(['post']);
    // searches find the case by the text that is left, and no other case
    const { rows } = await db.pool.query<{ number: number }>(
      `select c.number from search_document s join "case" c on c.id = s.case_id where s::text ilike '%quuxington%'`,
    );
    expect(rows).toEqual([{ number }]);
  });
});

describe('an erasure that is interrupted', () => {
  it('has given the person their pseudonym before it updates messages, so that none shows the name again', async ({
    db,
    world,
  }) => {
    const { zelda } = await plant(db, world);
    const id = await startPersonErasure(world.services, operator, { email: zelda.email, reason });
    const killed = continueErasure(world.services, id, (step) => {
      if (step === 'messages') throw new Error('killed');
    });
    await expect(killed).rejects.toThrow('killed');
    expect(await db.prisma.person.findUniqueOrThrow({ where: { id: zelda.id } })).toMatchObject({
      name: `Former contact ${zelda.id}`,
    });
    const pending = await db.prisma.delivery.count({ where: { kind: 'card', state: 'pending', case: { contactId: zelda.id } } });
    expect(pending).toBeGreaterThan(0);
  });

  it('goes on where it was, whatever step it was', { timeout: 120_000 }, async ({ db, world }) => {
    const { zelda } = await plant(db, world);
    const id = await startPersonErasure(world.services, operator, { email: zelda.email, reason });
    const seen: string[] = [];
    for (let runs = 0; runs < 200; runs++) {
      const ended = await continueErasure(world.services, id, (step) => {
        seen.push(step);
        throw new Error(`killed after ${step}`);
      }).catch((error: unknown) => String(error));
      if (ended === 'done') break;
    }
    expect(new Set(seen).size).toBeGreaterThan(20);
    expect(await continueErasures(world.services)).toEqual({ done: 0, waiting: 0 });
    expect(await found(db.url)).toEqual({});
    const { facts } = await readCertificate(world.services, operator, id, String);
    expect(facts.finishedAt).not.toBeNull();
  });
});

describe('what forbids it', () => {
  it('is a hold on the person, on a case or on the account, and a preview says so', async ({ db, world }) => {
    const { zelda, number } = await plant(db, world);
    for (const subject of [zelda.email, `CB-${number}`, 'plainview']) {
      const { id } = await placeHold(world.services, operator, { subject, reason: 'Smith v. District' });
      const before = await dumpRows(db.url);
      const start = startPersonErasure(world.services, operator, { email: zelda.email, reason });
      await expect(start).rejects.toMatchObject({ code: 'on-hold' });
      const { problems } = await previewPersonErasure(world.services, operator, zelda.email);
      expect(problems).toEqual([expect.stringContaining(`hold ${id} (Smith v. District)`)]);
      expect(await dumpRows(db.url)).toEqual(before);
      await db.prisma.legalHold.deleteMany();
    }
  });

  it('are open cases, unless another contact gets them', async ({ db, world }) => {
    const { services, ada, ben } = world;
    await asLead(db, world.max);
    const number = await world.open();
    const start = (handTo?: string) =>
      startPersonErasure(services, operator, { email: ada.email, reason, ...(handTo === undefined ? {} : { handTo }) });
    await expect(start()).rejects.toMatchObject({ code: 'open-cases', message: `Ada Park has 1 open case: CB-${number}.` });
    await expect(start('rosa@rivertown.example')).rejects.toMatchObject({ code: 'no-contact' });
    expect(await db.prisma.person.findUniqueOrThrow({ where: { id: ada.id } })).toMatchObject({ active: true, erasedAt: null });
    const id = await start(ben.email);
    await continueErasure(services, id);
    expect(await db.prisma.case.findUniqueOrThrow({ where: { number } })).toMatchObject({ contactId: ben.id, status: 'New' });
    expect(await found(db.url)).toEqual({});
  });

  it('is being the last lead, an advisor with open cases, oneself, or not being a lead', async ({ db, world }) => {
    const { services, max, tia, ada } = world;
    const lead = await asLead(db, max);
    const erase = (person: typeof lead | typeof ada, email: string) =>
      startPersonErasure(services, { person, source: 'slack' }, { email, reason });
    await expect(erase(lead, max.email)).rejects.toMatchObject({ code: 'own-rights' });
    await expect(startPersonErasure(services, operator, { email: max.email, reason })).rejects.toMatchObject({
      code: 'last-lead',
    });
    for (const person of [tia, ada, { ...ada, contactType: 'readOnly' as const }])
      await expect(erase(person, world.rosa.email)).rejects.toMatchObject({ code: 'not-allowed' });
    const number = await world.open();
    await db.prisma.case.update({ where: { number }, data: { advisorId: tia.id, status: 'Assigned' } });
    await expect(erase(lead, tia.email)).rejects.toMatchObject({
      code: 'open-cases',
      next: expect.stringContaining('handover') as string,
    });
    await db.prisma.case.update({ where: { number }, data: { advisorId: null } });
    const id = await erase(lead, tia.email);
    expect(await continueErasure(services, id)).toBe('done');
    expect(await db.prisma.person.findUniqueOrThrow({ where: { id: tia.id } })).toMatchObject({
      name: `Former advisor ${tia.id}`,
    });
  });
});

describe('somebody who was erased', () => {
  it('is an unknown user in chat, and no import brings them back', async ({ db, world }) => {
    const { services } = world;
    const { zelda } = await plant(db, world);
    const id = await startPersonErasure(services, operator, { email: zelda.email, reason });
    await continueErasure(services, id);
    const actor = await resolveActor(services, { platform: 'slack', workspaceId: plainviewSpace, userId: 'U0ADA' });
    expect(actor.person).toBeNull();
    const entry = { account: 'plainview', type: 'support' as const, also: [], formerly: null, line: 7 };
    const contacts = { listed: [{ name: zelda.name, email: zelda.email, ...entry }], removed: [] };
    const imported = await importDirectory(services, { ...emptyDirectory(), contacts }, { force: true });
    expect(imported.contacts).toMatchObject({ added: [], erased: [zelda.email] });
    expect(await db.prisma.person.count({ where: { email: zelda.email } })).toBe(0);
  });
});

it('writes a certificate that reads well', async ({ db, world }) => {
  const { zelda } = await plant(db, world);
  const id = await startPersonErasure(world.services, operator, { email: zelda.email, reason });
  await continueErasure(world.services, id);
  const { facts } = await readCertificate(world.services, operator, id, String);
  const text = certificateText({ ...facts, id: 3, at: new Date(0), finishedAt: new Date(1) }, 'Campus Support', (at) =>
    at.toISOString(),
  );
  expect(text.split('\n').slice(0, 9)).toEqual([
    ...[
      '# Certificate of erasure 3',
      '',
      '- Organization: Campus Support',
      `- Subject: person ${zelda.id}`,
      '- Requested by: ops',
    ],
    ...[`- Reason: ${reason}`, '- Started: 1970-01-01T00:00:00.000Z', '- Finished: 1970-01-01T00:00:00.001Z', ''],
  ]);
});
