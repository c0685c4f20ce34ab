// Who may import whom: the table of src/README.md, enforced by `npm run check`. test/checks/import-rules.test.ts proves that every
// rule can fail. Imports of types count: `types` below names what a room may import for its types alone.

/**
 * @typedef {object} Room
 * @property {string} from what the rule holds for, a pattern of paths
 * @property {string[]} [may] paths in src/ it may import
 * @property {string[]} [types] paths in src/ of which it may import types
 */

const adapter = { may: ['chat/', 'cards/', 'domain/text/', 'ports\\.ts'], types: ['config/', 'server/log\\.ts'] };

/** @type {Record<string, Room>} */
const rooms = {
  cards: { from: 'cards/' },
  domain: { from: 'domain/' },
  ports: { from: '((file|mail|setup|tracker|webhook)-)?ports\\.ts', types: ['cards/', 'domain/', 'server/log\\.ts'] },
  db: { from: 'db/', may: ['domain/', 'ports\\.ts'], types: ['config/', 'server/log\\.ts'] },
  outbox: { from: 'outbox/', may: ['db/', 'domain/', 'cards/', 'ports\\.ts'], types: ['server/log\\.ts'] },
  usecases: { from: 'usecases/', may: ['domain/', 'cards/', 'ports\\.ts', 'db/', 'outbox/enqueue/'], types: ['server/log\\.ts'] },
  chat: { from: 'chat/', may: ['usecases/', 'domain/', 'cards/'], types: ['ports\\.ts', 'server/log\\.ts'] },
  slack: { from: 'slack/', ...adapter },
  teams: { from: 'teams/', ...adapter },
  mail: { from: 'mail/', ...adapter, may: [...adapter.may, 'server/signed-links\\.ts'] },
  webhooks: {
    from: 'webhooks/',
    may: ['cards/(markdown-tree|safe-url)\\.ts', 'ports\\.ts'],
  },
  api: { from: 'api/', may: ['usecases/', 'domain/', 'ports\\.ts'], types: ['server/log\\.ts'] },
  files: {
    from: 'files/',
    may: ['domain/', 'cards/(file-line|shown-picture)\\.ts', 'ports\\.ts', 'server/signed-links\\.ts'],
    types: ['config/', 'server/log\\.ts'],
  },
  trackers: { from: 'trackers/', may: ['cards/', 'domain/', 'ports\\.ts'], types: ['config/', 'server/log\\.ts'] },
  config: { from: 'config/', may: ['domain/'] },
  server: { from: 'server/', may: ['usecases/', 'ports\\.ts'], types: ['config/', 'outbox/'] },
};

/** Sub-rooms import their frame (the loose files of their room) and not each other, but for these. */
const subRooms = {
  usecases: {
    cases: ['files', 'notices', 'people', 'privacy'],
    files: ['cases', 'people'],
    notices: [],
    defects: ['cases', 'search'],
    people: ['cases', 'notices'],
    privacy: ['files', 'people'],
    notifications: [],
    answers: [],
    bulk: ['answers', 'cases', 'notices'],
    search: ['cases', 'notices'],
    clock: [],
    mail: ['cases', 'files', 'people'],
    access: ['cases'],
    import: [],
    webhooks: ['defects', 'privacy'],
    api: ['people', 'privacy'],
  },
  chat: {
    cases: ['notices'],
    notices: ['cases'],
    defects: ['cases', 'search'],
    search: ['cases'],
    recipients: [],
    answers: ['cases'],
    bulk: ['cases'],
    directory: ['notices', 'privacy'],
    mails: ['cases'],
    privacy: [],
    webhooks: ['directory', 'privacy'],
  },
  slack: { incoming: ['render', 'transport'], render: ['transport'], transport: ['render'] },
  teams: { incoming: ['render', 'transport'], render: ['transport'], transport: ['render'] },
};

/** Packages that belong to some rooms, and those of Node that reach outside the process. */
const packages = {
  slack: { path: '(^|/)node_modules/@slack/', only: ['slack/'] },
  teams: { path: '(^|/)node_modules/(botbuilder|botframework|@microsoft/)', only: ['teams/'] },
  mail: { path: '(^|/)node_modules/(nodemailer|imapflow|mailauth|email-reply-parser)/', only: ['mail/'] },
  webhooks: { path: '(^|/)node_modules/standardwebhooks/', only: ['webhooks/'] },
  images: { path: '(^|/)node_modules/(chart\\.js|@napi-rs/canvas|@fontsource)/', only: ['files/', 'demo/'] },
  storage: { path: '(^|/)node_modules/(@aws-sdk|@fastify/busboy|file-type|image-size)/', only: ['files/'] },
  prisma: { path: '(^|/)node_modules/(@prisma|prisma)/', only: ['db/'] },
  processes: { path: '^(node:)?child_process$', only: ['db/', 'demo/', 'files/'] },
};

