import { expect } from 'vitest';
import { resolveActor } from '../../../src/usecases/people/resolve-actor.ts';
import { plainviewSpace } from '../fixtures.ts';
import { test } from '../../chat/harness.ts';

test('uses the zone that the platform reports with what a person does, and keeps it', async ({ world, ada }) => {
  const speaker = { platform: 'slack' as const, workspaceId: plainviewSpace, userId: 'U0ZONE' };
  const profile = { name: 'Zoe', email: 'zoe@plainview.example', homeWorkspace: plainviewSpace, directChannel: 'D0ZONE' };
  world.profiles.set(`${plainviewSpace}/U0ZONE`, { ...profile, timezone: null, inactive: false });
  expect((await resolveActor(world.services, speaker)).timezone).toBeNull();
  expect((await resolveActor(world.services, { ...speaker, timezone: 'America/Chicago' })).timezone).toBe('America/Chicago');
  expect((await resolveActor(world.services, { ...speaker, timezone: 'Not/AZone' })).timezone).toBe('America/Chicago');
  expect((await resolveActor(world.services, speaker)).timezone).toBe('America/Chicago');
  expect((await resolveActor(world.services, { ...speaker, timezone: 'America/Denver' })).timezone).toBe('America/Denver');
  expect(ada.speaker.userId).toBe('U0ADA');
});
