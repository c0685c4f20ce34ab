/** How many statements without a name are looked at together. */
const span = 500;
/** How often a statement must be among them to get a name. */
const often = 5;

/**
 * Names statements that are sent often, so that they are prepared. Each connection keeps the plan of every name, which takes memory in the
 * server, so there are few names, and rare statements get none.
 */
export class StatementNames {
  private readonly names = new Map<string, string>();
  private readonly uses = new Map<string, number>();
  private unnamed = 0;

  private readonly max: number;

  constructor(max = 40) {
    this.max = max;
  }

  /** @returns undefined for a statement that is not to be prepared */
  nameOf(text: string): string | undefined {
    const name = this.names.get(text);
    if (name !== undefined || this.names.size >= this.max) return name;
    if (this.unnamed++ % span === 0) this.uses.clear();
    const uses = (this.uses.get(text) ?? 0) + 1;
    this.uses.set(text, uses);
    if (uses < often) return undefined;
    const added = `transaction-${this.names.size}`;
    this.names.set(text, added);
    return added;
  }
}
