// The cases of two school districts over the past ten weeks, as a script. `play-history.ts` plays it through the use cases.
import type { NewCase } from '../domain/case-input.ts';
import type { SampleFileKey } from './sample-files.ts';
import type { PersonKey } from './workspace.ts';

/** What a person does in a step. */
export type Verb = 'claims' | 'schedules' | 'escalates' | 'qualifies' | 'asks' | 'resolves' | 'notes' | 'posts' | 'confirms' | 'declines' | 'closes' | 'reopens';
/** One step of a story: who does what, the text, and the files of a post. */
export type Step = [actor: PersonKey, verb: Verb, text?: string, files?: SampleFileKey[]];

/** One case from opening to its present state. */
export interface Story {
  daysAgo: number;
  by: PersonKey;
  /** Opened in the district's help channel instead of the direct conversation. */
  inChannel?: boolean;
  filled: Pick<NewCase, 'subject' | 'description' | 'module' | 'caseType' | 'priority'> & Partial<NewCase>;
  steps: Step[];
}

const issue = { caseType: 'Application Issue', environment: 'Production' };

/** The demo's cases, newest first. */
export const stories: Story[] = [
  {
    daysAgo: 0.2, by: 'ada',
    filled: { ...issue, subject: 'Attendance cannot be taken in period 1', module: 'Attendance', priority: 'Critical', description: 'Since 7:05 AM, every teacher at **Plainview High** gets an empty class list in period 1. Elementary schools are fine.', replicationSteps: '1. Sign in as a teacher of Plainview High\n2. Open *Attendance*, period 1\n3. The list is empty', expected: 'The students of the section', actual: 'An empty list, no error', impact: '61 teachers, about 800 students; the state wants first-period attendance by 10:00.', dueDate: null },
    steps: [['max', 'claims'], ['max', 'posts', 'I see it. The high school bell schedule still points to last year. I’m correcting it now. Please have two teachers try again at 7:40 AM.'], ['max', 'notes', 'Same pattern as the August rollover in two other districts. If a third one reports it, this is an incident.']],
  },
  {
    daysAgo: 0.6, by: 'rosa', inChannel: true,
    filled: { ...issue, subject: 'Grade Book shows last term after the term change', module: 'Grade Book', priority: 'High', description: 'Three teachers open Grade Book and land in Term 1, but Term 2 started on Monday. Choosing Term 2 works until they sign out.', replicationSteps: 'Sign in as one of them, open Grade Book.', expected: 'Term 2', actual: 'Term 1', impact: 'Three teachers at Riverside Middle, 140 students.' },
    steps: [['mia', 'claims'], ['mia', 'asks', 'Which three teachers is it, and do they use the **same browser profile** on two computers?'], ['rosa', 'posts', 'Hale, Novak and Ito. All three use the classroom desktop *and* a tablet. This is what Mr. Hale sees, and the list of their devices.', ['wrongTerm', 'teachers']], ['mia', 'posts', 'Thanks, that fits: the tablets remember the old term. I reset the preferences of two teachers; please ask them to sign in again.\n\n| Teacher | Tablet | Term now |\n| --- | --- | --- |\n| Hale | 0417 | Term 2 |\n| Novak | 0420 | Term 2 |\n| Ito | 0433 | Term 1, still signed in |']],
  },
  {
    daysAgo: 1.1, by: 'ben',
    filled: { subject: 'Nightly roster export is two hours late', module: 'Scheduling', caseType: 'Question', priority: 'Medium', description: 'The export for our library system used to be ready at 2 AM. Since Friday, it arrives after 4 AM. Did the schedule change?' },
    steps: [['tia', 'claims'], ['tia', 'asks', 'Did you add sections recently? Our log shows almost twice as many rows since Friday.']],
  },
  {
    daysAgo: 1.4, by: 'omar',
    filled: { subject: 'Fee waivers do not carry over to siblings', module: 'Fees', caseType: 'Question', priority: 'Medium', description: 'A family with an approved waiver has to apply again for each child. Is there a setting for that?' },
    steps: [['mia', 'claims'], ['mia', 'resolves', 'Yes: **Fees → Waivers → Household**. Three steps:\n\n1. Open the waiver\n2. Choose *Apply to household*\n3. Save. It applies to new fees right away']],
  },
  {
    daysAgo: 1.8, by: 'ada', inChannel: true,
    filled: { subject: 'Second lunch line charges twice', module: 'Food Service', caseType: 'Application Issue', environment: 'Production', priority: 'High', description: 'A student who switches to register 2 before paying is charged at both registers.', replicationSteps: '1. Scan the card at register 1\n2. Cancel\n3. Scan at register 2', expected: 'One charge', actual: 'Two charges of $3.10', impact: '14 families have called since Monday.', dueDate: null },
    steps: [['max', 'claims'], ['max', 'resolves', 'Register 1 kept the canceled sale because its clock was 11 minutes slow. I corrected the clock and refunded the 14 double charges.'], ['ada', 'declines', 'It happened again today at 11:52 AM, student 40772, both registers.'], ['max', 'posts', 'I found that sale. Register 2 is slow as well. Our field team will correct it this afternoon.']],
  },
  {
    daysAgo: 2, by: 'rosa',
    filled: { subject: 'Dialer calls parents at 5 AM', module: 'Messenger', caseType: 'Application Issue', environment: 'Production', priority: 'High', description: 'The snow day message went out at 5:02 AM instead of 6 AM.', replicationSteps: 'Tuesday’s message “Snow day”, scheduled for 6 AM.', expected: 'Calls from 6 AM', actual: 'Calls from 5:02 AM', impact: 'About 2,300 households, and they aren’t happy.' },
    steps: [['tia', 'claims'], ['tia', 'resolves', 'The message was scheduled before the time change and the dialer kept the old offset. I corrected all 12 scheduled messages.']],
  },
  {
    daysAgo: 2.3, by: 'ben',
    filled: { subject: 'New building needs a calendar', module: 'Scheduling', caseType: 'Service Request', priority: 'Low', description: 'Plainview is opening the *Lakeside* annex in January. We need a school, a calendar and a bell schedule copied from Central.', dueDate: null },
    steps: [],
  },
  {
    daysAgo: 2.7, by: 'omar', inChannel: true,
    filled: { subject: 'State extract rejects 31 students without a race code', module: 'State Reporting', caseType: 'Data Request', priority: 'High', description: 'The October count extract rejects 31 rows. Please send us the list with student numbers so the schools can correct them.', dueDate: null },
    steps: [['mia', 'claims'], ['mia', 'posts', 'The list is ready. It contains names, so I put it in your secure folder *Extract November*.'], ['mia', 'asks', 'Can you see the folder?']],
  },
  {
    daysAgo: 3, by: 'ada',
    filled: { subject: 'Report cards print the old principal’s name', module: 'Grade Book', caseType: 'Question', priority: 'Medium', description: 'Where do I change the name on Central Elementary’s report cards?' },
    steps: [['mia', 'claims'], ['mia', 'resolves', 'Go to *School → Staff → Signatures*. Report cards use the person marked “Signs report cards”.'], ['ada', 'posts', 'Thank you!']],
  },
  {
    daysAgo: 3.5, by: 'rosa',
    filled: { subject: 'Add Jonas Meyer as Technical Contact', module: 'Other', caseType: 'Modify Support Contacts', priority: 'Low', description: 'Jonas Meyer, jonas@rivertown.example, is taking over from Kim on December 1.' },
    steps: [['max', 'claims']],
  },
  {
    daysAgo: 4, by: 'ben',
    filled: { ...issue, subject: 'Schedule gaps after dropping a course', module: 'Scheduling', priority: 'Medium', description: 'After a student drops a semester course, the walk-in scheduler still shows the period as taken.', replicationSteps: '1. Drop a course of student 40115\n2. Open the walk-in scheduler\n3. Period 4 still shows as taken', expected: 'Free', actual: 'Taken', impact: 'Two counselors work around it by hand.' },
    steps: [['tia', 'claims'], ['tia', 'notes', 'Reproduced in Staging and Sandbox. Looks like a defect in the seat counter.'], ['tia', 'qualifies', 'DEV-4711: Seat counter still counts dropped students']],
  },
  {
    daysAgo: 4.4, by: 'ada', inChannel: true,
    filled: { subject: 'Can teachers see the office’s attendance notes?', module: 'Attendance', caseType: 'Question', priority: 'Low', description: 'Our office writes a note for each excused absence. Can teachers read it?' },
    steps: [['mia', 'claims'], ['mia', 'resolves', 'Yes, with the permission *View office notes*. The Teacher role doesn’t have it by default; your administrator can add it.'], ['ada', 'confirms']],
  },
  {
    daysAgo: 5, by: 'omar',
    filled: { subject: 'Enhancement: copy a fee schedule between schools', module: 'Fees', caseType: 'Enhancement', priority: 'Low', description: 'Four of our schools have the same fees. Entering them four times leads to mistakes.' },
    steps: [['max', 'claims'], ['max', 'posts', 'Good idea. I’ll ask whether we can script it for now.'], ['max', 'escalates', 'Can we copy the fee schedule with a script until the product supports it?']],
  },
  {
    daysAgo: 9.5, by: 'rosa',
    filled: { subject: 'Two students share one locker number', module: 'Other', caseType: 'Question', priority: 'Low', description: 'Locker 212 at Riverside is assigned to two students.' },
    steps: [['mia', 'claims'], ['mia', 'asks', 'Are both assignments in the *same* school year?']],
  },
  {
    daysAgo: 6.5, by: 'ada',
    filled: { ...issue, subject: 'Grade Book issue: standards grades disappear when a section is split', module: 'Grade Book', priority: 'High', description: 'After we split section 7-B, the moved students lost their standards grades. Their points are still there.', replicationSteps: '1. Split a section\n2. Move a student\n3. Open standards', expected: 'The grades move with the student', actual: 'The grades are empty', impact: '22 students. Report cards are due.', dueDate: null },
    steps: [['max', 'claims'], ['max', 'asks', 'May we restore last night’s copy of section 7-B into Sandbox to compare?'], ['ada', 'posts', 'Yes, please. Here is the section as Ms. Osei sees it, and the 22 students.', ['emptyStandards', 'students']], ['max', 'notes', 'Restored. The grades are still there under the old section ID, so we can recover them.'], ['max', 'resolves', 'All 22 students have their standards grades back. Until this is fixed, please split sections before grading.']],
  },
  {
    daysAgo: 7, by: 'ben',
    filled: { subject: 'Which ports does the sync agent need?', module: 'Other', caseType: 'Question', priority: 'Low', description: 'We’re switching firewall vendors next week.' },
    steps: [['tia', 'claims'], ['tia', 'resolves', 'Only outbound 443, to the two hosts in the setup guide. Nothing inbound.'], ['ben', 'confirms']],
  },
  {
    daysAgo: 8, by: 'rosa',
    filled: { ...issue, subject: 'Substitute teachers cannot take attendance', module: 'Attendance', priority: 'Medium', description: 'Substitutes sign in and don’t see any sections.', replicationSteps: 'Sign in as sub.riverside1.', expected: 'Today’s sections', actual: 'None', impact: 'Five substitutes a day.' },
    steps: [['mia', 'claims'], ['mia', 'resolves', 'The Substitute role lost *Today’s sections* in last week’s role cleanup. I added it back.'], ['rosa', 'confirms'], ['rosa', 'reopens', 'It is gone again this morning.'], ['mia', 'posts', 'Your nightly role import removes it because the file still has the old list. Please add `SECT_DAY` to line 14.']],
  },
  {
    daysAgo: 9, by: 'ada',
    filled: { subject: 'Honor roll excludes transfer students', module: 'Grade Book', caseType: 'Question', priority: 'Medium', description: 'Students who enrolled in October are missing from the honor roll. Is there a minimum number of days?' },
    steps: [['max', 'claims'], ['max', 'resolves', 'Yes, 45 enrolled days. You can lower it per school in *Grading → Honor roll*.'], ['ada', 'confirms']],
  },
  {
    daysAgo: 10, by: 'omar',
    filled: { subject: 'Parent portal letters in Spanish', module: 'Messenger', caseType: 'Service Request', priority: 'Medium', description: 'We need the activation letter in Spanish for 410 households.' },
    steps: [['tia', 'claims'], ['tia', 'posts', 'The Spanish template is part of your package. I turned it on for Riverside and Mill Creek.'], ['tia', 'resolves', 'Both schools can now choose the language for each household.'], ['omar', 'confirms']],
  },
  {
    daysAgo: 11, by: 'ben',
    filled: { ...issue, subject: 'Single sign-on loops for new staff', module: 'Other', priority: 'High', description: 'New accounts bounce between our identity provider and the sign-in page.', replicationSteps: 'Sign in as a user created today.', expected: 'The start page', actual: 'A loop', impact: 'Nine new staff members.' },
    steps: [['tia', 'claims'], ['tia', 'asks', 'Does your provider send the attribute `employeeId` for the new accounts?'], ['ben', 'posts', 'It did not. Now it does.'], ['tia', 'resolves', 'All nine can sign in now. The missing attribute caused the loop.'], ['ben', 'confirms']],
  },
  {
    daysAgo: 12, by: 'rosa',
    filled: { subject: 'Lunch balance emails in bulk', module: 'Food Service', caseType: 'Question', priority: 'Low', description: 'Can we leave negative balances under $5 out of the weekly email?' },
    steps: [['mia', 'claims'], ['mia', 'resolves', 'Yes: *Food Service → Notices → Minimum*. I left it for you to set.'], ['rosa', 'confirms']],
  },
  {
    daysAgo: 13, by: 'ada',
    filled: { subject: 'Delete a duplicate student', module: 'Other', caseType: 'Data Request', priority: 'Medium', description: 'Students 40881 and 40883 are the same person. Please merge them; 40881 stays.' },
    steps: [['max', 'claims'], ['max', 'asks', 'Both have transcripts. Should 40881 keep the grades from *both*?'], ['ada', 'posts', 'Yes, both.'], ['max', 'resolves', 'Merged. 40883 now points to 40881.'], ['ada', 'confirms']],
  },
  {
    daysAgo: 15, by: 'omar',
    filled: { subject: 'GPA differs between transcript and portal', module: 'Grade Book', caseType: 'Application Issue', environment: 'Production', priority: 'Medium', description: '3.41 on the transcript, 3.39 in the portal.', replicationSteps: 'Student 51207.', expected: 'The same', actual: 'Different', impact: 'One student so far.' },
    steps: [['mia', 'claims'], ['mia', 'closes', 'Not supported']],
  },
  {
    daysAgo: 16, by: 'ben',
    filled: { subject: 'Sandbox refresh before winter break', module: 'Other', caseType: 'Service Request', priority: 'Low', description: 'Please refresh our Sandbox from Production on December 18.', dueDate: null },
    steps: [['tia', 'claims'], ['tia', 'schedules', 'We’ll refresh your Sandbox from Production, starting at 8 PM your time.']],
  },
  {
    daysAgo: 18, by: 'rosa',
    filled: { subject: 'Bus number on the student card', module: 'Other', caseType: 'Enhancement', priority: 'Low', description: 'The front desk looks it up forty times a day.' },
    steps: [['max', 'claims'], ['max', 'closes', 'Not supported']],
  },
  {
    daysAgo: 19, by: 'ada',
    filled: { subject: 'Tardy counted as absent in the weekly letter', module: 'Attendance', caseType: 'Question', priority: 'Medium', description: 'Parents are complaining: three tardies show up as one absence.' },
    steps: [['mia', 'claims'], ['mia', 'resolves', 'Your letter uses *Converted absences*. Choose *Absences* in the template to count whole absences only.'], ['ada', 'confirms']],
  },
  {
    daysAgo: 21, by: 'omar',
    filled: { ...issue, subject: 'Yesterday’s payments are missing', module: 'Fees', priority: 'Critical', description: 'All of yesterday’s card payments are missing from the ledger. The bank shows them.', replicationSteps: 'Open the ledger for yesterday.', expected: '184 payments', actual: '0', impact: 'All schools. Parents are getting reminders for fees they already paid.' },
    steps: [['max', 'claims'], ['max', 'posts', 'The import stopped at 2:14 AM. I restarted it. You’ll see all payments by 9 AM.'], ['max', 'resolves', 'All 184 payments are in the ledger, and I canceled the reminders.'], ['omar', 'confirms']],
  },
  {
    daysAgo: 24, by: 'rosa',
    filled: { subject: 'Print class photos on seating charts', module: 'Attendance', caseType: 'Question', priority: 'Low', description: 'Can we do that for all of a teacher’s sections at once?' },
    steps: [['mia', 'claims'], ['mia', 'resolves', 'Yes: *Seating → Print → All sections*, then check *Photos*.'], ['rosa', 'confirms']],
  },
  {
    daysAgo: 26, by: 'ben',
    filled: { subject: 'API key for the library system', module: 'Other', caseType: 'Service Request', priority: 'Medium', description: 'Read access to rosters, please.' },
    steps: [['tia', 'claims'], ['tia', 'posts', 'The key is in your vault. It can only read rosters.'], ['tia', 'resolves', 'Done.'], ['ben', 'confirms']],
  },
  {
    daysAgo: 29, by: 'ada',
    filled: { subject: 'Wrong school in the address line of letters', module: 'Messenger', caseType: 'Question', priority: 'Low', description: 'Central’s letters show Plainview High’s address.' },
    steps: [['ada', 'posts', 'Found it: someone typed it into our own template.'], ['ada', 'closes', 'Withdrawn']],
  },
  {
    daysAgo: 33, by: 'omar',
    filled: { subject: 'October count: snapshot date', module: 'State Reporting', caseType: 'Question', priority: 'Medium', description: 'When exactly is the snapshot taken?' },
    steps: [['mia', 'claims'], ['mia', 'resolves', 'On the first Wednesday of October at 11:59 PM your time.'], ['omar', 'confirms']],
  },
  {
    daysAgo: 36, by: 'rosa',
    filled: { subject: 'Homeroom teachers see two homerooms', module: 'Scheduling', caseType: 'Application Issue', environment: 'Production', priority: 'Medium', description: 'Since the rollover.', replicationSteps: 'Sign in as Hale.', expected: 'One homeroom', actual: 'Two', impact: 'All homeroom teachers at Riverside.' },
    steps: [['tia', 'claims'], ['tia', 'resolves', 'Last year’s homerooms had no end date. I added one.'], ['rosa', 'confirms']],
  },
  {
    daysAgo: 41, by: 'ada',
    filled: { subject: 'Training for new secretaries', module: 'Other', caseType: 'Service Request', priority: 'Low', description: 'Three new secretaries are starting in October. Is there a course?' },
    steps: [['max', 'claims'], ['max', 'resolves', 'Yes, every Tuesday at 2 PM. I booked three seats for the 13th.'], ['ada', 'confirms']],
  },
  {
    daysAgo: 45, by: 'ben',
    filled: { ...issue, subject: 'Attendance kiosk freezes after midnight', module: 'Attendance', priority: 'Low', description: 'The entrance kiosk shows yesterday’s date until we restart it.', replicationSteps: 'Leave it on overnight.', expected: 'Today', actual: 'Yesterday', impact: 'One kiosk.' },
    steps: [['tia', 'claims'], ['tia', 'resolves', 'Version 8.2 of the kiosk app fixes this. I installed it on yours.'], ['ben', 'confirms']],
  },
  {
    daysAgo: 50, by: 'rosa',
    filled: { subject: 'Fee receipt shows the wrong year', module: 'Fees', caseType: 'Question', priority: 'Low', description: '2025–26 instead of 2026–27.' },
    steps: [['mia', 'claims'], ['mia', 'resolves', 'The year is in the receipt template. I corrected yours.'], ['rosa', 'confirms']],
  },
  {
    daysAgo: 55, by: 'ada',
    filled: { subject: 'Grade Book issue: last year’s categories', module: 'Grade Book', caseType: 'Question', priority: 'Medium', description: 'Can teachers copy their categories and weights from last year?' },
    steps: [['max', 'claims'], ['max', 'resolves', '*Grade Book → Settings → Copy from*, one section at a time or all.'], ['ada', 'confirms']],
  },
  {
    daysAgo: 63, by: 'omar',
    filled: { subject: 'Roll over food service balances', module: 'Food Service', caseType: 'Service Request', priority: 'Medium', description: 'Last year’s balances should carry over to this year.' },
    steps: [['tia', 'claims'], ['tia', 'resolves', 'Done: 4,212 accounts, $38,904.10 in total, which matches your report.'], ['omar', 'confirms']],
  },
  {
    daysAgo: 68, by: 'ben',
    filled: { subject: 'Duplicate of the roster question', module: 'Scheduling', caseType: 'Question', priority: 'Low', description: 'Sorry, sent twice.' },
    steps: [['ben', 'closes', 'Withdrawn']],
  },
  {
    daysAgo: 72, by: 'rosa',
    filled: { subject: 'First day of school is not in the calendar', module: 'Scheduling', caseType: 'Question', priority: 'High', description: 'Mill Creek’s calendar starts on day 2.' },
    steps: [['max', 'claims'], ['max', 'resolves', 'It was marked as a holiday. I changed it to a school day.'], ['rosa', 'confirms']],
  },
  {
    daysAgo: 75, by: 'ada',
    filled: { subject: 'Start the Messenger trial', module: 'Messenger', caseType: 'Service Request', priority: 'Low', description: 'For the high school only, please.' },
    steps: [['mia', 'claims'], ['mia', 'resolves', 'The trial runs until December 31.'], ['ada', 'confirms']],
  },
]; // prettier-ignore
