// Cases about schedules, enrollment, the census, health, behavior and buses. The format is in parse-cases.ts.
export const students = `
# walk-in-scheduler
Walk-in scheduler will not drop a section | Counselor tries to move a student from 3rd to 5th period English, the scheduler says the section is locked. Nobody locked it.
locked section in walkin | cant take kid out of bio, padlock icon. how do i unlock
Student stuck in a class | In the walk-in screen the course is shown with a lock, so unloading does nothing. We need to drop about twelve students who moved to the online program.
Cannot remove course from student's schedule | Trying to change a schedule by hand. Remove is grayed out for locked requests after we ran the loader. Please tell me how to release them in bulk.

# class-over-capacity
Sections over max seats | Section 4 of Algebra has 38 students, the max is 28. The loader ignored the limit.
Classes overfilled after load | We loaded schedules Thursday. PE and Health sections went way above their seat count although the cap is set on the section. Teachers are furious.
too many kids in art 1 | art 1 cap 24 and has 31. system let counselors add without warning
Seat maximum is not enforced | I expect a warning when a counselor adds a student to a full section. No message appears and the count just goes past the maximum.

# schedule-gaps
Students with blank periods | 60 freshmen have nothing in 6th period after the load. How can I get a list of who has a hole?
find students with incomplete schedules | is there a report for kids with an empty block? we find them one by one when they wander the hall
Holes in schedules | Principal wants to see everybody whose day is not full. I looked at the schedule gap report, but it returns zero students, which is not right.
Schedule gap report empty | The report for unscheduled periods shows no results in our calendar. I know of at least twenty students with a free hour who should not have one.

# bell-schedule-delay
Two-hour delay bell schedule | Snow tomorrow. How do I switch one day to the late start bells for all schools so that attendance periods match?
late start tomorrow how to change bells | need to assign the delay bell schedule to thursday only, the day setup wont let me save
Changing a single day to another bell schedule | We have an early dismissal on the 12th. In day setup I choose the early release period schedule and get "period schedule in use".
One-day change of period times | Because of testing we run a special timetable on Wednesday. I cannot assign it to that date; the save gives an error that the schedule has attendance already.

# calendar-instruction-days
Holiday counted as school day | Veterans Day is marked as a school day for our calendar, and every student got marked absent by the kiosk.
wrong number of instructional days | State wants 175 days and calendar shows 177. Two snow days are still instruction. where do i turn them off
Remove days from the calendar | Good afternoon. We closed for three days due to flooding. The calendar should not count them for instruction or attendance, including the absences that were auto posted.
Closed day still counts for attendance | Nov 11 we were closed. Attendance percentages include it. Please explain how to mark a date as non-instructional after the fact.

# enrollment-rollover
Students not rolled to next year | We ran enrollment roll forward. 212 eighth graders are not in the high school calendar for next year.
8th graders missing after roll | EOY roll done saturday. seniors fine, 8th to 9th did not go. what now
End of year: promotion to the next school incomplete | The process that moves students to the next grade completed with no errors, but those who change buildings have no enrollment in the new one.
Next-year enrollments not created | I need next school year records for kids going from middle to high school. The roll forward wizard only created them for students staying in the same building.

# duplicate-student
Same child twice in the system | A student has two person records with two state IDs, one from last year and one that the new secretary created. How do we combine them?
duplicate person | made a 2nd record by mistake for a kid who was here in 2nd grade. need merge
Merge two student records | Hello, we discovered that Jonah was entered a second time at re-enrollment. Grades sit on one and health on the other. Please combine both into one.
Two IDs for one student | The registrar did not search before adding. Now there are two profiles for a single person, each with attendance. Is there a tool to merge persons?

# household-address
Siblings at old address after move | Family moved, I ended the old address for mom, but two of the three kids still show it, and mail goes there.
address change not for all kids | changed household address, oldest has the new one, younger ones still old house
Household has two addresses | A mother reports letters arrive at her previous home. Household membership shows the new primary address, yet labels use the previous one for her sons.
Mailing labels go to previous home | After an address update in census the label report keeps printing the former street for some siblings. Mailing checkbox appears set on both addresses.

# guardian-contact-merge
Stepfather got the emails meant for dad | Non-custodial parent receives messages. The relationship has no guardian flag, but the messenger box is on.
Wrong parent gets notified | There is a court order: father must not get anything. He still received the absence call. Which preference did we miss?
remove parent from contacts legal issue | restraining order, dad not allowed contact. how do i make sure nothing goes to him
Custody: stop communication to one parent | Urgent and sensitive. Following a custody ruling the biological father may not receive grades, calls or email. I unchecked guardian. Is that sufficient?

# immunizations-compliance
Immunization compliance shows wrong | Kid has both MMR doses entered, status says non compliant. Nurse is going to exclude him Monday.
Vaccines entered but not compliant | As the district nurse I see forty 7th graders flagged as noncompliant for Tdap though the shot date is recorded. Has the rule been updated for this year?
shots report wrong | immunization report lists kids missing varicella that have 2 doses. dates are right
Health office: vaccine status incorrect | The certificate prints "not up to date" for students whose doses are all in. It seems to measure the minimum interval between doses incorrectly.

# health-visits-medication
Medication dose time is off by an hour | Since the clocks changed the nurse's list shows noon meds at 11. She almost gave a dose too soon.
Nurse visit times wrong | Health office visits recorded at 9:05 print as 8:05. It started on Monday after daylight saving ended.
meds list hour off | daylight savings messed up the med schedule, everything one hr early
Time shift in health module | Scheduled medication administration appears sixty minutes early for all students. Attendance times are fine, only the health office is affected.

# behavior-referral-routing
Referral not reaching assistant principal | Teachers submit behavior referrals and nobody gets the notification in the process inbox.
Discipline referrals vanish | Hi there, when my teachers write up a student, the administrator does not receive it. The referral can be found in the student's record as submitted, though.
write ups dont show for AP | teacher wrote kid up for fighting, AP inbox is empty. happened with 5 of them this week
Office referral notification missing | New assistant principal started Nov 1 and is set as the handler, but behavior incidents sent by staff do not arrive in her inbox.

# bus-routes
Bus assignments missing after import | Transportation uploaded the route file, and half of our students show no bus number.
no bus # on student card | where did the bus numbers go? they were on the student summary last week
Routes not updated | The nightly file from the routing software ran, but pick-up stops for Lincoln Elementary are still from last year or empty.
Transportation tab blank | Parents call because the portal shows no bus stop. In the transportation tab in and out routes are empty for students imported yesterday.

# locker-assignment
Lockers assigned twice | Two seventh graders have locker 214. The assignment wizard gave it out again.
locker double booked | same locker 2 kids, happens with about 15 of them
Combination lock shared by different students | After mass assigning lockers we have pairs of students with the identical number. I would like to find all of these pairs and reassign.
Locker wizard ignores occupied ones | When I run mass assign, lockers that already have an owner are given to someone else, it should skip them.
`;
