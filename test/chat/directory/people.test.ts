import { describe, expect } from 'vitest';
import { parseDirectory } from '../../../src/cli/directory.ts';
import { importDirectory } from '../../../src/usecases/people/import-directory.ts';
import { changePerson } from '../../../src/usecases/people/manage-people.ts';
import { test } from '../harness.ts';

test.beforeAll(async ({ db, world }) => {
  await db.prisma.person.update({ where: { id: world.max.id }, data: { lead: true } });
});

describe('people', () => {
  test('lists everybody, finds by name, address, account and role, and says when nobody matches', async ({ max }) => {
    const all = await max.command('people');
    expect(all.text).toContain('6 people');
    expect(all.text).toContain('Ada Park · Support contact of Plainview School District | ada@plainview.example | [View]');
    expect(all.text).toContain('Max Reyes · Lead');
    expect((await max.command('people plainview')).text).toContain('3 people');
    expect((await max.command('people rosa@river')).text).toContain('1 person');
    expect((await max.command('people reed plainview')).text).toContain('Rita Reed · Read-Only contact of Plainview');
    expect((await max.command('people leads')).text).toContain('1 person');
    expect((await max.command('people 100%_zebra')).text).toContain('Nobody matches.');
    const found = await (await (await max.command('people')).press('Search')).submit({ text: 'tia' });
    expect(found.text).toContain('Tia Holm · Advisor');
  });

  test('turns pages', async ({ db, world, max }) => {
    const data = Array.from({ length: 20 }, (_, i) => {
      const email = `page${i}@rivertown.example`;
      return {
        name: `Page ${i}`,
        email,
        kind: 'contact' as const,
        accountId: world.rosa.accountId,
        contactType: 'readOnly' as const,
      };
    });
    await db.prisma.person.createMany({ data });
    const first = await max.command('people rivertown');
    expect(first.text).toContain('21 people · page 1 of 2');
    expect((await first.press('Next page')).text).toContain('21 people · page 2 of 2');
    await db.prisma.person.deleteMany({ where: { name: { startsWith: 'Page ' } } });
  });

  test('is for leads: advisors learn whom to ask, contacts learn nothing about it', async ({ max, tia, ada }) => {
    expect((await tia.command('people')).text).toContain('Only leads can do that.\nAsk a lead: Max Reyes.');
    expect((await ada.command('people')).text).toContain("isn't one of your commands.");
    expect((await tia.command('help commands')).text).not.toContain('people');
    const help = (await max.command('help people')).text;
    expect(help).toContain('`people [name, email or account]`: find, add, change and deactivate contacts and advisors');
    const form = await (await max.command('people')).press('Add contact');
    const values = { name: 'Eve', email: 'eve@x.example', account: '1', type: 'support' };
    if (form.reply.kind !== 'form') throw new Error('no form');
    const { name, state } = form.reply.form;
    for (const user of [tia, ada])
      expect((await user.does({ kind: 'form-submitted', form: name, values, state })).text).toMatch(
        /Only (leads|advisors) can do that/,
      );
  });
});

