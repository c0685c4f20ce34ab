/** An error by Slack's own name. */
export class ApiError extends Error {
  readonly code: string;
  readonly detail: string;
  readonly more: Record<string, unknown>;

  /** @param more fields of the answer besides `error` */
  constructor(code: string, detail = '', more: Record<string, unknown> = {}) {
    super(`${code}: ${detail}`);
    this.code = code;
    this.detail = detail;
    this.more = more;
  }
}

/** What is wrong in a message's or view's JSON, and where. */
export class Misshapen extends Error {
  readonly what: string;
  readonly pointer: string;

  constructor(what: string, pointer: string) {
    super(`${what} [json-pointer:${pointer}]`);
    this.what = what;
    this.pointer = pointer;
  }
}

/** @throws Misshapen when the condition holds */
export function refuse(condition: boolean, what: string, pointer: string): void {
  if (condition) throw new Misshapen(what, pointer);
}
