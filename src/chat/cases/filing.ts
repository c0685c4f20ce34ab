// What the forms that open a case have in common: where the case comes from, and the confirmation.
import { formatCaseNumber } from '../../domain/case-number.ts';
import { loadDraft, saveDraft } from '../../usecases/cases/drafts.ts';
import type { SentFiles } from '../../usecases/files/accept-files.ts';
import type { Filed, Opened } from '../../usecases/cases/open-case.ts';
import { actions } from '../actions.ts';
import { speakerOf, type Context } from '../capability.ts';
import type { Card, Element } from '../../cards/elements.ts';
import { answerBy } from './case-card.ts';
import type { NewCaseState, NewCaseValues } from './new-case-form.ts';
import { namesOf } from './sent-files.ts';
import { callUs } from './phone.ts';

/** Reads where a case is filed from, by the state of its form. */
export async function filedBy(context: Context, state: NewCaseState): Promise<Omit<Filed, 'files'>> {
  const draft = state.draft === undefined ? null : await loadDraft(context.services, context.person, state.draft);
  return {
    workspaceId: speakerOf(context).workspaceId,
    directChannel: context.actor.directChannel,
    channelId: state.channel,
    sourceLink: draft?.link ?? undefined,
    previousNumber: state.previous,
  };
}

/** Finds the files of a new case: those of the message it is made from, those kept while its form was shown again, and those in the form. */
export async function filesOf(context: Context, values: NewCaseValues, { draft, kept }: NewCaseState): Promise<SentFiles | null> {
  const { platform, workspaceId } = speakerOf(context);
  const ids = [draft, kept].filter((id) => id !== undefined);
  const drafts = await Promise.all(ids.map((id) => loadDraft(context.services, context.person, id)));
  const files = [...drafts.flatMap((one) => one.files?.files ?? []), ...(kept === undefined ? (values.files ?? []) : [])];
  return files.length === 0 ? null : { platform, workspaceId, files };
}

/** Keeps the files of a form that is shown again, because a platform may not return them a second time. */
export async function keepFiles(context: Context, values: NewCaseValues, state: NewCaseState): Promise<NewCaseState> {
  const { files = [] } = values;
  if (state.kept !== undefined || files.length === 0) return state;
  const { platform, workspaceId } = speakerOf(context);
  const kept = await saveDraft(context.services, context.person, { text: '', files: { platform, workspaceId, files } });
  return { ...state, kept };
}

/** Names the files that will be added to a new case. */
export async function attachedIntro(context: Context, state: NewCaseState): Promise<Element[]> {
  if (state.draft === undefined && state.kept === undefined) return [];
  const names = namesOf(await filesOf(context, {}, state));
  return names === '' ? [] : [{ kind: 'context', text: [`Attached: ${names}`] }];
}

/**
 * Confirms to a contact that their case is open.
 * @param subject of the case
 * @param asksToCall whether the contact should call now
 * @param more further paragraphs
 */
export function openedCard(
  context: Context,
  opened: Opened,
  subject: string,
  asksToCall: boolean,
  more: readonly string[] = [],
): Card {
  const { number, respondBy } = opened;
  const title = `${formatCaseNumber(number)} is open`;
  const text = `${context.services.settings.brand} has your case “${subject}”. We'll reply under your case in the chat.`;
  return {
    summary: title,
    elements: [
      { kind: 'heading', text: title },
      ...(asksToCall ? callUs(context.services.settings) : []),
      { kind: 'text', text: [text] },
      ...answerBy({ status: 'New', respondBy }),
      ...more.map((one) => ({ kind: 'text' as const, text: [one] })),
      ...(context.services.links ? [{ kind: 'actions' as const, actions: [actions.addFiles.button(number, 'Add files')] }] : []),
    ],
  };
}
