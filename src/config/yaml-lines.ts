// Reads YAML and remembers the lines, so that a mistake in a file of an operator is named with its line.
import type { Document } from 'yaml';
import { LineCounter, isMap, isScalar, isSeq, parseDocument, visit } from 'yaml';

/** A YAML document that knows the line of each of its values. Lines count from 1. */
export class YamlLines {
  readonly #lines = new LineCounter();
  readonly #document: Document;
  /** syntax errors, one line each */
  readonly errors: readonly { line: number; message: string }[];

  constructor(text: string) {
    const document = parseDocument(text, { lineCounter: this.#lines });
    this.#document = document;
    this.errors = document.errors.map(({ pos, message }) => ({
      line: this.#lines.linePos(pos[0]).line,
      message: (message.split('\n')[0] ?? '').replace(/ at line \d.*/, ''),
    }));
  }

  /**
   * Finds values that end in what may have been meant as text: YAML starts a comment at ` #`, so `School District #283` is “School District”.
   * A comment with a space after its `#` is taken for one.
   */
  cutValues(): { line: number; message: string }[] {
    const found: { line: number; message: string }[] = [];
    visit(this.#document, {
      Scalar: (_key, { value, comment, range, type }) => {
        if (type !== 'PLAIN' || !comment || /^\s/.test(comment)) return;
        const { line } = this.#lines.linePos(range?.[0] ?? 0);
        const whole = `${String(value)} #${comment.split('\n')[0] ?? ''}`;
        found.push({
          line,
          message: `read as “${String(value)}”, because YAML takes “#” for a comment. If you meant “${whole}”, put it in quotes`,
        });
      },
    });
    return found;
  }

  /** Returns the content as plain values, null for an empty document. */
  toJS(): unknown {
    return this.#document.toJS() as unknown;
  }

  /** Returns the line of the value at this path, or of the nearest value around it. */
  lineOf(path: readonly PropertyKey[]): number {
    let node: unknown = this.#document.contents;
    let offset = rangeStart(node) ?? 0;
    for (const step of path) {
      if (isMap(node)) {
        const pair = node.items.find(({ key }) => isScalar(key) && key.value === step);
        offset = rangeStart(pair?.key) ?? offset;
        node = pair?.value;
      } else if (isSeq(node)) {
        node = node.items[Number(step)];
        offset = rangeStart(node) ?? offset;
      } else break;
    }
    return this.#lines.linePos(offset).line;
  }
}

function rangeStart(node: unknown): number | undefined {
  const { range } = (node ?? {}) as { range?: [number, number, number] | null };
  return range?.[0];
}
