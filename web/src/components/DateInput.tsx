/** The date field, with its own styles: only pages that have one fetch them. */
import "@mantine/dates/styles.css";
import { DateInput as Base, type DateInputProps } from "@mantine/dates";
import { useTranslation } from "react-i18next";
import { typedDate } from "@/lib/typedDate";

export function DateInput(props: DateInputProps) {
  const { t } = useTranslation();
  return <Base valueFormat="DD/MM/YYYY" dateParser={typedDate} clearButtonProps={{ "aria-label": t("form:clear") }} {...props} />;
}
