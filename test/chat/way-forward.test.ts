// Errors lead on with a button, because a command typed alone does nothing in a channel.
import { expect } from 'vitest';
import { test as it } from './harness.ts';

it.for([
  ['ada', 'view CB-99999', "We couldn't find CB-99999.\nCheck the number.\n[All cases]", 'All cases', '# All cases'],
  ['ada', 'view nothing', 'A case number looks like CB-123.\n[All cases]', 'All cases', '# All cases'],
  [
    'ada',
    'queue',
    "“queue” isn't one of your commands.\nChoose All commands to see what you can do.\n[All commands]",
    'All commands',
    '# What you can do',
  ],
  ['max', 'stats', 'Only leads can do that.\n[See what you can do]', 'See what you can do', '# What you can do'],
] as const)(
  'answers %s in a channel, who says “%s”, with a way forward',
  async ([name, text, answer, button, next], { harness }) => {
    const seen = await harness[name].command(text);
    expect(seen.text).toContain(answer);
    expect((await seen.press(button)).text).toContain(next);
  },
);

it('leads from a notice that does not exist to all notices', async ({ harness }) => {
  const seen = await harness.ada.press('notice-view', '99999');
  expect(seen.text).toContain("We couldn't find that notice.\n[View all notices]");
  expect((await seen.press('View all notices')).text).toMatch(/^# /);
});

it('says after “cancel” that nothing happened, and offers what a person may have wanted', async ({ harness }) => {
  const seen = await harness.ada.says('cancel');
  expect(seen.text).toBe('Nothing was posted or changed.\n[Notifications]');
  expect((await seen.press('Notifications')).text).toContain('Notifications');
});
