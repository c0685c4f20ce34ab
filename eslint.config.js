import jsdoc from 'eslint-plugin-jsdoc';
import tseslint from 'typescript-eslint';

const platformName = 'Literal[value=/^(slack|teams)$/]';

/** What keeps the rooms apart beside their imports (.dependency-cruiser.js); test/checks/lint-rules.test.ts proves that each can fail. */
export const houseRules = {
  environment: [
    {
      selector: "MemberExpression[object.name='process'][property.name='env']",
      message: 'Only src/config/ reads the environment.',
    },
    {
      selector: "MemberExpression[object.name='process'][property.value='env']",
      message: 'Only src/config/ reads the environment.',
    },
    {
      selector: "VariableDeclarator[init.name='process'] Property[key.name='env']",
      message: 'Only src/config/ reads the environment.',
    },
    {
      selector: "ImportDeclaration[source.value=/^(node:)?process$/] ImportSpecifier[imported.name='env']",
      message: 'Only src/config/ reads the environment.',
    },
  ],
  platform: [
    {
      selector: `BinaryExpression[operator=/^[!=]==?$/] > ${platformName}`,
      message: 'Only slack/, teams/ and the wiring ask which platform this is.',
    },
    { selector: `SwitchCase > ${platformName}`, message: 'Only slack/, teams/ and the wiring ask which platform this is.' },
  ],
  time: [
    { selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']", message: 'Take the time from a Clock.' },
    { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Take the time from a Clock.' },
    {
      selector: "CallExpression[callee.object.name='DateTime'][callee.property.name=/^(now|local|utc)$/][arguments.length=0]",
      message: 'Take the time from a Clock.',
    },
  ],
  loop: [
    {
      selector: "ForOfStatement > VariableDeclaration > VariableDeclarator > Identifier[name='of']",
      message: 'Node 22 to 26 cannot read a loop whose variable is “of” when they strip the types: give it another name.',
    },
  ],
  commit: [
    {
      selector: "MemberExpression[property.name='$transaction']",
      message: 'Use db.transaction, which tells the workers what was committed.',
    },
  ],
};

const { environment, platform, time, commit, loop } = houseRules;
const timed = ['domain', 'usecases', 'chat', 'slack', 'teams', 'mail', 'files', 'outbox', 'api'];

export default tseslint.config(
  { ignores: ['node_modules', 'dist', 'src/db/generated', '.data', '.demo'] },
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      'no-console': 'error',
    },
  },
  {
    files: ['src/**/*.ts'],
    plugins: { jsdoc },
    rules: {
      'max-lines': ['error', { max: 250 }],
      'no-restricted-syntax': ['error', ...loop, ...environment, ...platform],
      'jsdoc/require-jsdoc': [
        'error',
        {
          publicOnly: true,
          enableFixer: false,
          require: { FunctionDeclaration: true, ClassDeclaration: true },
          contexts: [
            'ExportNamedDeclaration > TSInterfaceDeclaration',
            'ExportNamedDeclaration > TSTypeAliasDeclaration',
            'ExportNamedDeclaration > VariableDeclaration > VariableDeclarator > ArrowFunctionExpression',
          ],
        },
      ],
      'jsdoc/check-tag-names': 'error',
      'jsdoc/check-param-names': ['error', { checkDestructured: false, disableMissingParamChecks: true }],
      'jsdoc/require-param-description': 'error',
      'jsdoc/require-returns-description': 'error',
      'jsdoc/empty-tags': 'error',
      'jsdoc/no-types': 'error',
    },
  },
  {
    files: timed.map((room) => `src/${room}/**/*.ts`),
    rules: { 'no-restricted-syntax': ['error', ...loop, ...environment, ...platform, ...time, ...commit] },
  },
  { files: ['src/{slack,teams}/**/*.ts'], rules: { 'no-restricted-syntax': ['error', ...loop, ...environment, ...time] } },
  {
    files: ['src/{main.ts,cli/**/*.ts,demo/**/*.ts,server/http.ts}'],
    rules: { 'no-restricted-syntax': ['error', ...loop, ...environment] },
  },
  { files: ['src/config/**/*.ts'], rules: { 'no-restricted-syntax': ['error', ...loop] } },
  { files: ['src/cli/**', 'src/demo/**', 'deploy/**', 'test/**'], rules: { 'no-console': 'off' } },
);
