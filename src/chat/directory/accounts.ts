// The accounts, `accounts [name]`, for leads: how far each is set up, what is missing, and the text to send to its administrator.
import { can } from '../../domain/permission.ts';
import { listAccountSetups, viewAccountSetup } from '../../usecases/people/account-setup.ts';
import type { PlatformName } from '../../ports.ts';
import { actions } from '../actions.ts';
import { asAdvisor, type Capability, type Context } from '../capability.ts';
import { anyText, defineCommand } from '../define-command.ts';
import { maxDirectorySearch } from '../directory-actions.ts';
import { platformNames } from '../platform-names.ts';
import type { CardReply } from '../replies.ts';
import { accountCard, accountList } from './account-cards.ts';
import { handleWorkspace, openWorkspace, workspaceForm } from './workspace-form.ts';

/** Shows the accounts and what is missing for each. */
export const accounts: Capability = {
  commands: [
    defineCommand({
      name: 'accounts',
      usage: '[name]',
      description: 'what each account has set up, and what is missing',
      topic: 'directory',
      example: 'accounts plainview',
      availableTo: (person) => can(person, 'directory'),
      maxWords: 4,
      args: anyText,
      run: (context, text) => list(context, { page: 1, text }),
    }),
  ],
  actions: [
    actions.accounts.handle({ run: list }),
    actions.accountsPage.handle({ run: async (context, shown) => ({ ...(await list(context, shown)), replace: true }) }),
    actions.viewAccount.handle({ opensForm: true, run: show }),
    actions.setupText.handle({ opensForm: true, run: showText }),
    actions.connectWorkspace.handle({ opensForm: true, run: openWorkspace }),
  ],
  forms: [workspaceForm.handle(handleWorkspace)],
};

async function list(context: Context, { page, text }: { page: number; text: string }): Promise<CardReply> {
  const wanted = text.trim().replace(/\s+/g, ' ').slice(0, maxDirectorySearch);
  const found = await listAccountSetups(context.services, asAdvisor(context), wanted, page);
  const [only] = found.accounts;
  if (only && found.total === 1 && wanted !== '') return show(context, only.id);
  return { kind: 'card', card: accountList(found, wanted) };
}

/** Shows the checklist of an account. */
async function show(context: Context, id: number): Promise<CardReply> {
  const account = await viewAccountSetup(context.services, asAdvisor(context), id);
  return { kind: 'card', card: accountCard(account, Object.keys(context.services.setup ?? {}) as PlatformName[]) };
}

async function showText(
  context: Context,
  { account: id, platform }: { account: number; platform: PlatformName },
): Promise<CardReply> {
  const { services } = context;
  const { name } = await viewAccountSetup(services, asAdvisor(context), id);
  const setup = services.setup?.[platform];
  const title = `${platformNames[platform]} for ${name}`;
  const text =
    setup?.instructions(services.settings.brand) ?? `${platformNames[platform]} is not turned on here. Ask your operator.`;
  return {
    kind: 'card',
    card: {
      summary: title,
      title: 'Text to send',
      elements: [
        { kind: 'heading', text: title },
        { kind: 'context', text: ['Copy this and send it to the administrator.'] },
        { kind: 'markdown', text },
        ...(setup?.operatorSteps ? [{ kind: 'divider' as const }, { kind: 'markdown' as const, text: setup.operatorSteps }] : []),
        { kind: 'actions', actions: [actions.viewAccount.button(id, 'Back to the account')] },
      ],
    },
  };
}
