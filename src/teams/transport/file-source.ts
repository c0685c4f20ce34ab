// Reads the content of files that people send: from OneDrive without a token, from the connector with the bot's, and pictures in channels and
// group chats from Microsoft Graph, where the consent of the team or chat is enough. Files that live in SharePoint are not read.
// Follows learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4 and learn.microsoft.com/graph/api/chatmessagehostedcontent-get.
import { z } from 'zod';
import { FileUnavailable, type FileSource } from '../../ports.ts';
import { callStorage, ForbiddenAddress, retryAfterMs, type StorageRequest } from './call-storage.ts';
import { NoRegistration, type Clients, type Reached } from './clients.ts';
import type { FileHosts } from './file-hosts.ts';
import { readRef, type FileRef } from './file-ref.ts';

type Posted = FileRef & { kind: 'posted' };

/** Whose refusal an answer is: each service says "forbidden" for a different reason. */
type Service = 'storage' | 'connector' | 'graph';

/** Creates the source. */
export function createFileSource(clients: Clients, hosts: FileHosts): FileSource {
  const graph = async ({ registration }: Reached, tenantId: string, url: string): Promise<Response> => {
    const token = await clients.authenticator(registration).graphToken(tenantId);
    const isGraph = (address: string): boolean => hosts.isHostedContent(address) || address === url;
    return answerOf('graph', url, { token, allows: (address) => isGraph(address) || hosts.isStorage(address) });
  };
  const connector = async ({ registration, serviceUrl }: Reached, url: string): Promise<Response> => {
    const token = await clients.authenticator(registration).connectorToken();
    const isConnector = (address: string): boolean => hosts.isAttachment(address, serviceUrl) || address === url;
    return answerOf('connector', url, { token, allows: (address) => isConnector(address) || hosts.isStorage(address) });
  };
  const posted = async (reached: Reached, tenantId: string, ref: Posted): Promise<Response> => {
    const message = await messagePath(ref, async (teamId) => {
      const url = new URL(`v3/teams/${encodeURIComponent(teamId)}`, reached.serviceUrl).href;
      return teamShape.parse(await (await connector(reached, url)).json()).aadGroupId;
    });
    const pictures = `${hosts.graphUrl}/v1.0/${message}/hostedContents`;
    const { value } = listShape.parse(await (await graph(reached, tenantId, pictures)).json());
    // the id is the Base64 of the picture's address in the store of Teams
    const found = value.find(({ id }) => Buffer.from(id, 'base64').toString('latin1').includes(ref.object));
    if (!found) throw new FileUnavailable('gone', 'not_found');
    return graph(reached, tenantId, `${pictures}/${encodeURIComponent(found.id)}/$value`);
  };
  const read = async (tenantId: string, ref: FileRef): Promise<Response> => {
    if (ref.kind === 'download') return answerOf('storage', ref.url, { allows: (address) => hosts.isStorage(address) });
    const reached = await clients.reach({ workspaceId: tenantId, channelId: 'channelId' in ref ? ref.channelId : '' });
    if (ref.kind === 'posted') return posted(reached, tenantId, ref);
    const isPicture = ref.kind === 'picture' ? hosts.isAttachment(ref.url, reached.serviceUrl) : hosts.isHostedContent(ref.url);
    if (!isPicture) throw new ForbiddenAddress('a picture is at an address that the bot does not call');
    return ref.kind === 'picture' ? connector(reached, ref.url) : graph(reached, tenantId, ref.url);
  };
  return {
    open: async (workspaceId, text) => {
      const ref = readRef(text);
      if (!ref) throw new FileUnavailable('gone', 'unknown_reference');
      const response = await read(workspaceId, ref).catch((error: unknown) => {
        throw unavailable(error);
      });
      const encoded = response.headers.get('content-encoding') ?? 'identity';
      const length = response.headers.get('content-length');
      return { content: contentOf(response), size: encoded === 'identity' && length !== null ? Number(length) : null };
    },
  };
}

const listShape = z.object({ value: z.array(z.object({ id: z.string() })) });
const teamShape = z.object({ aadGroupId: z.string() });

async function messagePath(
  { team, channelId, messageId }: Posted,
  groupIdOf: (teamId: string) => Promise<string>,
): Promise<string> {
  const segment = encodeURIComponent;
  if (!team) return `chats/${segment(channelId)}/messages/${segment(messageId)}`;
  const groupId = team.groupId ?? (await groupIdOf(team.id ?? channelId));
  const root = `teams/${segment(groupId)}/channels/${segment(channelId)}/messages/${segment(team.rootId)}`;
  return team.rootId === messageId ? root : `${root}/replies/${segment(messageId)}`;
}

async function answerOf(service: Service, url: string, request: StorageRequest): Promise<Response> {
  const response = await callStorage(url, request);
  if (response.ok) return response;
  await response.body?.cancel();
  throw refusal(service, response);
}

/** Codes of refusals for good, by status. An address of OneDrive contains its permission, which ends after some minutes. */
const permanent: Readonly<Record<Service, Readonly<Record<number, string>>>> = {
  storage: { 401: 'link_expired', 403: 'link_expired' },
  connector: { 403: 'no_access' },
  graph: { 403: 'no_consent' },
};

function refusal(service: Service, response: Response): FileUnavailable {
  const { status } = response;
  const code = permanent[service][status] ?? (status === 404 || status === 410 ? 'not_found' : undefined);
  if (code !== undefined) return new FileUnavailable('gone', code);
  const isTemporary = status >= 500 || [401, 408, 412, 423, 425, 429].includes(status);
  return new FileUnavailable(isTemporary ? 'later' : 'gone', `http_${status}`, { retryAfterMs: retryAfterMs(response) });
}

function unavailable(error: unknown): FileUnavailable {
  if (error instanceof FileUnavailable) return error;
  if (error instanceof ForbiddenAddress) return new FileUnavailable('gone', 'forbidden_address', { cause: error });
  if (error instanceof NoRegistration) return new FileUnavailable('gone', 'no_registration', { cause: error });
  return new FileUnavailable('later', 'no_answer', { cause: error });
}

async function* contentOf({ body }: Response): AsyncGenerator<Uint8Array> {
  try {
    if (body) yield* body as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw new FileUnavailable('later', 'interrupted', { cause: error });
  }
}
