// The form that says what a channel is used for.
import { z } from 'zod';
import { chosenValues, joinChosenValues } from '../../cards/chosen-values.ts';
import type { Form } from '../../cards/elements.ts';
import { formError } from '../../domain/form-errors.ts';
import { authorize } from '../../domain/permission.ts';
import type { Advisor } from '../../domain/person.ts';
import { accountKeyOf, maxAccounts } from '../../usecases/people/find-accounts.ts';
import {
  setChannelUse,
  unknownChannel,
  viewChannel,
  type ChannelPurpose,
  type UsedChannel,
} from '../../usecases/people/manage-channels.ts';
import { queueOverlaps } from '../../usecases/people/queue-overlaps.ts';
import type { ChannelRef } from '../../ports.ts';
import { asAdvisor, speakerOf, type Context, type TypedFormHandler } from '../capability.ts';
import { changeId, fieldText, plainText, rowId } from '../codecs.ts';
import { defineForm, type StateOf, type ValuesOf } from '../define-form.ts';
import type { Reply } from '../interaction.ts';
import type { CardReply } from '../replies.ts';
import { accountField, chosenAccount, suggestAccount } from './account-field.ts';
import { channelUseCard, nameOf, purposeLabels } from './channel-cards.ts';

/** Sets what a channel is used for: one that is known, or one of the workspace in which the form is used. */
export const channelForm = defineForm({
  name: 'channel-use',
  // `seen` and `seenNotices` are the newest changes of the channel when the form was opened
  state: z.object({
    channel: rowId.optional(),
    channelId: plainText.optional(),
    name: plainText.optional(),
    seen: changeId.optional(),
    seenNotices: changeId.optional(),
  }),
  fields: z.object({ for: fieldText, modules: fieldText, team: fieldText, account: fieldText }),
});
type State = StateOf<typeof channelForm>;
type Values = ValuesOf<typeof channelForm>;

const purposes = Object.keys(purposeLabels) as ChannelPurpose[];
/** The value of “none”, because a choice cannot be emptied everywhere. */
const none = 'none';

/** What the form does. */
export const handleChannel: TypedFormHandler<Values, State> = { render: draw, submit, suggest: suggestAccount };

/** Shows a known channel. */
export async function showChannel(context: Context, id: number): Promise<CardReply> {
  const found = await viewChannel(context.services, asAdvisor(context), { id });
  if (!found) throw unknownChannel();
  return { kind: 'card', card: channelUseCard(found, await queueOverlaps(context.services)) };
}

/** Opens the form for a known channel. */
export async function openChannel(context: Context, channel: number): Promise<Reply> {
  const found = await viewChannel(context.services, asAdvisor(context), { id: channel });
  if (!found) throw unknownChannel();
  const { use: seen, notices: seenNotices } = found.seen;
  const state = channelForm.start(context, { channel, channelId: undefined, name: undefined, seen, seenNotices });
  return { kind: 'form', form: await draw(context, valuesOf(found), state) };
}

/** Opens the form for a channel that nothing is known of. */
export async function openNewChannel(context: Context, { channelId, name }: { channelId: string; name: string }): Promise<Reply> {
  authorize(asAdvisor(context), 'directory');
  const state = channelForm.start(context, { channel: undefined, channelId, name, seen: 0, seenNotices: 0 });
  return { kind: 'form', form: await draw(context, {}, state) };
}

function valuesOf({ purposes: used, modules, team, accountId }: UsedChannel): Values {
  return {
    for: joinChosenValues(used),
    modules: joinChosenValues(modules),
    team: team ?? none,
    account: accountId === null ? '' : String(accountId),
  };
}

async function submit(context: Context, values: Values, state: State): Promise<Reply> {
  const lead = asAdvisor(context);
  const { services, request } = context;
  const place = await placeOf(context, state);
  const { seen, seenNotices } = state;
  const use = {
    for: chosenValues(values.for).flatMap((chosen) => purposes.find((purpose) => purpose === chosen) ?? []),
    modules: chosenValues(values.modules),
    team: values.team === none || values.team === '' ? null : values.team,
    account: await accountOf(context, lead, values.account),
    seen: seen === undefined ? undefined : { use: seen, notices: seenNotices ?? 0 },
  };
  await setChannelUse(services, lead, place, use, request);
  const saved = await viewChannel(services, lead, refOf(place));
  return saved ? { kind: 'done', card: (await showChannel(context, saved.id)).card } : { kind: 'done' };
}

/** Returns the key of the chosen account; null for none. @throws CaseError invalid-channel when it was closed meanwhile */
async function accountOf({ services }: Context, lead: Advisor, chosen: string): Promise<string | null> {
  const id = chosenAccount(chosen);
  if (id === undefined) return null;
  const key = await accountKeyOf(services, lead, id);
  if (key === undefined) throw formError('invalid-channel', { account: 'This account is no longer active. Choose another one.' });
  return key;
}

async function placeOf(
  context: Context,
  { channel, channelId = '', name = '' }: State,
): Promise<ChannelRef & { name: string | null }> {
  if (channel === undefined) {
    if (channelId === '') throw unknownChannel();
    const { platform, workspaceId } = speakerOf(context);
    return { platform, workspaceId, channelId, name: name === '' ? null : name };
  }
  const known = await viewChannel(context.services, asAdvisor(context), { id: channel });
  if (!known) throw unknownChannel();
  return known;
}

function refOf({ platform, workspaceId, channelId }: ChannelRef): ChannelRef {
  return { platform, workspaceId, channelId };
}

async function draw(context: Context, typed: Partial<Values>, state: State): Promise<Form> {
  const lead = asAdvisor(context);
  const { settings } = context.services;
  const known = state.channel === undefined ? null : await viewChannel(context.services, lead, { id: state.channel });
  const title = known ? nameOf(known) : state.name ? `#${state.name}` : 'This channel';
  return channelForm.form(state, {
    title: 'Use of a channel',
    submit: 'Save',
    intro: [{ kind: 'text', text: [{ bold: title }] }],
    fields: [
      {
        kind: 'choices',
        name: 'for',
        label: 'Used for',
        hint: 'Choose nothing to stop using it.',
        options: purposes.map((purpose) => ({ label: purposeLabels[purpose], value: purpose })),
        initial: chosenValues(typed.for),
      },
      {
        kind: 'choices',
        name: 'modules',
        label: 'Modules of the queue',
        hint: 'Leave blank for the default queue, which gets every case that no other queue gets.',
        options: settings.modules.slice(0, maxAccounts).map((module) => ({ label: module, value: module })),
        initial: chosenValues(typed.modules),
      },
      {
        kind: 'choice',
        name: 'team',
        label: 'Escalation team',
        options: [{ label: 'None', value: none }, ...settings.escalationTeams.map((team) => ({ label: team, value: team }))],
        initial: typed.team || none,
      },
      await accountField(context, lead, chosenAccount(typed.account), {
        hint: 'For cases and notices of one account. None for a channel of your own.',
      }),
    ],
  });
}
