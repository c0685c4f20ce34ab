// "Modify Support Contacts": what is asked for, and what an advisor's one press makes of the directory.
import { describe, expect } from 'vitest';
import type { Database } from '../../../src/db/client.ts';
import { CaseError } from '../../../src/domain/case-error.ts';
import type { Contact } from '../../../src/domain/person.ts';
import { parseDirectory } from '../../../src/cli/directory.ts';
import { applyContactChange } from '../../../src/usecases/people/apply-contact-change.ts';
import { closeCase } from '../../../src/usecases/cases/close-case.ts';
import { importDirectory } from '../../../src/usecases/people/import-directory.ts';
import { requestContactChange } from '../../../src/usecases/people/request-contact-change.ts';
import { resolveActor } from '../../../src/usecases/people/resolve-actor.ts';
import { plainviewSpace, vendor, type World, test as base } from '../fixtures.ts';

const it = base
  .extend(
    'requestChange',
    { scope: 'file' },
    ({ world }) =>
      async (values: Record<string, string>, by: Contact = world.ada): Promise<number> => {
        const filed = { workspaceId: by === world.rosa ? vendor : plainviewSpace, directChannel: `D0${by.id}` };
        const outcome = await requestContactChange(world.services, by, values, filed, { ...world.request(), platform: 'slack' });
        if (outcome === 'repeat') throw new Error('a new request was taken for a repeat');
        return outcome.number;
      },
  )
  .extend(
    'apply',
    { scope: 'file' },
    ({ world }) =>
      (number: number) =>
        applyContactChange(world.services, world.max, number, world.request()),
  )
  .extend(
    'personOf',
    { scope: 'file' },
    ({ db }) =>
      (email: string) =>
        db.prisma.person.findUnique({ where: { email } }),
  )
  .extend(
    'postedChange',
    { scope: 'file' },
    ({ db }) =>
      async (number: number): Promise<string | undefined> =>
        (await db.prisma.post.findFirst({ where: { case: { number }, action: 'apply-contact-change' } }))?.body,
  )
  .extend(
    'speakerOf',
    { scope: 'file' },
    ({ world }) =>
      async (userId: string) =>
        (await resolveActor(world.services, { platform: 'slack', workspaceId: plainviewSpace, userId })).person,
  )
  .extend(
    'directory',
    { scope: 'file' },
    ({ db }) =>
      async () =>
        db.prisma.person.findMany({
          orderBy: { id: 'asc' },
          select: { email: true, name: true, contactType: true, active: true },
        }),
  )
  .extend(
    'imported',
    { scope: 'file' },
    ({ world }) =>
      async (text: string, force = false) =>
        (await importDirectory(world.services, parseDirectory(text), { force })).contacts,
  );

it.beforeAll(async ({ world }) => {
  for (const [userId, name, email] of [
    ['U0BEN', 'Ben Ode', 'ben@plainview.example'],
    ['U0JO', 'Jo Kim', 'jo@plainview.example'],
  ] as const) {
    const profile = { name, email, homeWorkspace: plainviewSpace, timezone: null, directChannel: 'D0', inactive: false };
    world.profiles.set(`${plainviewSpace}/${userId}`, profile);
  }
});

/** Everybody as at the beginning. */
it.beforeEach(async ({ db, world }) => {
  await db.prisma.identity.deleteMany();
  const everybody = { active: true, changedInChatAt: null };
  const { ada, ben, rita, rosa } = world;
  for (const { id, name, email, accountId, contactType } of [ada, ben, rita, rosa])
    await db.prisma.person.update({ where: { id }, data: { ...everybody, name, email, accountId, contactType } });
  const theirs = [ada, ben, rita, rosa].map(({ id }) => id);
  await db.prisma.person.updateMany({
    where: { kind: 'contact', id: { notIn: theirs } },
    data: { active: false, accountId: null, contactType: null },
  });
  await db.pool.query(
    `update person set email = 'gone-' || id || '@plainview.example' where account_id is null and kind = 'contact'`,
  );
  await db.pool.query(`update "case" set contact_change = null`);
});

const jo = { do: 'add', name: ' Jo  Kim ', email: 'Jo@Plainview.example ', type: 'technical', reason: 'New data manager' };
const refusal = async (doing: Promise<unknown>): Promise<CaseError> => {
  const error: unknown = await doing.then(
    () => new Error('nothing was refused'),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof CaseError)) throw error;
  return error;
};

