const issue = { caseType: 'Application Issue', environment: 'Production' };
export const stories = [
    {
        daysAgo: 0.2, by: 'ada',
        filled: { ...issue, subject: 'Attendance cannot be taken in period 1', module: 'Attendance', priority: 'Critical', description: 'Since 7:05 every teacher at **Plainview High** gets an empty class list in period 1. Elementary schools are fine.', replicationSteps: '1. Sign in as a teacher of Plainview High\n2. Open *Attendance*, period 1\n3. The list is empty', expected: 'The students of the section', actual: 'An empty list, no error', impact: '61 teachers, about 800 students; the state wants first-period attendance by 10:00.', dueDate: null },
        steps: [['max', 'claims'], ['max', 'posts', 'I see it, too: the bell schedule of the high school points at last year. I am correcting it now; please have two teachers try again at 7:40.'], ['max', 'notes', 'Same pattern as the August rollover at two other districts. If a third one calls, this is an incident.']],
    },
    {
        daysAgo: 0.6, by: 'rosa', inChannel: true,
        filled: { ...issue, subject: 'Grade Book shows last term after the term change', module: 'Grade Book', priority: 'High', description: 'Three teachers open their Grade Book and land in Term 1 although Term 2 began on Monday. Choosing Term 2 works until they sign out.', replicationSteps: 'Sign in as one of them, open Grade Book.', expected: 'Term 2', actual: 'Term 1', impact: 'Three teachers at Riverside Middle, 140 students.' },
        steps: [['mia', 'claims'], ['mia', 'asks', 'Which three teachers, and do they use the **same browser profile** on two machines?'], ['rosa', 'posts', 'Hale, Novak and Ito. All three use the classroom desktop *and* a tablet.'], ['mia', 'posts', 'Thank you, that fits: the tablet keeps the old term. I am testing a reset of their preferences.']],
    },
    {
        daysAgo: 1.1, by: 'ben',
        filled: { subject: 'Nightly roster export is two hours late', module: 'Scheduling', caseType: 'Question', priority: 'Medium', description: 'The export that feeds our library system used to be there at 2:00. Since Friday it arrives after 4:00. Did the window move?' },
        steps: [['tia', 'claims'], ['tia', 'asks', 'Did the number of exported sections grow lately? Our log shows 1.9 times the rows since Friday.']],
    },
    {
        daysAgo: 1.4, by: 'omar',
        filled: { subject: 'Fee waivers do not carry over to siblings', module: 'Fees', caseType: 'Question', priority: 'Medium', description: 'A family with an approved waiver has to file again for each child. Is there a setting?' },
        steps: [['mia', 'claims'], ['mia', 'resolves', 'There is: **Fees → Waivers → Household**. I have described the three steps below.\n\n1. Open the waiver\n2. Choose *Apply to household*\n3. Save; it takes effect for new fees at once']],
    },
    {
        daysAgo: 1.8, by: 'ada', inChannel: true,
        filled: { subject: 'Second lunch line charges twice', module: 'Food Service', caseType: 'Application Issue', environment: 'Production', priority: 'High', description: 'At register 2 a student who changes the line before paying is charged at both.', replicationSteps: '1. Scan the card at register 1\n2. Cancel\n3. Scan at register 2', expected: 'One charge', actual: 'Two charges of $3.10', impact: '14 families have called since Monday.', dueDate: null },
        steps: [['max', 'claims'], ['max', 'resolves', 'Register 1 kept the cancelled sale because its clock was eleven minutes behind. The clock is right now, and the 14 double charges are refunded.'], ['ada', 'declines', 'It happened again today at 11:52, student 40772, both registers.'], ['max', 'posts', 'I found that sale. The second register is behind, too; our field team corrects it this afternoon.']],
    },
    {
        daysAgo: 2, by: 'rosa',
        filled: { subject: 'Dialer calls parents at 5 a.m.', module: 'Messenger', caseType: 'Application Issue', environment: 'Production', priority: 'High', description: 'The snow-day message went out at 5:02 instead of 6:00.', replicationSteps: 'The message “Snow day” of Tuesday, schedule 6:00.', expected: 'Calls from 6:00', actual: 'Calls from 5:02', impact: 'About 2,300 households. They are not happy.' },
        steps: [['tia', 'claims'], ['tia', 'resolves', 'The message was scheduled in Eastern time before the change of clocks, and the dialer kept the old offset. All 12 scheduled messages are corrected.']],
    },
    {
        daysAgo: 2.3, by: 'ben',
        filled: { subject: 'New building needs a calendar', module: 'Scheduling', caseType: 'Service Request', priority: 'Low', description: 'Plainview opens the *Lakeside* annex in January. We need a school, a calendar and a bell schedule copied from Central.', dueDate: null },
        steps: [],
    },
    {
        daysAgo: 2.7, by: 'omar', inChannel: true,
        filled: { subject: 'State extract rejects 31 students without a race code', module: 'State Reporting', caseType: 'Data Request', priority: 'High', description: 'The October count extract ends with 31 rejected rows. Please send the list with student numbers so that the schools can correct them.', dueDate: null },
        steps: [['mia', 'claims'], ['mia', 'posts', 'The list is ready; it holds names, so I will not post it here. It is in your secure folder *Extract 2026-11*.'], ['mia', 'asks', 'Can you see the folder?']],
    },
    {
        daysAgo: 3, by: 'ada',
        filled: { subject: 'Report cards print the old principal’s name', module: 'Grade Book', caseType: 'Question', priority: 'Medium', description: 'Where is the name on the report card of Central Elementary kept?' },
        steps: [['mia', 'claims'], ['mia', 'resolves', 'Under *School → Staff → Signatures*. The name on report cards is the one marked “signs report cards”.'], ['ada', 'posts', 'Thank you!']],
    },
    {
        daysAgo: 3.5, by: 'rosa',
        filled: { subject: 'Add Jonas Meyer as Technical Contact', module: 'Other', caseType: 'Modify Support Contacts', priority: 'Low', description: 'Jonas Meyer, jonas@rivertown.example, takes over from Kim on December 1.' },
        steps: [['max', 'claims']],
    },
    {
        daysAgo: 4, by: 'ben',
        filled: { ...issue, subject: 'Schedule gaps after dropping a course', module: 'Scheduling', priority: 'Medium', description: 'Dropping a semester course leaves a gap that the walk-in scheduler does not see as free.', replicationSteps: '1. Drop a course of student 40115\n2. Open the walk-in scheduler\n3. Period 4 is shown as taken', expected: 'Free', actual: 'Taken', impact: 'Two counselors work around it by hand.' },
        steps: [['tia', 'claims'], ['tia', 'notes', 'Replicated in Staging and Sandbox. Looks like a defect in the seat counter.'], ['tia', 'qualifies', 'DEV-4711: The seat counter keeps a dropped student']],
    },
    {
        daysAgo: 4.4, by: 'ada', inChannel: true,
        filled: { subject: 'Can teachers see attendance notes of the office?', module: 'Attendance', caseType: 'Question', priority: 'Low', description: 'Our office writes a note with each excused absence. Teachers ask whether they can read it.' },
        steps: [['mia', 'claims'], ['mia', 'resolves', 'Yes, with the right *View office notes*, which the role Teacher does not have by default. I have put the two lines for your administrator in the feed.'], ['ada', 'confirms']],
    },
    {
        daysAgo: 5, by: 'omar',
        filled: { subject: 'Enhancement: copy a fee schedule between schools', module: 'Fees', caseType: 'Enhancement', priority: 'Low', description: 'Four schools have the same fees. Typing them four times is how mistakes happen.' },
        steps: [['max', 'claims'], ['max', 'posts', 'I like it. I am asking whether it can be scripted until then.'], ['max', 'escalates', 'Can the fee schedule be copied with a script until the product does it?']],
    },
    {
        daysAgo: 9.5, by: 'rosa',
        filled: { subject: 'Two students share one locker number', module: 'Other', caseType: 'Question', priority: 'Low', description: 'Locker 212 at Riverside is assigned twice.' },
        steps: [['mia', 'claims'], ['mia', 'asks', 'Are both assignments in the *same* school year?']],
    },
    {
        daysAgo: 6.5, by: 'ada',
        filled: { ...issue, subject: 'Grade Book issue: standards grades vanish when a section is split', module: 'Grade Book', priority: 'High', description: 'After splitting section 7-B the standards grades of the moved students are gone. Points are there.', replicationSteps: '1. Split a section\n2. Move a student\n3. Open standards', expected: 'The grades move along', actual: 'They are empty', impact: '22 students, report cards are due.', dueDate: null },
        steps: [['max', 'claims'], ['max', 'asks', 'May we restore last night’s copy of section 7-B into Sandbox to compare?'], ['ada', 'posts', 'Yes, please.'], ['max', 'notes', 'Restored. The grades are there under the old section id: recoverable.'], ['max', 'resolves', 'All 22 students have their standards grades again. Until the fix, please split sections before grading.']],
    },
    {
        daysAgo: 7, by: 'ben',
        filled: { subject: 'Which ports does the sync agent need?', module: 'Other', caseType: 'Question', priority: 'Low', description: 'Our firewall moves to a new vendor next week.' },
        steps: [['tia', 'claims'], ['tia', 'resolves', 'Only 443 outwards, to the two names in the set-up guide; nothing inwards.'], ['ben', 'confirms']],
    },
    {
        daysAgo: 8, by: 'rosa',
        filled: { ...issue, subject: 'Substitute teachers cannot take attendance', module: 'Attendance', priority: 'Medium', description: 'Substitutes sign in and see no sections at all.', replicationSteps: 'Sign in as sub.riverside1.', expected: 'The sections of the day', actual: 'None', impact: 'Five substitutes a day.' },
        steps: [['mia', 'claims'], ['mia', 'resolves', 'The role Substitute had lost *Sections of the day* in your role cleanup of last week. I put it back.'], ['rosa', 'confirms'], ['rosa', 'reopens', 'It is gone again this morning.'], ['mia', 'posts', 'Your nightly role import removes it: the file still has the old list. Please add `SECT_DAY` to line 14.']],
    },
    {
        daysAgo: 9, by: 'ada',
        filled: { subject: 'Honor roll excludes transfer students', module: 'Grade Book', caseType: 'Question', priority: 'Medium', description: 'Students who came in October are missing from the honor roll. Is there a minimum number of days?' },
        steps: [['max', 'claims'], ['max', 'resolves', 'There is: 45 enrolled days, in *Grading → Honor roll*. You can lower it per school.'], ['ada', 'confirms']],
    },
    {
        daysAgo: 10, by: 'omar',
        filled: { subject: 'Parent portal letters in Spanish', module: 'Messenger', caseType: 'Service Request', priority: 'Medium', description: 'We need the activation letter in Spanish for 410 households.' },
        steps: [['tia', 'claims'], ['tia', 'posts', 'The Spanish template is part of your package. I switched it on for Riverside and Mill Creek.'], ['tia', 'resolves', 'Both schools can choose the language per household now.'], ['omar', 'confirms']],
    },
    {
        daysAgo: 11, by: 'ben',
        filled: { ...issue, subject: 'Single sign-on loops for new staff', module: 'Other', priority: 'High', description: 'New accounts bounce between our identity provider and the sign-in page.', replicationSteps: 'Sign in as a user created today.', expected: 'The start page', actual: 'A loop', impact: 'Nine new staff members.' },
        steps: [['tia', 'claims'], ['tia', 'asks', 'Does your provider send the attribute `employeeId` for the new accounts?'], ['ben', 'posts', 'It did not. Now it does.'], ['tia', 'resolves', 'All nine have signed in. The loop came from the missing attribute.'], ['ben', 'confirms']],
    },
    {
        daysAgo: 12, by: 'rosa',
        filled: { subject: 'Lunch balance e-mails in bulk', module: 'Food Service', caseType: 'Question', priority: 'Low', description: 'Can negative balances below $5 be left out of the weekly e-mail?' },
        steps: [['mia', 'claims'], ['mia', 'resolves', 'Yes: *Food Service → Notices → Minimum*. I set nothing; it is yours to choose.'], ['rosa', 'confirms']],
    },
    {
        daysAgo: 13, by: 'ada',
        filled: { subject: 'Delete a duplicate student', module: 'Other', caseType: 'Data Request', priority: 'Medium', description: 'Students 40881 and 40883 are the same person. Please merge them; 40881 stays.' },
        steps: [['max', 'claims'], ['max', 'asks', 'Both have transcripts. Shall 40881 keep the grades of *both*?'], ['ada', 'posts', 'Yes, both.'], ['max', 'resolves', 'Merged. 40883 points to 40881 now.'], ['ada', 'confirms']],
    },
    {
        daysAgo: 15, by: 'omar',
        filled: { subject: 'GPA differs between transcript and portal', module: 'Grade Book', caseType: 'Application Issue', environment: 'Production', priority: 'Medium', description: '3.41 on the transcript, 3.39 in the portal.', replicationSteps: 'Student 51207.', expected: 'The same', actual: 'Different', impact: 'One student so far.' },
        steps: [['mia', 'claims'], ['mia', 'closes', 'Not supported']],
    },
    {
        daysAgo: 16, by: 'ben',
        filled: { subject: 'Sandbox refresh before winter break', module: 'Other', caseType: 'Service Request', priority: 'Low', description: 'Please refresh our Sandbox from Production on December 18.', dueDate: null },
        steps: [['tia', 'claims'], ['tia', 'schedules', 'Refresh the Sandbox from Production, from 20:00 your time.']],
    },
    {
        daysAgo: 18, by: 'rosa',
        filled: { subject: 'Bus number on the student card', module: 'Other', caseType: 'Enhancement', priority: 'Low', description: 'The front desk looks it up forty times a day.' },
        steps: [['max', 'claims'], ['max', 'closes', 'Not supported']],
    },
    {
        daysAgo: 19, by: 'ada',
        filled: { subject: 'Tardy counted as absent in the weekly letter', module: 'Attendance', caseType: 'Question', priority: 'Medium', description: 'Parents complain: three tardies are shown as one absence.' },
        steps: [['mia', 'claims'], ['mia', 'resolves', 'Your letter uses *Converted absences*. Choose *Absences* in the template and it counts whole absences only.'], ['ada', 'confirms']],
    },
    {
        daysAgo: 21, by: 'omar',
        filled: { ...issue, subject: 'Payments of yesterday are missing', module: 'Fees', priority: 'Critical', description: 'All card payments of yesterday are missing in the ledger; the bank shows them.', replicationSteps: 'Ledger, date of yesterday.', expected: '184 payments', actual: '0', impact: 'All schools. Parents get reminders for what they paid.' },
        steps: [['max', 'claims'], ['max', 'posts', 'The import stopped at 2:14. It runs again; you will see all of them by 9:00.'], ['max', 'resolves', 'All 184 payments are in the ledger; the reminders are withdrawn.'], ['omar', 'confirms']],
    },
    {
        daysAgo: 24, by: 'rosa',
        filled: { subject: 'Print class photos on seating charts', module: 'Attendance', caseType: 'Question', priority: 'Low', description: 'Is that possible for all sections of a teacher at once?' },
        steps: [['mia', 'claims'], ['mia', 'resolves', 'Yes: *Seating → Print → All sections*, and tick *Photos*.'], ['rosa', 'confirms']],
    },
    {
        daysAgo: 26, by: 'ben',
        filled: { subject: 'API key for the library system', module: 'Other', caseType: 'Service Request', priority: 'Medium', description: 'Read access to rosters, please.' },
        steps: [['tia', 'claims'], ['tia', 'posts', 'The key is in your vault; it reads rosters and nothing else.'], ['tia', 'resolves', 'Done.'], ['ben', 'confirms']],
    },
    {
        daysAgo: 29, by: 'ada',
        filled: { subject: 'Wrong school in the address line of letters', module: 'Messenger', caseType: 'Question', priority: 'Low', description: 'Letters of Central show the address of Plainview High.' },
        steps: [['ada', 'posts', 'Found it: our own template had it typed in.'], ['ada', 'closes', 'Withdrawn']],
    },
    {
        daysAgo: 33, by: 'omar',
        filled: { subject: 'October count: dates of the freeze', module: 'State Reporting', caseType: 'Question', priority: 'Medium', description: 'When exactly is the snapshot taken?' },
        steps: [['mia', 'claims'], ['mia', 'resolves', 'On the first Wednesday of October at 23:59 in your zone.'], ['omar', 'confirms']],
    },
    {
        daysAgo: 36, by: 'rosa',
        filled: { subject: 'Homeroom teachers see two homerooms', module: 'Scheduling', caseType: 'Application Issue', environment: 'Production', priority: 'Medium', description: 'Since the rollover.', replicationSteps: 'Sign in as Hale.', expected: 'One homeroom', actual: 'Two', impact: 'All homeroom teachers of Riverside.' },
        steps: [['tia', 'claims'], ['tia', 'resolves', 'Last year’s homerooms had no end date. They have one now.'], ['rosa', 'confirms']],
    },
    {
        daysAgo: 41, by: 'ada',
        filled: { subject: 'Training for new secretaries', module: 'Other', caseType: 'Service Request', priority: 'Low', description: 'Three new secretaries start in October. Is there a course?' },
        steps: [['max', 'claims'], ['max', 'resolves', 'Every Tuesday at 14:00; I booked three places for the 13th.'], ['ada', 'confirms']],
    },
    {
        daysAgo: 45, by: 'ben',
        filled: { ...issue, subject: 'Attendance kiosk freezes after midnight', module: 'Attendance', priority: 'Low', description: 'The kiosk at the entrance shows yesterday until it is restarted.', replicationSteps: 'Leave it on overnight.', expected: 'Today', actual: 'Yesterday', impact: 'One kiosk.' },
        steps: [['tia', 'claims'], ['tia', 'resolves', 'Version 8.2 of the kiosk app corrects it; I pushed it to yours.'], ['ben', 'confirms']],
    },
    {
        daysAgo: 50, by: 'rosa',
        filled: { subject: 'Fee receipt shows the wrong year', module: 'Fees', caseType: 'Question', priority: 'Low', description: '2025–26 instead of 2026–27.' },
        steps: [['mia', 'claims'], ['mia', 'resolves', 'The year is part of the receipt template; I corrected yours.'], ['rosa', 'confirms']],
    },
    {
        daysAgo: 55, by: 'ada',
        filled: { subject: 'Grade Book issue: categories of last year', module: 'Grade Book', caseType: 'Question', priority: 'Medium', description: 'Can teachers copy their categories and weights from last year?' },
        steps: [['max', 'claims'], ['max', 'resolves', '*Grade Book → Settings → Copy from*, one section at a time or all.'], ['ada', 'confirms']],
    },
    {
        daysAgo: 63, by: 'omar',
        filled: { subject: 'Roll over food service balances', module: 'Food Service', caseType: 'Service Request', priority: 'Medium', description: 'Balances of last year should start this year.' },
        steps: [['tia', 'claims'], ['tia', 'resolves', 'Rolled over: 4,212 accounts, $38,904.10 in all, as in your report.'], ['omar', 'confirms']],
    },
    {
        daysAgo: 68, by: 'ben',
        filled: { subject: 'Duplicate of the roster question', module: 'Scheduling', caseType: 'Question', priority: 'Low', description: 'Sorry, sent twice.' },
        steps: [['ben', 'closes', 'Withdrawn']],
    },
    {
        daysAgo: 72, by: 'rosa',
        filled: { subject: 'First day of school is not in the calendar', module: 'Scheduling', caseType: 'Question', priority: 'High', description: 'The calendar of Mill Creek begins on day 2.' },
        steps: [['max', 'claims'], ['max', 'resolves', 'The day was marked as a holiday. It is a school day now.'], ['rosa', 'confirms']],
    },
    {
        daysAgo: 75, by: 'ada',
        filled: { subject: 'Start the Messenger trial', module: 'Messenger', caseType: 'Service Request', priority: 'Low', description: 'For the high school only, please.' },
        steps: [['mia', 'claims'], ['mia', 'resolves', 'The trial runs until December 31.'], ['ada', 'confirms']],
    },
]; // prettier-ignore
//# sourceMappingURL=stories.js.map