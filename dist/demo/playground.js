// Microsoft's Agents Playground: a Teams page on this machine. It comes through npx, under Microsoft's own terms; nothing of it is ours.
import { existsSync } from 'node:fs';
import { mkdir, realpath, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { answers, startChild } from "./child.js";
import { tenantFile } from "./tenant.js";
export const playgroundPackage = '@microsoft/m365agentsplayground@0.2.28';
export const playgroundPage = 'https://www.npmjs.com/package/@microsoft/m365agentsplayground';
const program = 'agentsplayground';
/** A download of 4 MB, and npm's own start. */
const findWithinMs = 60_000;
const startWithinMs = 20_000;
/** @param folder of its own, outside of any package @param signal gives up at once */
export async function findPlayground(folder, reach, signal) {
    await mkdir(folder, { recursive: true });
    // what was downloaded once needs no network
    const here = await askNpx(folder, ['--no', '--offline'], signal);
    if ('program' in here || reach === 'here')
        return here;
    // a machine without a network is told so at once, not after npm's three attempts
    return askNpx(folder, ['--yes', '--fetch-retries=0'], signal);
}
async function askNpx(folder, options, signal) {
    if (signal?.aborted)
        return { why: 'the demo was stopped' };
    const npx = startChild(['npx', ...options, `--package=${playgroundPackage}`, '-c', `command -v ${program}`], folder);
    const given = new AbortController();
    const end = signal ? AbortSignal.any([signal, given.signal]) : given.signal;
    const late = wait(findWithinMs, 'late', { signal: end }).catch(() => 'stopped');
    const code = await Promise.race([npx.ended, late]);
    given.abort();
    await npx.stop();
    if (code === 'stopped')
        return { why: 'the demo was stopped' };
    if (code === 'late')
        return { why: `npm did not bring it within ${findWithinMs / 1000} s` };
    const place = npx
        .request()
        .split('\n')
        .find((line) => path.isAbsolute(line) && line.endsWith(program) && existsSync(line));
    if (code !== 0 || !place)
        return { why: reasonIn(npx.request()) };
    const file = await realpath(place);
    const licence = path.join(path.dirname(file), 'LICENSE');
    return { program: file, licence: existsSync(licence) ? licence : null };
}
/** @param botPort where the bot listens @returns why not, in a few words, where it does not come up */
export async function startPlayground({ program: file, licence }, folder, port, botPort) {
    await writeFile(path.join(folder, '.m365agentsplayground.yml'), tenantFile());
    const bot = `http://127.0.0.1:${botPort}/api/messages`;
    const options = ['start', '--app-endpoint', bot, '--channel-id', 'msteams', '--port', String(port), '--disable-telemetry'];
    const child = startChild([process.execPath, file, ...options], folder);
    for (const deadline = Date.now() + startWithinMs; child.lives() && Date.now() < deadline; await wait(50)) {
        // where the port was taken in the meantime, it chose another
        const chosen = /Listening on (\d+)/.exec(child.request())?.[1];
        const url = pageOf(Number(chosen));
        if (chosen && (await answers(url)))
            return { url, licence: licence ?? playgroundPage, stop: child.stop };
    }
    const ended = !child.lives();
    await child.stop();
    return { why: ended ? `it ended at once; ${path.join(folder, 'devTools')} may say why` : 'it does not answer' };
}
const pageOf = (port) => `http://localhost:${port}`;
/** Where the bot reaches the conversations of the page. */
export function connectorOf(port) {
    return `${pageOf(port)}/_connector`;
}
/** npm's word for what went wrong. */
function reasonIn(request) {
    const code = /npm (?:error|ERR!) code (\S+)/.exec(request)?.[1];
    return code ? `npm answers ${code}` : 'npx did not bring it';
}
//# sourceMappingURL=playground.js.map