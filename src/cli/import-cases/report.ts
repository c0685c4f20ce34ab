// The report of an import: every row that was left out or changed, in a file; on the terminal, each rule with how often it applied and its first row.
import { createWriteStream, type WriteStream } from 'node:fs';
import { once } from 'node:events';
import { stringify } from 'csv-stringify/sync';
import type { ImportProblem } from '../../domain/imported-case.ts';
import { formatCount } from '../../domain/text/numbers.ts';

const columns = ['file', 'line', 'column', 'id', 'outcome', 'rule', 'message'] as const;

/** Collects what an import tells. */
export class ImportReport {
  private readonly rules = new Map<string, { count: number; first: ImportProblem }>();
  private readonly stream: WriteStream | null;
  private readonly isJson: boolean;

  /** @param file CSV, or JSON with an object a line where it ends in .json or .jsonl; null: none */
  constructor(file: string | null) {
    this.isJson = file !== null && /\.jsonl?$/i.test(file);
    // it names people's cases, so other users of the machine must not read it
    this.stream = file === null ? null : createWriteStream(file, { mode: 0o600 });
    this.stream?.on('error', () => undefined); // `close` reports it
    if (!this.isJson) this.stream?.write(stringify([[...columns]]));
  }

  readonly tell = async (problem: ImportProblem): Promise<void> => {
    const key = `${problem.outcome} ${problem.rule}`;
    const known = this.rules.get(key);
    if (known) known.count += 1;
    else this.rules.set(key, { count: 1, first: problem });
    if (!this.stream) return;
    const row = Object.fromEntries(columns.map((column) => [column, problem[column]]));
    const text = this.isJson
      ? `${JSON.stringify(row)}\n`
      : stringify([columns.map((column) => problem[column])], { escape_formulas: true });
    if (!this.stream.write(text)) await once(this.stream, 'drain');
  };

  /** Ends the file. */
  async close(): Promise<void> {
    if (!this.stream) return;
    if (this.stream.errored) throw this.stream.errored;
    this.stream.end();
    await once(this.stream, 'finish');
  }

  /** Writes a line for each rule, those with the most rows first. */
  summary(): string[] {
    const sorted = [...this.rules.values()].sort((one, other) => other.count - one.count);
    return sorted.map(({ count, first: { file, line, column, outcome, rule, message } }) => {
      const at = [`${file}:${line}`, ...(column === '' ? [] : [`column ${column}`])].join(', ');
      return `${outcome === 'note' ? 'look at' : outcome} ${formatCount(count)} × ${rule}. The first: ${at}: ${message}`;
    });
  }

  /** Returns how many rows were left out. */
  get skipped(): number {
    return [...this.rules.values()].reduce((sum, { count, first }) => sum + (first.outcome === 'skipped' ? count : 0), 0);
  }
}
