// Keeps two leads who edit one notice at the same time from overwriting each other unseen: the second one sees the other's update above
// their own text before it is posted. The check itself is made under the notice's lock, in usecases/notices/update-notice.ts.
import { CaseError } from '../../domain/case-error.ts';
import { viewNotice } from '../../usecases/notices/notice-facts.ts';
import type { Context } from '../capability.ts';
import type { Form } from '../../cards/elements.ts';
import type { Reply } from '../interaction.ts';

/**
 * Runs a change to a notice. If somebody else updated it after the form was opened, shows the form again with that update above it.
 * @param renderAgain renders the form with everything that was typed; `seen` is the id of the update that it then shows
 */
export async function runUnlessUpdated(
  context: Context,
  noticeId: number,
  run: () => Promise<Reply>,
  renderAgain: (seen: number) => Promise<Form>,
): Promise<Reply> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof CaseError) || error.code !== 'concurrent-update') throw error;
    const { newest } = await viewNotice(context.services, context.person, noticeId);
    const form = await renderAgain(newest.id);
    const text = [{ bold: error.message }, ` ${error.next ?? ''}`];
    return { kind: 'form', form: { ...form, intro: [{ kind: 'callout', tone: 'warning', text }, ...form.intro] } };
  }
}
