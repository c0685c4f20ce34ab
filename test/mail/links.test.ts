import { describe, expect, onTestFinished } from 'vitest';
import { renderDelivery } from '../../src/chat/render-delivery.ts';
import { createMailLinks } from '../../src/chat/mail-links.ts';
import { createLog } from '../../src/server/log.ts';
import { createLinks as createFileLinks } from '../../src/files/links.ts';
import { createHandler } from '../../src/mail/handler.ts';
import { createLinks } from '../../src/mail/links.ts';
import { addNote } from '../../src/usecases/cases/add-note.ts';
import { addPost } from '../../src/usecases/cases/add-post.ts';
import { askContact } from '../../src/usecases/cases/ask-contact.ts';
import { closeCase } from '../../src/usecases/cases/close-case.ts';
import { resolveCase } from '../../src/usecases/cases/resolve-case.ts';
import { readCard } from '../chat/read-card.ts';
import { test as base } from '../usecases/fixtures.ts';
import { linksIn } from './fake-smtp.ts';

const it = base
  .extend('links', { scope: 'file' }, ({ world }) => createLinks(key, '', world.services.clock))
  .extend('http', { scope: 'file' }, ({ world, links, serve }) => {
    const mailLinks = createMailLinks(world.services);
    const zoneOf = async () => 'America/Chicago';
    return serve({ mail: createHandler({ ...world.services.settings, mailLinks, links, zoneOf, log: createLog('silent') }) });
  })
  .extend(
    'linkOf',
    { scope: 'file' },
    ({ world, links }) =>
      (action: string, value: string | number, address = world.ada.email) =>
        links.write({ address, action, value: String(value) }),
  )
  .extend('visit', { scope: 'file' }, ({ http }) => async (path: string, init: RequestInit = {}) => {
    const response = await fetch(http.url + path, init);
    return { status: response.status, headers: response.headers, html: await response.text() };
  })
  .extend(
    'post',
    { scope: 'file' },
    ({ visit }) =>
      (path: string, fields: Record<string, string>) =>
        visit(path, { method: 'POST', body: new URLSearchParams(fields) }),
  )
  .extend(
    'send',
    { scope: 'file' },
    ({ post }) =>
      (path: string, { state = '', ...fields }: Record<string, string>) =>
        post(path, { 'casebridge:state': state, ...fields }),
  )
  /** Opens the link and presses its page's button. */
  .extend('press', { scope: 'file' }, ({ visit, send }) => async (path: string, fields: Record<string, string> = {}) => {
    const state = stateOf((await visit(path)).html);
    return send(path, { state, ...fields });
  })
  .extend(
    'caseOf',
    { scope: 'file' },
    ({ db }) =>
      (number: number) =>
        db.prisma.case.findUniqueOrThrow({ where: { number }, include: { posts: true, history: true } }),
  )
  .extend(
    'statusOf',
    { scope: 'file' },
    ({ caseOf }) =>
      async (number: number) =>
        (await caseOf(number)).status,
  )
  .extend('resolved', { scope: 'file' }, ({ world }) => async (): Promise<number> => {
    const number = await world.open();
    await resolveCase(world.services, world.max, { number, explanation: 'The second till has a number now.' }, world.request());
    return number;
  });

const key = [Buffer.alloc(32, 1)] as const;
const stateOf = (html: string) => /name="casebridge:state" value="([^"]+)"/.exec(html)?.[1] ?? '';

