// Webhooks, `webhooks`, for leads: lists the endpoints with how their events fare, adds, tests, replays, pauses, resumes and removes them, and
// gives them new secrets. A secret is shown once, where only the lead sees it. Operators have the same on the command line (cli/webhooks.ts).
import { z } from 'zod';
import { chosenValues } from '../../cards/chosen-values.ts';
import type { Form } from '../../cards/elements.ts';
import { can } from '../../domain/permission.ts';
import { maxEndpointName, maxEndpointUrl, secretOverlapHours } from '../../domain/webhook-endpoint.ts';
import { eventGroups, offeredEvents } from '../../domain/webhook-events.ts';
import {
  addEndpoint,
  findEndpoint,
  pauseEndpoint,
  removeEndpoint,
  replayEndpoint,
  resumeEndpoint,
  rotateSecret,
  testEndpoint,
} from '../../usecases/webhooks/endpoints.ts';
import { plural } from '../../domain/text/numbers.ts';
import { authorizeRequester } from '../../usecases/privacy/requester.ts';
import { actions } from '../actions.ts';
import { asAdvisor, type Capability, type Context } from '../capability.ts';
import { fieldText, oneOf, rowId } from '../codecs.ts';
import { anyText, defineCommand } from '../define-command.ts';
import { defineForm, type StateOf, type ValuesOf } from '../define-form.ts';
import { accountField, chosenAccount, suggestAccount } from '../directory/account-field.ts';
import type { Reply } from '../interaction.ts';
import { requesterOf } from '../privacy/requester.ts';
import { offer, reply } from '../replies.ts';
import { changeAddressAction, changeAddressForm } from './change-address.ts';
import { listWebhooks, showWebhook } from './show-webhooks.ts';
import { secretCard } from './webhook-cards.ts';

const yesOrNo = ['no', 'yes'] as const;
const endings = ['later', 'now'] as const;

const addForm = defineForm({
  name: 'add-webhook',
  fields: z.object({
    name: fieldText,
    url: fieldText,
    events: fieldText,
    modules: fieldText,
    account: fieldText,
    notes: oneOf(yesOrNo),
  }),
});
type Values = ValuesOf<typeof addForm>;

const rotateForm = defineForm({
  name: 'rotate-webhook',
  state: z.object({ webhook: rowId }),
  fields: z.object({ former: oneOf(endings) }),
});

/** Manages webhooks. */
export const webhooks: Capability = {
  commands: [
    defineCommand({
      name: 'webhooks',
      usage: '[name]',
      description: 'webhooks, which send events to your other systems: see, add, test and remove them',
      topic: 'directory',
      example: 'webhooks Community',
      availableTo: (person) => can(person, 'privacy'),
      maxWords: 2,
      args: anyText,
      run: async (context, text) =>
        text === ''
          ? listWebhooks(context)
          : showWebhook(context, (await findEndpoint(context.services, requesterOf(context), text)).id),
    }),
  ],
  actions: [
    actions.webhooks.handle({ run: async (context) => ({ ...(await listWebhooks(context)), replace: true }) }),
    actions.viewWebhook.handle({ run: async (context, id) => ({ ...(await showWebhook(context, id)), replace: true }) }),
    actions.addWebhook.handle({
      opensForm: true,
      run: async (context) => ({ kind: 'form', form: await draw(context, {}, addForm.start(context, {})) }),
    }),
    actions.testWebhook.handle({
      run: async (context, id) => {
        const { state } = await testEndpoint(context.services, requesterOf(context), id);
        return showWebhook(
          context,
          id,
          state === 'active'
            ? 'Sending a test. Choose Refresh to see the result.'
            : 'The test waits until you resume the webhook.',
        );
      },
    }),
    actions.replayWebhook.handle({
      run: async (context, id) => {
        const { events, state } = await replayEndpoint(context.services, requesterOf(context), id, { deadLetters: true });
        const count = plural(events, 'event');
        const again = state === 'active' ? `Sending ${count} again.` : `${count} will be sent again when you resume it.`;
        const done = events === 0 ? 'Nothing was given up, so there is nothing to send again.' : again;
        return showWebhook(context, id, done);
      },
    }),
    actions.pauseWebhook.handle({
      run: async (context, id) => {
        await pauseEndpoint(context.services, requesterOf(context), id);
        return showWebhook(context, id, 'Paused. Its events are kept until you resume it.');
      },
    }),
    actions.resumeWebhook.handle({
      run: async (context, id) => {
        await resumeEndpoint(context.services, requesterOf(context), id);
        return showWebhook(context, id, 'Resumed. Events that were kept are being sent.');
      },
    }),
    changeAddressAction,
    actions.rotateWebhook.handle({
      opensForm: true,
      run: async (context, webhook) => ({
        kind: 'form',
        form: await drawRotate(context, rotateForm.start(context, { webhook })),
      }),
    }),
    actions.removeWebhook.handle({ run: askToRemove }),
    actions.removeWebhookNow.handle({
      run: async (context, id) => {
        const { name } = await removeEndpoint(context.services, requesterOf(context), id);
        return { ...(await listWebhooks(context, `“${name}” is removed.`)), replace: true };
      },
    }),
  ],
  forms: [
    addForm.handle({ render: draw, submit, suggest: suggestAccount }),
    changeAddressForm,
    rotateForm.handle({
      render: (context, _typed, state) => drawRotate(context, state),
      submit: async (context, { former }, { webhook }) => {
        const rotated = await rotateSecret(context.services, requesterOf(context), webhook, { atOnce: former === 'now' });
        const until =
          former === 'now'
            ? 'The old secret is no longer used. Give the new one to the endpoint now.'
            : `The old secret also signs for ${secretOverlapHours} hours. Give the new one to the endpoint before then.`;
        return { kind: 'done', card: secretCard(rotated, until) };
      },
    }),
  ],
};

