// Every rule of .oxlintrc.json is broken once, in a small project of its own, and must be reported. The house's own rules, which are in
// house-rules.js, are broken in every way they know, and must let pass what only looks alike.
import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

interface Config {
  rules: Record<string, unknown>;
  overrides: { rules: Record<string, unknown> }[];
}

/** A file that breaks the rule, by the rule's name; in `src/` where the rule holds only there. */
const breaches: Record<string, string> = {
  'no-array-constructor': 'export const a = new Array(1, 2);',
  'no-console': "console.log('a');",
  'no-unused-expressions': 'const a = 1;\na;',
  'no-unused-vars': 'function a() {}\nexport const b = (_c: number) => 1;',
  'no-var': 'export var a = 1;',
  'prefer-const': 'let a = 1;\nexport const b = a;',
  'prefer-rest-params': 'export function a() { return arguments; }',
  'prefer-spread': 'declare const a: (...b: number[]) => void;\ndeclare const b: number[];\na.apply(undefined, b);',
  'typescript/await-thenable': 'await 1;\nexport {};',
  'typescript/ban-ts-comment': '// @ts-ignore\nexport const a = 1;',
  'typescript/consistent-type-imports': "import { Stats } from 'node:fs';\nexport const a = (stats: Stats) => stats.size;",
  'typescript/no-array-delete': 'declare const a: number[];\ndelete a[0];',
  'typescript/no-base-to-string': 'export const a = String({});',
  'typescript/no-duplicate-enum-values': 'export enum A { B = 1, C = 1 }',
  'typescript/no-duplicate-type-constituents': 'export type A = 1 | 2 | 1;',
  'typescript/no-empty-object-type': 'export type A = {};',
  'typescript/no-explicit-any': 'export type A = any;',
  'typescript/no-extra-non-null-assertion': 'declare const a: { b: number } | null;\nexport const c = a!!.b;',
  'typescript/no-floating-promises': 'declare const a: () => Promise<void>;\na();',
  'typescript/no-for-in-array': 'declare const a: number[];\nfor (const b in a) void b;',
  'typescript/no-implied-eval': "setTimeout('a()', 1);",
  'typescript/no-misused-new': 'export interface A { new (): A; }',
  'typescript/no-misused-promises': 'declare const a: () => Promise<boolean>;\nif (a()) void 0;',
  'typescript/no-namespace': 'namespace A { export const b = 1; }\nexport const c = A.b;',
  'typescript/no-non-null-asserted-optional-chain': 'declare const a: { b?: number } | null;\nexport const c = a?.b!;',
  'typescript/no-redundant-type-constituents': 'export type A = unknown | 1;',
  'typescript/no-require-imports': "export const a: unknown = require('node:fs');",
  'typescript/no-this-alias': 'export function a(this: object) { const b = this; return () => b; }',
  'typescript/no-unnecessary-type-assertion': "declare const a: string;\nexport const b = (a as string) + 'c';",
  'typescript/no-unnecessary-type-constraint': 'export type A<T extends unknown> = T[];',
  'typescript/no-unsafe-argument': 'declare const a: any;\nMath.abs(a);',
  'typescript/no-unsafe-assignment': 'declare const a: any;\nexport const b = a;',
  'typescript/no-unsafe-call': 'declare const a: any;\na();',
  'typescript/no-unsafe-declaration-merging': 'export interface A { b: 1 }\nexport class A {}',
  'typescript/no-unsafe-enum-comparison': 'enum A { B = 1 }\ndeclare const a: A;\nexport const b = a === 1;',
  'typescript/no-unsafe-function-type': 'export type A = Function;',
  'typescript/no-unsafe-member-access': 'declare const a: any;\nvoid a.b;',
  'typescript/no-unsafe-return': 'declare const a: any;\nexport const b = () => a;',
  'typescript/no-unsafe-unary-minus': 'declare const a: string;\nexport const b = -a;',
  'typescript/no-wrapper-object-types': 'export type A = String;',
  'typescript/only-throw-error': "throw 'a';",
  'typescript/prefer-as-const': "export const a = 'b' as 'b';",
  'typescript/prefer-namespace-keyword': 'module A { export const b = 1; }\nexport const c = A.b;',
  'typescript/prefer-promise-reject-errors': "await Promise.reject('a');\nexport {};",
  'typescript/restrict-plus-operands': "declare const a: { b: 1 };\nexport const b = a + 'c';",
  'typescript/restrict-template-expressions': 'declare const a: { b: 1 };\nexport const c = `${a}`;',
  'typescript/switch-exhaustiveness-check': "declare const a: 'b' | 'c';\nswitch (a) { case 'b': break; }",
  'typescript/triple-slash-reference': '/// <reference path="./other.ts" />\nexport const a = 1;',
  'typescript/unbound-method': 'export const { join } = new (class { join() { return this; } })();',
  'max-lines': `${'void 0;\n'.repeat(251)}`,
  'jsdoc/check-tag-names': '/**\n * A.\n * @parm b what\n */\nexport function a(b: number) { return b; }',
  'jsdoc/empty-tags': '/**\n * A.\n * @async nonsense\n */\nexport function a() {}',
  'jsdoc/require-param-description': '/**\n * A.\n * @param b\n */\nexport function a(b: number) { return b; }',
  'jsdoc/require-returns-description': '/**\n * A.\n * @returns\n */\nexport function a() { return 1; }',
};

