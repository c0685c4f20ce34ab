// npx casebridge tokens.
import { expect } from 'vitest';
import { runCli } from '../../src/cli/index.ts';
import { hashToken } from '../../src/usecases/api/tokens.ts';
import { isolatedTest as base } from '../usecases/fixtures.ts';

const it = base.extend('run', { scope: 'file' }, ({ db, folder }) => async (...args: string[]) => {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await runCli(['tokens', ...args], {
    environment: { DATABASE_URL: db.url, CASEBRIDGE_DATA_DIR: folder },
    out: (text) => void out.push(text),
    err: (text) => void err.push(text),
  });
  return { code, out: out.join('\n'), err: err.join('\n') };
});

it('makes a token that is shown once, lists it without it, and revokes it', async ({ db, world, run }) => {
  expect(world.ada.accountId).toBeGreaterThan(0);
  const added = await run(
    'add',
    'CRM sync',
    '--scope',
    'cases:read,act:contacts',
    '--account',
    'plainview',
    '--expires',
    '2099-12-31',
  );
  expect(added).toMatchObject({ code: 0, out: expect.stringMatching(/^cbt_[\w-]{43}$/) as string });
  expect(added.err).toContain('shown only now');
  const row = await db.prisma.apiToken.findFirstOrThrow();
  expect(row).toMatchObject({ hash: hashToken(added.out), perMinute: 300, expiresAt: new Date('2100-01-01T00:00:00Z') });
  const listed = await run('list');
  expect(listed.out).toMatch(
    /CRM sync +cbt_\S+… +active +never +2100-01-01 00:00 +Plainview School District +cases:read act:contacts/,
  );
  expect(listed.out).not.toContain(added.out);
  const json = (await run('list', '--json')).out;
  expect(JSON.parse(json)).toMatchObject([{ name: 'CRM sync', state: 'active', accountNames: ['Plainview School District'] }]);
  expect(json).not.toContain(row.hash);
  expect((await run('revoke', String(row.id))).out).toBe('Revoked CRM sync.');
  expect((await run()).out).toContain('No tokens. Make one: npx casebridge tokens add');
  expect((await run('list', '--all')).out).toContain('revoked');
});

it('refuses what a token cannot be, and says what it can be', async ({ run }) => {
  expect(await run('add', 'x', '--scope', 'cases:eat')).toMatchObject({
    code: 1,
    err: expect.stringContaining('Unknown scope: cases:eat. Use cases:read') as string,
  });
  expect((await run('add', 'x', '--scope', 'cases:read', '--account', 'nowhere')).err).toContain(
    'No active account has the key nowhere',
  );
  expect((await run('add', 'x', '--scope', 'cases:read', '--expires', 'soon')).err).toContain("isn't a date");
  expect((await run('add', 'x', '--scope', 'cases:read', '--expires', '2099-02-30')).err).toContain("isn't a date");
  expect((await run('add', 'x', '--scope', 'cases:read', '--expires', '2020-01-01')).err).toContain('in the future');
  expect((await run('add', 'x', '--scope', 'cases:read', '--rate', '0')).err).toContain('from 1 to');
  expect((await run('add', ' ', '--scope', 'cases:read')).err).toContain('Enter what the token is for.');
  expect((await run('add', 'x')).err).toContain('A token needs at least one scope. Use cases:read');
  expect(await run('revok', '3')).toMatchObject({
    code: 2,
    err: 'error: unknown command “revok”. List the commands with: npx casebridge tokens --help',
  });
  expect((await run('revoke', '999')).err).toContain("couldn't find that token");
});
