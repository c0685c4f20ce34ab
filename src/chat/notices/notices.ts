// Lists incidents and maintenance, and shows one notice with its updates. Everybody may read what affects their account; declaring and
// updating notices is for leads (declare.ts, notice-manage.ts).
import { listNotices } from '../../usecases/notices/list-notices.ts';
import { timelineLinks } from '../../usecases/notices/notice-timeline.ts';
import { readNotice } from '../../usecases/notices/read-notice.ts';
import { everyone, type Capability, type Context } from '../capability.ts';
import { carriedNumber } from '../case-argument.ts';
import type { Reply } from '../interaction.ts';
import { noticeCard, noticesCard } from './notice-card.ts';
import { zoneOf } from './notice-form.ts';

/** The `notices` command and the buttons of its cards. */
export const notices: Capability = {
  commands: [
    {
      name: 'notices',
      usage: '[page]',
      description: 'open and past incidents and maintenance',
      availableTo: everyone,
      maxWords: 1,
      run: (context, rest) => list(context, Number(/^(?:page:)?([1-9]\d{0,5})$/.exec(rest)?.[1] ?? 1)),
    },
  ],
  actions: {
    /** value: a page */
    notices: { run: (context, value) => list(context, carriedNumber(value)) },
    'notices-page': { run: async (context, value) => ({ ...(await list(context, carriedNumber(value))), replace: true }) },
    /** value: the notice's id. It is long and meant for one reader, so it opens in a modal of its own. */
    'notice-view': { opensForm: true, run: (context, value) => show(context, value, 1) },
    /** value: `<notice id> <page of its updates>` */
    'notice-page': {
      run: async (context, value) => {
        const [id, page] = value.split(' ');
        return { ...(await show(context, id, carriedNumber(page))), replace: true };
      },
    },
  },
};

async function list(context: Context, page: number): Promise<Reply & { kind: 'card' }> {
  return { kind: 'card', card: noticesCard(await listNotices(context.services, context.person, page), context.person) };
}

async function show(context: Context, value: string | undefined, page: number): Promise<Reply & { kind: 'card' }> {
  const id = carriedNumber(value);
  const read = await readNotice(context.services, context.person, id, page);
  return {
    kind: 'card',
    card: noticeCard(read, context.person, timelineLinks(context.services, context.person, id, zoneOf(context))),
  };
}
