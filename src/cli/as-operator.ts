// What the commands of the operator about privacy share.
import { writeFile } from 'node:fs/promises';
import { CaseError } from '../domain/case-error.ts';
import type { Services } from '../usecases/context.ts';
import { readCertificate } from '../usecases/privacy/certificate.ts';
import { operatorName } from './operator.ts';
import { Refusal, withServices, type Terminal } from './terminal.ts';

/** Runs a command in the name of the operator. What cannot be done is one line. */
export function asOperator(
  terminal: Terminal,
  act: (services: Services, by: { operator: string }) => Promise<void>,
): Promise<void> {
  return withServices(terminal, async (services) => {
    try {
      await act(services, { operator: operatorName() });
    } catch (error) {
      if (!(error instanceof CaseError)) throw error;
      // the way forward of an error with fields speaks of a form
      throw new Refusal([error.message, error.fields ? undefined : error.next].filter(Boolean).join(' '));
    }
  });
}

/** Prints a certificate, or writes it to a file and as JSON beside it. */
export async function showCertificate(
  terminal: Terminal,
  services: Services,
  by: { operator: string },
  id: number,
  { json = false, output }: { json?: boolean; output?: string } = {},
): Promise<void> {
  const { facts, text } = await readCertificate(services, by, id, (at) => `${minute(at)} UTC`);
  const data = JSON.stringify(facts, null, 2);
  if (output === undefined) return terminal.out(json ? data : text.trimEnd());
  const beside = `${output.replace(/\.(md|txt)$/i, '')}.json`;
  await writeFile(output, text, { mode: 0o600 });
  await writeFile(beside, `${data}\n`, { mode: 0o600 });
  terminal.out(`Wrote ${output} and ${beside}`);
}

/** Writes a moment to the minute, in UTC. */
export const minute = (at: Date): string => at.toISOString().slice(0, 16).replace('T', ' ');
