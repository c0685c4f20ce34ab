// What every adapter of Teams works with, and an activity as who spoke where.
import type { Router } from '../../chat/router.ts';
import type { Place, Speaker } from '../../chat/interaction.ts';
import type { Addresses, Clock, Log, Signals } from '../../ports.ts';
import type { Clients } from '../transport/clients.ts';
import type { Registration } from '../transport/registrations.ts';
import { tenantOf, type TeamsActivity } from './payload.ts';

export interface Adapter {
  router: Router;
  clients: Clients;
  addresses: Addresses;
  signals: Signals;
  clock: Clock;
  log: Log;
  /** whether forms open as dialogs; where not, they stand in place of their card */
  dialogs: boolean;
  /** the conversation of a user and the bot; '' where there can be none */
  directChannel(workspaceId: string, userId: string, metIn: string): Promise<string>;
  /** does it after the request was answered; what goes wrong is logged */
  later(what: string, run: () => Promise<void>): void;
  /** aborted when the bot stops: nothing is waited for any more */
  stopping: AbortSignal;
}

/** One request of Teams. */
export interface IncomingActivity {
  activity: TeamsActivity;
  registration: Registration;
  /** the tenant whose registration answers */
  workspaceId: string;
  speaker: Speaker;
  place: Place;
  idempotencyKey: string;
}

/** @param quoted the message this one quotes, where there are no threads */
export function readActivity(activity: TeamsActivity, registration: Registration, quoted?: string): IncomingActivity {
  const workspaceId = registration.tenantId ?? tenantOf(activity);
  const { channelId, thread } = conversationOf(activity.conversation.id);
  const kind = kindOf(activity.conversation.conversationType);
  // the first message of a thread stands in no thread
  const threadRef = kind === 'channel' && thread !== activity.id ? thread : quoted;
  return {
    activity,
    registration,
    workspaceId,
    speaker: { platform: 'teams', workspaceId, userId: activity.from.aadObjectId ?? activity.from.id, metIn: channelId },
    place: { channelId, kind, ...(threadRef ? { threadRef } : {}) },
    idempotencyKey: `teams:${activity.conversation.id}:${activity.id ?? ''}`,
  };
}

/** `19:…@thread.tacv2;messageid=123` is a thread of its channel. */
export function conversationOf(id: string): { channelId: string; thread?: string } {
  const [channelId = '', thread] = id.split(';messageid=');
  return { channelId, thread };
}

export function kindOf(type: string | undefined): Place['kind'] {
  return type === 'channel' ? 'channel' : type === 'groupChat' ? 'group' : 'direct';
}
