// How the values of a mail page reach the form that it shows.
import { expect } from 'vitest';
import type { MailLinks } from '../../src/chat/mail-links.ts';
import type { Values } from '../../src/chat/capability.ts';
import { createLog } from '../../src/server/log.ts';
import { createHandler } from '../../src/mail/handler.ts';
import { createLinks } from '../../src/mail/links.ts';
import { test as base } from '../fixtures.ts';

const log = createLog('silent');
const links = createLinks([Buffer.alloc(32, 1)], '', { now: () => new Date('2026-11-24T15:00:00Z') });
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
let opened = 0;
const mailLinks: MailLinks = {
  leads: () => true,
  open: async () => {
    opened += 1;
    return { reader: 'Ada', kind: 'form', form: structuredClone(form) as never, values: {}, mistakes: {} };
  },
  send: async (_, { values }) => {
    sent = values;
    return { reader: 'Ada', kind: 'card', card: { summary: 'Done', elements: [] } };
  },
  canRenew: () => false,
  renew: async () => undefined,
  unsubscribing: { look: async () => null, choose: async () => null },
};

const it = base.extend('http', { scope: 'file' }, ({ serve }) =>
  serve({ mail: createHandler({ brand: 'x', supportPhone: 'x', mailLinks, links, zoneOf: async () => 'UTC', log }) }),
);

it.for([
  ['modules=&modules=Fees&modules=Meals&note=a%0D%0Ab', { modules: 'Fees\nMeals', note: 'a\nb' }],
  ['modules=&note=', { modules: '', note: '' }],
] as const)('reads %s as the values of the form', async ([body, values], { http }) => {
  const page = http.url + links.write({ address: 'ada@plainview.example', action: 'pick', value: '' });
  const state = /name="casebridge:state" value="([^"]+)"/.exec(await (await fetch(page)).text())?.[1] ?? '';
  const response = await fetch(page, { method: 'POST', body: new URLSearchParams(`${body}&casebridge%3Astate=${state}`) });
  expect(response.status).toBe(200);
  expect(sent).toEqual(values);
});

it('does not open a link for a HEAD request, which nobody reads', async ({ http }) => {
  const page = http.url + links.write({ address: 'ada@plainview.example', action: 'pick', value: '' });
  const before = opened;
  const response = await fetch(page, { method: 'HEAD' });
  expect([response.status, await response.text(), opened]).toEqual([200, '', before]);
  await fetch(page);
  expect(opened).toBe(before + 1);
});
