// Corrections for the United States, Puerto Rico and Guam. A federal holiday that falls on a weekend is observed on the federal substitute
// day (5 U.S.C. 6103(b)) in every state, also where the state's own law moves only Sundays. See holidays.md.
import type { AddedDay, Corrections } from './holiday-correction.ts';

// days of the library
const columbus = '2nd monday in October';
const indigenous = '2nd monday in October #1';
const juneteenth = '06-19 and if sunday then next monday if saturday then previous friday since 2021';
const presidents = '3rd monday in February';
const susanAnthony = '02-15';
const everyElection = 'tuesday after 1st monday in November';
const independence = '07-04 and if sunday then next monday if saturday then previous friday';
const newYear = '01-01 and if sunday then next monday if saturday then previous friday';
const christmas = '12-25 and if sunday then next monday if saturday then previous friday';

// days that several states have
const thanksgivingFriday: AddedDay = ['friday after 4th thursday in November', 'Day after Thanksgiving'];
const electionDay: AddedDay = ['tuesday after 1st monday in November in even years', 'General Election Day'];
const goodFriday: AddedDay = ['easter -2', 'Good Friday'];

/** A day next to Christmas, at the start or the end of a weekend where there is one: Georgia, Indiana and Oklahoma. */
const besideChristmas =
  '12-25 if monday then next tuesday if tuesday then previous monday if wednesday then previous tuesday if thursday then next friday if friday then previous thursday if saturday then previous thursday if sunday then previous friday';
const observed = (day: string): string => `substitutes ${day} if saturday then previous friday if sunday then next monday`;
const onMonday = (day: string): string => `substitutes ${day} if sunday then next monday`;
const onFriday = (day: string): string => `${day} and if friday then previous thursday if saturday,sunday then previous friday`;