/** All ways to break a rule of our own. */
const houseBreaches: Record<string, string[]> = {
  'house/environment': [
    'void process.env.PORT;',
    "void process['env'];",
    'export const { env } = process;',
    "import { argv, env } from 'node:process';\nvoid [argv, env];",
  ],
  'house/platform': [
    "declare const platform: string;\nvoid (platform === 'slack');",
    "declare const platform: string;\nvoid ('teams' !== platform);",
    "declare const platform: string;\nswitch (platform) { case 'slack': }",
  ],
  'house/time': [
    'Date.now();',
    'void new Date();',
    "import { DateTime } from 'luxon';\nDateTime.now();",
    "import { DateTime } from 'luxon';\nDateTime.utc();",
  ],
  'house/commit': ['declare const db: { prisma: { $transaction: () => void } };\ndb.prisma.$transaction();'],
  'house/loop': ['for (const of of [1]) void of;', 'for (let of of [1]) void of;'],
  'house/require-doc': [
    'export function a() {}',
    'export default function a() {}',
    'export class A {}',
    'export interface A { b: 1 }',
    'export type A = 1;',
    'export const a = () => 1;',
    'function a() {}\nexport { a };',
    '// not a doc comment\nexport function a() {}',
    '/* neither */\nexport type A = 1;',
    '/** too far away */\n\nexport type A = 1;',
  ],
  'house/parameter-names': [
    '/**\n * A.\n * @param c the b\n */\nexport function a(b: number) { return b; }',
    '/**\n * A.\n * @param c the c\n * @param b the b\n */\nexport function a(b: number, c: number) { return b + c; }',
    '/**\n * A.\n * @param c the b\n */\nexport const a = (b: number) => b;',
    '/**\n * A.\n * @param b the b\n * @param c what else\n */\nexport function a(b = 1) { return b; }',
    '/** A */\nexport interface A {\n  /**\n   * B.\n   * @param d the c\n   */\n  b(c: number): void;\n}',
  ],
  'house/no-types-in-docs': ['/**\n * A.\n * @param {number} b the b\n */\nexport function a(b: number) { return b; }'],
};

/** What a rule of our own does not mean. */
const allowed: Record<string, string> = {
  environment: 'declare const config: { env: string; port: number };\nvoid [config.port, config.env];',
  platform: "void ['slack', 'teams'];",
  time: "declare const clock: { now: () => Date };\nvoid [clock.now(), new Date(0), new Date('2026-01-01')];",
  commit: 'declare const db: { transaction: () => void };\ndb.transaction();',
  loop: 'declare const of: number[];\nfor (const one of of) void one;',
  docs: [
    '/** A. */\nexport function a(b: string): void;\nexport function a(b: number): void;\nexport function a(b: unknown) { void b; }',
    '/**\n * B.\n * @param c the c\n * @param d both halves of it\n * @param e the rest\n */\nexport const b = (c: number, { d }: { d: 1 }, ...e: 1[]) => [c, d, e];',
    "export const list = [1];\nexport { join } from 'node:path';\nfunction hidden() {}\nhidden();",
  ].join('\n'),
};