describe('a person', () => {
  test('is added, and can use the bot at once', async ({ db, world, max, sam }) => {
    expect((await sam.command('home')).text).toContain("We don't recognize you");
    const form = await (await max.command('people')).press('Add contact');
    const refused = await form.submit({ name: ' ', email: 'sam at plainview', type: '' });
    expect(refused.mistakes).toEqual({
      name: 'Enter a name.',
      email: 'Enter a valid email address.',
      account: 'Choose an account.',
      type: 'Choose a type.',
    });
    const account = String(world.ada.accountId);
    const taken = await form.submit({ name: 'Sam', email: 'MAX@campus.example', account, type: 'support' });
    expect(taken.mistakes).toEqual({
      email: 'Max Reyes, an advisor, has this address. Use another one, or change Max Reyes.',
    });
    const added = await form.submit({ name: ' Sam  Lee ', email: 'Sam@plainview.example', account, type: 'technical' });
    expect(added.text).toContain('# Sam Lee\nEmail: sam@plainview.example\nRole: Technical contact of Plainview School District');
    expect(added.text).toContain('Max Reyes · added');
    expect((await form.submit({ name: 'Sam Lee', email: 'sam@plainview.example', account, type: 'technical' })).text).toContain(
      '# Sam Lee',
    );
    expect(await db.prisma.person.count({ where: { email: 'sam@plainview.example' } })).toBe(1);
    expect((await sam.command('home')).text).toContain('Cases of Plainview School District');
  });

  test('is changed, with a history, and keeps the change when the file is imported again', async ({ db, world, max }) => {
    const seen = await (await max.command('people ben ode')).press('View');
    const changed = await (await seen.press('Change')).submit({ email: 'ben.ode@plainview.example', type: 'readOnly' });
    expect(changed.text).toContain('Role: Read-Only contact of Plainview School District');
    expect(changed.text).toMatch(
      /Max Reyes · changed · email: ben@plainview.example → ben.ode@plainview.example, type: technical → read-only/,
    );
    const file = (email: string) => `contacts:\n  - { email: ${email}, name: Ben Ode, account: plainview, type: technical }`;
    const { contacts } = await importDirectory(world.services, parseDirectory(file('ben@plainview.example')));
    expect(contacts).toMatchObject({ kept: ['ben@plainview.example'], added: [], changed: [] });
    expect(contacts.fields['ben@plainview.example']).toContainEqual({ field: 'type', from: 'read-only', to: 'technical' });
    const forced = await importDirectory(world.services, parseDirectory(file('ben.ode@plainview.example')), { force: true });
    expect(forced.contacts.changed).toEqual(['ben.ode@plainview.example']);
    expect((await (await max.command('people ben ode')).press('View')).text).toContain(
      'Import · changed · type: read-only → technical',
    );
    await db.prisma.person.update({ where: { id: world.ben.id }, data: { email: 'ben@plainview.example' } });
  });

  test('shows that emails to them came back, until their address is changed', async ({ db, world, max }) => {
    const { id } = world.ben;
    await db.prisma.person.update({ where: { id }, data: { mailFailedAt: world.at.now, mailFailedCode: '5.1.1' } });
    expect((await max.command('people ben ode')).text).toContain('Email came back');
    const seen = await (await max.command('people ben ode')).press('View');
    expect(seen.text).toContain('Email to this address came back (5.1.1)');
    const renamed = await (await seen.press('Change')).submit({ name: 'Benjamin Ode' });
    expect(renamed.text).toContain('came back');
    const changed = await (await renamed.press('Change')).submit({ email: 'b.ode@plainview.example' });
    expect(changed.text).not.toContain('came back');
    expect(await db.prisma.person.findUnique({ where: { id } })).toMatchObject({ mailFailedAt: null, mailFailedCode: null });
    await db.prisma.person.update({ where: { id }, data: { name: 'Ben Ode', email: 'ben@plainview.example' } });
  });

  test('keeps their further accounts, which the file lists, when a lead changes them', async ({ db, world, max }) => {
    const { id: personId } = world.ben;
    await db.prisma.membership.create({ data: { personId, accountId: world.rosa.accountId, contactType: 'readOnly' } });
    const both = 'Technical contact of Plainview School District and Read-Only contact of Rivertown Schools';
    expect((await max.command('people rivertown')).text).toContain(`Ben Ode · ${both}`);
    await (await (await (await max.command('people ben ode')).press('View')).press('Change')).submit({ type: 'support' });
    const { contactType, memberships } = await db.prisma.person.findUniqueOrThrow({
      where: { id: personId },
      include: { memberships: true },
    });
    expect([contactType, memberships]).toEqual([
      'support',
      [{ personId, accountId: world.rosa.accountId, contactType: 'readOnly' }],
    ]);
    await db.prisma.person.update({
      where: { id: personId },
      data: { contactType: 'technical', memberships: { deleteMany: {} } },
    });
  });

  test('shows in which of their accounts nobody else could open a case', async ({ db, world, max }) => {
    const { id: personId } = world.ben;
    const lakeside = await db.prisma.account.create({ data: { key: 'lakeside', name: 'Lakeside', timezone: 'UTC' } });
    const card = async (name: string) => (await (await max.command(`people ${name}`)).press('View')).text;
    expect(await card('ben ode')).not.toContain('The only Authorized Contact');
    await db.prisma.membership.create({ data: { personId, accountId: lakeside.id, contactType: 'support' } });
    expect(await card('ben ode')).toContain(
      '(warning) The only Authorized Contact of Lakeside. Without one, nobody there can open a case.',
    );
    await db.prisma.membership.updateMany({ where: { personId }, data: { contactType: 'readOnly' } });
    expect(await card('ben ode')).not.toContain('The only Authorized Contact');
    await db.prisma.membership.create({
      data: { personId: world.rosa.id, accountId: lakeside.id, contactType: 'technical' },
    });
    expect(await card('rosa')).toContain('The only Authorized Contact of Rivertown Schools and Lakeside.');
    await db.prisma.account.update({ where: { id: lakeside.id }, data: { active: false } });
    expect(await card('rosa')).toContain('The only Authorized Contact of Rivertown Schools.');
    await db.prisma.membership.deleteMany();
    await db.prisma.account.delete({ where: { id: lakeside.id } });
  });

  test('can be changed when one of their further accounts is no longer active', async ({ db, world, max }) => {
    const { id: personId } = world.ben;
    const memberships = { create: { personId, contactType: 'support' as const } };
    const over = { key: 'lakeside', name: 'Lakeside', timezone: 'UTC', active: false };
    const { id: accountId } = await db.prisma.account.create({ data: { ...over, memberships } });
    const form = await (await (await max.command('people ben ode')).press('View')).press('Change');
    expect((await form.submit({ name: 'Ben Oder' })).text).toContain('# Ben Oder\n');
    expect((await (await (await max.command('people ben ode')).press('View')).press('Change')).text).toContain('Ben Oder');
    await db.prisma.person.update({ where: { id: personId }, data: { name: 'Ben Ode', memberships: { deleteMany: {} } } });
    await db.prisma.account.delete({ where: { id: accountId } });
  });

  test('keeps their further accounts while they are deactivated', async ({ db, world, max }) => {
    const { id: personId } = world.ben;
    await db.prisma.membership.create({ data: { personId, accountId: world.rosa.accountId, contactType: 'readOnly' } });
    const seen = await (await max.command('people ben ode')).press('View');
    const done = await (await seen.press('Deactivate')).submit();
    const back = await done.press('Reactivate');
    expect(back.text).toContain('Technical contact of Plainview School District and Read-Only contact of Rivertown Schools');
    await db.prisma.person.update({ where: { id: personId }, data: { memberships: { deleteMany: {} } } });
  });

  test('keeps what another lead changed after the form was opened', async ({ db, world, max }) => {
    const { services, request, rita } = world;
    const form = await (await (await max.command('people rita')).press('View')).press('Change');
    const tia = { ...world.tia, lead: true };
    await db.prisma.person.update({ where: { id: tia.id }, data: { lead: true } });
    const moved = { id: rita.id, kind: 'contact' as const, name: rita.name, email: rita.email, account: 'plainview' };
    await changePerson(services, tia, { ...moved, type: 'technical' }, request());
    const late = await form.submit({ name: 'Rita R.' });
    expect(late.text).toContain('Tia Holm changed Rita Reed after this form was opened.\nOpen it again.');
    const stored = await db.prisma.person.findUniqueOrThrow({ where: { id: rita.id } });
    expect(stored).toMatchObject({ name: 'Rita Reed', contactType: 'technical' });
    const again = await (await (await max.command('people rita')).press('View')).press('Change');
    expect((await again.submit({ type: 'readOnly' })).text).toContain('Role: Read-Only contact of Plainview');
    await db.prisma.person.update({ where: { id: tia.id }, data: { lead: false } });
  });

  test('stays deactivated when another lead sends a form that was opened before', async ({ db, world, max }) => {
    const form = await (await (await max.command('people rita')).press('View')).press('Change');
    await db.prisma.person.update({ where: { id: world.rita.id }, data: { active: false } });
    expect((await form.submit({ name: 'Rita R.' })).text).toContain('Rita Reed was deactivated.\nReactivate them first.');
    expect(await db.prisma.person.findUniqueOrThrow({ where: { id: world.rita.id } })).toMatchObject({
      active: false,
      name: 'Rita Reed',
    });
    await db.prisma.person.update({ where: { id: world.rita.id }, data: { active: true } });
  });

  test('does not get the address of somebody else, also of somebody who was deactivated', async ({ db, world, max }) => {
    await db.prisma.person.update({ where: { id: world.rosa.id }, data: { active: false } });
    const form = await (await (await max.command('people rita')).press('View')).press('Change');
    const refused = await form.submit({ email: 'rosa@rivertown.example' });
    expect(refused.mistakes['email']).toContain('Rosa Lind, a contact of Rivertown Schools, has this address.');
    await db.prisma.person.update({ where: { id: world.rosa.id }, data: { active: true } });
  });

  test('is deactivated after what happens to the cases is said, and reactivated', async ({ world, max, rosa, db }) => {
    await rosa.command('home');
    await world.open();
    const seen = await (await max.command('people rosa')).press('View');
    expect(seen.text).toContain('(warning) The only Authorized Contact of Rivertown Schools.');
    const form = await seen.press('Deactivate');
    expect(form.text).toContain('Access and notifications end at once. Cases, posts and history keep the name.');
    const done = await form.submit();
    expect(done.text).toContain('Deactivated: no access and no notifications.');
    expect((await rosa.command('home')).text).toContain("We don't recognize you");
    expect((await max.command('people deactivated')).text).toContain(
      'Rosa Lind · Support contact of Rivertown Schools | rosa@rivertown.example · Deactivated',
    );
    const back = await done.press('Reactivate');
    expect(back.text).toContain('[Deactivate]');
    expect((await rosa.command('home')).text).toContain('Cases of Rivertown Schools');
    const changes = await db.prisma.directoryChange.findMany({ where: { personId: world.rosa.id }, orderBy: { id: 'asc' } });
    expect(changes.map(({ what, byName }) => [what, byName])).toEqual([
      ['removed', 'Max Reyes'],
      ['changed', 'Max Reyes'],
    ]);
  });

  test('says what happens to a contact’s open cases', async ({ world, max }) => {
    await world.open();
    const form = await (await (await max.command('people ada')).press('View')).press('Deactivate');
    expect(form.text).toMatch(
      /\d+ open cases? stays? open. The Authorized Contacts of Plainview School District can go on with (it|them)\./,
    );
  });
});

