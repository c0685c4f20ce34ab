import { playgroundPackage, playgroundPage } from "./playground.js";
import { people } from "./workspace.js";
/** Where to look, who to act as, what to try. */
export function introduce({ page, mail, bot, teams, cases }) {
    if (!page) {
        console.log(`The bot runs on ${bot.url}, but there is no local Slack for ${process.platform}-${process.arch} on this machine.
The demo uses the optional package local-slack-${process.platform}-${process.arch}; where npm has it:
  npm install --no-save local-slack-${process.platform}-${process.arch}
or connect a real workspace: README, Set-up on Slack. Ctrl-C stops the bot.`);
        return;
    }
    const cast = Object.values(people).map(({ name, role }) => `  ${name.padEnd(10)} ${role}`);
    const onTeams = teams && 'url' in teams ? teams : null;
    console.log(`  Slack in your browser   ${page}
${onTeams ? `  Teams in your browser   ${onTeams.url}\n` : ''}  what the bot mails      ${mail}
  the bot                 ${bot.url}/healthz

Choose whom you act as at the top of Slack's page (“Act as”):
${cast.join('\n')}
${onTeams ? `On the page of Teams you are ${people.rosa.name}, who is on both.\n` : ''}
${cases} cases of the past ten weeks are there. ${onTeams ? 'Six' : 'Five'} things to try:
  1. As Ada Park, type in #plainview-help:   /case open
     Fill in the form. Your case's card appears in the channel.
  2. As Max Reyes, look at #support-queue: press Claim on it, and answer in the thread under the card.
  3. As Ada again, read the answer in your thread, and reply. Edit your reply. Delete it.
  4. As Max, press Resolve. As Ada, press “No, still happening”, or close the case and reopen it.
  5. As Rosa Lind, of another district:   /case list   and try   /case CB-10001   of Plainview.
${onTeams ? acrossBoth : ''}
What people are mailed stands on the page of mails: when Max asks Ada something, she can answer by the button of her mail.
As an advisor, begin a reply with // and it is an internal note. Sam Lee is nobody the directory knows: try as Sam.
Everything else: /case help. Ctrl-C stops everything; npm run demo -- --fresh starts over.`);
    if (onTeams)
        console.log(`\n${aboutTeams(onTeams.licence)}`);
    else if (teams && 'why' in teams)
        console.log(`\n${withoutTeams(teams.why)}`);
}
const acrossBoth = `  6. On both pages: in Teams press “Open a case”, or say   open   in the chat with Casebridge. In Slack, as Max, claim it in #support-queue
     and answer in its thread: Rosa reads it in Teams, where “Post” answers it.
`;
const aboutTeams = (licence) => `The page of Teams is Microsoft's Agents Playground: not ours, pre-release, licensed by Microsoft for evaluation. Its terms:
  ${licence}
It forgets what it showed when it is loaded again; the cases stay:   list   shows them. In a channel or group it passes on mentions alone.`;
const withoutTeams = (why) => `Without a local Teams: Microsoft's Agents Playground could not be had (${why}). Everything else is there. It comes from npm, under
Microsoft's own terms (${playgroundPage}):   npx ${playgroundPackage}`;
//# sourceMappingURL=introduce.js.map