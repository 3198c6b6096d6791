/** What the program counted, put into what a person typed: the words under the cursor are never touched. */
import type { DocumentRecord, RecordLine } from "../../../api/types";

/** The very same object when nothing differs. */
export function withAmounts(typed: DocumentRecord, answered: DocumentRecord): DocumentRecord {
  const lines =
    typed.lines.length === answered.lines.length
      ? typed.lines.map((line, at) => lineWithAmounts(line, answered.lines[at] ?? line))
      : typed.lines;
  const hasLines = lines.some((line, at) => line !== typed.lines[at]);
  const number = typed.number === "" ? answered.number : typed.number;
  const total = typed.lines.length > 0 ? answered.total : typed.total;
  if (!hasLines && number === typed.number && total === typed.total) return typed;
  return { ...typed, number, total, lines: hasLines ? lines : typed.lines };
}

function lineWithAmounts(typed: RecordLine, answered: RecordLine): RecordLine {
  const { net, vat_amount, total } = answered;
  const isSame = net === typed.net && vat_amount === typed.vat_amount && total === typed.total;
  return isSame ? typed : { ...typed, net, vat_amount, total };
}
