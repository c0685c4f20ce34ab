// Where the files that are no code are found: migrations, pages, sample data. The build puts several sources into one file, so a path relative
// to a source file would not hold there.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The folder of the product's package.json. */
export const packageRoot = folderOf('package.json', import.meta.dirname);

/** Reads the version of the product, such as `0.5.0`. */
export function readVersion(): string {
  return (JSON.parse(readFileSync(path.join(packageRoot, 'package.json'), 'utf8')) as { version: string }).version;
}

function folderOf(name: string, start: string): string {
  if (existsSync(path.join(start, name))) return start;
  const parent = path.dirname(start);
  if (parent === start) throw new Error(`${name} is not above ${import.meta.dirname}`);
  return folderOf(name, parent);
}
