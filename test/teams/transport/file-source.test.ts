// Reads what people send in Teams, each with the token it needs and no other.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { SentFile } from '../../../src/ports.ts';
import { createFileHosts } from '../../../src/teams/transport/file-hosts.ts';
import { writeRef } from '../../../src/teams/transport/file-ref.ts';
import type { Message } from '../../fake-teams/state.ts';
import { filesOf, pdf, png, startTeams } from './fixtures.ts';

let teams: Awaited<ReturnType<typeof startTeams>>;
beforeAll(async () => {
  teams = await startTeams();
});
afterAll(() => teams.stop());
afterEach(() => {
  teams.fake.pictures = 'graph';
  teams.app.consent = true;
  expect(teams.fake.violations).toEqual([]);
});

async function read({ ref = '' }: SentFile): Promise<Buffer> {
  const { content, size } = await teams.source.open(teams.tenant.id, ref);
  const chunks: Uint8Array[] = [];
  for await (const chunk of content) chunks.push(chunk);
  const whole = Buffer.concat(chunks);
  expect(size).toBe(whole.length);
  return whole;
}

/** The address of a picture in the text of a message. */
const pictureIn = ({ attachments }: Message): string =>
  /<img src="([^"]+)"/.exec(attachments.map(({ content }) => (typeof content === 'string' ? content : '')).join(''))?.[1] ?? '';

const refused = (kind: 'gone' | 'later', code: string, more: object = {}) => ({ name: 'FileUnavailable', kind, code, ...more });

describe('files in a personal chat', () => {
  it('are read at their own address without a token, and pictures with the token of the bot', async () => {
    const { rosa } = teams;
    const [plan, picture] = filesOf(teams, rosa.direct, await rosa.say('See', { files: [pdf, png] }));
    expect([plan?.name, picture?.name]).toEqual(['plan.pdf', 'image.png']);
    expect(await read(plan!)).toEqual(pdf.content);
    expect(await read(picture!)).toEqual(png.content);
  });

  it('are gone when their address has expired, and asked for later when the service is busy', async () => {
    const { rosa, fake } = teams;
    const [plan, picture] = filesOf(teams, rosa.direct, await rosa.say('', { files: [pdf, png] }));
    fake.fail(
      'download',
      { kind: 'status', status: 429, retryAfter: 7 },
      { kind: 'status', status: 503 },
      { kind: 'lost-answer' },
    );
    await expect(read(plan!)).rejects.toMatchObject(refused('later', 'http_429', { retryAfterMs: 7_000 }));
    await expect(read(plan!)).rejects.toMatchObject(refused('later', 'http_503'));
    await expect(read(plan!)).rejects.toMatchObject(refused('later', 'no_answer'));
    fake.fail('picture', { kind: 'status', status: 404 });
    await expect(read(picture!)).rejects.toMatchObject(refused('gone', 'not_found'));
    fake.files.expire();
    await expect(read(plan!)).rejects.toMatchObject(refused('gone', 'link_expired'));
  });
});

describe('files in channels and group chats', () => {
  it.each(['graph', 'connector', 'object'] as const)('have pictures, named by %s', async (by) => {
    const { rosa, help, group, fake } = teams;
    fake.pictures = by;
    const root = await rosa.say('See', { in: help, files: [png] });
    const reply = await rosa.say('And', {
      thread: root,
      files: [png, { ...png, content: Buffer.concat([png.content, png.content]) }],
    });
    const chat = await rosa.say('Here', { in: group, files: [png] });
    expect(await read(filesOf(teams, help, root)[0]!)).toEqual(png.content);
    const two = filesOf(teams, help, reply);
    expect(two.map(({ name }) => name)).toEqual(['image 1.png', 'image 2.png']);
    expect((await read(two[1]!)).length).toBe(2 * png.content.length);
    expect(await read(filesOf(teams, group, chat)[0]!)).toEqual(png.content);
  });

  it('have pictures that nobody can read without the consent of the team, or after the message was deleted', async () => {
    const { rosa, help, app } = teams;
    const root = await rosa.say('See', { in: help, files: [png] });
    const [picture] = filesOf(teams, help, root);
    app.consent = false;
    await expect(read(picture!)).rejects.toMatchObject(refused('gone', 'no_consent'));
    app.consent = true;
    await rosa.remove(root);
    await expect(read(picture!)).rejects.toMatchObject(refused('gone', 'not_found'));
  });

  it('live in SharePoint, so that only their link is known', async () => {
    const { rosa, help, fake } = teams;
    const root = await rosa.say('The plan', { in: help, files: [pdf] });
    expect(filesOf(teams, help, root)).toEqual([
      { name: 'plan.pdf', link: expect.stringMatching(/^https:.+plan\.pdf$/) as string },
    ]);
    fake.namesFiles = false;
    const unnamed = await rosa.say('The plan', { in: help, files: [pdf] });
    fake.namesFiles = true;
    expect(filesOf(teams, help, unnamed)).toEqual([{ name: 'file' }]);
  });
});

