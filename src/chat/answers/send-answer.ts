// Handles `answer CB-123 name`: shows a canned answer as the contact would read it, and sends it after a look. Sending at once would send
// the wrong answer after a slip in its name. A contact who types `answer CB-123 text` answers the case, like *Answer*.
import { formatCaseNumber } from '../../domain/case-number.ts';
import { can } from '../../domain/permission.ts';
import { CaseError } from '../../domain/case-error.ts';
import { truncate } from '../../cards/visible-text.ts';
import { fillAnswer } from '../../usecases/answers/fill-answer.ts';
import { answersNamed, firstAnswers, readAnswer, type CannedAnswer } from '../../usecases/answers/read-answers.ts';
import { addPost } from '../../usecases/cases/add-post.ts';
import { loadDraft, saveDraft } from '../../usecases/cases/drafts.ts';
import { viewCase } from '../../usecases/cases/view-case.ts';
import { actions } from '../actions.ts';
import { checkNow } from '../allowed-now.ts';
import { asAdvisor, typedMarkdown, type Capability, type Context } from '../capability.ts';
import { ask, resolve } from '../cases/advisor-commands.ts';
import { afterPostElsewhere } from '../cases/after-post.ts';
import { maxOptions } from '../cases/form-limits.ts';
import { post } from '../cases/post.ts';
import { caseAndText, defineCommand } from '../define-command.ts';
import type { Reply } from '../interaction.ts';
import { offer, reply } from '../replies.ts';

/** Sends a canned answer on a case. */
export const sendAnswer: Capability = {
  commands: [
    defineCommand({
      name: 'answer',
      usage: 'CB-123 [name]',
      description: ({ kind }) =>
        kind === 'advisor' ? 'send a canned answer, after a preview' : 'answer a question about a case',
      topic: 'cases',
      example: 'answer CB-123 term dates',
      availableTo: (person) => can(person, 'post'),
      args: caseAndText,
      run: (context, { number, text }) =>
        context.person.kind === 'advisor' ? choose(context, number, text) : answerCase(context, number, text),
    }),
  ],
  actions: [
    actions.previewAnswer.handle({
      run: async (context, { number, answer }) =>
        previewOf(context, number, await readAnswer(context.services, asAdvisor(context), answer)),
    }),
    actions.writeDraft.handle({
      opensForm: true,
      run: async (context, { number, form, draft }) => {
        const { text } = await loadDraft(context.services, context.person, draft);
        return { post, ask, resolve }[form].open(context, number, text);
      },
    }),
  ],
};

async function answerCase(context: Context, number: number, text: string): Promise<Reply> {
  const name = formatCaseNumber(number);
  if (text === '')
    return offer(['Answer ', { bold: name }], [actions.answer.button(number, 'Answer', 'primary')], `Answer ${name}`);
  const { services, person, request } = context;
  const outcome = await addPost(services, person, { number, text: typedMarkdown(context, text) }, request);
  return (await afterPostElsewhere(context, outcome)) ?? reply(`Posted to ${name}.`);
}

async function choose(context: Context, number: number, name: string): Promise<Reply> {
  const { services } = context;
  const advisor = asAdvisor(context);
  const viewed = await viewCase(services, advisor, number);
  checkNow(context, viewed, 'post');
  if (name === '') return menuOf(number, await firstAnswers(services, advisor, maxOptions), 'Choose a canned answer');
  const found = await answersNamed(services, advisor, name, maxOptions);
  const [first, second] = found;
  const shown = truncate(name, 40);
  if (!first)
    throw new CaseError('unknown-answer', `There's no canned answer with the name “${shown}”.`, 'Choose one from the list.');
  return second ? menuOf(number, found, `Several canned answers match “${shown}”`) : previewOf(context, number, first);
}

function menuOf(number: number, answers: readonly CannedAnswer[], title: string): Reply {
  const name = formatCaseNumber(number);
  const summary = `${title} for ${name}`;
  const all = actions.answers.button({ page: 1, text: '' }, 'Canned answers');
  if (answers.length === 0)
    return offer(['No canned answers yet.'], [actions.addAnswer.button(undefined, 'Add answer', 'primary')], summary);
  const options = answers.map((answer) =>
    actions.previewAnswer.option(
      { number, answer: answer.id },
      truncate(answer.shared ? answer.name : `${answer.name} (only you)`, 75),
    ),
  );
  return offer(
    [`${title} for `, { bold: name }, '.'],
    [actions.previewAnswer.select('Canned answer', options, undefined, 'Preview'), all],
    summary,
  );
}

async function previewOf(context: Context, number: number, { name, text }: CannedAnswer): Promise<Reply> {
  const { services } = context;
  const advisor = asAdvisor(context);
  const { case: shown, may } = await viewCase(services, advisor, number);
  const filled = fillAnswer(services, text, shown, advisor);
  const draft = await saveDraft(services, advisor, { text: filled });
  const title = `Preview of “${name}”`;
  return {
    kind: 'card',
    card: {
      summary: `${title} for ${formatCaseNumber(number)}`,
      elements: [
        { kind: 'context', text: [`${formatCaseNumber(number)} · ${shown.subject} · ${shown.contact.name}`] },
        { kind: 'text', text: [{ bold: title }] },
        { kind: 'markdown', text: filled },
        { kind: 'context', text: ['Nothing is sent yet. Everyone on the case will see it.'] },
        {
          kind: 'actions',
          actions: [
            actions.postDraft.button({ number, draft }, 'Post', 'primary'),
            actions.writeDraft.button({ number, form: 'post', draft }, 'Edit first'),
            ...(may.includes('ask') ? [actions.writeDraft.button({ number, form: 'ask', draft }, 'Ask')] : []),
            ...(may.includes('resolve') ? [actions.writeDraft.button({ number, form: 'resolve', draft }, 'Resolve')] : []),
          ],
        },
      ],
    },
  };
}
