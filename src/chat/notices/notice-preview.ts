// Renders the preview of a notice: the banner as people will see it, how many channels get it, and the way back to the form.
import { announcedBefore } from '../../domain/maintenance-clock.ts';
import type { NoticeInput } from '../../domain/notice-input.ts';
import type { Advisor } from '../../domain/person.ts';
import { plural } from '../../domain/text/numbers.ts';
import type { NoticeFacts } from '../../usecases/notices/notice-facts.ts';
import { noticeReach, type Reach } from '../../usecases/notices/notice-reach.ts';
import { bannerElements } from './banner-card.ts';
import type { Context, Values } from '../capability.ts';
import type { Element, Form } from '../../cards/elements.ts';
import { asLead } from './notice-form.ts';

/**
 * Renders the preview, whose two buttons declare the notice or lead back to the form.
 * @param state what the form carried, with `draft`: the id under which its values are kept
 */
export async function previewForm(context: Context, input: NoticeInput, state: Values & { draft: string }): Promise<Form> {
  const lead = asLead(context, input.kind);
  const reach = await noticeReach(context.services, lead, input);
  return {
    name: 'declare',
    title: 'Preview',
    submit: state.notice === undefined ? `Declare ${input.kind}` : 'Save changes',
    intro: [
      { kind: 'text', text: [reachText(reach)] },
      ...announcementElements(context, input),
      { kind: 'divider' },
      ...bannerElements(previewedNotice(context, lead, input)),
      { kind: 'actions', actions: [{ kind: 'button', label: 'Back', action: 'declare-back', value: state.draft }] },
    ],
    fields: [],
    state,
  };
}

function reachText({ channels, accounts, accountsWithoutChannel }: Reach): string {
  const posts =
    channels === 0 ? 'No channel will get this.' : `Posts to ${plural(channels, 'channel')} in ${plural(accounts, 'account')}.`;
  if (accountsWithoutChannel === 0) return posts;
  const without = plural(accountsWithoutChannel, 'affected account has', 'affected accounts have');
  return `${posts} ${without} no channel for notices and will see this on the Home tab.`;
}

function announcementElements(context: Context, { kind, startsAt }: NoticeInput): Element[] {
  const first = new Date(startsAt.getTime() - announcedBefore[0]);
  if (kind === 'incident' || first <= context.services.clock.now()) return [];
  return [{ kind: 'text', text: ['The banner appears two weeks ahead, on ', { at: first, as: 'date' }, '.'] }];
}

function previewedNotice(context: Context, lead: Advisor, input: NoticeInput): NoticeFacts {
  const now = context.services.clock.now();
  const { message, state } = input;
  return {
    ...input,
    id: 0,
    owner: lead,
    declaredAt: now,
    announcedAt: now,
    closedAt: null,
    newest: { id: 0, action: 'declare', state, body: message, at: now },
  };
}