describe('adding a contact', () => {
  it('adds them to the directory at once and records it on the case, whose status stays', async ({
    speakerOf,
    requestChange,
    db,
    personOf,
    apply,
    world,
    postedChange,
  }) => {
    expect(await speakerOf('U0JO')).toBeNull();
    const number = await requestChange(jo);
    const before = await db.prisma.case.findUniqueOrThrow({ where: { number } });
    expect(before).toMatchObject({
      subject: 'Add Jo Kim (Technical)',
      description: 'Please add Jo Kim (jo@plainview.example) as a Technical contact.\n\nReason: New data manager',
      caseType: 'Modify Support Contacts',
      module: 'Other',
      priority: 'Medium',
      contactChangedAt: null,
    });
    expect(await personOf('jo@plainview.example')).toBeNull();
    await apply(number);
    expect(await personOf('jo@plainview.example')).toMatchObject({
      name: 'Jo Kim',
      kind: 'contact',
      accountId: world.ada.accountId,
      contactType: 'technical',
      active: true,
      changedInChatAt: world.at.now,
    });
    expect(await speakerOf('U0JO')).toMatchObject({ name: 'Jo Kim', contactType: 'technical' });
    expect(await postedChange(number)).toBe('applied the change: Jo Kim is now a Technical contact of Plainview School District');
    expect(await db.prisma.case.findUnique({ where: { number } })).toMatchObject({
      status: before.status,
      contactChangedAt: world.at.now,
    });
    expect(await db.prisma.historyEntry.findFirst({ where: { case: { number }, action: 'apply-contact-change' } })).toMatchObject(
      {
        actorName: 'Max Reyes',
        to: 'Jo Kim is now a Technical contact of Plainview School District',
        why: 'New data manager',
      },
    );
  });

  it('restores a removed contact as the same person', async ({ db, world, apply, requestChange, personOf }) => {
    await db.prisma.person.update({ where: { id: world.ben.id }, data: { active: false } });
    await apply(await requestChange({ ...jo, name: 'Ben Ode', email: 'ben@plainview.example', type: 'readOnly' }));
    expect(await personOf('ben@plainview.example')).toMatchObject({ id: world.ben.id, active: true, contactType: 'readOnly' });
  });
});

describe('changing a contact', () => {
  it('changes only what was requested', async ({ requestChange, world, db, apply, personOf, postedChange }) => {
    const number = await requestChange({
      do: 'change',
      contact: String(world.ben.id),
      name: 'Ben Odell',
      email: '',
      reason: 'Married',
    });
    expect(await db.prisma.case.findUnique({ where: { number } })).toMatchObject({ subject: 'Change Ben Ode (name)' });
    await apply(number);
    expect(await personOf('ben@plainview.example')).toMatchObject({ name: 'Ben Odell', contactType: 'technical' });
    expect(await postedChange(number)).toBe('applied the change: Ben Ode of Plainview School District is now named Ben Odell');
  });

  it('makes the old address unknown at once when the address changes', async ({
    speakerOf,
    world,
    apply,
    requestChange,
    db,
    personOf,
  }) => {
    expect(await speakerOf('U0BEN')).toMatchObject({ id: world.ben.id });
    const contact = 'Ben@plainview.example';
    await apply(
      await requestChange({ do: 'change', contact, email: 'odell@plainview.example', type: 'support', reason: 'Moved' }),
    );
    expect(await db.prisma.identity.findFirst({ where: { userId: 'U0BEN' } })).toMatchObject({ personId: null });
    expect(await speakerOf('U0BEN')).toBeNull();
    expect(await personOf('odell@plainview.example')).toMatchObject({ id: world.ben.id, contactType: 'support' });
  });
});

describe('removing a contact', () => {
  it('ends their access at once, and their open cases stay under their name', async ({
    speakerOf,
    world,
    db,
    requestChange,
    apply,
    personOf,
    postedChange,
  }) => {
    await speakerOf('U0BEN');
    const open = await world.open();
    await db.prisma.case.update({ where: { number: open }, data: { contactId: world.ben.id } });
    const theirs = { caseId: (await db.prisma.case.findUniqueOrThrow({ where: { number: open } })).id, personId: world.ben.id };
    await db.prisma.recipient.create({ data: { ...theirs, addedAt: world.at.now } });
    const number = await requestChange({ do: 'remove', contact: String(world.ben.id), reason: 'Left the district' });
    await apply(number);
    expect(await personOf('ben@plainview.example')).toMatchObject({ active: false, changedInChatAt: world.at.now });
    expect(await db.prisma.identity.findFirst({ where: { userId: 'U0BEN' } })).toMatchObject({ personId: null });
    expect(await speakerOf('U0BEN')).toBeNull();
    expect(await db.prisma.case.findUnique({ where: { number: open } })).toMatchObject({ contactId: world.ben.id });
    expect(await db.prisma.recipient.count({ where: theirs })).toBe(0);
    expect(await postedChange(number)).toBe(
      'applied the change: Ben Ode is no longer a contact of Plainview School District; 1 open case stays under this name',
    );
  });
});

