// Salesforce: the files of Data Export and Data Loader, one for each object, with the names of the fields as columns. Ids have 18 characters, or 15
// in reports: the first 15 say which record it is. Dates are ISO 8601 in UTC.
// Follows developer.salesforce.com, Object Reference: Case, CaseComment, EmailMessage, Contact, Account, User, Attachment, ContentVersion.
import type { ExportRow } from '../rows.ts';
import { dated, flag, person, type ExportFormat, type FormatOptions, type RawItem } from './format.ts';

const id = (text: string): string => text.slice(0, 15);

function readCase(row: ExportRow, { columns }: FormatOptions): RawItem[] {
  if (flag(row.get('IsDeleted')) === true) return [];
  const own = (field: string, ...usual: string[]): string => row.get(...(columns[field] ? [columns[field]] : []), ...usual);
  const supplied = row.get('ContactId') === '';
  return [
    {
      kind: 'case',
      id: id(row.get('Id')),
      dates: {
        created: dated(row, 'CreatedDate', 'Date/Time Opened'),
        updated: dated(row, 'LastModifiedDate'),
        closed: dated(row, 'ClosedDate'),
      },
      data: {
        number: row.get('CaseNumber') || row.get('Id'),
        subject: own('subject', 'Subject'),
        description: own('description', 'Description'),
        format: 'text',
        status: own('status', 'Status'),
        isDone: flag(row.get('IsClosed')),
        priority: own('priority', 'Priority'),
        type: own('type', 'Type'),
        module: own('module', 'Product__c', 'Reason'),
        organization: own('account', 'AccountName', 'Account.Name', ...(supplied ? ['SuppliedCompany'] : [])),
        organizationId: id(row.get('AccountId')),
        contact: person({
          id: id(row.get('ContactId')),
          email: row.get('ContactEmail', 'Contact.Email', ...(supplied ? ['SuppliedEmail'] : [])),
          name: row.get('Contact.Name', ...(supplied ? ['SuppliedName'] : [])),
          agent: false,
        }),
        assignee: person({ id: id(row.get('OwnerId')), name: row.get('Owner.Name'), email: row.get('Owner.Email'), agent: true }),
        ...{ created: '', updated: '', closed: '' },
        closeReason: '',
        channel: row.get('Origin'),
      },
    },
  ];
}

function readComment(row: ExportRow): RawItem[] {
  if (flag(row.get('IsDeleted')) === true) return [];
  return [
    {
      kind: 'comment',
      id: id(row.get('Id')),
      caseId: id(row.get('ParentId')),
      dates: { at: dated(row, 'CreatedDate', 'LastModifiedDate') },
      data: {
        author: person({ id: id(row.get('CreatedById')), name: row.get('CreatedBy.Name'), email: row.get('CreatedBy.Email') }),
        body: row.get('CommentBody'),
        format: 'text',
        isPublic: flag(row.get('IsPublished')),
        to: '',
        at: '',
        files: [],
        documentId: '',
      },
    },
  ];
}

function readEmail(row: ExportRow): RawItem[] {
  if (flag(row.get('IsDeleted')) === true || !isCaseId(row.get('ParentId', 'RelatedToId'))) return [];
  const text = row.get('TextBody');
  const isIncoming = flag(row.get('Incoming')) === true;
  return [
    {
      kind: 'comment',
      id: id(row.get('Id')),
      caseId: id(row.get('ParentId', 'RelatedToId')),
      dates: { at: dated(row, 'MessageDate', 'CreatedDate') },
      data: {
        author: person({ email: row.get('FromAddress'), name: row.get('FromName', 'FromAddress'), agent: !isIncoming }),
        body: text === '' ? row.get('HtmlBody') : text,
        format: text === '' ? 'html' : 'text',
        isPublic: flag(row.get('IsExternallyVisible')) === false ? false : null,
        // an email that the contact wrote or got is public; one between colleagues is not
        to: [row.get('ToAddress'), row.get('CcAddress'), isIncoming ? row.get('FromAddress') : ''].join(' '),
        at: '',
        files: [],
        documentId: '',
      },
    },
  ];
}

/** Ids of cases begin with 500 in every organization. */
const isCaseId = (text: string): boolean => text.startsWith('500');

function readAttachment(row: ExportRow, { site }: FormatOptions): RawItem[] {
  if (!isCaseId(row.get('ParentId')) || flag(row.get('IsDeleted')) === true) return [];
  const size = Number(row.get('BodyLength') || NaN);
  const url = site === '' ? '' : `${site}/servlet/servlet.FileDownload?file=${encodeURIComponent(row.get('Id'))}`;
  return [
    fileOf(row, `file:${id(row.get('Id'))}`, row.get('ParentId'), [
      { name: row.get('Name'), url, size: Number.isSafeInteger(size) ? size : null },
    ]),
  ];
}

