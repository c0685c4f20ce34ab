// Sizes that Teams accepts. Everything rendered is cut to them before it is sent. How fast Teams may be called is in transport/limits.ts.
// Pages are below learn.microsoft.com/microsoftteams/platform, shortened to "…".

/** Sizes of cards and messages. */
export const limits = {
  /** what every client shows: …/task-modules-and-cards/cards/universal-actions-for-adaptive-cards/overview asks for 1.4 or later */
  cardVersion: '1.5',
  /** UTF-8 bytes of a card as JSON: …/task-modules-and-cards/cards/cards-format names 28 KB for the strictest way to send one */
  cardBytes: 28_000,
  /** bytes of a card that stay free, because the service adds ids to it (the page gives no number) */
  cardMargin: 1_000,
  /** primary actions of a card: …/task-modules-and-cards/cards/design-effective-cards, "use up to six primary actions" */
  actions: 6,
  /** suggestions that a search field lists: …/task-modules-and-cards/cards/dynamic-search */
  suggestions: 15,

  // No page gives numbers for the rest. These are ours, so that a card is readable on a phone and comes back complete.
  /** characters of a heading */
  heading: 300,
  /** characters of the line below a file that is offered */
  fileDescription: 200,
  /** characters of a picture's alternative text */
  altText: 1_000,
  /** characters of a button's title */
  title: 75,
  /** characters of a notification, which clients cut earlier */
  summary: 500,
  /** characters of the value that comes back with a button (src/cards/elements.ts) */
  value: 2_000,
  /** choices of a select, and characters of each */
  choices: 100,
  choiceText: 100,
  /** choices up to which all are shown at once */
  expandedChoices: 10,
  choiceValue: 150,
  /** columns, rows and bytes as JSON of a table */
  tableColumns: 10,
  tableRows: 100,
  tableBytes: 16_000,
  /** characters of a field's label, hint and placeholder */
  label: 200,
  hint: 500,
  placeholder: 150,
  /** characters of an address that can be opened */
  url: 2_000,
  /** characters of a form's state as JSON (src/cards/elements.ts allows 2,000 without the names) */
  state: 3_000,
} as const;
