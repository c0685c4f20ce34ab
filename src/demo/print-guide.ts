import { playgroundPackage, playgroundPage } from './playground.ts';
import type { Demo } from './start.ts';
import type { TeamsPerson } from './tenant.ts';
import { people } from './workspace.ts';

/** Prints the addresses, the people to act as, and what to try. */
export function printGuide({ page, mail, bot, teams, cases }: Demo): void {
  if (!page) {
    const localSlack = `local-slack-${process.platform}-${process.arch}`;
    console.log(`The bot is running on ${bot.url}, but local-slack is not installed for this machine.
Install the optional package ${localSlack} (if npm has it):
  npm install --no-save ${localSlack}
or connect a real workspace: see "Slack" in the README. Press Ctrl-C to stop the bot.`);
    return;
  }
  const roles = Object.values(people).map(({ name, role }) => `  ${name.padEnd(10)} ${role}`);
  const onTeams = teams && 'url' in teams ? teams : null;
  console.log(`  Slack in your browser   ${page}
${onTeams ? `  Teams in your browser   ${onTeams.url}\n` : ''}  Email from the bot      ${mail}
  Health of the bot       ${bot.url}/healthz

Choose who you are at the top of the Slack page ("Act as"):
${roles.join('\n')}
${onTeams ? `${whoOnTeams(onTeams.person)}\n` : ''}
${cases} cases from the past ten weeks are already there. Things to try:
  1. As Ada Park, type this in #plainview-help:   /case open
     Choose the module Food Service and fill in the form. Your case appears in the channel.
  2. As Max Reyes, find the case in #support-queue. Press Claim, then reply in the thread under the case.
     (A Grade Book case would be in #queue-grade-book.)
     Attach a screenshot with the paper clip: it appears in Ada's thread. Or press Add files on the card.
  3. As Ada again, read the reply in the thread under your case and answer it. Edit your answer, then delete it.
  4. As Max, press Resolve. As Ada, press "No, still happening". Or press "Yes, close case", then reopen it.
  5. As Rosa Lind, who is from another district, type   /case list   and then   /case CB-10001   (a Plainview case).
${onTeams?.person === 'rosa' ? acrossBoth : ''}
Start a line with // as an advisor to write an internal note. Sam Lee is not in the directory: see what he gets.
When Max asks Ada a question, she can also answer it from the email above.
Type /case help for everything else. Press Ctrl-C to stop; npm run demo -- --fresh starts over.`);
  if (onTeams) console.log(`\n${aboutTeams(onTeams.license)}`);
  else if (teams && 'reason' in teams) console.log(`\n${withoutTeams(teams.reason)}`);
}

function whoOnTeams(person: TeamsPerson): string {
  const other = person === 'rosa' ? 'an advisor' : people.rosa.name;
  const flag = person === 'rosa' ? 'max' : 'rosa';
  return `On the Teams page you are ${people[person].name}, who uses both. To be ${other} there: npm run demo -- --teams-as ${flag}`;
}

const acrossBoth = `  6. Across both: in Teams, type   open   in the chat with Casebridge. As Max in Slack, claim the case in #support-queue and
     reply in its thread. Rosa reads it in Teams and answers with Post.
`;

const aboutTeams = (license: string): string =>
  `The Teams page is Microsoft's Agents Playground, a pre-release licensed for evaluation. Its terms:
  ${license}
It forgets its messages when you reload it. The cases stay: type   list   to see them. In channels it only passes on mentions.`;

const withoutTeams = (reason: string): string =>
  `The local Teams is missing: Microsoft's Agents Playground could not be installed (${reason}). Everything else works. It is on npm under
Microsoft's own terms (${playgroundPage}):   npx ${playgroundPackage}`;
