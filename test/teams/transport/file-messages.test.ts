// Files as Teams shows them in a personal chat: offered, uploaded when the person takes them, with a link otherwise.
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { Card, CardFile } from '../../../src/cards/elements.ts';
import { onFileConsent } from '../../../src/teams/incoming/file-consent.ts';
import type { Adapter, IncomingActivity } from '../../../src/teams/incoming/adapter.ts';
import type { InvokeValue } from '../../../src/teams/incoming/payload.ts';
import type { Message } from '../../fake-teams/state.ts';
import { pdf, startTeams, storedFile } from './fixtures.ts';

let teams: Awaited<ReturnType<typeof startTeams>>;
let deliveryId = 0;
beforeAll(async () => {
  teams = await startTeams();
});
afterAll(() => teams.stop());
afterEach(() => {
  teams.fake.passMs(60_000);
  teams.app.supportsFiles = true;
  expect([teams.fake.violations, teams.fake.refusals]).toEqual([[], []]);
});

const cardOf = (file: CardFile): Card => ({
  summary: `CB-1 Ada Park: ${file.name}`,
  about: 'CB-1 · Grades',
  file,
  elements: [{ kind: 'files', files: [file] }],
});

async function sent(card: Card, where = teams.rosa.direct): Promise<Message> {
  deliveryId += 1;
  return where.message(await teams.transport.send(teams.target(where), card, deliveryId))!;
}

const updated = ({ id }: Message, card: Card, where = teams.rosa.direct) =>
  teams.transport.update({ ...teams.target(where), messageId: id }, card, deliveryId);

/** The person decides, and the bot records it. */
async function decided(message: Message, action: 'accept' | 'decline'): Promise<void> {
  const { fake, hosts, clock, copies, rosa, tenant } = teams;
  const offer = message.attachments[0]!;
  const { sizeInBytes, acceptContext } = offer.content as { sizeInBytes: number; acceptContext: unknown };
  const adapter = {
    clock,
    router: { ended: () => undefined },
    files: { hosts, answerOffer: async (_: unknown, id: number, copy: string) => (await copies.save(id, 7, copy), true) },
  } as unknown as Adapter;
  const incoming = {
    speaker: { platform: 'teams', workspaceId: tenant.id, userId: rosa.user.id },
    place: { channelId: rosa.direct.id, kind: 'direct' },
  } as IncomingActivity;
  const uploadInfo = action === 'accept' ? fake.uploads.start(offer.name!, sizeInBytes, rosa.direct) : undefined;
  await onFileConsent(adapter, incoming, { action, context: acceptContext, uploadInfo } as unknown as InvokeValue);
}

const kept = () => [...teams.rosa.direct.drive.values()];
const large = Buffer.alloc(7_000_000, 'grades ');

it('offers a file, uploads it in pieces once the person takes it, and shows it from then on', async () => {
  const card = cardOf(await storedFile(teams.store, large, 'grades: fall?.csv'));
  const message = await sent(card);
  expect(teams.rosa.sees(message)).toBe('CB-1 · Grades\ngrades fall .csv, 7000000 bytes\n[Allow]\n[Decline]');
  await updated(message, card);
  expect(teams.rosa.sees(message)).toContain('[Allow]');
  await decided(message, 'accept');
  await updated(message, card);
  expect(teams.rosa.sees(message)).toBe('grades fall .csv in OneDrive');
  expect(kept().at(-1)?.content.equals(large)).toBe(true);
  const count = kept().length;
  await updated(message, card);
  expect([teams.rosa.sees(message), kept().length]).toEqual(['grades fall .csv in OneDrive', count]);
});

it('continues an interrupted upload where it stopped', async () => {
  const card = cardOf(await storedFile(teams.store, large));
  const message = await sent(card);
  await decided(message, 'accept');
  teams.fake.fail('upload', 'passes', 'passes', { kind: 'status', status: 503 });
  await expect(updated(message, card)).rejects.toMatchObject({ kind: 'failed', code: 'upload_http_503' });
  teams.fake.fail('upload', { kind: 'lost-answer' });
  await expect(updated(message, card)).rejects.toMatchObject({ kind: 'failed', code: 'upload_failed' });
  await updated(message, card);
  expect(teams.rosa.sees(message)).toBe('plan.pdf in OneDrive');
  expect(kept().at(-1)?.content.equals(large)).toBe(true);
});

it('asks what has arrived when a piece is refused as a repeat', async () => {
  const card = cardOf(await storedFile(teams.store, large));
  const message = await sent(card);
  await decided(message, 'accept');
  const before = kept().length;
  teams.fake.fail('upload', 'passes', { kind: 'status', status: 416 });
  await expect(updated(message, card)).rejects.toMatchObject({ kind: 'failed', code: 'upload_http_416' });
  expect(kept().length).toBe(before);
  await updated(message, card);
  expect(kept().at(-1)?.content.equals(large)).toBe(true);
});

it('shows the download instead when the person declines, or the place for the file no longer exists', async () => {
  const card = cardOf(await storedFile(teams.store, pdf.content));
  const declined = await sent(card);
  await decided(declined, 'decline');
  await updated(declined, card);
  expect(teams.rosa.sees(declined)).toContain('[Download plan.pdf]');
  const expired = await sent(card);
  await decided(expired, 'accept');
  teams.fake.uploads.expire();
  await updated(expired, card);
  expect(teams.rosa.sees(expired)).toContain('[Download plan.pdf]');
  const late = await sent(card);
  await decided(late, 'accept');
  teams.clock.time = new Date(teams.clock.time.getTime() + 11 * 60_000);
  await updated(late, card);
  expect(teams.rosa.sees(late)).toContain('[Download plan.pdf]');
});

it('shows the download where Teams accepts no offers: without supportsFiles, in channels and in group chats', async () => {
  const card = cardOf(await storedFile(teams.store, pdf.content));
  const { rosa, help, group, app } = teams;
  app.supportsFiles = false;
  const message = await sent(card);
  expect(rosa.sees(message)).toContain('[Download plan.pdf]');
  await updated(message, card);
  expect(rosa.sees(message)).toContain('[Download plan.pdf]');
  for (const where of [help, group]) {
    const shown = await sent(card, where);
    await updated(shown, card, where);
    expect(rosa.sees(shown)).toContain('[Download plan.pdf]');
  }
});

it('forgets what it knows of a file when its message is deleted', async () => {
  const card = cardOf(await storedFile(teams.store, pdf.content));
  const message = await sent(card);
  await decided(message, 'decline');
  await teams.transport.remove({ ...teams.target(teams.rosa.direct), messageId: message.id }, deliveryId);
  expect([message.deleted, await teams.copies.list(deliveryId)]).toEqual([true, []]);
});
