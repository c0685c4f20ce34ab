import { explain, failure, message, type Answer, type RespondParts } from '../respond.ts';
import { FormBroken } from './receive-form.ts';

/** How refusals and failures are answered. */
export interface Answers {
  refuse(parts: RespondParts, status: number, text: string, next: string): Answer;
  fail(parts: RespondParts, error: unknown): Answer;
}

/** Answers a script of the page. An error is `{ "error": "…" }`. */
export function json(status: number, body: object): Answer {
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' };
  return { status, headers, body: `${JSON.stringify(body)}\n` };
}

function explainBroken({ reason }: FormBroken): { status: number; text: string; next: string } {
  return reason === 'too-large'
    ? { status: 413, text: 'This is more than can be added at once.', next: 'Go back and add fewer or smaller files.' }
    : { status: 400, text: "The form couldn't be read.", next: 'Go back, load the page again, and retry.' };
}

/** Answers as a page, for readers. */
export const pageAnswers: Answers = {
  refuse: message,
  fail(parts, error) {
    if (!(error instanceof FormBroken)) return failure(parts, error);
    const { status, text, next } = explainBroken(error);
    return message(parts, status, text, next);
  },
};

/** Answers as JSON, for the page's script. */
export const jsonAnswers: Answers = {
  refuse: (_parts, status, text, next) => json(status, { error: `${text} ${next}` }),
  fail(parts, error) {
    const { status, text, next } = error instanceof FormBroken ? explainBroken(error) : explain(parts, error);
    return json(status, { error: `${text} ${next}`.trim() });
  },
};
