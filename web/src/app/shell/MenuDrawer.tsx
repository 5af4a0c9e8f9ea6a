import { Drawer } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Rail } from "./Rail";
import classes from "./shell.module.css";

/** The rail on a small screen. */
export default function MenuDrawer({ title, onClose }: { title: string; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Drawer opened onClose={onClose} size={300} title={title} closeButtonProps={{ "aria-label": t("app:action.close"), size: "lg" }}>
      <nav className={classes.drawerRail} aria-label={t("app:shell.navigation")}><Rail folded={false} /></nav>
    </Drawer>
  );
}
