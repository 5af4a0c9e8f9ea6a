/** Eleven colours; the choice is saved at once and every user of the company sees it. */
import { ColorSwatch, Group, UnstyledButton, VisuallyHidden } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useApi } from "@/api/client";
import { ACCENTS } from "@/app/palettes";
import { ACCENT_NAMES } from "@/app/theme";
import { useCan } from "@/app/session";
import { done, failed } from "@/lib/toast";
import { toForm, type Company } from "./CompanyForm";

export function ColourChoice({ company }: { company: Company }) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const allowed = useCan()("tenancy:write");
  const save = async (colour: string, version: number): Promise<number> => {
    const out = await api.send("put", "/{company}/profile", {}, { ...toForm(company), colour }, { version });
    queries.setQueryData([api.company, "record", "company", api.company], out);
    await queries.invalidateQueries({ queryKey: ["me"] });
    return out.version;
  };
  const choose = async (colour: string) => {
    try {
      const version = await save(colour, company.version);
      done(t("company:colour_saved"), { undo: () => save(company.colour ?? "bordeaux", version) });
    } catch (error) {
      failed(error);
    }
  };
  return (
    <Group gap={6} role="radiogroup" aria-label={t("company:colour")}>
      {ACCENT_NAMES.map((name) => (
        <UnstyledButton key={name} role="radio" aria-checked={company.colour === name} disabled={!allowed} onClick={() => void choose(name)} title={t(`company:colours.${name}`)} p={4}>
          <ColorSwatch color={ACCENTS[name][7]} size={34} withShadow={false}>{company.colour === name && <IconCheck size={18} color="#fff" aria-hidden />}</ColorSwatch>
          <VisuallyHidden>{t(`company:colours.${name}`)}</VisuallyHidden>
        </UnstyledButton>
      ))}
    </Group>
  );
}