describe('the link of a mail', () => {
  it('shows what its button will do, and changes nothing when it is opened', async ({ resolved, caseOf, linkOf, visit }) => {
    const number = await resolved();
    const before = await caseOf(number);
    const path = linkOf('confirm', number);
    const { status, html, headers } = await visit(path);
    expect(status).toBe(200);
    for (const text of [
      `CB-${number} · Grade Book issue`,
      'The second till has a number now.',
      'Yes, close case',
      "You're viewing this as Ada Park",
    ])
      expect(html).toContain(text);
    for (const method of ['GET', 'HEAD', 'OPTIONS', 'DELETE', 'PUT']) await visit(path, { method });
    expect((await visit(path, { method: 'PUT' })).status).toBe(405);
    expect(await caseOf(number)).toEqual(before);
    expect(Object.fromEntries(headers)).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy': expect.stringMatching(
        /default-src 'none'.*form-action 'self'.*frame-ancestors 'none'/,
      ) as string,
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
    });
  });

  it('acts when its button is pressed, once however often the page is sent', async ({
    resolved,
    linkOf,
    visit,
    send,
    caseOf,
  }) => {
    const number = await resolved();
    const path = linkOf('confirm', number);
    const state = stateOf((await visit(path)).html);
    const [first, second] = [await send(path, { state }), await send(path, { state })];
    for (const { status, html } of [first, second]) {
      expect(status).toBe(200);
      expect(html).toContain(`Done. CB-${number} · Grade Book issue after the term change: Closed.`);
    }
    const { posts, history, status, closeReason } = await caseOf(number);
    expect([status, closeReason]).toEqual(['Closed', 'Resolved']);
    expect(history.filter(({ action }) => action === 'confirm')).toMatchObject([{ actorName: 'Ada Park' }]);
    expect(posts.filter(({ action }) => action === 'confirm')).toMatchObject([{ authorName: 'Ada Park', platform: null }]);
    expect((await visit(path)).html).toContain('Ada Park');
    expect((await visit(path)).html).not.toContain('<form');
  });

  it('opens a form with the question, shows errors at their fields and keeps what was typed', async ({
    world,
    linkOf,
    visit,
    press,
    statusOf,
    send,
    caseOf,
  }) => {
    const number = await world.open();
    await askContact(world.services, world.max, { number, question: 'Which *school*?' }, world.request());
    const path = linkOf('answer', number);
    expect((await visit(path)).html).toContain('Which <em>school</em>?');
    const empty = await press(path, { post: ' \r\n ' });
    expect(empty.html).toMatch(/aria-invalid="true"[^]*Enter a message\./);
    const long = await press(path, { post: `Riverside <3 ${'x'.repeat(10_000)}` });
    expect(long.html).toContain('Riverside &#x3C;3 xxx');
    expect(await statusOf(number)).toBe('PendingCustomerInput');

    const state = stateOf(empty.html);
    await send(path, { state, post: 'Riverside,\r\nboth tills.' });
    await send(path, { state, post: 'Riverside,\r\nboth tills.' });
    const { posts, status } = await caseOf(number);
    expect(status).toBe('New');
    expect(posts.filter(({ action }) => action === 'answer')).toMatchObject([
      { body: 'Riverside,\nboth tills.', authorName: 'Ada Park', platform: null },
    ]);
  });

  it('leads to further links, which expire with it', async ({ resolved, press, linkOf, statusOf, world, visit }) => {
    const number = await resolved();
    const posted = await press(linkOf('post', number), { post: 'Better now.' });
    const next = linksIn(posted.html);
    expect(Object.keys(next)).toEqual(['Yes, close case', 'No, still happening']);
    expect((await press(next['No, still happening'] ?? '', { 'still-happens': 'At lunch.' })).html).toContain('Done.');
    expect(await statusOf(number)).toBe('New');

    const path = linkOf('close', number);
    const closing = await press(path, { reason: 'Withdrawn', comment: '' });
    const view = linksIn(closing.html)['View case'] ?? '';
    expect(await statusOf(number)).toBe('Closed');
    world.at.now = new Date(world.at.now.getTime() + 13.9 * 86_400_000);
    expect((await visit(view)).html).toContain('At lunch.');
    const reopening = linksIn((await visit(view)).html)['Reopen case'] ?? '';
    expect((await press(reopening, { details: 'It is back.' })).html).toContain('Done.');
    world.at.now = new Date(world.at.now.getTime() + 0.2 * 86_400_000);
    for (const old of [path, view, reopening]) expect((await visit(old)).status).toBe(410);
  });

  it('leads to the page on which its reader adds files, and to nobody else’s', async ({ world, visit, linkOf }) => {
    const { services, ada, rita, rosa } = world;
    const files = createFileLinks([Buffer.alloc(32, 2)], 'https://bot.example', services.clock);
    services.links = files;
    onTestFinished(() => void delete services.links);
    const number = await world.open();
    const address = linksIn((await visit(linkOf('add-files', number))).html)['Add files'] ?? '';
    expect(files.readUpload(address.replace('https://bot.example', ''))).toEqual({ caseNumber: number, personId: ada.id });
    for (const { email } of [rita, rosa]) {
      const { html } = await visit(linkOf('add-files', number, email));
      expect(html).not.toContain('/files/upload/');
    }
  });

  it('shows no internal note, and does not work for advisors', async ({ world, visit, linkOf }) => {
    const number = await world.open();
    await addNote(world.services, world.max, { number, text: 'The secretary shares passwords.' }, world.request());
    await addPost(world.services, world.max, { number, text: 'On it.' }, world.request());
    const { html } = await visit(linkOf('view', number));
    expect(html).toContain('On it.');
    expect(html).not.toContain('passwords');
    const advisors = await visit(linkOf('view', number, world.max.email));
    expect(advisors.html).toContain('Links in emails are for contacts.');
    expect(advisors.html).not.toContain('Grade Book');
  });
});

