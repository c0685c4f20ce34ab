// What the forms that open a case have in common: where the case comes from, and the confirmation.
import { formatCaseNumber } from '../../domain/case-number.ts';
import { loadDraft, saveDraft } from '../../usecases/cases/drafts.ts';
import type { SentFiles } from '../../usecases/files/accept-files.ts';
import type { Filed, Opened } from '../../usecases/cases/open-case.ts';
import { actions } from '../actions.ts';
import { speakerOf, type Context } from '../capability.ts';
import type { Card, Element, Inline } from '../../cards/elements.ts';
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
 * Confirms to a contact that their case is open: its number, who looks at it, and by when they hear.
 * @param asks what the contact should do now, and whether people are paged
 * @param more further paragraphs
 */
export function openedCard(
  { services: { settings, links } }: Context,
  { number, respondBy }: Opened,
  subject: string,
  { isCritical = false, toCall = false, forDetails = false }: { isCritical?: boolean; toCall?: boolean; forDetails?: boolean },
  more: readonly string[] = [],
): Card {
  const title = `${formatCaseNumber(number)} is open`;
  const people = isCritical ? `the people on call at ${settings.brand}` : settings.brand;
  const sentence: Inline[] = [
    `${formatCaseNumber(number)} “${subject}” is with ${people}.`,
    ...(respondBy === null ? [] : [" You'll hear from us by ", { at: respondBy, as: 'moment' as const }, '.']),
  ];
  const controls = [
    ...(forDetails ? [actions.addDetails.button(number, 'Add details')] : []),
    ...(links ? [actions.addFiles.button(number, 'Add files')] : []),
  ];
  return {
    summary: title,
    elements: [
      { kind: 'heading', text: title },
      ...(toCall ? callUs(settings) : []),
      { kind: 'text', text: sentence },
      ...more.map((one) => ({ kind: 'text' as const, text: [one] })),
      { kind: 'context', text: ["We'll reply under your case in the chat."] },
      ...(controls.length > 0 ? [{ kind: 'actions' as const, actions: controls }] : []),
    ],
  };
}
