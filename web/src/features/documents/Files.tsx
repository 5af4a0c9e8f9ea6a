/** The logo of a template and the PDF whose pages follow its documents: sent at once, kept with the template. */
import "@/i18n/late/documents";
import { Button, FileButton, Group, Stack, Text } from "@mantine/core";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { useApi, type Schemas } from "@/api/client";
import type { Form } from "@/components/form/useForm";
import { useSubmit } from "@/lib/useSubmit";

type Use = "logo" | "appended";

export function Files({ form }: { form: Form }) {
  const { t } = useTranslation();
  const logo = form.values["logo"] as string;
  const appended = form.values["appended"] as Schemas["AppendedIO"] | null;
  const put = (made: Schemas["DocumentFileOut"], use: Use) => (use === "logo" ? form.set("logo", made.file) : form.set("appended", { file: made.file, name: made.name, pages: made.pages }));
  return (
    <Stack gap="md" mt="sm">
      {!form.values["bare"] && <One use="logo" accept="image/png,image/jpeg" said={t(logo ? "documents:logo_own" : "documents:logo_company")} choose={t("documents:logo_choose")} put={put} drop={logo ? { label: t("documents:logo_drop"), run: () => form.set("logo", "") } : undefined} />}
      <div>
        <Text fz="sm" fw={500}>{t("documents:field.appended")}</Text>
        <Text fz="xs" c="dimmed" mb={6}>{t("documents:hint.appended")}</Text>
        <One use="appended" accept="application/pdf" said={appended ? t("documents:pdf_pages", { name: appended.name || "PDF", count: appended.pages ?? 1 }) : t("documents:pdf_none")} choose={t("documents:pdf_choose")} put={put}
          drop={appended ? { label: t("documents:pdf_drop"), run: () => form.set("appended", null) } : undefined} />
      </div>
    </Stack>
  );
}

interface OneProps {
  use: Use;
  accept: string;
  said: string;
  choose: string;
  put: (made: Schemas["DocumentFileOut"], use: Use) => void;
  drop: { label: string; run: () => void } | undefined;
}

function One({ use, accept, said, choose, put, drop }: OneProps) {
  const api = useApi();
  const again = useRef<() => void>(null);
  const { submit, busy, problem } = useSubmit(async (file: File | null) => {
    if (file) put(await api.send("post", "/{company}/document-templates/files", {}, file as never, { query: { use, name: file.name.slice(0, 200) } }), use);
  });
  return (
    <div>
      <Text fz="sm" mb={6}>{said}</Text>
      <Group gap="xs">
        <FileButton resetRef={again} accept={accept} onChange={(file) => { void submit(file); again.current?.(); }} inputProps={{ "aria-label": choose }}>
          {(props) => <Button {...props} variant="default" size="xs" loading={busy}>{choose}</Button>}
        </FileButton>
        {drop && <Button variant="subtle" color="gray" size="xs" onClick={drop.run}>{drop.label}</Button>}
      </Group>
      {problem && <Text fz="sm" c="red" role="alert" mt={6}>{problem.message}</Text>}
    </div>
  );
}
