// Qualifies a case: records attempts to reproduce it, and calls it an isolated incident or links it to a product defect. Also shows a defect
// with its cases. Marking a defect fixed is in release.ts; how soon a defect is due is configured under `sla`.
import { CaseError } from '../../domain/case-error.ts';
import { formatCaseNumber, parseCaseNumber } from '../../domain/case-number.ts';
import { defectNumberHint, parseDefectNumber } from '../../domain/defect-number.ts';
import { parseQualification, type Qualification } from '../../domain/qualification.ts';
import { peekDefect, viewDefect } from '../../usecases/defects/defects.ts';
import { moveFixedCases } from '../../usecases/defects/move-fixed-cases.ts';
import { qualifyCase } from '../../usecases/defects/qualify-case.ts';
import { asAdvisor, advisorsOnly, type Capability, type Context, type Values } from '../capability.ts';
import { carriedNumber, onlyNumber } from '../case-argument.ts';
import { defectCard } from './defect-card.ts';
import { defectForm } from './defect-form.ts';
import type { Reply } from '../interaction.ts';
import { textCard } from '../replies.ts';

/** The `defect` command, its buttons and its form. */
export const defect: Capability = {
  commands: [
    {
      name: 'defect',
      usage: 'CB-123 or DEV-4711',
      description: 'qualify a case as an isolated incident or a product defect, or show a defect and its cases',
      availableTo: advisorsOnly,
      maxWords: 1,
      opensForm: onlyNumber,
      run: (context, rest) => {
        const number = parseCaseNumber(rest);
        return number === null ? show(context, rest, 1) : qualify(context, number);
      },
    },
  ],
  actions: {
    /** value: the case's number */
    defect: { opensForm: true, run: (context, value) => qualify(context, carriedNumber(value)) },
    /** value: the development issue number */
    'defect-view': { run: (context, value) => show(context, value, 1) },
    /** value: `<development issue number> <page>` */
    'defect-page': {
      run: async (context, value) => {
        const [number = '', page] = value.split(' ');
        return { ...(await show(context, number, carriedNumber(page))), replace: true };
      },
    },
  },
  forms: { defect: { render: defectForm, submit } },
};

async function qualify(context: Context, number: number): Promise<Reply> {
  return { kind: 'form', form: await defectForm(context, {}, { idempotencyKey: context.newId(), number: String(number) }) };
}

async function show(context: Context, text: string, page: number): Promise<Reply & { kind: 'card' }> {
  const advisor = asAdvisor(context);
  const number = parseDefectNumber(text);
  if (number === null) {
    const typed = text.trim().slice(0, 40);
    const message = typed === '' ? 'Which case or defect?' : `“${typed}” isn't the number of a case or a defect.`;
    throw new CaseError('no-number', message, `A case number looks like CB-123. ${defectNumberHint}`);
  }
  return { kind: 'card', card: defectCard(await viewDefect(context.services, advisor, number, page), page, advisor.lead) };
}

/** A known defect is shown before the case is linked: the contact sees its number, and a typo is hard to take back. */
async function submit(context: Context, values: Values, state: Values): Promise<Reply> {
  const advisor = asAdvisor(context);
  const number = carriedNumber(state.number);
  const qualification = parseQualification(values, context.services.settings);
  if (qualification.defect && state.joins !== qualification.defect.number) {
    const known = await peekDefect(context.services, advisor, qualification.defect.number, number);
    if (known) return { kind: 'form', form: await defectForm(context, values, { ...state, joins: known.number }) };
  }
  const outcome = await qualifyCase(context.services, advisor, { ...qualification, number }, context.request);
  if (outcome === 'repeat') return { kind: 'done' };
  return { kind: 'done', card: textCard(await doneText(context, number, qualification)) };
}

async function doneText(context: Context, number: number, { finding, defect }: Qualification): Promise<string> {
  const name = formatCaseNumber(number);
  if (!defect)
    return finding === 'incident'
      ? `${name} is qualified as an isolated incident. Only advisors see this.`
      : `Attempt saved on ${name}. Only advisors see it.`;
  const { moved } = await moveFixedCases(context.services, { number });
  return moved > 0
    ? `${name} is linked to ${defect.number}, which is fixed. The case is now Available in Release.`
    : `${name} is linked to ${defect.number}. Development is working on it.`;
}
