// A process that sweeps once when it gets a message. Arguments: the database and the moment.
import { openDatabase } from '../../../src/db/client.ts';
import { defaultSettings } from '../../../src/domain/settings.ts';
import { sweepFollowUps } from '../../../src/usecases/clock/sweep-follow-ups.ts';

const [url = '', now = ''] = process.argv.slice(2);
const db = openDatabase(url, { scope: 'operator' });
process.on('disconnect', () => process.exit(1));
process.on('message', () => {
  void sweepFollowUps({
    db,
    clock: { now: () => new Date(now) },
    settings: defaultSettings,
    userDirectories: {},
    mail: false,
  }).then((swept) => process.send?.(swept));
});
process.send?.('ready');
