/** Invented firms with ИНН whose check digits are right. */
import type { ListedCounterparty, Firm } from "../../src/api/types";
import { emptyRequisites } from "../../src/features/parties/requisites";
import { edoOf } from "./exchange";

const weigh = (digits: string, weights: number[]) =>
  (weights.reduce((sum, weight, index) => sum + weight * Number(digits[index]), 0) % 11) % 10;

export function companyInn(nine: string): string {
  return nine + weigh(nine, [2, 4, 10, 3, 5, 9, 4, 6, 8]);
}

export function personInn(ten: string): string {
  const eleven = ten + weigh(ten, [7, 2, 4, 10, 3, 5, 9, 4, 6, 8]);
  return eleven + weigh(eleven, [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]);
}

const requisites = emptyRequisites();

export const FIRMS: Firm[] = [
  { id: 1, name: "ООО «Сургучный двор»", inn: companyInn("770512345"), kpp: "770501001", requisites },
  { id: 2, name: "ИП Соколова Мария Викторовна", inn: personInn("7812345678"), kpp: null, requisites },
];

const NAMES = [
  "ООО «Ромашка»",
  "АО «Северный порт»",
  "ИП Иванов Иван Иванович",
  "Общество с ограниченной ответственностью «Научно-производственное объединение „Уралхиммаш-Комплектация и Сервис“»",
  "ООО «Тихая гавань»",
  "ПАО «Приволжские электрические сети и подстанции»",
  "ООО «Бумага и Ко»",
  "ИП Шереметьева-Константинопольская Александра Вениаминовна",
  "ООО «Молочный край»",
  "АО «Станкоимпорт-Юг»",
  "Муниципальное бюджетное общеобразовательное учреждение «Средняя общеобразовательная школа № 17 имени Героя Советского Союза П. И. Батова»",
  "ООО «Вектор»",
];

const PARTNERSHIPS = [
  "established",
  "established",
  "outgoing",
  "incoming",
  "none",
  "rejected_by_them",
  "stars",
];

export const COUNTERPARTIES: ListedCounterparty[] = NAMES.map((name, index) => {
  const isPerson = name.startsWith("ИП");
  const boxes =
    index % 5 === 4
      ? []
      : [
          {
            connection_id: 1,
            partnership: PARTNERSHIPS[index % PARTNERSHIPS.length] ?? "none",
            is_roaming: index % 6 === 3,
            is_test: false,
          },
        ];
  return {
    id: index + 1,
    name,
    inn: isPerson ? personInn(`52601${10000 + index * 731}`) : companyInn(`6670${10000 + index * 913}`),
    kpp: isPerson ? null : `66700${1001 + index}`.slice(0, 9),
    boxes,
    ...edoOf(boxes),
  };
});