/** All that a room without I/O may use of packages. */
const pure = {
  cards: ['mdast', 'mdast-util-[^/]+', '@types/mdast', 'micromark-extension-gfm-[^/]+', 'gemoji'],
  domain: [
    'zod',
    'luxon',
    '@types/luxon',
    'date-holidays',
    'inflection',
    'stemmer',
    'chrono-node',
    'range-parser',
    '@types/range-parser',
  ],
  usecases: ['zod', 'luxon', '@types/luxon'],
  chat: ['zod', 'luxon', '@types/luxon', 'mdast', '@types/mdast'],
};
const pureBuiltins = { cards: [], domain: ['module'], usecases: ['util', 'crypto'], chat: ['crypto'] };

const src = (...paths) => `^src/(${paths.join('|')})`;
const generated = '^src/db/generated/';

function roomRules() {
  return Object.entries(rooms).flatMap(([name, { from, may = [], types = [] }]) => [
    {
      name: `${name}-imports`,
      comment: `${name} may import ${[...may, ...types.map((path) => `types of ${path}`)].join(', ') || 'none of our code'}.`,
      severity: 'error',
      from: { path: src(from), pathNot: generated },
      to: {
        path: '^src/',
        pathNot: src(from, ...may, ...types, ...(types.length > 0 ? ['(with-timeout|package-root|tracing)\\.ts'] : [])),
      },
    },
    ...(types.length === 0
      ? []
      : [
          {
            name: `${name}-imports-types-only`,
            comment: `${name} may import only types of ${types.join(', ')}.`,
            severity: 'error',
            from: { path: src(from), pathNot: generated },
            to: { path: src(...types), dependencyTypesNot: ['type-only'] },
          },
        ]),
  ]);
}

function subRoomRules() {
  return Object.entries(subRooms).flatMap(([room, subs]) =>
    Object.entries(subs).map(([sub, may]) => ({
      name: `${room}-${sub}-imports`,
      comment: `${room}/${sub} imports its frame${may.length > 0 ? `, and of the other sub-rooms ${may.join(', ')}` : ''}.`,
      severity: 'error',
      from: { path: `^src/${room}/${sub}/` },
      to: { path: `^src/${room}/[^/]+/`, pathNot: [sub, ...may].map((one) => `^src/${room}/${one}/`).join('|') },
    })),
  );
}

function packageRules() {
  return [
    ...Object.entries(packages).map(([name, { path, only }]) => ({
      name: `package-${name}`,
      comment: `Only ${only.join(', ')} may use this package.`,
      severity: 'error',
      from: { path: '^src/', pathNot: src(...only) },
      to: { path },
    })),
    ...Object.entries(pure).flatMap(([room, allowed]) => [
      {
        name: `${room}-packages`,
        comment: `${room} does no I/O: it uses ${allowed.join(', ')} and nothing else.`,
        severity: 'error',
        from: { path: `^src/${room}/` },
        to: { path: 'node_modules/', pathNot: `node_modules/(${allowed.join('|')})(/|$)` },
      },
      {
        name: `${room}-builtins`,
        comment: `${room} does no I/O.`,
        severity: 'error',
        from: { path: `^src/${room}/` },
        to: { dependencyTypes: ['core'], pathNot: `^(node:)?(${pureBuiltins[room].join('|') || 'none'})$` },
      },
    ]),
  ];
}

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one thing, or need a third.',
      severity: 'error',
      from: { pathNot: generated },
      to: { circular: true },
    },
    {
      name: 'no-unresolvable',
      comment: 'An import that leads nowhere breaks at run time.',
      severity: 'error',
      // the entry that npm links exists before dist/ does
      from: { path: '^src/', pathNot: '^src/cli/casebridge\\.js$' },
      to: { couldNotResolve: true },
    },
    ...roomRules(),
    ...subRoomRules(),
    ...packageRules(),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^src/db/generated/.*\\.(wasm|js)' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'node', 'default'] },
  },
};