async function askToRemove(context: Context, id: number): Promise<Reply> {
  const { name } = await findEndpoint(context.services, requesterOf(context), id);
  const question = `Remove “${name}”?`;
  const buttons = [actions.removeWebhookNow.button(id, 'Remove', 'danger'), actions.viewWebhook.button(id, 'Keep')];
  return { ...offer([{ bold: question }, " Events that haven't been sent are dropped."], buttons, question), replace: true };
}

async function submit(context: Context, values: Values, { idempotencyKey }: StateOf<typeof addForm>): Promise<Reply> {
  const account = chosenAccount(values.account);
  const added = await addEndpoint(
    context.services,
    requesterOf(context),
    {
      ...{ name: values.name, url: values.url, events: chosenValues(values.events), modules: chosenValues(values.modules) },
      ...{ accountIds: account === undefined ? [] : [account], internal: values.notes === 'yes' },
    },
    idempotencyKey,
  );
  if (added === 'repeat')
    return {
      kind: 'done',
      card: reply('This webhook was already added, and its secret was shown then. Lost it? Choose New secret under “webhooks”.')
        .card,
    };
  return {
    kind: 'done',
    card: secretCard(
      added,
      'Give it to the endpoint, which verifies every call with it (see standardwebhooks.com). “I copied it” removes it from here.',
    ),
  };
}

const eventOptions = [
  ...eventGroups.map((group) => ({ label: `All of ${group}`, value: group })),
  ...offeredEvents.map((type) => ({ label: type, value: type })),
];

async function draw(context: Context, typed: Partial<Values>, state: StateOf<typeof addForm>): Promise<Form> {
  authorizeRequester(requesterOf(context));
  const option = (value: string) => ({ label: value, value });
  return addForm.form(state, {
    title: 'Add webhook',
    submit: 'Add webhook',
    intro: [
      { kind: 'text', text: ['Events are sent to this address from now on. They are signed with a secret, which you see next.'] },
    ],
    fields: [
      { ...{ kind: 'line', name: 'name', label: 'Name', required: true, max: maxEndpointName }, initial: typed.name },
      {
        ...{ kind: 'line', name: 'url', label: 'Address', required: true, max: maxEndpointUrl },
        ...{ placeholder: 'https://example.com/casebridge', initial: typed.url },
      },
      await accountField(context, asAdvisor(context), chosenAccount(typed.account), {
        searchHint: 'Leave blank for all.',
        noneLabel: 'All',
      }),
      {
        ...{ kind: 'choice', name: 'notes', label: 'Internal notes', required: true },
        hint: 'And history that only advisors see. Send them only to systems you run.',
        options: [
          { label: 'Not sent', value: 'no' },
          { label: 'Sent', value: 'yes' },
        ],
        initial: typed.notes ?? 'no',
      },
      {
        ...{ kind: 'choices', name: 'events', label: 'Events', hint: 'Leave blank for all.' },
        ...{ options: eventOptions, initial: chosenValues(typed.events) },
      },
      {
        ...{ kind: 'choices', name: 'modules', label: 'Modules', hint: 'Leave blank for all.' },
        ...{ options: context.services.settings.modules.slice(0, 100).map(option), initial: chosenValues(typed.modules) },
      },
    ],
  });
}

async function drawRotate(context: Context, state: StateOf<typeof rotateForm>): Promise<Form> {
  const { name } = await findEndpoint(context.services, requesterOf(context), state.webhook);
  return rotateForm.form(state, {
    title: 'New secret',
    submit: 'Create secret',
    intro: [{ kind: 'text', text: [{ bold: name }, ' gets a new secret, which you see next.'] }],
    fields: [
      {
        ...{ kind: 'choice', name: 'former', label: 'Old secret', required: true },
        options: [
          { label: `Also signs for ${secretOverlapHours} hours`, value: 'later' },
          { label: 'Stop using it now, such as after a leak', value: 'now' },
        ],
        initial: 'later',
      },
    ],
  });
}
