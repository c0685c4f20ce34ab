import { describe, expect, it } from 'vitest';
import { toCommandText } from '../../../src/slack/incoming/command-text.ts';

describe('the text of a command', () => {
  it.each([
    // what Slack makes a link by itself
    ['search <http://grades.example.org|grades.example.org>', 'search grades.example.org'],
    ['search <https://grades.example.org/x?id=7&amp;a=b>', 'search https://grades.example.org/x?id=7&a=b'],
    ['search <http://Grades.Example.org/|Grades.Example.org>', 'search Grades.Example.org'],
    ['search <tel:+16125550123|612-555-0123>', 'search 612-555-0123'],
    ['search contact:<mailto:ada@plainview.example|ada@plainview.example>', 'search contact:ada@plainview.example'],
    // a label that says nothing of the address
    ['search <https://grades.example.org/x|this page>', 'search https://grades.example.org/x'],
    ['search contact:<@U0BEN|ben> -<#C1|general>', 'search contact:@{U0BEN} -#general'],
    ['search modified:&gt;7d opened:&lt;3h', 'search modified:>7d opened:<3h'],
    // copied from a card
    ['`search "grade book" status:pending`', 'search "grade book" status:pending'],
    ['``search a`b``', '``search a`b``'],
    ['search `grade`', 'search `grade`'],
  ])('of %s is %s', (typed, read) => {
    expect(toCommandText(typed)).toBe(read);
  });
});
