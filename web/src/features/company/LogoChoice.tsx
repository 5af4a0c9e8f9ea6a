/** The logo printed on documents: PNG or JPEG, 1 MB at most. */
import { Button, FileButton, Group, Image, Stack, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { urlOf, useApi } from "@/api/client";
import { useCan } from "@/app/session";
import { done } from "@/lib/toast";
import { useSubmit } from "@/lib/useSubmit";
import type { Company } from "./CompanyForm";

export function LogoChoice({ company }: { company: Company }) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const again = useRef<() => void>(null);
  const allowed = useCan()("tenancy:write");
  const kept = (out: Company) => queries.setQueryData([api.company, "record", "company", api.company], out);
  const { submit, busy, problem } = useSubmit(async (file: File | null) => {
    if (!file) return;
    kept(await api.send("put", "/{company}/logo", {}, file as never));
    done(t("company:logo_saved"));
  });
  const source = company.logo ? urlOf("/{company}/logo", { company: api.company }, { v: company.logo.file.slice(-12) }) : undefined;
  return (
    <Stack gap="xs">
      {source ? <Image src={source} alt={t("company:logo_of", { name: company.name })} mah={96} w="auto" fit="contain" bg="#fff" p={6} radius="sm" /> : <Text fz="sm" c="dimmed">{t("company:logo_none")}</Text>}
      {allowed && (
        <Group gap="xs">
          <FileButton resetRef={again} accept="image/png,image/jpeg" onChange={(file) => { void submit(file); again.current?.(); }} inputProps={{ "aria-label": t("company:logo_choose") }}>
            {(props) => <Button {...props} variant="default" size="xs" loading={busy}>{t("company:logo_choose")}</Button>}
          </FileButton>
        </Group>
      )}
      {problem && <Text fz="sm" c="red" role="alert">{problem.message}</Text>}
    </Stack>
  );
}
