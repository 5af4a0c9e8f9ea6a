/** One export made outside its request: where the mail leads. */
import { Stack, Text } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { useApi } from "@/api/client";
import { asProblem } from "@/api/problem";
import classes from "@/components/form/form.module.css";
import { MainAction } from "@/components/MainAction";
import { PageHead } from "@/components/PageHead";
import { ErrorState } from "@/components/states";
import { fetchFile } from "@/lib/download";
import { int } from "@/lib/format";
import { useTitle } from "@/lib/title";

export default function ExportPage() {
  const { t } = useTranslation();
  const api = useApi();
  const { id = "" } = useParams();
  const asked = useQuery({
    queryKey: [api.company, "exports", id],
    queryFn: ({ signal }) => api.get("/{company}/exports/{id}", { id }, undefined, signal),
    refetchInterval: ({ state }) => (state.data?.state === "making" ? 2000 : false),
  });
  useTitle(t("exports:page"));
  if (asked.isError) return <ErrorState problem={asProblem(asked.error)} retry={() => void asked.refetch()} />;
  const made = asked.data;
  if (!made) return <PageHead title={t("exports:page")} />;
  const rows = { done: int(made.done), rows: int(made.rows) };
  const hint = made.state === "failed" ? made.failure : t(`exports:${made.state}_hint`, { name: made.name });
  return (
    <>
      <PageHead title={t("exports:page")} />
      <div className={classes.page}>
        <Stack maw={560} gap="sm" align="flex-start" role="status">
          <Text fw={550}>{t(`exports:${made.state}`, rows)}</Text>
          <Text fz="sm" c="dimmed">{hint}</Text>
          {made.path && <MainAction leftSection={<IconDownload size={18} />} onClick={() => void asked.refetch().then(({ data }) => data?.path && fetchFile(data.path))}>{t("exports:download")}</MainAction>}
        </Stack>
      </div>
    </>
  );
}
