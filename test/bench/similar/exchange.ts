// Cases about state reporting, interfaces and data imports. The format is in parse-cases.ts.
export const exchange = `
# state-enrollment-extract
State enrollment extract missing students | The October count file has 1,204 records, we have 1,236 enrolled. The missing ones are all part-time.
October count too low | extract leaves out part time kids, we lose funding!! due friday
Fall membership file drops shared-time pupils | The state count extract omits pupils who attend half days or are dual enrolled with the tech center. Their enrollments are active on count day and not excluded from state reporting.
Pupils absent from count day submission | 32 children with an FTE below 1.0 do not appear in the submission. Is there a filter for percent enrolled that I do not know about?

# state-race-ethnicity
State report rejects race code | File validation error: "Race/ethnicity 07 invalid" for 18 students.
ethnicity error on upload | state says bad race code on 18 rows. we picked two or more
Invalid ethnicity value in submission | Our upload was rejected since multi-racial students export as 07, while the new state layout expects 7 separate Y/N flags. Will the extract be updated?
Federal race designation fails state edit checks | Edit check 1140 fires for each pupil with two or more races. It appears the format of that column was changed this year by the department.

# ed-fi-409
Ed-Fi sync errors 409 | Ed-Fi resource log is full of "409 Conflict: the value supplied for the related StudentSchoolAssociation does not exist".
edfi conflict errors | 1,900 errors in edfi dashboard today, all 409, studentSectionAssociation
ODS rejects section enrollments | Our state's operational data store answers "related 'StudentSchoolAssociation' resource does not exist" for students who transferred in. Resync by student fixes one at a time.
Resync needed for transfers in Ed-Fi | For each transfer student the section association fails since the school association was not sent first. Could you trigger the resources in the right order?

# ed-fi-credentials
Ed-Fi connection unauthorized | Since midnight each Ed-Fi request returns 401 invalid_client. The state rolled the keys and I entered the new ones.
edfi 401 | new key and secret from DOE put in, still 401
Token request to the ODS fails | "invalid_client" when the system asks the state API for a token. The secret was pasted twice from the portal of the department. Test connection fails as well.
State API keys expired | The department sent us fresh credentials for the data store for 26-27. After saving, the connection test reports unauthorized. Is there a place for the year-specific URL?

# oneroster-missing-classes
OneRoster export has no classes | Our LMS gets users and schools from OneRoster but classes.csv is empty since the new year.
classes.csv empty | oneroster zip only has header row in classes and enrollments
Rostering feed without sections | Canvas receives accounts, yet no courses. In the feed the classes and enrollments files contain nothing but a header. Academic session of the new school year may not be mapped.
No sections in the LMS after rollover | After we rolled to the new year, the roster sync to Schoology brings people only. Sections and memberships are absent from the API response, academicSessions is fine.

# clever-sync
Clever did not update overnight | New students since Thursday can't get into their apps. Clever dashboard says last sync Thursday 1 AM.
clever sync stopped | clever no new kids since thurs. password changed?
SFTP upload to Clever fails | The nightly job reports "Permission denied (publickey)" when it uploads to sftp.clever.com. Nothing was changed by us.
Nightly roster upload does not arrive at Clever | Clever support told us that they have not had files from us since last week. On our side the scheduled task is green. Apps have outdated rosters.

# google-classroom
Google Classroom courses not created | The teachers linked their sections, but no class appears in Google.
gc not making classes | google classroom link says pending for 2 days
Grades do not come back from Google | Hi, linked Classroom sections stay at "pending" and neither the roster nor assignments sync. Our Google admin re-authorized the app for the domain on Tuesday.
Classroom integration pending | Since we moved teachers to the new email domain, publishing a section to Google Classroom never completes. It worked with their former addresses.

# canvas-grade-passback
Grade passback from Canvas fails | Teachers push grades from Canvas, error "assignment not found in SIS".
canvas sync grades error | sync to SIS button gives "assignment not found". 4 teachers
Scores from the LMS do not arrive | Marks entered in Canvas should flow to the gradebook. Passback stopped for assignments created after the grading period changed. Message: assignment does not exist in SIS.
Sync to SIS fails for new assignments | Old assignments pass their scores back, new ones are refused with "not found". Deleting and re-creating the assignment does not help.

# import-csv-error
Import wizard: column count error | Uploading test scores: "Line 2: expected 14 columns but found 15". I count 14.
csv wont import | says wrong # of columns but its the template from your site
Assessment score upload is refused | We receive SAT results as comma separated file. The tool says a row has one column too many; names like "Smith, Jr" contain a comma. How should it be quoted?
Test score import fails on line 2 | I use the template for state assessment results and the import stops with a message regarding the number of fields. A last name with a comma is in that row.

# import-dates-shifted
Birth dates changed by import | After the census import every birthday is one day earlier.
dob off by one | imported 60 kids, all dob minus 1 day
Imported dates are a day early | We loaded enrollments from a spreadsheet. Start dates came in as 8/17 where the file has 8/18. Excel shows them right. Could that be a time zone matter?
Date columns shift on upload | Data import tool: date of birth and entry date end up one day before the value in the file, for all rows, on each attempt.

# sso-loop
SSO login loop | Staff click the Microsoft sign-in, choose an account, and come back to the login page, over and over.
login keeps going back | sso redirects me in circle since this morning, all staff
Endless redirect with SAML | After the identity provider certificate was renewed on Sunday, users authenticate at Azure and are returned to our sign-in page with no message. Local accounts work.
Single sign-on returns to the start page | Nobody in the district can sign in via Entra. The browser jumps between the two sites until "too many redirects". We uploaded new metadata last weekend.

# sso-user-not-found
SSO: "No matching user" for new hires | New teachers authenticate with Google and then see "No user matches your credentials".
new teacher cant sso | says no matching user. account exists
Identity not linked to account | Staff hired in November get an error that their credentials do not correspond to a user. The account was created by the HR import; the username seems to be lower case and the Google one is not.
Google login works for old staff but not new ones | Recently hired people reach the message that there is no such user. Do we have to fill in the SSO identifier by hand for each account?

# student-photos
Student photos not importing | LifeTouch sent the zip, the import says 1,150 photos, 0 matched.
pictures wont load | photo upload 0 matched. file names are student numbers
ID pictures from the photographer | We received the portraits from our photographer with an index file. The load finishes, but no picture is attached to any pupil. Leading zeros in the student number might be the cause.
School portraits fail to match | All images were skipped as unmatched. The index lists numbers without the zeros that our IDs start with.
`;
