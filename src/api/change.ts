// What the routes that change a case share.
import type { z } from 'zod';
import { CaseError } from '../domain/case-error.ts';
import { formatCaseNumber, parseCaseNumber } from '../domain/case-number.ts';
import type { RequestContext } from '../usecases/context.ts';
import type { ApiCall } from './call.ts';
import type * as schemas from './schemas.ts';

/** The number of a case from a path that was read with `casePath`. */
export const numberOf = ({ number }: { number: string }): number => parseCaseNumber(number) ?? 0;

/** What a change answers before it has written a post. */
export const changedCase = (number: number): z.input<typeof schemas.changed> => ({
  id: formatCaseNumber(number),
  number,
  post: null,
});

/** Runs a use case that changes a case, and answers with the number of the case and the post that it wrote. */
export async function change(
  { request, keep }: ApiCall,
  params: { number: string },
  run: (number: number, request: RequestContext) => Promise<unknown>,
): Promise<{ body: z.input<typeof schemas.changed> }> {
  const number = numberOf(params);
  const body = changedCase(number);
  const onPost: RequestContext['onPost'] = async (id, tx) => {
    body.post = id;
    await keep?.(body, tx);
  };
  await run(number, { ...request, onPost });
  return { body };
}

/**
 * Runs something whose errors name a field as the form in chat does, and makes them name the field of the body.
 * @throws what `run` throws
 */
export async function namingField<T>(inChat: string, inBody: string, run: () => Promise<T> | T): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof CaseError) || error.fields?.[inChat] === undefined) throw error;
    const fields = Object.entries(error.fields).map(([name, message]) => [name === inChat ? inBody : name, message] as const);
    throw new CaseError(error.code, error.message, error.next, Object.fromEntries(fields));
  }
}
