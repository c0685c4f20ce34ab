// Unsubscribing with one click, as email clients and people do it (RFC 8058).
import { describe, expect } from 'vitest';
import { createMailLinks } from '../../src/chat/mail-links.ts';
import { createLog } from '../../src/server/log.ts';
import { createHandler } from '../../src/mail/handler.ts';
import { createLinks } from '../../src/mail/links.ts';
import { test as base } from '../usecases/fixtures.ts';

const it = base
  .extend('links', { scope: 'file' }, ({ world }) => createLinks([Buffer.alloc(32, 1)], '', world.services.clock))
  .extend('http', { scope: 'file' }, ({ world, links, serve }) => {
    const mailLinks = createMailLinks(world.services);
    const zoneOf = async () => 'America/Chicago';
    return serve({ mail: createHandler({ ...world.services.settings, mailLinks, links, zoneOf, log: createLog('silent') }) });
  })
  .extend('visit', { scope: 'file' }, ({ http }) => async (path: string, init: RequestInit = {}) => {
    const response = await fetch(http.url + path, { redirect: 'manual', ...init });
    return { status: response.status, html: await response.text() };
  })
  .extend('off', { scope: 'file' }, ({ db, world }) => async (number: number) => {
    const person = await db.prisma.person.findUniqueOrThrow({ where: { id: world.ada.id } });
    const recipient = await db.prisma.recipient.findFirstOrThrow({ where: { personId: world.ada.id, case: { number } } });
    return { all: person.mailOff, case: recipient.mailOff };
  });

const oneClick = { 'List-Unsubscribe': 'One-Click' };

function multipart(fields: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
}

describe('the link to unsubscribe', () => {
  it('changes nothing when it is opened, and says what it does and what still comes', async ({ world, links, visit, off }) => {
    const number = await world.open();
    const path = links.writeUnsubscribe({ address: world.ada.email, number });
    for (const method of ['GET', 'HEAD', 'OPTIONS', 'PUT']) await visit(path, { method });
    expect(await off(number)).toEqual({ all: false, case: false });
    const { status, html } = await visit(path);
    expect(status).toBe(200);
    expect(html).toContain(`Stop emails about CB-${number}?`);
    expect(html).toContain('questions, resolutions, released fixes, escalations, reminders and closings');
    // the link works for years, so it must not tell what the case is about
    expect(html).not.toContain('Grade Book');
  });

  it.for([
    ['a form', (fields: Record<string, string>) => new URLSearchParams(fields)],
    ['multipart', multipart],
  ] as const)(
    'unsubscribes with one POST without a login, sent as %s, however often',
    async ([, body], { world, links, visit, off }) => {
      const [number, other] = [await world.open(), await world.open()];
      const path = links.writeUnsubscribe({ address: world.ada.email, number });
      for (const _ of [1, 2]) {
        const { status, html } = await visit(path, { method: 'POST', body: body(oneClick) });
        expect(status).toBe(200);
        expect(html).toContain(`You won't get emails about CB-${number} anymore.`);
      }
      expect(await off(number)).toEqual({ all: false, case: true });
      expect(await off(other)).toEqual({ all: false, case: false });
      world.at.now = new Date(world.at.now.getTime() + 400 * 86_400_000);
      expect((await visit(path)).html).toContain('Get these emails again');
    },
  );

  it('can stop all mail, and start it again', async ({ world, links, visit, off }) => {
    const number = await world.open();
    const path = links.writeUnsubscribe({ address: world.ada.email, number });
    const choose = (choice: string) =>
      visit(path, { method: 'POST', body: new URLSearchParams({ ...oneClick, 'casebridge:choice': choice }) });
    expect((await choose('stop-all')).html).toContain("You won't get emails about your cases anymore.");
    expect(await off(number)).toEqual({ all: true, case: false });
    expect((await choose('start')).html).toContain(`Stop emails about CB-${number}?`);
    expect(await off(number)).toEqual({ all: false, case: false });

    const digest = links.writeUnsubscribe({ address: world.ada.email, number: null });
    await visit(digest, { method: 'POST', body: new URLSearchParams(oneClick) });
    expect(await off(number)).toMatchObject({ all: true });
    await choose('start');
  });

  it.for([
    ['an empty body', ''],
    ['another value', 'List-Unsubscribe=Maybe'],
    ['an unknown choice', 'List-Unsubscribe=One-Click&casebridge%3Achoice=everything'],
  ])('changes nothing for a POST with %s', async ([, body], { world, links, visit, off }) => {
    const number = await world.open();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const path = links.writeUnsubscribe({ address: world.ada.email, number });
    expect(await visit(path, { method: 'POST', body, headers })).toMatchObject({ status: 400 });
    expect(await off(number)).toEqual({ all: false, case: false });
  });

  it('does nothing for a link that was changed, one of another kind, or an address that nobody has', async ({
    world,
    links,
    visit,
    off,
  }) => {
    const number = await world.open();
    const post = { method: 'POST', body: new URLSearchParams(oneClick) };
    const path = links.writeUnsubscribe({ address: world.ada.email, number });
    const view = links.write({ address: world.ada.email, action: 'view', value: String(number) });
    for (const bad of [path.slice(0, -1), path.replace('.', '.x'), view.replace('/mail/', '/mail/unsubscribe/')])
      expect(await visit(bad, post)).toMatchObject({ status: 404 });
    expect(await visit(path.replace('/unsubscribe', ''), post)).toMatchObject({ status: 404 });
    const gone = links.writeUnsubscribe({ address: 'gone@plainview.example', number });
    const { status, html } = await visit(gone, post);
    expect(status).toBe(200);
    expect(html).toContain("This address doesn't get our emails anymore.");
    expect(await off(number)).toEqual({ all: false, case: false });
  });

  it("never touches another account's case", async ({ world, links, visit, off }) => {
    const number = await world.open();
    const path = links.writeUnsubscribe({ address: world.rosa.email, number });
    await visit(path, { method: 'POST', body: new URLSearchParams(oneClick) });
    expect(await off(number)).toEqual({ all: false, case: false });
  });
});
