/** The Adaptive Cards 1.5 that we write: https://adaptivecards.io/explorer. Closed unions: what is not here, we do not send. */

type Spacing = 'None' | 'Small' | 'Default' | 'Medium';

interface Placed {
  spacing?: Spacing;
  separator?: true;
}

export interface TextStyle {
  size?: 'Small' | 'Medium' | 'Large';
  weight?: 'Bolder';
  color?: 'Accent' | 'Attention';
  isSubtle?: true;
}

/** Never read as markdown by any client; only `{{DATE(…)}}` and `{{TIME(…)}}` are expanded. */
export interface TextRun extends TextStyle {
  type: 'TextRun';
  text: string;
  fontType?: 'Monospace';
  italic?: true;
  strikethrough?: true;
  underline?: true;
  selectAction?: SelectAction;
}

export interface RichTextBlock extends Placed {
  type: 'RichTextBlock';
  inlines: TextRun[];
}

/** Its text is markdown: only for mentions, which nothing else can hold. */
export interface TextBlock extends Placed, TextStyle {
  type: 'TextBlock';
  text: string;
  wrap: true;
}

export type Line = RichTextBlock | TextBlock;

export interface Container extends Placed {
  type: 'Container';
  style?: 'emphasis' | 'good' | 'warning' | 'attention';
  bleed?: false;
  items: CardElement[];
}

export interface Column {
  type: 'Column';
  width: 'auto' | 'stretch' | number;
  verticalContentAlignment?: 'Center' | 'Bottom';
  items: CardElement[];
}

export interface ColumnSet extends Placed {
  type: 'ColumnSet';
  columns: Column[];
  selectAction?: SelectAction;
}

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

export interface TextInput extends Input {
  type: 'Input.Text';
  maxLength: number;
  isMultiline?: true;
  placeholder?: string;
}

export interface ChoiceSet extends Input {
  type: 'Input.ChoiceSet';
  style: 'compact' | 'expanded';
  choices: { title: string; value: string }[];
  isMultiSelect?: true;
  /** asked for with each letter: `src/teams/incoming/suggestions.ts` answers */
  'choices.data'?: { type: 'Data.Query'; dataset: string };
  placeholder?: string;
}

export interface DateInput extends Input {
  type: 'Input.Date';
}

export type CardInput = TextInput | ChoiceSet | DateInput;
export type CardElement = Line | Container | ColumnSet | ActionSet | CardInput;

/** What a press sends; `src/teams/incoming/read-form.ts` reads it back. */
export interface ActionData {
  /** apart from what people type: Teams puts their input beside it, under the ids of the inputs */
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
  /** `none`: the press sends no field and waits for none */
  associatedInputs?: 'none';
}

export interface SubmitAction extends DataAction {
  type: 'Action.Submit';
}

export interface ExecuteAction extends DataAction {
  type: 'Action.Execute';
  verb: string;
  /** for clients that do not know Universal Actions */
  fallback: SubmitAction;
}

export interface OpenUrlAction extends ActionBase {
  type: 'Action.OpenUrl';
  url: string;
}

export type Action = SubmitAction | ExecuteAction | OpenUrlAction;
export type SelectAction = Action;

export interface Mention {
  type: 'mention';
  /** exactly as it stands in the card */
  text: string;
  mentioned: { id: string; name: string };
}

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