describe('an advisor', () => {
  test('is added with a team, and made a lead', async ({ world, max }) => {
    const form = await (await max.command('people')).press('Add advisor');
    const [team = ''] = world.services.settings.escalationTeams;
    const added = await form.submit({ name: 'Uma Berg', email: 'uma@campus.example', team });
    expect(added.text).toContain(`Role: Advisor · ${team}`);
    expect((await (await added.press('Change')).submit({ lead: 'yes', team: 'none' })).text).toContain('Role: Lead\n');
  });

  test('hands the open cases over when deactivated', async ({ db, world, max }) => {
    const number = await world.open();
    const { id: uma } = await db.prisma.person.findUniqueOrThrow({ where: { email: 'uma@campus.example' } });
    await db.prisma.case.update({ where: { number }, data: { advisorId: uma, status: 'Assigned' } });
    const form = await (await (await max.command('people uma')).press('View')).press('Deactivate');
    expect(form.text).toContain('1 open case will be handed over.');
    const done = await form.submit({ to: String(world.tia.id) });
    expect(done.text).toContain('Open cases: 0');
    expect(await db.prisma.case.findUniqueOrThrow({ where: { number } })).toMatchObject({ advisorId: world.tia.id });
    expect(await db.prisma.person.findUniqueOrThrow({ where: { id: uma } })).toMatchObject({ active: false });
  });

  test('cannot deactivate or demote themselves', async ({ max, db, world }) => {
    const seen = await (await max.command('people max')).press('View');
    expect(seen.text).not.toContain('[Deactivate]');
    expect((await (await seen.press('Change')).submit({ lead: 'no' })).mistakes['lead']).toContain('Ask another lead.');
    const form = await max.press('deactivate-person', String(world.max.id));
    expect((await form.submit()).text).toContain("You can't deactivate yourself.");
    expect(await db.prisma.person.findUniqueOrThrow({ where: { id: world.max.id } })).toMatchObject({ active: true, lead: true });
  });

  test('is no longer changed by somebody who is no longer a lead: of two leads who end each other’s rights, one stays', async ({
    db,
    world,
  }) => {
    const { services, request } = world;
    const [max, tia] = [world.max, world.tia].map((one) => ({ ...one, lead: true }));
    if (!max || !tia) throw new Error('no leads');
    await db.prisma.person.update({ where: { id: tia.id }, data: { lead: true } });
    const demote = (lead: typeof max, { id, name, email }: typeof max) =>
      changePerson(services, lead, { id, kind: 'advisor', name, email, lead: false, team: null }, request());
    const results = await Promise.allSettled([demote(max, tia), demote(tia, max)]);
    const refused = results.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
    expect(refused).toMatchObject([{ code: 'not-allowed' }]);
    const leads = { id: { in: [max.id, tia.id] }, lead: true };
    expect(await db.prisma.person.count({ where: leads })).toBe(1);
    await db.prisma.person.update({ where: { id: max.id }, data: { lead: true } });
    await db.prisma.person.update({ where: { id: tia.id }, data: { lead: false } });
  });
});
