// Keeps two leads who edit one notice at the same time from overwriting each other unseen: the second one sees the other's update above
// their own text before it is posted. The check itself is made under the notice's lock, in usecases/notices/update-notice.ts.
import { CaseError } from '../../domain/case-error.ts';
import { viewNotice } from '../../usecases/notices/notice-facts.ts';
import type { UpdateRequest } from '../../usecases/notices/update-notice.ts';
import type { Context, Values } from '../capability.ts';
import { carriedNumber } from '../case-argument.ts';
import type { Form } from '../../cards/elements.ts';
import type { Reply } from '../interaction.ts';

/**
 * Adds to the request which update the lead had seen.
 * @param state.seen the id of the latest update when the form was opened
 */
export function requestWithSeen({ request }: Context, { seen }: Values): UpdateRequest {
  return seen === undefined ? request : { ...request, seen: carriedNumber(seen) };
}

/**
 * Runs a change to a notice. If somebody else updated it after the form was opened, shows the form again with that update above it.
 * @param state.notice the notice's id
 * @param renderAgain renders the form with everything that was typed, for a state that knows the other update
 */
export async function runUnlessUpdated(
  context: Context,
  state: Values,
  run: () => Promise<Reply>,
  renderAgain: (state: Values) => Promise<Form>,
): Promise<Reply> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof CaseError) || error.code !== 'concurrent-update') throw error;
    const { newest } = await viewNotice(context.services, context.person, carriedNumber(state.notice));
    const form = await renderAgain({ ...state, seen: String(newest.id) });
    const text = [{ bold: error.message }, ` ${error.next ?? ''}`];
    return { kind: 'form', form: { ...form, intro: [{ kind: 'callout', tone: 'warning', text }, ...form.intro] } };
  }
}
