// Cases that share their module and their words with a topic, but are about another trouble. The format is in parse-cases.ts.
export const distractors = `
# other
Absence code needs another color | Could the field trip code be blue on the teacher's attendance roster? Purely cosmetic.
Attendance percent on the student summary | What formula gives the attendance percent on the summary? It differs from my spreadsheet by two tenths.
Monitor on the wall for attendance | We would like to show the classroom monitor on a TV in the office without anyone signed in.
Letterhead on truancy letters | Please tell me where to upload our new logo for the attendance letters.
Grade book columns too narrow | Assignment names in the grade book are cut at ten letters. Can the columns be made wider?
Copy grade book setup to new section | I want categories and weights from last year's section in this year's, without the assignments.
Post grades: who did it? | Is there a log that says which user posted final grades for a section, and when?
Report card in Spanish | We need report cards with Spanish headings for about 200 families.
Order of courses on report card | Can courses print by period instead of alphabetically on the report card?
GPA on student portal | Please hide the cumulative GPA from students in grades 6 to 8 in the portal.
Transcript paper | Which security paper fits the official transcript layout?
Transcript request fee | How can alumni pay for a transcript online?
Standards report for the board | The board asks for a count of students by proficiency level per standard and school.
Walk-in scheduler shows old teacher | The walk-in screen lists the teacher who retired for section 3, the roster has the right one.
Room numbers on schedules | Printed schedules should carry the room. It is filled in on the section.
Section enrollment history | I need to know who was in section 4 of Algebra on September 15.
Bell schedule names | May we rename the bell schedule "A" to "Regular" in the middle of the year without losing attendance?
Calendar for pre-K | Our pre-K meets four days a week. Should it get a calendar of its own?
Roll forward of users | Do user accounts of staff need to be rolled to the next year as well?
Search students by nickname | When a secretary searches for Jonah by his nickname, nothing is found.
Address verification | We look for a service to check addresses against USPS as they are entered in census.
Emergency contact order | Can the office decide in which order emergency contacts are printed?
Immunization exemption form | Where does the nurse record a religious exemption with its end date?
Nurse visits per reason | We need the number of health office visits by reason and month for a grant.
Behavior points | Is there a module for positive behavior points that families can see?
Behavior letter to guardians | The letter for a suspension should print the end date. Which field is that?
Bus route by address | Can a route be proposed from the address at enrollment?
Locker combinations export | Custodians ask for a list of all lockers with combinations by hallway.
Portal logo | Our new logo appears stretched at the top of the parent portal.
Parent portal in Arabic | Families ask for the portal in Arabic, is a translation planned?
Portal usage statistics | How many guardians signed in to the portal this month, per school?
Online registration wording | Please change the question on military families in the registration to the new wording from the state.
Fee receipts by email | Parents would like a receipt for each fee payment in their inbox.
Refund of a fee after withdrawal | A student moved away in October. How do we refund half of his activity fee?
Cafeteria menu in the app | Can we show the lunch menu of the week in the parent app?
Meal application in Vietnamese | We need the free and reduced application in Vietnamese.
Point of sale keyboard | The keypad at lunch line 2 beeps twice for each digit.
Message templates | Can a principal share a message template with other schools?
Caller ID for calls | The number that families see on calls should be that of the school, not the district.
State report calendar | When are the deadlines of the state submissions this school year?
State ID for new students | How long does it take until the state assigns an ID to a new pupil?
Ed-Fi documentation | Please send me the list of Ed-Fi resources that you support in our state.
OneRoster grades | Does your OneRoster API support the gradebook services or only rostering?
Clever badges | Our kindergarten uses Clever badges. Does that need anything in your system?
Google Classroom rights for substitutes | Should long-term subs get the Classroom link of the section they cover?
Import of staff certifications | Is there a template to load teaching licenses from a CSV?
SSO for parents | Do you offer single sign-on for guardians with their private Google accounts?
Photo release flag | We record whether a family permits photos. Where can that be shown on the roster with pictures?
Slow internet at Jefferson | Our provider works on the fiber at Jefferson until Thursday, this is for your information.
Session recording for training | May we record the training session on the 3rd?
Dark mode | Teachers ask whether the home page will get a dark mode in Chrome.
Label for file folders | I need labels with name and grade for cumulative folders, 2 across.
PDF of the student handbook | Where can I upload our handbook as PDF so that all see it on the home page?
Schedule a report for the board | The board wants the enrollment report on the first of each month.
Ad hoc field for bus | Which field in the query wizard holds the bus number?
Rights report | Auditors want a list of all users with the tools that they may use.
Staff directory | Is there a staff list with email addresses and rooms?
App notification sounds | Parents ask how to silence app notifications at night.
Email signature | Messages should end with the name of the school and its phone number.
Second sandbox | Could we have a second sandbox for our developers?
`;
