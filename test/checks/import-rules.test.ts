// Every rule of .dependency-cruiser.js is broken once, in a small tree of its own, and must be reported.
import { mkdtemp, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { cruise, type IConfiguration, type ICruiseResult } from 'dependency-cruiser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

// a plain JavaScript file without types of its own
const { default: config } = (await import(path.resolve('.dependency-cruiser.js'))) as { default: IConfiguration };

/** A file that breaks the rule, by the rule's name. */
const breaches: Record<string, { file: string; text: string }> = {
  'no-cycles': { file: 'domain/cycle-back.ts', text: "import type { B } from './cycle.ts';\nexport type A = B;" },
  'no-unresolvable': { file: 'domain/lost.ts', text: "import './nowhere.ts';" },
  'cards-imports': { file: 'cards/a.ts', text: "import type { Case } from '../domain/target.ts';\nexport type A = Case;" },
  'domain-imports': { file: 'domain/a.ts', text: "import { target } from '../usecases/target.ts';\nexport const a = target;" },
  'ports-imports': { file: 'ports.ts', text: "import { target } from './db/target.ts';\nexport const a = target;" },
  'ports-imports-types-only': { file: 'ports.ts', text: "import { target } from './cards/target.ts';\nexport const b = target;" },
  'db-imports': { file: 'db/a.ts', text: "import { target } from '../outbox/target.ts';\nexport const a = target;" },
  'db-imports-types-only': { file: 'db/b.ts', text: "import { target } from '../config/target.ts';\nexport const a = target;" },
  'outbox-imports': { file: 'outbox/a.ts', text: "import { target } from '../chat/target.ts';\nexport const a = target;" },
  'outbox-imports-types-only': {
    file: 'outbox/b.ts',
    text: "import { target } from '../server/log.ts';\nexport const a = target;",
  },
  'usecases-imports': { file: 'usecases/a.ts', text: "import { target } from '../outbox/target.ts';\nexport const a = target;" },
  'usecases-imports-types-only': {
    file: 'usecases/b.ts',
    text: "import { target } from '../server/log.ts';\nexport const a = target;",
  },
  'chat-imports': { file: 'chat/a.ts', text: "import type { T } from '../db/target.ts';\nexport type A = T;" },
  'chat-imports-types-only': { file: 'chat/b.ts', text: "import { target } from '../ports.ts';\nexport const a = target;" },
  'slack-imports': { file: 'slack/a.ts', text: "import type { T } from '../usecases/target.ts';\nexport type A = T;" },
  'slack-imports-types-only': {
    file: 'slack/b.ts',
    text: "import { target } from '../config/target.ts';\nexport const a = target;",
  },
  'teams-imports': { file: 'teams/a.ts', text: "export * from '../slack/target.ts';" },
  'teams-imports-types-only': { file: 'teams/b.ts', text: "export const a = await import('../config/target.ts');" },
  'mail-imports': { file: 'mail/a.ts', text: "export { target } from '../slack/target.ts';" },
  'mail-imports-types-only': { file: 'mail/b.ts', text: "export { target } from '../config/target.ts';" },
  'webhooks-imports': { file: 'webhooks/a.ts', text: "export { target } from '../usecases/target.ts';" },
  'api-imports': { file: 'api/a.ts', text: "export { target } from '../chat/target.ts';" },
  'api-imports-types-only': { file: 'api/b.ts', text: "export { target } from '../server/log.ts';" },
  'files-imports': { file: 'files/a.ts', text: "export { target } from '../chat/target.ts';" },
  'files-imports-types-only': { file: 'files/b.ts', text: "export { target } from '../config/target.ts';" },
  'trackers-imports': { file: 'trackers/a.ts', text: "export { target } from '../usecases/target.ts';" },
  'trackers-imports-types-only': { file: 'trackers/b.ts', text: "export { target } from '../config/target.ts';" },
  'config-imports': { file: 'config/a.ts', text: "export { target } from '../usecases/target.ts';" },
  'server-imports': { file: 'server/a.ts', text: "export { target } from '../slack/target.ts';" },
  'server-imports-types-only': { file: 'server/b.ts', text: "export { target } from '../outbox/target.ts';" },
  'usecases-cases-imports': { file: 'usecases/cases/a.ts', text: "export { target } from '../clock/target.ts';" },
  'usecases-files-imports': { file: 'usecases/files/a.ts', text: "export { target } from '../clock/target.ts';" },
  'usecases-notices-imports': { file: 'usecases/notices/a.ts', text: "export { target } from '../clock/target.ts';" },
  'usecases-defects-imports': { file: 'usecases/defects/a.ts', text: "export { target } from '../clock/target.ts';" },
  'usecases-people-imports': { file: 'usecases/people/a.ts', text: "export { target } from '../clock/target.ts';" },
  'usecases-notifications-imports': { file: 'usecases/notifications/a.ts', text: "export { target } from '../clock/target.ts';" },
  'usecases-search-imports': { file: 'usecases/search/a.ts', text: "export { target } from '../clock/target.ts';" },
  'usecases-clock-imports': { file: 'usecases/clock/a.ts', text: "export { target } from '../search/target.ts';" },
  'usecases-access-imports': { file: 'usecases/access/a.ts', text: "export { target } from '../search/target.ts';" },
  'usecases-import-imports': { file: 'usecases/import/a.ts', text: "export { target } from '../search/target.ts';" },
  'usecases-api-imports': { file: 'usecases/api/a.ts', text: "export { target } from '../search/target.ts';" },
  'chat-cases-imports': { file: 'chat/cases/a.ts', text: "export { target } from '../recipients/target.ts';" },
  'chat-notices-imports': { file: 'chat/notices/a.ts', text: "export { target } from '../recipients/target.ts';" },
  'chat-defects-imports': { file: 'chat/defects/a.ts', text: "export { target } from '../recipients/target.ts';" },
  'chat-search-imports': { file: 'chat/search/a.ts', text: "export { target } from '../recipients/target.ts';" },
  'chat-recipients-imports': { file: 'chat/recipients/a.ts', text: "export { target } from '../search/target.ts';" },
  'usecases-answers-imports': { file: 'usecases/answers/a.ts', text: "export { target } from '../search/target.ts';" },
  'usecases-mail-imports': { file: 'usecases/mail/a.ts', text: "export { target } from '../search/target.ts';" },
  'usecases-webhooks-imports': { file: 'usecases/webhooks/a.ts', text: "export { target } from '../search/target.ts';" },
  'chat-webhooks-imports': { file: 'chat/webhooks/a.ts', text: "export { target } from '../search/target.ts';" },
  'chat-privacy-imports': { file: 'chat/privacy/a.ts', text: "export { target } from '../search/target.ts';" },
  'usecases-privacy-imports': { file: 'usecases/privacy/a.ts', text: "export { target } from '../search/target.ts';" },
  'chat-mails-imports': { file: 'chat/mails/a.ts', text: "export { target } from '../search/target.ts';" },
  'usecases-bulk-imports': { file: 'usecases/bulk/a.ts', text: "export { target } from '../search/target.ts';" },
  'chat-bulk-imports': { file: 'chat/bulk/a.ts', text: "export { target } from '../search/target.ts';" },
  'chat-directory-imports': { file: 'chat/directory/a.ts', text: "export { target } from '../search/target.ts';" },
  'chat-answers-imports': { file: 'chat/answers/a.ts', text: "export { target } from '../search/target.ts';" },
  'slack-render-imports': { file: 'slack/render/a.ts', text: "export { target } from '../incoming/target.ts';" },
  'slack-transport-imports': { file: 'slack/transport/a.ts', text: "export { target } from '../incoming/target.ts';" },
  'teams-render-imports': { file: 'teams/render/a.ts', text: "export { target } from '../incoming/target.ts';" },
  'teams-transport-imports': { file: 'teams/transport/a.ts', text: "export { target } from '../incoming/target.ts';" },
  'slack-incoming-imports': { file: 'slack/incoming/a.ts', text: "export { target } from '../elsewhere/target.ts';" },
  'teams-incoming-imports': { file: 'teams/incoming/a.ts', text: "export { target } from '../elsewhere/target.ts';" },
  'package-slack': { file: 'teams/c.ts', text: "export { WebClient } from '@slack/web-api';" },
  'package-teams': { file: 'slack/c.ts', text: "export { ActivityTypes } from 'botbuilder';" },
  'package-mail': { file: 'chat/c.ts', text: "export { createTransport } from 'nodemailer';" },
  'package-webhooks': { file: 'chat/g.ts', text: "export { Webhook } from 'standardwebhooks';" },
  'package-images': { file: 'chat/d.ts', text: "export { createCanvas } from '@napi-rs/canvas';" },
  'package-storage': { file: 'chat/e.ts', text: "export { imageSize } from 'image-size';" },
  'package-prisma': { file: 'usecases/c.ts', text: "export type { PrismaClient } from '@prisma/client';" },
  'package-processes': { file: 'outbox/c.ts', text: "export { fork } from 'node:child_process';" },
  'cards-packages': { file: 'cards/c.ts', text: "export { z } from 'zod';" },
  'cards-builtins': { file: 'cards/d.ts', text: "export { readFileSync } from 'node:fs';" },
  'domain-packages': { file: 'domain/c.ts', text: "export { Pool } from 'pg';" },
  'domain-builtins': { file: 'domain/d.ts', text: "export { createHash } from 'node:crypto';" },
  'usecases-packages': { file: 'usecases/d.ts', text: "export { App } from '@slack/bolt';" },
  'usecases-builtins': { file: 'usecases/e.ts', text: "export { readFileSync } from 'node:fs';" },
  'chat-packages': { file: 'chat/e.ts', text: "export { Pool } from 'pg';" },
  'chat-builtins': { file: 'chat/f.ts', text: "export { readFileSync } from 'node:fs';" },
};

/** Imports that look alike and are allowed. */
const allowed: Record<string, string> = {
  'chat/ok.ts': "import type { T } from '../ports.ts';\nexport type A = T;",
  'outbox/ok.ts': "import type { T } from '../cards/target.ts';\nexport type A = T;",
  'usecases/ok.ts': "export { target } from '../outbox/enqueue/target.ts';",
  'usecases/defects/ok.ts': "export { target } from '../cases/target.ts';",
  'slack/incoming/ok.ts': "export { target } from '../transport/target.ts';",
  'api/ok.ts': "export { target } from '../usecases/target.ts';",
  'mail/ok.ts': "export { target } from '../server/signed-links.ts';",
  'main.ts': "export { target } from './slack/target.ts';",
  'demo/ok.ts': "export { target } from '../slack/target.ts';",
};

const target = 'export type T = string;\nexport type Case = string;\nexport const target = 1;\n';

describe('import rules', () => {
  let root: string;
  let violations: { rule: string; from: string }[];

  beforeAll(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'casebridge-rules-'));
    await symlink(path.resolve('node_modules'), path.join(root, 'node_modules'));
    const targets = [
      ...['cards', 'domain', 'db', 'outbox', 'outbox/enqueue', 'usecases', 'chat', 'slack', 'teams', 'config'].map(
        (room) => `${room}/target.ts`,
      ),
      ...['cases', 'clock', 'search'].map((sub) => `usecases/${sub}/target.ts`),
      ...['recipients', 'search'].map((sub) => `chat/${sub}/target.ts`),
      ...['slack', 'teams'].flatMap((room) => ['incoming', 'transport', 'elsewhere'].map((sub) => `${room}/${sub}/target.ts`)),
      ...['server/log.ts', 'server/signed-links.ts'],
    ];
    const files: Record<string, string> = {
      ...Object.fromEntries(targets.map((file) => [file, target])),
      'domain/cycle.ts': "import type { A } from './cycle-back.ts';\nexport type B = A;",
      'ports.ts': target,
      ...allowed,
    };
    for (const { file, text } of Object.values(breaches)) files[file] = `${files[file] ?? ''}${text}\n`;
    await write(root, files);
    await writeFile(
      path.join(root, 'tsconfig.json'),
      '{"compilerOptions":{"module":"NodeNext","allowImportingTsExtensions":true,"noEmit":true}}',
    );
    const { output } = await cruise(['src'], {
      ...config.options,
      baseDir: root,
      tsConfig: undefined,
      validate: true,
      ruleSet: { forbidden: config.forbidden },
    });
    violations = (output as ICruiseResult).summary.violations.map(({ rule, from }) => ({
      rule: rule.name,
      from: path.posix.relative('src', from),
    }));
  });
  afterAll(() => rm(root, { recursive: true }));

  it('has a breach for every rule', () => {
    expect(config.forbidden?.map(({ name }) => name).sort()).toEqual(Object.keys(breaches).sort());
  });

  it.each(Object.entries(breaches))('reports a breach of %s', (rule, { file }) => {
    expect(violations).toContainEqual({ rule, from: file });
  });

  it.each(Object.keys(allowed))('allows what %s imports', (file) => {
    expect(violations.filter(({ from }) => from === file)).toEqual([]);
  });
});

async function write(root: string, files: Record<string, string>): Promise<void> {
  for (const [file, text] of Object.entries(files)) {
    const full = path.join(root, 'src', file);
    await mkdir(path.dirname(full), { recursive: true });
    await writeFile(full, text);
  }
}
