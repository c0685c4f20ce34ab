// *New address* of a webhook. Addresses can have a token in them, so the form shows the present one masked and takes a whole new one.
import { z } from 'zod';
import type { Form } from '../../cards/elements.ts';
import { maskEndpointUrl, maxEndpointUrl } from '../../domain/webhook-endpoint.ts';
import { changeAddress, findEndpoint } from '../../usecases/webhooks/endpoints.ts';
import { actions } from '../actions.ts';
import type { Context } from '../capability.ts';
import { fieldText, rowId } from '../codecs.ts';
import { defineForm, type StateOf } from '../define-form.ts';
import { requesterOf } from '../privacy/requester.ts';
import { showWebhook } from './show-webhooks.ts';
import { shownAddress } from './webhook-cards.ts';

const form = defineForm({
  name: 'change-webhook-address',
  state: z.object({ webhook: rowId }),
  fields: z.object({ url: fieldText }),
});

/** Offers the form. */
export const changeAddressAction = actions.changeWebhookAddress.handle({
  opensForm: true,
  run: async (context, webhook) => ({ kind: 'form', form: await draw(context, form.start(context, { webhook })) }),
});

/** The form. */
export const changeAddressForm = form.handle({
  render: (context, _typed, state) => draw(context, state),
  submit: async (context, { url }, { webhook }) => {
    const { state } = await changeAddress(context.services, requesterOf(context), webhook, url);
    const next = state === 'active' ? 'Events that waited are being sent there.' : 'Nothing is sent there until you resume it.';
    const { card } = await showWebhook(context, webhook, `Address changed. ${next}`);
    return { kind: 'done', card };
  },
});

async function draw(context: Context, state: StateOf<typeof form>): Promise<Form> {
  const { name, url } = await findEndpoint(context.services, requesterOf(context), state.webhook);
  return form.form(state, {
    title: 'New address',
    submit: 'Change address',
    intro: [
      {
        kind: 'text',
        text: ['The address of ', { bold: name }, ` is ${shownAddress(maskEndpointUrl(url))}. Its secret stays the same.`],
      },
    ],
    fields: [
      {
        ...{ kind: 'line', name: 'url', label: 'New address', required: true, max: maxEndpointUrl },
        ...{ placeholder: 'https://example.com/casebridge' },
      },
    ],
  });
}
