// Ours, from the request to the acknowledgement, without the worker that delivers afterwards. A process of its own.
import { createRouter } from '../../src/chat/router.ts';
import { readConfig } from '../../src/config/index.ts';
import { openDatabase } from '../../src/db/client.ts';
import { startHttp } from '../../src/server/http.ts';
import { createLog } from '../../src/server/log.ts';
import { createSlack } from '../../src/slack/index.ts';
import { answerWithCpu } from './cpu.ts';
import { workOn } from './fixtures.ts';

const config = readConfig();
if (!config.slack || !config.databaseUrl) throw new Error('Run by acknowledge.ts');
const log = createLog('error');
const db = openDatabase(config.databaseUrl, { scope: 'operator' });
const signals = { echoed: async () => undefined, userChanged: async () => undefined, answeredInTime: async () => undefined };
const slack = createSlack({ config: config.slack, publicUrl: null, installations: null, signals, log, files: null });
await slack.start(createRouter(workOn(db)));
const http = await startHttp({
  port: 0,
  platforms: { slack: slack.handler },
  ready: {},
  metrics: null,
  log,
});
answerWithCpu(http.url);
