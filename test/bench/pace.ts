// How long replies to one conversation in Teams take, against the least time that Teams' documented limits allow. It takes 20 s, because the
// product and the fake keep real time.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Database } from '../../src/db/client.ts';
import type { Row } from './measure.ts';

export async function benchPace(db: Database): Promise<Row[]> {
  const certificate = path.join(import.meta.dirname, '../fake-teams/login-cert.pem'); // which Node reads only when it starts
  const child = fork(path.join(import.meta.dirname, 'pace-child.ts'), {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, DATABASE_URL: db.url, NODE_EXTRA_CA_CERTS: certificate },
  });
  const died = once(child, 'exit').then(() => Promise.reject(new Error('the replies were not measured')));
  const [rows] = (await Promise.race([once(child, 'message'), died])) as [Row[]];
  died.catch(() => undefined);
  return rows;
}
