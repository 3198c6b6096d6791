/** Archives that were checked, in the shape of the contract. */
import type { CheckedArchive, SignatureCheck } from "../../src/api/types";
import { failure } from "./refuse";

/** An archive for trying out says in its bytes what it is to be. */
export function archive(
  name: string,
  madeAt: string,
  signature: (isBad: boolean) => SignatureCheck,
): CheckedArchive {
  if (!name.endsWith(".zip"))
    throw failure(
      "not_an_archive",
      "Этот файл — не архив документов, который собрала программа, или он повреждён. Ничего не изменено. Выберите другой файл.",
    );
  const isChanged = name.includes("изменён");
  const row = (number: number, isBad: boolean) => {
    const folder = `${number}. УПД ПЗ-${317 + number}`;
    const file = (path: string, role: CheckedArchive["rows"][0]["files"][0]["role"], isOff = false) => ({
      path: `${folder}/${path}`,
      role,
      state: isOff ? ("changed" as const) : ("intact" as const),
      text: isOff
        ? `Файл «${folder}/${path}» изменён: его SHA-256 не такой, как в описи.`
        : `Файл «${folder}/${path}» совпадает с описью.`,
    });
    return {
      folder,
      label: `УПД № ПЗ-${317 + number} от 16.11.2026, ООО «Кедровая роща»`,
      files: [
        file("ON_NSCHFDOPPR_318.xml", "original", isBad),
        file("ON_NSCHFDOPPR_318.xml.sig", "signature"),
        file("Копия для просмотра.pdf", "print_form"),
        file("Протокол проверки.txt", "protocol"),
      ],
      signatures: [
        {
          path: `${folder}/ON_NSCHFDOPPR_318.xml.sig`,
          check: signature(isBad),
        },
      ],
      ok: !isBad,
    };
  };
  const rows = Array.from({ length: name.includes("большой") ? 40 : 3 }, (_, at) =>
    row(at + 1, isChanged && at === 1),
  );
  const gaps = name.includes("полный")
    ? []
    : [
        {
          folder: rows[2]?.folder ?? "",
          code: "their_signature_missing",
          text: "Подписи контрагента в программе нет: она хранится у оператора Контур.Диадок.",
        },
        {
          folder: "",
          code: "not_found",
          text: "Документ с внутренним номером 12 не вошёл. Документа нет в реестре: он удалён.",
        },
      ];
  return {
    made_at: madeAt,
    sha256: "5d1f0c7ab3e94486b2d07c5599af10e8c4b6f2a1d3e05f7788990a1b2c3d4e5f",
    rows,
    gaps,
    strangers: isChanged ? ["посторонний.txt"] : [],
    ok: !isChanged,
    texts: [
      `Документов: ${rows.length}. Файлов, совпавших с описью: ${rows.length * 4 - (isChanged ? 1 : 0)}.`,
      ...(isChanged
        ? ["Файлов, изменённых после составления архива: 1.", "Файлов, которых нет в описи: 1."]
        : []),
      ...(gaps.length > 0
        ? ["Чего не хватало уже при составлении: 1.", "Документов, которые не вошли: 1."]
        : []),
      "Сама опись не подписана: изменения в файлах без подписей она выдаёт, только если SHA-256 всего архива записан в другом месте.",
    ],
  };
}
