import type { Demo } from './start.ts';
import { people } from './workspace.ts';

/** Where to look, who to act as, what to try. */
export function introduce({ page, bot, cases }: Demo): void {
  if (!page) {
    console.log(`The bot runs on ${bot.url}, but there is no local Slack for ${process.platform}-${process.arch} on this machine.
The demo uses the optional package local-slack-${process.platform}-${process.arch}; where npm has it:
  npm install --no-save local-slack-${process.platform}-${process.arch}
or connect a real workspace: README, Set-up on Slack. Ctrl-C stops the bot.`);
    return;
  }
  const cast = Object.values(people).map(({ name, role }) => `  ${name.padEnd(10)} ${role}`);
  console.log(`  Slack in your browser   ${page}
  the bot                 ${bot.url}/healthz

Choose whom you act as at the top of the page (“Act as”):
${cast.join('\n')}

${cases} cases of the past ten weeks are there. Five things to try:
  1. As Ada Park, type in #plainview-help:   /case open
     Fill in the form. Your case's card appears in the channel.
  2. As Max Reyes, look at #support-queue: press Claim on it, and answer in the thread under the card.
  3. As Ada again, read the answer in your thread, and reply. Edit your reply. Delete it.
  4. As Max, press Resolve. As Ada, press “No, still happening”, or close the case and reopen it.
  5. As Rosa Lind, of another district:   /case list   and try   /case CB-10001   of Plainview.

As an advisor, begin a reply with // and it is an internal note. Sam Lee is nobody the directory knows: try as Sam.
Everything else: /case help. Ctrl-C stops everything; npm run demo -- --fresh starts over.`);
}
