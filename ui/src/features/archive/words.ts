/** What came of the check of an archive, in words and as lines for the clipboard and the printer. */
import type { ArchiveGap, ArchiveRow, CheckedArchive } from "../../api/types";
import { t } from "../../text";
import { factsOf } from "../signatures/facts";

export const gapsOf = (row: ArchiveRow, { gaps }: CheckedArchive): ArchiveGap[] =>
  gaps.filter(({ folder }) => folder === row.folder);

/** Documents that did not come in have no folder. */
export const leftOut = ({ gaps }: CheckedArchive): ArchiveGap[] => gaps.filter(({ folder }) => folder === "");

/** «4 файла · 2 подписи». */
export function rowWords({ files, signatures }: ArchiveRow): string {
  const intact = files.filter(({ state }) => state === "intact").length;
  return [t.archiveCheck.filesOf(intact, files.length), t.archiveCheck.signaturesOf(signatures.length)].join(
    " · ",
  );
}

/** The sentence over all: how it stands with the archive itself, never with what was missing before it. */
export function verdictOf(found: CheckedArchive): { tone: "success" | "warning" | "error"; title: string } {
  if (!found.ok) return { tone: "error", title: t.archiveCheck.notOk };
  return found.gaps.length > 0
    ? { tone: "warning", title: t.archiveCheck.okWithGaps }
    : { tone: "success", title: t.archiveCheck.ok };
}

export function archiveLines(name: string, found: CheckedArchive): string[][] {
  const { columns } = t.archiveCheck;
  return [
    [columns.document, columns.result],
    [name, verdictOf(found).title],
    [t.archiveCheck.sha256, found.sha256],
    ...found.texts.map((text) => ["", text]),
    ...found.rows.flatMap((row) => [
      [row.label, `${row.ok ? t.archiveCheck.rowOk : t.archiveCheck.rowNotOk}; ${rowWords(row)}`],
      ...row.files.filter(({ state }) => state !== "intact").map(({ text }) => ["", text]),
      ...row.signatures.flatMap(({ path, check }) =>
        check === null
          ? [["", t.archiveCheck.unreadable(path)]]
          : [
              [
                "",
                `${path}: ${factsOf(check)
                  .map(({ title }) => title)
                  .join("; ")}`,
              ],
            ],
      ),
      ...gapsOf(row, found).map(({ text }) => ["", text]),
    ]),
    ...leftOut(found).map(({ text }) => [t.archiveCheck.leftOut, text]),
    ...found.strangers.map((path) => [t.archiveCheck.strangers, t.archiveCheck.stranger(path)]),
  ];
}
