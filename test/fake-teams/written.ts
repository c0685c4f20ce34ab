// What a person writes: the plain text and the HTML that Teams makes of it.
import { randomUUID } from 'node:crypto';
import type { FileStore, SentFile } from './files.ts';
import { untag } from './marks.ts';
import type { Attachment, Conversation, Json, Message, TeamsUser } from './state.ts';

export interface Writing {
  /** names the bot first */
  mention?: boolean;
  /** others whose `@Name` in the text is a mention */
  mentions?: TeamsUser[];
  /** shown as a quote; chats have this instead of threads */
  quoting?: Message;
  /** the formatted body, when it is more than the text in a paragraph */
  html?: string;
  /** a message that is forwarded along, and who wrote it */
  forwards?: { html: string; author: string };
  files?: SentFile[];
}

export interface Written {
  text: string;
  attachments: Attachment[];
  entities: Json[];
}

/** @param quotesInText whether Teams puts the quoted text before the message, as some clients do */
export function write(
  text: string,
  writing: Writing,
  conversation: Conversation,
  files: FileStore,
  quotesInText: boolean,
): Written {
  const mentioned = (writing.mentions ?? []).map(({ id, name, aadObjectId }) => ({ id, name, aadObjectId }));
  const all: Json[] = [...(writing.mention ? [{ id: conversation.tenant.botId, name: 'Casebridge' }] : []), ...mentioned];
  let request = writing.mention ? `@Casebridge ${text}` : text;
  let html = writing.html ?? `<p>${escape(request).replaceAll('\n', '<br>')}</p>`;
  if (writing.html !== undefined && writing.mention) html = html.replace(/^(<p>)?/, '$1@Casebridge&nbsp;');
  for (const [itemid, { name }] of all.entries()) {
    const span = `<span itemtype="http://schema.skype.com/Mention" itemscope itemid="${itemid}">${escape(String(name))}</span>`;
    html = html.replace(`@${escape(String(name))}`, span);
    request = request.replace(`@${String(name)}`, `<at>${String(name)}</at>`);
  }
  const quoted = writing.quoting && quote(writing.quoting, conversation);
  const { attachments, html: linked } = attach(writing.files ?? [], conversation, files);
  return {
    text: quoted && quotesInText ? `${quoted.preview}\r\n\r\n${request}` : request,
    attachments: [
      ...attachments,
      ...forwarded(writing),
      { contentType: 'text/html', content: `${quoted?.html ?? ''}${html}${linked}` },
    ],
    entities: all.map((actor) => ({ type: 'mention', mentioned: actor, text: `<at>${String(actor.name)}</at>` })),
  };
}

/** The quote Teams writes at the head of a chat message's HTML; its preview is cut. */
/** (learn.microsoft.com/graph/api/resources/chatmessageattachment, forwardedMessageReference) */
function forwarded({ forwards }: Writing): Attachment[] {
  if (!forwards) return [];
  const user = { id: randomUUID(), displayName: forwards.author, userIdentityType: 'aadUser' };
  const content = { originalMessageId: '1', originalMessageContent: forwards.html, originalMessageSender: { user } };
  return [{ contentType: 'forwardedMessageReference', content: JSON.stringify(content) }];
}

function quote(message: Message, { tenant }: Conversation): { preview: string; html: string } {
  const user = tenant.users.get(message.from);
  const name = user?.name ?? 'Casebridge';
  // a message with only a card has no text to quote
  const preview = untag(message.text).slice(0, 100) || 'Card';
  const mri = user ? `8:orgid:${user.aadObjectId}` : tenant.botId;
  return {
    preview,
    html:
      `<blockquote itemscope itemtype="http://schema.skype.com/Reply" itemid="${message.id}">\r\n` +
      `<strong itemprop="mri" itemid="${mri}">${escape(name)}</strong><span itemprop="time" itemid="${message.id}"></span>\r\n` +
      `<p itemprop="preview">${escape(preview)}</p>\r\n</blockquote>\r\n`,
  };
}

/**
 * Adds files to a message. The bot can download a pasted picture anywhere with its token, and any other file in a personal chat without a
 * token. In channels and group chats the bot only sees that the message has a file
 * (learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4).
 */
function attach(sent: SentFile[], conversation: Conversation, files: FileStore): { attachments: Attachment[]; html: string } {
  const attachments: Attachment[] = [];
  let html = '';
  for (const file of sent) {
    const id = files.add(file, conversation.tenant.app.appId);
    if (file.type.startsWith('image/')) {
      attachments.push({ contentType: 'image/*', contentUrl: files.pictureUrl(id) });
      html += `<p><img src="${files.pictureUrl(id)}" itemid="${id}" itemtype="http://schema.skype.com/AMSImage"></p>`;
    } else if (conversation.kind === 'personal') {
      const content = {
        downloadUrl: files.downloadUrl(id),
        uniqueId: id,
        fileType: file.name.split('.').at(-1) ?? '',
        etag: '1',
      };
      const contentUrl = `https://plainview-my.sharepoint.example/personal/Documents/${encodeURIComponent(file.name)}`;
      attachments.push({
        contentType: 'application/vnd.microsoft.teams.file.download.info',
        contentUrl,
        name: file.name,
        content,
      });
    } else {
      html += `<attachment id="${randomUUID()}"></attachment>`;
    }
  }
  return { attachments, html };
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