describe('a change that cannot be applied changes nothing', () => {
  it('names who applied it when it is applied a second time', async ({ requestChange, apply, directory, db }) => {
    const number = await requestChange(jo);
    await apply(number);
    const before = await directory();
    expect(await refusal(apply(number))).toMatchObject({ message: 'Max Reyes already applied this change.' });
    expect(await directory()).toEqual(before);
    expect(await db.prisma.post.count({ where: { case: { number }, action: 'apply-contact-change' } })).toBe(1);
  });

  it.for<[string, Record<string, string>, (given: { db: Database; world: World }) => Promise<unknown>, RegExp]>([
    [
      'when a contact of the account has taken the address',
      jo,
      ({ db, world }) => db.prisma.person.update({ where: { id: world.ben.id }, data: { email: 'jo@plainview.example' } }),
      /^Ben Ode already has this address\.$/,
    ],
    [
      'when another account has taken the address, without naming it',
      jo,
      ({ db, world }) => db.prisma.person.update({ where: { id: world.rosa.id }, data: { email: 'jo@plainview.example' } }),
      /^This address is already in use\. Use another one\.$/,
    ],
    [
      'when the contact was removed',
      { do: 'change', contact: 'ben@plainview.example', name: 'B', reason: 'R' },
      ({ db, world }) => db.prisma.person.update({ where: { id: world.ben.id }, data: { active: false } }),
      /^Ben Ode is no longer a contact of Plainview School District\.$/,
    ],
    [
      'when the contact moved to another account',
      { do: 'remove', contact: 'ben@plainview.example', reason: 'R' },
      ({ db, world }) => db.prisma.person.update({ where: { id: world.ben.id }, data: { accountId: world.rosa.accountId } }),
      /^Ben Ode is no longer a contact of Plainview School District\.$/,
    ],
    [
      'when the last Authorized Contact would be removed',
      { do: 'remove', contact: 'ada@plainview.example', reason: 'R' },
      ({ db, world }) => db.prisma.person.update({ where: { id: world.ben.id }, data: { contactType: 'readOnly' } }),
      /^Ada Park is the last Authorized Contact of Plainview School District/,
    ],
    [
      'when the last Authorized Contact would become Read-Only',
      { do: 'change', contact: 'ada@plainview.example', type: 'readOnly', reason: 'R' },
      ({ db, world }) => db.prisma.person.update({ where: { id: world.ben.id }, data: { active: false } }),
      /^Ada Park is the last Authorized Contact of Plainview School District/,
    ],
  ])(
    'is refused %s',
    async ([_what, values, meanwhile, message], { requestChange, directory, apply, postedChange, db, world }) => {
      const number = await requestChange(values);
      await meanwhile({ db, world });
      const before = await directory();
      expect((await refusal(apply(number))).message).toMatch(message);
      expect(await directory()).toEqual(before);
      expect(await postedChange(number)).toBeUndefined();
      expect(await db.prisma.case.findUnique({ where: { number } })).toMatchObject({ contactChangedAt: null });
    },
  );

  it('when the case is closed, or requests nothing', async ({ requestChange, world, apply, personOf }) => {
    const number = await requestChange(jo);
    await closeCase(world.services, world.ada, { number, reason: 'Withdrawn' }, world.request());
    expect((await refusal(apply(number))).message).toBe('The case is closed, so its request no longer applies.');
    expect((await refusal(apply(await world.open()))).code).toBe('no-change');
    expect(await personOf('jo@plainview.example')).toBeNull();
  });

  it('when a contact tries to apply it', async ({ requestChange, world }) => {
    const number = await requestChange(jo);
    const asAdvisor = world.ada as unknown as typeof world.max;
    expect((await refusal(applyContactChange(world.services, asAdvisor, number, world.request()))).code).toBe('not-allowed');
  });

  it('when another change takes the same address at the same moment', async ({ requestChange, world, apply, db }) => {
    const one = await requestChange(jo);
    const other = await requestChange({ ...jo, name: 'Other Jo' }, world.rosa);
    const outcomes = await Promise.allSettled([apply(one), apply(other)]);
    const lost = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(lost).toHaveLength(1);
    expect(lost[0]?.reason).toMatchObject({
      code: 'invalid-change',
      message: 'This address is already in use. Use another one.',
    });
    expect(await db.prisma.person.count({ where: { email: 'jo@plainview.example', active: true } })).toBe(1);
  });

  it('when two changes remove the last two Authorized Contacts at the same moment', async ({
    requestChange,
    world,
    apply,
    db,
  }) => {
    const numbers = [
      await requestChange({ do: 'remove', contact: String(world.ada.id), reason: 'R' }),
      await requestChange({ do: 'remove', contact: String(world.ben.id), reason: 'R' }),
    ];
    const outcomes = await Promise.allSettled(numbers.map(apply));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const authorized = { accountId: world.ada.accountId, active: true, contactType: { not: 'readOnly' as const } };
    expect(await db.prisma.person.count({ where: authorized })).toBe(1);
  });
});

