// The mapping file of an import: what the other product's organizations, modules, statuses, priorities, types and people are here. Every section is
// optional; "*" stands for every value that is not listed.
import { z } from 'zod';
import { YamlLines } from '../../config/yaml-lines.ts';
import { priorities } from '../../domain/priority.ts';
import type { Settings } from '../../domain/settings.ts';
import { DirectoryError, type Mistake } from '../../usecases/people/directory.ts';
import { mappedStatuses, type MappedStatus } from './formats/format.ts';

/** What values become. The keys are as `sameValue` makes them. */
export interface Mapping {
  /** keys of accounts, by the name of the organization */
  accounts: Map<string, string>;
  /** keys of accounts, by the domain of the contact's address */
  domains: Map<string, string>;
  modules: Map<string, string>;
  statuses: Map<string, MappedStatus>;
  priorities: Map<string, (typeof priorities)[number]>;
  caseTypes: Map<string, string>;
  /** email addresses, by the person's id or name */
  people: Map<string, string>;
  /** names of columns that are read for a field */
  columns: Record<string, string>;
}

/** Returns a value as mappings compare it: upper and lower case, and spaces at the edges, do not matter. */
export const sameValue = (value: string): string => value.trim().replace(/\s+/g, ' ').toLowerCase();

/** The columns that can be named. */
const mappedColumns = ['account', 'module', 'status', 'priority', 'type', 'subject', 'description'] as const;

/** Reads a mapping file. @throws DirectoryError with every mistake and its line */
export function parseMapping(source: string, settings: Settings, accountKeys: ReadonlySet<string>): Mapping {
  const yaml = new YamlLines(source);
  if (yaml.errors.length > 0) throw new DirectoryError(yaml.errors);
  const parsed = schemaFor(settings, accountKeys).safeParse(yaml.toJS() ?? {});
  if (parsed.success) return mappingOf(parsed.data);
  throw new DirectoryError(
    parsed.error.issues.map((issue): Mistake => ({
      line: yaml.lineOf(issue.path),
      message:
        issue.code === 'unrecognized_keys'
          ? `unknown ${issue.keys.join(', ')}. Known: ${known}`
          : `${issue.path.join('.')} ${issue.message}`,
    })),
  );
}

const known = 'accounts, domains, modules, statuses, priorities, caseTypes, people, columns';

function schemaFor({ modules, caseTypes }: Settings, accountKeys: ReadonlySet<string>) {
  const oneOf = <T extends string>(values: readonly T[], what: string) =>
    z.enum(values as [T, ...T[]], `must be ${what}: ${values.join(', ')}`);
  const key = z
    .union([z.string(), z.number()])
    .transform(String)
    .refine((one) => accountKeys.has(one), 'must be the key of an account of the directory');
  const to = <T extends z.ZodType>(value: T) => z.record(z.string(), value).nullish();
  return z.strictObject({
    accounts: to(key),
    domains: to(key),
    modules: to(oneOf(modules, 'a module')),
    statuses: to(oneOf(mappedStatuses, 'a status')),
    priorities: to(oneOf(priorities, 'a priority')),
    caseTypes: to(oneOf(caseTypes, 'a case type')),
    people: to(z.email('must be an email address')),
    columns: z
      .strictObject(
        Object.fromEntries(mappedColumns.map((name) => [name, z.string().optional()])) as Record<
          (typeof mappedColumns)[number],
          z.ZodOptional<z.ZodString>
        >,
      )
      .nullish(),
  });
}

function mappingOf(file: z.output<ReturnType<typeof schemaFor>>): Mapping {
  const by = <T>(values: Record<string, T> | null | undefined): Map<string, T> =>
    new Map(Object.entries(values ?? {}).map(([from, value]) => [sameValue(from), value]));
  const columns = Object.entries(file.columns ?? {}).flatMap(([field, column]) =>
    column === undefined ? [] : [[field, column] as const],
  );
  return {
    accounts: by(file.accounts),
    domains: by(file.domains),
    modules: by(file.modules),
    statuses: by(file.statuses),
    priorities: by(file.priorities),
    caseTypes: by(file.caseTypes),
    people: by(file.people),
    columns: Object.fromEntries(columns),
  };
}

/** A mapping that says nothing. */
export const noMapping: Mapping = mappingOf({});
