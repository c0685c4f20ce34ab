// Tokens of the REST API, `tokens`, for leads: lists them with their last use, and revokes them. The operator makes them (cli/tokens.ts), because a
// token must not stand in a chat.
import type { Card } from '../../cards/elements.ts';
import { tokenState } from '../../domain/api-token.ts';
import { can } from '../../domain/permission.ts';
import { listTokens, revokeToken, type ListedToken, type TokenKeeper } from '../../usecases/api/tokens.ts';
import { actions } from '../actions.ts';
import { asAdvisor, type Capability, type Context } from '../capability.ts';
import { defineCommand, noArguments } from '../define-command.ts';
import type { CardReply } from '../replies.ts';

/** Shows and revokes tokens of the API. */
export const tokens: Capability = {
  commands: [
    defineCommand({
      name: 'tokens',
      description: 'tokens of the REST API: see when each was used, and revoke them',
      topic: 'directory',
      example: 'tokens',
      availableTo: (person) => can(person, 'directory'),
      args: noArguments,
      run: (context) => show(context),
    }),
  ],
  actions: [
    actions.tokens.handle({ run: (context) => show(context) }),
    actions.revokeToken.handle({
      run: async (context, id) => {
        const name = await revokeToken(context.services, keeperOf(context), id);
        return { ...(await show(context, `Revoked ${name}. Programs that use it get no more answers.`)), replace: true };
      },
    }),
  ],
};

const keeperOf = (context: Context): TokenKeeper => ({ lead: asAdvisor(context) });

async function show(context: Context, done?: string): Promise<CardReply> {
  const found = await listTokens(context.services, keeperOf(context));
  return { kind: 'card', card: tokensCard(found, context.services.clock.now(), done) };
}

/** Tokens that one message lists. */
const maxListed = 20;

function tokensCard(all: readonly ListedToken[], now: Date, done: string | undefined): Card {
  return {
    summary: 'API tokens',
    title: 'API tokens',
    elements: [
      ...(done === undefined ? [] : [{ kind: 'callout' as const, tone: 'good' as const, text: [done] }]),
      { kind: 'heading', text: 'API tokens' },
      { kind: 'context', text: ['Programs use them to read and change cases. The operator makes new ones.'] },
      ...(all.length === 0 ? [{ kind: 'text' as const, text: ['No tokens.'] }] : []),
      ...all.slice(0, maxListed).map((token) => ({
        kind: 'listItem' as const,
        text: [{ bold: token.name }, ` ${token.prefix}…`, tokenState(token, now) === 'expired' ? ' (expired)' : ''],
        detail: detailOf(token),
        button: actions.revokeToken.button(token.id, 'Revoke'),
      })),
      ...(all.length > maxListed
        ? [{ kind: 'context' as const, text: [`Showing the newest ${maxListed} of ${all.length}.`] }]
        : []),
    ],
  };
}

function detailOf({ lastUsedAt, expiresAt, accountNames, scopes }: ListedToken) {
  return [
    ...(lastUsedAt === null ? ['Never used'] : ['Last used ', { at: lastUsedAt, as: 'moment' as const }]),
    ...(expiresAt === null ? [' · never expires'] : [' · expires ', { at: expiresAt, as: 'moment' as const }]),
    ` · ${accountNames.length === 0 ? 'all accounts' : accountNames.join(', ')} · ${scopes.join(', ')}`,
  ];
}
