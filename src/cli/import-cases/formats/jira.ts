// Jira Service Management: the CSV export of all fields. Names of columns repeat, once for each comment and attachment, whose cells are
// `date;author;text` and `date;author;name;address`. Texts are wiki markup, people are account ids, dates such as `12/Mar/26 4:05 PM` are in the zone of
// the person who exported. The export does not say which comments are internal.
// Follows support.atlassian.com, Export search results to a CSV file, and Manage users, Export users.
import { createHash } from 'node:crypto';
import type { ExportRow } from '../rows.ts';
import { dated, person, type ExportFormat, type FormatOptions, type RawItem, type RawPerson } from './format.ts';

function personOf(row: ExportRow, role: string): RawPerson {
  const name = row.get(role);
  return person({ id: row.get(`${role} Id`) || name, name, email: row.get(`${role} Email`) });
}

function readIssue(row: ExportRow, { columns }: FormatOptions): RawItem[] {
  const own = (field: string, ...usual: string[]): string => row.get(...(columns[field] ? [columns[field]] : []), ...usual);
  const key = row.get('Issue key', 'Key');
  const category = row.get('Status Category').toLowerCase();
  const reporter = personOf(row, 'Reporter');
  const assignee = personOf(row, 'Assignee');
  const found: RawItem = {
    kind: 'case',
    id: key,
    dates: { created: dated(row, 'Created'), updated: dated(row, 'Updated'), closed: dated(row, 'Resolved') },
    data: {
      number: key,
      subject: own('subject', 'Summary'),
      description: own('description', 'Description'),
      format: 'jira',
      status: own('status', 'Status'),
      isDone: category === '' ? null : category === 'done',
      priority: own('priority', 'Priority'),
      type: own('type', 'Custom field (Request Type)', 'Issue Type'),
      module: own('module', 'Components', 'Component/s', 'Custom field (Products)'),
      organization: own('account', 'Custom field (Organizations)', 'Organizations'),
      organizationId: '',
      contact: reporter,
      assignee: { ...assignee, agent: true },
      ...{ created: '', updated: '', closed: '' },
      closeReason: row.get('Resolution'),
      channel: row.get('Custom field (Request channel type)'),
    },
  };
  const names = [reporter, assignee, personOf(row, 'Creator')].filter(({ id, name }) => id !== '' && id !== name);
  const people = names.map((one): RawItem => ({ kind: 'person', id: `name:${one.id}`, data: one }));
  return [found, ...people, ...readComments(key, row.all('Comment')), ...readAttachments(key, row.all('Attachment'))];
}

function readComments(key: string, cells: readonly string[]): RawItem[] {
  const counts = new Map<string, number>();
  return cells.map((cell): RawItem => {
    const parts = /^([^;]{6,40});([^;]*);([\s\S]*)$/.exec(cell);
    const [, date = '', author = '', body = cell] = parts ?? [];
    // the same text of the same author in the same minute are two comments if they are there twice
    const count = (counts.get(cell) ?? 0) + 1;
    counts.set(cell, count);
    return {
      kind: 'comment',
      id: `${key}:${hash(`${cell}\n${count}`)}`,
      caseId: key,
      dates: { at: { column: 'Comment', text: date.trim() } },
      data: {
        author: person({ id: author.trim(), name: author.trim() }),
        body,
        format: 'jira',
        isPublic: null,
        to: '',
        at: '',
        files: [],
        documentId: '',
      },
    };
  });
}

function readAttachments(key: string, cells: readonly string[]): RawItem[] {
  return cells.map((cell): RawItem => {
    const parts = /^([^;]*);([^;]*);([\s\S]*);(https?:[^;]*)$/i.exec(cell);
    const [, date = '', author = '', name = '', url = ''] = parts ?? ['', '', '', cell, /https?:\S+/i.exec(cell)?.[0] ?? ''];
    return {
      kind: 'comment',
      id: `${key}:file:${hash(url || cell)}`,
      caseId: key,
      dates: { at: { column: 'Attachment', text: date.trim() } },
      data: {
        author: person({ id: author.trim(), name: author.trim() }),
        body: '',
        format: 'text',
        isPublic: null,
        to: '',
        at: '',
        files: [{ name: name.trim(), url, size: null }],
        documentId: '',
      },
    };
  });
}

const hash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32);

function readUser(row: ExportRow): RawItem[] {
  const known = {
    id: row.get('User id', 'Account id'),
    email: row.get('Email'),
    name: row.get('User name', 'Full name', 'Display name'),
  };
  return [{ kind: 'person', id: known.id, data: person(known) }];
}

/** The export of Jira Service Management. */
export const jira: ExportFormat = {
  product: 'jira',
  from: (number) => `Jira ${number}`,
  kinds: [
    { name: 'issues', needs: [['Issue key', 'Key'], ['Summary'], ['Status']], read: readIssue },
    { name: 'users', needs: [['User id', 'Account id'], ['User name', 'Full name', 'Display name'], ['Email']], read: readUser },
  ],
  statuses: {
    ...{
      open: 'New',
      'to do': 'New',
      new: 'New',
      'waiting for support': 'Assigned',
      'in progress': 'Assigned',
      'work in progress': 'Assigned',
    },
    ...{
      reopened: 'Assigned',
      escalated: 'Assigned',
      pending: 'Assigned',
      'under investigation': 'Assigned',
      'waiting for approval': 'Assigned',
    },
    ...{
      'waiting for customer': 'PendingCustomerInput',
      resolved: 'Closed',
      closed: 'Closed',
      done: 'Closed',
      completed: 'Closed',
    },
    ...{ canceled: 'Closed', cancelled: 'Closed', declined: 'Closed' },
  },
  priorities: {
    lowest: 'Low',
    low: 'Low',
    medium: 'Medium',
    high: 'High',
    highest: 'Critical',
    critical: 'Critical',
    blocker: 'Critical',
    major: 'High',
    minor: 'Low',
    trivial: 'Low',
  },
  types: {
    ...{
      question: 'Question',
      'ask a question': 'Question',
      incident: 'Application Issue',
      bug: 'Application Issue',
      problem: 'Application Issue',
    },
    ...{
      'report a bug': 'Application Issue',
      'service request': 'Service Request',
      task: 'Service Request',
      improvement: 'Enhancement',
      'new feature': 'Enhancement',
    },
  },
};
