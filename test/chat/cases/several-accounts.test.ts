// A contact of several accounts files cases and reads them. Pat is a Support contact of Plainview and Rivertown, and only reads Lakeside.
import { describe, expect } from 'vitest';
import { declareNotice } from '../../../src/usecases/notices/declare-notice.ts';
import { openCase } from '../../../src/usecases/cases/open-case.ts';
import { loadCases } from '../../bench/similar/load-cases.ts';
import { labeledCases } from '../../bench/similar/parse-cases.ts';
import { newCase, vendor } from '../../usecases/fixtures.ts';
import { ScriptedUser, test as base } from '../harness.ts';

const test = base
  .extend('lakeside', { scope: 'file' }, ({ db }) =>
    db.prisma.account.create({ data: { key: 'lakeside', name: 'Lakeside', timezone: 'America/Denver' } }),
  )
  .extend('pat', { scope: 'file' }, async ({ db, world, router, lakeside }) => {
    const { ada, rosa } = world;
    const pat = { name: 'Pat Moss', email: 'pat@center.example' };
    const memberships = [
      { accountId: rosa.accountId, contactType: 'support' as const },
      { accountId: lakeside.id, contactType: 'readOnly' as const },
    ];
    await db.prisma.person.create({
      data: { ...pat, kind: 'contact', accountId: ada.accountId, contactType: 'support', memberships: { create: memberships } },
    });
    const profile = { ...pat, homeWorkspace: vendor, timezone: 'America/Chicago', directChannel: 'D0PAT', inactive: false };
    world.profiles.set(`${vendor}/U0PAT`, profile);
    const speaker = { platform: 'slack' as const, workspaceId: vendor, userId: 'U0PAT' };
    return new ScriptedUser(router, speaker, { channelId: 'D0PAT', kind: 'direct' });
  })
  .extend('idOf', { scope: 'file' }, ({ world }) => ({
    plainview: String(world.ada.accountId),
    rivertown: String(world.rosa.accountId),
  }))
  .extend(
    'newest',
    { scope: 'file' },
    ({ db }) =>
      () =>
        db.prisma.case.findFirstOrThrow({
          orderBy: { id: 'desc' },
          include: { account: true, contact: true, conversations: { include: { destination: true }, orderBy: { id: 'asc' } } },
        }),
  )
  .extend('incident', { scope: 'file' }, ({ world }) => async (title: string, accountIds: number[]): Promise<string> => {
    const { services, at, max, request } = world;
    const input = {
      ...{
        kind: 'incident' as const,
        title,
        severity: 'major' as const,
        state: 'Investigating' as const,
        modules: ['Scheduling'],
      },
      ...{ everyAccount: accountIds.length === 0, accountIds, message: 'Slow.', instructions: null },
      ...{ startsAt: at.now, endsAt: null, nextUpdateAt: null },
    };
    const declared = await declareNotice(services, { ...max, lead: true }, input, {}, request());
    if (declared === 'repeat') throw new Error('a new request was taken for a repeat');
    return String(declared.id);
  });

const bells = { subject: 'Bells', module: 'Fees', priority: 'Low', description: 'They ring twice.' };
/** A channel of Plainview in the workspace of the support organization. */
const plainviewChannel = { channelId: 'C0GUESTS', kind: 'channel' as const };

test.beforeAll(async ({ db, world }) => {
  const channel = { platform: 'slack' as const, workspaceId: vendor, channelId: 'C0GUESTS' };
  await db.prisma.channel.create({ data: { ...channel, purposes: ['cases'], accountId: world.ada.accountId } });
});
test.beforeEach(async ({ db }) => {
  await db.prisma.$executeRaw`truncate "case", notice, delivery, conversation cascade`;
});

