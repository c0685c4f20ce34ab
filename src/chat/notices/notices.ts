// Lists incidents and maintenance, and shows one notice with its updates. Everybody may read what affects their account; declaring and
// updating notices is for leads (declare.ts, notice-manage.ts).
import { listNotices } from '../../usecases/notices/list-notices.ts';
import { timelineLinks } from '../../usecases/notices/notice-timeline.ts';
import { readNotice } from '../../usecases/notices/read-notice.ts';
import { actions } from '../actions.ts';
import { everyone, type Capability, type Context } from '../capability.ts';
import { defineCommand, pageArgument } from '../define-command.ts';
import type { Reply } from '../interaction.ts';
import { noticeCard, noticesCard } from './notice-card.ts';
import { zoneOf } from './notice-form.ts';

/** The `notices` command and the buttons of its cards. */
export const notices: Capability = {
  commands: [
    defineCommand({
      name: 'notices',
      usage: '[page]',
      description: 'open and past incidents and maintenance',
      topic: 'incidents',
      example: 'notices',
      availableTo: everyone,
      maxWords: 1,
      args: pageArgument,
      run: list,
    }),
  ],
  actions: [
    actions.notices.handle({ run: list }),
    actions.noticesPage.handle({ run: async (context, page) => ({ ...(await list(context, page)), replace: true }) }),
    // it is long and meant for one reader, so it opens in a modal of its own
    actions.noticeView.handle({ opensForm: true, run: (context, id) => show(context, id, 1) }),
    actions.noticePage.handle({ run: async (context, { id, page }) => ({ ...(await show(context, id, page)), replace: true }) }),
  ],
};

async function list(context: Context, page: number): Promise<Reply & { kind: 'card' }> {
  const { services, person } = context;
  return { kind: 'card', card: noticesCard(await listNotices(services, person, page), person, services.clock.now()) };
}

async function show(context: Context, id: number, page: number): Promise<Reply & { kind: 'card' }> {
  const read = await readNotice(context.services, context.person, id, page);
  return {
    kind: 'card',
    card: noticeCard(
      read,
      context.person,
      timelineLinks(context.services, context.person, id, zoneOf(context)),
      context.services,
    ),
  };
}
