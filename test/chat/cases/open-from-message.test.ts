import { expect } from 'vitest';
import { readCard } from '../read-card.ts';
import { test } from '../harness.ts';

test('shows what was typed in the form of a new case, and keeps its meaning when it is sent unchanged', async ({
  ada,
  db,
  card,
}) => {
  const text = '3\\*4 = 12, 2\\*5 = 10\n\n\\# of pupils';
  const opened = await ada.does({ kind: 'from-message', text, place: { channelId: 'C0GENERAL', kind: 'channel' } });
  expect(opened.text).toContain('3*4 = 12, 2*5 = 10');
  expect(opened.text).not.toContain('\\');
  await opened.submit({ caseType: 'Question', subject: 'Multiplied', module: 'Attendance', priority: 'Low' });
  const { description, number } = await db.prisma.case.findFirstOrThrow({ where: { subject: 'Multiplied' } });
  expect(description).toBe(text);
  expect(readCard(await card(number, 'contact'))).toContain('Multiplied');
});
