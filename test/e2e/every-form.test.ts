// Opens, cancels and submits every form and presses every button, on Slack and on Teams. The lists come from the registry, so a capability
// without a scenario fails here, and so does one that works on one platform only.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { actions } from '../../src/chat/actions.ts';
import { actionHandlers, formHandlers } from '../../src/chat/registry.ts';
import { actionScenarios } from './action-scenarios.ts';
import { contractWorld, type ContractWorld } from './contract-world.ts';
import { formScenarios, type FormScenario, type Prepared } from './form-scenarios.ts';
import { until } from './harness.ts';
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

/** Opens a form, through the form before it where there is one. */
async function openForm(world: ContractWorld, { by, title }: FormScenario, { button, before }: Prepared): Promise<void> {
  const user = world.users[by];
  if (before) {
    await user.pressNew(button);
    for (const { values, submit } of [before].flat()) await user.submit(values, submit);
    await until(
      `“${title}” to open`,
      () => user.window().startsWith(title),
      () => user.window(),
    );
  } else await world.opens(by, button, title);
}

describe('the scenarios', () => {
  it('reach every form of the registry', () => {
    expect(Object.keys(formScenarios).sort()).toEqual([...formHandlers.keys()].sort());
  });

  it('press every button of the registry', () => {
    const pressed = Object.keys(actionScenarios).map((key) => actions[key as keyof typeof actions].name);
    expect(pressed.sort()).toEqual([...actionHandlers.keys(), 'help', 'say', 'more'].sort());
  });
});

describe.each(platforms)('on %s', (platform) => {
  it.each(Object.entries(formScenarios))('opens, cancels, checks and submits the form %s', async (name, scenario) => {
    const world = worlds[platform];
    const subject = `${platform} form ${name.replaceAll('-', ' ')}`;
    const user = world.users[scenario.by];
    const prepared = await scenario.prepare(world, subject);
    const parts = scenario.shows(subject, world);

    await openForm(world, scenario, prepared);
    user.closeWindow();
    expect(user.window()).toBe('');

    await openForm(world, scenario, prepared);
    const [first] = prepared.steps;
    if (!scenario.optional) {
      await user.submit(user.blank(), first?.submit ?? '');
      expect(user.hasFieldErrors(), user.window()).toBe(true);
      expect(user.window()).toContain(scenario.title);
      expect(world.count(scenario.to ?? scenario.by, parts)).toBe(0);
    }

    await world.shows(scenario.to ?? scenario.by, parts, async () => {
      for (const { values, submit } of prepared.steps) await user.submit(values, submit);
      expect(user.hasFieldErrors(), user.window()).toBe(false);
    });
  });

  it.each(Object.entries(actionScenarios))('presses the button %s', async (name, { by, prepare, shows, to, hides }) => {
    const world = worlds[platform];
    const subject = `${platform} button ${name.toLowerCase()}`;
    const button = await prepare(world, subject);
    const press = () => world.users[by].pressNew(button);
    if (hides) await world.hides(to ?? by, hides(subject), press);
    else await world.shows(to ?? by, shows(subject, world), press);
  });
});
