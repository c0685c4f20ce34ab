// Tokens of the REST API in chat: leads see and revoke them.
import { expect } from 'vitest';
import { createToken } from '../../../src/usecases/api/tokens.ts';
import { test as base } from '../harness.ts';

const it = base.extend('lead', { scope: 'file', auto: true }, async ({ db, world }) => {
  await db.prisma.person.update({ where: { id: world.max.id }, data: { lead: true } });
});

it('lists tokens for leads, with their last use, and revokes one after a question', async ({ db, world, max }) => {
  expect((await max.command('tokens')).text).toContain('No tokens yet. An operator creates one');
  const input = {
    name: 'CRM sync',
    scopes: ['cases:read'],
    accounts: ['plainview'],
    perMinute: 10,
    expiresAt: new Date('2028-01-01T00:00:00Z'),
  };
  const { secret } = await createToken(world.services, { operator: 'root' }, input);
  const list = await max.command('tokens');
  expect(list.text).toMatch(/CRM sync[^]*Never used · expires Dec 31, 2027[^]*Plainview School District[^]*cases:read/);
  expect(list.text).not.toContain(secret);
  const question = await list.press('Revoke');
  expect(question.text).toMatch(/Revoke “CRM sync”\?[^]*stop working at once[^]*never used/);
  expect((await question.press('Keep')).text).toContain('CRM sync');
  expect(await db.prisma.apiToken.count({ where: { revokedAt: null } })).toBe(1);
  expect((await question.press('Revoke')).text).toMatch(/Revoked CRM sync[^]*No tokens yet/);
  expect(await db.prisma.apiToken.findFirstOrThrow()).toMatchObject({ revokedBy: 'Max Reyes', revokedAt: world.at.now });
  expect(await db.prisma.accessEntry.findMany({ where: { action: 'token' }, orderBy: { id: 'asc' } })).toMatchObject([
    { detail: 'created CRM sync', operator: 'root', source: 'command-line' },
    { detail: 'revoked CRM sync', personId: world.max.id, source: 'slack' },
  ]);
});

it.for(['tokens', 'revoke-token', 'revoke-token-now'])(
  'refuses the button “%s” to contacts and to advisors who are not leads',
  async (action, { ada, tia }) => {
    for (const user of [ada, tia])
      expect((await user.press(action, action === 'tokens' ? '' : '1')).text).toMatch(/Only (leads|advisors) can do that/);
  },
);
