// Proves that our own rules in eslint.config.js can fail: each is broken once.
import { Linter } from 'eslint';
import { parser } from 'typescript-eslint';
import { describe, expect, it } from 'vitest';

interface Restriction {
  selector: string;
  message: string;
}

// a plain JavaScript file without types of its own
const { houseRules } = (await import(new URL('../../eslint.config.js', import.meta.url).href)) as {
  houseRules: Record<'environment' | 'platform' | 'time' | 'commit' | 'loop', Restriction[]>;
};

function messages(rule: keyof typeof houseRules, text: string): string[] {
  const config = {
    files: ['**/*.ts'],
    languageOptions: { parser },
    rules: { 'no-restricted-syntax': ['error' as const, ...houseRules[rule]] as [Linter.StringSeverity, ...Restriction[]] },
  };
  return new Linter().verify(text, [config], 'a.ts').map(({ message }) => message);
}

describe('our lint rules', () => {
  it.each(['process.env.PORT;', "process['env'];", 'const { env } = process;', "import { argv, env } from 'node:process';"])(
    'refuse to read the environment outside config/: %s',
    (text) => expect(messages('environment', text)).toEqual(['Only src/config/ reads the environment.']),
  );

  it.each(["platform === 'slack';", "'teams' !== platform;", "switch (platform) { case 'slack': }"])(
    'refuse to check the platform outside the adapters: %s',
    (text) => expect(messages('platform', text)).toEqual(['Only slack/, teams/ and the wiring ask which platform this is.']),
  );

  it.each(['Date.now();', 'new Date();', 'DateTime.now();', 'DateTime.utc();'])(
    'refuse to read the clock of the machine: %s',
    (text) => expect(messages('time', text)).toEqual(['Take the time from a Clock.']),
  );

  it('refuse a loop that Node cannot read when it strips the types', () =>
    expect(messages('loop', 'for (const of of [1]) use(of);')).toEqual([
      'Node 22 to 26 cannot read a loop whose variable is “of” when they strip the types: give it another name.',
    ]));

  it('refuse a commit that no worker hears of', () =>
    expect(messages('commit', 'db.prisma.$transaction(run);')).toEqual([
      'Use db.transaction, which tells the workers what was committed.',
    ]));

  it.each([
    ['environment', 'config.port;'],
    ['platform', "const names = ['slack', 'teams'];"],
    ['commit', 'db.transaction(run);'],
    ['loop', 'for (const one of of) use(one);'],
    ['time', 'clock.now(); new Date(0); DateTime.fromISO(text);'],
  ] as const)('allow what the %s rule does not mean: %s', (rule, text) => expect(messages(rule, text)).toEqual([]));
});
