#!/bin/sh
# @slack/bolt 5.1.0.
# Expected: a request that `processEventErrorHandler` of HTTPReceiver has answered (here with 400) is done, so nothing is logged about it later.
# Seen: three seconds later Bolt logs at level error that the event was not acknowledged and asks to call ack() in a listener, although no
# listener ever ran and Slack got its answer long before. A flood of refused requests writes the same number of misleading errors.
# `unhandledRequestHandler` is called for them, too; it can look at `response.headersSent`.
# Source: https://github.com/slackapi/bolt-js/blob/@slack/bolt@5.1.0/src/receivers/HTTPReceiver.ts,
# https://docs.slack.dev/tools/bolt-js/concepts/receiver
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund @slack/bolt@5.1.0 >/dev/null
cat > run.mjs <<'JS'
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import bolt from '@slack/bolt';

const logged = [];
const keep = (...parts) => logged.push(parts.join(' '));
const logger = { debug() {}, info() {}, warn: keep, error: keep, setLevel() {}, getLevel: () => 'warn', setName() {} };
const receiver = new bolt.HTTPReceiver({
  signingSecret: 'secret',
  processBeforeResponse: true,
  logger,
  processEventErrorHandler: async ({ response }) => {
    response.writeHead(400).end();
    return false;
  },
});
class Refusing extends bolt.App {
  async processEvent() {
    throw new Error('refused');
  }
}
new Refusing({ token: 'xoxb-1', tokenVerificationEnabled: false, receiver, logger });
const server = createServer((request, response) => receiver.requestListener(request, response)).listen(0);
await once(server, 'listening');
const body = JSON.stringify({ type: 'event_callback', team_id: 'T1', event_id: 'Ev1', event: { type: 'message', channel: 'C1', ts: '1.1' } });
const at = String(Math.floor(Date.now() / 1000));
const signature = `v0=${createHmac('sha256', 'secret').update(`v0:${at}:${body}`).digest('hex')}`;
const headers = { 'content-type': 'application/json', 'x-slack-signature': signature, 'x-slack-request-timestamp': at };
const answer = await fetch(`http://localhost:${server.address().port}/slack/events`, { method: 'POST', body, headers });
console.log(`answered: ${answer.status}`);
logged.length = 0;
await wait(4_000);
console.log(`logged later: ${logged.join(' | ')}`);
server.close();
process.exit(answer.status === 400 && /not acknowledged within/.test(logged.join()) ? 0 : 1);
JS
node run.mjs
