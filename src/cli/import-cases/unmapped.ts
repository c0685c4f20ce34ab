// The values of an export that the mapping does not name, with how often they are there, ready to be pasted into it.
import { stringify } from 'yaml';
import { plural } from '../../domain/text/numbers.ts';

/** The sections of a mapping whose values are counted. */
export type MappedSection = 'accounts' | 'modules' | 'statuses' | 'priorities' | 'caseTypes' | 'people';

/** Distinct values that are counted for each section. An export can have any number of people. */
const maxValues = 1000;

/** Counts values that nothing says the meaning of. */
export class Unmapped {
  private readonly counts = new Map<MappedSection, Map<string, { count: number; becomes: string | null }>>();

  /** @param becomes what the value is read as; null: its cases are left out */
  add(section: MappedSection, value: string, becomes: string | null): void {
    const values = this.counts.get(section) ?? new Map<string, { count: number; becomes: string | null }>();
    this.counts.set(section, values);
    const known = values.get(value);
    if (known) known.count += 1;
    else if (values.size < maxValues) values.set(value, { count: 1, becomes });
  }

  /** Writes the sections of a mapping file with these values, the most frequent first. @returns '' when there is nothing to map */
  asMapping(): string {
    return [...this.counts].map(([section, values]) => sectionText(section, values)).join('\n');
  }
}

function sectionText(section: MappedSection, values: ReadonlyMap<string, { count: number; becomes: string | null }>): string {
  const sorted = [...values].sort((one, other) => other[1].count - one[1].count);
  const lines = sorted.map(([value, { count, becomes }]) => {
    const entry = stringify({ [value === '' ? '*' : value]: becomes ?? '' }, { lineWidth: 0 })
      .trimEnd()
      .replace(/ ""$/, '');
    return `  ${entry} # ${plural(count, 'case')}${becomes === null ? ', left out' : ''}`;
  });
  return [`${section}:`, ...lines].join('\n');
}
