// Webhooks of the four products: who may send them, and which issue they are about.
import { describe, expect, onTestFinished } from 'vitest';
import type { IssueHint } from '../../src/ports.ts';
import { createWebhooks } from '../../src/trackers/index.ts';
import { test as it } from '../fixtures.ts';
import { fakes } from '../fake-trackers/fakes.ts';

describe.each(fakes)('%s', (kind, make) => {
  it('takes a webhook of its sender alone', async ({ serve }) => {
    const fake = await make().start();
    onTestFinished(() => fake.stop());
    const hints: IssueHint[] = [];
    const config = fake.config();
    const silent = { ...config, setting: { ...config.setting, name: 'silent' }, webhookSecret: null };
    const { url } = await serve({ trackers: createWebhooks([config, silent], async (hint) => hints.push(hint) > 0) });
    const send = async (
      webhook: { headers: Record<string, string>; body: string },
      name = config.setting.name,
      method = 'POST',
    ): Promise<number> => {
      const body = method === 'POST' ? { body: webhook.body } : {};
      return (await fetch(`${url}/trackers/${name}`, { method, headers: webhook.headers, ...body })).status;
    };
    const sent = fake.webhook(fake.add('Slow'));
    expect(await send(sent)).toBe(200);
    // a repeat is about the same issue
    expect(await send(sent)).toBe(200);
    const number = `${config.setting.prefix}-1`;
    const id = kind.startsWith('jira') ? '20001' : '1';
    const hint = { tracker: config.setting.name, id, number, comments: false };
    expect(hints).toEqual([hint, hint]);
    hints.length = 0;

    const proof = Object.keys(sent.headers).find((name) => /signature|authorization/.test(name)) ?? '';
    const other = kind === 'azure-devops' ? `Basic ${btoa('casebridge:wrong')}` : `sha256=${'0'.repeat(64)}`;
    expect(await send({ ...sent, headers: { ...sent.headers, [proof]: other } })).toBe(401);
    expect(await send({ ...sent, headers: { ...sent.headers, [proof]: '' } })).toBe(401);
    // a signature is of the body as it was sent
    if (kind !== 'azure-devops') expect(await send({ ...sent, body: `${sent.body} ` })).toBe(401);
    expect(await send(sent, 'silent')).toBe(404);
    expect(await send(sent, 'other')).toBe(404);
    expect(await send(sent, config.setting.name, 'GET')).toBe(405);
    expect(hints).toEqual([]);
  });
});

it.for(['comment_updated', 'issue_comment'])('reads that %s is about a comment', async (event, { serve }) => {
  const [, make] = fakes[event === 'comment_updated' ? 0 : 2] ?? [];
  const fake = await make?.().start();
  if (!fake) throw new Error('no such fake');
  onTestFinished(() => fake.stop());
  const hints: IssueHint[] = [];
  const config = fake.config();
  const { url } = await serve({ trackers: createWebhooks([config], async (hint) => hints.push(hint) > 0) });
  const { headers, body } = fake.webhook(fake.add('Slow'), event);
  await fetch(`${url}/trackers/${config.setting.name}`, { method: 'POST', headers, body });
  expect(hints).toMatchObject([{ number: `${config.setting.prefix}-1`, comments: true }]);
});

it('takes the secret of a service hook in a header, and refuses anything but webhooks', async ({ serve }) => {
  const [, make] = fakes[3] ?? [];
  const fake = make?.();
  if (!fake) throw new Error('no fake of Azure DevOps');
  const hints: IssueHint[] = [];
  const { url } = await serve({ trackers: createWebhooks([fake.config()], async (hint) => hints.push(hint) > 0) });
  const post = async (body: string): Promise<number> =>
    (await fetch(`${url}/trackers/azure`, { method: 'POST', headers: { 'x-casebridge-secret': fake.secret }, body })).status;
  expect(await post(JSON.stringify({ eventType: 'workitem.commented', resource: { id: 12 } }))).toBe(200);
  expect(hints).toEqual([{ tracker: 'azure', id: '12', number: 'AB-12', comments: true }]);
  expect(await post(JSON.stringify({ eventType: 'build.complete', resource: { id: 12 } }))).toBe(200);
  expect(await post('{"resource":')).toBe(400);
  expect(await post('[]')).toBe(400);
  expect(hints).toHaveLength(1);
});
