// Mail from the recipient's side: the whole bot, a real SMTP server, and the page behind a link.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readConfig } from '../../src/config/index.ts';
import type { Database } from '../../src/db/client.ts';
import { createLog } from '../../src/server/log.ts';
import { startCasebridge, type Casebridge } from '../../src/main.ts';
import { addNote } from '../../src/usecases/cases/add-note.ts';
import { resolveCase } from '../../src/usecases/cases/resolve-case.ts';
import { freshDatabase } from '../database.ts';
import { linksIn, startFakeSmtp, type FakeSmtp } from '../mail/fake-smtp.ts';
import { seeingEverything } from '../seeing-everything.ts';
import { createWorld, type World } from '../usecases/fixtures.ts';

let db: Database;
let smtp: FakeSmtp;
let bot: Casebridge;
let world: World;
beforeAll(async () => {
  db = await freshDatabase();
  smtp = await startFakeSmtp();
  const config = readConfig({
    PORT: '0',
    DATABASE_URL: db.url,
    CASEBRIDGE_SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
    PUBLIC_URL: 'https://bot.example',
    SMTP_URL: smtp.url,
    MAIL_FROM: 'cases@campus.example',
  });
  world = await createWorld(db);
  const overrides = { log: createLog('silent'), worker: { pollMs: 50, pace: {} } };
  bot = seeingEverything(await startCasebridge(config, overrides), db);
});
afterAll(async () => {
  await bot.stop();
  await smtp.stop();
  await db.close();
});

it('lets a contact close a case from the mail that explains its resolution, and never mails an internal note', async () => {
  const services = { ...world.services, mail: bot.services.mail };
  const number = await world.open();
  const { id: caseId } = await db.prisma.case.findUniqueOrThrow({ where: { number } });
  await db.prisma.recipient.upsert({
    where: { caseId_personId: { caseId, personId: world.ada.id } },
    create: { caseId, personId: world.ada.id, addedAt: world.at.now },
    update: {},
  });
  await addNote(services, world.max, { number, text: 'The secretary shares passwords.' }, world.request());
  await resolveCase(services, world.max, { number, explanation: 'The second till has a number now.' }, world.request());
  await bot.worker.idle();
  expect(smtp.mails.map(({ headers }) => headers.get('subject'))).toEqual([
    `[CB-${number}: Please confirm] Grade Book issue after the term change`,
  ]);
  const mail = smtp.mails[0];
  expect(mail?.text).toContain('The second till has a number now.');
  expect(JSON.stringify(smtp.mails)).not.toContain('passwords');

  const link = linksIn(mail?.html ?? '')['Yes, close case'] ?? '';
  expect(link).toMatch(/^https:\/\/bot\.example\/mail\//);
  const page = link.replace('https://bot.example', bot.url);
  const shown = await (await fetch(page)).text();
  expect(shown).toContain('Yes, close case');
  expect((await db.prisma.case.findUniqueOrThrow({ where: { number } })).status).toBe('PendingCustomerVerification');
  const state = /name="casebridge:state" value="([^"]+)"/.exec(shown)?.[1] ?? '';
  const done = await fetch(page, { method: 'POST', body: new URLSearchParams({ 'casebridge:state': state }) });
  expect(await done.text()).toContain('Closed.');
  expect((await db.prisma.case.findUniqueOrThrow({ where: { number } })).status).toBe('Closed');
});
