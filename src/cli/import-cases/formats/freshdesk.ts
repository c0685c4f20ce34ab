// Freshdesk: the CSV export of tickets with the fields of contact and company, and conversations, contacts and companies as tables with the fields of
// the API. Dates such as `2026-03-12 16:05:09` are in the zone of the Freshdesk account.
// Follows support.freshdesk.com, Exporting ticket data, and developers.freshdesk.com/api, Conversations.
import type { ExportRow } from '../rows.ts';
import { dated, filesIn, flag, person, type ExportFormat, type FormatOptions, type RawItem } from './format.ts';

function readTicket(row: ExportRow, { columns }: FormatOptions): RawItem[] {
  const own = (field: string, ...usual: string[]): string => row.get(...(columns[field] ? [columns[field]] : []), ...usual);
  const ticket = row.get('Ticket ID', 'Ticket Id', 'Display id', 'Id');
  return [
    {
      kind: 'case',
      id: ticket,
      dates: {
        created: dated(row, 'Created time', 'Created at'),
        updated: dated(row, 'Last update time', 'Last updated time', 'Updated at'),
        closed: dated(row, 'Closed time', 'Resolved time', 'Closed at'),
      },
      data: {
        number: ticket,
        subject: own('subject', 'Subject'),
        description: own('description', 'Description', 'Description text'),
        format: 'auto',
        status: own('status', 'Status', 'Status name'),
        isDone: null,
        priority: own('priority', 'Priority', 'Priority name'),
        type: own('type', 'Type', 'Ticket type'),
        module: own('module', 'Product', 'Group'),
        organization: own('account', 'Company Name', 'Company', 'Customer company'),
        organizationId: row.get('Company id'),
        contact: person({
          id: row.get('Contact ID', 'Requester id'),
          name: row.get('Full name', 'Requester Name', 'Contact name'),
          email: row.get('Email', 'Requester Email', 'Contact email'),
        }),
        assignee: person({
          id: row.get('Responder id'),
          name: agentIn(row.get('Agent')),
          email: row.get('Agent email'),
          agent: true,
        }),
        ...{ created: '', updated: '', closed: '', closeReason: '' },
        channel: row.get('Source'),
      },
    },
  ];
}

/** The export writes `No Agent` where nobody is assigned. */
const agentIn = (name: string): string => (/^no agent$/i.test(name) ? '' : name);

function readConversation(row: ExportRow): RawItem[] {
  const html = row.get('Body', 'Body html');
  const isIncoming = flag(row.get('Incoming'));
  const isPrivate = flag(row.get('Private'));
  const name = row.get('User name', 'Author', 'From');
  return [
    {
      kind: 'comment',
      id: row.get('Id', 'Conversation id', 'Note id'),
      caseId: row.get('Ticket id'),
      dates: { at: dated(row, 'Created at', 'Created time') },
      data: {
        author: person({
          id: row.get('User id'),
          name: addressless(name),
          email: row.get('From email', 'User email') || addressIn(name),
          agent: isIncoming === null ? null : !isIncoming,
        }),
        body: html || row.get('Body text'),
        format: html === '' ? 'text' : 'html',
        isPublic: isPrivate === null ? null : !isPrivate,
        ...{ to: '', at: '' },
        files: filesIn(row.json('attachments') ?? row.get('Attachments')),
        documentId: '',
      },
    },
  ];
}

/** Reads the address of `Ada Park <ada@plainview.example>`. */
const addressIn = (text: string): string => /<([^<>\s]+@[^<>\s]+)>/.exec(text)?.[1] ?? '';
const addressless = (text: string): string => text.replace(/\s*<[^<>]*>\s*$/, '').replace(/^"(.*)"$/, '$1');

function readContact(row: ExportRow): RawItem[] {
  const known = { id: row.get('Contact ID', 'Id', 'User id'), name: row.get('Full name', 'Name'), email: row.get('Email') };
  const isAgent = row.get('Agent type', 'Ticket scope', 'Roles') !== '';
  return [
    {
      kind: 'person',
      id: known.id,
      data: person({
        ...known,
        agent: isAgent,
        organization: row.get('Company', 'Company Name'),
        organizationId: row.get('Company id'),
      }),
    },
  ];
}

/** The export of Freshdesk. */
export const freshdesk: ExportFormat = {
  product: 'freshdesk',
  from: (number) => `Freshdesk #${number}`,
  kinds: [
    {
      name: 'tickets',
      needs: [
        ['Ticket ID', 'Display id'],
        ['Subject'],
        ['Status', 'Status name'],
        ['Priority', 'Priority name'],
        ['Created time', 'Created at'],
      ],
      read: readTicket,
    },
    {
      name: 'conversations',
      needs: [['Ticket id'], ['Body', 'Body text', 'Body html'], ['Private', 'Incoming', 'User id']],
      read: readConversation,
    },
    {
      name: 'contacts',
      needs: [
        ['Contact ID', 'Id', 'User id'],
        ['Full name', 'Name'],
        ['Email'],
        ['Company', 'Company Name', 'Company id', 'Work phone', 'Ticket scope'],
      ],
      read: readContact,
    },
    {
      name: 'companies',
      needs: [
        ['Id', 'Company id'],
        ['Name', 'Company Name'],
        ['Domains', 'Company Domains', 'Health score', 'Account tier'],
      ],
      read: (row) => [{ kind: 'organization', id: row.get('Company id', 'Id'), data: { name: row.get('Name', 'Company Name') } }],
    },
  ],
  statuses: {
    ...{
      open: 'Assigned',
      pending: 'PendingCustomerInput',
      resolved: 'Closed',
      closed: 'Closed',
      'waiting on customer': 'PendingCustomerInput',
    },
    ...{ 'waiting on third party': 'Assigned', '2': 'Assigned', '3': 'PendingCustomerInput', '4': 'Closed', '5': 'Closed' },
  },
  priorities: {
    low: 'Low',
    medium: 'Medium',
    high: 'High',
    urgent: 'Critical',
    '1': 'Low',
    '2': 'Medium',
    '3': 'High',
    '4': 'Critical',
  },
  types: {
    question: 'Question',
    incident: 'Application Issue',
    problem: 'Application Issue',
    'feature request': 'Enhancement',
    refund: 'Service Request',
  },
};
