/** One import: its preview and questions, then its progress, then what it did, and the way back. */
import "@/i18n/late/imports";
import { Alert, Button, Group, Progress, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useParams } from "react-router";
import { useApi, type Schemas } from "@/api/client";
import { asProblem } from "@/api/problem";
import { useCan } from "@/app/session";
import { Confirm } from "@/components/Confirm";
import { RecordHead } from "@/components/form/FormPage";
import classes from "@/components/form/form.module.css";
import { StatusBadge } from "@/components/list/cells";
import { MainAction } from "@/components/MainAction";
import { ErrorState, PageSkeleton } from "@/components/states";
import { instant, int } from "@/lib/format";
import { failed } from "@/lib/toast";
import { useTitle } from "@/lib/title";
import { useSubmit } from "@/lib/useSubmit";
import { Plan, useChoosing } from "./Plan";
import { IMPORT_TONES, OUTCOMES } from "./words";
import look from "./imports.module.css";

const AT_WORK = ["preparing", "running", "undoing"];
const BEFORE = ["preparing", "draft", "unreadable"];

export type Import = Schemas["ImportOut"];

export function ShownImport({ id }: { id: string }) {
  const { t } = useTranslation();
  const api = useApi();
  const { company } = useParams();
  const query = useQuery({
    queryKey: [api.company, "record", "import", id], queryFn: ({ signal }) => api.get("/{company}/imports/{id}", { id }, undefined, signal), meta: { kinds: ["import"] },
    refetchInterval: (q) => (q.state.data && AT_WORK.includes(q.state.data.state) ? 1000 : false),
  });
  const one = query.data;
  const title = one?.files.map((file) => file.name).join(", ");
  useTitle(title ?? t("app:page.imports"));
  if (query.isPending) return <PageSkeleton />;
  if (query.isError || !one) return <ErrorState problem={asProblem(query.error)} retry={() => void query.refetch()} />;
  return (
    <div className={classes.page}>
      <RecordHead back={{ to: `/c/${company}/imports`, label: t("app:page.imports") }} title={title!} badge={<StatusBadge tone={IMPORT_TONES[one.state]!}>{t(`imports:state.${one.state}`)}</StatusBadge>}
        subtitle={`${instant(one.created_at)} · ${one.created_by}`} actions={<Actions one={one} />} />
      {one.failure && <Alert color="red" icon={<IconAlertTriangle size={18} />} title={t(one.state === "unreadable" ? "imports:unreadable" : "imports:failed")} mb="md" role="alert">{one.failure}</Alert>}
      {one.state === "preparing" && <Reading one={one} />}
      {BEFORE.includes(one.state) ? one.plan.sheets.length > 0 && <Plan one={one} /> : <Outcome one={one} />}
    </div>
  );
}

function Actions({ one }: { one: Import }) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { company } = useParams();
  const allowed = useCan()("migration:write");
  const choosing = useChoosing(one.id);
  const [asking, ask] = useDisclosure(false);
  const move = async (to: "running" | "undoing" | "discarded") => {
    const out = await api.send("post", "/{company}/imports/{id}/transitions", { id: one.id }, { to });
    queries.setQueryData([api.company, "record", "import", one.id], out);
    if (to === "discarded") await navigate(`/c/${company}/imports`);
  };
  const { submit, busy } = useSubmit(async (to: "running" | "discarded") => {
    try {
      await move(to);
    } catch (error) {
      failed(error);
    }
  });
  if (!allowed) return null;
  const blocked = one.state !== "draft" || one.plan.questions.length > 0 || choosing;
  return (
    <>
      {BEFORE.includes(one.state) && <Button variant="default" h={44} disabled={busy} onClick={() => void submit("discarded")}>{t("imports:discard")}</Button>}
      {(one.state === "draft" || one.state === "preparing") && <MainAction loading={busy} disabled={blocked} onClick={() => void submit("running")}>{t("imports:run")}</MainAction>}
      {one.state === "failed" && <MainAction loading={busy} onClick={() => void submit("running")}>{t("imports:resume")}</MainAction>}
      {(one.state === "done" || one.state === "failed") && <Button variant="default" h={44} onClick={ask.open}>{t("imports:undo")}</Button>}
      <Confirm opened={asking} onClose={ask.close} title={t("imports:undo")} action={t("imports:undo")} onConfirm={() => move("undoing")}>{t("imports:undo_sure", { count: (one.tally.created ?? 0) + (one.tally.warned ?? 0) })}</Confirm>
    </>
  );
}

/** The files are being read by the server; the page may be left. */
function Reading({ one }: { one: Import }) {
  const { t } = useTranslation();
  const share = one.total ? Math.min(100, (100 * one.done) / one.total) : 0;
  return (
    <div role="status" style={{ maxWidth: 900 }}>
      <Text fz="sm" mb={6} className="num">{one.total ? t("imports:preparing", { done: int(one.done), total: int(one.total) }) : t("imports:opening")}</Text>
      <Progress value={share} size="lg" animated mb="md" aria-label={t("imports:progress")} />
    </div>
  );
}

function Outcome({ one }: { one: Import }) {
  const { t } = useTranslation();
  const { company } = useParams();
  const busy = one.state === "running" || one.state === "undoing";
  const share = one.total ? Math.min(100, (100 * one.done) / one.total) : 0;
  const ledger = `/c/${company}/imports/${one.id}/ledger`;
  return (
    <Stack maw={900}>
      {busy && (
        <div role="status">
          <Text fz="sm" mb={6} className="num">{t(one.state === "running" ? "imports:running" : "imports:undoing", { done: int(one.done), total: int(one.total) })}</Text>
          <Progress value={share} size="lg" animated aria-label={t("imports:progress")} />
        </div>
      )}
      <div className={look.tiles}>
        {OUTCOMES.map((name) => (
          <Link key={name} to={`${ledger}?f=outcome.in.${name}`} className={look.tile} data-tally={name}>
            <div className={look.tileFigure}>{int(one.tally[name] ?? 0)}</div><div className={look.tileLabel}>{t(`imports:outcome.${name}`)}</div>
          </Link>
        ))}
        <div className={look.tile} data-tally="prices"><div className={look.tileFigure}>{int(one.prices)}</div><div className={look.tileLabel}>{t("imports:field.prices")}</div></div>
      </div>
      {(one.state === "undone" || one.state === "undoing") && <Text fz="sm">{t("imports:undone_text", { removed: int(one.undone.removed ?? 0), restored: int(one.undone.restored ?? 0), kept: int(one.undone.kept ?? 0) })}</Text>}
      <Group><Button variant="default" component={Link} to={ledger}>{t("imports:see_ledger")}</Button></Group>
    </Stack>
  );
}
