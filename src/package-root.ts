// Where the files that are no code are found: migrations, pages, sample data. The build puts several sources into one file, so a path relative
// to a source file would not hold there.
import { existsSync } from 'node:fs';
import path from 'node:path';

/** The folder of the product's package.json. */
export const packageRoot = folderOf('package.json', import.meta.dirname);

function folderOf(name: string, start: string): string {
  if (existsSync(path.join(start, name))) return start;
  const parent = path.dirname(start);
  if (parent === start) throw new Error(`${name} is not above ${import.meta.dirname}`);
  return folderOf(name, parent);
}
