// The form that connects a workspace or tenant to an account.
import { z } from 'zod';
import type { Form } from '../../cards/elements.ts';
import { viewAccountSetup } from '../../usecases/people/account-setup.ts';
import { connectWorkspace, waitingWorkspaces } from '../../usecases/people/connect-workspace.ts';
import { accountKeyOf, maxAccounts } from '../../usecases/people/find-accounts.ts';
import { actions } from '../actions.ts';
import { asAdvisor, type Context, type TypedFormHandler } from '../capability.ts';
import { requiredText, rowId } from '../codecs.ts';
import { defineForm, type StateOf, type ValuesOf } from '../define-form.ts';
import type { Reply } from '../interaction.ts';
import { platformNames } from '../platform-names.ts';
import { offer } from '../replies.ts';

/** Connects the chosen workspace to the account in its state. */
export const workspaceForm = defineForm({
  name: 'connect-workspace',
  state: z.object({ account: rowId }),
  fields: z.object({ workspace: requiredText('Choose a workspace.') }),
});
type State = StateOf<typeof workspaceForm>;
type Values = ValuesOf<typeof workspaceForm>;

/** What the form does. */
export const handleWorkspace: TypedFormHandler<Values, State> = { render: draw, submit };

/** Opens the form, or says how a workspace gets into its list. */
export async function openWorkspace(context: Context, account: number): Promise<Reply> {
  const waiting = await waitingWorkspaces(context.services, asAdvisor(context), 1);
  if (waiting.length > 0) return { kind: 'form', form: await draw(context, {}, workspaceForm.start(context, { account })) };
  const text = 'No new workspace has installed the bot. Send the administrator the text first, and come back when it is done.';
  return offer([text], [actions.viewAccount.button(account, 'Back to the account')], 'No new workspace');
}

async function submit(context: Context, { workspace }: Values, { account: id }: State): Promise<Reply> {
  const lead = asAdvisor(context);
  const { services, request } = context;
  const { name } = await viewAccountSetup(services, lead, id);
  const account = (await accountKeyOf(services, lead, id)) ?? '';
  const [platform = '', ...rest] = workspace.split(' ');
  await connectWorkspace(services, lead, { platform, workspaceId: rest.join(' '), account }, request);
  const done = `The workspace is connected to ${name}. Its contacts are recognized there now.`;
  return { kind: 'done', card: offer([done], [actions.viewAccount.button(id, 'Back to the account')], done).card };
}

async function draw(context: Context, typed: Partial<Values>, state: State): Promise<Form> {
  const lead = asAdvisor(context);
  const { name } = await viewAccountSetup(context.services, lead, state.account);
  const waiting = await waitingWorkspaces(context.services, lead, maxAccounts);
  const options = waiting.map((one) => ({
    label: `${one.name ?? one.workspaceId} (${platformNames[one.platform]})`,
    value: `${one.platform} ${one.workspaceId}`,
  }));
  return workspaceForm.form(state, {
    title: 'Connect workspace',
    submit: 'Connect',
    intro: [
      { kind: 'text', text: [{ bold: name }] },
      {
        kind: 'callout',
        tone: 'warning',
        text: ['Its administrator then decides who has which email address. Connect only the workspace of this account.'],
      },
    ],
    fields: [
      { kind: 'choice', name: 'workspace', label: 'Workspace or tenant', required: true, options, initial: typed.workspace },
    ],
  });
}
