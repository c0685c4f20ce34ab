// What a source file imports: statements, re-exports, dynamic imports, `require`, and types named by `import('…')`.
import path from 'node:path';
import ts from 'typescript';

export interface Import {
  /** the importing file, relative to src/ */
  from: string;
  /** relative to src/ for our own files, else the package */
  to: string;
  own: boolean;
  /** nothing of it is left when the program runs */
  typeOnly: boolean;
}

/** @param file relative to src/ @param text the file's source */
export function importsOf(file: string, text: string): Import[] {
  const found: Import[] = [];
  const visit = (node: ts.Node): void => {
    const specifier = specifierOf(node);
    if (specifier !== null) found.push(resolve(file, specifier, isTypeOnly(node)));
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true));
  return found;
}

function specifierOf(node: ts.Node): string | null {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return literal(node.moduleSpecifier);
  if (ts.isImportTypeNode(node)) return ts.isLiteralTypeNode(node.argument) ? literal(node.argument.literal) : null;
  if (ts.isExternalModuleReference(node)) return literal(node.expression);
  return ts.isCallExpression(node) && loads(node.expression) ? literal(node.arguments[0]) : null;
}

function loads(called: ts.Expression): boolean {
  return called.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(called) && called.text === 'require');
}

function literal(node: ts.Node | undefined): string | null {
  return node && ts.isStringLiteralLike(node) ? node.text : null;
}

function isTypeOnly(node: ts.Node): boolean {
  if (ts.isImportTypeNode(node)) return true;
  if (ts.isExportDeclaration(node)) return node.isTypeOnly || everyIsType(node.exportClause);
  if (!ts.isImportDeclaration(node) || !node.importClause) return false;
  const { phaseModifier, name, namedBindings } = node.importClause;
  return phaseModifier === ts.SyntaxKind.TypeKeyword || (!name && everyIsType(namedBindings));
}

/** `{ type A, type B }` */
function everyIsType(names: ts.NamedImportBindings | ts.NamedExportBindings | undefined): boolean {
  if (!names || !('elements' in names) || names.elements.length === 0) return false;
  return [...names.elements].every((one) => one.isTypeOnly);
}

function resolve(from: string, specifier: string, typeOnly: boolean): Import {
  const own = specifier.startsWith('.');
  return { from, to: own ? path.posix.join(path.posix.dirname(from), specifier) : specifier, own, typeOnly };
}
