import { expect, it } from 'vitest';
import { followUpState } from '../../../src/chat/cases/reminder-card.ts';

const plan = {
  attempts: 1,
  of: 3,
  arrived: true,
  unreachable: false,
  reminderPostId: 1,
  remindsAt: [new Date('2026-12-08T18:00:00Z')],
  closesAt: new Date('2026-12-15T03:00:00Z'),
};

it.each([
  ['Pacific/Honolulu', 'Dec 8', 'Dec 14'],
  ['America/New_York', 'Dec 8', 'Dec 14'],
  ['America/St_Johns', 'Dec 8', 'Dec 14'],
  ['UTC', 'Dec 8', 'Dec 15'],
  ['Pacific/Auckland', 'Dec 9', 'Dec 15'],
])('writes the days of a plan as those of an account in %s, in text that no platform moves', (zone, reminder, closing) => {
  expect(followUpState(plan, zone)).toBe(`1 of 3 reminders sent · next ${reminder} · auto-closes ${closing}`);
});
