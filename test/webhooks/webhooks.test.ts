// Webhooks from the change to the endpoint: what is sent, in which order, to whom, and what never leaves.
import { describe, expect } from 'vitest';
import { addPost } from '../../src/usecases/cases/add-post.ts';
import { test } from './fixtures.ts';

describe('what happens to a case', () => {
  test('arrives signed, in order, with the case as it is', async ({ world, add, send, endpoint }) => {
    await add();
    const number = await world.open();
    await addPost(world.services, world.ada, { number, text: 'It is *still* wrong.' }, world.request());
    await send().idle();
    expect(endpoint.accepted().map(({ payload }) => payload.type)).toEqual(['case.opened', 'post.created']);
    expect(endpoint.accepted()[1]?.payload.data).toMatchObject({
      case: { number: `CB-${number}`, account: { key: 'plainview' }, contact: { name: 'Ada Park' } },
      post: {
        kind: 'public',
        text: 'It is *still* wrong.',
        html: '<p>It is <em>still</em> wrong.</p>',
        author: { name: 'Ada Park' },
      },
    });
  });
});
