/** The vintages of a product: each with its technical sheet, its PDF, and a copy for the next year. */
import { Anchor, Button, Group, Menu, Modal, NumberInput, Stack, Table, Text } from "@mantine/core";
import { IconCopy, IconFileTypePdf } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { urlOf, useApi } from "@/api/client";
import { useCan } from "@/app/session";
import { MainAction } from "@/components/MainAction";
import { ProblemBanner } from "@/components/states";
import { download } from "@/lib/download";
import { percent } from "@/lib/format";
import { done } from "@/lib/toast";
import { useSubmit } from "@/lib/useSubmit";
import type { Product } from "./records";

export function Vintages({ product }: { product: Product }) {
  const { t } = useTranslation();
  const { company } = useParams();
  const api = useApi();
  const writable = useCan()("catalogue:write");
  const [source, setSource] = useState<Product["vintages"][number] | null>(null);
  if (!product.vintages.length) return null;
  const pdf = (id: string, lang: "fr" | "en") => void download(urlOf("/{company}/products/{id}/sheets/{vintage}/pdf", { company: api.company, id: product.id, vintage: id }, { lang }));
  return (
    <section id="vintages" style={{ marginBottom: 24 }}>
      <Text fw={600} mb="xs">{t("catalogue:field.vintages")}</Text>
      <Table verticalSpacing={6} aria-label={t("catalogue:field.vintages")}>
        <Table.Tbody>
          {product.vintages.map((one) => (
            <Table.Tr key={one.id}>
              <Table.Td fw={600} className="num">{one.year ?? t("catalogue:no_year")}</Table.Td>
              <Table.Td className="num">{one.alcohol ? `${percent(one.alcohol)} vol.` : ""}</Table.Td>
              <Table.Td>
                <Group gap="xs" justify="flex-end">
                  <Anchor component={Link} to={`/c/${company}/products/${product.id}/sheets/${one.id}`} fz="sm">{t("catalogue:sheet.open")}</Anchor>
                  <Menu position="bottom-end" withinPortal>
                    <Menu.Target><Button size="xs" variant="default" leftSection={<IconFileTypePdf size={15} />} aria-label={t("catalogue:sheet.pdf_of", { year: one.year ?? "" })}>{t("catalogue:sheet.pdf")}</Button></Menu.Target>
                    <Menu.Dropdown>{(["fr", "en"] as const).map((lang) => <Menu.Item key={lang} onClick={() => pdf(one.id, lang)}>{t(`app:language.${lang}`)}</Menu.Item>)}</Menu.Dropdown>
                  </Menu>
                  {writable && <Button size="xs" variant="default" leftSection={<IconCopy size={15} />} onClick={() => setSource(one)}>{t("catalogue:duplicate.action")}</Button>}
                </Group>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {source && <Duplicate product={product} source={source} onClose={() => setSource(null)} />}
    </section>
  );
}

function Duplicate({ product, source, onClose }: { product: Product; source: Product["vintages"][number]; onClose: () => void }) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const [year, setYear] = useState<number>((Math.max(...product.vintages.map((one) => one.year ?? 0)) || 2023) + 1);
  const { submit, busy, problem, errors } = useSubmit(async () => {
    await api.send("post", "/{company}/products/{id}/vintages", { id: product.id }, { source: source.id, year });
    await queries.invalidateQueries({ queryKey: [api.company] });
    done(t("catalogue:duplicate.done", { year }));
    onClose();
  });
  return (
    <Modal opened onClose={onClose} title={t("catalogue:duplicate.title", { year: source.year ?? "" })} closeButtonProps={{ "aria-label": t("app:action.close") }}>
      <form onSubmit={(event) => { event.preventDefault(); void submit(); }}>
        <Stack gap="sm">
          {problem && !problem.errors.length && <ProblemBanner problem={problem} />}
          <Text fz="sm" c="dimmed">{t("catalogue:duplicate.hint")}</Text>
          <NumberInput label={t("catalogue:field.year")} value={year} onChange={(v) => setYear(Number(v))} hideControls allowDecimal={false} error={errors["year"]} data-autofocus />
          <Group justify="flex-end" gap="xs"><Button variant="default" h={44} onClick={onClose}>{t("app:action.cancel")}</Button><MainAction type="submit" loading={busy}>{t("catalogue:duplicate.action")}</MainAction></Group>
        </Stack>
      </form>
    </Modal>
  );
}
