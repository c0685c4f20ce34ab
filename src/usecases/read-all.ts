import { CaseError } from '../domain/case-error.ts';
import { formError } from '../domain/form-errors.ts';

/**
 * Reads several inputs of a form, one after the other, so that every mistake is named at once.
 * @param reads by name; each returns its value, or throws a CaseError at its field
 * @throws CaseError the only mistake, or one error with all of them
 */
export async function readAll<T extends object>(reads: { [K in keyof T]: () => T[K] | Promise<T[K]> }): Promise<T> {
  const values: Partial<T> = {};
  const mistakes: CaseError[] = [];
  for (const name of Object.keys(reads) as (keyof T)[]) {
    try {
      values[name] = await reads[name]();
    } catch (error) {
      if (!(error instanceof CaseError)) throw error;
      mistakes.push(error);
    }
  }
  const [first, ...others] = mistakes;
  if (!first) return values as T;
  if (others.length === 0) throw first;
  throw formError(first.code, Object.fromEntries(mistakes.flatMap(({ fields }) => Object.entries<string>(fields ?? {}))));
}
