// The process that the kill test kills: it turns events into deliveries and sends them. Arguments: the database and the host of the endpoint.
import { openDatabase } from '../../src/db/client.ts';
import { defaultSettings } from '../../src/domain/settings.ts';
import { startWebhooks } from '../../src/load-webhooks.ts';
import { createLog } from '../../src/server/log.ts';

const [databaseUrl = '', host = ''] = process.argv.slice(2);
// the parent and its database may be gone first
const db = openDatabase(databaseUrl, { onIdleError: () => process.exit(1) });
process.on('disconnect', () => process.exit(1));
process.on('message', () => {
  const clock = { now: () => new Date() };
  startWebhooks(
    { db, clock, settings: defaultSettings, secretKeys: [Buffer.alloc(32, 7)], userDirectories: {}, mail: false },
    {
      log: createLog('fatal'),
      allowedHosts: [host],
      overrides: { leaseMs: 400, pollMs: 20, backoff: { first: 1, cap: 20, inDoubt: 1 }, timeoutMs: 2_000 },
    },
  );
});
process.send?.('ready');
