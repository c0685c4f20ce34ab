// A file of a post as a message of its own, for platforms that show files, and the notice to its author when it was not kept.
import { formatCaseNumber } from '../../domain/case-number.ts';
import type { Settings } from '../../domain/settings.ts';
import type { Card } from '../../cards/elements.ts';
import type { FileDelivery } from '../../usecases/case-delivery.ts';
import { actions } from '../actions.ts';
import { cardFile, fileProblem } from './file-elements.ts';
import { authorOf, byline } from './post-card.ts';

/** Renders a file. @returns null while it is not known what becomes of it */
export function fileCard({ post, file, case: of, authorPicture, isReadOnly }: FileDelivery, settings: Settings): Card | null {
  const number = formatCaseNumber(of.number);
  const about = `${number} · ${of.subject}`;
  const shown = cardFile(file);
  if (shown) {
    return {
      summary: `${number} ${post.authorName}: ${file.name}`,
      about,
      author: authorOf(post, settings.brand, authorPicture),
      file: shown,
      elements: [
        { kind: 'context', text: byline(post, settings.brand) },
        { kind: 'files', files: [shown] },
      ],
    };
  }
  const sentence = fileProblem(file, settings.attachments);
  if (sentence === null) return null;
  const button = of.hasUploadPage && !isReadOnly ? [actions.addFiles.button(of.number, 'Add files')] : [];
  return {
    summary: `${number}: ${sentence}`,
    about,
    elements: [{ kind: 'text', text: [sentence] }, ...(button.length > 0 ? [{ kind: 'actions' as const, actions: button }] : [])],
  };
}
