// Tokens of the REST API, `tokens`, for leads: lists them with their last use, and revokes them. The operator makes them (cli/tokens.ts), because a
// token must not stand in a chat.
import type { Card, Inline } from '../../cards/elements.ts';
import { tokenState } from '../../domain/api-token.ts';
import { formatDay } from '../../domain/text/times.ts';
import { can } from '../../domain/permission.ts';
import { findToken, listTokens, revokeToken, type ListedToken } from '../../usecases/api/tokens.ts';
import { actions } from '../actions.ts';
import type { Capability, Context } from '../capability.ts';
import { defineCommand, noArguments } from '../define-command.ts';
import { offer, type CardReply } from '../replies.ts';
import { requesterOf } from '../privacy/requester.ts';

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
    actions.tokens.handle({ run: async (context) => ({ ...(await show(context)), replace: true }) }),
    actions.revokeToken.handle({ run: askToRevoke }),
    actions.revokeTokenNow.handle({
      run: async (context, id) => {
        const name = await revokeToken(context.services, requesterOf(context), id);
        return { ...(await show(context, `Revoked ${name}. Programs that use it get no more answers.`)), replace: true };
      },
    }),
  ],
};

async function askToRevoke(context: Context, id: number): Promise<CardReply> {
  const { name, prefix, lastUsedAt } = await findToken(context.services, requesterOf(context), id);
  const question = `Revoke “${name}”?`;
  const text: Inline[] = [
    { bold: question },
    ` Programs that use ${prefix}… stop working at once, and you can't undo it. `,
    ...(lastUsedAt === null ? ['It was never used.'] : ['Last used ', { at: lastUsedAt, as: 'moment' as const }, '.']),
  ];
  const buttons = [actions.revokeTokenNow.button(id, 'Revoke', 'danger'), actions.tokens.button(undefined, 'Keep')];
  return { ...offer(text, buttons, question), replace: true };
}

async function show(context: Context, done?: string): Promise<CardReply> {
  const found = await listTokens(context.services, requesterOf(context));
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
      { kind: 'context', text: ['Programs use them to read and change cases.'] },
      ...(all.length === 0
        ? [{ kind: 'text' as const, text: ['No tokens yet. An operator creates one with “npx casebridge tokens add”.'] }]
        : []),
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

/** The last day on which a token works, in UTC. Platforms leave out the year of a moment, and tokens work for years. */
const lastDay = (expiresAt: Date): string => new Date(expiresAt.getTime() - 1).toISOString().slice(0, 10);

function detailOf({ lastUsedAt, expiresAt, accountNames, scopes }: ListedToken) {
  return [
    ...(lastUsedAt === null ? ['Never used'] : ['Last used ', { at: lastUsedAt, as: 'moment' as const }]),
    expiresAt === null ? ' · never expires' : ` · expires ${formatDay(lastDay(expiresAt))}`,
    ` · ${accountNames.length === 0 ? 'all accounts' : accountNames.join(', ')} · ${scopes.join(', ')}`,
  ];
}
