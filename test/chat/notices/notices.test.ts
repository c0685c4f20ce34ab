// Incidents and maintenance in the list of notices, on the Home tab, in the form for a new case and in channels.
import { describe, expect } from 'vitest';
import { declareNotice } from '../../../src/usecases/notices/declare-notice.ts';
import { closeNotice, updateNotice } from '../../../src/usecases/notices/update-notice.ts';
import type { NoticeInput } from '../../../src/domain/notice-input.ts';
import { renderDelivery } from '../../../src/chat/render-delivery.ts';
import { readCard } from '../read-card.ts';
import { test as base } from '../harness.ts';

const it = base
  /** Declares an incident. @returns its id */
  /** What was announced in channels about their notices, in order. */
  .extend('announced', { scope: 'file' }, ({ harness }) => async (): Promise<string[]> => {
    const rows = await harness.db.prisma.delivery.findMany({
      where: { kind: 'announcement' },
      include: { destination: true },
      orderBy: { id: 'asc' },
    });
    const views = await Promise.all(rows.map(({ id }) => renderDelivery(harness.world.services, id)));
    return rows.map(({ destination }, n) => `${destination.channelId}: ${views[n] ? readCard(views[n].card) : ''}`);
  })
  .extend('incident', { scope: 'file' }, ({ harness }) => async (over: Partial<NoticeInput> = {}): Promise<number> => {
    const { world } = harness;
    const input: NoticeInput = {
      ...{ kind: 'incident', title: 'Grade Book is slow', severity: 'major', state: 'Investigating', modules: ['Grade Book'] },
      ...{ everyAccount: true, accountIds: [], message: 'Pages take a minute.', instructions: null },
      ...{ startsAt: world.at.now, endsAt: null, nextUpdateAt: null },
      ...over,
    };
    const out = await declareNotice(world.services, { ...world.max, lead: true }, input, {}, world.request());
    if (out === 'repeat') throw new Error('a repeat');
    return out.id;
  })
  .extend(
    'banners',
    { scope: 'file' },
    ({ harness }) =>
      async () =>
        (
          await harness.db.prisma.delivery.findMany({
            where: { kind: 'banner', withdrawn: false },
            include: { destination: true, banner: { include: { notice: true } } },
            orderBy: { id: 'asc' },
          })
        ).map(({ destination, banner }) => `${destination.channelId}: ${banner?.notice.title ?? ''}`),
  );

let [plainview, rivertown] = [0, 0];

it.beforeAll(async ({ harness }) => {
  const { db, world } = harness;
  await db.prisma.person.update({ where: { id: world.max.id }, data: { lead: true } });
  const id = async (key: string) => (await db.prisma.account.findUniqueOrThrow({ where: { key } })).id;
  [plainview, rivertown] = [await id('plainview'), await id('rivertown')];
});

it.beforeEach(async ({ harness }) => {
  await harness.db.prisma.$executeRaw`truncate "case", notice, banner, delivery cascade`;
  await harness.db.prisma.channel.deleteMany({ where: { purposes: { has: 'notices' } } });
});

const question = { caseType: 'Question', module: 'Grade Book', description: 'Since seven.' };

const ofRivertown = () => ({ title: 'Only there', everyAccount: false, accountIds: [rivertown] });

describe('a banner', () => {
  it('says that there is no need to call only where a support phone is configured', async ({ harness, incident }) => {
    const { max, world } = harness;
    const id = String(await incident());
    expect((await max.press('notice-view', id)).text).toContain("We're on it. No need to call.");
    world.services.settings = { ...world.services.settings, supportPhone: null };
    const without = (await max.press('notice-view', id)).text;
    world.services.settings = { ...world.services.settings, supportPhone: '+1 800 555 0100' };
    expect(without).toContain("We're on it.");
    expect(without).not.toContain('No need to call');
  });
});

