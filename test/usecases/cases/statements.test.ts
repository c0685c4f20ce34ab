// How many statements the most frequent changes take, from the interaction on, with BEGIN and COMMIT.
import { expect } from 'vitest';
import { createRouter } from '../../../src/chat/router.ts';
import { claimCase } from '../../../src/usecases/cases/claim-case.ts';
import { resolveCase } from '../../../src/usecases/cases/resolve-case.ts';
import { statementsOf } from '../../statements.ts';
import { plainviewSpace, test, vendor, type World } from '../fixtures.ts';

const profile = { homeWorkspace: '', timezone: null, directChannel: '', inactive: false };

/** Has somebody write in the thread of a case, as the platform reports it. */
function writer({ services, profiles, ada, max }: World) {
  profiles.set(`${plainviewSpace}/U0ADA`, { ...profile, ...ada, homeWorkspace: plainviewSpace, directChannel: 'D0ADA' });
  profiles.set(`${vendor}/U0MAX`, { ...profile, ...max, homeWorkspace: vendor });
  const router = createRouter(services);
  let events = 0;
  return (who: 'contact' | 'advisor', threadRef: string) =>
    router.answer({
      kind: 'message',
      text: 'Still the same.',
      ref: `${threadRef}, message ${++events}`,
      place:
        who === 'contact'
          ? { channelId: 'D0ADA', kind: 'direct', threadRef }
          : { channelId: 'C0GRADES', kind: 'channel', threadRef },
      files: [],
      speaker:
        who === 'contact'
          ? { platform: 'slack', workspaceId: plainviewSpace, userId: 'U0ADA' }
          : { platform: 'slack', workspaceId: vendor, userId: 'U0MAX' },
      idempotencyKey: `${threadRef}, event ${events}`,
    });
}

test('a post in the thread of a case takes five statements', async ({ world }) => {
  const { services, open } = world;
  const number = await open();
  await services.db.prisma.conversation.updateMany({ where: { case: { number } }, data: { threadRef: 'root' } });
  const write = writer(world);
  // people whom the bot meets for the first time cost more
  for (const who of ['contact', 'advisor'] as const) await write(who, 'root');
  expect(await statementsOf(() => write('contact', 'root'))).toHaveLength(5);
  expect(await statementsOf(() => write('advisor', 'root'))).toHaveLength(5);
  const stored = await services.db.prisma.case.findUniqueOrThrow({
    where: { number },
    include: { posts: { include: { deliveries: true } } },
  });
  expect(stored.posts.map(({ authorSide, deliveries }) => [authorSide, deliveries.length])).toEqual([
    ['contact', 1],
    ['advisor', 1],
    ['contact', 1],
    ['advisor', 1],
  ]);
});

test('a claim and a resolution take four statements each', async ({ world }) => {
  const { services, max, request, open } = world;
  const number = await open();
  expect(await statementsOf(() => claimCase(services, max, number, request()))).toHaveLength(4);
  const resolve = () => resolveCase(services, max, { number, explanation: 'It works again.' }, request());
  expect(await statementsOf(resolve)).toHaveLength(4);
  const stored = await services.db.prisma.case.findUnique({ where: { number }, include: { followUp: true, history: true } });
  expect(stored).toMatchObject({
    status: 'PendingCustomerVerification',
    followUp: { attempts: 0 },
    history: [{ action: 'open' }, { action: 'claim' }, { action: 'resolve' }],
  });
});
