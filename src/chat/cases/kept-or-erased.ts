import type { Element } from '../../cards/elements.ts';
import { plural } from '../../domain/text/numbers.ts';
import type { ViewedCase } from '../../usecases/cases/view-case.ts';

/** Says what keeps a case from being erased, or what was erased of it. */
export function keptOrErased({
  holds,
  erasedAt,
  removedFiles,
}: Pick<ViewedCase, 'holds' | 'erasedAt' | 'removedFiles'>): Element[] {
  return [
    ...(erasedAt === null
      ? []
      : [
          {
            kind: 'callout' as const,
            tone: 'neutral' as const,
            text: [
              { bold: 'Erased' },
              ' on ',
              { at: erasedAt, as: 'moment' as const },
              '. Texts, posts, files and names are gone.',
            ],
          },
        ]),
    ...holds.map(({ reason, placedBy, placedAt }) => ({
      kind: 'callout' as const,
      tone: 'warning' as const,
      text: [
        { bold: 'Legal hold:' },
        ` ${reason}. Placed by ${placedBy} on `,
        { at: placedAt, as: 'moment' as const },
        '. Nothing of this case is erased.',
      ],
    })),
    ...(removedFiles.at === null || erasedAt !== null
      ? []
      : [
          {
            kind: 'context' as const,
            text: [
              `${plural(removedFiles.count, 'file')} removed on `,
              { at: removedFiles.at, as: 'moment' as const },
              ' by retention.',
            ],
          },
        ]),
  ];
}
