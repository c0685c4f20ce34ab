// A whole case between a contact and an advisor, over the real way: signed requests to the bot, messages in the local Slack.
import { formatCaseNumber, parseCaseNumber } from "../domain/case-number.js";
import { readable, Stage } from "./scripted-users.js";
import { channels, people } from "./workspace.js";
const ada = people.ada.id;
const max = people.max.id;
const help = channels.plainview.id;
const queue = channels.queue.id;
const subject = 'Food service reports miss the second lunch line';
/** @returns the exit code: 0 when everything that should have been seen was seen */
export async function playTour(demo) {
    if (!demo.slack) {
        console.log('The tour needs the local Slack, which is not on this machine; npm run demo says how to get it.');
        return 1;
    }
    const stage = await Stage.open(demo.slack.url);
    try {
        await play(stage);
        console.log('\nThat was a whole case. npm run demo opens the same in your browser.');
        return 0;
    }
    catch (error) {
        console.error(`\nThe tour stopped: ${error instanceof Error ? error.message : String(error)}`);
        return 1;
    }
    finally {
        stage.close();
    }
}
async function play(stage) {
    act('Ada Park, a contact, types /case open in #plainview-help and fills in the form');
    stage.command(ada, help, 'open');
    await stage.submit(ada, 'Open a case', {
        caseType: 'Question', subject, module: 'Food Service', priority: 'High',
        description: 'The daily report counts *line 1* only. Since **Monday**.',
    }); // prettier-ignore
    const hers = await card(stage, help, 'New');
    const number = parseCaseNumber(/CB-\d+/.exec(readable(hers))?.[0] ?? '') ?? 0;
    see('Ada', 'in #plainview-help', hers);
    const his = await card(stage, queue, 'New');
    see('Max', 'in #support-queue', his);
    act('Max Reyes, an advisor, presses Claim');
    stage.press(max, queue, his, 'Claim');
    see('Ada', 'her card now', await card(stage, help, 'Assigned'));
    act('Max answers in the thread under his card');
    stage.reply(max, queue, his.ts, 'Good morning! Which *school* is it?');
    see('Ada', 'in her thread', await heard(stage, help, hers, 'Which school is it?'));
    act('Ada answers in hers');
    stage.reply(ada, help, hers.ts, 'Riverside, both tills.');
    see('Max', 'in his thread', await heard(stage, queue, his, 'Riverside, both tills.'));
    act('Max writes an internal note: a line that begins with //');
    stage.reply(max, queue, his.ts, '// The second till has no line number. Known from Mill Creek.');
    see('Max', 'in his thread, and nobody else', await heard(stage, queue, his, 'Known from Mill Creek.'));
    act('Max presses Resolve and explains');
    stage.press(max, queue, await card(stage, queue, 'Assigned'), 'Resolve');
    await stage.submit(max, 'Resolve case', { explanation: 'The second till had no line number. It has one now.' });
    const explained = await heard(stage, help, hers, 'It has one now.');
    see('Ada', 'in her thread', explained);
    act('Ada says that it still happens');
    stage.press(ada, help, explained, 'No, still happening');
    await stage.submit(ada, 'Still happening', { 'still-happens': 'Today’s report is still short by 212 meals.' });
    see('Max', 'in his thread', await heard(stage, queue, his, '212 meals'));
    act('Max resolves it again');
    stage.press(max, queue, await card(stage, queue, 'Assigned'), 'Resolve');
    await stage.submit(max, 'Resolve case', { explanation: 'I ran the report of this morning again: all meals are in.' });
    const fingerprint = await heard(stage, help, hers, 'all meals are in');
    see('Ada', 'in her thread', fingerprint);
    act('Ada closes it');
    stage.press(ada, help, fingerprint, 'Yes, close case');
    see('Ada', 'her card now', await card(stage, help, 'Closed'));
    act('Next day Ada finds another gap and reopens it');
    stage.press(ada, help, await card(stage, help, 'Closed'), 'Reopen case');
    await stage.submit(ada, 'Reopen case', { details: 'The monthly report has the same gap.' });
    see('Max', 'his card now', await card(stage, queue, 'Assigned'));
    await heard(stage, queue, his, 'The monthly report has the same gap.');
    see('Ada', 'her card now', await card(stage, help, 'Assigned'));
    const leaked = (await thread(stage, help, hers)).some((message) => readable(message).includes('Mill Creek'));
    if (leaked)
        throw new Error('the internal note reached the contact');
    console.log(`\n  ${formatCaseNumber(number)} is Assigned again. The internal note never left #support-queue.`);
}
/** Waits until the card of the tour's case shows this status. */
async function card(stage, channel, status) {
    return stage.until(`the card of “${subject}” with status ${status}`, async () => (await stage.messages(channel)).find((message) => readable(message).includes(subject) && readable(message).includes(`Status ${status} `)));
}
async function heard(stage, channel, root, words) {
    return stage.until(`“${words}”`, async () => (await thread(stage, channel, root)).find((message) => plain(message).includes(words)));
}
async function thread(stage, channel, root) {
    return (await stage.messages(channel)).filter((message) => message.thread_ts === root.ts && message.ts !== root.ts);
}
function plain(message) {
    return readable(message).replace(/[*_]/g, '');
}
let scene = 0;
function act(words) {
    scene += 1;
    console.log(`\n${String(scene).padStart(2)}. ${words}`);
}
function see(actor, where, message) {
    console.log(`\n    ${actor} sees, ${where}:`);
    for (const line of readable(message).split('\n'))
        console.log(`    │ ${line}`);
}
//# sourceMappingURL=tour.js.map