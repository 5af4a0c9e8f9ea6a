/** An issued delivery note: what left, for where, its papers; undone by another, never changed. */
import { Button, Menu, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconDots } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import clsx from "clsx";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { urlOf, useApi, type Schemas } from "@/api/client";
import { asProblem } from "@/api/problem";
import { useCan } from "@/app/session";
import { Confirm } from "@/components/Confirm";
import { RecordHead } from "@/components/form/FormPage";
import form from "@/components/form/form.module.css";
import { StatusBadge } from "@/components/list/cells";
import { RecordAside } from "@/components/record/Aside";
import { Facts, Panel } from "@/components/record/Panel";
import { ErrorState, PageSkeleton } from "@/components/states";
import { MessagesPanel } from "@/features/mailing/MessagesPanel";
import { SendButton } from "@/features/mailing/SendButton";
import { countryName } from "@/lib/countries";
import { date, decimal, hectolitres, int, NNBSP } from "@/lib/format";
import { useRecent } from "@/lib/recent";
import { useTitle } from "@/lib/title";
import { done } from "@/lib/toast";
import { DocumentChain } from "./DocumentChain";
import { PdfMenu } from "./PdfMenu";
import { NOTE_TONES } from "./words";
import classes from "./lines.module.css";

type Note = Schemas["DeliveryNoteOut"];

export default function DeliveryNotePage() {
  const { id = "", company } = useParams();
  const { t } = useTranslation();
  const api = useApi();
  const query = useQuery({
    queryKey: [api.company, "record", "delivery_note", id], meta: { kinds: ["delivery_note", "order"] },
    queryFn: ({ signal }) => api.get("/{company}/delivery-notes/{id}", { id }, undefined, signal),
  });
  const note = query.data;
  const label = note && `${note.number} · ${note.buyer.name}`;
  useTitle(note?.number);
  useRecent(`delivery-notes/${id}`, label, "app:page.delivery_notes");
  if (query.isPending) return <PageSkeleton />;
  if (query.isError || !note) return <ErrorState problem={asProblem(query.error)} retry={() => void query.refetch()} />;
  return (
    <div className={form.page}>
      <RecordHead back={{ to: `/c/${company}/delivery-notes`, label: t("app:page.delivery_notes") }} title={label ?? ""}
        badge={<StatusBadge tone={NOTE_TONES[note.state]!}>{t(`sales:note.state.${note.state}`)}</StatusBadge>}
        subtitle={note.counters ? t("sales:note.counters", { number: note.counters_number }) : date(note.issued_on)}
        actions={<><SendButton kind="delivery_note" id={note.id} /><Papers note={note} /><Undo note={note} /></>} />
      <div className={form.columns}>
        <div>
          <section className={form.section} aria-label={t("sales:note.lines")}><Lines note={note} /></section>
          {note.comment && <section className={form.section}><Text fz="sm" style={{ whiteSpace: "pre-line" }}>{note.comment}</Text></section>}
        </div>
        <aside className={form.aside}>
          <Load note={note} />
          <Destination note={note} />
          <DocumentChain customer={{ id: note.buyer.id, name: note.buyer.name }} documents={[
            { key: "order", label: t("sales:order_number", { number: note.order_number }), to: `orders/${note.order}`, note: date(note.ordered_on) },
            !!note.counters && { key: "undone", label: t("sales:note.number", { number: note.counters_number }), to: `delivery-notes/${note.counters}`, note: t("sales:note.state.cancelled") },
            { key: "note", label: t("sales:note.number", { number: note.number }), note: date(note.issued_on) },
            !!note.countered_by && { key: "undoing", label: t("sales:note.number", { number: note.countered_number }), to: `delivery-notes/${note.countered_by}`, note: t("sales:note.state.counter") },
          ]} />
          <MessagesPanel about={note.id} />
          <RecordAside subject={{ kind: "delivery_note", id: note.id, label: label ?? "" }} scope="sales:write" version={note.version} />
        </aside>
      </div>
    </div>
  );
}