describe('the form for a new case', () => {
  test('asks for the account first, without a choice made', async ({ pat, ada, idOf, newest }) => {
    const form = await pat.command('open Bells');
    expect(form.text.split('\n').slice(0, 3)).toEqual(['# Open a case', 'Account*: ', 'Subject*: Bells']);
    expect((await form.submit(bells)).mistakes).toEqual({ account: 'Choose an account.' });
    const chosen = await form.change({ ...bells, account: idOf.rivertown });
    expect(chosen.text).toContain('Account*: Rivertown Schools\nSubject*: Bells');
    expect((await chosen.submit()).text).toContain('is open');
    expect(await newest()).toMatchObject({ account: { key: 'rivertown' }, contact: { name: 'Pat Moss' } });
    expect((await ada.command('open Bells')).text).not.toContain('Account');
  });

  test('takes the account of the channel it is opened in, and posts another one in the direct conversation', async ({
    pat,
    idOf,
    newest,
  }) => {
    const form = await pat.command('open Bells', plainviewChannel);
    expect(form.text).toContain('Account*: Plainview School District');
    expect((await form.submit(bells)).text).toContain('is open');
    const here = await newest();
    expect(here.account.key).toBe('plainview');
    expect(here.conversations.map(({ destination }) => destination.channelId)).toContain('C0GUESTS');
    const other = await pat.command('open Doors', plainviewChannel);
    await other.submit({ ...bells, subject: 'Doors', account: idOf.rivertown });
    const there = await newest();
    expect(there.account.key).toBe('rivertown');
    const places = there.conversations.map(({ destination }) => destination.channelId);
    expect(places).toContain('D0PAT');
    expect(places).not.toContain('C0GUESTS');
  });

  test('is not for an account that they only read, or that is not theirs', async ({ pat, lakeside, db }) => {
    const form = await pat.command('open Bells');
    for (const account of [String(lakeside.id), '999', 'plainview'])
      expect(Object.keys((await form.submit({ ...bells, account })).mistakes)).toEqual(['account']);
    expect(await db.prisma.case.count()).toBe(0);
    const { reply } = form;
    const field = reply.kind === 'form' ? reply.form.fields.find(({ name }) => name === 'account') : undefined;
    const labels = field?.kind === 'choice' ? field.options.map(({ label }) => label) : [];
    expect(labels).toEqual(['Plainview School District', 'Rivertown Schools']);
  });

  test('asks nothing of somebody who may open cases for one account alone', async ({ pat, db, world, newest }) => {
    const where = {
      personId_accountId: {
        personId: (await db.prisma.person.findUniqueOrThrow({ where: { email: 'pat@center.example' } })).id,
        accountId: world.rosa.accountId,
      },
    };
    await db.prisma.membership.update({ where, data: { contactType: 'readOnly' } });
    const form = await pat.command('open Bells');
    expect(form.text).not.toContain('Account');
    await form.submit(bells);
    expect((await newest()).account.key).toBe('plainview');
    await db.prisma.membership.update({ where, data: { contactType: 'support' } });
  });

  test('comes with a text that is not a command, in the channel of an account too', async ({ pat, newest }) => {
    const asked = await pat.command('The bells ring twice since Monday', plainviewChannel);
    const form = await asked.press('Open a case with this text');
    expect(form.text).toContain('Account*: ');
    const here = await pat.does({
      kind: 'from-message',
      text: 'The bells ring twice since Monday',
      place: plainviewChannel,
    });
    expect(here.text).toContain('Account*: Plainview School District');
    await here.submit({ module: 'Fees' });
    expect(await newest()).toMatchObject({ account: { key: 'plainview' }, description: 'The bells ring twice since Monday' });
  });

  test('shows only similar cases of the account that it is for', async ({ pat, world, idOf, db, lakeside }) => {
    // what is rare shows among the cases of some months, which here are a third account's
    const others = labeledCases().filter(({ topic }) => topic !== null && !/immunization/.test(topic));
    await loadCases(db, { ...world.rosa, accountId: lakeside.id }, others);
    const about = 'Both varicella doses are entered, the nurse report still says noncompliant.';
    const text = { subject: 'Immunization compliance shows wrong status', description: about };
    for (const contact of [world.ada, world.rosa])
      await openCase(
        world.services,
        contact,
        { ...newCase, ...text },
        { workspaceId: vendor, directChannel: 'D0X' },
        world.request(),
      );
    const form = await pat.command('open');
    const asked = await form.submit({ ...bells, ...text, account: idOf.rivertown });
    expect(asked.text).toContain('Is it one of these?');
    expect(asked.text.match(/CB-\d+ Immunization/g)).toHaveLength(1);
    expect(asked.text).toContain('Account*: Rivertown Schools');
    const free = await pat.says('the nurse sees kids as noncompliant, immunization doses of varicella are entered');
    expect(free.text).toContain('Plainview School District');
    expect(free.text).toContain('Rivertown Schools');
  });

  test('of a follow-up keeps the account of the case before it', async ({ pat, idOf, newest, db, world }) => {
    await (await pat.command('open Bells')).submit({ ...bells, account: idOf.rivertown });
    const first = await newest();
    await db.prisma.case.update({
      where: { id: first.id },
      data: { status: 'Closed', closedAt: world.at.now, closeReason: 'Done' },
    });
    const form = await pat.press('follow-up', String(first.number), plainviewChannel);
    expect(form.text).toContain('Follow-up: Bells');
    expect(form.text).not.toContain('Account*');
    expect((await form.submit({ description: 'Again.' })).text).toContain('is open');
    expect(await newest()).toMatchObject({ account: { key: 'rivertown' }, previousCaseId: first.id });
  });
});

