import { describe, expect, test } from 'vitest';
import { parseCsv } from '../../src/cli/directory-csv.ts';
import { DirectoryError } from '../../src/usecases/people/directory.ts';

function mistakes(text: string): string[] {
  try {
    parseCsv(text);
  } catch (error) {
    if (!(error instanceof DirectoryError)) throw error;
    return error.message.split('\n');
  }
  return [];
}

test('reads contacts, advisors and removed people', () => {
  const { directory, ignored } = parseCsv(`Email,Name,Account,Type,Team,Formerly,Remove,Phone
Ada@Plainview.example,Ada Park,plainview,Support,,ada@old.example,,555-0100
rita@plainview.example,Rita Reed,Plainview School District,Read-Only Contact,,,no,
max@campus.example,Max Reyes,,lead,,,,
tia@campus.example,Tia Holm,,Advisor,Technical Services,,,
gone@plainview.example,,,,,,yes,
`);
  expect(directory.contacts.listed).toEqual([
    {
      line: 2,
      email: 'ada@plainview.example',
      name: 'Ada Park',
      account: 'plainview',
      type: 'support',
      formerly: 'ada@old.example',
      also: [],
    },
    {
      line: 3,
      email: 'rita@plainview.example',
      name: 'Rita Reed',
      account: 'Plainview School District',
      type: 'readOnly',
      formerly: null,
      also: [],
    },
  ]);
  expect(directory.advisors.listed.map(({ email, lead, team }) => [email, lead, team])).toEqual([
    ['max@campus.example', true, null],
    ['tia@campus.example', false, 'Technical Services'],
  ]);
  expect(directory.contacts.removed).toEqual([{ line: 6, email: 'gone@plainview.example' }]);
  expect(directory.onCall).toBeNull();
  expect(ignored).toEqual(['Phone']);
});

test('joins the rows of a contact of several accounts', () => {
  const { directory } = parseCsv(
    'Email,Name,Account,Type\nada@x.example,Ada Park,plainview,support\nada@x.example,Ada Park,Rivertown,read-only\n',
  );
  expect(directory.contacts.listed).toMatchObject([
    { account: 'plainview', type: 'support', also: [{ account: 'Rivertown', type: 'readOnly', line: 3 }] },
  ]);
});

test.each([
  ['semicolons', 'Name;E-mail;District;Contact type\nAda Park;ada@x.example;plainview;support\n'],
  ['tabs', 'name\te-mail\tdistrict\tcontact type\nAda Park\tada@x.example\tplainview\tsupport\n'],
  ['a byte order mark and Windows line breaks', '\uFEFFNAME,EMAIL,ACCOUNT,TYPE\r\nAda Park,ada@x.example,plainview,support\r\n'],
  ['a first and a last name', 'First name,Last name,Email address,Account,Role\nAda,Park,ada@x.example,plainview,support'],
  [
    'quotation marks, blank lines and line breaks',
    '\nName,"E-mail\n address",Account,Type\n\n"Ada\r\nPark",ada@x.example,"plainview",support\n,,,\n',
  ],
])('reads a file with %s', (_case, text) => {
  expect(parseCsv(text).directory.contacts.listed).toMatchObject([
    { email: 'ada@x.example', name: 'Ada Park', account: 'plainview', type: 'support' },
  ]);
});

describe('a file with mistakes', () => {
  test('is refused with every mistake, each with its line and column', () => {
    const text = `Name,Email,District,Type,Remove
"Ada
Park",ada at plainview,plainview,boss,
,bo@x.example,,support,
Cy Lind,cy@x.example,plainview,technical,perhaps
Cy Lind,cy@x.example,plainview,technical,
Di Lind,cy@x.example,plainview,technical,
Lind, Di,di@x.example,plainview,technical,no
`;
    expect(mistakes(text)).toEqual([
      'line 2: column B (Email) must be an email address',
      'line 2: column D (Type) must be support, technical, implementation, read-only, advisor or lead',
      'line 4: column A (Name) is empty',
      'line 4: column C (District) is empty',
      'line 5: column E (Remove) must be yes or no',
      'line 7: cy@x.example is listed twice, first on line 6',
      'line 8: the row has 6 values, but there are 5 columns. Put values with separators in quotation marks',
    ]);
  });

  test('tells an empty cell from a column that the file does not have', () => {
    expect(mistakes('Email,First name,Last name\nada@x.example,,\n')).toEqual([
      'line 2: column B (First name) is empty',
      'line 2: column Account is missing',
      'line 2: column Type is missing',
    ]);
  });

  test.each([
    ['', 'line 1: the file is empty. Its first row must name the columns'],
    ['Name,Account\nAda,plainview', 'line 1: column Email is missing. The file has: Name, Account'],
    ['Email,First name\n', 'line 1: column Name is missing (or First name and Last name). The file has: Email, First name'],
    ['Email,Name,Mail\n', 'line 1: columns Email and Mail mean the same. Keep one of them'],
    ['Email,Name\nada@x.example,"Ada\n', 'line 2: a value here begins with a quotation mark (") and has none at its end'],
    [
      'Email,Name\nada@x.example,Ada "A" Park\n',
      'line 2: a quotation mark (") within a value must be written twice, and the whole value in quotation marks',
    ],
  ])('%j says %j', (text, message) => {
    expect(mistakes(text)).toEqual([message]);
  });
});
