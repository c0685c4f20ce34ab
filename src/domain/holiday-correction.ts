// What a correction of date-holidays says. The corrections are in holiday-corrections.ts.

/** A day off that the library does not know: its rule and its name. */
export type AddedDay = readonly [rule: string, name: string];

/** The corrections of one place. */
export interface Corrections {
  /** the statute or official page behind them */
  source: string;
  add?: readonly AddedDay[];
  /** rules of the library whose days are worked, exactly as the library writes them */
  remove?: readonly string[];
}
