import { expect, it } from 'vitest';
import { parseActivity, zoneOf } from '../../../src/teams/incoming/payload.ts';

const activity = {
  type: 'message',
  channelId: 'msteams',
  serviceUrl: 'https://smba.example/',
  from: { id: '29:1' },
  recipient: { id: '28:1' },
  conversation: { id: 'a:1' },
};

it.each([
  ['with the activity', { localTimezone: 'America/Chicago' }, 'America/Chicago'],
  ['in the client info', { entities: [{ type: 'clientInfo', timezone: 'America/Denver' }] }, 'America/Denver'],
  ['nowhere', { entities: [{ type: 'clientInfo', locale: 'en-us' }, { type: 'other' }] }, undefined],
])('reads the zone that Teams reports %s', (_, more, zone) => {
  expect(zoneOf(parseActivity({ ...activity, ...more }))).toBe(zone);
});
