// Reads the directory file: YAML in, entries with their line numbers out, or every mistake at once. Whether the entries fit what is already
// in the database is checked by usecases/people/import-directory.ts.
import { z } from 'zod';
import type { Directory, Mistake, Section } from '../usecases/people/directory.ts';
import { DirectoryError } from '../usecases/people/directory.ts';
import {
  account,
  accountKey,
  advisor,
  channel,
  channelKey,
  contact,
  flag,
  personKey,
  repeated,
  workspace,
  workspaceKey,
} from './directory-entries.ts';
import { onCallSchema } from './directory-on-call.ts';
import { joinAccounts } from './join-accounts.ts';
import { YamlLines } from '../config/yaml-lines.ts';

const sections = ['accounts', 'contacts', 'advisors', 'workspaces', 'channels', 'onCall'];

/**
 * Reads a directory file.
 * @param source the file's text
 * @throws DirectoryError with every mistake and its line
 */
export function parseDirectory(source: string): Directory {
  const yaml = new YamlLines(source);
  if (yaml.errors.length > 0) throw new DirectoryError(yaml.errors);
  const content = yaml.toJS();
  if (content === null || JSON.stringify(content) === '{}')
    throw new DirectoryError([{ line: 1, message: `the file is empty. It has sections: ${sections.join(', ')}` }]);
  if (typeof content !== 'object' || Array.isArray(content)) {
    throw new DirectoryError([{ line: 1, message: `the file must have sections: ${sections.join(', ')}` }]);
  }
  const mistakes: Mistake[] = Object.keys(content)
    .filter((name) => !sections.includes(name))
    .map((name) => ({ line: yaml.lineOf([name]), message: `unknown section ${name}. Known sections: ${sections.join(', ')}` }));
  const read = <Key, Entry extends Key>(name: string, whole: z.ZodType<Entry>, identity: z.ZodType<Key>) =>
    readSection({ yaml, mistakes, name, whole, identity }, (content as Record<string, unknown>)[name] ?? []);
  const directory: Directory = {
    accounts: read('accounts', account, accountKey),
    contacts: joinAccounts(read('contacts', contact, personKey), mistakes),
    advisors: read('advisors', advisor, personKey),
    workspaces: read('workspaces', workspace, workspaceKey),
    channels: read('channels', channel, channelKey),
    onCall: 'onCall' in content ? readOnCall(yaml, mistakes, content.onCall ?? []) : null,
  };
  mistakes.push(...repeated(directory));
  if (mistakes.length > 0) throw new DirectoryError(mistakes);
  return directory;
}

interface Reading<Key, Entry> {
  yaml: YamlLines;
  mistakes: Mistake[];
  name: string;
  whole: z.ZodType<Entry>;
  identity: z.ZodType<Key>;
}

function readSection<Key, Entry extends Key>(
  { yaml, mistakes, name, whole, identity }: Reading<Key, Entry>,
  items: unknown,
): Section<Key, Entry> {
  const section: Section<Key, Entry> = { listed: [], removed: [] };
  if (!Array.isArray(items)) {
    mistakes.push({ line: yaml.lineOf([name]), message: `${name} must be a list` });
    return section;
  }
  for (const [index, item] of (items as unknown[]).entries()) {
    const line = yaml.lineOf([name, index]);
    const check = <T>(schema: z.ZodType<T>, value: unknown): T | undefined => {
      const { data, error } = schema.safeParse(value);
      for (const issue of error?.issues ?? []) mistakes.push(mistakeOf(yaml, [name, index], issue));
      return data;
    };
    const entry = check(z.looseObject({ remove: flag.default(false) }, 'must have keys and values'), item);
    if (!entry) continue;
    const { remove, ...fields } = entry;
    if (remove) {
      const data = check(identity, fields);
      if (data) section.removed.push({ ...data, line });
    } else {
      const data = check(whole, fields);
      if (data) section.listed.push({ ...data, line });
    }
  }
  return section;
}

function readOnCall(yaml: YamlLines, mistakes: Mistake[], items: unknown): Directory['onCall'] {
  if (!Array.isArray(items)) {
    mistakes.push({ line: yaml.lineOf(['onCall']), message: 'onCall must be a list' });
    return null;
  }
  return (items as unknown[]).flatMap((item, index) => {
    const { data = [], error } = onCallSchema(item).safeParse(item);
    for (const issue of error?.issues ?? []) mistakes.push(mistakeOf(yaml, ['onCall', index], issue));
    return data.map((entry) => ({ ...entry, line: yaml.lineOf(['onCall', index]) }));
  });
}

function mistakeOf(yaml: YamlLines, entry: PropertyKey[], issue: z.core.$ZodIssue): Mistake {
  if (issue.code === 'unrecognized_keys') {
    return { line: yaml.lineOf([...entry, ...issue.path, issue.keys[0] ?? '']), message: `unknown key ${issue.keys.join(', ')}` };
  }
  const field = issue.path.filter((step) => typeof step === 'string').join('.');
  const path = [...entry, ...issue.path];
  return { line: yaml.lineOf(path), message: field === '' ? `the entry ${issue.message}` : `${field} ${issue.message}` };
}