describe('a request with errors is refused at its fields', () => {
  it.for<[string, Record<string, string>, Record<string, string>]>([
    ['an empty form', {}, { do: 'Choose a request.' }],
    [
      'an empty addition',
      { do: 'add', name: ' ', type: 'boss', reason: '' },
      { name: 'Enter a name.', email: 'Enter an email address.', type: 'Choose a type.', reason: 'Enter a reason.' },
    ],
    ['an invalid address', { ...jo, email: 'jo at plainview' }, { email: 'Enter a valid email address.' }],
    ['an address of the account', { ...jo, email: 'BEN@plainview.example' }, { email: 'Ben Ode already has this address.' }],
    [
      'an address of another account',
      { ...jo, email: 'rosa@rivertown.example' },
      { email: 'This address is already in use. Use another one.' },
    ],
    [
      'an address of an advisor',
      { ...jo, email: 'max@campus.example' },
      { email: 'This address is already in use. Use another one.' },
    ],
    [
      'a change without changes',
      { do: 'change', contact: 'ben@plainview.example', reason: 'R' },
      { name: 'Enter a new name, email address or type.' },
    ],
    ['no contact', { do: 'remove', reason: 'R' }, { contact: 'Choose a contact.' }],
  ])('refuses %s', async ([_what, values, fields], { db, requestChange }) => {
    const before = await db.prisma.case.count();
    expect(await refusal(requestChange(values))).toMatchObject({ code: 'invalid-change', fields });
    expect(await db.prisma.case.count()).toBe(before);
  });

  it("does not find another account's contact by ID or by address", async ({ world, requestChange }) => {
    for (const contact of [String(world.rosa.id), 'rosa@rivertown.example', String(world.max.id)])
      expect(await refusal(requestChange({ do: 'remove', contact, reason: 'R' }))).toMatchObject({
        fields: { contact: 'No such contact in your district.' },
      });
  });

  it('does not give the address of a removed person to anyone else', async ({ db, world, requestChange }) => {
    await db.prisma.person.update({ where: { id: world.rita.id }, data: { active: false } });
    const values = { do: 'change', contact: String(world.ben.id), email: 'rita@plainview.example', reason: 'R' };
    expect((await refusal(requestChange(values))).fields?.email).toContain(
      'This address belonged to Rita Reed, who was removed.',
    );
  });
});

