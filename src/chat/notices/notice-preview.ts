// Renders the preview of a notice: the banner as people will see it, how many channels get it, and the way back to the form.
import { z } from 'zod';
import { announcedBefore } from '../../domain/maintenance-clock.ts';
import type { NoticeInput } from '../../domain/notice-input.ts';
import type { Advisor } from '../../domain/person.ts';
import { plural } from '../../domain/text/numbers.ts';
import { formatDate, formatTime } from '../../domain/text/times.ts';
import type { NoticeFacts } from '../../usecases/notices/notice-facts.ts';
import { noticeReach, type Reach } from '../../usecases/notices/notice-reach.ts';
import { bannerElements } from './banner-card.ts';
import { actions } from '../actions.ts';
import type { Context } from '../capability.ts';
import { draftId } from '../codecs.ts';
import { defineForm, type StateOf } from '../define-form.ts';
import type { Element, Form } from '../../cards/elements.ts';
import { asLead, zoneOf } from './notice-form.ts';

/** The preview of a notice. It has no fields: `draft` is the id under which the values of the form before it are kept. */
export const previewForm = defineForm({ name: 'declare-preview', state: z.object({ draft: draftId }) });

/**
 * Renders the preview, whose two buttons declare the notice or lead back to the form.
 * @param isNew false for a notice that is edited
 */
export async function renderPreview(
  context: Context,
  input: NoticeInput,
  isNew: boolean,
  state: StateOf<typeof previewForm>,
): Promise<Form> {
  const lead = asLead(context, input.kind);
  const reach = await noticeReach(context.services, lead, input);
  return previewForm.form(state, {
    title: 'Preview',
    submit: isNew ? `Declare ${input.kind}` : 'Save changes',
    intro: [
      { kind: 'text', text: [reachText(reach)] },
      ...movedTimeElements(context, input),
      ...announcementElements(context, input),
      { kind: 'divider' },
      ...bannerElements(previewedNotice(context, lead, input), context.services.settings, { now: context.services.clock.now() }),
      { kind: 'actions', actions: [actions.declareBack.button(state.draft, 'Back')] },
    ],
    fields: [],
  });
}

function reachText({ channels, accounts, accountsWithoutChannel }: Reach): string {
  const posts =
    channels === 0 ? 'No channel will get this.' : `Posts to ${plural(channels, 'channel')} in ${plural(accounts, 'account')}.`;
  if (accountsWithoutChannel === 0) return posts;
  const without = plural(accountsWithoutChannel, 'affected account has', 'affected accounts have');
  return `${posts} ${without} no channel for notices and will see this on the Home tab.`;
}

/** Says which typed times do not exist on the night the clocks spring forward, and what is used instead. */
function movedTimeElements(context: Context, { movedTimes = [] }: NoticeInput): Element[] {
  const zone = zoneOf(context);
  return movedTimes.map(({ which, typed, at, isSkipped }) => {
    const wall = new Date(`${typed}Z`);
    const used = `The ${which} is ${formatTime(at, zone)}.`;
    const why = isSkipped
      ? `${formatTime(wall, 'UTC')} doesn't exist on ${formatDate(wall, 'UTC')}: the clocks spring forward.`
      : 'The clocks spring forward during this time.';
    return { kind: 'text', text: [`${why} ${used}`] };
  });
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
