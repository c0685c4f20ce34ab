// Mail that waits: events join, people who are active in the chat are not mailed, and what must go out at once does.
import { describe, expect, onTestFinished } from 'vitest';
import { renderDelivery } from '../../../src/chat/render-delivery.ts';
import { defaultSettings } from '../../../src/domain/settings.ts';
import type { Services } from '../../../src/usecases/context.ts';
import { addPost } from '../../../src/usecases/cases/add-post.ts';
import { askContact } from '../../../src/usecases/cases/ask-contact.ts';
import { assignCase } from '../../../src/usecases/cases/assign-case.ts';
import { claimCase } from '../../../src/usecases/cases/claim-case.ts';
import { closeCase } from '../../../src/usecases/cases/close-case.ts';
import { deletePost } from '../../../src/usecases/cases/delete-post.ts';
import { escalateCase } from '../../../src/usecases/cases/escalate-case.ts';
import { resolveCase } from '../../../src/usecases/cases/resolve-case.ts';
import { saveMailSettings, setMail } from '../../../src/usecases/notifications/mail-settings.ts';
import { addRecipient, removeRecipient } from '../../../src/usecases/notifications/recipients.ts';
import { releaseMail } from '../../../src/usecases/notifications/release-mail.ts';
import { readCard } from '../../chat/read-card.ts';
import { plainviewSpace, vendor, test as base } from '../fixtures.ts';

const minute = 60_000;
const start = new Date('2026-11-02T15:00:00Z');

/** A mail as it would be sent now. */
interface Mail {
  state: string;
  subject: string | undefined;
  text: string;
}

const it = base
  .extend('services', { scope: 'file' }, ({ world }): Services => {
    const { services } = world;
    return { ...services, mail: true, settings: { ...services.settings, mail: defaultSettings.mail } };
  })
  /** Opens a case of Ada's, who filed it an hour ago, and makes Ben, who only uses mail, a recipient. */
  .extend('open', { scope: 'file' }, ({ world, services }) => async (): Promise<number> => {
    world.at.now = new Date(start.getTime() - 60 * minute);
    const number = await world.open();
    await addRecipient(services, world.ada, { number, personId: world.ben.id }, world.request());
    world.at.now = start;
    return number;
  })
  .extend('pass', { scope: 'file' }, ({ world, services }) => async (minutes: number): Promise<void> => {
    world.at.now = new Date(world.at.now.getTime() + minutes * minute);
    await releaseMail(services);
  })
  /** Returns the mails of a case to an address that were not withdrawn, oldest first. */
  .extend('mailsOf', { scope: 'file' }, ({ db, services }) => async (number: number, address = 'ben@plainview.example') => {
    const where = { case: { number }, withdrawn: false, destination: { platform: 'mail' as const, channelId: address } };
    const rows = await db.prisma.delivery.findMany({ where, orderBy: { id: 'asc' } });
    const mails: Mail[] = [];
    for (const { id, state } of rows) {
      const card = (await renderDelivery(services, id))?.card;
      mails.push({ state, subject: card?.happened, text: card ? readCard(card) : '' });
    }
    return mails;
  })
  /** The worker delivers everything in chats. */
  .extend('arrive', { scope: 'file' }, ({ db }) => async (number: number) => {
    const where = { case: { number }, destination: { platform: { not: 'mail' as const } } };
    await db.prisma.delivery.updateMany({ where, data: { state: 'sent', externalId: 'x', deliveredVersion: 1 } });
  });

const fromChat = { platform: 'slack' as const, workspaceId: plainviewSpace, channelId: 'D0ADA' };

