// Zendesk: the CSV export of tickets and of views, which have no comments; the JSON export with one ticket a line, which has them; and comments, users
// and organizations as tables with the fields of the API. Dates are ISO 8601, or in the zone of the Zendesk account without saying so.
// Follows support.zendesk.com, Exporting data to a JSON, CSV or XML file, and developer.zendesk.com, Ticket Comments.
import { jsonRow, type ExportRow } from '../rows.ts';
import { dated, filesIn, flag, person, type ExportFormat, type FormatOptions, type RawItem, type RawPerson } from './format.ts';

/** Reads an object within an object. @returns null for anything else */
function embeddedIn(row: ExportRow, name: string): ExportRow | null {
  const object = row.json(name);
  return typeof object === 'object' && object !== null ? jsonRow(row.line, object as Record<string, unknown>) : null;
}

/** A person of a ticket: a name or an object, with an id and perhaps an address in columns of their own. */
function personOf(row: ExportRow, role: string, known: Partial<RawPerson> = {}): RawPerson {
  const one = embeddedIn(row, role);
  if (one) {
    return person({ id: one.get('id'), email: one.get('email'), name: one.get('name'), ...known });
  }
  return person({ id: row.get(`${role} id`), email: row.get(`${role} email`), name: row.get(role, `${role} name`), ...known });
}

/** The CSV export writes a dash into cells that are empty. */
function withoutDashes(row: ExportRow): ExportRow {
  const get = (...names: readonly string[]): string =>
    names.map((name) => row.get(name)).find((value) => value !== '' && value !== '-') ?? '';
  return { ...row, get };
}

function readTicket(given: ExportRow, { columns }: FormatOptions): RawItem[] {
  const row = withoutDashes(given);
  const own = (field: string, ...usual: string[]): string => row.get(...(columns[field] ? [columns[field]] : []), ...usual);
  const embedded = embeddedIn(row, 'organization');
  const ticket = row.get('Id', 'Ticket ID');
  const description = own('description', 'Description');
  const found: RawItem = {
    kind: 'case',
    id: ticket,
    dates: {
      created: dated(row, 'Created at', 'Requested', 'Created'),
      updated: dated(row, 'Updated at', 'Updated', 'Latest update'),
      closed: dated(row, 'Solved at', 'Solved', 'Closed at'),
    },
    data: {
      number: ticket,
      subject: own('subject', 'Subject', 'Raw subject'),
      description,
      format: 'auto',
      status: own('status', 'Status'),
      isDone: null,
      priority: own('priority', 'Priority'),
      type: own('type', 'Ticket type', 'Type'),
      module: own('module', 'Group', 'Ticket form'),
      organization: own('account', 'Organization', 'Organization name') || (embedded?.get('name') ?? ''),
      organizationId: row.get('Organization id') || (embedded?.get('id') ?? ''),
      contact: personOf(row, 'Requester'),
      assignee: personOf(row, 'Assignee', { agent: true }),
      ...{ created: '', updated: '', closed: '', closeReason: '' },
      channel: row.get('Via') || (embeddedIn(row, 'via')?.get('channel') ?? ''),
    },
  };
  const comments = row.json('comments');
  if (!Array.isArray(comments)) return [found];
  const objects = comments.filter((one: unknown): one is Record<string, unknown> => typeof one === 'object' && one !== null);
  return [found, ...objects.flatMap((one) => readComment(jsonRow(row.line, { ticket_id: ticket, ...one })))];
}

function readComment(row: ExportRow): RawItem[] {
  const html = row.get('Html body');
  return [
    {
      kind: 'comment',
      id: row.get('Id', 'Comment id'),
      caseId: row.get('Ticket id'),
      dates: { at: dated(row, 'Created at') },
      data: {
        author: personOf(row, 'Author', roleOf(row.get('Author role'))),
        body: html || row.get('Plain body', 'Body'),
        format: html === '' ? 'text' : 'html',
        isPublic: flag(row.get('Public')),
        ...{ to: '', at: '' },
        files: filesIn(row.json('attachments') ?? row.get('Attachments')),
        documentId: '',
      },
    },
  ];
}

function roleOf(role: string): Partial<RawPerson> {
  if (role === '') return {};
  return { agent: !/^end[-_ ]?user$/i.test(role) };
}

function readUser(row: ExportRow): RawItem[] {
  const known = {
    id: row.get('Id'),
    email: row.get('Email'),
    name: row.get('Name'),
    organization: row.get('Organization'),
    organizationId: row.get('Organization id'),
  };
  return [{ kind: 'person', id: known.id, data: person({ ...known, ...roleOf(row.get('Role')) }) }];
}

/** The export of Zendesk. */
export const zendesk: ExportFormat = {
  product: 'zendesk',
  from: (number) => `Zendesk #${number}`,
  kinds: [
    {
      name: 'tickets',
      needs: [
        ['Id', 'Ticket ID'],
        ['Subject', 'Raw subject'],
        ['Status'],
        ['Requester', 'Requester id', 'Requester email'],
        ['Created at', 'Requested', 'Created'],
      ],
      read: readTicket,
    },
    {
      name: 'comments',
      needs: [['Id', 'Comment id'], ['Ticket id'], ['Body', 'Plain body', 'Html body'], ['Author id', 'Author', 'Author email']],
      read: readComment,
    },
    { name: 'users', needs: [['Id'], ['Name'], ['Email'], ['Role']], read: readUser },
    {
      name: 'organizations',
      needs: [['Id'], ['Name'], ['Domain names', 'Shared tickets', 'Group id', 'Shared comments']],
      read: (row) => [{ kind: 'organization', id: row.get('Id'), data: { name: row.get('Name') } }],
    },
  ],
  statuses: {
    new: 'New',
    open: 'Assigned',
    pending: 'PendingCustomerInput',
    hold: 'Assigned',
    'on-hold': 'Assigned',
    'on hold': 'Assigned',
    solved: 'Closed',
    closed: 'Closed',
  },
  priorities: { low: 'Low', normal: 'Medium', high: 'High', urgent: 'Critical' },
  types: { question: 'Question', incident: 'Application Issue', problem: 'Application Issue', task: 'Service Request' },
};
