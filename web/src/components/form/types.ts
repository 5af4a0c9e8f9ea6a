import type { ReactNode } from "react";
import type { Form } from "./useForm";
import type { Values } from "./paths";

export type FieldType =
  | "text" | "textarea" | "email" | "tel" | "url" | "choice" | "bool" | "int" | "cents" | "decimal" | "percent" | "date"
  | "iban" | "country" | "tags" | "choices" | "lines" | "record" | "rows";

export interface Option {
  value: string;
  label: string;
}

export interface Field {
  /** dotted path in the values, and in what the server refuses */
  name: string;
  type: FieldType;
  /** i18n key; `<ns>:field.<name>` when left out */
  label?: string;
  /** i18n key of a line below the label */
  hint?: string;
  required?: boolean;
  /** share of a row, out of 6 */
  span?: 1 | 2 | 3 | 4 | 5 | 6;
  /** values of a choice, each labelled `<ns>:<name>.<value>` */
  choices?: readonly string[];
  choiceLabel?: string;
  /** options known only at run time */
  options?: Option[];
  /** what applies when nothing is chosen: "Par défaut (30 jours, du tarif)" */
  inherited?: { value: string; level: string } | null;
  /** the fields of each record inside this one, and a new one (type "rows") */
  rows?: Field[];
  blank?: object;
  /** where its value comes from: the setting, the level this form holds, of which records, how a value reads */
  why?: { setting: string; level: string; of: (values: Values) => Record<string, string | boolean | undefined>; show: (value: string) => string };
  /** search of a record elsewhere */
  find?: RecordFinder;
  shown?: (values: Values) => boolean;
  /** what stands under it where the form can be written: an action, a hint on its value */
  below?: (form: Form) => ReactNode;
  readOnly?: boolean;
  autoFocus?: boolean;
  placeholder?: string;
  /** the currency of an amount, the euro when left out */
  suffix?: string;
  /** how the value reads where it is only shown (conflicts) */
  show?: (value: unknown) => string;
}

export interface Section {
  key: string;
  /** i18n key */
  title: string;
  hint?: string;
  fields: Field[];
  shown?: (values: Values) => boolean;
  extra?: ReactNode;
}

export interface RecordFinder {
  /** rows that answer to what was typed */
  search: (typed: string, signal: AbortSignal) => Promise<Found[]>;
  /** the label of a stored id */
  name: (id: string, signal: AbortSignal) => Promise<string>;
}

export interface Found {
  id: string;
  label: string;
  hint?: string;
}
