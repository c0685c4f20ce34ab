// Handles the button *Similar cases* on a case, for advisors: similar cases of all accounts, known problems and open incidents, shown to the
// reader alone.
import { formatCaseNumber } from '../../domain/case-number.ts';
import { viewCase } from '../../usecases/cases/view-case.ts';
import { isNothing, similarCases } from '../../usecases/search/similar-cases.ts';
import { actions } from '../actions.ts';
import { asAdvisor, type Capability, type Context } from '../capability.ts';
import type { Reply } from '../interaction.ts';
import { recordAccess } from '../record-access.ts';
import { similarElements } from './similar-list.ts';

/** Shows what is similar to a case. */
export const similar: Capability = {
  actions: [actions.similar.handle({ opensForm: true, run: show })],
};

async function show(context: Context, number: number): Promise<Reply> {
  const advisor = asAdvisor(context);
  const { case: shown } = await viewCase(context.services, advisor, number);
  const found = await similarCases(context.services, advisor, shown, number);
  recordAccess(context, { action: 'search', detail: 'similar cases', caseNumber: number });
  const title = `Similar to ${formatCaseNumber(number)}`;
  return {
    kind: 'card',
    card: {
      summary: title,
      title,
      elements: [
        { kind: 'heading', text: `${title} · ${shown.subject}` },
        ...(isNothing(found)
          ? [{ kind: 'text' as const, text: ['No similar cases or known problems.'] }]
          : similarElements(found, advisor, true)),
      ],
    },
  };
}
