// The operator's commands for webhooks, on a database of its own.
import { expect } from 'vitest';
import { runCli } from '../../src/cli/index.ts';
import { test } from '../usecases/fixtures.ts';

test('webhooks are added, listed, rotated, paused, replayed and removed on the command line', async ({ db, folder, world }) => {
  void world;
  const environment = {
    DATABASE_URL: db.url,
    CASEBRIDGE_DATA_DIR: folder,
    CASEBRIDGE_SECRET_KEY: Buffer.alloc(32, 5).toString('base64'),
  };
  const run = async (...args: string[]): Promise<{ code: number; text: string }> => {
    const lines: string[] = [];
    const say = (line: string): void => void lines.push(line);
    const code = await runCli(['webhooks', ...args], { out: say, err: say, environment });
    return { code, text: lines.join('\n') };
  };
  expect((await run()).text).toContain('No webhooks. Add one');
  expect(await run('add', 'Community', 'http://hooks.example/')).toMatchObject({
    code: 1,
    text: 'casebridge: The address must start with https://.',
  });
  expect((await run('add', 'CRM', 'https://hooks.example/', '--accounts', 'nowhere')).text).toContain(
    'there is no account nowhere',
  );
  const added = await run(
    'add',
    'CRM',
    'https://hooks.example/',
    '--accounts',
    'plainview',
    '--events',
    'case.*,post.created',
    '--notes',
  );
  expect(added.text).toMatch(/shown only now:\n\n {2}whsec_[\w+/=]+/);
  expect((await run('list')).text).toMatch(
    /CRM +https:\/\/hooks\.example\/ +active +case\.\*,post\.created; Plainview School District; internal notes +never/,
  );
  expect((await run('list', '--json')).text).not.toContain('whsec_');
  expect((await run('address', 'crm', 'ftp://hooks.example')).text).toContain('The address must start with https://.');
  expect((await run('address', 'crm', 'https://hooks.example/services/T0/s3cr3t?key=s3cr3t')).text).toBe(
    'Changed the address of CRM. Events that waited are sent there.',
  );
  const same = await run('address', 'crm', 'https://hooks.example/services/T0/s3cr3t?key=s3cr3t');
  expect([same.code, same.text]).toEqual([1, expect.stringContaining('The webhook has this address already.')]);
  for (const args of [['list'], ['list', '--json']]) {
    const { text } = await run(...args);
    expect(text).toContain('https://hooks.example/services/…?…');
    expect(text).not.toContain('s3cr3t');
  }
  expect((await run('rotate', 'crm')).text).toMatch(/The new secret of CRM.*whsec_.*Both sign until/s);
  expect((await run('pause', 'crm')).text).toContain('Paused CRM.');
  expect((await run('test', 'crm')).text).toMatch(/Queued evt_\d+ for CRM\. CRM is off, so the event waits: .*resume crm/);
  expect((await run('resume', 'crm')).text).toBe('Resumed CRM.');
  expect((await run('replay', 'crm', '--since', 'yesterday')).text).toContain("isn't a time");
  // what JavaScript would read as a year, or as a day that does not exist
  for (const time of ['12', '2026-11-31', '2026-11-28T8:00', '11/28/2026'])
    expect((await run('replay', 'crm', '--since', time)).text).toContain("isn't a time");
  for (const time of ['2026-11-28', '2026-11-28T08:00', '2026-11-28 08:00:30Z', '2026-11-28T08:00-06:00'])
    expect((await run('replay', 'crm', '--since', time)).code).toBe(0);
  expect((await run('replay', 'crm', '--since', '2026-11-28', '--event', 'evt_1')).text).toContain('either --since or --event');
  expect((await run('replay', 'crm')).text).toBe('Nothing to send again.');
  expect((await run('events')).text).toContain('release.published');
  expect(JSON.parse((await run('events', 'post.created')).text)).toMatchObject({ title: 'casebridge.post.created.v1' });
  expect((await run('events', 'nothing')).code).toBe(1);
  expect(await run('delete', 'crm')).toEqual({
    code: 2,
    text: 'error: unknown command “delete”. List the commands with: npx casebridge webhooks --help',
  });
  // as if the endpoint had answered with an error
  const { id } = await db.prisma.webhookEndpoint.findFirstOrThrow();
  const destination = await db.prisma.destination.create({
    data: { platform: 'webhook', workspaceId: String(id), channelId: 'tests' },
  });
  await db.prisma.delivery.create({ data: { kind: 'webhook', destinationId: destination.id, errorCode: 'http_500' } });
  expect((await run('list')).text).toMatch(/waiting, 0 given up, failing: the endpoint answers with error 500$/);
  const failing = JSON.parse((await run('list', '--json')).text) as { failure: { code: string } }[];
  expect(failing).toMatchObject([{ failure: { code: 'http_500' } }]);
  expect((await run('remove', 'crm')).text).toBe('Removed CRM.');
  expect((await run('remove', 'crm')).text).toContain("We couldn't find that webhook.");
  expect((await db.prisma.accessEntry.findMany({ where: { action: 'webhook' } })).length).toBe(12);
});