describe('notices', () => {
  it('are listed with open ones first, without those of other accounts', async ({ incident, harness }) => {
    const over = await incident({ title: 'Yesterday' });
    const lead = { ...harness.world.max, lead: true };
    const end = { id: over, state: 'Resolved' as const, message: 'It is over.', verify: 'none' as const };
    await closeNotice(harness.world.services, lead, end, harness.world.request());
    await incident();
    const hidden = await incident(ofRivertown());
    const list = await harness.ada.says('notices');
    expect(list.text).toContain('2 notices, 1 open');
    expect(list.text.indexOf('Grade Book is slow')).toBeLessThan(list.text.indexOf('Yesterday'));
    expect(list.text).not.toContain('Only there');
    expect((await harness.ada.press('notice-view', String(hidden))).text).toContain("We couldn't find that notice.");
    expect((await harness.rosa.says('notices')).text).toContain('Only there');
    expect((await harness.max.says('notices')).text).toContain('3 notices, 2 open');
    expect((await harness.sam.says('notices')).text).not.toContain('slow');
  });

  it('say in the preview of maintenance that a typed time does not exist on the night the clocks spring forward', async ({
    harness,
  }) => {
    const form = await harness.max.command('maintenance Upgrade');
    const times = { startDate: '2027-03-14', startTime: '2:30 am', endDate: '2027-03-14', endTime: '4:00 am' };
    const preview = await form.submit({ message: 'Sign-in is down.', ...times });
    expect(preview.text).toContain("2:30 AM doesn't exist on Mar 14, 2027: the clocks spring forward. The start is 3:00 AM.");
  });

  it('have an explanation instead when the list is empty', async ({ harness }) => {
    expect((await harness.ada.says('notices')).text).toContain('No incidents or maintenance affect your account.');
  });

  it('open with all their updates, and with actions for leads only', async ({ incident, harness }) => {
    const id = await incident();
    const request = { id, state: 'Identified' as const, message: 'It is the disk.', nextUpdateAt: null };
    await updateNotice(harness.world.services, { ...harness.world.max, lead: true }, request, harness.world.request());
    const hers = await harness.ada.press('notice-view', String(id));
    for (const text of ['Incident · Major · Identified', 'It is the disk.', 'Pages take a minute.', "[We're affected too]"])
      expect(hers.text).toContain(text);
    expect(hers.text).not.toContain('[Resolve]');
    for (const action of ['notice-close', 'notice-update', 'notice-change', 'notice-progress', 'declare'])
      expect((await harness.ada.press(action, action === 'declare' ? 'incident' : String(id))).text).toContain('Only leads');
    expect((await harness.max.press('notice-view', String(id))).text).toContain('[Resolve]');
  });

  it('show a lead the update that another lead posted meanwhile, and keep what they typed', async ({ incident, harness }) => {
    const id = await incident();
    const { db, world, max, tia } = harness;
    await db.prisma.person.update({ where: { id: world.tia.id }, data: { lead: true } });
    const hers = await tia.press('notice-update', String(id));
    await (await max.press('notice-update', String(id))).submit({ message: 'It is the disk.', state: 'Identified' });
    const fingerprint = await hers.submit({ message: 'We still look.', state: 'Investigating' });
    expect(fingerprint.text).toContain('Max Reyes posted an update while you were writing (Identified): “It is the disk.”');
    expect(fingerprint.text).toContain('We still look.');
    expect(await db.prisma.notice.findFirstOrThrow()).toMatchObject({ state: 'Identified' });
    expect((await fingerprint.submit({ state: 'Monitoring' })).text).toContain('Update posted.');
    expect(await db.prisma.notice.findFirstOrThrow()).toMatchObject({ state: 'Monitoring' });
    const change = await max.press('notice-change', String(id));
    await (await tia.press('notice-update', String(id))).submit({ message: 'All green.', state: 'Monitoring' });
    const preview = await change.submit({ title: 'Grade Book was slow', nextUpdate: '1h' });
    expect((await preview.submit()).text).toContain('Tia Holm posted an update while you were writing');
    await db.prisma.person.update({ where: { id: world.tia.id }, data: { lead: false } });
  });

  it("quote the start of another lead's long update as plain text, cut at a word", async ({ incident, harness }) => {
    const id = await incident();
    const { db, world, max, tia } = harness;
    await db.prisma.person.update({ where: { id: world.tia.id }, data: { lead: true } });
    const hers = await tia.press('notice-update', String(id));
    const long = `**Found it.** ${'elementary '.repeat(40)}`;
    await (await max.press('notice-update', String(id))).submit({ message: long, state: 'Identified' });
    const { text } = await hers.submit({ message: 'We still look.', state: 'Investigating' });
    expect(text).toMatch(/\(Identified\): “Found it\. (elementary )*elementary…”/);
    await db.prisma.person.update({ where: { id: world.tia.id }, data: { lead: false } });
  });

  it('refuse a time that cannot be read without cutting it', async ({ harness }) => {
    const form = await harness.max.press('declare', 'incident');
    const typed = (startTime: string) =>
      form.submit({ title: 'Slow', severity: 'major', message: 'Slow.', startDate: '2026-11-02', startTime });
    expect((await typed('about ten')).text).toContain("“about ten” isn't a time. Enter one such as 10:00 PM.");
    expect((await typed('some time in the late evening')).text).toContain("This isn't a time. Enter one such as 10:00 PM.");
  });

  it('are at the top of the Home tab for accounts that are affected', async ({ incident, harness }) => {
    await incident(ofRivertown());
    expect((await harness.ada.home()).text).not.toContain('Only there');
    expect((await harness.rosa.home()).text).toContain('Incident · Major · Investigating: Only there');
    expect((await harness.max.home()).text).toContain('[Declare incident]');
    expect((await harness.ada.home()).text).not.toContain('[Declare incident]');
  });
});

