// Legal holds, erasures, certificates and retention in chat, and whom they are refused.
import { describe, expect } from 'vitest';
import { continueErasures } from '../../../src/usecases/privacy/erase-continue.ts';
import { test as base } from '../harness.ts';

const it = base.extend('number', { scope: 'file', auto: true }, async ({ db, world }) => {
  await db.prisma.person.update({ where: { id: world.max.id }, data: { lead: true } });
  return world.open({ subject: 'Grades of a child' });
});

describe('a legal hold', () => {
  it('is placed by a form, shown to advisors on the case, and lifted by a button', async ({ max, tia, ada, number }) => {
    const form = await max.command(`hold CB-${number}`);
    const placed = await form.submit({ reason: 'Smith v. District' });
    expect(placed.text).toContain(`Placed a hold on CB-${number}`);
    expect((await tia.command(`view CB-${number}`)).text).toContain('Legal hold:');
    expect((await ada.command(`view CB-${number}`)).text).not.toContain('egal hold');
    expect((await tia.command(`history CB-${number}`)).text).toContain('placed a legal hold');
    expect((await ada.command(`history CB-${number}`)).text).not.toContain('egal hold');
    const list = await max.command('hold');
    expect(list.text).toContain('Smith v. District');
    expect((await list.press('Lift hold')).text).toContain('No legal holds in force.');
  });

  it('on something unknown, or without a reason, is refused at the field', async ({ max }) => {
    const form = await (await max.command('hold')).press('Place hold');
    expect((await form.submit({ subject: 'CB-999999', reason: 'x' })).mistakes).toHaveProperty('subject');
    expect((await form.submit({ subject: 'plainview', reason: ' ' })).mistakes).toHaveProperty('reason');
  });
});

describe('erasing a person', () => {
  it('demands their address in the form, hands over their cases, and ends with a certificate', async ({
    db,
    world,
    max,
    ada,
    number,
  }) => {
    const preview = await max.command('erase ada@plainview.example');
    expect(preview.text).toContain(`Still open: CB-${number}.`);
    // as on the command line
    expect((await max.command('erase person ada@plainview.example')).text).toBe(preview.text);
    const form = await preview.press('Erase forever');
    const filled = { reason: 'Letter of November 3', handTo: 'ben@plainview.example' };
    expect((await form.submit({ ...filled, typed: 'yes' })).mistakes).toEqual({
      typed: 'Type ada@plainview.example to confirm.',
    });
    expect(await db.prisma.privacyRecord.count()).toBe(0);
    const begun = await form.submit({ ...filled, typed: 'ada@plainview.example' });
    expect((await ada.command('list')).text).toContain("We don't recognize you yet");
    expect(await continueErasures(world.services)).toEqual({ done: 1, waiting: 0 });
    const certificate = await begun.press('View certificate');
    expect(certificate.text).toContain('Letter of November 3');
    expect(certificate.text).not.toMatch(/Ada Park|ada@plainview/);
    expect((await max.command('certificate')).text).toContain('erasure of person');
  });
});

describe('an account', () => {
  it('is previewed by its key, and a hold forbids the erasure', async ({ max, number }) => {
    expect((await max.command('erase plainview')).text).toContain('Plainview School District (plainview)');
    await (await max.command(`hold CB-${number}`)).submit({ reason: 'Smith v. District' });
    const held = await max.command('erase plainview');
    expect(held.text).toContain(`CB-${number} is under legal hold`);
    expect(held.text).not.toContain('[Erase forever]');
  });
});

it('shows what retention removes next', async ({ max }) => {
  expect((await max.command('retention')).text).toContain('Closed cases: kept forever.');
});

it.for(['hold', 'hold plainview', 'erase plainview', 'certificate', 'certificate 1', 'retention'])(
  'refuses “%s” to contacts and to advisors who are not leads',
  async (command, { ben, rita, tia }) => {
    for (const user of [ben, rita, tia]) {
      const { text } = await user.command(command);
      expect(text).toMatch(user === tia ? /Only leads can do that/ : /isn't one of your commands/);
    }
  },
);

it.for(['holds', 'place-hold', 'lift-hold', 'confirm-erasure', 'certificates', 'view-certificate'])(
  'refuses the button “%s” to contacts and to advisors who are not leads',
  async (action, { ben, tia }) => {
    const values: Record<string, string> = {
      'lift-hold': '1',
      'confirm-erasure': 'plainview',
      certificates: '1',
      'view-certificate': '1',
    };
    for (const user of [ben, tia])
      expect((await user.press(action, values[action] ?? '')).text).toMatch(/Only (leads|advisors) can do that/);
  },
);
