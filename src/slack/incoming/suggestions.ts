// Suggestions while somebody types into a search field. Slack asks after each letter and waits three seconds. What is found is decided in
// src/chat. Follows docs.slack.dev/reference/interaction-payloads/block_suggestion-payload.
import type { Option } from '../../cards/elements.ts';
import type { Interaction } from '../../chat/interaction.ts';
import { logFailure } from '../../chat/failure.ts';
import { limits } from '../render/limits.ts';
import { renderOption } from '../render/element.ts';
import { idempotencyKeyOf, speakerOf, type Adapter } from './adapter.ts';
import { inTime, late } from './in-time.ts';
import type { Listeners } from './listeners.ts';
import { readMetadata } from './read-form.ts';

/** Answers every search field. */
export function listenToSuggestions(listeners: Listeners, adapter: Adapter): void {
  listeners.interaction('block_suggestion', async ({ body, context, ack }) => {
    const typed = {
      kind: 'suggestion' as const,
      form: readMetadata(body.view?.private_metadata ?? '')?.form ?? '',
      field: body.block_id,
      text: body.value,
      speaker: speakerOf(context.teamId ?? '', body.user.id),
      idempotencyKey: idempotencyKeyOf(body.view?.id ?? ''),
    };
    const found = await inTime(
      adapter,
      () => suggest(adapter, typed),
      async () => undefined,
    );
    await ack({ options: (found === late ? [] : found).slice(0, limits.selectOptions).map(renderOption) });
  });
}

/** A list of suggestions cannot show an error, so after a failure it is empty. */
async function suggest(adapter: Adapter, interaction: Interaction & { kind: 'suggestion' }): Promise<Option[]> {
  try {
    const reply = await adapter.router.answer(interaction);
    return reply.kind === 'options' ? reply.options : [];
  } catch (error) {
    logFailure(adapter.log, error, `suggestions in form ${interaction.form}`);
    return [];
  }
}
