// Qualifying a case, and looking at a defect.
import { CaseError } from '../../domain/case-error.ts';
import { formatNumber, parseNumber } from '../../domain/case-number.ts';
import { defectNumberHint, parseDefectNumber } from '../../domain/defect-number.ts';
import { parseQualification } from '../../domain/qualification.ts';
import { peekDefect, viewDefect } from '../../usecases/defects/defects.ts';
import { moveFixedCases } from '../../usecases/defects/move-fixed-cases.ts';
import { qualifyCase } from '../../usecases/defects/qualify-case.ts';
import { asAdvisor } from '../cases/advisor-commands.ts';
import { advisorsOnly, type Capability, type Turn, type Values } from '../capability.ts';
import { carriedNumber, onlyNumber } from '../case-argument.ts';
import { defectCard } from './defect-card.ts';
import { defectForm } from './defect-form.ts';
import type { Reply } from '../interaction.ts';
import { wordsCard } from '../replies.ts';

export const defect: Capability = {
  words: [
    {
      word: 'defect',
      usage: 'CB-123 or DEV-4711',
      does: 'qualify a case as an isolated incident or a product defect; or see a defect and its cases',
      for: advisorsOnly,
      mostWords: 1,
      opensForm: onlyNumber,
      say: (turn, rest) => {
        const number = parseNumber(rest);
        return number === null ? show(turn, rest, 1) : qualify(turn, number);
      },
    },
  ],
  presses: {
    defect: { opensForm: true, press: (turn, value) => qualify(turn, carriedNumber(value)) },
    'defect-view': { press: (turn, value) => show(turn, value, 1) },
    /** value: `<development issue number> <page>` */
    'defect-page': {
      press: async (turn, value) => {
        const [number = '', page] = value.split(' ');
        return { ...(await show(turn, number, carriedNumber(page))), replace: true };
      },
    },
  },
  forms: { defect: { draw: defectForm, submit } },
};

async function qualify(turn: Turn, number: number): Promise<Reply> {
  return { kind: 'form', form: await defectForm(turn, {}, { receipt: turn.newId(), number: String(number) }) };
}

async function show(turn: Turn, text: string, page: number): Promise<Reply & { kind: 'card' }> {
  const advisor = asAdvisor(turn);
  const number = parseDefectNumber(text);
  if (number === null) {
    const words =
      text.trim() === '' ? 'Say which case or defect.' : `“${text.trim().slice(0, 40)}” is no number of a case or a defect.`;
    throw new CaseError('no-number', words, `A case number looks like CB-123. ${defectNumberHint}`);
  }
  return { kind: 'card', card: defectCard(await viewDefect(turn.work, advisor, number, page), page, advisor.lead) };
}

/** A known defect is shown before it is joined: the contact reads its number, and a slip is hard to take back. */
async function submit(turn: Turn, values: Values, carries: Values): Promise<Reply> {
  const advisor = asAdvisor(turn);
  const number = carriedNumber(carries.number);
  const found = parseQualification(values, turn.work.settings);
  if (found.defect && carries.joins !== found.defect.number) {
    const known = await peekDefect(turn.work, advisor, found.defect.number, number);
    if (known) return { kind: 'form', form: await defectForm(turn, values, { ...carries, joins: known.number }) };
  }
  const outcome = await qualifyCase(turn.work, advisor, { ...found, number }, turn.said);
  if (outcome === 'repeat') return { kind: 'done' };
  return { kind: 'done', card: wordsCard(`${formatNumber(number)}: ${await outcomeWords(turn, number, found)}`) };
}

async function outcomeWords(
  turn: Turn,
  number: number,
  { finding, defect }: ReturnType<typeof parseQualification>,
): Promise<string> {
  if (!defect)
    return finding === 'incident' ? 'an isolated incident. Only advisors read that.' : 'the try is noted for advisors.';
  const { moved } = await moveFixedCases(turn.work, { number });
  return moved > 0
    ? `linked to ${defect.number}, which is fixed: the case is Available in Release.`
    : `linked to ${defect.number}. Development works on it.`;
}
