// The files of a post as elements of a card: images, download lines, and what is said about files that are not there.
import type { CardFile, Element } from '../../cards/elements.ts';
import { formatSize } from '../../cards/file-line.ts';
import {
  inlineTypes,
  isOutlookFile,
  laterSentence,
  loadingSentence,
  outlookSentence,
  problemSentence,
} from '../../domain/files.ts';
import type { Settings } from '../../domain/settings.ts';
import type { PostDelivery } from '../../usecases/case-delivery.ts';
import type { FileFacts } from '../../usecases/case-facts.ts';

/**
 * Renders the files of a post.
 * @param shown.separateFiles files that arrive as messages of their own, and are not listed
 * @param shown.isMail an email, which does not change when more files arrive
 */
export function fileElements(
  files: readonly FileFacts[],
  { attachments }: Pick<Settings, 'attachments'>,
  { separateFiles = [], isMail = false }: Partial<Pick<PostDelivery, 'separateFiles' | 'isMail'>> = {},
): Element[] {
  const stored = files.flatMap((file) => cardFile(file) ?? []);
  const images = stored.filter(({ mediaType }) => inlineTypes.includes(mediaType));
  const others = stored.filter(({ id, mediaType }) => !inlineTypes.includes(mediaType) && !separateFiles.includes(id));
  const loading = files.filter(({ state }) => state === 'expected').map(({ name }) => name);
  return [
    ...images.map((file): Element => ({ kind: 'image', file })),
    ...(others.length > 0 ? [{ kind: 'files' as const, files: others }] : []),
    ...(stored.some(({ name }) => isOutlookFile(name)) ? [{ kind: 'context' as const, text: [outlookSentence] }] : []),
    ...files.flatMap(({ name, link }): Element[] => (link === null ? [] : [{ kind: 'text', text: [{ link, text: name }] }])),
    ...(loading.length > 0
      ? [{ kind: 'context' as const, text: [isMail ? laterSentence(loading) : loadingSentence(loading)] }]
      : []),
    ...files.flatMap((file): Element[] => {
      const sentence = fileProblem(file, attachments);
      return sentence === null ? [] : [{ kind: 'context', text: [sentence] }];
    }),
  ];
}

/** Makes the file of a card. @returns null while its content is not stored */
export function cardFile({ id, name, content }: FileFacts): CardFile | null {
  return content && { id, name, ...content };
}

/** Says why a file is not there. @returns null if it is, or if its link is */
export function fileProblem(file: FileFacts, limits: Settings['attachments']): string | null {
  const { name, problem, size, link } = file;
  return problem === null || link !== null ? null : problemSentence({ name, problem, size }, limits, formatSize);
}
