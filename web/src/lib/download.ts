/** A file from the server into the person's downloads; a refusal is told instead of replacing the page. */
import i18next from "i18next";
import type { Schemas } from "@/api/client";
import { Problem, problemOf } from "@/api/problem";
import { resilientFetch } from "@/api/resilient";
import { int } from "./format";
import { done, failed, ongoing } from "./toast";

type Made = Schemas["ExportOut"];
const EVERY = 1500;

function nameOf(disposition: string | null): string {
  const encoded = /filename\*=UTF-8''([^;]+)/.exec(disposition ?? "")?.[1];
  return encoded ? decodeURIComponent(encoded) : (/filename="([^"]+)"/.exec(disposition ?? "")?.[1] ?? "caveau");
}

/** Too long for one answer: the server makes the file and a toast says how far it is; then the browser fetches it. */
async function followed(asked: Made, address: string): Promise<void> {
  let made = asked;
  const said = () => i18next.t("exports:making", { done: int(made.done), rows: int(made.rows) });
  const toast = ongoing(said());
  try {
    while (made.state === "making") {
      await new Promise((wake) => setTimeout(wake, EVERY));
      made = await progress(address);
      toast.say(said());
    }
  } finally {
    toast.end();
  }
  if (!made.path) throw new Problem(422, { title: i18next.t("exports:failed"), code: "tenancy.export.failed", detail: made.failure });
  fetchFile(made.path);
  done(i18next.t("exports:ready"));
}

async function progress(address: string): Promise<Made> {
  const response = await resilientFetch(new Request(new URL(address, window.location.origin)));
  if (!response.ok) throw await problemOf(response);
  return (await response.json()) as Made;
}

/** A file that says itself that it is one to keep (its Content-Disposition): the page stays. */
export function fetchFile(path: string): void {
  const link = document.createElement("a");
  link.href = path;
  link.download = "";
  link.click();
}

export async function download(url: string): Promise<void> {
  try {
    const response = await resilientFetch(new Request(new URL(url, window.location.origin)));
    if (!response.ok) throw await problemOf(response);
    if (response.status === 202) return await followed((await response.json()) as Made, response.headers.get("location") ?? "");
    const link = document.createElement("a");
    link.href = URL.createObjectURL(await response.blob());
    link.download = nameOf(response.headers.get("content-disposition"));
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  } catch (error) {
    failed(error);
  }
}