function Papers({ note }: { note: Note }) {
  const api = useApi();
  const papers = [["fr", false], ["en", false], ["fr", true], ["en", true]] as const;
  return <PdfMenu papers={papers.map(([lang, prices]) => ({ label: `sales:note.pdf_${lang}${prices ? "_prices" : ""}`, url: urlOf("/{company}/delivery-notes/{id}/pdf", { company: api.company, id: note.id }, prices ? { lang, prices } : { lang }) }))} />;
}

function Undo({ note }: { note: Note }) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const can = useCan();
  const [asking, ask] = useDisclosure(false);
  if (!can("sales:write") || !note.allowed.length) return null;
  const undo = async () => {
    const out = await api.send("post", "/{company}/delivery-notes/{id}/transitions", { id: note.id }, { to: "cancelled" });
    queries.setQueryData([api.company, "record", "delivery_note", out.id], out);
    await queries.invalidateQueries({ queryKey: [api.company, "record", "order", out.order] });
    done(t("sales:note.undone", { number: out.countered_number }));
  };
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target><Button variant="default" h={44} px={12} aria-label={t("app:action.more")}><IconDots size={18} /></Button></Menu.Target>
        <Menu.Dropdown><Menu.Item color="red" onClick={ask.open}>{t("sales:note.undo")}</Menu.Item></Menu.Dropdown>
      </Menu>
      <Confirm opened={asking} title={t("sales:note.undo")} action={t("sales:note.undo")} onConfirm={undo} onClose={ask.close}>{t("sales:note.undo_hint", { number: note.number })}</Confirm>
    </>
  );
}

function Lines({ note }: { note: Note }) {
  const { t } = useTranslation();
  return (
    <div className={classes.wrap} tabIndex={0} role="region" aria-label={t("sales:note.lines")}>
      <table className={clsx(classes.lines, classes.read)}>
        <thead><tr><th scope="col">{t("sales:field.product")}</th><th scope="col" className={classes.figure}>{t("sales:field.quantity")}</th></tr></thead>
        <tbody>
          {note.lines.map((line) => (
            <tr key={line.line}>
              <td className={classes.product}>{line.label}<div className={classes.sub}>{line.sku}</div></td>
              <td className={classes.figure} data-label={t("sales:field.quantity")}>{int(line.quantity)}{line.free ? <div className={classes.sub}>{t("sales:line.of_which_free", { count: line.free })}</div> : null}{line.packs ? <div className={classes.sub}>{line.packs} × {line.packaging_label}</div> : null}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Load({ note }: { note: Note }) {
  const { t } = useTranslation();
  return (
    <Panel title={t("sales:note.load")}>
      <Facts facts={[
        { label: t("sales:totals.cols"), value: <span data-cols>{int(note.totals.cols)}</span>, strong: true },
        { label: t("sales:totals.equivalents"), value: decimal(note.totals.equivalents, 3) },
        note.weight > 0 && { label: t("sales:totals.weight"), value: `${decimal(String(note.weight / 1000), 1)}${NNBSP}kg` },
        note.totals.volume > 0 && { label: t("sales:totals.volume"), value: hectolitres(note.totals.volume) },
        { label: t("sales:note.rest"), value: t(note.partial ? "sales:note.partial" : "sales:note.complete") },
        { label: t("sales:field.reference"), value: note.reference },
      ]} />
    </Panel>
  );
}

function Destination({ note }: { note: Note }) {
  const { t } = useTranslation();
  const place = note.destination;
  return (
    <Panel title={t("sales:note.destination")}>
      <Text fz="sm" style={{ whiteSpace: "pre-line" }}>{[...place.lines, `${place.postcode} ${place.town}`, countryName(place.country)].filter((one) => one.trim()).join("\n")}</Text>
    </Panel>
  );
}
