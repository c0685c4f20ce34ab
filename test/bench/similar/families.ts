// Cases about the parent portal, fees, food service and messages to families. The format is in parse-cases.ts.
export const families = `
# portal-activation
Parent cannot create portal account | Mom gets "activation key is invalid" when she tries to sign up. I printed the letter this morning.
portal key dont work | giving parents the GUID from the letter and it says not valid. 3 families so far
Activation code rejected | Hello, a father attempted to register for the family portal with the code we mailed. The site answers that the code has been used or does not exist. He never had an account.
New guardian can't register online | We emailed the activation link to a new guardian, clicking it opens a page with "invalid key". Re-sending gives the same key and the same error.

# portal-missing-child
Parent sees only one of two children | Mother logs on and has the older son, the kindergartner is not there. Both are in her household.
kid not in parents portal | dad sees 2 of 3 kids in app. relationship has portal checked
Student missing from family's account | Mrs. Dao can access the parent portal, but her daughter who enrolled last week does not appear in the list at the top. I verified guardian and portal check boxes.
Sibling not showing in mobile app | In the app for parents the younger brother cannot be selected. On our side the family looks correct with both boys as members.

# portal-password-reset
Password reset email never arrives for parents | Parents click forgot password, the page says an email was sent, nothing comes, also not in spam.
forgot password no email | resetting portal password doesnt send anything to gmail addresses
Reset link isn't delivered | Several guardians report that the recovery message does not reach them. Their email in census is right. District addresses do get it.
Locked-out families cannot recover their login | Could you look at outgoing mail for account recovery? Guardians with Yahoo and Gmail wait for hours and the message with the link does not come.

# portal-grades-hidden
Grades not visible to parents | Since yesterday no parent at the middle school sees grades in the portal. Students see them.
parents cant see assignments | portal shows grades tab but is empty for families, kids ok on their login
Turn on grades for guardians | Our principal asked why families do not see quarter marks. I checked display options: grades is on for the high school, yet guardians see an empty page at the middle school.
Progress marks missing in family view | The parent side of the portal lists courses without any score. The same child's own login lists the scores. Did the portal display options change?

# online-registration-stuck
Online registration application stuck in "submitted" | Families finished the registration and the application cannot be approved, the Post button spins forever.
OLR cant post application | approve/post in online reg just spins, then timeout. 40 waiting
New student application will not process | We are trying to accept kindergarten applications. When staff press post, a progress wheel appears and after several minutes an error that the request timed out.
Registration queue growing | Applications by new families cannot be moved into the student system. Each attempt to post ends in a timeout. School starts Monday, please hurry.

# fee-double-charge
Parents charged twice for lab fee | A parent paid $35 once, and the card statement has two charges. The ledger shows one payment.
double charge on credit card | family billed 2x for yearbook. they hit pay once. refund?
Duplicate online payment | Two of our families were debited two times by the payment provider for the activity fee. In the fee tab we see a single payment. How do we refund the second one?
Card was debited twice | The bank of one parent shows identical transactions a minute apart after the page froze. We recorded only one. Please trace these transactions.

# fee-assign-course
Course fees not assigned automatically | Students in Ceramics should get the $20 fee when scheduled. Nobody got it this semester.
fees for classes not applied | ceramics + photo fee supposed to auto add. nothing on ledgers
Automatic fee by course does not run | We attached fees to the courses in August. Last year they were put on accounts overnight. This year accounts have no class fees at all.
Lab fee is absent from students' accounts | Science classes carry a lab fee. After scheduling, the account of each enrolled child should be charged. Zero charges so far in any of the sections.

# fee-waiver
Waive fees for reduced lunch students | Board decided that free and reduced families pay no fees. Can we waive them all at once instead of one by one?
mass waive | need to zero out activity fee for 300 frl kids. wizard only does one fee at a time?
Bulk exemption of fees | Dear support, is there a batch tool to exempt students with an approved meal benefit from the technology charge? Clicking through 280 accounts is not an option.
Fee exemption by meal status | We'd like charges voided for everyone with F or R eligibility. Tried the fee wizard with an ad hoc filter, it voids nothing.

# meal-balance-wrong
Lunch balances wrong | Balances in the portal don't match the cafeteria terminals. One boy has $40 at the register and -$12 online.
food account off | kids lunch money is diff on portal vs POS
Cafeteria account does not match | A mother deposited $50 Tuesday. The parent portal has it, the point of sale at the serving line still says negative, so her child was given the cheese sandwich.
Deposits do not reach the lunch line | Online payments for meals post to the ledger, but the terminals at the cash register do not pick them up until the next day.

# free-reduced-application
Free/reduced application determined wrong | Family of 5 with an income of $31,000 came out as paid. By the federal guideline it should be reduced.
FRL app says denied but income is low | meal app calc wrong. used yearly instead of monthly?
Income eligibility result seems incorrect | We processed a household meal application. Weekly wages were multiplied by 12 rather than 52, so the family was denied benefits. The guideline table is this year's.
Lunch benefit determination error | The eligibility calculator gives Paid to families that clearly qualify. It appears that mixed pay frequencies in one application are not converted to annual.

# direct-certification
Direct certification file will not import | The state DC match file with SNAP students gives "0 records matched" since last month.
snap match finds nobody | uploaded direct cert from the state, none matched. used to be 900
Matching of directly certified students fails | The monthly file from the department of human services loads without errors but not a single child is matched. The state ID column moved one position this month.
DC import zero matches | Nutrition director needs SNAP and Medicaid kids set to free. Import summary: read 1,104, matched 0. Column layout of the file has changed, I believe.

# messenger-not-sent
Snow day call did not go out | We sent a message to all families at 5:30 am. Status says Queued and it is 7 now!
voice message stuck in queue | robocall for closing not sending. urgent!!!
Emergency notification remains pending | The superintendent recorded a closing announcement. The mass notification shows "pending" with 0 of 6,200 delivered after one hour.
Messages are not delivered | Phone and text broadcast to parents from this morning sits at scheduled. Nothing was dialed. Are your dialers down?

# messenger-sms-opt-in
Parents not getting text messages | Email and voice work, texts don't arrive for most. They say they never opted out.
texts not going to parents | sms 0 delivered, says opt in required?? they get other texts
Text messaging consent | A lot of guardians are listed as "not opted in" for SMS, although they replied YES in August. Did their consent get lost with the change of number?
SMS consent was reset | After the short code changed all families appear without consent for texting. Must they all answer again?
`;