describe('events of a case', () => {
  it('wait ten minutes and are mailed in one message', async ({ open, world, services, mailsOf, pass }) => {
    const number = await open();
    await claimCase(services, world.max, number, world.request());
    await pass(4);
    await assignCase(services, world.max, { number, to: world.tia.id }, world.request());
    await pass(5);
    expect(await mailsOf(number)).toMatchObject([{ state: 'held', subject: '2 updates' }]);
    await pass(1);
    const [mail, ...more] = await mailsOf(number);
    expect(more).toEqual([]);
    expect(mail?.state).toBe('pending');
    expect(mail?.text).toMatch(/Max Reyes.*is working on this[^]*Tia Holm/);

    await claimCase(services, world.max, number, world.request(), { takeOverFrom: world.tia.id });
    expect(await mailsOf(number)).toMatchObject([{ state: 'pending' }, { state: 'held', subject: 'Assigned' }]);
  });

  it('are taken along, oldest first, by a mail that goes out at once', async ({ open, world, services, mailsOf, pass }) => {
    const number = await open();
    await claimCase(services, world.max, number, world.request());
    await askContact(services, world.max, { number, question: 'Which till?' }, world.request());
    const [mail, ...more] = await mailsOf(number);
    expect(more).toEqual([]);
    expect(mail).toMatchObject({ state: 'pending', subject: 'Question' });
    expect(mail?.text).toMatch(/Which till\?[^]*\[Answer\][^]*Before that:[^]*is working on this/);
    await pass(20);
    expect(await mailsOf(number)).toHaveLength(1);
  });

  it('are mailed one by one where the configuration says so', async ({ open, world, services, mailsOf }) => {
    const number = await open();
    const { settings } = world.services;
    await claimCase({ ...services, settings }, world.max, number, world.request());
    await assignCase({ ...services, settings }, world.max, { number, to: world.tia.id }, world.request());
    expect(await mailsOf(number)).toMatchObject([{ state: 'pending' }, { state: 'pending' }]);
  });

  it('are in exactly one mail, whatever is released meanwhile', async ({ open, world, services, db }) => {
    const number = await open();
    world.at.now = new Date(start.getTime() + 30 * minute);
    const advisors = [world.max, world.tia];
    for (let round = 0; round < 12; round += 1) {
      const to = advisors[round % 2];
      // due at once, so that the release and the next event compete for the same mail
      await db.prisma.delivery.updateMany({ where: { case: { number }, state: 'held' }, data: { heldUntil: start } });
      await Promise.all([
        to && assignCase(services, world.max, { number, to: to.id }, world.request()),
        releaseMail(services),
        releaseMail(services),
      ]);
    }
    const posts = await db.prisma.post.findMany({
      where: { case: { number } },
      include: { joined: { include: { delivery: true } } },
    });
    expect(posts).toHaveLength(12);
    for (const { joined } of posts) {
      const toBen = joined.filter(({ delivery }) => !delivery.withdrawn);
      const mailboxes = toBen.map(({ delivery }) => delivery.destinationId);
      expect(mailboxes).toHaveLength(new Set(mailboxes).size);
      expect(mailboxes).toHaveLength(2);
    }
    const held = await db.prisma.delivery.groupBy({
      by: 'conversationId',
      where: { case: { number }, state: 'held' },
      _count: { _all: true },
    });
    expect(held.every(({ _count }) => _count._all === 1)).toBe(true);
  });

  it('are not mailed about a case that they were removed from, and follow a new address', async ({
    open,
    world,
    services,
    mailsOf,
    db,
    pass,
  }) => {
    const number = await open();
    await claimCase(services, world.max, number, world.request());
    await db.prisma.person.update({ where: { id: world.ben.id }, data: { email: 'b@plainview.example' } });
    onTestFinished(() => void db.prisma.person.update({ where: { id: world.ben.id }, data: { email: world.ben.email } }));
    await assignCase(services, world.max, { number, to: world.tia.id }, world.request());
    expect(await mailsOf(number)).toEqual([]);
    expect(await mailsOf(number, 'b@plainview.example')).toMatchObject([{ state: 'held', subject: '2 updates' }]);
    await removeRecipient(services, world.ada, { number, personId: world.ben.id }, world.request());
    expect(await mailsOf(number, 'b@plainview.example')).toEqual([]);
    await pass(15);
    expect(await mailsOf(number, 'b@plainview.example')).toEqual([]);
    await db.prisma.person.update({ where: { id: world.ben.id }, data: { email: world.ben.email } });
  });
});

describe('questions, resolutions, escalations and closings', () => {
  it('are mailed at once, also to somebody who is active in the chat', async ({ open, world, services, mailsOf, db }) => {
    const channel = { platform: 'slack' as const, workspaceId: vendor, channelId: 'C0TRAIN', team: 'Training' };
    await db.prisma.channel.create({ data: { ...channel, purposes: ['escalation'] } });
    const number = await open();
    const { max, ada, request } = world;
    await addPost(services, ada, { number, text: 'Hello?' }, request({ ...fromChat, messageId: '1' }));
    const escalation = { number, team: 'Training', reason: 'See the import.', toContact: 'A colleague looks at it.' };
    await escalateCase(services, max, escalation, request());
    await askContact(services, max, { number, question: 'Which?' }, request());
    await resolveCase(services, max, { number, explanation: 'Done.' }, request());
    await closeCase(services, max, { number, reason: 'Resolved' }, request());
    const mails = await mailsOf(number, ada.email);
    expect(mails.map(({ subject }) => subject)).toEqual(['Escalated', 'Question', 'Please confirm', 'Closed']);
    expect(mails.every(({ state }) => state === 'pending')).toBe(true);
  });
});