describe('a link that does not work', () => {
  it('is refused when it has expired, was changed or cut off, or is signed with another key', async ({
    resolved,
    linkOf,
    world,
    visit,
    send,
    statusOf,
  }) => {
    const number = await resolved();
    const path = linkOf('confirm', number);
    const [body = '', mac = ''] = path.slice('/mail/'.length).split('.');
    const forged = Buffer.from(JSON.stringify([world.ada.email, 'close', String(number), 4e9])).toString('base64url');
    const others = createLinks([Buffer.alloc(32, 2)], '', world.services.clock);
    const wrong = [
      `/mail/${forged}.${mac}`,
      `/mail/${body}.${mac.slice(0, -4)}`,
      `/mail/${body}`,
      '/mail/',
      '/mail/a/b',
      others.write({ address: world.ada.email, action: 'confirm', value: String(number) }),
    ];
    for (const one of wrong) {
      const { status, html } = await visit(one);
      expect([one, status]).toEqual([one, 404]);
      expect(html).toContain(
        'Copy the whole link from the email. You can also message Campus Support in Slack or Teams, or call +1 800 555 0100.',
      );
      expect((await send(one, { state: 'x' })).status).toBe(404);
    }
    const state = stateOf((await visit(path)).html);
    world.at.now = new Date(world.at.now.getTime() + 15 * 86_400_000);
    expect((await send(path, { state })).status).toBe(410);
    expect((await visit(path)).html).toContain('This link has expired.');
    expect(await statusOf(number)).toBe('PendingCustomerVerification');
  });

  it('accepts pages that 0.4.0 drew, whose hidden field is called state', async ({ linkOf, world, visit, post }) => {
    const path = linkOf('post', await world.open());
    const state = stateOf((await visit(path)).html);
    expect((await post(path, { state, post: 'From an old page.' })).html).toContain('Done.');
  });

  it('does nothing with the state of another page, or without one', async ({ resolved, linkOf, visit, send, statusOf }) => {
    const [number, other] = [await resolved(), await resolved()];
    const [path, elsewhere] = [linkOf('confirm', number), linkOf('confirm', other)];
    const stolen = stateOf((await visit(elsewhere)).html);
    for (const state of [stolen, '', stateOf((await visit(path)).html).replace(/^../, 'WW')])
      expect((await send(path, { state })).status).toBe(400);
    expect((await send(path, { state: stolen, post: 'x'.repeat(130_000) })).status).toBe(413);
    expect([await statusOf(number), await statusOf(other)]).toEqual([
      'PendingCustomerVerification',
      'PendingCustomerVerification',
    ]);
  });

  it('does nothing for another account, a Read-Only Contact or an action that mails do not offer', async ({
    resolved,
    visit,
    linkOf,
    world,
    press,
    statusOf,
  }) => {
    const number = await resolved();
    for (const action of ['confirm', 'view', 'post']) {
      const { html } = await visit(linkOf(action, number, world.rosa.email));
      expect(html).toContain(`We couldn't find CB-${number}.`);
      expect(html).not.toContain('Grade Book');
    }
    expect((await visit(linkOf('confirm', number, world.rita.email))).html).not.toContain('<form');
    expect((await press(linkOf('add-me', number, world.rita.email))).html).toContain('Rita Reed');
    for (const action of ['claim', 'delete-post', 'toString']) {
      const { html } = await visit(linkOf(action, number));
      expect(html).toContain("You can't do this from an email.");
    }
    expect(await statusOf(number)).toBe('PendingCustomerVerification');
  });

  it('does nothing for a contact who was removed or has a new address', async ({
    resolved,
    linkOf,
    world,
    visit,
    db,
    send,
    statusOf,
  }) => {
    const number = await resolved();
    const path = linkOf('confirm', number, world.ben.email);
    const state = stateOf((await visit(path)).html);
    await db.prisma.person.update({ where: { id: world.ben.id }, data: { active: false } });
    expect([(await visit(path)).status, (await send(path, { state })).status]).toEqual([403, 403]);
    await db.prisma.person.update({ where: { id: world.ben.id }, data: { active: true, email: 'benjamin@plainview.example' } });
    expect((await send(path, { state })).html).toContain('no active contact has anymore');
    expect(await statusOf(number)).toBe('PendingCustomerVerification');
  });

  it('says why when the action is no longer possible', async ({ resolved, linkOf, visit, world, send }) => {
    const number = await resolved();
    const path = linkOf('decline', number);
    const state = stateOf((await visit(path)).html);
    await closeCase(world.services, world.max, { number, reason: 'Not supported' }, world.request());
    const late = await send(path, { state, 'still-happens': 'It happens at every lunch, in both lines.' });
    expect(late.html).toContain('Max Reyes');
    expect(late.html).toContain('It happens at every lunch, in both lines.');
  });
});

