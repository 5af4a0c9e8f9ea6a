/** The article of the page one is on, beside it: nothing typed is left behind. */
import { Anchor, Button, Drawer, Group, Skeleton, Text } from "@mantine/core";
import { IconBook, IconKeyboard } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation, useParams } from "react-router";
import { HELP, openShortcuts } from "@/app/shell/parts";
import { ArticleBody } from "./ArticleBody";
import { articleOf, useArticles } from "./articles";
import { Foot } from "./HelpPage";

export default function HelpDrawer() {
  const { t } = useTranslation();
  const { company } = useParams();
  const { pathname } = useLocation();
  const [open, setOpen] = useState(true); // mounted because it was wanted
  const articles = useArticles();
  const close = () => setOpen(false);
  useEffect(() => {
    const listen = () => setOpen(true);
    window.addEventListener(HELP, listen);
    return () => window.removeEventListener(HELP, listen);
  }, []);
  const shown = useRef(pathname);
  useEffect(() => {
    if (shown.current !== pathname) setOpen(false);
    shown.current = pathname;
  }, [pathname]);
  const id = articleOf(pathname);
  const article = articles.data?.find((one) => one.id === id);
  return (
    <Drawer opened={open} onClose={close} position="right" size="md" title={article?.title ?? t("app:page.help")} closeButtonProps={{ "aria-label": t("app:action.close") }}>
      <div data-article={article?.id}>
        {articles.isPending ? <Skeleton h={240} /> : article ? <ArticleBody body={article.body} onLeave={close} /> : <Text fz="sm">{t("help:none_here")} <Anchor component={Link} to={`/c/${company}/help`} fz="inherit" onClick={close}>{t("help:all")}</Anchor></Text>}
        <Group gap="xs" mt="md">
          <Button variant="default" h={44} component={Link} to={`/c/${company}/help`} onClick={close} leftSection={<IconBook size={18} />}>{t("help:all")}</Button>
          <Button variant="default" h={44} onClick={() => { close(); openShortcuts(); }} leftSection={<IconKeyboard size={18} />}>{t("help:shortcuts")}</Button>
        </Group>
        <Foot onLeave={close} />
      </div>
    </Drawer>
  );
}
