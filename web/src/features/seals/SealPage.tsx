/** How invoices are sealed from now on: not, for trials (worth nothing), or with the company's certificate. */
import "@/i18n/late/seals";
import { Alert, Anchor, Button, FileButton, Group, Radio, Stack, Text, Title } from "@mantine/core";
import { IconAlertTriangle, IconDownload, IconUpload } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useApi, type Schemas } from "@/api/client";
import { asProblem } from "@/api/problem";
import { useCan } from "@/app/session";
import classes from "@/components/form/form.module.css";
import { MainAction } from "@/components/MainAction";
import { PageHead } from "@/components/PageHead";
import { ErrorState, PageSkeleton, ProblemBanner } from "@/components/states";
import { date, instant } from "@/lib/format";
import { done } from "@/lib/toast";
import { useSubmit } from "@/lib/useSubmit";

type Seal = Schemas["SealingOut"];
type Mode = Seal["mode"];
const MODES: Mode[] = ["none", "trial", "certificate"];

export default function SealPage() {
  const { t } = useTranslation();
  const api = useApi();
  const query = useQuery({ queryKey: [api.company, "seal"], queryFn: ({ signal }) => api.get("/{company}/seal", {}, undefined, signal), meta: { kinds: ["sealing"] } });
  if (query.isPending) return <PageSkeleton />;
  if (query.isError) return <ErrorState problem={asProblem(query.error)} retry={() => void query.refetch()} />;
  return (
    <>
      <PageHead title={t("app:page.seal")} />
      <div className={classes.page}><Choice key={query.data.version} seal={query.data} /></div>
    </>
  );
}

function Choice({ seal }: { seal: Seal }) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const allowed = useCan()("tenancy:write");
  const [mode, setMode] = useState<Mode>(seal.mode);
  const [file, setFile] = useState<{ name: string; text: string } | null>(null);
  const again = useRef<() => void>(null);
  const { submit, busy, problem } = useSubmit(async () => {
    const out = await api.send("put", "/{company}/seal", {}, { mode, ...(mode === "certificate" && file ? { certificate: file.text } : {}) }, { version: seal.version });
    queries.setQueryData([api.company, "seal"], out);
    done(t("seals:saved"));
  });
  const request = useSubmit(async () => {
    const out = await api.get("/{company}/seal/request", {});
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([out.request], { type: "application/pkcs10" }));
    link.download = out.file_name;
    link.click();
    URL.revokeObjectURL(link.href);
  });
  const choose = async (chosen: File | null) => {
    if (chosen) setFile({ name: chosen.name, text: await chosen.text() });
    again.current?.();
  };
  const changed = mode !== seal.mode || (mode === "certificate" && file !== null);
  return (
    <Stack maw={760} gap="lg">
      <Text>{t("seals:intro")} <Anchor component={Link} to="../verify" relative="path">{t("app:page.verify")}</Anchor></Text>
      {seal.mode === "trial" && <Alert color="amber" icon={<IconAlertTriangle size={18} />} title={t("seals:label.trial")}>{t("seals:trial_warning")}</Alert>}
      {seal.mode === "certificate" && seal.soon && <Alert color="amber" icon={<IconAlertTriangle size={18} />}>{t("seals:soon", { day: date(seal.certificate!.valid_until) })}</Alert>}
      <Radio.Group label={t("seals:mode")} value={mode} onChange={(value) => setMode(value as Mode)}>
        <Stack gap="sm" mt="xs">
          {MODES.map((one) => <Radio key={one} value={one} disabled={!allowed || (one === "certificate" && !seal.can_certify)} label={t(`seals:mode_of.${one}`)} description={t(one === "certificate" && !seal.can_certify ? "seals:no_key" : `seals:hint.${one}`)} />)}
        </Stack>
      </Radio.Group>
      {mode === "certificate" && seal.can_certify && allowed && (
        <section>
          <Title order={2} className={classes.sectionTitle}>{t("seals:certificate")}</Title>
          <Text fz="sm" c="dimmed">{t("seals:certificate_hint")}</Text>
          <Group mt="sm">
            <Button variant="default" h={44} leftSection={<IconDownload size={16} />} loading={request.busy} onClick={() => void request.submit()}>{t("seals:request")}</Button>
            <FileButton resetRef={again} accept=".pem,.crt,.cer,.txt" onChange={(chosen) => void choose(chosen)} inputProps={{ "aria-label": t("seals:choose") }}>
              {(props) => <Button {...props} variant="default" h={44} leftSection={<IconUpload size={16} />}>{t("seals:choose")}</Button>}
            </FileButton>
            {file && <Text fz="sm">{file.name}</Text>}
          </Group>
          {request.problem && <ProblemBanner problem={request.problem} />}
        </section>
      )}
      {seal.mode === "certificate" && seal.certificate && <Certificate held={seal.certificate} />}
      {problem && <ProblemBanner problem={problem} />}
      {allowed && <Group><MainAction loading={busy} disabled={!changed} onClick={() => void submit()}>{t("form:save")}</MainAction></Group>}
      {seal.changed_at && <Text fz="sm" c="dimmed">{t("seals:changed", { who: seal.by_name, at: instant(seal.changed_at) })}</Text>}
    </Stack>
  );
}

function Certificate({ held }: { held: Schemas["CertificateOut"] }) {
  const { t } = useTranslation();
  return (
    <Text fz="sm" style={{ overflowWrap: "anywhere" }}>
      {t("seals:held", { organization: held.organization, identifier: held.identifier, issuer: held.issuer, from: date(held.valid_from), until: date(held.valid_until) })}
    </Text>
  );
}
