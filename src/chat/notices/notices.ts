// Incidents and maintenance, as everybody finds them: the list, and one of them whole.
import { listNotices } from '../../usecases/notices/list-notices.ts';
import { timelineLinks } from '../../usecases/notices/notice-timeline.ts';
import { readNotice } from '../../usecases/notices/read-notice.ts';
import { everybody, type Capability, type Turn } from '../capability.ts';
import { carriedNumber } from '../case-argument.ts';
import type { Reply } from '../interaction.ts';
import { noticeCard, noticesCard } from './notice-card.ts';
import { zoneOf } from './notice-form.ts';

export const notices: Capability = {
  words: [
    {
      word: 'notices',
      usage: '[page]',
      does: 'open and closed incidents and maintenance',
      for: everybody,
      mostWords: 1,
      say: (turn, rest) => list(turn, Number(/^(?:page:)?([1-9]\d{0,5})$/.exec(rest)?.[1] ?? 1)),
    },
  ],
  presses: {
    /** value: a page */
    notices: { press: (turn, value) => list(turn, carriedNumber(value)) },
    'notices-page': { press: async (turn, value) => ({ ...(await list(turn, carriedNumber(value))), replace: true }) },
    /** value: the notice's id; much to read, for one reader: in a window of its own */
    'notice-view': { opensForm: true, press: (turn, value) => show(turn, value, 1) },
    /** value: `<notice id> <page of its updates>` */
    'notice-page': {
      press: async (turn, value) => {
        const [id, page] = value.split(' ');
        return { ...(await show(turn, id, carriedNumber(page))), replace: true };
      },
    },
  },
};

async function list(turn: Turn, page: number): Promise<Reply & { kind: 'card' }> {
  return { kind: 'card', card: noticesCard(await listNotices(turn.work, turn.person, page), turn.person) };
}

async function show(turn: Turn, value: string | undefined, page: number): Promise<Reply & { kind: 'card' }> {
  const id = carriedNumber(value);
  const read = await readNotice(turn.work, turn.person, id, page);
  return { kind: 'card', card: noticeCard(read, turn.person, timelineLinks(turn.work, turn.person, id, zoneOf(turn))) };
}
