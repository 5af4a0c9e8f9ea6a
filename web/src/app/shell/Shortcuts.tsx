/** The keys, on a sheet (?), and the ones that work everywhere: G then a letter goes to a page. */
import { Group, Kbd, Modal, Stack, Text } from "@mantine/core";
import { createStore, useStore } from "@mantine/store";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";
import { typing } from "@/lib/keys";
import { PAGES } from "../pages";
import { useCan } from "../session";

const store = createStore({ opened: false });
export const shortcutsSheet = { open: () => store.setState({ opened: true }), close: () => store.setState({ opened: false }) };

const KEYS: [string[], string][] = [
  [["Ctrl", "K"], "app:keys.palette"], [["/"], "app:keys.search"], [["N"], "app:keys.new"], [["J"], "app:keys.down"],
  [["K"], "app:keys.up"], [["Enter"], "app:keys.open"], [["X"], "app:keys.select"], [["Ctrl", "S"], "app:keys.save"],
  [["Ctrl", "Enter"], "app:keys.main"], [["Esc"], "app:keys.back"], [["?"], "app:keys.sheet"],
];

export function Shortcuts() {
  const { t } = useTranslation();
  const { opened } = useStore(store);
  const can = useCan();
  useGoTo();
  return (
    <Modal opened={opened} onClose={shortcutsSheet.close} title={t("app:keys.title")} size="md" closeButtonProps={{ "aria-label": t("app:action.close") }}>
      <Stack gap={10}>
        {KEYS.map(([keys, label]) => <Row key={label} keys={keys} label={t(label)} />)}
        {PAGES.filter((p) => p.go && can(p.scope)).map((p) => (
          <Row key={p.go} keys={["G", p.go!.toUpperCase()]} label={t("app:keys.go", { page: t(p.title!) })} />
        ))}
      </Stack>
    </Modal>
  );
}

function Row({ keys, label }: { keys: string[]; label: string }) {
  return (
    <Group justify="space-between" wrap="nowrap">
      <Text fz="sm">{label}</Text>
      <Group gap={4} wrap="nowrap">{keys.map((key) => <Kbd key={key}>{key}</Kbd>)}</Group>
    </Group>
  );
}

function useGoTo(): void {
  const navigate = useNavigate();
  const { company } = useParams();
  const can = useCan();
  const armed = useRef(0);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || typing(event)) return;
      if (event.key === "?") return shortcutsSheet.open();
      if (event.key === "g") armed.current = Date.now();
      else if (Date.now() - armed.current < 1200) {
        armed.current = 0;
        const page = PAGES.find((p) => p.go === event.key.toLowerCase() && can(p.scope));
        if (page) {
          event.preventDefault();
          void navigate(`/c/${company}/${page.path}`);
        }
      }
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, [navigate, company, can]);
}
