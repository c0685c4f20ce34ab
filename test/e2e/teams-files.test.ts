// Files on Teams, through the whole bot: from one side of a case to the other, and who may answer the offer of a file.
import { loadImage } from '@napi-rs/canvas';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Message } from '../fake-teams/state.ts';
import { picture } from '../files/samples.ts';
import { allOf } from '../teams/render/visible-card.ts';
import { asked, openTeamsHarness, riverTenant, seen, type TeamsHarness } from './teams-harness.ts';

let harness: TeamsHarness;
let offer: { deliveryId: number; fileId: number };
beforeAll(async () => {
  harness = await openTeamsHarness();
  offer = await offeredFile(harness);
});
afterAll(() => harness.stop());

/** A file that was offered to Rosa in her chat with the bot. */
async function offeredFile({ rosa, db }: TeamsHarness): Promise<{ deliveryId: number; fileId: number }> {
  await rosa.press(await asked(rosa, 'open With files', '[Open a case]'), 'Open a case');
  await rosa.submit({ module: 'Attendance', priority: 'Medium', description: 'x' }, 'Open case');
  rosa.closeDialog();
  await seen(rosa, rosa.direct, 'With files', 'Status: New');
  const of = await db.prisma.delivery.findFirst({
    where: { kind: 'card', destination: { channelId: rosa.direct.id } },
    select: { caseId: true, conversationId: true, destinationId: true },
  });
  if (of?.caseId == null) throw new Error('the card belongs to a case');
  const file = await db.prisma.file.create({
    data: {
      caseId: of.caseId,
      position: 0,
      name: 'plan.pdf',
      state: 'stored',
      uploadedByName: 'Max Reyes',
      createdAt: new Date(),
    },
  });
  const { id } = await db.prisma.delivery.create({
    data: { kind: 'file', ...of, fileId: file.id, externalId: 'offer-1', state: 'sent', deliveredVersion: 1 },
  });
  return { deliveryId: Number(id), fileId: file.id };
}

const answer = (person: TeamsHarness['rosa'], value: object) =>
  person.postRaw(person.activity({ type: 'invoke', name: 'fileConsent/invoke', id: 'f:1', replyToId: 'offer-1', value }));

const uploadInfo = () => harness.teams.uploads.start('plan.pdf', 10, harness.rosa.direct);

async function recorded() {
  const copy = await harness.db.prisma.fileCopy.findFirst({ where: { deliveryId: offer.deliveryId } });
  return copy && (JSON.parse(copy.externalId) as { state: string });
}

it('ignores an answer of somebody else, of another delivery, and one that says neither yes nor no', async () => {
  const { rosa, omar } = harness;
  const context = { delivery: offer.deliveryId };
  await omar.say('hello');
  for (const [person, value] of [
    [omar, { action: 'accept', context, uploadInfo: uploadInfo() }],
    [rosa, { action: 'accept', context: { delivery: offer.deliveryId + 1_000 }, uploadInfo: uploadInfo() }],
    [rosa, { action: 'accept', context: { delivery: '1; drop table' } }],
    [rosa, { action: 'maybe', context }],
    [rosa, { action: 'accept' }],
  ] as const)
    expect(await answer(person, value)).toMatchObject({ status: 200 });
  expect(await recorded()).toBeNull();
});

it('records the first answer, has the message updated, and takes a repeat for none', async () => {
  const { rosa, db } = harness;
  const context = { delivery: offer.deliveryId };
  const version = async () => (await db.prisma.delivery.findUniqueOrThrow({ where: { id: offer.deliveryId } })).desiredVersion;
  const before = await version();
  const accepted = { action: 'accept', context, uploadInfo: uploadInfo() };
  const answers = await Promise.all([answer(rosa, accepted), answer(rosa, accepted)]);
  expect(answers.map(({ status, body }) => [status, body])).toEqual([
    [200, ''],
    [200, ''],
  ]);
  await answer(rosa, { action: 'decline', context });
  expect([await recorded(), (await version()) - before]).toMatchObject([{ state: 'accepted' }, 1]);
});

