// The actions of canned answers; actions.ts lists them with all others.
import { z } from 'zod';
import { caseNumber, draftId, pageAndText, rowId, spaced } from './codecs.ts';
import { defineAction } from './define-action.ts';

/** The longest text to search canned answers for. */
export const maxAnswerSearch = 100;

/** A page of the list, and what was searched for; '' for all. */
const answerPage = pageAndText(maxAnswerSearch);

/** The actions of canned answers. */
export const answerActions = {
  answers: defineAction('answers', answerPage),
  answersPage: defineAction('answers-page', answerPage),
  findAnswers: defineAction('find-answers'),
  viewAnswer: defineAction('view-answer', rowId),
  addAnswer: defineAction('add-answer'),
  changeAnswer: defineAction('change-answer', rowId),
  /** asks whether the answer really should be deleted */
  deleteAnswer: defineAction('delete-answer', rowId),
  deleteAnswerNow: defineAction('delete-answer-now', rowId),
  /** shows the answer as it would be sent on a case */
  previewAnswer: defineAction('preview-answer', spaced({ number: caseNumber, answer: rowId })),
  /** a form with the text of a draft, to edit it before it is sent */
  writeDraft: defineAction(
    'write-draft',
    spaced({ number: caseNumber, form: z.enum(['post', 'ask', 'resolve']), draft: draftId }),
  ),
};
