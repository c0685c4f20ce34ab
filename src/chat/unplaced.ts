// Words to the bot that are no command are never guessed: the bot asks which case they belong to.
import { formatNumber } from '../domain/case-number.ts';
import { can } from '../domain/permission.ts';
import { saveDraft } from '../usecases/drafts.ts';
import { latestCases } from '../usecases/latest-cases.ts';
import type { Turn } from './capability.ts';
import type { Control } from './elements.ts';
import type { Reply } from './interaction.ts';

const offered = 3;

export async function offerPlaces(turn: Turn, text: string): Promise<Reply> {
  const draft = await saveDraft(turn.work, turn.person, { text });
  const latest = can(turn.person, 'post') ? await latestCases(turn.work, turn.person, offered) : [];
  const controls: Control[] = [
    ...latest.map(({ number }) => ({
      kind: 'button' as const,
      label: `Post to ${formatNumber(number)}`,
      action: 'post-draft',
      value: `${number} ${draft}`,
    })),
    ...(can(turn.person, 'post')
      ? [{ kind: 'button' as const, label: 'Another case', action: 'choose-case', value: draft }]
      : []),
    ...(turn.person.kind === 'contact' && can(turn.person, 'open')
      ? [{ kind: 'button' as const, label: 'Open a case', action: 'open', value: draft }]
      : []),
    { kind: 'button', label: 'Help', action: 'help', value: '' },
  ];
  return {
    kind: 'card',
    card: {
      summary: 'Which case do these words belong to?',
      elements: [
        { kind: 'text', words: [{ bold: 'Which case do these words belong to?' }] },
        { kind: 'quiet', words: [text.length > 200 ? `${text.slice(0, 200)}…` : text] },
        ...latest.map(({ number, subject }) => ({
          kind: 'quiet' as const,
          words: [{ bold: formatNumber(number) }, ` ${subject}`],
        })),
        { kind: 'controls', controls },
      ],
    },
  };
}
