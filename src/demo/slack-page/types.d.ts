// What local-slack sends to its page, as far as our additions read it.

/** A Block Kit text object. */
export interface TextObject {
  type: string;
  text: string;
}

/** An option of a list or a group of checkboxes. */
export interface Option {
  text: TextObject;
  value: string;
}

/** A Block Kit element: a button, a list or an input. */
export interface Element {
  type: string;
  action_id: string;
  text?: TextObject;
  value?: string;
  url?: string;
  style?: string;
  options?: Option[];
  /** of a menu whose options stand below headings */
  option_groups?: { label: TextObject; options: Option[] }[];
  placeholder?: TextObject;
  multiline?: boolean;
  max_length?: number;
  max_selected_items?: number;
  /** of a field for files */
  max_files?: number;
  /** of a rich text input: a rich text block */
  initial_value?: string | object;
  initial_option?: Option;
  initial_options?: Option[];
  initial_date?: string;
  image_url?: string;
  alt_text?: string;
}

/** A Block Kit block. */
export interface Block {
  type: string;
  block_id?: string;
  text?: TextObject;
  fields?: TextObject[];
  accessory?: Element;
  elements?: (Element & TextObject)[];
  /** of a table */
  rows?: { type: string; text?: string; elements?: object[] }[][];
  element?: Element;
  label?: TextObject;
  hint?: TextObject;
  optional?: boolean;
  dispatch_action?: boolean;
  image_url?: string;
  alt_text?: string;
}

/** The value of one input in Slack's `view.state` format. */
export interface InputState {
  type: string;
  value?: string | null;
  rich_text_value?: object | null;
  selected_option?: Option | null;
  selected_options?: Option[];
  selected_date?: string | null;
  files?: UploadedFile[];
}

/** A file that was chosen in a field, as Slack describes it. */
export interface UploadedFile {
  id: string;
  name: string;
}

/** Input values by block id and action id, as in `view.state.values`. */
export type Values = Record<string, Record<string, InputState>>;

/** A modal or a Home tab. */
export interface View {
  id: string;
  root_view_id: string;
  title?: TextObject;
  submit?: TextObject;
  close?: TextObject;
  blocks: Block[];
}

/** A message of a conversation. */
export interface Message {
  ts: string;
  channel: string;
  user?: string;
  bot_id?: string;
  /** as whom the bot posted it */
  username?: string;
  edited?: object;
  text?: string;
  blocks?: Block[];
  thread_ts?: string;
  ephemeral_to?: string;
}

/** A channel or a direct conversation. */
export interface Channel {
  id: string;
  name: string;
  is_im?: boolean;
  members: string[];
}

/** A person or the bot. */
export interface User {
  id: string;
  name: string;
  real_name?: string;
  is_bot?: boolean;
}

/** The first message on the page's socket: everything there is. */
export interface Snapshot {
  apps: { appId: string; botUserId: string; botName: string }[];
  users: User[];
  channels: Channel[];
  messages: Record<string, Message[]>;
  homeViews: Record<string, Record<string, View>>;
  modalStack: View[];
  [other: string]: unknown;
}

/** What a person did with an element. */
export interface Action {
  type: string;
  action_id?: string;
  block_id?: string;
  value?: string;
  text?: object;
  selected_option?: Option | null;
}

/** Both directions of the page's socket; `t` names the event. */
export interface SocketEvent {
  t: string;
  state?: Snapshot;
  message?: Message;
  channel?: Channel | string;
  ts?: string;
  stack?: View[];
  errors?: Record<string, string>;
  view?: View;
  user?: string;
  appId?: string;
  command?: string;
  text?: string;
  thread_ts?: string;
  messageTs?: string;
  action?: Action;
  values?: Values;
}
