/** Enregistrer · Envoyer (Ctrl+Entrée) · then Accepté, and the order. */
import { Button, Group, Modal, Stack, TextInput, Tooltip } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";
import { useApi } from "@/api/client";
import { useCan } from "@/app/session";
import { DateInput } from "@/components/DateInput";
import { MainAction } from "@/components/MainAction";
import { ProblemBanner } from "@/components/states";
import { useKeys } from "@/lib/keys";
import { done, failed } from "@/lib/toast";
import { useSubmit } from "@/lib/useSubmit";
import { OfferBar } from "./OfferBar";
import type { OfferBarProps } from "./OfferPage";
import type { Quote } from "./orderForm";

type State = Quote["state"];
type Move = { to: State; on?: string | null; reason?: string };

export function QuoteBar({ out: quote, record, gross, blocked }: OfferBarProps<Quote>) {
  const { t } = useTranslation();
  const { company } = useParams();
  const api = useApi();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const can = useCan();
  const [answering, answer] = useState<"accepted" | "refused" | null>(null);
  const dirty = record.form.dirty;

  const move = async (one: Quote, asked: Move) => {
    const out = await api.send("post", "/{company}/quotes/{id}/transitions", { id: one.id }, asked, { version: one.version });
    queries.setQueryData([api.company, "record", "quote", out.id], out);
    return out;
  };
  const moved = async (one: Quote, asked: Move) => {
    const was = one.state;
    const out = await move(one, asked);
    done(t(`sales:quote.moved.${asked.to}`), out.allowed.includes(was) ? { undo: () => move(out, { to: was }) } : {});
  };
  const { submit: go, busy } = useSubmit(async (to: State) => {
    try {
      const now = dirty || !quote ? await record.save(true) : quote;
      if (now) await moved(now, { to });
    } catch (error) {
      failed(error);
    }
  });
  const order = useSubmit(async () => {
    try {
      const made = await api.send("post", "/{company}/quotes/{id}/order", { id: quote!.id });
      done(t("sales:quote.ordered", { number: made.number }));
      await navigate(`/c/${company}/orders/${made.id}`);
    } catch (error) {
      failed(error);
    }
  });
  const open = !quote || quote.state === "draft";
  const sent = quote?.state === "sent";
  const orderable = quote?.state === "accepted" && !quote.order;
  const main = open ? () => void go("sent") : sent ? () => answer("accepted") : orderable ? () => void order.submit() : undefined;
  useKeys({ "mod+Enter": answering ? undefined : main });
  if (!can("sales:write")) return null;
  const others = quote ? (["refused", "sent", "draft", "cancelled"] as const).filter((state) => quote.allowed.includes(state) && !(open && state === "sent")) : [];
  return (
    <>
      <OfferBar gross={gross} others={others.map((state) => ({ key: state, label: t(`sales:quote.action.to_${state}`), red: state === "refused" || state === "cancelled", run: () => (state === "refused" ? answer("refused") : void go(state)) }))}>
        {open && <Button variant="default" h={44} disabled={!dirty} loading={record.saving && !busy} onClick={() => void record.save()}>{t("form:save")}</Button>}
        {open && (
          <Tooltip label={t("sales:validate_hint")}>
            <MainAction loading={busy} disabled={blocked || !record.form.values.lines.length} onClick={main}>{t("sales:quote.action.send")}</MainAction>
          </Tooltip>
        )}
        {sent && <MainAction onClick={main}>{t("sales:quote.action.accept")}</MainAction>}
        {orderable && <MainAction loading={order.busy} onClick={main}>{t("sales:quote.action.order")}</MainAction>}
      </OfferBar>
      {answering && quote && <Answer what={answering} onClose={() => answer(null)} onAnswer={(asked) => moved(quote, asked)} />}
    </>
  );
}

function Answer({ what, onClose, onAnswer }: { what: "accepted" | "refused"; onClose: () => void; onAnswer: (asked: Move) => Promise<void> }) {
  const { t } = useTranslation();
  const [on, setOn] = useState<string | null>(null);
  const [reason, setReason] = useState("");
  const { submit, busy, errors, banner } = useSubmit(async () => {
    await onAnswer(what === "accepted" ? { to: what, on } : { to: what, reason });
    onClose();
  });
  const refusal = banner(["on", "reason"]);
  return (
    <Modal opened onClose={onClose} title={t(`sales:quote.answer.${what}`)} closeButtonProps={{ "aria-label": t("app:action.close") }}>
      <form noValidate onSubmit={(event) => { event.preventDefault(); void submit(); }}>
        <Stack>
          {refusal && <ProblemBanner problem={refusal} />}
          {what === "accepted" ? <DateInput data-autofocus label={t("sales:field.accepted_on")} clearable placeholder={t("sales:today")} value={on} onChange={setOn} error={errors["on"]} />
            : <TextInput data-autofocus label={t("sales:field.reason")} value={reason} maxLength={200} onChange={(event) => setReason(event.currentTarget.value)} error={errors["reason"]} />}
          <Group justify="flex-end"><Button type="submit" h={44} loading={busy}>{t(`sales:quote.answer.note_${what}`)}</Button></Group>
        </Stack>
      </form>
    </Modal>
  );
}
