/** Drop a PDF: is its seal intact, whose is it, does it cover all of the file, is it one of our invoices? */
import "@/i18n/late/seals";
import { Alert, Anchor, Button, FileButton, Stack, Table, Text } from "@mantine/core";
import { IconAlertTriangle, IconFileSearch, IconShieldCheck, IconShieldOff } from "@tabler/icons-react";
import { useRef, useState, type DragEvent, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useApi, type Answer } from "@/api/client";
import classes from "@/components/form/form.module.css";
import { PageHead } from "@/components/PageHead";
import { ProblemBanner } from "@/components/states";
import { date, instant } from "@/lib/format";
import { useSubmit } from "@/lib/useSubmit";
import look from "./seals.module.css";

type Checked = Answer<"/{company}/seal", "post">;
const TONES = { intact: "green", broken: "red", none: "gray" } as const;
const ICONS = { intact: IconShieldCheck, broken: IconAlertTriangle, none: IconShieldOff };

export default function VerifyPage() {
  const { t } = useTranslation();
  const api = useApi();
  const again = useRef<() => void>(null);
  const [over, setOver] = useState(false);
  const [result, setResult] = useState<{ name: string; checked: Checked } | null>(null);
  const { submit, busy, problem } = useSubmit(async (file: File | null) => {
    setResult(null);
    if (file) setResult({ name: file.name, checked: await api.send("post", "/{company}/seal", {}, file as never) });
  });
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void submit(event.dataTransfer.files[0] ?? null);
  };
  return (
    <>
      <PageHead title={t("app:page.verify")} />
      <div className={classes.page}>
        <Stack maw={760}>
          <Text>{t("seals:verify_intro")}</Text>
          <div className={look.drop} data-over={over || undefined} onDragOver={(event) => { event.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)} onDrop={drop}>
            <IconFileSearch size={32} aria-hidden />
            <Text c="dimmed">{t("seals:drop")}</Text>
            <FileButton resetRef={again} accept="application/pdf,.pdf" onChange={(file) => { void submit(file); again.current?.(); }} inputProps={{ "aria-label": t("seals:choose_pdf") }}>
              {(props) => <Button {...props} variant="default" h={44} loading={busy}>{t("seals:choose_pdf")}</Button>}
            </FileButton>
          </div>
          {problem && <ProblemBanner problem={problem} />}
          {result && <Verdict name={result.name} checked={result.checked} company={api.company} />}
        </Stack>
      </div>
    </>
  );
}

function Verdict({ name, checked, company }: { name: string; checked: Checked; company: string }) {
  const { t } = useTranslation();
  const Symbol = ICONS[checked.state];
  const worthless = checked.state === "intact" && (checked.trust === "trial" || checked.trust === "self_signed");
  const rows: [string, ReactNode][] = [
    ["file", name],
    ["ours", checked.ours ? <>{t("seals:ours")} {checked.number && <Anchor component={Link} to={`/c/${company}/invoices/${checked.invoice}`}>{checked.number}</Anchor>}</> : t("seals:not_ours")],
  ];
  if (checked.signer) {
    rows.push(
      ["signer", [checked.organization, checked.identifier].filter(Boolean).join(" · ") || checked.signer],
      ["sealed_at", checked.sealed_at ? instant(checked.sealed_at) : "–"],
      ["whole", t(checked.whole ? "seals:whole" : "seals:partial")],
      ["trust", t(`seals:trust.${checked.trust}`)],
      ["issuer", checked.issuer],
      ["validity", t(checked.expired ? "seals:validity_over" : "seals:validity", { from: date(checked.valid_from!), until: date(checked.valid_until!) })],
      ["reason", checked.reason || "–"],
    );
  }
  return (
    <>
      <Alert color={worthless ? "amber" : TONES[checked.state]} icon={<Symbol size={18} />} title={t(`seals:state.${checked.state}`)} role="status">
        {checked.state === "broken" ? t(`seals:problem.${checked.problem}`) : worthless ? t("seals:worthless") : checked.state === "none" ? t(checked.ours ? "seals:none_ours" : "seals:none_hint") : t("seals:intact_hint")}
      </Alert>
      <Table aria-label={t("seals:details")}>
        <Table.Tbody>
          {rows.map(([key, value]) => <Table.Tr key={key}><Table.Th scope="row" w="34%">{t(`seals:row.${key}`)}</Table.Th><Table.Td style={{ overflowWrap: "anywhere" }}>{value}</Table.Td></Table.Tr>)}
        </Table.Tbody>
      </Table>
      <Text fz="sm" c="dimmed">{t("seals:not_asked")}</Text>
    </>
  );
}
