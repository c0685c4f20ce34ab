// Makes the generated Prisma client need 25 MB less memory. What it does to the client does not change what queries do.
//
// Prisma describes every input of every query as a graph, and reads it at the start into one object for each node, whose keys are positions in a
// list of 1,200 names. V8 gives an object with a key below 1,024 an array of that length, so 3,700 nodes with 8 keys each take 22 MB. With
// greater keys they are hash tables, which take 4 MB. So the list begins with names that nothing has.
//
// The query compiler is a base64 text in a module, which stays in memory beside the compiled program. Here it is read from a file.

/** More than the 1,024 that V8 fills up. */
const unusedNames = 4096;

/**
 * @param {string} source of the generated `internal/class.ts`
 * @param {string} wasmFile of the query compiler, below the product's folder
 * @returns {string}
 * @throws when Prisma generates something else than this was written for
 */
export function compactClient(source, wasmFile) {
  return [
    [/^import \* as runtime from .*$/m, (found) => `${found}\n${imports}`],
    [/^ {2}strings: (JSON\.parse\(.*\)),$/m, (_, strings) => `  strings: Array(${unusedNames}).fill('').concat(${strings}),`],
    [/^ {2}graph: "([\w-]+)"$/m, (_, graph) => `  graph: "${moveKeys(Buffer.from(graph, 'base64url')).toString('base64url')}"`],
    [
      /getQueryCompilerWasmModule: async \(\) => \{[^}]*\}[^}]*\}/,
      () =>
        `getQueryCompilerWasmModule: async () =>\n    new WebAssembly.Module(await readFile(path.join(packageRoot, '${wasmFile}')))`,
    ],
    [/^async function decodeBase64AsWasm[^]*?^\}\n/m, () => ''],
  ].reduce((text, [pattern, replace]) => {
    if (!pattern.test(text))
      throw new Error(`Prisma generates another client: ${pattern} is not in it. Change prisma/compact-client.js.`);
    return text.replace(pattern, replace);
  }, source);
}

const imports = `import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { packageRoot } from '../../../package-root.ts'`;

/**
 * Moves every reference to a name of the graph behind the unused names.
 * @param {Buffer} graph as Prisma writes it: counts, then nodes with their edges; numbers are LEB128, and 0 is “nothing” where one is optional
 * @returns {Buffer}
 */
export function moveKeys(graph) {
  let at = 0;
  /** @type {number[]} */
  const moved = [];
  const read = () => {
    let [value, shift] = [0, 0];
    for (;;) {
      const byte = graph.readUInt8(at++);
      value |= (byte & 127) << shift;
      if (byte < 128) return value;
      shift += 7;
    }
  };
  const write = (value) => {
    for (; value >= 128; value >>>= 7) moved.push((value & 127) | 128);
    moved.push(value);
  };
  const copy = () => {
    const value = read();
    write(value);
    return value;
  };
  const copyBytes = (count) => moved.push(...graph.subarray(at, (at += count)));
  const moveName = () => write(read() + unusedNames);
  const moveOptionalName = () => {
    const value = read();
    write(value === 0 ? 0 : value + unusedNames);
  };
  const [inputs, outputs, roots] = [copy(), copy(), copy()];
  for (let node = 0; node < inputs; node++)
    for (let edges = copy(); edges > 0; edges--) {
      moveName();
      copyBytes(2); // types of scalars
      copy(); // child
      moveOptionalName(); // enum
      copyBytes(1); // flags
    }
  for (let node = 0; node < outputs; node++)
    for (let edges = copy(); edges > 0; edges--) {
      moveName();
      copy(); // arguments
      copy(); // result
    }
  for (let root = 0; root < roots; root++) {
    moveName();
    copy(); // arguments
    copy(); // result
  }
  if (at !== graph.length) throw new Error("The graph of Prisma's inputs has another format. Change prisma/compact-client.js.");
  return Buffer.from(moved);
}
