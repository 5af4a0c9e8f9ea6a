/** In the header: the chat, with how many answers are new. */
import { ActionIcon, Indicator } from "@mantine/core";
import { IconMessageCircle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link, useLocation, useParams } from "react-router";
import { useCan } from "@/app/session";
import { useSupport } from "./useSupport";

export function SupportButton() {
  const { t } = useTranslation();
  const { company } = useParams();
  const { pathname, search } = useLocation();
  const allowed = useCan()("support:read");
  const unread = useSupport().data?.unread ?? 0;
  if (!allowed) return null;
  const label = unread > 0 ? t("support:button_unread", { count: unread }) : t("support:button");
  const from = pathname.includes("/support") ? undefined : { from: pathname + search };
  return (
    <Indicator label={unread} size={16} offset={7} disabled={unread === 0} data-unread={unread}>
      <ActionIcon title={label} component={Link} to={`/c/${company}/support`} state={from} variant="subtle" color="gray" c="inherit" size={40} aria-label={label}><IconMessageCircle size={20} stroke={1.7} /></ActionIcon>
    </Indicator>
  );
}
