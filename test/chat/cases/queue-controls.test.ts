// The buttons on a case's card in a queue, and what is in its list More.
import { describe, expect } from 'vitest';
import type { Card } from '../../../src/cards/elements.ts';
import { actions } from '../../../src/chat/actions.ts';
import { test } from '../harness.ts';
import { readCard } from '../read-card.ts';

function controlsOf({ elements }: Card): string[] {
  const last = elements.findLast(({ kind }) => kind === 'actions');
  return last?.kind === 'actions' ? last.actions.map(({ label }) => label) : [];
}

function moreOf({ elements }: Card): string[] {
  const controls = elements.flatMap((element) => (element.kind === 'actions' ? element.actions : []));
  const more = controls.find((control) => control.kind === 'select' && control.action === actions.more.name);
  return more?.kind === 'select' ? more.options.map(({ label }) => label) : [];
}

describe('the card of a case in a queue', () => {
  test('has the daily work on it, and everything else in More by group', async ({ world, card, max }) => {
    const number = await world.open();
    const before = await card(number, 'advisor');
    expect(controlsOf(before)).toEqual(['Claim', 'Ask', 'Resolve', 'Assign', 'Triage', 'View case', 'Internal note', 'More']);
    expect(moreOf(before)).toEqual([
      'Post',
      'Escalate',
      'Schedule',
      'Defect',
      'Close case',
      'Merge',
      'Correct',
      'Link incident',
      'Recipients',
      'Snooze',
      'Watch',
      'Similar cases',
      'History',
    ]);
    // every button and option is handled
    expect(readCard(before)).toContain('[Claim] [Ask] [Resolve] [Assign] [Triage]');
    await max.command(`claim CB-${number}`);
    const claimed = await card(number, 'advisor');
    expect(controlsOf(claimed)).toEqual(['Ask', 'Resolve', 'Assign', 'Triage', 'View case', 'Internal note', 'More']);
    // its answer would replace a card that everybody sees
    expect(moreOf(claimed)).not.toContain('Take over');
  });

  test('offers in More only what the status allows', async ({ world, card, max, db }) => {
    const number = await world.open();
    await max.command(`claim CB-${number}`);
    await db.prisma.case.update({ where: { number }, data: { status: 'AssistRequest', team: 'Training' } });
    const escalated = moreOf(await card(number, 'advisor'));
    expect(escalated).toContain('Return with answer');
    expect(escalated).not.toContain('Escalate');
    await (await max.command(`close CB-${number}`)).submit({ reason: 'Withdrawn' });
    expect(controlsOf(await card(number, 'advisor'))).toEqual(['Internal note', 'View case']);
  });

  test('opens the forms of the daily work and of More', async ({ world, card, max }) => {
    const number = await world.open();
    const { elements } = await card(number, 'advisor');
    const controls = elements.flatMap((element) => (element.kind === 'actions' ? element.actions : []));
    for (const [label, title] of [
      ['Ask', '# Ask the contact'],
      ['Resolve', '# Resolve case'],
      ['Assign', '# Assign case'],
      ['Triage', '# Triage'],
    ] as const) {
      const button = controls.find((control) => control.label === label);
      if (button?.kind !== 'button') throw new Error(`no button ${label}`);
      expect((await max.press(button.action, button.value ?? '')).text).toContain(title);
    }
    expect((await max.press('more', `escalate ${number}`)).text).toContain('Team*: ');
  });

  test('has none of these buttons for contacts', async ({ world, card }) => {
    expect(controlsOf(await card(await world.open(), 'contact'))).toEqual(['Post', 'Close case', 'View case']);
  });
});
