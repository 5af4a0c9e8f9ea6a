/** A file from the server into the person's downloads; a refusal is told instead of replacing the page. */
import { problemOf } from "@/api/problem";
import { resilientFetch } from "@/api/resilient";
import { failed } from "./toast";

function nameOf(disposition: string | null): string {
  const encoded = /filename\*=UTF-8''([^;]+)/.exec(disposition ?? "")?.[1];
  return encoded ? decodeURIComponent(encoded) : (/filename="([^"]+)"/.exec(disposition ?? "")?.[1] ?? "caveau");
}

export async function download(url: string): Promise<void> {
  try {
    const response = await resilientFetch(new Request(new URL(url, window.location.origin)));
    if (!response.ok) throw await problemOf(response);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(await response.blob());
    link.download = nameOf(response.headers.get("content-disposition"));
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  } catch (error) {
    failed(error);
  }
}
