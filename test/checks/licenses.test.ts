// What is installed for production may be used, changed and passed on with the product: every license is one of a short list, or an exception
// with its reason. A new dependency under another license fails here.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const allowed = [
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'ISC',
  'MIT',
  'MIT-0',
  'PSF-2.0',
  'Unlicense',
];

/** package: its license, where it is not on the list */
const exceptions: Readonly<Record<string, string>> = {
  // fonts, which may be passed on with a product under their own license
  '@fontsource/noto-sans': 'OFL-1.1',
  '@fontsource/noto-sans-arabic': 'OFL-1.1',
  '@fontsource/noto-sans-hebrew': 'OFL-1.1',
  // its code is ISC, its list of holidays asks to be named (README)
  'date-holidays': '(ISC AND CC-BY-3.0)',
  // of the Prisma command line, which no bundle contains
  '@visx/vendor': 'MIT and ISC',
  elkjs: 'EPL-2.0',
  // MIT, in their README only
  cldrjs: 'none',
  'seq-queue': 'none',
};

interface Locked {
  license?: string;
  dev?: boolean;
  /** a folder of ours */
  link?: boolean;
}

/** The licenses of which one may be chosen, as in `(MIT OR EUPL-1.1+)`. */
const choicesOf = (license: string): string[] => license.replace(/^\(|\)$/g, '').split(' OR ');

function refusedIn(packages: Readonly<Record<string, Locked>>): string[] {
  return Object.entries(packages).flatMap(([place, { license = 'none', dev, link }]) => {
    const name = place.replace(/^.*node_modules\//, '');
    const isAllowed = choicesOf(license).some((choice) => allowed.includes(choice)) || exceptions[name] === license;
    return name === '' || dev === true || link === true || isAllowed ? [] : [`${name}: ${license}`];
  });
}

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, Locked> };

test('every package of a production install has a license that lets it be passed on', () => {
  expect(Object.keys(packages).length).toBeGreaterThan(500);
  expect(refusedIn(packages)).toEqual([]);
});

test('a package under another license, or under none, is refused', () => {
  expect(
    refusedIn({
      'node_modules/a': { license: 'AGPL-3.0' },
      'node_modules/b': {},
      'node_modules/d': { license: '(MIT OR AGPL-3.0)' },
      'node_modules/c': { license: 'GPL-3.0', dev: true },
    }),
  ).toEqual(['a: AGPL-3.0', 'b: none']);
});

test('every exception is still needed', () => {
  const names = Object.keys(packages).map((place) => place.replace(/^.*node_modules\//, ''));
  expect(Object.keys(exceptions).filter((name) => !names.includes(name))).toEqual([]);
});
