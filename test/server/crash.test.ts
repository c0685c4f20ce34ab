import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

/** Runs a program that fails in this way after it began. */
function crash(how: string): { status: number | null; stdout: string; stderr: string } {
  const program = `
    import { createLog } from './src/server/log.ts';
    import { exitOnCrash } from './src/server/crash.ts';
    exitOnCrash(createLog('info'));
    const error = Object.assign(new Error('it broke'), { response: { text: 'hush' } });
    ${how};`;
  return spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', program], { encoding: 'utf8' });
}

test.each([
  ['an error that nothing caught', 'setImmediate(() => { throw error; })'],
  ['a rejected promise that nobody awaited', 'void Promise.reject(error)'],
])('logs %s in one line and ends the process', (_what, how) => {
  const { status, stdout, stderr } = crash(how);
  expect([status, stderr]).toEqual([1, '']);
  const lines = stdout.trim().split('\n');
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'error', err: { message: 'it broke' } });
  expect(stdout).not.toContain('hush');
});
