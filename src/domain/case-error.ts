/** An error the person can fix, shown to them. Any other error is a failure: the person gets an id to report, and the log has the rest. */
export class CaseError extends Error {
  override name = 'CaseError';

  readonly code: string;
  readonly next?: string;
  readonly fields?: Readonly<Record<string, string>>;

  /**
   * @param code a stable identifier for tests and logs, such as `not-allowed`
   * @param message what is wrong, in one sentence
   * @param next what to do instead, in one sentence
   * @param fields messages by form field name, when a form was submitted
   */
  constructor(code: string, message: string, next?: string, fields?: Readonly<Record<string, string>>) {
    super(message);
    this.code = code;
    this.next = next;
    this.fields = fields;
  }
}
