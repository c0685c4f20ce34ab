// The message that leads get when nothing arrives in a channel, a direct conversation or a workspace anymore, and the all-clear when
// messages arrive again. When they are sent: outbox/record-outage.ts.
import type { Card, Inline } from '../cards/elements.ts';
import { formatCaseNumber } from '../domain/case-number.ts';
import { formatList, plural } from '../domain/text/numbers.ts';
import { webhookFailureClause } from '../domain/webhook-failure.ts';
import type { OutageFacts } from '../usecases/notifications/load-outage.ts';
import { platformNames } from './platform-names.ts';

/** Renders the alarm about an outage. */
export function outageCard(outage: OutageFacts): Card {
  if (outage.endedAt) return recoveryCard(outage);
  const place = placeText(outage);
  const summary = `Messages aren't reaching ${place}`;
  return {
    summary,
    title: summary,
    elements: [
      { kind: 'callout', tone: 'danger', text: [{ bold: `${summary}.` }, ` ${waitingText(outage)}`] },
      { kind: 'text', text: [adviceText(outage)] },
      { kind: 'context', text: detailsOf(outage) },
    ],
  };
}

/** Renders the all-clear. */
export function recoveryCard(outage: OutageFacts): Card {
  const { place } = outage;
  const summary = `Messages reach ${placeText(outage)} again`;
  return {
    summary,
    title: summary,
    elements: [
      {
        kind: 'callout',
        tone: 'good',
        text: [
          { bold: `${summary}.` },
          place.kind === 'mailbox' ? " Earlier messages weren't sent again." : ' Everything that was waiting is being sent.',
        ],
      },
    ],
  };
}

/** Names what an outage concerns, within a sentence: by name where it is known. */
function placeText({ place, platform, workspaceId, workspaceName, channelName }: OutageFacts): string {
  const name = channelName === null ? '' : ` #${channelName}`;
  switch (place.kind) {
    case 'workspace':
      return `the ${platformNames[platform]} workspace ${workspaceName ?? workspaceId}`;
    case 'person':
      return `${place.name}'s direct messages`;
    case 'mailbox':
      return `${place.name}'s email`;
    case 'endpoint':
      return `the webhook “${place.name}”`;
    case 'queue':
      return place.modules.length === 0
        ? `the default queue channel${name}`
        : `the queue channel${name} for ${formatList(place.modules)}`;
    case 'team':
      return `the ${place.team} channel${name}`;
    case 'account':
      return `the channel${name} of ${place.name}`;
    case 'channel':
      return channelName === null ? `a ${platformNames[platform]} channel` : `the ${platformNames[platform]} channel${name}`;
  }
}

function waitingText({ place, waiting, cases, totalCases }: OutageFacts): string {
  if (waiting === 0 && place.kind !== 'mailbox') return 'Nothing is waiting to be sent there.';
  const more = totalCases - cases.length;
  const names = [...cases.map(formatCaseNumber), ...(more > 0 ? [plural(more, 'more case')] : [])];
  const about = names.length > 0 ? ` about ${formatList(names)}` : '';
  if (place.kind === 'mailbox') return `${plural(waiting, 'message')}${about} ${waiting === 1 ? "wasn't" : "weren't"} delivered.`;
  return `${plural(waiting, 'message')}${about} ${waiting === 1 ? 'is' : 'are'} waiting.`;
}

function adviceText({ place }: OutageFacts): string {
  const after = 'Waiting messages are then sent automatically.';
  switch (place.kind) {
    case 'workspace':
      return `Install the app there again, or have an operator check its token. ${after}`;
    case 'person':
      return 'They may have left, or removed the app. Reach them by phone or email.';
    case 'mailbox':
      return 'Reach them by phone or chat, and have an operator check their address in the directory.';
    case 'endpoint':
      return 'Check the address of the endpoint. Its events are kept, and sent in order when it works again. After it answered with error 410 (gone), resume it with “webhooks”.';
    case 'queue':
      return `Unarchive the channel or add the app to it, or have an operator list another queue in the directory. ${after}`;
    default:
      return `Unarchive the channel or add the app to it. ${after}`;
  }
}

/** Ids are shown only of what has no name, because somebody has to find it. */
function detailsOf({
  place,
  platform,
  workspaceId,
  workspaceName,
  channelId,
  channelName,
  code,
  startedAt,
}: OutageFacts): Inline[] {
  const hidden = channelId === '' || place.kind === 'person' || place.kind === 'endpoint' || channelName !== null;
  const channel = hidden ? [] : [place.kind === 'mailbox' ? channelId : `channel ${channelId}`];
  const workspace = place.kind === 'endpoint' ? place.host : (workspaceName ?? workspaceId);
  const parts = [
    platformNames[platform],
    workspace,
    ...channel,
    place.kind === 'endpoint' ? webhookFailureClause(code) : `error ${code}`,
  ].filter((part) => part !== '');
  return [`${parts.join(' · ')} · since `, { at: startedAt, as: 'moment' }];
}
