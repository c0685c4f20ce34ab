// The pictures of messages in Microsoft Graph, readable with the consent of their team or chat
// (learn.microsoft.com/graph/api/chatmessage-list-hostedcontents, …/chatmessagehostedcontent-get).
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FakeTeams } from './fake-teams.ts';
import { errorOf } from './faults.ts';
import { send } from './files.ts';
import { sendJson } from './http.ts';
import type { Conversation, Message } from './state.ts';

/** @returns the address of a message below Graph's */
export function messagePath({ kind, id, team }: Conversation, messageId: string, rootId: string): string {
  if (kind !== 'channel' || !team) return `/v1.0/chats/${id}/messages/${messageId}`;
  const root = `/v1.0/teams/${team.aadGroupId}/channels/${id}/messages/${rootId}`;
  return messageId === rootId ? root : `${root}/replies/${messageId}`;
}

/** The id of a picture is the Base64 of its address in the store of Teams. */
export function contentId(object: string): string {
  return Buffer.from(`id=x_${object},type=1,url=${objectUrl(object)}`).toString('base64');
}

/** A picture's address in the store of Teams, which only its clients can read. */
export function objectUrl(object: string): string {
  return `https://us-api.asm.skype.com/v1/objects/${object}/views/imgo`;
}

export function handleGraph(fake: FakeTeams, request: IncomingMessage, response: ServerResponse): void {
  const fault = fake.faults.next('graph');
  if (fault?.kind === 'status') {
    const { status, headers } = errorOf(fault);
    return sendJson(response, status, {}, headers);
  }
  const caller = fake.login.graphCallerOf(request.headers.authorization);
  if (!caller) {
    if (fake.login.appOf(request.headers.authorization)) fake.violations.push('the bot sent the token of the connector to Graph');
    return sendJson(response, 401, { error: { code: 'InvalidAuthenticationToken' } });
  }
  const path = decodeURIComponent(new URL(request.url ?? '/', fake.url).pathname).replace(/^\/graph/, '');
  const [, place = '', contents = ''] = /^(.+)\/hostedContents(?:\/(.+)\/\$value)?$/.exec(path) ?? [];
  const found = place === '' ? undefined : find(fake, place);
  if (!found) return sendJson(response, 404, { error: { code: 'NotFound' } });
  const { conversation, message } = found;
  const { tenant } = conversation;
  const isAllowed = tenant.id === caller.tenant && tenant.app.appId === caller.appId && tenant.app.consent !== false;
  if (!isAllowed || !conversation.installed) return sendJson(response, 403, { error: { code: 'Forbidden' } });
  const pictures = message.pictures ?? [];
  if (contents === '')
    return sendJson(response, 200, { value: pictures.map((id) => ({ id: contentId(id), contentType: null })) });
  const object = pictures.find((id) => contentId(id) === contents);
  send(object === undefined ? undefined : fake.files.get(object), response);
}

function find(fake: FakeTeams, path: string): { conversation: Conversation; message: Message } | undefined {
  for (const conversation of fake.tenantList.flatMap(({ conversations }) => [...conversations.values()]))
    for (const message of conversation.messages)
      if (!message.deleted && messagePath(conversation, message.id, conversation.rootOf(message)) === path)
        return { conversation, message };
  return undefined;
}