describe('a contact of several accounts', () => {
  const membersOf = (db: Database, personId: number) => db.prisma.membership.findMany({ where: { personId } });

  it.beforeEach(async ({ db, world }) => {
    await db.prisma.membership.deleteMany();
    const { id: personId } = world.ben;
    await db.prisma.membership.create({ data: { personId, accountId: world.rosa.accountId, contactType: 'readOnly' } });
  });
  it.afterAll(({ db }) => db.prisma.membership.deleteMany());

  it('leaves one account and keeps the other, with the recipients of its cases', async ({
    requestChange,
    apply,
    db,
    world,
    personOf,
  }) => {
    const number = await world.open();
    const own = await db.prisma.case.findUniqueOrThrow({ where: { number } });
    const other = await requestChange({ ...jo, email: 'other@rivertown.example' }, world.rosa);
    const theirs = await db.prisma.case.findUniqueOrThrow({ where: { number: other } });
    const personId = world.ben.id;
    await db.prisma.recipient.createMany({
      data: [own, theirs].map(({ id }) => ({ caseId: id, personId, addedAt: world.at.now })),
    });
    await apply(await requestChange({ do: 'remove', contact: String(personId), reason: 'R' }));
    expect(await personOf(world.ben.email)).toMatchObject({
      active: true,
      accountId: world.rosa.accountId,
      contactType: 'readOnly',
    });
    expect(await membersOf(db, personId)).toEqual([]);
    expect((await db.prisma.recipient.findMany({ where: { personId } })).map(({ caseId }) => caseId)).toEqual([theirs.id]);
  });

  it('becomes something else in one account alone, and leaves it when they are removed there', async ({
    requestChange,
    apply,
    db,
    world,
    personOf,
  }) => {
    const change = { contact: String(world.ben.id), reason: 'R' };
    await apply(await requestChange({ do: 'change', type: 'implementation', ...change }, world.rosa));
    expect(await membersOf(db, world.ben.id)).toMatchObject([{ contactType: 'implementation' }]);
    expect(await personOf(world.ben.email)).toMatchObject({ contactType: 'technical' });
    await apply(await requestChange({ do: 'remove', ...change }, world.rosa));
    expect(await membersOf(db, world.ben.id)).toEqual([]);
    expect(await personOf(world.ben.email)).toMatchObject({ active: true, accountId: world.ada.accountId });
  });

  it('comes back into the account that asks for it alone', async ({ requestChange, apply, db, world, personOf }) => {
    const { id, name, email } = world.ben;
    await db.prisma.person.update({ where: { id }, data: { active: false } });
    await apply(await requestChange({ do: 'add', name, email, type: 'support', reason: 'R' }, world.rosa));
    expect(await personOf(email)).toMatchObject({ id, active: true, accountId: world.rosa.accountId, contactType: 'support' });
    expect(await membersOf(db, id)).toEqual([]);
  });

  it('keeps their address, because a person who reads mail there could act for the other account', async ({
    requestChange,
    apply,
    world,
    directory,
  }) => {
    const values = { do: 'change', contact: String(world.ben.id), email: 'taken@plainview.example', reason: 'R' };
    const number = await requestChange(values);
    const before = await directory();
    expect(await refusal(apply(number))).toMatchObject({ code: 'several-accounts' });
    expect(await directory()).toEqual(before);
  });

  it('is one of the Authorized Contacts only where they are authorized', async ({ requestChange, apply, world }) => {
    const number = await requestChange({ do: 'remove', contact: String(world.rosa.id), reason: 'R' }, world.rosa);
    expect((await refusal(apply(number))).message).toContain('Rosa Lind is the last Authorized Contact of Rivertown Schools.');
  });
});

describe('importing the old file again', () => {
  const file = (email: string, more = ''): string => `accounts:
  - { key: plainview, name: Plainview School District, timezone: America/Chicago }
contacts:
  - { email: ${email}, name: Ben Ode, account: plainview, type: technical${more} }
`;

  it('does not restore what was removed in chat', async ({ apply, requestChange, world, imported, personOf }) => {
    await apply(await requestChange({ do: 'remove', contact: String(world.ben.id), reason: 'R' }));
    expect((await imported(file('ben@plainview.example'))).kept).toEqual(['ben@plainview.example']);
    expect(await personOf('ben@plainview.example')).toMatchObject({ active: false });
  });

  it('does not restore an address that was changed in chat, unless forced', async ({
    apply,
    requestChange,
    world,
    imported,
    personOf,
  }) => {
    const email = 'odell@plainview.example';
    await apply(await requestChange({ do: 'change', contact: String(world.ben.id), email, reason: 'R' }));
    expect((await imported(file('ben@plainview.example'))).kept).toEqual(['ben@plainview.example']);
    expect(await personOf('ben@plainview.example')).toBeNull();
    expect(await imported(file(email, ', formerly: ben@plainview.example'))).toMatchObject({ added: [], left: 1 });
    expect((await imported(file('ben@plainview.example'), true)).changed).toEqual(['ben@plainview.example']);
    expect(await personOf('ben@plainview.example')).toMatchObject({ id: world.ben.id, active: true });
    expect(await personOf(email)).toBeNull();
  });
});
