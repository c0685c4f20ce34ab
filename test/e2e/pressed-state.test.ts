// The answer to a pressed button shows the new state at once, on Slack and on Teams: in a card of the case, and in an answer to a command.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { newCase } from '../usecases/fixtures.ts';
import { openCase } from '../../src/usecases/cases/open-case.ts';
import { personByMail } from '../../src/usecases/people/person-by-mail.ts';
import { until } from './harness.ts';
import { asked, openTeamsHarness, seen, type TeamsHarness } from './teams-harness.ts';

let harness: TeamsHarness;
beforeAll(async () => {
  harness = await openTeamsHarness();
});
afterAll(() => harness.stop());
afterEach(() => {
  expect(harness.teams.refusals).toEqual([]);
  expect(harness.slack.violations).toEqual([]);
});

async function open(subject: string, module = 'Fees'): Promise<number> {
  const { bot, river, rosa } = harness;
  const found = await personByMail(bot.services, 'rosa@rivertown.example');
  if (found?.person.kind !== 'contact') throw new Error('Rosa is missing');
  const filed = { workspaceId: river.id, directChannel: rosa.direct.id };
  const request = { idempotencyKey: `open:${subject}`, platform: 'teams' as const };
  const opened = await openCase(bot.services, found.person, { ...newCase, module, subject }, filed, request);
  if (opened === 'repeat') throw new Error('a new case was taken for a repeat');
  return opened.number;
}

describe('on Teams', () => {
  it('shows the new advisor in the card of the queue that was pressed', async () => {
    const { tia, feesQueue } = harness;
    await open('Pressed in the queue');
    const card = await seen(tia, feesQueue, 'Pressed in the queue', '[Claim]');
    await tia.press(card, 'Claim');
    expect(tia.sees(card)).toContain('Advisor: Tia Holm');
    expect(tia.sees(card)).not.toContain('[Claim]');
  });

  it('shows the new advisor in an answer to a command', async () => {
    const { tia } = harness;
    const number = await open('Pressed in a chat');
    const answer = await asked(tia, `CB-${number}`, ['Pressed in a chat', '[Claim]']);
    await tia.press(answer, 'Claim');
    expect(tia.sees(answer)).toContain(`CB-${number} is yours.`);
    expect(tia.sees(answer)).toContain('Advisor: Tia Holm');
    expect(tia.sees(answer)).not.toContain('[Claim]');
  });

  it('shows the new advisor in a dialog', async () => {
    const { tia, feesQueue } = harness;
    await open('Pressed in a dialog');
    await tia.press(await seen(tia, feesQueue, 'Pressed in a dialog', '[Claim]'), 'View case');
    await tia.submit({}, 'Claim');
    expect(tia.dialog()).toContain('Advisor: Tia Holm');
    tia.closeDialog();
  });
});

describe('on Slack', () => {
  it('shows the new advisor in a private answer to a command', async () => {
    const { max, slackQueue } = harness;
    const number = await open('Pressed in private', 'Attendance');
    await max.command(`CB-${number}`, slackQueue);
    expect(max.privately()).toContain('[Claim]');
    await max.pressPrivate('Claim');
    expect(max.privately()).toContain(`CB-${number} is yours.`);
    expect(max.privately()).toContain('Advisor: Max Reyes');
    expect(max.privately()).not.toContain('[Claim]');
  });

  it('shows the new advisor in a modal', async () => {
    const { max, slackQueue } = harness;
    await open('Pressed in a modal', 'Attendance');
    const card = await until('the card', () => slackQueue.messages.findLast(({ text }) => text.includes('Pressed in a modal')));
    await max.press(card, 'View case');
    await max.pressModal('Claim');
    expect(max.modal()).toContain('Advisor: Max Reyes');
    max.closeModal();
  });
});
