// `help search`: what a search can say, with an example of each filter. Shows only what this person can use.
import { isAuthorized, seesSeveralAccounts, type Person } from '../../domain/person.ts';
import { sortColumns } from '../../domain/case-query.ts';
import { formatList } from '../../domain/text/numbers.ts';

type Lines = readonly (readonly [examples: readonly string[], meaning: string])[];

const words: Lines = [
  [['grade book'], 'both words, in any form, in the subject, the description or a post'],
  [['"grade book"'], 'the words next to each other'],
  [['attend*'], 'words that begin with this'],
  [['grades -fees', '-status:closed'], 'leaves out cases with a word, or that match a filter'],
  [['CB-10293', '10293'], 'the case with this number'],
  [['CB-10293 attendance'], 'searches the posts and the description of one case, newest first'],
];

const subject: Lines = [
  [['subject:"grade book"', 'subject:!~fees'], 'contains, does not contain'],
  [['subject:="late bus"', 'subject:!="late bus"'], 'equals, not equals'],
  [['subject:^late', 'subject:$report'], 'starts with, ends with'],
];

function fields(person: Person): Lines {
  const isAdvisor = person.kind === 'advisor';
  return [
    [
      ['status:pending', 'status:=assigned', 'status:open'],
      'every status that begins so, exactly this status, every status but Closed',
    ],
    [['priority:high,critical'], 'any of these'],
    [['module:"grade book"', 'type:question'], 'module, case type'],
    [['contact:munoz', 'advisor:max'], 'a part of a name, or an email address'],
    ...(seesSeveralAccounts(person) ? [[['account:plainview'], 'a part of the name'] as const] : []),
    [['modified:today', 'modified:last-week', 'modified:2026-11-24'], 'last modified on your days'],
    [['from:2026-11-01 to:2026-11-24', 'modified:<7d', 'modified:>7d'], 'between two days, in the last seven days, longer ago'],
    [['opened:this-month', 'closed:yesterday'], 'the same for when the case was opened or closed'],
    [['sla:breached'], 'or due, paused, met, none'],
    [['team:training', 'incident:"slow logins"', 'defect:DEV-4711'], 'escalation team, incident, development issue number'],
    [['has:file', 'has:incident', 'has:defect'], 'with an attachment, linked to an incident or a defect'],
    [
      ['is:open'],
      `or closed, ${isAdvisor || isAuthorized(person) ? 'mine, ' : ''}unassigned, waiting-on-me${isAdvisor ? ', waiting-on-support, snoozed' : ''}`,
    ],
  ];
}

function order(person: Person): Lines {
  const columns = sortColumns.filter((column) => column !== 'account' || seesSeveralAccounts(person));
  return [
    [['sort:priority', 'sort:contact-desc'], `by ${formatList(columns, 'or')}`],
    [['page:2', 'size:40'], 'a page, and cases per page'],
    [['as:table'], 'in columns, one line per case'],
  ];
}

/** Writes how to search, as CommonMark. */
export function searchHelp(person: Person): string {
  return [
    section('Words', words),
    section('Subject', subject),
    section('Filters. Cases must match all of them.', fields(person)),
    section('Order and page', order(person)),
    'Capital letters and accents don’t matter. The **Filter** button below the results does the same with a form.',
  ].join('\n\n');
}

function section(title: string, lines: Lines): string {
  const items = lines.map(([examples, meaning]) => `- ${examples.map((text) => `\`${text}\``).join(', ')}: ${meaning}`);
  return [`**${title}**`, '', ...items].join('\n');
}
