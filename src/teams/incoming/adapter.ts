// What every handler of Teams' activities works with, and who sent an activity and where.
import type { Lateness } from './lateness.ts';
import type { Place, Speaker } from '../../chat/interaction.ts';
import type { Router } from '../../chat/router.ts';
import type { Addresses, ChannelRef, Clock, Log, Signals } from '../../ports.ts';
import type { Clients } from '../transport/clients.ts';
import type { FileHosts } from '../transport/file-hosts.ts';
import type { Registration } from '../transport/registrations.ts';
import { tenantOf, zoneOf, type TeamsActivity } from './payload.ts';
import type { FilePlace } from './sent-files.ts';

/** What the handlers of Teams' activities have in common. */
export interface Adapter {
  router: Router;
  clients: Clients;
  addresses: Addresses;
  signals: Signals;
  clock: Clock;
  log: Log;
  /** how late activities arrive */
  lateness: Lateness;
  /** whether forms open as dialogs; otherwise they replace their card */
  dialogs: boolean;
  /** the conversation between a user and the bot; '' where there can be none */
  directChannel(workspaceId: string, userId: string, metIn: string): Promise<string>;
  /** runs something after the request was answered, and logs its failure */
  later(what: string, run: () => Promise<void>): void;
  files: IncomingFiles;
  /** aborted when the bot stops, to end all waiting */
  stopping: AbortSignal;
}

/** What handlers know about files. */
export interface IncomingFiles {
  hosts: FileHosts;
  /**
   * Records what a person decided about a file that a delivery offered them.
   * @param copy what the transport remembers of it (transport/copy.ts)
   * @returns false for a repeat, and for a delivery that is not in this conversation
   */
  answerOffer(channel: ChannelRef, deliveryId: number, copy: string): Promise<boolean>;
}

/** One activity, with its sender and place. */
export interface IncomingActivity {
  activity: TeamsActivity;
  registration: Registration;
  /** the tenant whose registration answers */
  workspaceId: string;
  speaker: Speaker;
  place: Place;
  idempotencyKey: string;
}

/** Reads who sent an activity and where. @param quoted the message that this one quotes, where there are no threads */
export function readActivity(activity: TeamsActivity, registration: Registration, quoted?: string): IncomingActivity {
  const workspaceId = registration.tenantId ?? tenantOf(activity);
  const { channelId, thread } = splitConversationId(activity.conversation.id);
  const timezone = zoneOf(activity);
  const kind = kindOfConversation(activity.conversation.conversationType);
  // the first message of a thread names its own thread, but replies to nothing
  const threadRef = kind === 'channel' && thread !== activity.id ? thread : quoted;
  return {
    activity,
    registration,
    workspaceId,
    speaker: {
      platform: 'teams',
      workspaceId,
      userId: activity.from.aadObjectId ?? activity.from.id,
      metIn: channelId,
      ...(timezone === undefined ? {} : { timezone }),
    },
    place: { channelId, kind, ...nameOf(activity), ...(threadRef ? { threadRef } : {}) },
    idempotencyKey: `teams:${activity.conversation.id}:${activity.id ?? ''}`,
  };
}

/** Reads where a message is, for its files. */
export function filePlaceOf(
  { files }: Pick<Adapter, 'files'>,
  { serviceUrl, conversation, id, channelData }: TeamsActivity,
): FilePlace {
  const { channelId, thread } = splitConversationId(conversation.id);
  const kind = kindOfConversation(conversation.conversationType);
  const place = { serviceUrl, graphUrl: files.hosts.graphUrl, channelId };
  // a chat with the bot alone has another id in Graph; its pictures come as attachments
  if (kind === 'direct' || id === undefined) return place;
  if (kind === 'group') return { ...place, message: { messageId: id } };
  const { id: teamId, aadGroupId: groupId } = channelData?.team ?? {};
  return { ...place, message: { messageId: id, team: { id: teamId, groupId, rootId: thread ?? id } } };
}

/** Reads the names of the team and the channel, where Teams tells them. The General channel has none of its own. */
function nameOf({ channelData }: TeamsActivity): { name?: string } {
  const name = [channelData?.team?.name, channelData?.channel?.name].filter(Boolean).join(' / ');
  return name === '' ? {} : { name };
}

/** `19:…@thread.tacv2;messageid=123` is a thread of the channel `19:…@thread.tacv2`. */
function splitConversationId(id: string): { channelId: string; thread?: string } {
  const [channelId = '', thread] = id.split(';messageid=');
  return { channelId, thread };
}

function kindOfConversation(type: string | undefined): Place['kind'] {
  return type === 'channel' ? 'channel' : type === 'groupChat' ? 'group' : 'direct';
}