describe('a link that was used before', () => {
  it('says what is so, where the case stands, and leads on', async ({ resolved, linkOf, press, visit }) => {
    const number = await resolved();
    await press(linkOf('confirm', number));
    for (const action of ['confirm', 'decline', 'close']) {
      const { status, html } = await visit(linkOf(action, number));
      expect(status).toBe(200);
      expect(html).toContain(`CB-${number} · Grade Book issue after the term change: Closed.`);
      expect(Object.keys(linksIn(html))).toEqual(['View case', 'Reopen case']);
    }
  });
});

describe('a link that has expired', () => {
  it('offers a new one, which is mailed to its address once in ten minutes', async ({ world, linkOf, visit, db }) => {
    world.services.mail = true;
    onTestFinished(() => void (world.services.mail = false));
    const number = await world.open();
    const path = linkOf('answer', number);
    const [removed, other] = [linkOf('view', number, world.ben.email), linkOf('view', number, world.rosa.email)];
    world.at.now = new Date(world.at.now.getTime() + 15 * 86_400_000);
    const { status, html } = await visit(path);
    expect(status).toBe(410);
    for (const text of ['This link has expired.', 'Email me a new link', 'Slack or Teams']) expect(html).toContain(text);
    expect(html).not.toContain('Grade Book');
    const sent = () =>
      db.prisma.delivery.findMany({ where: { case: { number }, kind: 'updates' }, include: { destination: true } });
    expect(await sent()).toEqual([]);
    for (const link of [path, path, removed, other]) {
      const asked = await visit(link, { method: 'POST' });
      expect(asked.status).toBe(200);
      expect(asked.html).toContain('Check your email for a new link.');
    }
    const [mail, ...more] = await sent();
    expect(more).toEqual([]);
    expect(mail).toMatchObject({ state: 'pending', destination: { channelId: world.ada.email } });
    expect(readCard((await renderDelivery(world.services, mail?.id ?? 0))?.card ?? { summary: 'nothing', elements: [] })).toMatch(
      /new link to CB-\d+[^]*\[View case\]/,
    );
  });
});

