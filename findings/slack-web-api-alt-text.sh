#!/bin/sh
# @slack/web-api 8.2.0.
# Expected: the alternative text of an image reaches files.getUploadURLExternal as `alt_txt`, the argument's name in Slack's reference.
# Seen: `files.uploadV2({ alt_text })` sends `alt_text`, which is also the name in the types of `files.getUploadURLExternal`. Slack ignores
# arguments that it does not know, so the image has no alternative text. The argument of the reference compiles only with a cast.
# Source: https://github.com/slackapi/node-slack-sdk/blob/@slack/web-api@8.2.0/packages/web-api/src/file-upload.ts,
# https://docs.slack.dev/reference/methods/files.getUploadURLExternal
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund @slack/web-api@8.2.0 >/dev/null
cat > run.mjs <<'JS'
import { once } from 'node:events';
import { createServer } from 'node:http';
import { WebClient } from '@slack/web-api';

let sent = '';
const server = createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  if (request.url === '/files.getUploadURLExternal') console.log((sent = body));
  const url = `http://127.0.0.1:${server.address().port}/upload`;
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ ok: true, upload_url: url, file_id: 'F0000000001', files: [] }));
}).listen(0, '127.0.0.1');
await once(server, 'listening');
const client = new WebClient('xoxb-1', { slackApiUrl: `http://127.0.0.1:${server.address().port}/`, retryConfig: { retries: 0 } });
await client.files.uploadV2({ file: Buffer.from('x'), filename: 'x.png', alt_text: 'A chart' });
server.close();
process.exitCode = sent.includes('alt_text=') && !sent.includes('alt_txt=') ? 0 : 1;
JS
node run.mjs
