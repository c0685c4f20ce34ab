// Qualifies a case: records attempts to reproduce it, and calls it an isolated incident or links it to a product defect. Also shows a defect
// with its cases. Marking a defect fixed is in release.ts; how soon a defect is due is configured under `sla`.
import { truncate } from '../../cards/visible-text.ts';
import { formatCaseNumber, parseCaseNumber } from '../../domain/case-number.ts';
import { defectNumberHint, parseDefectNumber } from '../../domain/defect-number.ts';
import { parseQualification, type Qualification } from '../../domain/qualification.ts';
import { peekDefect, viewDefect } from '../../usecases/defects/defects.ts';
import { moveFixedCases } from '../../usecases/defects/move-fixed-cases.ts';
import { createDevIssue } from '../../usecases/defects/create-dev-issue.ts';
import { linkDevIssue } from '../../usecases/defects/link-dev-issue.ts';
import { trackerLabel } from '../../domain/tracker-setting.ts';
import { actions } from '../actions.ts';
import { asAdvisor, advisorsOnly, type Capability, type Context } from '../capability.ts';
import { argumentsOf, defineCommand } from '../define-command.ts';
import type { StateOf, ValuesOf } from '../define-form.ts';
import { defectCard } from './defect-card.ts';
import { defectForm, renderDefectForm } from './defect-form.ts';
import type { Reply } from '../interaction.ts';
import { textCard } from '../replies.ts';

/** The number of a case or of a defect. */
const defectArguments = argumentsOf<{ caseNumber: number } | { defect: string }>((rest) => {
  const caseNumber = parseCaseNumber(rest);
  if (caseNumber !== null) return { args: { caseNumber } };
  const defect = parseDefectNumber(rest);
  if (defect !== null) return { args: { defect } };
  return {
    code: 'no-number',
    error: rest === '' ? 'Which case or defect?' : `“${truncate(rest, 40)}” isn't the number of a case or a defect.`,
    next: `A case number looks like CB-123. ${defectNumberHint}`,
  };
});

/** The `defect` command, its buttons and its form. */
export const defect: Capability = {
  commands: [
    defineCommand({
      name: 'defect',
      usage: 'CB-123 or DEV-4711',
      description: 'qualify a case as an isolated incident or a product defect, or show a defect and its cases',
      topic: 'defects',
      example: 'defect DEV-4711',
      formButton: 'Defect',
      availableTo: advisorsOnly,
      maxWords: 1,
      args: defectArguments,
      opensForm: (args) => 'caseNumber' in args,
      run: (context, args) => ('caseNumber' in args ? qualify(context, args.caseNumber) : show(context, args.defect, 1)),
    }),
  ],
  actions: [
    actions.defect.handle({ opensForm: true, run: qualify }),
    actions.defectView.handle({ run: (context, number) => show(context, number, 1) }),
    actions.defectPage.handle({
      run: async (context, { number, page }) => ({ ...(await show(context, number, page)), replace: true }),
    }),
  ],
  forms: [defectForm.handle({ render: renderDefectForm, submit })],
};

async function qualify(context: Context, number: number): Promise<Reply> {
  return { kind: 'form', form: await renderDefectForm(context, {}, defectForm.start(context, { number })) };
}

async function show(context: Context, number: string, page: number): Promise<Reply & { kind: 'card' }> {
  const advisor = asAdvisor(context);
  const viewed = await viewDefect(context.services, advisor, number, page);
  const reader = { canMarkFixed: advisor.lead, now: context.services.clock.now() };
  return { kind: 'card', card: defectCard(viewed, page, reader) };
}

/** A known defect is shown before the case is linked: the contact sees its number, and a typo is hard to take back. */
async function submit(context: Context, values: ValuesOf<typeof defectForm>, state: StateOf<typeof defectForm>): Promise<Reply> {
  const advisor = asAdvisor(context);
  const { number } = state;
  const qualification = parseQualification(values, context.services.settings);
  if (qualification.defect && state.joins !== qualification.defect.number) {
    const known = await peekDefect(context.services, advisor, qualification.defect.number, number);
    if (known) return { kind: 'form', form: await renderDefectForm(context, values, { ...state, joins: known.number }) };
  }
  if (qualification.unlinks) {
    // on platforms that do not report a choice, the form has not said yet what removing the link does; and the case can be linked elsewhere by now
    const form = await renderDefectForm(context, values, state);
    if (form.state.unlinks !== undefined && form.state.unlinks !== state.unlinks) return { kind: 'form', form };
  }
  const { issue, ...found } = qualification;
  const rest = { ...found, unlinksFrom: state.unlinks };
  const outcome = issue
    ? await createDevIssue(context.services, advisor, { ...rest, issue, number }, context.request)
    : await linkDevIssue(context.services, advisor, { ...rest, number }, context.request);
  if (outcome === 'repeat') return { kind: 'done' };
  return { kind: 'done', card: textCard(await doneText(context, number, qualification)) };
}

async function doneText(context: Context, number: number, { finding, unlinks, defect, issue }: Qualification): Promise<string> {
  const name = formatCaseNumber(number);
  if (unlinks)
    return `${name} is no longer linked to a defect, and the contact is notified.${finding === 'incident' ? ' It is qualified as an isolated incident, which only advisors see.' : ''}`;
  if (issue) {
    const tracker = trackerLabel(context.services.settings.trackers, issue.tracker);
    return `${name} is with development. We're creating the issue in ${tracker}, and the case shows its number as soon as there is one.`;
  }
  if (!defect)
    return finding === 'incident'
      ? `${name} is qualified as an isolated incident. Only advisors see this.`
      : `Attempt saved on ${name}. Only advisors see it.`;
  const { moved } = await moveFixedCases(context.services, { number });
  return moved > 0
    ? `${name} is linked to ${defect.number}, which is fixed. The case is now Available in Release.`
    : `${name} is linked to ${defect.number}. Development is working on it.`;
}
