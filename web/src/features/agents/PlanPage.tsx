/** How commissions are decided and booked: which level's rate wins, which accounts. */
import "@/i18n/late/agents";
import { useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { FormPage, type FormSpec } from "@/components/form/FormPage";
import { PageHead } from "@/components/PageHead";
import { LEVELS, type Plan, type PlanBody } from "./agents";

type Values = { order: string; account: string; counterpart: string };
type Kept = Plan & { id: string };

const ORDERS = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]].map((order) => order.map((n) => LEVELS[n]!).join(","));

export default function PlanPage() {
  const { t } = useTranslation();
  const families = useRef<Plan["families"]>([]);
  const spec = useMemo<FormSpec<Values, Kept>>(() => {
    const named = (plan: Plan): Kept => ({ ...plan, id: "plan" });
    const options = ORDERS.map((value) => ({ value, label: [...value.split(","), "base"].map((level) => t(`agents:level.${level}`)).join(" > ") }));
    return {
      ns: "agents", kind: "commission_plan", list: "parameters", listTitle: "app:page.parameters", newTitle: "app:page.commission_plan", scope: "agents:write", blank: { order: ORDERS[0]!, account: "", counterpart: "" },
      load: async (a, _id, signal) => named(await a.get("/{company}/commission-plan", {}, undefined, signal)),
      toForm: (out) => { families.current = out.families; return { order: out.priority.join(","), account: out.account, counterpart: out.counterpart }; },
      update: async (a, _id, values, version) => named(await a.send("put", "/{company}/commission-plan", {}, { priority: values.order.split(",") as PlanBody["priority"], account: values.account, counterpart: values.counterpart, families: families.current }, { version })),
      title: () => t("app:page.commission_plan"),
      sections: [
        { key: "order", title: "agents:section.order", hint: "agents:hint.order", fields: [{ name: "order", type: "choice", options, required: true, span: 6 }] },
        { key: "accounts", title: "agents:section.accounts", hint: "agents:hint.accounts", fields: [{ name: "account", type: "text", required: true, span: 3 }, { name: "counterpart", type: "text", required: true, span: 3 }] },
      ],
    };
  }, [t]);
  return <><PageHead title={t("app:page.commission_plan")} /><FormPage spec={spec} id="plan" /></>;
}
