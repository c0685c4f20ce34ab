// The files that people send in the demo's cases.
import { gradeBookPng } from './grade-book-png.ts';
import { spreadsheet } from './spreadsheet.ts';

/** A file with its content. */
export interface SampleFile {
  name: string;
  make: () => Uint8Array;
}

/** The files by the names that the stories use. */
export const sampleFiles = {
  wrongTerm: {
    name: 'grade-book-term-1.png',
    make: () =>
      gradeBookPng({
        address: 'sis.rivertown.example/grade-book/math-7-period-3',
        school: 'Riverside Middle · J. Hale',
        section: 'Math 7 · Period 3',
        term: 'Term 1',
        problem: 'Term 1 is locked. Your changes were not saved. (GB-4102)',
        columns: ['Student', 'Quiz 6', 'Homework 11', 'Project', 'Unit test', 'Average'],
        rows: [
          ['Abbott, Lena', '9 / 10', '18 / 20', '46 / 50', '88', '91.2'],
          ['Brooks, Tomas', '7 / 10', '20 / 20', '41 / 50', '79', '83.5'],
          ['Chavez, Inez', '10 / 10', '19 / 20', '48 / 50', '94', '95.8'],
          ['Dorsey, Paul', '', '', '', '', ''],
          ['Evans, Mariam', '8 / 10', '17 / 20', '44 / 50', '85', '87.0'],
          ['Fischer, Noah', '6 / 10', '15 / 20', '39 / 50', '71', '76.3'],
        ],
        mark: 'term',
      }),
  },
  teachers: {
    name: 'teachers-in-term-1.xlsx',
    make: () =>
      spreadsheet('Teachers', [
        ['Teacher', 'Sections', 'Students', 'Device', 'Term shown'],
        ['Hale', 3, 74, 'Desktop, room 112', 'Term 2'],
        ['Hale', 3, 74, 'Tablet 0417', 'Term 1'],
        ['Novak', 2, 41, 'Desktop, room 118', 'Term 1'],
        ['Novak', 2, 41, 'Tablet 0420', 'Term 1'],
        ['Ito', 1, 25, 'Desktop, room 204', 'Term 2'],
        ['Ito', 1, 25, 'Tablet 0433', 'Term 1'],
      ]),
  },
  emptyStandards: {
    name: 'section-7B-standards.png',
    make: () =>
      gradeBookPng({
        address: 'sis.plainview.example/grade-book/science-7-b/standards',
        school: 'Central Middle · R. Osei',
        section: 'Science 7-B · Standards',
        term: 'Term 2',
        problem: 'Standards grades could not be loaded for 22 students. (GB-2207)',
        columns: ['Student', 'Points', 'MS-LS1-1', 'MS-LS1-2', 'MS-PS1-4', 'MS-ESS2-1'],
        rows: [
          ['Adeyemi, Femi', '412', '', '', '', ''],
          ['Bauer, Clara', '388', '', '', '', ''],
          ['Castillo, Hugo', '401', '', '', '', ''],
          ['Doan, Minh', '437', '', '', '', ''],
          ['Erickson, Liv', '365', '', '', '', ''],
        ],
        mark: 2,
      }),
  },
  students: {
    name: 'students-of-7B.xlsx',
    make: () =>
      spreadsheet('Section 7-B', [
        ['Student number', 'Old section', 'New section', 'Points', 'Standards'],
        ...Array.from({ length: 22 }, (_, at) => [40_201 + at * 7, '7-A', '7-B', 360 + ((at * 29) % 80), 'empty']),
      ]),
  },
} satisfies Record<string, SampleFile>;

/** Name of a file in the stories. */
export type SampleFileKey = keyof typeof sampleFiles;
