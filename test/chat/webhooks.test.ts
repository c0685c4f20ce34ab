// Webhooks in chat: leads add, see, test, pause and remove them; nobody else does, and a secret is shown once.
import { describe, expect } from 'vitest';
import { test as base } from './harness.ts';

const it = base.extend('ready', { scope: 'file', auto: true }, async ({ db, world }) => {
  await db.prisma.person.update({ where: { id: world.max.id }, data: { lead: true } });
  world.services.secretKeys = [Buffer.alloc(32, 3)];
});

describe('webhooks', () => {
  it('are none at first, are added by a form that shows the secret once, and are removed after a question', async ({
    max,
    db,
  }) => {
    const empty = await max.command('webhooks');
    expect(empty.text).toContain('No webhooks yet.');
    const form = await empty.press('Add webhook');
    const filled = {
      name: 'Community',
      url: 'https://hooks.example/x',
      events: 'case.*\npost.created',
      account: 'none',
      modules: '',
      notes: 'no',
    };
    expect((await form.submit({ ...filled, url: 'http://hooks.example/x' })).mistakes).toEqual({
      url: 'The address must start with https://.',
    });
    const added = await form.submit(filled);
    expect(added.text).toMatch(/Copy the secret now\..*whsec_/s);
    const copied = await added.press('I copied it');
    expect(copied.text).toContain('Nothing delivered yet');
    expect(copied.text).not.toContain('whsec_');
    const list = await max.command('webhooks');
    expect(list.text).toContain('hooks.example');
    expect(list.text).not.toContain('whsec_');
    const card = await max.command('webhooks community');
    expect(card.text).toContain('Not sent');
    const address = await card.press('New address');
    expect(address.text).toContain('The address of Community is hooks.example/x. Its secret stays the same.');
    expect((await address.submit({ url: 'hooks' })).mistakes).toEqual({
      url: 'Enter an address such as https://example.com/casebridge.',
    });
    const moved = await address.submit({ url: 'https://hooks.example/in/s3cr3t' });
    expect(moved.text).toContain('Address: hooks.example/in/…');
    expect((await (await max.command('webhooks community')).press('New address')).text).not.toContain('s3cr3t');
    const paused = await card.press('Pause');
    expect(paused.text).toContain('Its events are kept until you resume it.');
    expect((await paused.press('Send test')).text).toContain('The test waits until you resume the webhook.');
    expect((await (await paused.press('Resume')).press('Send test')).text).toContain('Sending a test.');
    expect((await card.press('All webhooks')).text).toContain('hooks.example');
    const rotated = await (await card.press('New secret')).submit({ former: 'later' });
    expect(rotated.text).toMatch(/whsec_/);
    const question = await card.press('Remove');
    expect(question.text).toContain('Remove “Community”?');
    expect((await question.press('Remove')).text).toContain('“Community” is removed.');
    expect(await db.prisma.webhookEndpoint.count()).toBe(0);
    const done = await db.prisma.accessEntry.findMany({ where: { action: 'webhook' }, orderBy: { id: 'asc' } });
    expect(done.map(({ detail }) => detail)).toEqual([
      'added Community',
      'changed the address of Community',
      'paused Community',
      'tested Community',
      'resumed Community',
      'tested Community',
      'got a new secret: Community',
      'removed Community',
    ]);
  });

  it.for(['webhooks', 'webhooks Community'])('“%s” is for leads alone', async (command, { tia, ada, max }) => {
    expect((await tia.command(command)).text).toContain('Only leads can do that.');
    expect((await ada.command(command)).text).not.toContain('Webhooks');
    expect((await max.command('webhooks Unknown')).text).toContain("We couldn't find that webhook.");
  });

  it('need a secret key', async ({ max, world }) => {
    world.services.secretKeys = null;
    const form = await (await max.command('webhooks')).press('Add webhook');
    const filled = { name: 'Community', url: 'https://hooks.example/x', events: '', account: 'none', modules: '', notes: 'no' };
    expect((await form.submit(filled)).text).toContain('Have an operator set CASEBRIDGE_SECRET_KEY.');
    world.services.secretKeys = [Buffer.alloc(32, 3)];
  });
});
