/** An error by Slack's own name. */
export class ApiError extends Error {
  constructor(
    readonly code: string,
    readonly detail = '',
  ) {
    super(`${code}: ${detail}`);
  }
}
