// What date-holidays gets wrong about the days on which public offices and public schools of a place are closed. Pure data: `holidays.ts`
// applies it, and holidays.md has one row per place with what was checked, where and what is still open. Rules are in the grammar of
// date-holidays (https://github.com/commenthol/date-holidays/blob/master/docs/specification.md), so they hold for every year.
import { canadaCorrections } from './holiday-corrections-ca.ts';
import { usCorrections } from './holiday-corrections-us.ts';
import type { Corrections } from './holiday-correction.ts';

/** The corrections by place: a country, or a country and its state, province or territory. */
export const corrections: Readonly<Record<string, Corrections>> = { ...usCorrections, ...canadaCorrections };