describe('the links with which a contact rates a case', () => {
  it('record nothing when they are opened, and ask for a comment', async ({ world, linkOf, visit, press, db }) => {
    const number = await world.open();
    await closeCase(world.services, world.max, { number, reason: 'Resolved' }, world.request());
    const asked = () => db.prisma.satisfaction.findFirstOrThrow({ where: { case: { number } } });
    const path = linkOf('rate-form', `${number} poor`);
    for (const method of ['GET', 'HEAD']) await visit(path, { method });
    expect((await visit(path)).html).toMatch(/How did we do\?[^]*<option value="poor" selected[^]*Only advisors see it/);
    expect(await asked()).toMatchObject({ score: null });
    // the buttons of the chat record at once, so no email may offer them
    expect((await visit(linkOf('rate', `${number} poor`))).html).toContain('do this from an email');
    expect(await asked()).toMatchObject({ score: null });

    expect((await press(path, { score: 'poor', comment: 'Three days!' })).html).toContain(
      `Thanks for your feedback on CB-${number}.`,
    );
    expect(await asked()).toMatchObject({ score: 'poor', comment: 'Three days!' });
    expect((await visit(linkOf('rate-form', `${number} good`, world.rita.email))).html).toContain('Read-Only Contact');
  });

  it('are on the page that closes the case, and on the page of the closed case until they were used', async ({
    resolved,
    linkOf,
    press,
    visit,
  }) => {
    const number = await resolved();
    const done = await press(linkOf('confirm', number));
    const scores = ['🙂 Good', '😐 Okay', '🙁 Poor'];
    expect(Object.keys(linksIn(done.html))).toEqual([...scores, 'View case']);
    const view = linkOf('view', number);
    expect(Object.keys(linksIn((await visit(view)).html))).toEqual(expect.arrayContaining(scores));
    await press(linksIn(done.html)['🙂 Good'] ?? '', { score: 'good', comment: '' });
    expect((await visit(view)).html).not.toContain('How did we do');
  });
});

describe('the notification settings behind an email', () => {
  it('show what holds, and save it for the case and for all cases', async ({ world, linkOf, visit, press, db }) => {
    const number = await world.open();
    const path = linkOf('mail-settings', number);
    const { html } = await visit(path);
    for (const text of [`CB-${number}`, 'All other cases', 'Daily digest', `Email about CB-${number}`])
      expect(html).toContain(text);
    const chosen = { case: 'status', 'case-email': 'needed', everything: 'digest', email: 'all' };
    expect((await press(path, chosen)).html).toContain('Your notification settings are saved.');
    const read = () =>
      db.prisma.recipient.findFirstOrThrow({
        where: { personId: world.ada.id, case: { number } },
        include: { person: true },
      });
    expect(await read()).toMatchObject({ notify: 'status', mailOff: true, person: { notify: 'digest', mailOff: false } });
    const general = await press(linkOf('mail-settings', ''), { everything: 'all', email: 'needed' });
    expect(general.html).toContain('All cases: All posts, by email only what you always get');
    expect(await read()).toMatchObject({ notify: 'status', mailOff: true, person: { notify: 'all', mailOff: true } });
    await db.prisma.person.update({ where: { id: world.ada.id }, data: { notify: 'all', mailOff: false } });
  });
});
