// Traces: which work belongs to which request. Every room may open spans; they cost nothing until server/telemetry.ts turns them on.
// Attributes name kinds, platforms and outcomes. They never hold texts, names or addresses.

/** What a span may say about the work. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean>>;

/** A span under way. */
export interface Span {
  /** Adds what is known only at the end. */
  set(attributes: SpanAttributes): void;
}

/** Records spans. */
export interface Tracer {
  run<T>(name: string, options: SpanOptions, work: (span: Span) => Promise<T>): Promise<T>;
  /** Returns the span under way as a `traceparent` (w3.org/TR/trace-context); null outside of any. */
  current(): string | null;
}

/** How a span begins. */
export interface SpanOptions {
  /** what the work answers or calls: by default, neither */
  kind?: 'server' | 'client' | 'consumer';
  attributes?: SpanAttributes;
  /** the `traceparent` of the span that caused it, if that is not the one under way */
  parent?: string | null;
}

const noSpan: Span = { set: () => undefined };
let tracer: Tracer | null = null;

/** Turns traces on, or off with null. */
export function useTracer(next: Tracer | null): void {
  tracer = next;
}

/** Tells whether traces are on. */
export const isTracing = (): boolean => tracer !== null;

/** Runs some work as a span. An error that it throws ends the span as failed. */
export function trace<T>(name: string, options: SpanOptions, work: (span: Span) => Promise<T>): Promise<T> {
  return tracer ? tracer.run(name, options, work) : work(noSpan);
}

/** Returns the `traceparent` of the span under way; null outside a span. */
export const traceparent = (): string | null => tracer?.current() ?? null;
