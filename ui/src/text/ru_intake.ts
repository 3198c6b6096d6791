/** The words of bringing files and tables into the registry. */
import { ruCount, ruForm } from "./plural";

const files = (count: number) => ruCount(count, "файл", "файла", "файлов");
const rows = (count: number) => ruCount(count, "строка", "строки", "строк");
const documents = (count: number) => ruCount(count, "документ", "документа", "документов");

export const ruIntake = {
  drop: {
    title: "Отпустите файлы, чтобы загрузить их",
    text: "УПД в XML, печатные формы в PDF, таблицы CSV и XLSX. Сами файлы останутся на месте.",
    result: (added: number) =>
      added === 0 ? "Новых документов нет." : `В реестр добавлено: ${documents(added)}.`,
    known: (count: number) => `${ruForm(count, "Уже был", "Уже были", "Уже было")} в реестре: ${count}.`,
    failed: (count: number) => `Не ${ruForm(count, "загружен", "загружены", "загружено")} ${files(count)}.`,
    tooLarge: (mib: number) =>
      `Файл больше ${mib} МБ. Он не загружен и остался на месте. Загрузите файл меньшего размера.`,
    unreadable:
      "Файл не удалось прочитать. Он остался на месте. Проверьте, не открыт ли он в другой программе.",
  },
  intake: {
    menu: "Загрузить",
    files: "Файлы документов…",
    filesNote: "УПД в XML, печатные формы в PDF",
    table: "Таблицу CSV или XLSX…",
    tableNote: "Документы, контрагенты, физлица",
    title: "Загрузка документов",
    reading: (done: number, all: number) => `Читаем файлы: ${done} из ${all}`,
    taking: (done: number, all: number) => `Добавляем в реестр: ${done} из ${all}`,
    listLabel: "Файлы для загрузки",
    columns: { document: "Документ", counterparty: "Контрагент", total: "Сумма", tick: "Добавить" },
    takeRow: (name: string) => `Добавить «${name}»`,
    takeAll: "Отметить все, что можно добавить",
    guess: "похоже на:",
    guessHint: "Прочитано из текста PDF. Проверьте номер, дату и сумму.",
    number: (number: string) => `№ ${number}`,
    on: (date: string) => `от ${date}`,
    noNumber: "без номера",
    noCounterparty: "Не определён",
    noFirm: "Фирма не определена. Её можно указать в карточке документа.",
    duplicate: "Уже есть:",
    twin: (name: string) => `Повторяет файл «${name}» из этого же списка.`,
    added: "Добавлен",
    known: "Уже был в реестре",
    addSome: (some: number, all: number) => `Добавить ${some} из ${all}`,
    add: (count: number) => `Добавить ${documents(count)}`,
    nothing: "Отметьте, что добавить",
    again: (count: number) => `Повторить ${count}`,
    found: (all: number) => `${ruForm(all, "Прочитан", "Прочитаны", "Прочитано")} ${files(all)}.`,
    badFiles: (count: number) =>
      `${ruForm(count, "Не читается", "Не читаются", "Не читается")} ${files(count)}: причина указана в строке.`,
    duplicates: (count: number) =>
      `${ruForm(count, "Похож на загруженный ранее", "Похожи на загруженные ранее", "Похожи на загруженные ранее")}: ${count}.`,
    copyReport: "Скопировать отчёт",
  },
  tables: {
    title: "Загрузка таблицы",
    target: "Что в таблице",
    targets: { documents: "Документы", counterparties: "Контрагенты", individuals: "Физлица" },
    kind: "Вид документов",
    kindNone: "Не указан",
    firm: "Фирма",
    firmNone: "Не указана",
    about: (name: string, count: number, encoding: string) =>
      `${name}: ${rows(count)}${encoding === "" ? "" : `, ${encoding}`}`,
    mapping: "Какой столбец что значит",
    skip: "Не загружать",
    required: "обязательно",
    columnName: (at: number) => `Столбец ${at}`,
    requiredMissing: (labels: string) => `Укажите столбец для полей: ${labels}.`,
    sample: "Первые строки таблицы",
    check: "Проверка строк",
    checking: "Проверяем строки",
    allGood: (ok: number) => `Можно добавить: ${rows(ok)}.`,
    some: (ok: number, bad: number) =>
      `Можно добавить: ${rows(ok)}. С ошибками: ${rows(bad)}, они не попадут в реестр.`,
    row: (row: number) => `Строка ${row}`,
    duplicate: "Уже есть:",
    add: (count: number) => `Добавить ${rows(count)}`,
    resultTitle: (added: number) => (added === 0 ? "Ничего не добавлено." : `Добавлено: ${rows(added)}.`),
    skipped: (count: number) => `Пропущено: ${rows(count)}.`,
    another: "Другая таблица",
    remembered: "Сопоставление столбцов запомнится для таблиц с такими же заголовками.",
    reading: "Читаем таблицу",
  },
};
