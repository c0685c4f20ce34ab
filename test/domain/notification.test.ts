import { describe, expect, it } from 'vitest';
import { levelsNotifiedOf, mailTiming, neverMuted, notificationLevels } from '../../src/domain/notification.ts';

describe('who is notified at once', () => {
  it.each([
    ['a note: no recipient', { kind: 'note', action: null }, []],
    ['a note that has the action of what is never muted: no recipient', { kind: 'note', action: 'ask' }, []],
    ['a post', { kind: 'public', action: null }, ['all']],
    ["a contact's answer is a post", { kind: 'public', action: 'answer' }, ['all']],
    ['a change of the status', { kind: 'event', action: 'claim' }, ['all', 'status']],
    ['an event without an action', { kind: 'event', action: null }, ['all', 'status']],
  ] as const)('depends on the level: %s', (_case, post, levels) => {
    expect(levelsNotifiedOf(post)).toEqual(levels);
  });

  it.each(['ask', 'resolve', 'confirm', 'close', 'no-response', 'follow-up', 'escalate', 'release'])(
    '%s is never muted',
    (action) => {
      expect(levelsNotifiedOf({ kind: 'event', action })).toEqual(notificationLevels);
      expect(neverMuted).toHaveLength(8);
    },
  );
});

describe('mail', () => {
  it.each([
    ...[...neverMuted, 'fixed'].map((action) => [action, { kind: 'event', action }, 'at-once'] as const),
    ['a claim', { kind: 'event', action: 'claim' }, 'joined'],
    ['an event without an action', { kind: 'event', action: null }, 'joined'],
    ['a post', { kind: 'public', action: null }, 'unless-active'],
    ["a contact's answer", { kind: 'public', action: 'answer' }, 'unless-active'],
  ] as const)('about %s', (_case, post, timing) => {
    expect(mailTiming(post)).toBe(timing);
  });
});