describe('opening a case', () => {
  it('asks about the incident on an affected module, links the case, and does not ask for a call', async ({
    incident,
    harness,
  }) => {
    const id = await incident();
    const form = await harness.ada.command('open');
    expect(form.text).toContain('Grade Book is slow');
    const asked = await form.submit({ ...question, subject: 'Slow here, too', priority: 'Critical' });
    expect(asked.text).toContain('Is it about this incident?');
    const done = await asked.submit({});
    expect(done.text).toContain('Linked to the incident “Grade Book is slow”');
    expect(done.text).not.toContain('Critical issue?');
    const found = await harness.db.prisma.case.findFirstOrThrow();
    expect(found).toMatchObject({ incidentId: id, phoneCallExpected: false, incidentLinkedAt: harness.world.at.now });
    expect((await harness.conversation(found.number, 'contact'))[0]).toContain('Grade Book is slow · Investigating');
    expect((await harness.conversation(found.number, 'advisor'))[0]).toContain('Grade Book is slow · Investigating');
  });

  it('accepts that the case is about something else, and does not ask for other modules', async ({ incident, harness }) => {
    await incident();
    const asked = await (
      await harness.ada.command('open')
    ).submit({ ...question, subject: 'Something else', priority: 'Critical' });
    expect((await asked.submit({ incident: 'none' })).text).toContain('Critical issue?');
    const other = await (
      await harness.ada.command('open')
    ).submit({ ...question, module: 'Fees', subject: 'Fees', priority: 'Low' });
    expect(other.text).toContain('is open');
    expect(await harness.db.prisma.case.count({ where: { incidentId: null } })).toBe(2);
  });

  it('does not link the case to an incident of another account', async ({ incident, harness }) => {
    const hidden = await incident(ofRivertown());
    const form = await harness.ada.command('open');
    expect(form.text).not.toContain('Only there');
    await form.submit({ ...question, subject: 'Forged', priority: 'Low', incident: String(hidden) });
    expect(await harness.db.prisma.case.findFirstOrThrow()).toMatchObject({ incidentId: null });
    expect((await harness.ada.press('affected', String(hidden))).text).toContain("We couldn't find that notice.");
    expect((await harness.rita.press('affected', String(await incident()))).text).toContain('Read-Only');
  });

  it('asks an advisor about the incident that affects the contact’s account', async ({ incident, harness }) => {
    const id = await incident(ofRivertown());
    const form = await harness.max.command('open');
    const asked = await form.submit({ ...question, contact: 'rosa@rivertown.example', subject: 'By phone', priority: 'Low' });
    expect(asked.text).toContain('Yes: Only there');
    await asked.submit({});
    expect(await harness.db.prisma.case.findFirstOrThrow()).toMatchObject({ incidentId: id, accountId: rivertown });
  });

  it('lets an advisor link the case later, only to incidents that affect its account', async ({ harness, incident }) => {
    const number = await harness.world.open();
    await incident(ofRivertown());
    expect((await harness.max.press('link-incident', String(number))).text).toContain(
      'No open incident affects Plainview School District.',
    );
    const id = await incident();
    await (await harness.max.press('link-incident', String(number))).submit({ incident: String(id) });
    expect(await harness.db.prisma.case.findFirstOrThrow()).toMatchObject({ incidentId: id });
    expect((await harness.conversation(number, 'contact')).join('\n')).toContain('linked the case to an incident:');
    for (const reader of [harness.max, harness.ada]) {
      const entry = (await reader.command(`history CB-${number}`)).text
        .split('\n')
        .find((line) => line.includes('linked the case'));
      expect(entry?.match(/Grade Book is slow/g)).toHaveLength(1);
      expect(entry).toContain('Grade Book is slow · Pages take a minute.');
    }
    expect((await harness.ada.press('link-incident', String(number))).text).toContain('Only advisors can do that.');
  });
});

