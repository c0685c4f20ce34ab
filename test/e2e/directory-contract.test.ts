// How leads manage people and settings, on Slack and on Teams: what they change takes effect for the people concerned at once.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { actions } from '../../src/chat/actions.ts';
import { contractWorld, type ContractWorld } from './contract-world.ts';
import { openTeamsHarness, type TeamsHarness } from './teams-harness.ts';

const platforms = ['Slack', 'Teams'] as const;
let harness: TeamsHarness;
let worlds: Record<(typeof platforms)[number], ContractWorld>;

beforeAll(async () => {
  harness = await openTeamsHarness();
  worlds = { Slack: await contractWorld(harness, 'Slack'), Teams: await contractWorld(harness, 'Teams') };
});
afterAll(() => harness.stop());
afterEach(() => {
  for (const { users } of Object.values(worlds)) for (const user of Object.values(users)) user.closeWindow();
  expect(harness.teams.refusals).toEqual([]);
  expect(harness.slack.violations).toEqual([]);
});

/** Types a command where it can open a form. */
const say = (text: string) => actions.say.button(text, 'Go');

describe.each(platforms)('on %s', (platform) => {
  it('ends the access of a contact who is deactivated, and gives it back', async () => {
    const world = worlds[platform];
    const { lead, reader } = world.users;
    await world.shows('reader', ['All cases'], () => reader.pressNew(say('home')));

    await world.shows('lead', [world.reader.name, '1 person'], () => lead.pressNew(say(`people ${world.reader.email}`)));
    await world.opens('lead', actions.deactivatePerson.button(world.reader.id, 'Go'), 'Deactivate contact');
    expect(lead.window()).toContain('Access and notifications end at once.');
    await world.shows('lead', [world.reader.name, 'Deactivated: no access'], () => lead.submit({}, 'Deactivate'));
    lead.closeWindow();
    await world.shows('reader', ["don't recognize you"], () => reader.pressNew(say('home')));

    await world.shows('lead', [world.reader.name, '[Deactivate]'], () =>
      lead.pressNew(actions.reactivatePerson.button(world.reader.id, 'Go')),
    );
    await world.shows('reader', ['All cases'], () => reader.pressNew(say('home')));
  });

  it('makes a Read-Only contact an Authorized Contact, who opens a case', async () => {
    const world = worlds[platform];
    const { lead, reader } = world.users;
    await world.opens('lead', actions.changePerson.button(world.reader.id, 'Go'), 'Change contact');
    await world.shows('lead', [world.reader.name, 'Technical contact of', 'type: read-only → technical'], () =>
      lead.submit({ type: 'technical' }, 'Save'),
    );
    await world.opens('reader', say('open'), 'Open a case');
    reader.closeWindow();
    await world.opens('lead', actions.changePerson.button(world.reader.id, 'Go'), 'Change contact');
    await world.shows('lead', [world.reader.name, 'type: technical → read-only'], () =>
      lead.submit({ type: 'readOnly' }, 'Save'),
    );
  });

  it('refuses an address that is not one at its field, and stores nothing', async () => {
    const world = worlds[platform];
    const { lead } = world.users;
    await world.opens('lead', actions.addContact.button(world.contact.accountId, 'Go'), 'Add contact');
    await lead.submit({ name: 'Eve', email: 'eve at home', type: 'support' }, 'Add contact');
    expect(lead.mistakes()).toContain('Enter a valid email address.');
    expect(await harness.db.prisma.person.count({ where: { name: 'Eve' } })).toBe(0);
  });

  it('shows in a channel what it is used for', async () => {
    const world = worlds[platform];
    await world.shows('lead', ['Used for', '[Change use]'], () => world.users.lead.pressNew(say('channel here')));
  });

  it.each(['people', 'channel', 'oncall', 'accounts'])('keeps %s from contacts', async (command) => {
    const world = worlds[platform];
    await world.shows('contact', ["isn't one of your commands.", '[All commands]'], () =>
      world.users.contact.pressNew(say(command)),
    );
  });
});