it('does not keep an address for uploads that is not in OneDrive', async () => {
  await harness.db.prisma.fileCopy.deleteMany({ where: { deliveryId: offer.deliveryId } });
  const info = { ...uploadInfo(), uploadUrl: 'https://evil.example/upload' };
  await answer(harness.rosa, { action: 'accept', context: { delivery: offer.deliveryId }, uploadInfo: info });
  expect(await recorded()).toEqual({ state: 'failed' });
});

const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';
const png = { name: 'shot.png', type: 'image/png', content: Buffer.from(pixel, 'base64') };
const pdf = { name: 'plan & map.pdf', type: 'application/pdf', content: Buffer.from('%PDF-1.7 the plan') };

describe('a case whose contact and advisors are on Teams', () => {
  /** Rosa's card in her chat, and the card in the advisors' channel. */
  let hers: Message;
  let theirs: Message;

  beforeAll(async () => {
    const { rosa, tia, feesQueue } = harness;
    await rosa.press(await asked(rosa, 'open Fees with files', '[Open a case]'), 'Open a case');
    await rosa.submit({ module: 'Fees', priority: 'Medium', description: 'x' }, 'Open case');
    rosa.closeDialog();
    hers = await seen(rosa, rosa.direct, 'Fees with files', 'Status: New');
    theirs = await seen(tia, feesQueue, 'Fees with files');
  });

  it('carries a picture and a file from a personal chat into the channel of the other side', async () => {
    const { rosa, tia, feesQueue, teams, db } = harness;
    await rosa.say('See both', { quoting: hers, files: [pdf, png] });
    const post = await seen(tia, feesQueue, 'See both', '[image.png]', '[Download plan & map.pdf]');
    const urls = allOf<{ type: string; url: string }>(tia.cardOf(post), 'Image').map(({ url }) => new URL(url));
    expect(urls.map(({ pathname, searchParams }) => [pathname.split('/')[2], searchParams.get('show')])).toEqual([
      ['attachments', '1'],
    ]);
    const files = await db.prisma.file.findMany({ where: { post: { body: 'See both' } }, orderBy: { position: 'asc' } });
    expect(files.map(({ name, state, size, source }) => ({ name, state, size, source }))).toEqual([
      { name: 'plan & map.pdf', state: 'stored', size: pdf.content.length, source: null },
      { name: 'image.png', state: 'stored', size: png.content.length, source: null },
    ]);
    expect(teams.violations.filter((what) => what.includes('token'))).toEqual([]);
  });

  it('shows a large screenshot as a picture of the size that Teams takes, in personal chats, channels and group chats', async () => {
    const { rosa, tia, feesQueue, group, db, bot } = harness;
    const screenshot = { ...png, content: await picture(2_560, 1_440) };
    const { id: accountId } = await db.prisma.account.findUniqueOrThrow({ where: { key: 'rivertown' } });
    const shared = { platform: 'teams' as const, workspaceId: riverTenant, channelId: group.id };
    await db.prisma.channel.create({ data: { ...shared, purposes: ['cases'], accountId } });
    await rosa.press(await asked(rosa, 'open Shared fees', '[Open a case]', { in: group, mention: true }), 'Open a case');
    await rosa.submit({ module: 'Fees', priority: 'Medium', description: 'x' }, 'Open case');
    rosa.closeDialog();
    const inGroup = await seen(rosa, group, 'Shared fees', 'Status: New');
    const inQueue = await seen(tia, feesQueue, 'Shared fees');
    await rosa.say('Seen from the group', { in: group, quoting: inGroup, files: [screenshot] });
    await tia.say('Seen from the queue', { thread: inQueue, files: [screenshot] });
    await tia.say('Seen by Rosa alone', { thread: theirs, files: [screenshot] });
    for (const [person, where, text] of [
      [tia, feesQueue, 'Seen from the group'],
      [rosa, group, 'Seen from the queue'],
      [rosa, rosa.direct, 'Seen by Rosa alone'],
    ] as const) {
      const card = person.cardOf(await seen(person, where, text, '[image.png]'));
      const [image] = allOf<{ type: string; url: string; selectAction: { url: string } }>(card, 'Image');
      const get = async (url = '') => fetch(url.replace('http://localhost:3000', bot.url));
      const copy = Buffer.from(await (await get(image?.url)).arrayBuffer());
      const { width, height } = await loadImage(copy);
      expect([width, height, copy.length <= 1_048_576], text).toEqual([1_024, 576, true]);
      const full = Buffer.from(await (await get(image?.selectAction.url)).arrayBuffer());
      expect(full.equals(screenshot.content), text).toBe(true);
    }
  });

  it('carries a picture from a channel, and the link of a file that lives in SharePoint', async () => {
    const { rosa, tia } = harness;
    await tia.say('Look at this', { thread: theirs, files: [png, pdf] });
    await seen(rosa, rosa.direct, 'Look at this', '[image.png]', 'plan & map.pdf');
    await seen(tia, harness.feesQueue, 'only the link was passed on');
  });

  it('offers a file in the chat of the other side, uploads it when it is taken, and shows it in their OneDrive', async () => {
    const { rosa, tia } = harness;
    const number = /CB-\d+/.exec(rosa.sees(hers))?.[0] ?? '';
    await tia.say(`post ${number} Here is the plan`, { files: [pdf] });
    const post = await seen(rosa, rosa.direct, 'Here is the plan');
    expect(rosa.sees(post)).not.toContain('Download');
    const offer = await seen(rosa, rosa.direct, 'plan & map.pdf', '[Allow]');
    await rosa.accept(offer, { times: 2 });
    await seen(rosa, rosa.direct, 'plan & map.pdf in OneDrive');
    expect([...rosa.direct.drive.values()].map(({ content }) => content)).toEqual([pdf.content]);
  });

  it('shows the download to somebody who declines', async () => {
    const { rosa, tia } = harness;
    const number = /CB-\d+/.exec(rosa.sees(hers))?.[0] ?? '';
    await tia.say(`post ${number} Another one`, { files: [{ ...pdf, name: 'other.pdf' }] });
    await rosa.decline(await seen(rosa, rosa.direct, 'other.pdf', '[Allow]'));
    await seen(rosa, rosa.direct, '[Download other.pdf]');
  });

  it('keeps the picture when its post is edited, and takes it along when the post is deleted', async () => {
    const { rosa, tia, bot } = harness;
    const message = await tia.say('First text', { thread: theirs, files: [png] });
    const post = await seen(rosa, rosa.direct, 'First text', '[image.png]');
    await tia.edit(message, 'Second text');
    await seen(rosa, rosa.direct, 'Second text', '[image.png]');
    await tia.remove(message);
    await bot.worker.idle();
    await expect.poll(() => post.deleted).toBe(true);
  });

  it('says what an administrator must do where nobody has allowed the bot to read pictures, to the author and once to the leads', async () => {
    const { rosa, tia, campus, db } = harness;
    await db.prisma.person.update({ where: { email: tia.user.email }, data: { lead: true } });
    campus.app.consent = false;
    await tia.say('No consent', { thread: theirs, mention: true, files: [png] });
    await seen(rosa, rosa.direct, 'No consent', "“image.png” wasn't sent: we aren't allowed to read files there yet.");
    await seen(tia, harness.feesQueue, "“image.png” wasn't sent: we aren't allowed to read files there yet.");
    await tia.say('Once more', { thread: theirs, mention: true, files: [png] });
    await seen(rosa, rosa.direct, 'Once more', "“image.png” wasn't sent");
    campus.app.consent = true;
    await seen(tia, tia.direct, 'No consent', 'install the app again and accept its permissions');
    const alerts = await db.prisma.delivery.findMany({
      where: { kind: 'alert', post: { body: { in: ['No consent', 'Once more'] } } },
      select: { post: { select: { body: true } } },
    });
    expect(alerts.map(({ post }) => post?.body)).toEqual(['No consent']);
  });
});
