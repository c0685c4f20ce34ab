// Sizes that Slack accepts. Everything rendered is cut or split to them before it is sent. How fast Slack may be called is in
// transport/limits.ts.

/** Sizes of messages and views, from https://docs.slack.dev/reference/block-kit/blocks unless a number names another page. */
export const limits = {
  /** blocks in a message */
  messageBlocks: 50,
  /**
   * characters of a message's blocks as JSON. Slack documents no number for msg_blocks_too_long. Its developers recommend 12,000, users
   * measured 13,200 (https://github.com/slackapi/bolt-js/issues/2509)
   */
  messageCharacters: 12_000,
  /** blocks in a view */
  viewBlocks: 100,
  /** bytes of a view's blocks: view_too_large above 250 kB (https://docs.slack.dev/reference/methods/views.open) */
  viewBytes: 240_000,
  /** characters of a text object in a section or context block */
  sectionText: 3000,
  /** fields of a section, and characters of each */
  sectionFields: 10,
  fieldText: 2000,
  /** a table block, of which a message can have one: rows, columns, and characters of all cells (…/blocks/table-block) */
  messageTables: 1,
  tableRows: 100,
  tableColumns: 20,
  tableCharacters: 10_000,
  headerText: 150,
  /** characters of an image's title and of its alternative text */
  imageText: 2000,
  buttonText: 75,
  buttonValue: 2000,
  buttonUrl: 3000,
  selectOptions: 100,
  /** options of a group of checkboxes */
  checkboxes: 10,
  optionText: 75,
  optionValue: 150,
  inputLabel: 2000,
  inputHint: 2000,
  placeholder: 150,
  /** files of a file_input (https://docs.slack.dev/reference/block-kit/block-elements/file-input-element) */
  inputFiles: 10,
  inputFileMegabytes: 10,
  /** plain_text_input: max_length */
  inputLength: 3000,
  /** characters of a view's title and submit button (https://docs.slack.dev/reference/views/modal-views) */
  viewTitle: 24,
  viewSubmit: 24,
  viewMetadata: 3000,
  /** characters of the name that a message is shown under */
  username: 80,
  /** characters of a message's fallback text: notifications show about this much */
  fallbackText: 500,
} as const;
