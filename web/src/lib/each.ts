/** One thing after the other over many rows: what went well, what did not and why; one refusal stops nothing. */
import { asProblem, type Problem } from "@/api/problem";

export interface Outcome<Row> {
  good: Row[];
  bad: { row: Row; problem: Problem }[];
}

export async function each<Row>(rows: Row[], work: (row: Row) => Promise<unknown>, step: (done: number) => void = () => undefined): Promise<Outcome<Row>> {
  const out: Outcome<Row> = { good: [], bad: [] };
  for (const row of rows) {
    try {
      await work(row);
      out.good.push(row);
    } catch (error) {
      const problem = asProblem(error);
      if (problem.passing) throw problem; // no network, or no server: the rest would fare no better
      out.bad.push({ row, problem });
    }
    step(out.good.length + out.bad.length);
  }
  return out;
}
