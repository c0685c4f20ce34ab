/** An error by Slack's own name. */
export class ApiError extends Error {
  /** @param more fields of the answer besides `error` */
  constructor(
    readonly code: string,
    readonly detail = '',
    readonly more: Record<string, unknown> = {},
  ) {
    super(`${code}: ${detail}`);
  }
}

/** What is wrong in a message's or view's JSON, and where. */
export class Misshapen extends Error {
  constructor(
    readonly what: string,
    readonly pointer: string,
  ) {
    super(`${what} [json-pointer:${pointer}]`);
  }
}

/** @throws Misshapen when the condition holds */
export function refuse(condition: boolean, what: string, pointer: string): void {
  if (condition) throw new Misshapen(what, pointer);
}
