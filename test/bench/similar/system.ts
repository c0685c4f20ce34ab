// Cases about accounts, rights, printing, reports and the speed of the system. The format is in parse-cases.ts.
export const system = `
# slow-mornings
System very slow in the morning | Between 7:45 and 8:30 each page takes 30 seconds. After that it's OK.
SOOO slow | attendance time = spinning. every day around 8. pls fix
Performance at first period | Every school day, when all teachers record attendance, screens take half a minute or time out. By nine o'clock response is normal again. Our network shows no load.
Pages hang at start of the day | Teachers cannot take roll before the bell since the application does not respond. Same in all buildings, wired and Wi-Fi, from about a quarter to eight.

# timeout-session
Teachers logged out while typing comments | The session ends after 15 minutes even though they are typing, and the text is lost.
kicked out | keeps logging me off in the middle of report card comments, lost it 3x
Session expires too soon | Could the inactivity limit be raised? Staff write narratives offline in the same window, and when they press Save they land on the login screen and their work is gone.
Logged off despite being active | While entering a long text one gets signed out and everything typed is gone. Typing apparently does not count as activity.

# browser-500-error
Error 500 when opening student | "HTTP 500 - Internal Server Error at StudentSummary.aspx NullReferenceException: Object reference not set to an instance of an object" on three students.
null reference on student page | Server Error in '/campus' Application. Object reference not set to an instance of an object. StudentSummary.aspx.cs:line 212
Cannot open the summary of some students | A crash page appears with NullReferenceException when I click certain names. They have in common that there is no enrollment in the current year.
Crash in summary tab | Certain kids' summary gives an exception page "Object reference not set". Other tabs of the same kid open normally.

# js-error-blank-page
White page after login in Chrome | After yesterday's Chrome update the home page stays white. Console: "Uncaught TypeError: Cannot read properties of undefined (reading 'menu')".
blank screen chrome | nothing loads after sign in. edge ok
Screen remains empty after signing on | Since this morning some computers show nothing but white after signing on. F12 shows TypeError reading 'menu' in main.bundle.js. Clearing the cache helps for an hour.
App does not load: Uncaught TypeError | main.bundle.js:1 Uncaught TypeError: Cannot read properties of undefined (reading 'menu'). On all Chromebooks updated to the newest version.

# printing-labels
Mailing labels misaligned | Avery 5160 labels drift down about a quarter inch per page.
labels print off | 5160, each sheet a bit lower, last row on the gap
Address labels do not line up | When I print labels for a mailing, the text moves lower with each row so that the bottom row is cut. Scaling is 100 percent and margins are default.
Label sheet alignment | Letters office: names run over the edge of the stickers on page 2 and on. Printer is set to actual size.

# pdf-download-blocked
Reports open as blank tab | When I generate a report a new tab opens and closes right away; no PDF.
report popup closes | click generate, flash, nothing. popups allowed
PDF does not display | Good day, any report we run opens a window which disappears immediately. No file in downloads. It began after IT pushed a browser policy.
Can't get any report to open | Nothing is shown after Generate Report. New window vanishes. Tried two browsers on a managed laptop, on my own computer at home it works.

# scheduled-report-not-run
Scheduled report did not run last night | The nightly absence list to principals was not delivered on Monday and Tuesday.
nightly email report missing | principals didnt get absences email 2 days now
Batch queue job skipped | Our recurring job in the batch queue, absentee summary at 3 pm, shows status "Skipped" two times. No messages went to the administrators.
Automated absentee summary not delivered | The summary that is mailed to administrators each afternoon has stopped. The scheduler entry is enabled, with the next run in the past.

# adhoc-filter-wrong
Ad hoc filter returns duplicates | My query for active students lists some kids three times.
adhoc dupes | same student shows multiple rows in query wizard
Query with contacts repeats students | In the query wizard I added guardian phone fields. Now each student appears once per guardian. I need one line per student.
Filter designer: one row per student | How can I prevent repeated rows when the ad hoc includes household contacts? My export has 2,900 lines for 1,100 kids.

# permissions-tool-rights
New counselor can't see schedules | Counselor hired in October has the same group as the others but no schedule tab.
no access to tab | give rights to J. Reed for scheduling, same as other counselors
User lacks rights although in the group | A colleague is member of the Counselors user group. She does not get the Schedule tool, her peers with the same group do. Calendar rights may be missing for her school.
Counselor missing tools | Membership in the group is right, but the schedule of students is not available for her at the second school she works at. It is at the first.

# user-deactivate
Former employee can still log in | Teacher left on October 31, the account still works today. Security issue!
disable account of ex staff | person quit, still able to login via app
Account stays active after end of employment | HR ended the assignment of a teacher last month. We expected the login to be turned off automatically; it was used yesterday evening.
Access of people who left | How do we make sure that logins of resigned staff are shut off when their district assignment ends? At present we find them open weeks later.

# mobile-app-crash
App crashes on iPhone | The parent app closes right after opening since version 5.2 on iOS 18.
ios app closes | updated app and it wont open, crash right away
Mobile application quits on launch | Families with an iPhone tell us that the newest version of the app shuts down on the splash screen. Android is not affected. Re-installing changes nothing.
Phone app will not start after update | Parents at three schools with Apple devices can no longer start the app; it disappears after a second.

# email-notifications-spam
Our emails go to spam | Parents with Gmail find school messages in the spam folder since last week.
gmail junk | all msgs from the system land in junk. dkim?
Messages from the system flagged by Gmail | Gmail shows "this message seems dangerous" for the notices that you send in our name. Our DNS admin asks for the SPF and DKIM records to publish.
Deliverability problem with Google addresses | Emails that go out from the messaging tool are classified as junk. DMARC policy was set to quarantine on our domain recently.

# training-sandbox-refresh
Sandbox needs fresh data | Our training site has data of last spring. Please refresh it from production.
refresh sandbox pls | copy live to sandbox before training on dec 3
Copy production to the training environment | We train new secretaries next week. May we have the test system overwritten with current live data over the weekend? Outgoing mail must stay off.
Test site is outdated | The staging copy was last renewed in April, and our new schools are not in it. We would like a newer copy for a workshop.
`;