/** The corrections of the states, DC, PR and GU. */
export const usCorrections: Readonly<Record<string, Corrections>> = {
  'US-AK': {
    source: 'Alaska Stat. 44.12.010–.025',
    add: [[observed('10-18'), 'Alaska Day (substitute day)']],
    remove: [indigenous],
  },
  'US-AR': { source: 'Ark. Code 1-5-101', remove: [columbus, juneteenth] },
  'US-AZ': { source: 'Ariz. Rev. Stat. 1-301', remove: [juneteenth] },
  'US-CT': { source: 'Conn. Gen. Stat. 1-4', add: [[observed('02-12'), "Lincoln's Birthday (substitute day)"]] },
  'US-DC': {
    source: 'D.C. Code 28-2701, 1-612.02',
    add: [
      [observed('04-16'), 'Emancipation Day (substitute day)'],
      ['01-20 every 4 years since 1937', 'Inauguration Day'],
    ],
  },
  'US-FL': { source: 'Fla. Stat. 110.117', remove: [susanAnthony, juneteenth] },
  'US-GA': {
    source: 'Ga. Code 1-4-1; State of Georgia Holiday Schedule',
    add: [
      ['easter -2', 'State Holiday'],
      [besideChristmas, "Washington's Birthday"],
    ],
    remove: ['monday before 05-01 #2', '12-24'],
  },
  'US-HI': { source: 'Haw. Rev. Stat. 8-1', remove: [juneteenth] },
  'US-IA': { source: 'Iowa Code 1C.2', add: [thanksgivingFriday], remove: ['02-12', presidents, indigenous, juneteenth] },
  'US-IL': { source: '105 ILCS 5/24-2; CMS state holidays', add: [thanksgivingFriday], remove: ['05-19'] },
  'US-IN': {
    source: 'Ind. Code 1-1-9-1; State Personnel Department',
    add: [[besideChristmas, "Washington's Birthday"]],
    remove: [presidents, juneteenth],
  },
  'US-KS': { source: 'Kan. Stat. 35-107; Department of Administration', add: [thanksgivingFriday], remove: [columbus] },
  'US-KY': {
    source: 'Ky. Rev. Stat. 18A.190, 2.190',
    add: [thanksgivingFriday, ['tuesday after 1st monday in November every 4 years since 1848', 'Presidential Election Day']],
    remove: [columbus],
  },
  'US-LA': { source: 'La. Rev. Stat. 1:55(B)', add: [thanksgivingFriday], remove: [presidents, columbus] },
  'US-MA': { source: 'Mass. Gen. Laws ch. 4 § 7(18)', remove: ['03-17', '06-17'] },
  'US-MD': { source: 'Md. State Pers. & Pens. 9-201', add: [electionDay] },
  'US-ME': { source: '1 Me. Rev. Stat. 150-F; state holidays', add: [thanksgivingFriday], remove: [columbus] },
  'US-MI': {
    source: 'Mich. Civil Service holiday schedule',
    add: [thanksgivingFriday, electionDay, [onFriday('12-24'), 'Christmas Eve'], [onFriday('12-31'), "New Year's Eve"]],
    remove: [columbus, '12-24', '12-31'],
  },
  'US-MN': { source: 'Minn. Stat. 645.44 subd. 5', add: [thanksgivingFriday], remove: [indigenous] },
  'US-MO': {
    source: 'Mo. Rev. Stat. 9.010; 1 CSR 20-5.020',
    add: [
      [observed('02-12'), "Lincoln's Birthday (substitute day)"],
      [observed('05-08'), 'Truman Day (substitute day)'],
    ],
  },
  'US-MS': { source: 'Miss. Code 3-3-7', remove: [columbus, juneteenth] },
  'US-MT': { source: 'Mont. Code 1-1-216', add: [electionDay], remove: [everyElection, '12-24', '12-31', juneteenth] },
  'US-NC': {
    source: 'N.C. Gen. Stat. 126-4(5); OSHR holiday schedule',
    add: [
      [
        '12-25 if monday then next tuesday if tuesday then previous monday if wednesday then previous tuesday if thursday then previous wednesday if friday,saturday then previous thursday if sunday then previous friday',
        'Christmas holiday',
      ],
      [
        '12-25 if monday,tuesday then next wednesday if wednesday then next thursday if thursday then next friday if friday,saturday then next monday if sunday then next tuesday',
        'Christmas holiday',
      ],
    ],
    remove: [juneteenth, '12-24 and if friday then previous thursday if saturday,sunday then previous friday'],
  },
  'US-ND': { source: 'N.D. Cent. Code 1-03-01', add: [goodFriday], remove: [columbus, juneteenth] },
  'US-NE': { source: 'Neb. Rev. Stat. 62-301', add: [thanksgivingFriday] },
  'US-NH': { source: 'N.H. DAS State Holiday Schedule', remove: [electionDay[0], juneteenth] },
  'US-NJ': {
    source: 'N.J. Stat. 36:1-1, 11A:6-24.1',
    add: [['3rd friday in June', 'Juneteenth']],
    remove: ['02-12', juneteenth],
  },
  'US-NM': { source: 'N.M. Stat. 12-5-2; State Personnel Office', remove: [presidents, columbus] },
  'US-NV': {
    source: 'Nev. Rev. Stat. 236.015',
    add: [[thanksgivingFriday[0], 'Family Day']],
    remove: ['4th friday in November'],
  },
  'US-NY': {
    source: 'N.Y. Gen. Constr. Law 24',
    add: [[onMonday('02-12'), "Lincoln's Birthday (substitute day)"]],
    remove: [susanAnthony],
  },
  'US-OK': { source: '25 Okla. Stat. 82.1', add: [[besideChristmas, 'Christmas holiday']], remove: [columbus, juneteenth] },
  'US-OR': { source: 'Or. Rev. Stat. 187.010', remove: [columbus] },
  'US-PA': { source: '44 Pa. Stat. 11; Office of Administration', add: [thanksgivingFriday], remove: ['06-14'] },
  'US-RI': {
    source: 'R.I. Gen. Laws 25-1-1; Department of State',
    add: [
      electionDay,
      ['01-01 and if saturday,sunday then next monday', "New Year's Day"],
      ['07-04 and if saturday,sunday then next monday', 'Independence Day'],
      ['substitutes 11-11 if saturday then next monday', 'Veterans Day (state substitute day)'],
      ['12-25 and if saturday,sunday then next monday', 'Christmas Day'],
    ],
    remove: [presidents, newYear, independence, christmas],
  },
  'US-SC': {
    source: 'S.C. Code 53-5-10; Department of Administration',
    add: [
      ['05-10 and if saturday then previous friday if sunday then next monday', 'Confederate Memorial Day'],
      thanksgivingFriday,
      [onFriday('12-24'), 'Christmas Eve'],
      ['12-26 and if saturday,sunday then next monday', 'Day after Christmas'],
    ],
    remove: [columbus, juneteenth, '05-10', '12-26'],
  },
  'US-TN': { source: 'Tenn. Code 15-1-101; state holidays', add: [thanksgivingFriday], remove: [columbus] },
  'US-TX': { source: 'Tex. Gov’t Code 662.003–.004', remove: [columbus, juneteenth] },
  'US-UT': {
    source: 'Utah Code 63G-1-301',
    add: [
      [
        '06-19 if tuesday,wednesday,thursday,friday then previous monday if saturday,sunday then next monday',
        'Juneteenth National Freedom Day',
      ],
      [observed('07-24'), 'Pioneer Day (substitute day)'],
      ['easter -2 since 2027', 'Good Friday'],
    ],
    remove: [juneteenth],
  },
  'US-VA': {
    source: 'Va. Code 2.2-3300',
    add: [thanksgivingFriday, [everyElection, 'Election Day']],
    remove: ['tuesday after 1st monday in November in even years since 2020'],
  },
  'US-VT': {
    source: '1 V.S.A. 371',
    add: [['08-16 and if saturday then previous friday if sunday then next monday', 'Bennington Battle Day']],
    remove: ['3rd monday in August', juneteenth],
  },
  'US-WA': {
    source: 'Wash. Rev. Code 1.16.050',
    add: [[thanksgivingFriday[0], 'Native American Heritage Day']],
    remove: [columbus],
  },
  'US-WI': {
    source: 'Wis. Stat. 995.20, 230.35(4)',
    add: [electionDay, ['12-24', 'Christmas Eve'], ['12-31', "New Year's Eve"]],
    remove: [susanAnthony, '2nd tuesday in September', everyElection],
  },
  'US-WV': {
    source: 'W. Va. Code 2-2-1',
    add: [
      ['2nd tuesday in May in even years', 'Primary Election Day'],
      [observed('06-20'), 'West Virginia Day (substitute day)'],
      electionDay,
      [thanksgivingFriday[0], "Lincoln's Day"],
    ],
    remove: [susanAnthony, juneteenth, '4th friday in November'],
  },
  'US-WY': { source: 'Wyo. Stat. 8-4-101', remove: [columbus, juneteenth] },
  PR: {
    source: 'Ley 88-1969; Ley 111-2014; Ley 26-2017 art. 2.05',
    add: [
      [onMonday('01-06'), 'Día de los Reyes Magos (día sustituto)'],
      [onMonday('03-02'), 'Día de la Ciudadanía Americana (día sustituto)'],
      [onMonday('03-22'), 'Día de la Abolición de la Esclavitud (día sustituto)'],
      ['easter -2', 'Viernes Santo'],
      [onMonday('07-25'), 'Constitución de Puerto Rico (día sustituto)'],
      ['tuesday after 1st monday in November every 4 years since 1848', 'Elecciones generales'],
      [onMonday('11-19'), 'Día de la Puertorriqueñidad (día sustituto)'],
    ],
    remove: ['2nd Monday in January', '02-18', '04-16', juneteenth, '3rd Monday in July', '07-27'],
  },
  GU: {
    source: '1 Guam Code 1000; GWA Holiday Schedule 2026',
    add: [
      ['substitutes 07-21 if saturday then previous friday', 'Liberation Day (substitute day)'],
      [observed('11-02'), "All Souls' Day (substitute day)"],
      ['substitutes 12-08 if saturday then previous friday', 'Our Lady of Camarin Day (substitute day)'],
    ],
    remove: [columbus, juneteenth],
  },
};
