// A message as an action command gets it
// (learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/action-commands/create-task-module: reply to thread).
import { adaptive } from './card-tree.ts';
import type { Conversation, Json, Message } from './state.ts';

export function messagePayload(conversation: Conversation, message: Message): Json {
  const { id, replyTo = null, text, attachments, edited, summary } = message;
  const html = attachments.find(({ contentType }) => contentType === 'text/html')?.content;
  return {
    linkToMessage: `https://teams.microsoft.com/l/message/${conversation.id}/${id}?tenantId=${conversation.tenant.id}`,
    id,
    replyToId: replyTo,
    createdDateTime: new Date(Number(id)).toISOString(),
    lastModifiedDateTime: edited > 0 ? new Date().toISOString() : null,
    deleted: false,
    subject: null,
    summary: summary || null,
    importance: 'normal',
    locale: 'en-us',
    body: { contentType: 'html', content: typeof html === 'string' ? `<div>${html}</div>` : `<div>${text}</div>` },
    from: author(conversation, message),
    reactions: [],
    mentions: [],
    attachments: attachments
      .filter(({ contentType }) => contentType === adaptive || contentType === 'reference')
      .map(({ id: own, content, ...rest }, index) => ({
        ...rest,
        id: own ?? String(index),
        content: content === undefined ? null : JSON.stringify(content),
      })),
  };
}

function author({ tenant }: Conversation, { from }: Message): Json {
  const user = tenant.users.get(from);
  const nobody = { device: null, conversation: null, user: null, application: null };
  return user
    ? { ...nobody, user: { userIdentityType: 'aadUser', id: user.aadObjectId, displayName: user.name } }
    : { ...nobody, application: { applicationIdentityType: 'bot', id: tenant.app.appId, displayName: 'Casebridge' } };
}
