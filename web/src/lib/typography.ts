/** A French sentence of the server, set as French is: a narrow no-break space before ; : ! ? » % € and after «. */
export function french(text: string): string {
  return text.replace(/[ \u00a0](?=[;:!?»%€])/g, "\u202f").replace(/«[ \u00a0]/g, "«\u202f");
}