describe('the channels command', () => {
  const help = { channelId: 'C0NEW', kind: 'channel' as const };

  it('turns notices on for this channel and posts open ones at once; stopping deletes them', async ({
    incident,
    banners,
    announced,
    harness,
  }) => {
    await incident();
    await incident(ofRivertown());
    expect(await banners()).toEqual([]);
    const off = await harness.ada.command('channels', { ...help, name: 'plainview-news' });
    expect(off.text).toContain('Notices are off for this channel');
    expect(off.text).toContain('affecting Plainview School District');
    expect(await banners()).toEqual([]);
    const card = await off.press('Turn on notices');
    expect(card.text).toContain('Notices are on for this channel');
    expect(await announced()).toEqual(['C0NEW: Ada Park turned on incident and maintenance notices for this channel.']);
    expect(await banners()).toEqual(['C0NEW: Grade Book is slow']);
    await harness.ada.command('channels', help);
    expect(await banners()).toHaveLength(1);
    expect((await card.press('Post changes only')).text).toContain('only when something changes');
    expect((await announced()).at(-1)).toBe('C0NEW: Ada Park set this channel to get notices only when something changes.');
    expect(await harness.db.prisma.channel.findFirstOrThrow({ where: { channelId: 'C0NEW' } })).toMatchObject({
      changesOnly: true,
    });
    expect((await harness.ada.says('channels')).text).toContain('#plainview-news (Slack)');
    const stop = await harness.ada.command('channels stop', help);
    expect(stop.text).toContain('Stop notices for #plainview-news (Slack)?');
    expect(await banners()).toHaveLength(1);
    expect((await stop.press('Stop notices')).text).toContain('Notices are off for this channel.');
    expect((await announced()).at(-1)).toContain('C0NEW: Ada Park turned off incident and maintenance notices');
    expect(await banners()).toEqual([]);
    expect((await harness.ada.says('channels')).text).toContain('No channel gets notices yet.');
  });

  it('is for leads and Authorized Contacts, for their own account, in their own workspace', async ({ harness }) => {
    expect((await harness.rita.command('channels', help)).text).toContain('Read-Only');
    expect((await harness.tia.command('channels', help)).text).toContain('Only leads can do that, and Authorized Contacts');
    const card = await (await harness.ada.command('channels', help)).press('Turn on notices');
    // a contact of another account uses somebody else's button
    const { value } = card.control('Stop notices') as { value: string };
    expect((await harness.rosa.press('channel-stop', value)).text).toContain('Notices are off for this channel.');
    expect((await harness.rosa.press('channel-changes', value)).text).toContain('Notices are off for this channel.');
    expect(await harness.db.prisma.channel.count({ where: { channelId: 'C0NEW', changesOnly: false, active: true } })).toBe(1);
  });

  it('refuses a queue to a contact in the vendor’s workspace, where a lead can name the account', async ({
    harness,
    incident,
    banners,
  }) => {
    expect((await harness.rosa.command('channels', { ...help, channelId: 'C0QUEUE' })).text).toContain(
      'already used for something else',
    );
    await incident(ofRivertown());
    await incident();
    expect(
      (await (await harness.max.command('channels', { ...help, channelId: 'C0OWN' })).press('Turn on notices')).text,
    ).toContain('affecting any account,');
    expect(await banners()).toEqual(['C0OWN: Grade Book is slow']);
    expect((await harness.max.command('channels nowhere', { ...help, channelId: 'C0RIV' })).text).toContain(
      "couldn't find an account named “nowhere”",
    );
    const off = await harness.max.command('channels rivertown', { ...help, channelId: 'C0RIV' });
    expect((await off.press('Turn on notices')).text).toContain('Rivertown Schools');
    expect((await harness.rosa.command('channels', { ...help, channelId: 'C0OWN' })).text).toContain(
      'already used for something else',
    );
    expect(await harness.db.prisma.channel.count({ where: { accountId: plainview, purposes: { has: 'notices' } } })).toBe(0);
  });
});
