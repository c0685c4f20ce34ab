// Whatever people paste.
import fc from 'fast-check';

const nasty = fc.constantFrom(
  '<!channel>',
  '<@U0ADA>',
  '&&&&&&&&',
  '<<<<>>>>',
  '```',
  '*_~`',
  '\u202Eright to left\u202C',
  'مرحبا بالعالم',
  '👩‍👩‍👧‍👦',
  '\uD83D',
  '\u0000\u0007',
  '\n\n\n',
  '',
  ' ',
  `https://x.example/${'&'.repeat(900)}`,
);
const long = fc.tuple(nasty, fc.integer({ min: 1, max: 3000 })).map(([text, times]) => text.repeat(times).slice(0, 12_000));

export const oddText = fc.oneof(fc.lorem(), fc.string({ unit: 'binary' }), nasty, long);
