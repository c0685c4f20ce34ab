export function compactClient(source: string, wasmFile: string): string;
export function moveKeys(graph: Buffer): Buffer;
