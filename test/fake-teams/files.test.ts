// Files in the fake: what Teams, OneDrive and Graph refuse.
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { contentId } from './graph.ts';
import { offerType } from './file-card-check.ts';
import type { Json, Message } from './state.ts';
import { answer, card, startStubBot, withCard } from './stub-bot.ts';

const { fake, app, bot, district, ada, help, group, stop } = await startStubBot();
afterAll(stop);
afterEach(() => {
  bot.context = async () => {};
  fake.passMs(60_000);
  app.consent = true;
});

const piece = 320 * 1024;
const uploadTo = (size: number) => String(fake.uploads.start('a.bin', size, ada.direct).uploadUrl);
const put = (url: string, range: string, bytes: number, headers: Record<string, string> = {}) =>
  fetch(url, { method: 'PUT', body: Buffer.alloc(bytes, 1), headers: { 'content-range': range, ...headers } }).then(
    ({ status }) => status,
  );

describe('an upload to OneDrive', () => {
  it('takes the pieces of a file in order, tells which is next, and ends with the last', async () => {
    const url = uploadTo(piece + 10);
    expect(await put(url, `bytes 0-${piece - 1}/${piece + 10}`, piece)).toBe(202);
    expect(await (await fetch(url)).json()).toMatchObject({ nextExpectedRanges: [`${piece}-`] });
    expect(await put(url, `bytes 0-${piece - 1}/${piece + 10}`, piece)).toBe(416);
    expect(await put(url, `bytes ${piece}-${piece + 9}/${piece + 10}`, 10)).toBe(201);
    expect([...ada.direct.drive.values()].at(-1)?.content.length).toBe(piece + 10);
    expect((await fetch(url)).status).toBe(404);
  });

  it.each([
    ['a token', 'bytes 0-9/10', 10, { authorization: 'Bearer x' }, 401, 'token to an upload address'],
    ['no range', '10', 10, {}, 400, 'is not a Content-Range'],
    ['another length than its range', 'bytes 0-8/10', 10, {}, 400, '9 bytes, the body 10'],
    ['another size than the card', 'bytes 0-9/11', 10, {}, 400, 'the card said 10'],
    ['a gap', 'bytes 5-9/10', 5, {}, 400, 'but 0 is next'],
    ['an odd piece', 'bytes 0-4/10', 5, {}, 400, 'not a multiple of 320 KiB'],
  ])('refuses %s, and notes it', async (_, range, bytes, headers, status, note) => {
    expect(await put(uploadTo(10), range, bytes, headers as Record<string, string>)).toBe(status);
    expect(fake.violations.splice(0)).toEqual([expect.stringContaining(note)]);
  });
});

describe('an offered file', () => {
  const offer = (more: Json = {}) => ({
    contentType: offerType,
    name: 'a.pdf',
    content: { description: 'CB-1', sizeInBytes: 10, acceptContext: { n: 1 }, declineContext: { n: 1 } },
    ...more,
  });
  const sendOffer = async (attachment: Json, where = ada.direct): Promise<{ message: Message | undefined; status: number }> => {
    let result: { message: Message | undefined; status: number } = { message: undefined, status: 0 };
    bot.context = async (context) => {
      const activity = withCard(card('x'), { attachments: [attachment] });
      result = await context.sendActivity(activity).then(
        (sent) => ({ message: where.message(sent?.id), status: 201 }),
        (error: unknown) => ({ message: undefined, status: (error as { statusCode: number }).statusCode }),
      );
    };
    await ada.say('send', { in: where, mention: true });
    return result;
  };

  it('tells the bot where it goes, or that nobody wants it', async () => {
    const { message } = await sendOffer(offer());
    expect(ada.sees(message!)).toBe('CB-1\na.pdf, 10 bytes\n[Allow]\n[Decline]');
    const heard: Json[] = [];
    bot.context = async (context) => {
      heard.push(context.activity as unknown as Json);
      await answer(context);
    };
    await ada.accept(message!);
    await ada.decline(message!);
    expect(heard).toMatchObject([
      {
        name: 'fileConsent/invoke',
        replyToId: message!.id,
        value: { action: 'accept', context: { n: 1 }, uploadInfo: { name: 'a.pdf' } },
      },
      { name: 'fileConsent/invoke', value: { action: 'decline', context: { n: 1 } } },
    ]);
  });

  it('is refused outside of personal chats, without a size, under a name OneDrive does not take, and without supportsFiles', async () => {
    expect((await sendOffer(offer(), help)).status).toBe(400);
    expect((await sendOffer(offer({ content: { description: 'x' } }))).status).toBe(400);
    expect((await sendOffer(offer({ name: 'a:b.pdf' }))).status).toBe(400);
    expect(fake.refusals.splice(0)).toHaveLength(3);
    app.supportsFiles = false;
    expect((await sendOffer(offer())).status).toBe(403);
    app.supportsFiles = true;
  });

  it('cannot be shown as kept before it was uploaded', async () => {
    const kept = {
      contentType: 'application/vnd.microsoft.teams.card.file.info',
      name: 'a.pdf',
      contentUrl: 'https://x.example/a',
    };
    expect((await sendOffer({ ...kept, content: { uniqueId: '1', fileType: 'pdf' } })).status).toBe(400);
    expect(fake.refusals.splice(0)).toEqual([expect.stringContaining("is not in the person's OneDrive")]);
  });
});

describe('a picture in a channel or group chat', () => {
  const token = async (resource: string): Promise<string> => {
    const form = {
      grant_type: 'client_credentials',
      client_id: app.appId,
      client_secret: app.appPassword,
      scope: `${resource}/.default`,
    };
    const login = await fetch(`${fake.loginUrl}/${district.id}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams(form),
    });
    return ((await login.json()) as { access_token: string }).access_token;
  };
  const get = async (url: string, resource = fake.graphUrl) =>
    (await fetch(url, { headers: { authorization: `Bearer ${await token(resource)}` } })).status;

  it('is readable in Graph with its own token and the consent of the team or chat', async () => {
    const picture = { name: 'a.png', type: 'image/png', content: 'x' };
    for (const where of [help, group]) {
      const message = await ada.say('See', { in: where, files: [picture] });
      const html = String(message.attachments.find(({ contentType }) => contentType === 'text/html')?.content);
      const url = /src="([^"]+)"/.exec(html)?.[1] ?? '';
      expect(url).toContain(contentId(message.pictures![0]!));
      expect(await get(url)).toBe(200);
      expect((await fetch(url)).status).toBe(401);
      expect(await get(url, 'https://api.botframework.com')).toBe(401);
      expect(fake.violations.splice(0)).toEqual([expect.stringContaining('token of the connector to Graph')]);
      app.consent = false;
      expect(await get(url)).toBe(403);
      app.consent = true;
      await ada.remove(message);
      expect(await get(url)).toBe(404);
    }
  });
});
