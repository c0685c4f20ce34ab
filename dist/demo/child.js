// A third party's program as a child process that never outlives us.
import { spawn } from 'node:child_process';
/** The shell holds our pipe: when we are gone, however that came about, the pipe ends and it ends the child. */
const guard = 'exec 3<&0; "$@" </dev/null 3<&- & child=$!; (cat <&3 >/dev/null; kill $child) >/dev/null 2>&1 & wait $child';
/** @param folder in which it works */
export function startChild(command, folder) {
    const shell = spawn('sh', ['-c', guard, 'sh', ...command], { cwd: folder, stdio: ['pipe', 'pipe', 'pipe'], detached: true });
    let text = '';
    const hear = (data) => void (text = (text + data.toString()).slice(-100_000));
    shell.stdout.on('data', hear);
    shell.stderr.on('data', hear);
    shell.stdin.on('error', () => undefined); // it ended by itself
    let lives = true;
    const ended = new Promise((resolve) => {
        shell.once('error', () => resolve(null)); // there is no shell
        shell.once('close', resolve);
    }).finally(() => (lives = false));
    const stop = async () => {
        shell.stdin.end();
        await ended;
    };
    return { ended, lives: () => lives, request: () => text, stop };
}
/** Whether something answers there. */
export async function answers(url) {
    try {
        return (await fetch(url)).ok;
    }
    catch {
        return false;
    }
}
//# sourceMappingURL=child.js.map