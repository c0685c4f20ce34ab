import { expect } from 'vitest';
import type { IncomingMail } from '../../../src/ports.ts';
import { closeCase } from '../../../src/usecases/cases/close-case.ts';
import { createMailDesk } from '../../../src/usecases/mail/mail-desk.ts';
import { incomingMail } from '../../mail/incoming-mail.ts';
import type { World } from '../../usecases/fixtures.ts';
import { test } from '../harness.ts';

/** An email of somebody whom nobody knows, at the reply address of Ada's case. */
async function waitingMail({ services, ada }: World, number: number, over: Partial<IncomingMail> = {}): Promise<string> {
  const mail = incomingMail({ replyTo: { number, personId: ada.id }, ...over });
  expect(await createMailDesk(services).receive(mail)).toBe('waiting');
  const { id } = await services.db.prisma.incomingMail.findUniqueOrThrow({ where: { key: mail.key } });
  return String(id);
}

test('the card of an email names its files, and says what winmail.dat is', async ({ world, max }) => {
  const number = await world.open();
  const content = Buffer.from('x');
  const names = ['winmail.dat', ...Array.from({ length: 12 }, (_, n) => `list ${n}.txt`)];
  world.services.settings = { ...world.services.settings, attachments: { ...world.services.settings.attachments, maxFiles: 20 } };
  await waitingMail(world, number, { files: names.map((name) => ({ name, content })), subject: 'With files' });
  const list = await max.command('emails');
  expect(list.text).toContain('With files');
  const card = await list.press('View');
  expect(card.text).toContain('and 3 more');
  expect(card.text).toContain("“winmail.dat” holds the files of an email in Outlook's own format");
  expect(card.text).toContain("(warning) Not posted. The sender isn't a contact.");
  await (await card.press('Post to a case…')).submit({ contact: 'ada@plainview.example' });
  expect((await max.command(`view CB-${number}`)).text).toContain("in Outlook's own format");
});

test('an email is listed by its subject, and posted as it was written where nobody changes the text', async ({
  db,
  world,
  max,
}) => {
  const number = await world.open();
  await waitingMail(world, number, { subject: 'Seats', text: 'Room \\#4, \\*\\*again\\*\\*' });
  const list = await max.command('emails');
  expect(list.text).toContain(`Seats | Kim Doe (kim@mail.example) · CB-${number} · `);
  const form = await (await list.press('View')).press('Post to a case…');
  await form.submit({ contact: 'ada@plainview.example', text: 'Room #4, **again**' });
  const posted = await db.prisma.post.findFirstOrThrow({ where: { case: { number } }, orderBy: { id: 'desc' } });
  expect(posted.body).toBe('Room \\#4, \\*\\*again\\*\\*');
});

test('an email on a closed case says so on its card and in the form, and posting it does not reopen the case', async ({
  db,
  world,
  max,
}) => {
  const number = await world.open();
  await closeCase(world.services, world.max, { number, reason: 'Resolved' }, world.request());
  await waitingMail(world, number, { subject: 'After the end' });
  const card = await (await max.command('emails')).press('View');
  expect(card.text).toContain(`CB-${number} · Grade Book issue after the term change (Plainview School District), closed`);
  const form = await card.press('Post to a case…');
  expect(form.text).toContain(`CB-${number} stays closed. The contact gets an email that offers to reopen it.`);
  await form.submit({ contact: 'ada@plainview.example' });
  expect(await db.prisma.case.findUniqueOrThrow({ where: { number } })).toMatchObject({ status: 'Closed' });
  expect((await max.command('emails')).text).toContain('No emails are waiting.');
});
