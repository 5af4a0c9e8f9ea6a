/**
 * A record's page: header with name and state, its fields in sections, a rail on the right, and a save bar as soon as
 * something was typed. Every form of the application is this component with a `FormSpec`.
 */
import { Alert, Button } from "@mantine/core";
import { IconArchive, IconArchiveOff, IconArrowLeft, IconInfoCircle } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useParams } from "react-router";
import { asProblem } from "@/api/problem";
import { useCan } from "@/app/session";
import { StatusBadge } from "@/components/list/cells";
import { MainAction } from "@/components/MainAction";
import { ErrorState, PageSkeleton, ProblemBanner } from "@/components/states";
import { useRecent } from "@/lib/recent";
import { done, failed } from "@/lib/toast";
import { useTitle } from "@/lib/title";
import { ConflictDialog } from "./Conflict";
import { FoundDraft } from "./FoundDraft";
import { Guard } from "./guard";
import { Sections } from "./Sections";
import type { Section } from "./types";
import type { Form } from "./useForm";
import { useRecordForm, type RecordSource, type Versioned } from "./useRecordForm";
import type { Values } from "./paths";
import classes from "./form.module.css";

export interface FormSpec<V extends Values, Out extends Versioned> extends RecordSource<V, Out> {
  ns: string;
  /** path of the list, and of the record below it */
  list: string;
  listTitle: string;
  newTitle: string;
  title: (out: Out) => string;
  subtitle?: (out: Out) => ReactNode;
  badge?: (out: Out) => ReactNode;
  sections: Section[] | ((out: Out | undefined) => Section[]);
  aside?: (out: Out) => ReactNode;
  /** what stands beside the form and follows what is typed */
  beside?: (form: Form<V>) => ReactNode;
  actions?: (out: Out) => ReactNode;
  below?: (out: Out) => ReactNode;
  /** it is put aside and brought back by its head, not by a field */
  archives?: boolean;
  scope: string;
}

/** With an `id` given, the page around it has the title, unless it is `headed`. */
export function FormPage<V extends Values, Out extends Versioned>({ spec, id: given, headed = !given }: { spec: FormSpec<V, Out>; id?: string; headed?: boolean }) {
  const { id: asked, company } = useParams();
  const { t } = useTranslation();
  const can = useCan();
  const navigate = useNavigate();
  const id = given ?? (asked === "new" ? undefined : asked);
  const record = useRecordForm(spec, id, (out) => setTimeout(() => void navigate(`/c/${company}/${spec.list}/${out.id}`, { replace: true })));
  const out = record.query.data;
  const title = out ? spec.title(out) : id ? undefined : t(spec.newTitle);
  useTitle(title);
  useRecent(`${spec.list}/${id}`, out && !given ? title : undefined, spec.listTitle);
  if (id && record.query.isPending) return <PageSkeleton />;
  if (record.query.isError && !out) return <ErrorState problem={asProblem(record.query.error)} retry={() => void record.query.refetch()} />;
  const writable = can(spec.scope) && !!(id ? spec.update : spec.create);
  const sections = typeof spec.sections === "function" ? spec.sections(out) : spec.sections;
  record.shows(sections);
  return (
    <div className={classes.page}>
      {headed && <RecordHead back={{ to: `/c/${company}/${spec.list}`, label: t(spec.listTitle) }} title={title ?? ""} badge={out && <>{spec.badge?.(out)}{spec.archives && isArchived(out) && <StatusBadge tone="gray">{t("form:is_archived")}</StatusBadge>}</>}
        subtitle={out && spec.subtitle?.(out)} actions={out && <>{spec.actions?.(out)}{spec.archives && writable && <ArchiveButton record={record as unknown as Archiving} title={title ?? ""} archived={isArchived(out)} />}</>} />}
      {record.problem && <ProblemBanner problem={record.problem} />}
      <FoundDraft at={record.found} onDrop={record.cancel} />
      {record.told && (
        <Alert color="amber" icon={<IconInfoCircle size={18} />} mb="md" role="status">
          {t("form:told", { name: record.told.actor })} <Button size="compact-sm" variant="default" ml="xs" onClick={() => void record.compare()}>{t("form:told_compare")}</Button>
        </Alert>
      )}
      <div className={classes.columns} data-single={!(out && spec.aside) && !spec.beside} data-beside={!!spec.beside}>
        <form noValidate onSubmit={(event) => { event.preventDefault(); void record.save(); }}>
          <Sections sections={sections} form={record.form} ns={spec.ns} limits={record.limits} disabled={!writable} />
          {out && spec.below?.(out)}
          <SaveBar shown={writable && (record.form.dirty || !id)} saving={record.saving} dirty={record.form.dirty} onCancel={record.cancel} fresh={!id} />
        </form>
        {spec.beside && <aside className={classes.aside}>{spec.beside(record.form)}</aside>}
        {out && spec.aside && <aside className={classes.aside}>{spec.aside(out)}</aside>}
      </div>
      <Guard dirty={record.form.dirty && !record.saving} onSave={() => record.save()} onLeave={record.abandon} />
      {record.conflict && (
        <ConflictDialog sections={sections} ns={spec.ns} base={record.form.base} mine={record.form.values} theirs={spec.toForm(record.conflict)} onCancel={record.closeConflict} onResolve={record.resolve} />
      )}
    </div>
  );
}

