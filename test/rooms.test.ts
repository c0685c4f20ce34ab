// Who may import whom (src/README.md). Reads every import of src/, also those of types.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

interface Import {
  /** relative to src/ */
  from: string;
  /** relative to src/ for our own files, else the package */
  to: string;
  own: boolean;
  typeOnly: boolean;
}

const src = path.resolve('src');
const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.ts') && !file.startsWith('db/generated'),
);

function importsOf(file: string, text: string): Import[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: Import[] = [];
  const visit = (node: ts.Node): void => {
    const target = specifierOf(node);
    if (target) found.push(resolve(file, target, isTypeOnly(node)));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function isTypeOnly(node: ts.Node): boolean {
  if (ts.isExportDeclaration(node)) return node.isTypeOnly;
  return ts.isImportDeclaration(node) && node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
}

function specifierOf(node: ts.Node): string | null {
  if (
    (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) &&
    node.moduleSpecifier &&
    ts.isStringLiteral(node.moduleSpecifier)
  )
    return node.moduleSpecifier.text;
  if (
    ts.isCallExpression(node) &&
    node.expression.kind === ts.SyntaxKind.ImportKeyword &&
    node.arguments[0] &&
    ts.isStringLiteral(node.arguments[0])
  )
    return node.arguments[0].text;
  return null;
}

function resolve(from: string, specifier: string, typeOnly: boolean): Import {
  const own = specifier.startsWith('.');
  return { from, to: own ? path.join(path.dirname(from), specifier) : specifier, own, typeOnly };
}

const room = (file: string): string => (file.includes('/') ? (file.split('/')[0] ?? '') : file);

/** What each room may import of ours, besides itself. A file's name allows that file alone; `type:` allows its types. */
const allowed: Record<string, string[]> = {
  domain: [],
  usecases: ['domain', 'ports.ts', 'db', 'outbox/enqueue.ts'],
  chat: ['usecases', 'domain', 'type:ports.ts'],
  db: ['domain', 'ports.ts', 'secrets.ts'],
  outbox: ['db', 'domain', 'ports.ts', 'type:chat/elements.ts', 'type:log.ts'],
  slack: ['chat', 'ports.ts', 'type:config.ts'],
  'ports.ts': ['type:chat/elements.ts', 'type:log.ts'],
  'directory.ts': ['usecases', 'domain', 'yaml-lines.ts'],
  'schedule.ts': ['usecases', 'type:log.ts', 'type:ports.ts'],
};

/** The wiring may import anything. */
const wiring = new Set(['main.ts', 'demo', 'cli.ts', 'start-database.ts', 'doctor.ts']);

/** Packages that belong to one room. */
const packages: [RegExp, string[]][] = [
  [/^@slack\//, ['slack']],
  [/^(@prisma\/|prisma$)/, ['db']],
  [/^pg$/, ['db', 'outbox', 'demo']],
  [/^(botbuilder|@microsoft\/)/, ['teams']],
  [
    /^(node:fs|node:net|node:http)/,
    ['db', 'demo', 'http.ts', 'config.ts', 'cli.ts', 'main.ts', 'slack', 'doctor.ts', 'start-database.ts'],
  ],
];

function breaches(imports: Import[]): string[] {
  return imports.filter((one) => !(one.own ? mayImport(one) : mayUse(one))).map((one) => `${one.from} imports ${one.to}`);
}

function mayImport({ from, to, typeOnly }: Import): boolean {
  const own = room(from);
  if (wiring.has(own) || room(to) === own) return true;
  const rules = allowed[own];
  // small files of the ground floor (config, log, http ...) know each other and the rules
  if (!rules) return !to.includes('/') || room(to) === 'domain' || (typeOnly && room(to) === 'usecases');
  return rules.some((rule) => (rule.startsWith('type:') ? typeOnly && to === rule.slice(5) : to === rule || room(to) === rule));
}

function mayUse({ from, to, typeOnly }: Import): boolean {
  const rule = packages.find(([pattern]) => pattern.test(to));
  return !rule || rule[1].includes(room(from)) || (typeOnly && to === 'pg') || (typeOnly && to.startsWith('node:http'));
}

const read = (file: string): string => readFileSync(path.join(src, file), 'utf8');

describe('the rooms', () => {
  it('import only what they may', () => {
    expect(files.length).toBeGreaterThan(100);
    expect(breaches(files.flatMap((file) => importsOf(file, read(file))))).toEqual([]);
  });

  it.each([
    ['domain/status.ts', "import { formatNumber } from '../usecases/facts.ts';"],
    ['domain/status.ts', "import { readFileSync } from 'node:fs';"],
    ['usecases/add-post.ts', "import { render } from '../slack/render-card.ts';"],
    ['usecases/add-post.ts', "import { startWorker } from '../outbox/worker.ts';"],
    ['chat/open.ts', "import type { Prisma } from '../db/generated/client.ts';"],
    ['slack/events.ts', "import { addPost } from '../usecases/add-post.ts';"],
    ['slack/events.ts', "const db = await import('../db/client.ts');"],
    ['teams/messages.ts', "import { renderMessage } from '../slack/render-card.ts';"],
    ['usecases/add-post.ts', "import { App } from '@slack/bolt';"],
    ['chat/open.ts', "export { PrismaPg } from '@prisma/adapter-pg';"],
  ])('a breach is seen: %s with %s', (file, text) => {
    expect(breaches(importsOf(file, text))).toHaveLength(1);
  });

  it('only config.ts reads the environment', () => {
    expect(
      files.filter((file) => /process\.env/.test(read(file)) && file !== 'config.ts' && !file.startsWith('db/embedded')),
    ).toEqual([]);
  });

  it('no room asks which platform it is on', () => {
    const inside = files.filter((file) => ['domain', 'usecases', 'chat', 'outbox'].includes(room(file)));
    expect(inside.filter((file) => /(===|!==|case) '(slack|teams)'/.test(read(file)))).toEqual([]);
  });

  it('a file does one thing: none is past 250 lines', () => {
    // the stories of the demo are data
    expect(files.filter((file) => read(file).split('\n').length > 250 && file !== 'demo/stories.ts')).toEqual([]);
  });
});