function readLink(row: ExportRow, { site }: FormatOptions): RawItem[] {
  if (!isCaseId(row.get('LinkedEntityId')) || flag(row.get('IsDeleted')) === true) return [];
  const document = row.get('ContentDocumentId');
  const url = site === '' ? '' : `${site}/${encodeURIComponent(document)}`;
  return [
    fileOf(
      row,
      `file:${id(row.get('Id') || document)}`,
      row.get('LinkedEntityId'),
      [{ name: '', url, size: null }],
      id(document),
    ),
  ];
}

function fileOf(
  row: ExportRow,
  key: string,
  caseId: string,
  files: { name: string; url: string; size: number | null }[],
  documentId = '',
): RawItem {
  return {
    kind: 'comment',
    id: key,
    caseId: id(caseId),
    dates: { at: dated(row, 'CreatedDate', 'SystemModstamp', 'LastModifiedDate') },
    data: {
      author: person({ id: id(row.get('CreatedById', 'OwnerId')) }),
      ...{
        body: '',
        format: 'text',
        isPublic: flag(row.get('IsPrivate')) === true ? false : null,
        to: '',
        at: '',
        files,
        documentId,
      },
    },
  };
}

function readVersion(row: ExportRow): RawItem[] {
  if (flag(row.get('IsLatest')) === false) return [];
  const size = Number(row.get('ContentSize') || NaN);
  const name = row.get('PathOnClient') || [row.get('Title'), row.get('FileExtension')].filter(Boolean).join('.');
  return [
    {
      kind: 'document',
      id: id(row.get('ContentDocumentId')),
      data: { name, url: '', size: Number.isSafeInteger(size) ? size : null },
    },
  ];
}

function readPerson(row: ExportRow, agent: boolean): RawItem[] {
  const name = row.get('Name') || [row.get('FirstName'), row.get('LastName')].filter(Boolean).join(' ');
  const data = person({ email: row.get('Email'), name, agent, organizationId: id(row.get('AccountId')) });
  return flag(row.get('IsDeleted')) === true
    ? []
    : [{ kind: 'person', id: id(row.get('Id')), data: { ...data, id: id(row.get('Id')) } }];
}

/** The export of Salesforce. */
export const salesforce: ExportFormat = {
  product: 'salesforce',
  from: (number) => `Salesforce ${number}`,
  kinds: [
    { name: 'cases (Case.csv)', needs: [['Id'], ['CaseNumber'], ['Status'], ['Subject']], read: readCase },
    { name: 'comments (CaseComment.csv)', needs: [['Id'], ['ParentId'], ['CommentBody']], read: readComment },
    {
      name: 'emails (EmailMessage.csv)',
      needs: [['Id'], ['ParentId', 'RelatedToId'], ['FromAddress'], ['TextBody', 'HtmlBody']],
      read: readEmail,
    },
    {
      name: 'attachments (Attachment.csv)',
      needs: [['Id'], ['ParentId'], ['Name'], ['BodyLength', 'ContentType']],
      read: readAttachment,
    },
    { name: 'links of files (ContentDocumentLink.csv)', needs: [['LinkedEntityId'], ['ContentDocumentId']], read: readLink },
    {
      name: 'files (ContentVersion.csv)',
      needs: [['ContentDocumentId'], ['Title', 'PathOnClient'], ['VersionNumber', 'ContentSize', 'FileExtension']],
      read: readVersion,
    },
    {
      name: 'contacts (Contact.csv)',
      needs: [['Id'], ['LastName', 'Name'], ['Email'], ['AccountId']],
      read: (row) => readPerson(row, false),
    },
    { name: 'users (User.csv)', needs: [['Id'], ['Username'], ['Email']], read: (row) => readPerson(row, true) },
    {
      name: 'accounts (Account.csv)',
      needs: [['Id'], ['Name'], ['BillingStreet', 'BillingCity', 'Industry', 'AccountNumber', 'Website', 'ParentId']],
      read: (row) => [{ kind: 'organization', id: id(row.get('Id')), data: { name: row.get('Name') } }],
    },
  ],
  statuses: {
    ...{ new: 'New', open: 'New', working: 'Assigned', 'in progress': 'Assigned', escalated: 'Assigned', reopened: 'Assigned' },
    ...{ 'on hold': 'Assigned', 'waiting on customer': 'PendingCustomerInput', 'waiting for customer': 'PendingCustomerInput' },
    ...{ resolved: 'Closed', closed: 'Closed', 'closed - duplicate': 'Closed' },
  },
  priorities: { low: 'Low', medium: 'Medium', high: 'High', critical: 'Critical', urgent: 'Critical' },
  types: { question: 'Question', problem: 'Application Issue', 'feature request': 'Enhancement' },
};
