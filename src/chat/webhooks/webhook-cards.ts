// The list of webhooks and the card of one.
import type { Card, Element, Inline } from '../../cards/elements.ts';
import { formatList, plural } from '../../domain/text/numbers.ts';
import { webhookFailure } from '../../domain/webhook-failure.ts';
import type { ListedEndpoint } from '../../usecases/webhooks/list-endpoints.ts';
import { actions } from '../actions.ts';

/** Webhooks that one message lists. */
const maxListed = 20;

/** Lists the webhooks. @param done what was just done */
export function webhookList(all: readonly ListedEndpoint[], done?: string): Card {
  return {
    summary: 'Webhooks',
    title: 'Webhooks',
    elements: [
      ...said(done),
      { kind: 'heading', text: 'Webhooks' },
      { kind: 'context', text: ['They send what happens here to your other systems, signed and in order.'] },
      ...(all.length === 0
        ? [{ kind: 'text' as const, text: ['No webhooks yet. Add one to send events to another system.'] }]
        : []),
      ...all.slice(0, maxListed).map((one) => ({
        kind: 'listItem' as const,
        text: [{ bold: one.name }, ` ${hostOf(one)} · ${stateText(one)}`],
        detail: fareText(one),
        button: actions.viewWebhook.button(one.id, 'Manage'),
      })),
      ...(all.length > maxListed
        ? [{ kind: 'context' as const, text: [`Showing ${maxListed} of ${all.length}, by name.`] }]
        : []),
      { kind: 'actions', actions: [actions.addWebhook.button(undefined, 'Add webhook')] },
    ],
  };
}

/** Shows one webhook. @param done what was just done */
export function webhookCard(one: ListedEndpoint, done?: string): Card {
  const { id, name, address, events, accounts, modules, internal, createdByName, createdAt, formerUntil } = one;
  const field = (label: string, ...value: Inline[]): { label: string; value: Inline[] } => ({ label, value });
  return {
    summary: `Webhook ${name}`,
    title: name,
    elements: [
      ...said(done),
      { kind: 'heading', text: name },
      {
        kind: 'fields',
        fields: [
          field('State', stateText(one)),
          field('Address', shownAddress(address)),
          field('Events', events.length === 0 ? 'All' : events.join(', ')),
          field('Accounts', accounts.length === 0 ? 'All' : formatList(accounts)),
          field('Modules', modules.length === 0 ? 'All' : formatList(modules)),
          field('Internal notes', internal ? 'Sent' : 'Not sent'),
        ],
      },
      { kind: 'text', text: fareText(one) },
      ...problemOf(one),
      {
        kind: 'context',
        text: [
          `Added by ${createdByName} · `,
          { at: createdAt, as: 'moment' },
          ...(formerUntil ? [' · the old secret also signs until ', { at: formerUntil, as: 'moment' as const }] : []),
        ],
      },
      {
        kind: 'actions',
        actions: [
          actions.testWebhook.button(id, 'Send test'),
          actions.replayWebhook.button(id, 'Replay'),
          one.state === 'active'
            ? actions.pauseWebhook.button(id, 'Pause')
            : actions.resumeWebhook.button(id, 'Resume', 'primary'),
          actions.changeWebhookAddress.button(id, 'New address'),
          actions.rotateWebhook.button(id, 'New secret'),
          actions.removeWebhook.button(id, 'Remove', 'danger'),
        ],
      },
      {
        kind: 'actions',
        actions: [actions.viewWebhook.button(id, 'Refresh'), actions.webhooks.button(undefined, 'All webhooks')],
      },
    ],
  };
}

/** Shows a secret, which nobody can look up again, until the lead has copied it: a chat keeps its messages. @param more what to do next */
export function secretCard({ id, name, secret }: { id: number; name: string; secret: string }, more: string): Card {
  return {
    summary: `Secret of ${name}`,
    title: name,
    elements: [
      { kind: 'callout', tone: 'warning', text: [{ bold: 'Copy the secret now.' }, " We can't show it again."] },
      { kind: 'markdown', text: `\`${secret}\`` },
      { kind: 'text', text: [more] },
      { kind: 'actions', actions: [actions.viewWebhook.button(id, 'I copied it')] },
    ],
  };
}

function said(done: string | undefined): Element[] {
  return done === undefined ? [] : [{ kind: 'callout', tone: 'good', text: [done] }];
}

function problemOf({ state, failure, dead }: ListedEndpoint): Element[] {
  const text =
    state === 'gone'
      ? 'The endpoint answered that it is gone (410), so nothing is sent. Resume the webhook once it works again.'
      : failure
        ? `Events aren't arriving. ${webhookFailure(failure.code)} ${dead > 0 ? 'Fix the endpoint, then choose Replay.' : 'We keep trying, in order.'}`
        : null;
  if (text !== null) return [{ kind: 'callout', tone: 'danger', text: [text] }];
  if (dead === 0) return [];
  const [were, them] = dead === 1 ? ['was', 'it'] : ['were', 'them'];
  const givenUp = `${plural(dead, 'event')} ${were} given up. Choose Replay to send ${them} again.`;
  return [{ kind: 'callout', tone: 'warning', text: [givenUp] }];
}

/** Leaves `https://` out of a masked address, because chats would make a link of it that leads nowhere. */
export function shownAddress(masked: string): string {
  return masked.replace(/^https:\/\//, '');
}

function stateText({ state, failure }: ListedEndpoint): string {
  if (state === 'gone') return 'Off: the endpoint is gone';
  if (state === 'paused') return 'Paused';
  return failure ? 'Failing' : 'Active';
}

function fareText({ lastSentAt, waiting, dead, failure }: ListedEndpoint): Inline[] {
  return [
    ...(lastSentAt ? ['Last delivery ', { at: lastSentAt, as: 'moment' as const }] : ['Nothing delivered yet']),
    ...(waiting > 0 ? [` · ${plural(waiting, 'event')} waiting`] : []),
    ...(dead > 0 ? [` · ${plural(dead, 'event')} given up`] : []),
    ...(failure ? [' · failed ', { at: failure.since, as: 'moment' as const }] : []),
  ];
}

function hostOf({ address }: ListedEndpoint): string {
  return new URL(address).host;
}
