// What a person writes: the plain text and the HTML that Teams makes of it.
import { randomUUID } from 'node:crypto';
import type { FakeTeams } from './fake-teams.ts';
import type { SentFile } from './files.ts';
import { contentId, messagePath, objectUrl } from './graph.ts';
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
  pictures: string[];
}

/** Where a message stands. */
interface At {
  conversation: Conversation;
  id: string;
  /** the first message of its thread */
  rootId: string;
}

export function write(text: string, writing: Writing, at: At, fake: FakeTeams): Written {
  const { conversation } = at;
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
  const { attachments, html: linked, pictures } = attach(writing.files ?? [], at, fake);
  return {
    text: quoted && fake.quotesInText ? `${quoted.preview}\r\n\r\n${request}` : request,
    attachments: [
      ...attachments,
      ...forwarded(writing),
      { contentType: 'text/html', content: `${quoted?.html ?? ''}${html}${linked}` },
    ],
    pictures,
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
 * Adds files to a message. In a personal chat the bot can download a pasted picture with its token, and any other file without one. In
 * channels and group chats pictures are named as `fake.pictures` says, and files live in SharePoint
 * (learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4, learn.microsoft.com/graph/api/resources/chatmessageattachment).
 */
function attach(sent: SentFile[], at: At, fake: FakeTeams): { attachments: Attachment[]; html: string; pictures: string[] } {
  const { conversation } = at;
  const attachments: Attachment[] = [];
  const pictures: string[] = [];
  let html = '';
  for (const file of sent) {
    const id = fake.files.add(file, conversation.tenant.app.appId);
    const site = 'https://plainview-my.sharepoint.example/personal/Documents';
    const contentUrl = `${site}/${encodeURIComponent(file.name)}`;
    if (file.type.startsWith('image/')) {
      const by = conversation.kind === 'personal' ? 'connector' : fake.pictures;
      if (by === 'connector') attachments.push({ contentType: 'image/*', contentUrl: fake.files.pictureUrl(id) });
      html += picture(by === 'graph' ? graphUrl(fake, at, id) : objectUrl(id), id, file.type);
      pictures.push(id);
    } else if (conversation.kind === 'personal') {
      const fileType = file.name.split('.').at(-1) ?? '';
      const content = { downloadUrl: fake.files.downloadUrl(id), uniqueId: id, fileType, etag: '1' };
      const contentType = 'application/vnd.microsoft.teams.file.download.info';
      attachments.push({ contentType, contentUrl, name: file.name, content });
    } else {
      if (fake.namesFiles) attachments.push({ id, contentType: 'reference', contentUrl, name: file.name });
      html += `<attachment id="${id}"></attachment>`;
    }
  }
  return { attachments, html, pictures };
}

function picture(src: string, id: string, type: string): string {
  return `<p><img src="${src}" itemscope="${type.split('/')[1] ?? ''}" itemid="${id}" itemtype="http://schema.skype.com/AMSImage"></p>`;
}

function graphUrl(fake: FakeTeams, { conversation, id, rootId }: At, object: string): string {
  return `${fake.graphUrl}${messagePath(conversation, id, rootId)}/hostedContents/${contentId(object)}/$value`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
