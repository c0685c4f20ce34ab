// Corrections for the provinces and territories of Canada. See holidays.md.
import type { AddedDay, Corrections } from './holiday-correction.ts';

const onMonday = (day: string, name: string): AddedDay => [
  `substitutes ${day} if saturday,sunday then next monday`,
  `${name} (substitute day)`,
];

const newYear = onMonday('01-01', "New Year's Day");
const easterMonday: AddedDay = ['easter 1', 'Easter Monday'];
const victoriaDay: AddedDay = ['monday before 05-25', 'Victoria Day'];
const canadaDay = onMonday('07-01', 'Canada Day');
const augustMonday = '1st monday in August';
const reconciliation: readonly AddedDay[] = [
  ['09-30 since 2021', 'National Day for Truth and Reconciliation'],
  onMonday('09-30', 'National Day for Truth and Reconciliation'),
];
const thanksgiving: AddedDay = ['2nd monday after 10-01', 'Thanksgiving'];
const remembrance = onMonday('11-11', 'Remembrance Day');
/** Christmas Day and Boxing Day of a weekend are kept on the Monday and the Tuesday after it. */
const christmas: readonly AddedDay[] = [
  onMonday('12-25', 'Christmas Day'),
  ['12-26 and if saturday then next monday if sunday,monday then next tuesday', 'Boxing Day'],
];

/** The corrections of the provinces and territories. */
export const canadaCorrections: Readonly<Record<string, Corrections>> = {
  'CA-AB': {
    source: 'Alberta Interpretation Act s. 28; Employment Standards Code',
    add: [newYear, easterMonday, canadaDay, [augustMonday, 'Heritage Day'], remembrance, ...christmas],
  },
  'CA-BC': {
    source: 'BC Interpretation Act s. 29; Employment Standards Act s. 1',
    add: [newYear, easterMonday, canadaDay, ...reconciliation, remembrance, ...christmas],
  },
  'CA-MB': {
    source: 'Manitoba Employment Standards Code s. 21; Remembrance Day Act',
    add: [
      newYear,
      canadaDay,
      [augustMonday, 'Terry Fox Day'],
      ...reconciliation,
      ['11-11', 'Remembrance Day'],
      remembrance,
      ...christmas,
    ],
  },
  'CA-NB': {
    source: 'New Brunswick Days of Rest Act; Employment Standards Act',
    add: [newYear, easterMonday, victoriaDay, canadaDay, ...reconciliation, thanksgiving, remembrance, ...christmas],
  },
  'CA-NL': {
    source: 'Newfoundland and Labrador government holidays',
    add: [newYear, victoriaDay, onMonday('07-01', 'Memorial Day'), ...reconciliation, thanksgiving, remembrance, ...christmas],
  },
  'CA-NS': {
    source: 'Nova Scotia Interpretation Act s. 7; government holidays',
    add: [
      newYear,
      easterMonday,
      victoriaDay,
      canadaDay,
      [augustMonday, 'Natal Day'],
      ...reconciliation,
      thanksgiving,
      remembrance,
      ...christmas,
    ],
  },
  'CA-NT': {
    source: 'Northwest Territories Employment Standards Act s. 1',
    add: [newYear, onMonday('06-21', 'National Indigenous Peoples Day'), canadaDay, ...reconciliation, remembrance, ...christmas],
    remove: ['12-26'],
  },
  'CA-NU': {
    source: 'Nunavut Labour Standards Act s. 1; Interpretation Act',
    add: [
      newYear,
      easterMonday,
      canadaDay,
      ['07-09', 'Nunavut Day'],
      onMonday('07-09', 'Nunavut Day'),
      ...reconciliation,
      remembrance,
      ...christmas,
    ],
  },
  'CA-ON': {
    source: 'Ontario Legislation Act, 2006 s. 88; R.R.O. 1990, Reg. 304',
    add: [newYear, canadaDay, ...christmas],
    remove: ['12-26'],
  },
  'CA-PE': {
    source: 'Prince Edward Island Employment Standards Act s. 6; school calendar',
    add: [newYear, easterMonday, victoriaDay, canadaDay, ...reconciliation, thanksgiving, remembrance, ...christmas],
    remove: ['3rd friday after 08-01'],
  },
  'CA-QC': {
    source: 'Québec Interpretation Act s. 61(23); Code of Civil Procedure art. 82',
    add: [
      ['01-02', 'Day after New Year’s Day'],
      easterMonday,
      ['substitutes 06-24 if sunday then next monday', 'National Holiday (substitute day)'],
      ['substitutes 07-01 if sunday then next monday', 'Canada Day (substitute day)'],
      ['12-24', 'Christmas Eve'],
      ...christmas,
      ['12-31', 'New Year’s Eve'],
    ],
  },
  'CA-SK': {
    source: 'Saskatchewan Employment Act s. 2-30; Legislation Act',
    add: [newYear, canadaDay, remembrance, ...christmas],
  },
  'CA-YT': {
    source: 'Yukon Employment Standards Act s. 1',
    add: [newYear, onMonday('06-21', 'National Indigenous Peoples Day'), canadaDay, ...reconciliation, remembrance, ...christmas],
  },
};
