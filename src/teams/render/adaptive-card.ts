// The part of Adaptive Cards 1.5 that we send (https://adaptivecards.io/explorer). The unions are closed: an element that is not here is never
// sent.

type Spacing = 'None' | 'Small' | 'Default' | 'Medium';

interface Placed {
  spacing?: Spacing;
  separator?: true;
}

/** How text looks. */
export interface TextStyle {
  size?: 'Small' | 'Medium' | 'Large';
  weight?: 'Bolder';
  color?: 'Accent' | 'Attention';
  isSubtle?: true;
}

/** A run of text. No client reads it as Markdown; only `{{DATE(…)}}` and `{{TIME(…)}}` are expanded. */
export interface TextRun extends TextStyle {
  type: 'TextRun';
  text: string;
  fontType?: 'Monospace';
  italic?: true;
  strikethrough?: true;
  underline?: true;
  selectAction?: Action;
}

/** A line of runs. */
export interface RichTextBlock extends Placed {
  type: 'RichTextBlock';
  inlines: TextRun[];
}

/** A line of Markdown, used only for what a RichTextBlock cannot hold: mentions and times. */
export interface TextBlock extends Placed, TextStyle {
  type: 'TextBlock';
  text: string;
  wrap: true;
}

/** A line of text. */
export type Line = RichTextBlock | TextBlock;

/** A box with a background. */
export interface Container extends Placed {
  type: 'Container';
  style?: 'emphasis' | 'good' | 'warning' | 'attention';
  bleed?: false;
  items: CardElement[];
}

/** A column of a ColumnSet. */
export interface Column {
  type: 'Column';
  width: 'auto' | 'stretch' | number;
  verticalContentAlignment?: 'Center' | 'Bottom';
  items: CardElement[];
}

/** Columns side by side. */
export interface ColumnSet extends Placed {
  type: 'ColumnSet';
  columns: Column[];
  selectAction?: Action;
}

/** A picture, by an address that Teams can reach. */
interface Image extends Placed {
  type: 'Image';
  url: string;
  /** for screen readers, and where the picture cannot be shown */
  altText: string;
  size: 'Auto';
  selectAction: OpenUrlAction;
}

/** A cell of a table. */
interface TableCell {
  type: 'TableCell';
  items: CardElement[];
}

/** A table, whose first row is its head. */
export interface Table extends Placed {
  type: 'Table';
  columns: { width: number; horizontalCellContentAlignment?: 'Center' | 'Right' }[];
  rows: { type: 'TableRow'; cells: TableCell[] }[];
  firstRowAsHeader: true;
}

/** A row of buttons. */
export interface ActionSet extends Placed {
  type: 'ActionSet';
  actions: Action[];
}

interface Input extends Placed {
  id: string;
  label: string;
  isRequired?: true;
  errorMessage?: string;
  value?: string;
}

/** A text field. */
export interface TextInput extends Input {
  type: 'Input.Text';
  maxLength: number;
  isMultiline?: true;
  placeholder?: string;
}

/** A choice of one or several options. */
export interface ChoiceSet extends Input {
  type: 'Input.ChoiceSet';
  style: 'compact' | 'expanded';
  choices: { title: string; value: string }[];
  isMultiSelect?: true;
  /** makes Teams ask for suggestions after each letter; `src/teams/incoming/suggestions.ts` answers */
  'choices.data'?: { type: 'Data.Query'; dataset: string };
  placeholder?: string;
}

/** A date field. */
export interface DateInput extends Input {
  type: 'Input.Date';
}

/** Any input. */
export type CardInput = TextInput | ChoiceSet | DateInput;
/** Any element of a card's body. */
export type CardElement = Line | Container | ColumnSet | Table | Image | ActionSet | CardInput;

/** The data that an action sends; `src/teams/incoming/read-form.ts` reads it. */
export interface ActionData {
  /** our own data; Teams adds the inputs' values beside it, under their ids */
  casebridge:
    | { press: string; value?: string; from?: string }
    | { submit: string; state: Record<string, string>; several?: string[] }
    | { change: string; state: Record<string, string>; several?: string[] };
  msteams?: { type: 'task/fetch' };
}

interface ActionBase {
  title: string;
  style?: 'positive' | 'destructive';
}

interface DataAction extends ActionBase {
  data: ActionData;
  /** `none`: the action sends no fields, and required ones may be empty */
  associatedInputs?: 'none';
}

/** The action for dialogs, for opening dialogs, and for clients without Universal Actions. */
export interface SubmitAction extends DataAction {
  type: 'Action.Submit';
}

/** A Universal Action, whose answer replaces the card. */
export interface ExecuteAction extends DataAction {
  type: 'Action.Execute';
  verb: string;
  /** for clients that do not know Universal Actions */
  fallback: SubmitAction;
}

/** A link. */
export interface OpenUrlAction extends ActionBase {
  type: 'Action.OpenUrl';
  url: string;
}

/** Any action. */
export type Action = SubmitAction | ExecuteAction | OpenUrlAction;

/** The entity that turns a text in the card into a mention. */
export interface Mention {
  type: 'mention';
  /** exactly as in the card's text */
  text: string;
  mentioned: { id: string; name: string };
}

/** A card. */
export interface AdaptiveCard {
  type: 'AdaptiveCard';
  $schema: 'http://adaptivecards.io/schemas/adaptive-card.json';
  version: '1.5';
  msteams: { width: 'Full'; entities?: Mention[] };
  fallbackText: string;
  speak?: string;
  body: CardElement[];
  actions?: Action[];
}
