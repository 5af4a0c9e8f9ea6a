/** The papers of a document, in a menu. */
import { Button, Menu } from "@mantine/core";
import { IconChevronDown, IconFileTypePdf } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { download } from "@/lib/download";

export function PdfMenu({ papers }: { papers: { label: string; url: string }[] }) {
  const { t } = useTranslation();
  return (
    <Menu position="bottom-end">
      <Menu.Target><Button variant="default" h={44} leftSection={<IconFileTypePdf size={18} />} rightSection={<IconChevronDown size={14} />}>{t("sales:pdf")}</Button></Menu.Target>
      <Menu.Dropdown>{papers.map((one) => <Menu.Item key={one.url} onClick={() => void download(one.url)}>{t(one.label)}</Menu.Item>)}</Menu.Dropdown>
    </Menu>
  );
}
