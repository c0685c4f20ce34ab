// The yardstick: a Bolt app that acknowledges and does nothing else. A process of its own, so that its CPU time can be told.
import { once } from 'node:events';
import { App, HTTPReceiver, LogLevel } from '@slack/bolt';
import { answerWithCpu } from './cpu.ts';
import { signingSecret } from './slack-request.ts';

const receiver = new HTTPReceiver({ signingSecret, processBeforeResponse: true, logLevel: LogLevel.ERROR });
const app = new App({ receiver, authorize: async () => ({ botToken: 'xoxb-bench' }), logLevel: LogLevel.ERROR });
app.command('/case', async ({ ack }) => ack());
app.view('form', async ({ ack }) => ack());
const server = await receiver.start(0);
if (!server.listening) await once(server, 'listening');
answerWithCpu(server.address());