const isArchived = (out: unknown): boolean => (out as { archived?: boolean }).archived === true;

interface Archiving {
  amend: (part: { archived: boolean }) => Promise<unknown>;
  saving: boolean;
  form: { dirty: boolean };
}

/** What is typed and not saved yet would be lost: it is saved or dropped first. */
function ArchiveButton({ record, title, archived }: { record: Archiving; title: string; archived: boolean }) {
  const { t } = useTranslation();
  const put = async (to: boolean) => {
    if (await record.amend({ archived: to })) done(t(to ? "form:archived_one" : "form:restored_one", { name: title }), { undo: () => record.amend({ archived: !to }) });
  };
  return (
    <Button variant="default" h={44} leftSection={archived ? <IconArchiveOff size={18} /> : <IconArchive size={18} />} disabled={record.form.dirty} title={record.form.dirty ? t("form:save_first") : undefined}
      loading={record.saving} onClick={() => void put(!archived).catch(failed)}>{t(archived ? "form:restore" : "form:archive")}</Button>
  );
}

function SaveBar({ shown, saving, dirty, onCancel, fresh }: { shown: boolean; saving: boolean; dirty: boolean; onCancel: () => void; fresh: boolean }) {
  const { t } = useTranslation();
  if (!shown) return null;
  return (
    <div className={classes.savebar} role="region" aria-label={t("form:save_bar")}>
      <span className={classes.savebarText}>{dirty ? t("form:changed") : ""}</span>
      {dirty && <Button variant="default" h={44} onClick={onCancel} disabled={saving}>{t("form:cancel")}</Button>}
      <MainAction type="submit" loading={saving} disabled={!dirty}>{t(fresh ? "form:create" : "form:save")}</MainAction>
    </div>
  );
}

interface HeadProps {
  back?: { to: string; label: string } | undefined;
  title: string;
  badge?: ReactNode;
  subtitle?: ReactNode;
  actions?: ReactNode;
}

export function RecordHead({ back, title, badge, subtitle, actions }: HeadProps) {
  return (
    <header className={classes.head}>
      <div className={classes.grow}>
        {back && <Link to={back.to} className={classes.back}><IconArrowLeft size={14} aria-hidden />{back.label}</Link>}
        <div className={classes.titleRow}><h1 className={classes.title}>{title}</h1>{badge}</div>
        {subtitle && <div className={classes.subtitle}>{subtitle}</div>}
      </div>
      {actions}
    </header>
  );
}