describe('an incident', () => {
  test('of one account opens a case for it at once, and one of several asks for which', async ({
    pat,
    incident,
    world,
    idOf,
    newest,
  }) => {
    const one = await incident('Bells of Rivertown', [world.rosa.accountId]);
    expect((await pat.press('affected', one)).text).toContain('is open and linked to the incident');
    expect((await newest()).account.key).toBe('rivertown');
    const all = await incident('Bells of everyone', []);
    const form = await pat.press('affected', all);
    expect(form.text).toContain('Account*: \n');
    await form.submit({ ...bells, subject: 'Mine', module: 'Scheduling', account: idOf.plainview, incident: all });
    expect(await newest()).toMatchObject({ account: { key: 'plainview' }, incidentId: Number(all) });
    expect((await pat.press('affected', all, plainviewChannel)).text).toContain('You already told us');
  });

  test('is shown to them whichever of their accounts it affects, and linked to cases of that account alone', async ({
    pat,
    incident,
    world,
    idOf,
    newest,
  }) => {
    const id = await incident('Bells of Rivertown', [world.rosa.accountId]);
    expect((await pat.home()).text).toContain('Incident · Major · Investigating · Rivertown Schools: Bells of Rivertown');
    expect((await pat.command('notices')).text).toContain('Rivertown Schools');
    expect((await pat.press('notice-view', id)).text).toContain('Rivertown Schools');
    const form = await pat.command('open');
    const about = { ...bells, module: 'Scheduling' };
    expect((await form.change({ ...about, account: idOf.rivertown })).text).toContain('Is it about this incident?');
    expect((await form.change({ ...about, account: idOf.plainview })).text).not.toContain('Is it about this incident?');
    await form.submit({ ...about, account: idOf.plainview, incident: id });
    expect(await newest()).toMatchObject({ account: { key: 'plainview' }, incidentId: null });
  });
});

describe('lists, search and the Home tab', () => {
  test('name the account of each case, for people of several accounts only', async ({ pat, ada, world }) => {
    for (const [contact, subject] of [
      [world.ada, 'Doors of the axolotl'],
      [world.rosa, 'Doors of the dromedary'],
    ] as const)
      await openCase(
        world.services,
        contact,
        { ...newCase, subject },
        { workspaceId: vendor, directChannel: 'D0X' },
        world.request(),
      );
    const rows = ['Plainview School District · Ada Park', 'Rivertown Schools · Rosa Lind'];
    for (const seen of [await pat.command('list'), await pat.command('search doors'), await pat.home()])
      for (const row of rows) expect(seen.text).toContain(row);
    expect((await pat.home()).text).toContain('Cases of Plainview School District, Lakeside and Rivertown Schools');
    expect((await pat.command('search doors account:rivertown')).text).toContain('1 case');
    for (const [typed, meant] of [
      ['axolotel', 'axolotl'],
      ['dromedery', 'dromedary'],
    ]) {
      expect((await pat.command(`search ${typed}`)).text).toContain(`Did you mean “${meant}”`);
      expect((await ada.command(`search ${typed}`)).text.includes(`“${meant}”`)).toBe(meant === 'axolotl');
    }
    expect((await pat.command('search doors as:table')).text).toContain('Account');
    expect((await pat.command('help search')).text).toContain('account:plainview');
    expect((await pat.press('filter', 'doors')).text).toContain('Account: ');
    expect((await pat.command('help')).text).toContain(
      'you are an Authorized Contact of Plainview School District and Rivertown Schools and a Read-Only Contact: you can view and search every case of Lakeside.',
    );
    const hers = [await ada.command('list'), await ada.home(), await ada.press('filter', ''), await ada.command('help search')];
    for (const { text } of hers) expect(text).not.toMatch(/Plainview School District · |Account: |account:plainview/);
  });
});

describe('a change of contacts', () => {
  test('is asked for one account, whose contacts are offered once it is chosen', async ({ pat, idOf, newest }) => {
    const form = await pat.press('modify-contacts', '');
    expect(form.text).toContain('Account*: ');
    const removing = await form.change({ do: 'remove' });
    expect(removing.text).not.toContain('Contact*: ');
    const chosen = await removing.change({ do: 'remove', account: idOf.rivertown });
    const { reply } = chosen;
    const field = reply.kind === 'form' ? reply.form.fields.find(({ name }) => name === 'contact') : undefined;
    const labels = field?.kind === 'choice' ? field.options.map(({ label }) => label) : [];
    expect(labels).toEqual(['Pat Moss · Support', 'Rosa Lind · Support']);
    await form.submit({
      do: 'add',
      account: idOf.rivertown,
      name: 'Jo',
      email: 'jo@rivertown.example',
      type: 'support',
      reason: 'New',
    });
    expect(await newest()).toMatchObject({ account: { key: 'rivertown' }, caseType: 'Modify Support Contacts' });
  });
});

test('an advisor who opens a case for them is asked for which account', async ({ max, idOf, newest }) => {
  const form = await max.command('open Bells');
  expect(form.text).not.toContain('Account');
  const asked = await form.submit({ ...bells, contact: 'pat@center.example' });
  expect(asked.text.split('\n').slice(1, 4)).toEqual(['Contact*: pat@center.example', 'Account*: ', 'Subject*: Bells']);
  expect((await asked.submit({ account: idOf.rivertown })).text).toContain('is open for Pat Moss, Rivertown Schools.');
  expect(await newest()).toMatchObject({ account: { key: 'rivertown' }, contact: { name: 'Pat Moss' }, source: 'phone' });
});
