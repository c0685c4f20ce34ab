/** The result of one check. */
export interface Finding {
  /** `warn`: works, but perhaps not as intended */
  verdict: 'ok' | 'warn' | 'fail';
  part: string;
  text: string;
}
