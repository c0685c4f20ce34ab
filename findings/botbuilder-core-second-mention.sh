#!/bin/sh
# botbuilder-core 4.23.3.
# Expected: `TurnContext.removeRecipientMention` takes every mention of the bot out of the text of a message. Its documentation promises that for
# each place in which the mention's text is found.
# Seen: only the first place of the first mention is removed. Teams sends an entity for each mention, and people who are not sure that a bot reads
# along mention it again at the end. The second "<at>Campus Support</at>" becomes part of the command's arguments or of the text that is
# stored. `removeMentionText`, which it calls, does the same for every id.
# Source: https://github.com/microsoft/botbuilder-js/blob/main/libraries/botbuilder-core/src/turnContext.ts (removeMentionText)
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund botbuilder-core@4.23.3 >/dev/null
cat > run.mjs <<'JS'
import { TurnContext } from 'botbuilder-core';

const bot = { id: '28:bot', name: 'Campus Support' };
const mention = '<at>Campus Support</at>';
const entity = { type: 'mention', mentioned: bot, text: mention };
const read = (text, entities) => TurnContext.removeRecipientMention({ type: 'message', recipient: bot, text, entities });

const seen = {
  once: read(`${mention} close CB-10042`, [entity]),
  twice: read(`${mention} close CB-10042 ${mention}`, [entity, entity]),
};
console.log(seen);
process.exit(seen.once === 'close CB-10042' && seen.twice === `close CB-10042 ${mention}` ? 0 : 1);
JS
node run.mjs
