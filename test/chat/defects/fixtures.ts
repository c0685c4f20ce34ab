// Fixtures for defects: cases linked to one, and fixes with their notes.
import { parseQualification } from '../../../src/domain/qualification.ts';
import { qualifyCase } from '../../../src/usecases/defects/qualify-case.ts';
import { test as base } from '../harness.ts';

/** Test API of the chat with `linked`, which opens a case of a defect, and `fix`, which fills in both forms of a fix. */
export const test = base
  .extend('linked', { scope: 'file' }, ({ harness }) => async (defect: string, module = 'Grade Book'): Promise<number> => {
    const { services, tia, request, open } = harness.world;
    const number = await open({ module });
    const values = {
      environment: 'Staging',
      steps: 'a',
      result: 'b',
      finding: 'defect',
      'defect-number': defect,
      summary: `Internal of ${defect}`,
    };
    await qualifyCase(services, tia, { ...parseQualification(values, services.settings), number }, request());
    return number;
  })
  /** Both forms of a fix. */
  .extend('fix', { scope: 'file' }, ({ harness }) => async (defects: string, release: string, notes: Record<string, string>) => {
    const second = await (await harness.max.command('release fixed')).submit({ defects, release, date: '2026-12-01' });
    return second.submit(notes);
  });
