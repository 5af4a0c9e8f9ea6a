/** Addresses that get nothing more, until somebody lifts the stop. */
import { IconMailCheck, IconMailOff } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useApi } from "@/api/client";
import { ListPage, defineList } from "@/components/list/ListPage";
import { each } from "@/lib/each";
import { done, refused } from "@/lib/toast";

export default function StopsPage() {
  const { t } = useTranslation();
  const api = useApi();
  const spec = useMemo(() => defineList({
    name: "mail-stops", ns: "mailing", path: "/{company}/mail-stops", kinds: ["mail_stop"], title: "app:page.mail_stops", sort: "-since,address",
    rowTo: (row) => (row.customer ? `customers/${row.customer}` : undefined), rowLabel: (row) => row.address,
    columns: [
      { key: "address", type: "text", card: "title" }, { key: "reason", type: "choice", choices: ["complained", "bounced"], tone: { complained: "red", bounced: "amber" } },
      { key: "since", type: "instant", card: "named" }, { key: "customer_name", type: "text", card: "line" }, { key: "detail", type: "text", wrap: true },
    ],
    bulk: [{
      key: "clear", label: "mailing:clear", icon: IconMailCheck, scope: "crm:write",
      run: async (rows, step) => {
        const { good, bad } = await each(rows, (row) => api.send("post", "/{company}/mail-stops", {}, { address: row.address }), step);
        if (good.length) done(t("mailing:cleared", { count: good.length }));
        if (bad.length) refused(t("list:some_refused", { count: bad.length }), bad.map(({ row, problem }) => `${row.address} : ${problem.message}`));
      },
    }],
    empty: { icon: IconMailOff, title: "mailing:empty.stops", hint: "mailing:empty.stops_hint" },
  }), [api, t]);
  return <ListPage spec={spec} />;
}
