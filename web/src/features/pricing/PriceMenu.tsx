/** What one does seldom with the sheet of prices: many at once, a file out or in, what was changed before. */
import "@/i18n/late/pricing";
import { ActionIcon, FileButton, Menu } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { useRef } from "react";
import { useTranslation } from "react-i18next";

interface Props {
  writable: boolean;
  /** there is a grid to change */
  grids: boolean;
  onBulk: () => void;
  onExport: () => void;
  onFile: (file: File | null) => void;
  onPast: () => void;
}

export function PriceMenu({ writable, grids, onBulk, onExport, onFile, onPast }: Props) {
  const { t } = useTranslation();
  const again = useRef<() => void>(null);
  const pick = useRef<() => void>(null);
  return (
    <>
      <Menu position="bottom-end" withinPortal keepMounted>
        <Menu.Target><ActionIcon variant="default" size={44} aria-label={t("app:action.more")}><IconDots size={18} /></ActionIcon></Menu.Target>
        <Menu.Dropdown>
          {writable && <Menu.Item onClick={onBulk} disabled={!grids}>{t("pricing:bulk.title")}</Menu.Item>}
          <Menu.Item onClick={onExport}>{t("pricing:export")}</Menu.Item>
          {writable && <Menu.Item onClick={() => pick.current?.()}>{t("pricing:import")}</Menu.Item>}
          <Menu.Item onClick={onPast}>{t("pricing:past.title")}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <FileButton resetRef={again} accept=".xlsx,.csv" onChange={(file) => { onFile(file); again.current?.(); }} inputProps={{ "aria-label": t("pricing:import") }}>
        {({ onClick }) => { pick.current = onClick; return null; }}
      </FileButton>
    </>
  );
}