describe('an address that came with a message', () => {
  const cloud = createFileHosts({ graphUrl: 'https://graph.microsoft.com', noAuth: false });
  const service = 'https://smba.trafficmanager.net/amer/';

  it.each([
    'http://contoso.sharepoint.com/a',
    'https://contoso.sharepoint.com:8443/a',
    'https://me@contoso.sharepoint.com/a',
    'https://sharepoint.com.evil.example/a',
    'https://evilsharepoint.com/a',
    'https://169.254.169.254/latest',
    'http://127.0.0.1:3000/a',
    'https://localhost/a',
    'file:///etc/passwd',
    '',
  ])('is not called unless it is in the store of Microsoft 365: %s', (url) => {
    expect([cloud.isStorage(url), cloud.isAttachment(url, service), cloud.isHostedContent(url)]).toEqual([false, false, false]);
  });

  it('gets the token of its own service only', () => {
    const hosted = 'https://graph.microsoft.com/v1.0/chats/19:x@thread.v2/messages/1/hostedContents/abc/$value';
    const picture = 'https://smba.trafficmanager.net/amer/v3/attachments/1/views/original';
    expect([cloud.isHostedContent(hosted), cloud.isAttachment(hosted, service), cloud.isStorage(hosted)]).toEqual([
      true,
      false,
      false,
    ]);
    expect([cloud.isHostedContent(picture), cloud.isAttachment(picture, service)]).toEqual([false, true]);
    expect(cloud.isStorage('https://contoso-my.sharepoint.com/personal/a?tempauth=x')).toBe(true);
  });

  it.each([
    'https://smba.trafficmanager.net/amer/v3/conversations/19:other@thread.tacv2/members',
    'https://smba.trafficmanager.net/amer/v3/attachments/1/views/../../../conversations/a/members',
    'https://graph.microsoft.com/v1.0/users',
    'https://graph.microsoft.com/v1.0/chats/19:x@thread.v2/messages/1/../../../users/hostedContents/abc/$value',
    'https://graph.microsoft.com/v1.0/chats/19:x@thread.v2/messages/1/hostedContents/..%2F..%2F2/$value',
    'https://graph.microsoft.com/v1.0/users/1/photo/hostedContents/abc/$value',
  ])('gets no token for anything but pictures: %s', (url) => {
    expect([cloud.isAttachment(url, service), cloud.isHostedContent(url)]).toEqual([false, false]);
  });

  it('is called only in the conversation of its message', async () => {
    const { rosa, help, group } = teams;
    const there = await rosa.say('Secret', { in: help, files: [png] });
    const src = pictureIn(there);
    const html = (of: string) => `<p>x</p><img src="${of}" itemtype="http://schema.skype.com/AMSImage">`;
    const copied = await rosa.say('x', { in: group, html: html(src) });
    expect(filesOf(teams, group, copied)).toEqual([{ name: 'image' }]);
    const around = src.replace(/teams\/.*$/, (rest) => `chats/${group.id}/messages/1/../../../${rest}`);
    expect(filesOf(teams, group, await rosa.say('x', { in: group, html: html(around) }))).toEqual([{ name: 'image' }]);
    const again = await rosa.say('x', { in: help, html: html(src) });
    expect(await read(filesOf(teams, help, again)[0]!)).toEqual(png.content);
  });

  it('gets no token of the bot in another store, nor for anything but pictures', async () => {
    const { rosa, help, fake } = teams;
    const [plan] = filesOf(teams, rosa.direct, await rosa.say('', { files: [pdf] }));
    const { url } = JSON.parse(plan?.ref ?? '') as { url: string };
    for (const address of [url, `${fake.serviceUrl}v3/conversations/${help.id}/members`]) {
      const ref = writeRef({ kind: 'picture', url: address, channelId: help.id });
      await expect(read({ name: 'a', ref })).rejects.toMatchObject(refused('gone', 'forbidden_address'));
    }
  });

  it('is refused when the file is read', async () => {
    const url = 'https://evil.example/a';
    const refs = [
      writeRef({ kind: 'download', url }),
      writeRef({ kind: 'picture', url, channelId: teams.help.id }),
      writeRef({ kind: 'hosted', url }),
    ];
    for (const ref of refs) await expect(read({ name: 'a', ref })).rejects.toMatchObject(refused('gone', 'forbidden_address'));
    await expect(read({ name: 'a', ref: '{}' })).rejects.toMatchObject(refused('gone', 'unknown_reference'));
  });
});
