// Cases about attendance, grades, report cards and transcripts. The format is in parse-cases.ts.
export const grades = `
# attendance-code-missing
New absence code not in the list | We added a code COL for college visits on Monday but teachers cannot pick it when they take attendance. It shows on the code setup page as active.
teachers dont see code we made | made a new excused code for quarantine, secretary sees it, teachers do not. both high schools
Attendance: dropdown incomplete | Good morning, the drop-down where my staff marks attendance is missing the field trip option that I set up last week under attendance codes. Could you please check which checkbox I forgot?
Can't choose "Virtual" when marking students | Since the start of the term we have an attendance code for virtual learners. It can be used from the office screen but not in the classroom roster of the teacher.

# attendance-not-taken
Report of teachers who did not take attendance is wrong | Classroom monitor says 14 teachers have not submitted for period 2. I asked three of them and they all have. They even get the green check.
attendance shows as not taken | Mrs Ortiz submits attendance every morning first hour, the office monitor still shows her in red as missing. Happens with about ten teachers.
Unsubmitted roll call although submitted | Our principal gets the daily list of staff with missing roll. Several on it had saved before 8:15. Looks like the list does not refresh for co-teachers.
Missing submissions list | The screen for outstanding attendance lists sections that were done hours ago. I think it is only team-taught sections, where the second teacher took it.

# truancy-letters
Truancy letters print for wrong kids | Ran the 5 day unexcused letter. It pulled students with excused medical absences. We mailed 30 before noticing!
Absence letters count excused days | Hello, when we generate attendance letters for the ten-day threshold, days with a doctor's note are counted. Parents are upset. How do we exclude them?
5-day letter threshold not working | The compulsory attendance notice goes to families whose child was sick with a note. I need only unexcused totals to count toward the letter.
letter batch has students that should not be there | attendance letter wizard includes kids who have 0 unexcused, they only have M codes. need fixed before Friday mailing

# gradebook-weights
Category weights don't add up in grade book | I set tests 60, homework 40 but a student with 90 and 50 shows 70 percent. It seems that points are averaged without the weights.
weighting ignored | my weighting isnt working, everything counts the same even tho quizzes should be 20%. checked use weights box twice
Wrong average, weights | A teacher in our building has a gradebook where percentages per category are configured, but the overall average is calculated as if all assignments had equal weight. Term 1 is fine, term 2 is not.
Final percent does not respect categories | Grade calculation options: weighted categories selected. The in-progress grade equals total points instead. Please advise, conferences are tonight.

# dropped-lowest-score
Drop lowest score not applied | Ms. Kim has her quizzes category set to drop the lowest one, but the zero from the first week still counts in the average.
lowest quiz should be excluded | I turned on "drop lowest" in the category. Some kids have it, some not. The ones with an exempt assignment seem to be wrong.
Grade calc keeps lowest grade | We tell the category to ignore the worst of 8 homework scores. Calculation includes all eight. Was this changed in the last update?
Dropping low score fails for exempt work | If a student is exempt from an assignment, the program treats that as the lowest and drops nothing else. Expected: exempt is skipped and the worst real score goes away.

# gradebook-lost-scores
Scores disappeared from grade book | All the scores I entered yesterday for sixth period are gone. Columns are there but empty. I did click Save!
Teacher lost an afternoon of grading | Hi, one of our chemistry teachers entered lab marks for two sections between 2 and 4 pm, and this morning the cells are blank. Is there a way to restore them?
grades gone!!! | typed in 30 essays last nite and today nothing there. it said saved. please help conferences tomorrow
Entered marks are blank after refresh | Steps: open assignment, type marks, save, message "saved successfully", reload: blank. On two laptops with Chrome. Yesterday it worked.

# post-grades-window
Teachers cannot post final grades | The Post Grades button is gray for semester 1. The window should be open from today till Friday, I set the dates myself.
grading window closed too early | posting window was to be open until 11:59 tonight but teachers got locked out at noon. can you open it again
Unable to submit quarter marks | My staff sees "Grading window is not open" when they try to submit Q1. In the setup the task is active with the right dates for the high school.
Grade posting disabled in one calendar | Finals can be posted at the middle school but not at the high school. Same dates in grading window setup. Teachers see the button disabled.

# report-card-blank
Report cards are empty | When I print report cards for grade 6 I get the header with name and address and no courses at all.
report cards no grades | Printing RCs for Q2 and there are just blank boxes where grades go. transcript looks fine. need by 3 pm
Blank report card PDF | Dear team, the report card batch finished but each page shows student information only; the table with classes and marks is missing. We chose term 2 and the standard template.
Marks not showing on printed progress reports | The end of quarter card prints with comments but without letter grades. Grades are posted and visible in the student's grades tab.

# report-card-comments
Comments cut off on report card | Teacher comments longer than two lines get cut in the middle of a word on the printed card.
Remarks truncated when printing | Our elementary teachers write long narrative remarks. On the PDF only about the first 200 characters appear, while the screen has all of it.
comment box on RC too small | the text of the teachers comment ends with ... on report cards. can the field grow? parents complain
Narrative is missing its end | For third grade the narrative for reading stops mid sentence on the printout. Word count is within what the entry screen allows.

# gpa-calculation
Cumulative GPA wrong after transfer credits | Student came in with 6 credits from another district. After I entered them the GPA dropped from 3.8 to 1.9.
GPA too low | Class rank run today shows the valedictorian at 3.2! It looks like pass/fail courses count as zero.
Grade point average counts P/F classes | Counselor here. The GPA includes classes that are graded Pass, which should be excluded. It lowers honor students by several tenths. When is the GPA recalculated?
weighted gpa not right for AP | AP should be 5.0 scale but the cumulative gpa treats A in AP as 4. ranks are due to colleges this week

# transcript-order
Transcript courses in wrong school year | Summer school 2025 shows under grade 11 instead of 10 on the official transcript.
Summer classes listed under wrong grade on transcript | Registrar question: credits earned in July print with the following year. Colleges are confused. Where do I change which year a summer course belongs to?
transcript has summer in wrong place | when i print a transcript, summer classes go under next grade level. i tried editing the start year, no luck
Official record groups credits incorrectly | The printed academic record puts summer term courses below the grade the student was about to enter. We need them with the grade just completed.

# standards-grading
Standards not showing for elementary | The K-5 teachers do not see the standards to score, only a letter grade column. Their courses have standards attached.
cannot enter standards scores | Second grade teacher here: no rows for math standards in my gradebook, reading has them
Missing learning targets in grade entry | After the roll into the new year the learning targets that were tied to art and music are gone from grade entry, so proficiency levels cannot be reported.
Proficiency rows absent | Hello! Standards-based marks are supposed to appear under each subject. Four of our courses show none although the course master has all of them aligned.
`;
