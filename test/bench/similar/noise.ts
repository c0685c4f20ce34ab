// Several hundred ordinary cases around the labeled set: every subject with every third description. They are combined, so none of them
// is relevant to any search; they only compete for the places.
import type { LabeledCase } from './parse-cases.ts';

const subjects = `
Question about the student summary
How to change a course name
Update contact for Washington High
Request for a new user group
Please add a school to our district
Teacher assignment for long-term substitute
Staff member changed her name
Add a new term for summer school
Course catalog for next year
Graduation requirements by program
Honor roll list
Field trip roster
Class list for the yearbook
Athletics eligibility list
Extra fields on the enrollment screen
Home language survey codes
English learner program dates
Special education flag on roster
504 plan upload
Counselor notes visible to whom
Document upload limit
Printer in the front office
Need help with the home page
Training for new secretary
Meeting next week
Request for documentation
Parent asks about data privacy
Audit by the state in December
Records request from another district
Student withdrew but came back
`.trim().split('\n'); // prettier-ignore

const descriptions = `
Hello, could someone explain how this works in the current release? Our documentation is from two years ago.
We need this for one school only. The other schools should stay as they are.
Please call me when you have a minute, it is easier to show on the screen.
The principal asked for it by the end of the week. A short answer is enough.
I looked in the help center and found nothing. Is there a video or a guide?
It worked last year. I do not know what has changed since then.
Only I can see the field; my colleague in the same office cannot.
When I save, the page returns to the list and I am not sure whether it was stored.
There are about forty students in grades 9 to 12. A spreadsheet is attached to my email.
thanks in advance!!
Teachers and parents ask us each day, so we would like to put an answer on our web site.
Our IT director says that this must be set up by you.
Can this be done in bulk, or must each record be opened?
The list should have the name, grade, homeroom and the date.
It is not urgent. Any time before winter break is good.
We have a new employee in this role since November and she needs the same as her predecessor.
The state asked for numbers for the current school year and for the last one.
I tried it in two schools and got different results.
The report should be sorted by grade and then by last name.
Is it included in our contract or does it cost extra?
What do other districts do in this situation?
Sorry if this is the wrong place to ask.
The date on the record is wrong and I cannot edit it any longer.
If it is possible to undo this, please do. It was my mistake.
Our board meets on Tuesday and would like to see an example.
A parent wants a copy of everything that is on file about the child.
`.trim().split('\n'); // prettier-ignore

/** Makes the cases. */
export function noiseCases(): LabeledCase[] {
  return subjects.flatMap((subject, row) =>
    descriptions.filter((_, column) => (row + column) % 3 === 0).map((description) => ({ subject, description, topic: null })),
  );
}
