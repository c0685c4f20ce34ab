// What is typed into a field that searches: Slack asks with each letter, and waits three seconds for what to offer.
import type { App } from '@slack/bolt';
import type { Option } from '../../cards/elements.ts';
import type { Interaction } from '../../chat/interaction.ts';
import { logFailure } from './boundary.ts';
import { limits } from '../transport/limits.ts';
import { renderOption } from '../render/element.ts';
import { carriedBy } from '../render/form.ts';
import { searchAction } from '../render/multi-select.ts';
import { receiptOf, speakerOf, type Adapter } from './adapter.ts';

export function listenToSearches(app: App, surface: Adapter): void {
  app.options(searchAction, async ({ body, context, ack }) => {
    const { form } = carriedBy(body.view?.private_metadata ?? '');
    const found = await offered(surface, {
      kind: 'suggestion',
      form,
      field: body.block_id,
      text: body.value,
      speaker: speakerOf(context.teamId ?? '', body.user.id),
      idempotencyKey: receiptOf(body.view?.id ?? ''),
    });
    await ack({ options: found.slice(0, limits.selectOptions).map(renderOption) });
  });
}

/** The list can say nothing but that there is nothing. */
async function offered(surface: Adapter, interaction: Interaction & { kind: 'suggestion' }): Promise<Option[]> {
  try {
    const reply = await surface.router.answer(interaction);
    return reply.kind === 'options' ? reply.options : [];
  } catch (error) {
    logFailure(surface.log, error, `searching in form ${interaction.form}`);
    return [];
  }
}
