/** The sections of a form, each an anchor of the address; fields on a six-column grid, one column on a phone. */
import { Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { FieldInput } from "./FieldInput";
import type { Form } from "./useForm";
import { faultOf, isRequired, type Limits } from "./limits";
import { at } from "./paths";
import { isEmpty, ReadValue } from "./ReadValue";
import type { Field, Section } from "./types";
import { WhyField } from "./WhyField";
import classes from "./form.module.css";

interface Props {
  sections: Section[];
  form: Form;
  ns: string;
  /** what the server asks of each field */
  limits?: Limits;
  disabled?: boolean;
  /** no headings: a dialog has its own */
  bare?: boolean;
}

const NO_LIMITS: Limits = {};

export function Sections({ sections, form, ns, limits = NO_LIMITS, disabled, bare }: Props) {
  const { t } = useTranslation();
  const kept = (field: Field) => (field.shown?.(form.values) ?? true) && (!disabled || !!field.inherited || !!field.why || !isEmpty(form.value(field.name)));
  // Told as one leaves a field, never while one types; an empty field one only walked through is left in peace.
  const check = (field: Field) => {
    const value = form.value(field.name);
    const fault = isEmpty(value) && isEmpty(at(form.base, field.name)) ? null : faultOf(field, limits, value);
    if (fault) form.note(field.name, fault);
  };
  const input = (field: Field) => (disabled
    ? <ReadValue field={field} value={form.value(field.name)} ns={ns} />
    : <FieldInput field={isRequired(field, limits) ? { ...field, required: true } : field} form={form} ns={ns} />);
  const shown = sections.filter((s) => (s.shown?.(form.values) ?? true) && s.fields.some(kept));
  return shown.map((section) => (
    <section key={section.key} id={section.key} className={classes.section} {...(bare ? { "aria-label": t(section.title) } : { "aria-labelledby": `${section.key}-title` })}>
      {!bare && <div className={classes.sectionHead}>
        <Title order={2} id={`${section.key}-title`} className={classes.sectionTitle}>{t(section.title)}</Title>
        {section.hint && <Text fz="sm" c="dimmed">{t(section.hint)}</Text>}
      </div>}
      <div className={classes.fields}>
        {section.fields.filter(kept).map((field) => (
          <div key={field.name} data-span={field.span ?? 6} style={{ gridColumn: `span ${field.span ?? 6}` }} onBlur={() => !disabled && check(field)}>
            {field.why ? <WhyField field={field} values={form.values} ns={ns}>{(known) => input(known)}</WhyField> : input(field)}
            {!disabled && field.below?.(form)}
          </div>
        ))}
      </div>
      {section.extra}
    </section>
  ));
}