const files = {
  ...Object.fromEntries(Object.entries(breaches).map(([rule, text]) => [`src/domain/${rule.replace('/', '-')}.ts`, text])),
  ...Object.fromEntries(
    Object.entries(houseBreaches).flatMap(([rule, texts]) =>
      texts.map((text, n) => [`src/domain/${rule.replace('/', '-')}-${n}.ts`, text]),
    ),
  ),
  ...Object.fromEntries(Object.entries(allowed).map(([name, text]) => [`src/domain/allowed-${name}.ts`, text])),
  'src/domain/other.ts': 'export const other: number = 1;',
  'src/domain/type-error.ts': "export const a: number = 'b';",
  'src/domain/unused-local.ts': 'export function a(b: number) {}',
  'src/page/error.js': '/** @type {number} */\nexport const a = document.title;',
  'src/page/tsconfig.json':
    '{"extends":"../../tsconfig.json","compilerOptions":{"allowJs":true,"checkJs":true,"lib":["DOM"],"types":[]},"include":["."]}',
};

describe('lint rules', () => {
  let root: string;
  let reports: { file: string; rule: string }[];

  beforeAll(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'casebridge-lint-'));
    for (const [file, text] of Object.entries(files)) {
      await mkdir(path.dirname(path.join(root, file)), { recursive: true });
      await writeFile(path.join(root, file), `${text}\n`);
    }
    for (const file of ['.oxlintrc.json', 'tsconfig.json', 'package.json', 'test/checks/house-rules.js']) {
      await mkdir(path.dirname(path.join(root, file)), { recursive: true });
      await copyFile(file, path.join(root, file));
    }
    await symlink(path.resolve('node_modules'), path.join(root, 'node_modules'));
    reports = await lint(root);
  });
  afterAll(() => rm(root, { recursive: true }));

  const rulesIn = (file: string): string[] => reports.filter((one) => one.file === file).map(({ rule }) => rule);

  it('have a breach for every rule', async () => {
    const { rules, overrides } = JSON.parse(await readFile('.oxlintrc.json', 'utf8')) as Config;
    const names = new Set([rules, ...overrides.map((one) => one.rules)].flatMap((one) => Object.keys(one)));
    expect([...names].sort()).toEqual([...Object.keys(breaches), ...Object.keys(houseBreaches)].sort());
  });

  it.each(Object.keys(breaches))('refuse a breach of %s', (rule) => {
    expect(rulesIn(`src/domain/${rule.replace('/', '-')}.ts`)).toContain(rule);
  });

  it.each(Object.entries(houseBreaches).flatMap(([rule, texts]) => texts.map((text, n) => [rule, n, text] as const)))(
    'refuse a breach of %s (%i): %s',
    (rule, n) => expect(rulesIn(`src/domain/${rule.replace('/', '-')}-${n}.ts`)).toContain(rule),
  );

  it.each(Object.keys(allowed))('allow what only looks like a breach: %s', (name) => {
    expect(rulesIn(`src/domain/allowed-${name}.ts`).filter((rule) => rule.startsWith('house/'))).toEqual([]);
  });

  it.each(['src/domain/type-error.ts', 'src/domain/unused-local.ts', 'src/page/error.js'])(
    'come with a check of types: %s',
    (file) => {
      expect(rulesIn(file)).toContainEqual(expect.stringMatching(/^TS\d+$/));
    },
  );
});

/** Lints a folder. @returns the rules that are broken, and the codes of the compiler */
async function lint(folder: string): Promise<typeof found> {
  const found: { file: string; rule: string }[] = [];
  const output = await new Promise<string>((resolve, reject) => {
    const program = path.resolve('node_modules/oxlint/bin/oxlint');
    execFile(process.execPath, [program, '--format', 'json', '.'], { cwd: folder, maxBuffer: 1e8 }, (error, stdout) =>
      stdout === '' ? reject(error ?? new Error('oxlint said nothing')) : resolve(stdout),
    );
  });
  const { diagnostics } = JSON.parse(output) as { diagnostics: { code?: string; filename: string }[] };
  for (const { code = '', filename } of diagnostics) {
    const [, plugin = '', rule = ''] = /^(.+)\((.+)\)$/.exec(code) ?? [];
    const name = plugin === 'eslint' || rule.startsWith('TS') ? rule : `${plugin.replace('@', '')}/${rule}`;
    found.push({ file: path.posix.normalize(filename), rule: name });
  }
  return found;
}
