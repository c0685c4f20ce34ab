// How the values of a mail page reach the form that it shows.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { MailLinks } from '../../src/chat/mail-links.ts';
import type { Values } from '../../src/chat/capability.ts';
import { startHttp, type Http } from '../../src/server/http.ts';
import { createLog } from '../../src/server/log.ts';
import { createHandler } from '../../src/mail/handler.ts';
import { createLinks } from '../../src/mail/links.ts';

const log = createLog('silent');
const links = createLinks(Buffer.alloc(32, 1), '', { now: () => new Date('2026-11-24T15:00:00Z') });
const form = {
  name: 'pick',
  title: 'Pick',
  intro: [],
  fields: [
    { kind: 'choices', name: 'modules', label: 'Modules', options: [{ label: 'Fees', value: 'Fees' }] },
    { kind: 'paragraph', name: 'note', label: 'Note', max: 100 },
  ],
  state: {},
} as const;
let sent: Values = {};
const mailLinks: MailLinks = {
  leads: () => true,
  open: async () => ({ reader: 'Ada', kind: 'form', form: structuredClone(form) as never, values: {}, mistakes: {} }),
  send: async (_, { values }) => {
    sent = values;
    return { reader: 'Ada', kind: 'card', card: { summary: 'Done', elements: [] } };
  },
};
let http: Http;
beforeAll(async () => {
  const handler = createHandler({ brand: 'x', supportPhone: 'x', mailLinks, links, zoneOf: async () => 'UTC', log });
  const metrics = async () => ({ type: 'text/plain', text: '' });
  http = await startHttp({ port: 0, platforms: { mail: handler }, ready: {}, metrics, log });
});
afterAll(() => http.stop(0));

it.each([
  ['modules=&modules=Fees&modules=Meals&note=a%0D%0Ab', { modules: 'Fees\nMeals', note: 'a\nb' }],
  ['modules=&note=', { modules: '', note: '' }],
])('reads %s as the values of the form', async (body, values) => {
  const page = http.url + links.write({ address: 'ada@plainview.example', action: 'pick', value: '' });
  const state = /name="casebridge:state" value="([^"]+)"/.exec(await (await fetch(page)).text())?.[1] ?? '';
  const response = await fetch(page, { method: 'POST', body: new URLSearchParams(`${body}&casebridge%3Astate=${state}`) });
  expect(response.status).toBe(200);
  expect(sent).toEqual(values);
});
