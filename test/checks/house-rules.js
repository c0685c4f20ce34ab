// Lint rules of our own, for .oxlintrc.json: what keeps the rooms apart beside their imports (.dependency-cruiser.js), and what a doc comment
// must say. test/checks/lint-rules.test.ts proves that each can fail.

/** @param {Record<string, string>} messages by the selector of what is refused */
const refuse = (messages) => ({
  create: (context) =>
    Object.fromEntries(
      Object.entries(messages).map(([selector, message]) => [selector, (node) => context.report({ node, message })]),
    ),
});

const environment = 'Only src/config/ reads the environment.';
const platform = 'Only slack/, teams/ and the wiring ask which platform this is.';
const time = 'Take the time from a Clock.';
const platformName = 'Literal[value=/^(slack|teams)$/]';

/** @returns the doc comment that ends just above a node, or null */
function docOf(node, { sourceCode }) {
  const last = sourceCode.getCommentsBefore(node).at(-1);
  return last?.type === 'Block' && last.value.startsWith('*') && node.loc.start.line - last.loc.end.line <= 1 ? last : null;
}

/** @returns the nodes that an export makes public and that need a doc comment */
function publicIn({ declaration }) {
  if (!declaration) return [];
  if (declaration.type === 'VariableDeclaration')
    return declaration.declarations.filter(({ init }) => init?.type === 'ArrowFunctionExpression');
  const described = ['FunctionDeclaration', 'ClassDeclaration', 'TSInterfaceDeclaration', 'TSTypeAliasDeclaration'];
  return described.includes(declaration.type) ? [declaration] : [];
}

const nameOf = (node) => node?.id?.name ?? node?.name;

/** The names that `export { a }` and `export default a` make public, of functions and classes declared in the same file. */
function exportedByName(program) {
  const names = program.body.flatMap((node) => {
    if (node.type === 'ExportDefaultDeclaration') return [nameOf(node.declaration)];
    return node.type === 'ExportNamedDeclaration' && !node.source ? node.specifiers.map(({ local }) => local.name) : [];
  });
  const isDeclared = ({ type }) => ['FunctionDeclaration', 'ClassDeclaration'].includes(type);
  return program.body.filter((node) => isDeclared(node) && names.includes(nameOf(node)));
}

const requireDoc = {
  create(context) {
    const overloaded = new Set();
    const check = (exported, nodes) => {
      for (const node of nodes)
        if (!overloaded.has(nameOf(node)) && !docOf(exported, context))
          context.report({ node, message: `Say in a doc comment what ${nameOf(node) ?? 'this'} is for.` });
    };
    return {
      Program(program) {
        for (const { declaration } of program.body)
          if (declaration?.type === 'TSDeclareFunction') overloaded.add(nameOf(declaration));
        for (const node of exportedByName(program)) check(node, [node]);
      },
      ExportNamedDeclaration: (node) => check(node, publicIn(node)),
      ExportDefaultDeclaration: (node) => check(node, publicIn(node)),
    };
  },
};

/** @returns the nodes above which the doc comment of a function may stand */
function placesOf(node) {
  const places = [node];
  for (let { parent } = node; parent; { parent } = parent) {
    const carries = ['VariableDeclarator', 'VariableDeclaration', 'Property', 'MethodDefinition', 'PropertyDefinition'];
    if (!carries.includes(parent.type) && !/^Export/.test(parent.type)) break;
    places.push(parent);
  }
  return places;
}

const parameterName = (param) => {
  const { type, name, left, argument, parameter } = param;
  if (type === 'Identifier') return name;
  const inner = left ?? argument ?? parameter;
  return inner ? parameterName(inner) : undefined; // a pattern has no name: the comment gives it one
};

const parameterNames = {
  create(context) {
    const check = (node) => {
      const doc = placesOf(node)
        .map((place) => docOf(place, context))
        .find(Boolean);
      if (!doc) return;
      const names = [...doc.value.matchAll(/^[\s*]*@param\s+([\w$]+)(?![\w$.[])/gm)].map(([, name]) => name);
      const params = node.params.map(parameterName);
      let from = 0;
      for (const name of names) {
        const at = params.findIndex((param, index) => index >= from && (param === undefined || param === name));
        if (at < 0) return context.report({ node: doc, message: `@param ${name} names no parameter, or stands out of order.` });
        from = at + 1;
      }
    };
    return Object.fromEntries(
      ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression', 'TSDeclareFunction', 'TSMethodSignature'].map(
        (type) => [type, check],
      ),
    );
  },
};

const noTypes = {
  create: (context) => ({
    Program() {
      for (const comment of context.sourceCode.getAllComments())
        if (comment.type === 'Block' && /^\*[^]*@(param|returns?|throws|yields?|property|type)\s+\{/.test(comment.value))
          context.report({ node: comment, message: 'TypeScript says the type; the doc comment does not.' });
    },
  }),
};

export default {
  meta: { name: 'house' },
  rules: {
    environment: refuse({
      "MemberExpression[object.name='process'][property.name='env']": environment,
      "MemberExpression[object.name='process'][property.value='env']": environment,
      "VariableDeclarator[init.name='process'] Property[key.name='env']": environment,
      'ImportDeclaration[source.value=/^(node:)?process$/] ImportSpecifier[imported.name="env"]': environment,
    }),
    platform: refuse({
      [`BinaryExpression[operator=/^[!=]==?$/] > ${platformName}`]: platform,
      [`SwitchCase > ${platformName}`]: platform,
    }),
    time: refuse({
      "CallExpression[callee.object.name='Date'][callee.property.name='now']": time,
      "NewExpression[callee.name='Date'][arguments.length=0]": time,
      "CallExpression[callee.object.name='DateTime'][callee.property.name=/^(now|local|utc)$/][arguments.length=0]": time,
    }),
    commit: refuse({
      "MemberExpression[property.name='$transaction']": 'Use db.transaction, which tells the workers what was committed.',
    }),
    loop: refuse({
      "ForOfStatement > VariableDeclaration > VariableDeclarator > Identifier[name='of']":
        'Node 22 to 26 cannot read a loop whose variable is “of” when they strip the types: give it another name.',
    }),
    'require-doc': requireDoc,
    'parameter-names': parameterNames,
    'no-types-in-docs': noTypes,
  },
};
