/** What a template looks like as it is typed: the marks that the printer would draw, drawn here. */
import "@/i18n/late/documents";
import { Group, SegmentedControl, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { memo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useApi, type Schemas } from "@/api/client";
import { asProblem } from "@/api/problem";
import { bodyOf } from "./TemplatePage";
import classes from "./documents.module.css";

type Kind = NonNullable<Schemas["SketchIn"]["kind"]>;
const KINDS: Kind[] = ["invoice", "quote", "delivery_note"];

export function Preview({ values }: { values: Record<string, unknown> }) {
  const { t } = useTranslation();
  const api = useApi();
  const [kind, setKind] = useState<Kind>("invoice");
  const [asked] = useDebouncedValue(values, 200);
  const body = { ...bodyOf(asked), kind };
  const query = useQuery<Schemas["SketchOut"]>({
    queryKey: [api.company, "template-preview", body], staleTime: 60_000, gcTime: 60_000, placeholderData: keepPreviousData, retry: false,
    queryFn: ({ signal }) => api.send("post", "/{company}/document-templates/preview", {}, body, { signal }),
  });
  return (
    <section className={classes.preview} aria-label={t("documents:preview")} aria-busy={query.isFetching}>
      <Group justify="space-between" mb="xs">
        <Text fz="sm" fw={600}>{t("documents:preview")}</Text>
        <SegmentedControl size="xs" aria-label={t("documents:preview")} value={kind} onChange={(value) => setKind(value as Kind)} data={KINDS.map((value) => ({ value, label: t(`documents:kind.${value}`) }))} />
      </Group>
      {query.isError && <Text fz="sm" c="red" role="alert" mb="xs">{t("documents:refused", { why: asProblem(query.error).message })}</Text>}
      {query.data?.pages.map((page, n) => <Sheet key={n} page={page} label={t("documents:page", { n: n + 1 })} />)}
      {!!query.data?.appended && <Text fz="sm" c="dimmed">{t("documents:appended", { count: query.data.appended })}</Text>}
    </section>
  );
}

const Sheet = memo(function Sheet({ page, label }: { page: Schemas["PageOut"]; label: string }) {
  return (
    <svg className={classes.sheet} viewBox={`0 0 ${page.width} ${page.height}`} role="img" aria-label={label}>
      <rect width={page.width} height={page.height} fill="#ffffff" />
      {page.marks.map((mark, at) => <Drawn key={at} mark={mark} />)}
    </svg>
  );
});

function Drawn({ mark }: { mark: Schemas["MarkOut"] }) {
  const { x, y, width, height, ink, edge } = mark;
  switch (mark.kind) {
    case "box": return <rect x={x} y={y} width={width} height={height} fill={ink || "none"} stroke={edge || "none"} strokeWidth={0.5} />;
    case "rule": return <line x1={x} y1={y} x2={x + width} y2={y} stroke={ink} strokeWidth={height} />;
    case "path": return <path d={mark.data} fill={ink} />;
    case "picture": return <image x={x} y={y} width={width} height={height} href={`data:image/jpeg;base64,${mark.data}`} />;
    default: return (
      <text x={x} y={y} fontSize={mark.size} fontWeight={mark.bold ? 600 : 400} fill={ink} xmlSpace="preserve"
        {...(mark.angle ? { transform: `rotate(${mark.angle} ${x} ${y})`, textAnchor: "middle" as const } : { textLength: Math.max(width, 0.1), lengthAdjust: "spacingAndGlyphs" as const })}>{mark.text.replace(/[\u00a0\u202f]/g, " ")}</text>
    );
  }
}
