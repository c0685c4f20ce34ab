/** What a person can put right. Everything else is a failure and reaches the platform's boundary with an id for the log. */
export class CaseError extends Error {
  override name = 'CaseError';

  /**
   * @param code a short stable word for tests and logs, e.g. `not-allowed`
   * @param message what is wrong, for the person, in one sentence
   * @param next what to do instead, in one sentence
   * @param fields the mistakes by form field name, when a form was sent
   */
  constructor(
    readonly code: string,
    message: string,
    readonly next?: string,
    readonly fields?: Readonly<Record<string, string>>,
  ) {
    super(message);
  }
}
