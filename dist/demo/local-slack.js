// The third-party local Slack (MIT).
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { answers, startChild } from "./child.js";
import { workspaceFile } from "./workspace.js";
/** @returns the binary of this platform's package, null where there is none */
export function findLocalSlack() {
    const packageName = `local-slack-${process.platform}-${process.arch}`;
    try {
        const binary = path.join(path.dirname(createRequire(import.meta.url).resolve(`${packageName}/package.json`)), 'bin', 'local-slack');
        return existsSync(binary) ? binary : null;
    }
    catch {
        return null;
    }
}
/**
 * @param folder where its configuration and files go
 * @throws Error of one line when it does not answer within ten seconds
 */
export async function startLocalSlack(binary, folder, port, requestUrl) {
    const file = path.join(folder, 'local-slack.yaml');
    await writeFile(file, workspaceFile(requestUrl));
    const command = [binary, '--config', file, '--port', String(port), '--files-dir', path.join(folder, 'files')];
    const child = startChild(command, folder);
    const url = `http://localhost:${port}`;
    for (const deadline = Date.now() + 10_000; Date.now() < deadline; await wait(50)) {
        if (!child.lives())
            throw new Error(`local-slack ended at once; run it yourself to see why: ${command.join(' ')}`);
        if (await answers(url))
            return { url, stop: child.stop };
    }
    await child.stop();
    throw new Error(`local-slack does not answer on ${url}`);
}
//# sourceMappingURL=local-slack.js.map