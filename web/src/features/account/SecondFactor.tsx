/** Switch the second factor on: password, QR code, first code, then ten recovery codes shown once. */
import "@/i18n/late/account";
import { Button, Code, CopyButton, Group, List, Modal, PasswordInput, PinInput, Stack, Text, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { personApi } from "@/api/client";
import { ProblemBanner } from "@/components/states";
import { StatusBadge } from "@/components/list/cells";
import { done } from "@/lib/toast";
import { useSubmit } from "@/lib/useSubmit";

type Step = { at: "closed" } | { at: "password" } | { at: "scan"; uri: string; secret: string } | { at: "codes"; codes: string[] } | { at: "off" };

export function SecondFactor({ on, left }: { on: boolean; left: number }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [step, setStep] = useState<Step>({ at: "closed" });
  const close = () => {
    setStep({ at: "closed" });
    void queries.invalidateQueries({ queryKey: ["me"] });
  };
  return (
    <>
      <Group justify="space-between">
        <div>
          <StatusBadge tone={on ? "green" : "gray"}>{t(on ? "account:totp.on" : "account:totp.off")}</StatusBadge>
          <Text fz="sm" c="dimmed" mt={4}>{on ? t("account:totp.left", { count: left }) : t("account:totp.why")}</Text>
        </div>
        <Button variant={on ? "default" : "filled"} onClick={() => setStep({ at: on ? "off" : "password" })}>{t(on ? "account:totp.switch_off" : "account:totp.switch_on")}</Button>
      </Group>
      <Modal opened={step.at !== "closed"} onClose={close} title={t("account:security.totp")} size="md" closeOnClickOutside={step.at !== "codes"} closeButtonProps={{ "aria-label": t("app:action.close") }}>
        {step.at === "password" && <AskPassword onDone={(uri, secret) => setStep({ at: "scan", uri, secret })} />}
        {step.at === "scan" && <Scan uri={step.uri} secret={step.secret} onDone={(codes) => setStep({ at: "codes", codes })} />}
        {step.at === "codes" && <Codes codes={step.codes} onDone={close} />}
        {step.at === "off" && <SwitchOff onDone={close} />}
      </Modal>
    </>
  );
}

function AskPassword({ onDone }: { onDone: (uri: string, secret: string) => void }) {
  const { t } = useTranslation();
  const [password, setPassword] = useState("");
  const { submit, busy, errors, banner } = useSubmit(async () => {
    const answer = await personApi.send("post", "/me/totp", {}, { password });
    onDone(answer.uri, answer.secret);
  });
  const refusal = banner(["password"]);
  return (
    <form onSubmit={(event) => { event.preventDefault(); void submit(); }}>
      <Stack>
        {refusal && <ProblemBanner problem={refusal} />}
        <PasswordInput label={t("account:field.current")} data-autofocus autoComplete="current-password" value={password} onChange={(e) => setPassword(e.currentTarget.value)} error={errors["password"]} visibilityToggleButtonProps={{ "aria-label": t("account:show_password") }} />
        <Group justify="flex-end"><Button type="submit" loading={busy} disabled={!password}>{t("account:totp.continue")}</Button></Group>
      </Stack>
    </form>
  );
}

function Scan({ uri, secret, onDone }: { uri: string; secret: string; onDone: (codes: string[]) => void }) {
  const { t } = useTranslation();
  const [code, setCode] = useState("");
  const { submit, busy, problem } = useSubmit(async (typed: string) => onDone((await personApi.send("put", "/me/totp", {}, { code: typed })).codes));
  const send = async (typed: string) => (await submit(typed)) || setCode("");
  const picture = useQuery({
    queryKey: ["qr", uri], staleTime: Infinity, gcTime: 0,
    queryFn: async () => `data:image/svg+xml,${encodeURIComponent((await import("uqr")).renderSVG(uri, { border: 2 }))}`,
  });
  return (
    <form onSubmit={(event) => { event.preventDefault(); void send(code); }}>
      <Stack align="center">
        <Text fz="sm">{t("account:totp.scan")}</Text>
        {picture.data && <img src={picture.data} width={200} height={200} alt={t("account:totp.qr")} style={{ borderRadius: 8 }} />}
        <Text fz="xs" c="dimmed" ta="center">{t("account:totp.by_hand")}<br /><Code fz="sm" data-secret>{secret}</Code></Text>
        {problem && <ProblemBanner problem={problem} />}
        <div role="group" aria-label={t("account:code.code")}>
          <PinInput length={6} type="number" oneTimeCode autoFocus size="md" value={code} onChange={setCode} onComplete={(typed) => void send(typed)} ariaLabel={t("account:code.digit")} />
        </div>
        <Button type="submit" fullWidth loading={busy} disabled={code.length < 6}>{t("account:totp.confirm")}</Button>
      </Stack>
    </form>
  );
}

function Codes({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  const { t } = useTranslation();
  const text = codes.join("\n");
  return (
    <Stack>
      <Text fz="sm">{t("account:totp.codes")}</Text>
      <List listStyleType="none" style={{ columns: 2 }}>{codes.map((code) => <List.Item key={code}><Code fz="sm" data-recovery>{code}</Code></List.Item>)}</List>
      <Group justify="flex-end">
        <CopyButton value={text}>{({ copied, copy }) => <Button variant="default" onClick={copy}>{t(copied ? "app:action.copied" : "app:action.copy")}</Button>}</CopyButton>
        <Button variant="default" component="a" href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`} download="caveau-codes.txt">{t("app:action.download")}</Button>
        <Button onClick={onDone}>{t("account:totp.kept")}</Button>
      </Group>
    </Stack>
  );
}

function SwitchOff({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const [form, setForm] = useState({ password: "", code: "" });
  const { submit, busy, errors, problem } = useSubmit(async () => {
    await personApi.send("post", "/me/totp/off", {}, form);
    done(t("account:totp.switched_off"));
    onDone();
  });
  return (
    <form onSubmit={(event) => { event.preventDefault(); void submit(); }}>
      <Stack>
        {problem && <ProblemBanner problem={problem} />}
        <PasswordInput label={t("account:field.current")} data-autofocus value={form.password} onChange={(e) => setForm({ ...form, password: e.currentTarget.value })} error={errors["password"]} visibilityToggleButtonProps={{ "aria-label": t("account:show_password") }} />
        <TextInput label={t("account:code.code")} inputMode="numeric" autoComplete="one-time-code" value={form.code} onChange={(e) => setForm({ ...form, code: e.currentTarget.value })} error={errors["code"]} />
        <Group justify="flex-end"><Button type="submit" color="red" loading={busy} disabled={!form.password || !form.code}>{t("account:totp.switch_off")}</Button></Group>
      </Stack>
    </form>
  );
}
