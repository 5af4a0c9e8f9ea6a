/** The order page, the one used most: save, validate (Ctrl+Enter), then deliver and invoice. */
import { Group } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { StatusBadge } from "@/components/list/cells";
import { SendButton } from "@/features/mailing/SendButton";
import { OfferPage, type OfferSpec } from "./OfferPage";
import { OrderBar } from "./OrderBar";
import { OrderLinks } from "./OrderLinks";
import { BLANK, toBody, toForm, type Order } from "./orderForm";
import { ORDER_TONES, SHIPPED_TONES } from "./words";

const SPEC: OfferSpec<Order> = {
  kind: "order", list: "orders", newTitle: "app:create.order", open: ["draft", "pending"], typed: ["draft"],
  source: (packagings) => ({
    kind: "order", kinds: ["invoice"], schema: "OrderIn", blank: BLANK, toForm,
    load: (a, one, signal) => a.get("/{company}/orders/{id}", { id: one }, undefined, signal),
    create: (a, values) => a.send("post", "/{company}/orders", {}, { ...toBody(values, packagings), confirm: false }),
    update: (a, one, values, version) => a.send("put", "/{company}/orders/{id}", { id: one }, toBody(values, packagings), { version }),
  }),
  badge: (order) => <Badges order={order} />,
  links: (order) => <OrderLinks order={order} />,
  actions: (order) => order.lines.length > 0 && <SendButton kind="order" id={order.id} />,
  bar: (props) => <OrderBar {...props} />,
};

export default function OrderPage() {
  return <OfferPage spec={SPEC} />;
}

function Badges({ order }: { order: Order }) {
  const { t } = useTranslation();
  const confirmed = order.state === "validated" || order.state === "invoiced";
  return (
    <Group gap={6}>
      <StatusBadge tone={ORDER_TONES[order.state]!}>{t(`sales:state.${order.state}`)}</StatusBadge>
      {confirmed && order.shipped !== "nothing" && <StatusBadge tone={SHIPPED_TONES[order.shipped]!}>{t(`sales:shipped.${order.shipped}`)}</StatusBadge>}
    </Group>
  );
}
