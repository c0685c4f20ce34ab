// The answer to a button shows the state after the press, wherever the button was: never the card as it was before.
import { expect } from 'vitest';
import { triageCase } from '../../../src/usecases/cases/triage-case.ts';
import { test } from '../harness.ts';

test('shows who has the case after Claim in an answer to a command', async ({ world, max }) => {
  const number = await world.open();
  const claimed = await (await max.command(`CB-${number}`)).press('Claim');
  expect(claimed.text).toContain(`CB-${number} is yours.`);
  expect(claimed.text).toContain('Status: Assigned');
  expect(claimed.text).toContain('Advisor: Max Reyes');
  expect(claimed.text).not.toContain('[Claim]');
});

test('no longer expects the call after Phone call received', async ({ world, max }) => {
  const number = await world.open({ priority: 'Critical' });
  const opened = await max.command(`CB-${number}`);
  expect(opened.text).toContain('has been asked to call');
  const called = await max.press('tick-phone-call', String(number));
  expect(called.text).toContain('Phone call recorded');
  expect(called.text).not.toContain('has been asked to call');
});

test('shows the objection after I disagree', async ({ world, ada }) => {
  const number = await world.open({ priority: 'Critical' });
  const answers = {
    disruption: 'none',
    blocked: 'no',
    workaround: 'yes',
    schools: 'one school',
    users: 'one',
    regression: 'no',
  } as const;
  const lowered = { number, answers, chosen: 'Low' as const, why: '', toContact: 'There is a way around it.' };
  await triageCase(world.services, world.max, lowered, world.request());
  const objected = await ada.press('object', String(number));
  expect(objected.text).toContain('will look at the priority');
  expect(objected.text).toContain('Disagrees with the priority Low.');
});

test('shows the chosen level after a change of notifications, by default and for a case', async ({ world, ada }) => {
  const number = await world.open();
  const settings = await ada.command(`notify CB-${number}`);
  const muted = await settings.choose('For this case', 'Mute');
  expect(muted.reply).toMatchObject({ kind: 'card', replace: true });
  expect(muted.text).toMatch(new RegExp(`CB-${number} .*: Mute`));
  expect((await settings.choose('Default', 'Daily digest')).text).toContain('Default: Daily digest');
  await settings.choose('Default', 'All posts');
});

test('shows the list with the reader after Add me, and without after Remove me', async ({ world, rita }) => {
  const number = await world.open();
  const list = await rita.command(`recipients CB-${number}`);
  const added = await list.press('Add me to notifications on this case');
  expect(added.reply).toMatchObject({ kind: 'card', replace: true });
  expect(added.text).toContain('Rita Reed');
  expect(added.text).not.toContain('[Add me');
  const removed = await added.press('Remove me from notifications on this case');
  expect(removed.text).not.toContain('Rita Reed');
  expect(removed.text).toContain('[Add me');
});
