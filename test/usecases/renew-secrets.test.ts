// Changing CASEBRIDGE_SECRET_KEY while the bot runs: what the database holds, with which key it can be read, and what `doctor` says.
import { expect } from 'vitest';
import { checkKeys } from '../../src/cli/doctor/check-keys.ts';
import { storedInstallations } from '../../src/db/installations.ts';
import type { SecretKeys } from '../../src/ports.ts';
import { loadDraft, saveDraft } from '../../src/usecases/cases/drafts.ts';
import { addPost } from '../../src/usecases/cases/add-post.ts';
import { acceptFiles } from '../../src/usecases/files/accept-files.ts';
import { countSecrets, renewSecrets } from '../../src/usecases/renew-secrets.ts';
import { pdf } from '../files/contents.ts';
import { test as base, vendor } from './fixtures.ts';

const [old, current, stranger] = [1, 2, 3].map((byte) => Buffer.alloc(32, byte)) as [Buffer, Buffer, Buffer];
const installed = {
  ...{ workspaceId: 'T0PLAIN', enterpriseId: null, name: 'Plainview', appId: 'A0CASE', botUserId: 'U', botId: 'B', scopes: [] },
  token: 'xoxb-plainview',
};
const changedAt = new Date('2026-11-24T15:00:00Z');

const test = base
  .extend('useKeys', { scope: 'file' }, ({ services }) => (...keys: SecretKeys) => {
    if (!services.files) throw new Error('no files');
    services.files.secretKeys = keys;
  })
  .extend('stored', { scope: 'file' }, ({ services, db }) => async (...keys: SecretKeys) => ({
    counts: await countSecrets(services, keys),
    doctor: (await checkKeys({ secretKeys: keys }, db)).map(({ verdict, text }) => `${verdict}: ${text}`),
  }));

test('encrypts everything with the new key, then says that the old one can go', async ({
  db,
  services,
  files,
  open,
  ada,
  request,
  useKeys,
  stored,
  at,
}) => {
  at.now = changedAt;
  useKeys(old);
  expect(await renewSecrets(services)).toEqual({ renewed: 0, unreadable: 0 });
  await storedInstallations(db, [old], services.clock).save('slack', installed);
  const sent = { platform: 'slack' as const, workspaceId: vendor, files: [files.source.add('a.pdf', pdf('a'))] };
  const draft = await saveDraft(services, ada, { text: 'Later', files: sent });
  await addPost(services, ada, { number: await open(), text: '' }, { ...request(), files: acceptFiles(services, sent).files });
  expect((await stored(old)).doctor).toEqual(['ok: decrypts 3 stored secrets']);

  at.now = new Date(changedAt.getTime() + 3_600_000);
  useKeys(current, old);
  expect((await stored(current)).doctor).toEqual([expect.stringContaining('fail: 3 stored secrets cannot be decrypted')]);
  expect((await stored(current, old)).doctor).toEqual([
    expect.stringContaining('warn: 3 of 3 stored secrets still need a fallback key'),
  ]);
  expect(await renewSecrets(services)).toEqual({ renewed: 3, unreadable: 0 });
  expect((await stored(current)).counts).toEqual({ current: 3, former: 0, unreadable: 0 });
  expect((await stored(current, old)).doctor).toEqual([
    expect.stringMatching(
      /^ok: nothing stored needs fallback key 1; it can go\. It was last the current key on 2026-11-24: .* \(they expire by 2026-12-08\), .* \(by 2027-12-29\)/,
    ),
  ]);

  useKeys(current);
  expect((await storedInstallations(db, [current], services.clock).find('slack', 'T0PLAIN'))?.token).toBe('xoxb-plainview');
  expect((await loadDraft(services, ada, draft)).files).toMatchObject({ files: [{ name: 'a.pdf' }] });
  expect(await renewSecrets(services)).toEqual({ renewed: 0, unreadable: 0 });
  await db.prisma.installation.deleteMany();
});

test('renews what a replica with the old key writes after everything was renewed', async ({
  db,
  services,
  useKeys,
  stored,
  at,
}) => {
  await db.prisma.secretKey.deleteMany();
  at.now = new Date(changedAt.getTime() - 60_000);
  useKeys(old);
  await renewSecrets(services);
  at.now = changedAt;
  useKeys(current, old);
  await renewSecrets(services);
  at.now = new Date(changedAt.getTime() + 60_000);
  useKeys(old, current); // another replica, not yet restarted; it must not encrypt everything with the old key again
  expect(await renewSecrets(services)).toMatchObject({ renewed: 0 });
  await storedInstallations(db, [old, current], services.clock).save('slack', installed);
  useKeys(current, old);
  expect(await renewSecrets(services)).toMatchObject({ renewed: 1 });
  expect((await stored(current)).counts).toMatchObject({ former: 0, unreadable: 0 });

  at.now = new Date(changedAt.getTime() + 86_400_000);
  useKeys(old, current); // the change is taken back
  expect(await renewSecrets(services)).toMatchObject({ renewed: 3 });
  useKeys(current, old);
  await db.prisma.installation.deleteMany();
});

test('renews what a replica with the old key wrote last, which ended before it noted its key again', async ({
  db,
  services,
  useKeys,
  stored,
  at,
}) => {
  await db.prisma.secretKey.deleteMany();
  at.now = changedAt;
  useKeys(old);
  await renewSecrets(services);
  at.now = new Date(changedAt.getTime() + 5 * 60_000);
  useKeys(current, old);
  await renewSecrets(services);
  await storedInstallations(db, [old], services.clock).save('slack', installed);
  at.now = new Date(changedAt.getTime() + 15 * 60_000);
  expect(await renewSecrets(services)).toMatchObject({ renewed: 1 });
  expect((await stored(current)).counts).toMatchObject({ former: 0, unreadable: 0 });

  // long after the last use of the old key, nothing is read again
  for (const minutes of [40, 50]) {
    at.now = new Date(changedAt.getTime() + minutes * 60_000);
    await renewSecrets(services);
  }
  await storedInstallations(db, [old], services.clock).save('slack', installed);
  expect(await renewSecrets(services)).toMatchObject({ renewed: 0 });
  await db.prisma.installation.deleteMany();
});

test('counts what no known key can read, and leaves it as it is', async ({ db, services, useKeys, stored }) => {
  await db.prisma.draft.deleteMany();
  await db.prisma.file.deleteMany();
  await db.prisma.secretKey.deleteMany();
  await storedInstallations(db, [stranger], services.clock).save('slack', installed);
  const before = await db.prisma.installation.findFirst();
  useKeys(current, old);
  expect(await renewSecrets(services)).toEqual({ renewed: 0, unreadable: 1 });
  expect(await db.prisma.installation.findFirst()).toEqual(before);
  expect((await stored(current, old)).doctor[0]).toContain('fail: 1 stored secret cannot be decrypted');
  await db.prisma.installation.deleteMany();
});

test('goes through thousands, each exactly once', async ({ db, services, useKeys, stored }) => {
  await db.prisma.draft.deleteMany();
  await db.prisma.file.deleteMany();
  await db.prisma.secretKey.deleteMany();
  const store = storedInstallations(db, [old], services.clock);
  for (let index = 0; index < 1_203; index++) await store.save('slack', { ...installed, workspaceId: `T${index}` });
  useKeys(current, old);
  const { current: others } = (await stored(current, old)).counts;
  expect(await renewSecrets(services)).toEqual({ renewed: 1_203, unreadable: 0 });
  expect((await stored(current)).counts).toEqual({ current: 1_203 + others, former: 0, unreadable: 0 });
});
