// What a field is rendered with, whatever its kind.
/** Limits on what each field of a form shows. A form that would be too large is rendered with smaller limits. */
export interface FieldDetail {
  /** characters of a typed value */
  value: number;
  /** characters of a label and of a hint; 0 leaves hints out */
  label: number;
  hint: number;
  /** choices of a field, and characters of each */
  choices: number;
  choiceText: number;
}

/** The form around a field, and what was typed into it before. */
export interface FieldContext {
  /** the form's name */
  form: string;
  detail: FieldDetail;
  /** typed before the form was rendered again */
  value?: string;
  error?: string;
  /** whether the client itself checks required fields */
  checked: boolean;
}
