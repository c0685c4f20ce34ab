// What is typed into a field that searches: Slack asks with each letter, and waits three seconds for what to offer.
import type { App } from '@slack/bolt';
import type { Option } from '../../cards/elements.ts';
import type { Interaction } from '../../chat/interaction.ts';
import { logFailure } from './boundary.ts';
import { limits } from '../render/limits.ts';
import { renderOption } from '../render/element.ts';
import { searchAction } from '../render/multi-select.ts';
import { idempotencyKeyOf, speakerOf, type Adapter } from './adapter.ts';
import { readMetadata } from './read-form.ts';

export function listenToSearches(app: App, adapter: Adapter): void {
  app.options(searchAction, async ({ body, context, ack }) => {
    const found = await offered(adapter, {
      kind: 'suggestion',
      form: readMetadata(body.view?.private_metadata ?? '')?.form ?? '',
      field: body.block_id,
      text: body.value,
      speaker: speakerOf(context.teamId ?? '', body.user.id),
      idempotencyKey: idempotencyKeyOf(body.view?.id ?? ''),
    });
    await ack({ options: found.slice(0, limits.selectOptions).map(renderOption) });
  });
}

/** The list can say nothing but that there is nothing. */
async function offered(adapter: Adapter, interaction: Interaction & { kind: 'suggestion' }): Promise<Option[]> {
  try {
    const reply = await adapter.router.answer(interaction);
    return reply.kind === 'options' ? reply.options : [];
  } catch (error) {
    logFailure(adapter.log, error, `searching in form ${interaction.form}`);
    return [];
  }
}
