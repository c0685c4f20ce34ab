// What Slack says of a file that was uploaded. Needs the scope files:read.
// Follows docs.slack.dev/reference/methods/files.info and docs.slack.dev/reference/objects/file-object.
import { setTimeout as delay } from 'node:timers/promises';
import type { webApi } from '@slack/bolt';
import { harmless } from './upload.ts';

/** A file of ours. */
export interface UploadedFile {
  /** Slack reads a file after its upload: until then it has no type, and no image block can show it */
  isReady: boolean;
  /** ids of the messages that share it, by channel */
  shares: ReadonlyMap<string, readonly string[]>;
}

/** `absent`: Slack has no complete file of this id. `deleted`: somebody deleted it. `unknown`: Slack does not tell the bot. */
export type FileState = UploadedFile | 'absent' | 'deleted' | 'unknown';

const states: Readonly<Record<string, Exclude<FileState, UploadedFile>>> = {
  file_not_found: 'absent',
  file_deleted: 'deleted',
  missing_scope: 'unknown',
  not_visible: 'unknown',
  unknown_method: 'unknown',
};

/** Asks about a file. @throws DeliveryError, never in doubt */
export async function stateOf(client: webApi.WebClient, id: string): Promise<FileState> {
  try {
    const { file } = await client.files.info({ file: id });
    const { public: inChannels = {}, private: elsewhere = {} } = (file?.shares ?? {}) as Shares;
    const shares = Object.entries({ ...inChannels, ...elsewhere }).map(([channel, messages]): [string, string[]] => [
      channel,
      messages.flatMap(({ ts }) => ts ?? []),
    ]);
    return { isReady: Boolean(file?.mimetype), shares: new Map(shares) };
  } catch (error) {
    const failure = harmless(error);
    const state = failure.kind === 'refused' ? states[failure.code] : undefined;
    if (state === undefined) throw failure;
    return state;
  }
}

/** Slack's types list every property of every channel. */
type Shares = Record<'public' | 'private', Record<string, { ts?: string }[]> | undefined>;

const checkAfterMs = [250, 500, 1_000, 1_500];

/**
 * Waits a little until Slack has processed a file.
 * @param isDone whether this is what was waited for
 * @returns the last state
 */
export async function waitFor(
  client: webApi.WebClient,
  id: string,
  isDone: (file: UploadedFile) => boolean,
  waits: readonly number[] = checkAfterMs,
): Promise<FileState> {
  let state = await stateOf(client, id);
  for (const ms of waits) {
    if (typeof state === 'string' || isDone(state)) break;
    await delay(ms);
    state = await stateOf(client, id);
  }
  return state;
}