describe('somebody who is active in the chat', () => {
  it('is not mailed a post, and gets it once they have been quiet', async ({ open, world, services, mailsOf, pass, arrive }) => {
    const number = await open();
    const { max, ada, request } = world;
    await addPost(services, ada, { number, text: 'Hello?' }, request({ ...fromChat, messageId: '2' }));
    await pass(2);
    await addPost(services, max, { number, text: 'Looking.' }, request());
    await arrive(number);
    expect((await mailsOf(number)).at(-1)).toMatchObject({ state: 'pending', subject: 'New reply' });
    await pass(7.9);
    expect(await mailsOf(number, ada.email)).toMatchObject([{ state: 'held' }]);
    await pass(0.2);
    const [mail] = await mailsOf(number, ada.email);
    expect(mail).toMatchObject({ state: 'pending', subject: 'New reply' });
    expect(mail?.text).toContain('Looking.');
  });

  it('is never mailed what they saw before they wrote again', async ({ open, world, services, mailsOf, pass, arrive }) => {
    const number = await open();
    const { max, ada, request } = world;
    await addPost(services, ada, { number, text: 'Hello?' }, request({ ...fromChat, messageId: '3' }));
    await pass(1);
    await addPost(services, max, { number, text: 'Which till?' }, request());
    await arrive(number);
    await pass(1);
    await addPost(services, ada, { number, text: 'The left one.' }, request({ ...fromChat, messageId: '4' }));
    await pass(1);
    await addPost(services, max, { number, text: 'Thanks, on it.' }, request());
    await pass(8);
    expect(await mailsOf(number, ada.email)).toMatchObject([{ state: 'held' }]);
    await pass(2);
    const [mail] = await mailsOf(number, ada.email);
    expect(mail?.text).toContain('Thanks, on it.');
    expect(mail?.text).not.toContain('Which till?');
  });

  it('is mailed what did not arrive in the chat', async ({ open, world, services, mailsOf, pass }) => {
    const number = await open();
    const { max, ada, request } = world;
    await addPost(services, ada, { number, text: 'Hello?' }, request({ ...fromChat, messageId: '5' }));
    await addPost(services, max, { number, text: 'Which till?' }, request());
    await pass(1);
    await addPost(services, ada, { number, text: 'Anybody?' }, request({ ...fromChat, messageId: '6' }));
    await pass(10);
    expect((await mailsOf(number, ada.email))[0]?.text).toContain('Which till?');
  });

  it('is mailed nothing when all of it was deleted', async ({ open, world, services, mailsOf, pass, db }) => {
    const number = await open();
    const { max, ada, request } = world;
    await addPost(services, ada, { number, text: 'Hello?' }, request({ ...fromChat, messageId: '7' }));
    await addPost(services, max, { number, text: 'A slip.' }, request());
    const { id } = await db.prisma.post.findFirstOrThrow({ where: { body: 'A slip.' } });
    await deletePost(services, max, id, 'deletes the slip');
    await pass(15);
    expect(await mailsOf(number, ada.email)).toMatchObject([{ subject: undefined, text: '' }]);
  });

  it('includes those who have just filed the case, and not those who wrote from an email', async ({
    world,
    services,
    mailsOf,
  }) => {
    world.at.now = start;
    const number = await world.open();
    await addPost(services, world.max, { number, text: 'Hello.' }, world.request());
    expect(await mailsOf(number, world.ada.email)).toMatchObject([{ state: 'held' }]);
    world.at.now = new Date(start.getTime() + 30 * minute);
    await addPost(services, world.ada, { number, text: 'By mail.' }, { idempotencyKey: 'by mail', platform: null });
    await addPost(services, world.max, { number, text: 'Hello again.' }, world.request());
    expect(await mailsOf(number, world.ada.email)).toMatchObject([{ state: 'pending', subject: 'New reply' }]);
  });
});

describe('somebody who unsubscribed', () => {
  it('is mailed only what cannot be muted, about the case or about all of them, and hears the same in the chat', async ({
    open,
    world,
    services,
    mailsOf,
    db,
  }) => {
    const { ada, max, request } = world;
    const [one, other] = [await open(), await open()];
    await setMail(services, ada, { number: one, off: true });
    for (const number of [one, other]) {
      await addPost(services, max, { number, text: 'A word.' }, request());
      await askContact(services, max, { number, question: 'Which?' }, request());
    }
    const subjects = async (number: number) => (await mailsOf(number, ada.email)).map(({ subject }) => subject);
    expect(await subjects(one)).toEqual(['Question']);
    expect(await subjects(other)).toEqual(['New reply', 'Question']);
    expect(await db.prisma.delivery.count({ where: { post: { body: 'A word.' }, destination: { channelId: 'D0ADA' } } })).toBe(2);

    await setMail(services, ada, { number: null, off: true });
    await addPost(services, max, { number: other, text: 'Another word.' }, request());
    expect(await subjects(other)).toEqual(['New reply', 'Question']);
    await saveMailSettings(services, ada, { everything: 'all', mailOff: false, case: null }, request());
    await addPost(services, max, { number: other, text: 'A third word.' }, request());
    expect(await subjects(other)).toEqual(['New reply', 'Question', 'New reply']);
  });
});
