// Prepares every statement that is sent again and again, Prisma's as well, and has each connection plan it once. A soak sends the same few
// hundred for hours, and planning them took half of the database's time.
import pg from 'pg';

/** How often a statement is sent before it gets a name. */
const often = 3;
/** Each connection keeps this many plans at most. */
const most = 1_000;

const uses = new Map<string, number>();
const names = new Map<string, string>();

function nameOf(text: string): string | undefined {
  const name = names.get(text);
  if (name !== undefined || names.size >= most) return name;
  const used = (uses.get(text) ?? 0) + 1;
  uses.set(text, used);
  if (used >= often) names.set(text, `soak-${names.size}`);
  return names.get(text);
}

type Query = (config: unknown, ...rest: unknown[]) => unknown;

/** Connections that keep their plans. */
const plannedOnce = new WeakSet<pg.Client>();

/** From now on, the connections of this process prepare what they are asked to run with values, and plan it once. */
export function prepareStatements(): void {
  const prototype = pg.Client.prototype as unknown as { query: Query };
  const { query } = prototype;
  prototype.query = function (this: pg.Client, config, ...rest) {
    const [values] = rest;
    // also those that are open by now, which a setting of the database does not reach
    if (!plannedOnce.has(this)) {
      plannedOnce.add(this);
      const planned = query.call(this, 'set plan_cache_mode = force_generic_plan') as Promise<unknown>;
      return planned.then(() => prototype.query.call(this, config, ...rest));
    }
    if (typeof config === 'string' && Array.isArray(values))
      return query.call(this, { text: config, values, name: nameOf(config) }, ...rest.slice(1));
    const isPlain = typeof config === 'object' && config !== null && 'text' in config && !('submit' in config);
    if (!isPlain || ('name' in config && config.name !== undefined)) return query.call(this, config, ...rest);
    const hasValues = Array.isArray(values) || ('values' in config && Array.isArray(config.values));
    return query.call(this, hasValues ? { ...config, name: nameOf(String(config.text)) } : config, ...rest);
  };
}
