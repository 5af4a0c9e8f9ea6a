/** The bar at the bottom of an order or a quote: its total, the other states it may go to, what is done next. */
import { Button, Menu } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { money } from "@/lib/format";
import classes from "./lines.module.css";

export interface OtherAction {
  key: string;
  label: string;
  red?: boolean;
  run: () => void;
}

export function OfferBar({ gross, others, children }: { gross: { cents: number; currency: string } | undefined; others: OtherAction[]; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <div className={`${classes.bar} no-print`} role="region" aria-label={t("form:save_bar")}>
      <span className={`${classes.barTotal} num`}>{gross && <><span className={classes.barWord}>{t("sales:totals.gross")} </span><strong>{money(gross.cents, gross.currency)}</strong></>}</span>
      {others.length > 0 && (
        <Menu position="top-end">
          <Menu.Target><Button variant="default" h={44} px={12} aria-label={t("app:action.more")}><IconDots size={18} /></Button></Menu.Target>
          <Menu.Dropdown>{others.map((one) => <Menu.Item key={one.key} {...(one.red ? { color: "red" } : {})} onClick={one.run}>{one.label}</Menu.Item>)}</Menu.Dropdown>
        </Menu>
      )}
      {children}
    </div>
  );
}
