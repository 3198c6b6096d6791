/** The words of actions on many documents and of the heads of tables. */
import { ruCount, ruForm } from "./plural";

const documents = (count: number) => ruCount(count, "документ", "документа", "документов");
const said = (count: number, one: string, few: string, many: string) =>
  `${ruForm(count, one, few, many)} ${documents(count)}`;

export const ruBulk = {
  table: {
    headHint: (name: string, sorts: boolean) =>
      sorts
        ? `${name}. Щелчок — порядок строк, с Shift — ещё один столбец порядка, правая кнопка — другие действия`
        : `${name}. Правая кнопка — действия со столбцом`,
    place: (place: number, direction: "ascending" | "descending") =>
      `, порядок ${place}: ${direction === "ascending" ? "по возрастанию" : "по убыванию"}`,
    order: { ascending: "Сортировать по возрастанию", descending: "Сортировать по убыванию" },
    addOrder: {
      ascending: "Добавить к порядку по возрастанию",
      descending: "Добавить к порядку по убыванию",
    },
    noOrder: "Убрать из порядка",
    left: "Переставить влево",
    right: "Переставить вправо",
    freeze: "Закрепить по этот столбец",
    unfreeze: "Открепить от этого столбца",
    hide: "Скрыть столбец",
  },
  bulk: {
    section: "Массовые действия",
    papers: "Документы",
    jobs: "Задания",
    failures: "Требуют решения",
    exportArchive: "Экспорт архива документов",
    exportArchiveNote: "ZIP: подлинники, подписи, копии, опись",
    actions: {
      send: {
        button: "Отправить в ЭДО",
        doing: "Отправка",
        planned: (ready: string, total: string) => `Отправить ${ready} из ${total}`,
        go: (count: number) => `Отправить ${documents(count)}`,
        nothing: "Отправить нечего",
        sum: (count: number, sums: string) =>
          `${said(count, "Уйдёт", "Уйдут", "Уйдёт")}${sums === "" ? "" : ` на сумму ${sums}`}.`,
        done: (count: number) =>
          said(count, "В очередь поставлен", "В очередь поставлены", "В очередь поставлено"),
      },
      send_package: {
        button: "Отправить одним пакетом",
        doing: "Отправка пакета",
        planned: (ready: string, total: string) => `Отправить одним пакетом ${ready} из ${total}`,
        go: (count: number) => `Отправить одним пакетом ${documents(count)}`,
        nothing: "Отправить нечего",
        sum: (count: number, sums: string) =>
          `${said(count, "В пакет войдёт", "В пакет войдут", "В пакет войдёт")}${sums === "" ? "" : ` на сумму ${sums}`}. Они уйдут вместе или ни один.`,
        done: (count: number) =>
          said(count, "В очередь поставлен", "В очередь поставлены", "В очередь поставлено"),
      },
      sign_and_send: {
        button: "Подписать и отправить",
        doing: "Подписание и отправка",
        planned: (ready: string, total: string) => `Подписать и отправить ${ready} из ${total}`,
        go: (count: number) => `Подписать и отправить ${documents(count)}`,
        nothing: "Подписывать нечего",
        sum: (count: number, sums: string) =>
          `${said(count, "Будет подписан и уйдёт", "Будут подписаны и уйдут", "Будет подписано и уйдёт")}${sums === "" ? "" : ` на сумму ${sums}`}.`,
        done: (count: number) =>
          said(
            count,
            "Подписан и поставлен в очередь",
            "Подписаны и поставлены в очередь",
            "Подписано и поставлено в очередь",
          ),
      },
      sign: {
        button: "Подписать",
        doing: "Подписание",
        planned: (ready: string, total: string) => `Подписать ${ready} из ${total}`,
        go: (count: number) => `Подписать ${documents(count)}`,
        nothing: "Подписывать нечего",
        sum: (count: number, sums: string) =>
          `${said(count, "Будет подписан", "Будут подписаны", "Будет подписано")}${sums === "" ? "" : ` на сумму ${sums}`}.`,
        done: (count: number) => said(count, "Подписан", "Подписаны", "Подписано"),
      },
      confirm_receipt: {
        button: "Подтвердить получение",
        doing: "Подтверждение получения",
        planned: (ready: string, total: string) => `Подтвердить получение ${ready} из ${total}`,
        go: (count: number) => `Подтвердить получение: ${documents(count)}`,
        nothing: "Подтверждать нечего",
        sum: (count: number) =>
          `${said(count, "Извещение о получении уйдёт по документу", "Извещения о получении уйдут по документам", "Извещения о получении уйдут по документам")}.`,
        done: (count: number) =>
          said(
            count,
            "Извещение поставлено в очередь",
            "Извещения поставлены в очередь",
            "Извещения поставлены в очередь",
          ),
      },
      reject: {
        button: "Отказать",
        doing: "Отказ в подписи",
        planned: (ready: string, total: string) => `Отказать в подписи ${ready} из ${total}`,
        go: (count: number) => `Отказать в подписи: ${documents(count)}`,
        nothing: "Отказывать не в чем",
        sum: (count: number, sums: string) =>
          `${said(count, "Не будет подписан", "Не будут подписаны", "Не будет подписано")}${sums === "" ? "" : ` на сумму ${sums}`}. Контрагент прочитает причину.`,
        done: (count: number) =>
          said(
            count,
            "Отказ поставлен в очередь",
            "Отказы поставлены в очередь",
            "Отказы поставлены в очередь",
          ),
      },
      request_amendment: {
        button: "Запросить уточнение",
        doing: "Запрос уточнения",
        planned: (ready: string, total: string) => `Запросить уточнение ${ready} из ${total}`,
        go: (count: number) => `Запросить уточнение: ${documents(count)}`,
        nothing: "Уточнять нечего",
        sum: (count: number) =>
          `${said(count, "Уточнение будет запрошено по документу", "Уточнения будут запрошены по документам", "Уточнения будут запрошены по документам")}. Контрагент прочитает, что неверно.`,
        done: (count: number) =>
          said(
            count,
            "Запрос уточнения поставлен в очередь",
            "Запросы уточнения поставлены в очередь",
            "Запросы уточнения поставлены в очередь",
          ),
      },
      send_message: {
        button: "Сообщение контрагенту",
        doing: "Отправка сообщения",
        planned: (ready: string, total: string) => `Отправить сообщение по ${ready} из ${total}`,
        go: (count: number) => `Отправить сообщение: ${documents(count)}`,
        nothing: "Сообщать не о чем",
        sum: (count: number) =>
          `${said(count, "Сообщение уйдёт по документу", "Сообщения уйдут по документам", "Сообщения уйдут по документам")}. Статус документа от сообщения не меняется.`,
        done: (count: number) =>
          said(
            count,
            "Сообщение поставлено в очередь",
            "Сообщения поставлены в очередь",
            "Сообщения поставлены в очередь",
          ),
      },
      remind: {
        button: "Напомнить",
        doing: "Напоминание",
        planned: (ready: string, total: string) => `Напомнить о ${ready} из ${total}`,
        go: (count: number) => `Напомнить: ${documents(count)}`,
        nothing: "Напоминать не о чем",
        sum: (count: number) =>
          `${said(count, "СМС уйдёт ещё раз по документу", "СМС уйдут ещё раз по документам", "СМС уйдут ещё раз по документам")}. Каждый получит ссылку на свой документ.`,
        done: (count: number) =>
          said(
            count,
            "Напоминание поставлено в очередь",
            "Напоминания поставлены в очередь",
            "Напоминания поставлены в очередь",
          ),
      },
      cancel_shipment_fixation: {
        button: "Отменить сведения об отгрузке",
        doing: "Отмена сведений об отгрузке",
        planned: (ready: string, total: string) => `Отменить сведения об отгрузке ${ready} из ${total}`,
        go: (count: number) => `Отменить сведения об отгрузке: ${documents(count)}`,
        nothing: "Отменять нечего",
        sum: (count: number) =>
          `${said(count, "Сведения об отгрузке маркированных товаров будут отменены по документу", "Сведения об отгрузке маркированных товаров будут отменены по документам", "Сведения об отгрузке маркированных товаров будут отменены по документам")}.`,
        done: (count: number) =>
          said(
            count,
            "Отмена поставлена в очередь",
            "Отмены поставлены в очередь",
            "Отмены поставлены в очередь",
          ),
      },
      request_revocation: {
        button: "Аннулировать",
        doing: "Предложение об аннулировании",
        planned: (ready: string, total: string) => `Предложить аннулировать ${ready} из ${total}`,
        go: (count: number) => `Предложить аннулировать: ${documents(count)}`,
        nothing: "Аннулировать нечего",
        sum: (count: number, sums: string) =>
          `${said(count, "Контрагент получит предложение аннулировать документ", "Контрагент получит предложения аннулировать документы", "Контрагент получит предложения аннулировать документы")}${sums === "" ? "" : ` на сумму ${sums}`}. Без его согласия документ остаётся в силе.`,
        done: (count: number) =>
          said(
            count,
            "Предложение об аннулировании поставлено в очередь",
            "Предложения об аннулировании поставлены в очередь",
            "Предложения об аннулировании поставлены в очередь",
          ),
      },
      accept_revocation: {
        button: "Согласиться на аннулирование",
        doing: "Согласие на аннулирование",
        planned: (ready: string, total: string) => `Согласиться аннулировать ${ready} из ${total}`,
        go: (count: number) => `Согласиться аннулировать: ${documents(count)}`,
        nothing: "Соглашаться не на что",
        sum: (count: number, sums: string) =>
          `${said(count, "Потеряет силу", "Потеряют силу", "Потеряет силу")}${sums === "" ? "" : ` на сумму ${sums}`}. Вернуть силу аннулированному документу нельзя.`,
        done: (count: number) =>
          said(
            count,
            "Согласие поставлено в очередь",
            "Согласия поставлены в очередь",
            "Согласия поставлены в очередь",
          ),
      },
      reject_revocation: {
        button: "Отказать в аннулировании",
        doing: "Отказ в аннулировании",
        planned: (ready: string, total: string) => `Отказать в аннулировании ${ready} из ${total}`,
        go: (count: number) => `Отказать в аннулировании: ${documents(count)}`,
        nothing: "Отказывать не в чем",
        sum: (count: number, sums: string) =>
          `${said(count, "Останется в силе", "Останутся в силе", "Останется в силе")}${sums === "" ? "" : ` на сумму ${sums}`}. Контрагент прочитает причину.`,
        done: (count: number) =>
          said(
            count,
            "Отказ поставлен в очередь",
            "Отказы поставлены в очередь",
            "Отказы поставлены в очередь",
          ),
      },
      print: {
        button: "Печать",
        doing: "Печать",
        planned: (ready: string, total: string) => `Напечатать ${ready} из ${total}`,
        go: (count: number) => `Напечатать ${documents(count)}`,
        nothing: "Печатать нечего",
        sum: (count: number) =>
          `${said(count, "В печать войдёт", "В печать войдут", "В печать войдёт")} в порядке списка.`,
        done: (count: number) => said(count, "Готов к печати", "Готовы к печати", "Готово к печати"),
      },
      assign: {
        button: "Ответственный",
        doing: "Ответственный",
        planned: (ready: string, total: string) => `Назначить ответственного: ${ready} из ${total}`,
        go: (count: number) => `Назначить в ${ruCount(count, "документе", "документах", "документах")}`,
        nothing: "Назначать нечего",
        sum: (count: number) =>
          `Ответственный изменится в ${ruCount(count, "документе", "документах", "документах")}.`,
        done: (count: number) =>
          `Ответственный назначен в ${ruCount(count, "документе", "документах", "документах")}`,
      },
      export: {
        button: "Экспорт",
        doing: "Экспорт",
        planned: (ready: string, total: string) => `Экспортировать ${ready} из ${total}`,
        go: (count: number) => `Экспортировать ${documents(count)}`,
        nothing: "Экспортировать нечего",
        sum: (count: number) => `${said(count, "В файл войдёт", "В файл войдут", "В файл войдёт")}.`,
        done: (count: number) => said(count, "В файл вошёл", "В файл вошли", "В файл вошло"),
      },
      archive: {
        button: "Архив документов",
        doing: "Сборка архива",
        planned: (ready: string, total: string) => `Собрать в архив ${ready} из ${total}`,
        go: (count: number) => `Собрать в архив ${documents(count)}`,
        nothing: "Собирать в архив нечего",
        sum: (count: number) =>
          `${said(count, "В архив войдёт", "В архив войдут", "В архив войдёт")}: подлинники, подписи, копии для просмотра и опись.`,
        done: (count: number) => said(count, "В архив вошёл", "В архив вошли", "В архив вошло"),
      },
      download: {
        button: "Скачать из ЭДО",
        doing: "Скачивание из ЭДО",
        planned: (ready: string, total: string) => `Скачать из ЭДО ${ready} из ${total}`,
        go: (count: number) => `Скачать ${documents(count)}`,
        nothing: "Скачивать нечего",
        sum: (count: number) =>
          `${said(count, "Будет скачан", "Будут скачаны", "Будет скачано")} у оператора и собрано в один файл.`,
        done: (count: number) => said(count, "Скачан", "Скачаны", "Скачано"),
      },
      pair: {
        button: "Связать с нашими",
        doing: "Связь с нашими документами",
        planned: (ready: string, total: string) => `Связать ${ready} из ${total}`,
        go: (count: number) => `Связать ${documents(count)}`,
        nothing: "Связывать нечего",
        sum: (count: number) =>
          `${said(count, "Будет связан", "Будут связаны", "Будет связано")} с самым похожим документом учёта. Связь можно убрать в карточке.`,
        done: (count: number) => said(count, "Связан", "Связаны", "Связано"),
      },
      delete: {
        button: "Удалить",
        doing: "Удаление",
        planned: (ready: string, total: string) => `Удалить ${ready} из ${total}`,
        go: (count: number) => `Удалить ${documents(count)}`,
        nothing: "Удалять нечего",
        sum: (count: number, sums: string) =>
          `${said(count, "Будет удалён", "Будут удалены", "Будет удалено")}${sums === "" ? "" : ` на сумму ${sums}`}. Их можно будет вернуть.`,
        done: (count: number) => said(count, "Удалён", "Удалены", "Удалено"),
      },
      restore: {
        button: "Вернуть",
        doing: "Возврат удалённых",
        planned: (ready: string, total: string) => `Вернуть ${ready} из ${total}`,
        go: (count: number) => `Вернуть ${documents(count)}`,
        nothing: "Возвращать нечего",
        sum: (count: number) => `${said(count, "Вернётся", "Вернутся", "Вернётся")}.`,
        done: (count: number) => said(count, "Возвращён", "Возвращены", "Возвращено"),
      },
      other: {
        button: "Действие",
        doing: "Массовое действие",
        planned: (ready: string, total: string) => `Выполнить для ${ready} из ${total}`,
        go: (count: number) => `Выполнить для ${ruCount(count, "документа", "документов", "документов")}`,
        nothing: "Выполнять нечего",
        sum: (count: number) => `Действие затронет ${documents(count)}.`,
        done: (count: number) => `Выполнено для ${ruCount(count, "документа", "документов", "документов")}`,
      },
    },
    selected: (count: string, sums: string) => `Выбрано ${count}${sums === "" ? "" : ` · на сумму ${sums}`}`,
    summing: (count: string) => `Выбрано ${count} · считаем сумму`,
    documents,
    moreThan: (count: string) => `больше ${count} документов`,
    afterOutward: "Статус изменится, когда ответит оператор.",
    counting: "Выбрано всё найденное",
    savePdf: "Сохранить PDF",
    answer: "Ответить",
    message: "Сообщение",
    messageHint: "Эти слова прочитает контрагент. Подпись под сообщением не нужна.",
    messageMissing: "Сообщение пустое. Напишите, что контрагент должен узнать.",
    messageSend: "Отправить",
    chooseForm: "Выбрать форму или копию…",
    more: "Ещё действия",
    planFailed: "Действие не начато",
    checking: "Проверяем документы",
    checked: (done: string, all: string) => `Проверено ${done} из ${all}`,
    progress: (what: string, done: string, all: string) => `${what}: ${done} из ${all}`,
    paused: (what: string, done: string, all: string) => `${what} на паузе: ${done} из ${all}`,
    pause: "Пауза",
    resume: "Продолжить",
    stop: "Отменить",
    stopHint: "Оставшиеся документы не будут затронуты; сделанное останется.",
    minimize: "Свернуть",
    show: "Подробнее",
    hide: "Убрать с экрана",
    recheck: "Проверить ещё раз",
    waitsHere: (title: string) => `${title}: ждёт вашего решения`,
    back: "Вернуться к проверке",
    leaveOut: "С предупреждениями тоже",
    leaveOutHint: (count: number) =>
      `${documents(count)} ${ruForm(count, "вызывает", "вызывают", "вызывают")} вопросы`,
    groups: "Что найдено при проверке",
    results: "Что получилось",
    allRows: "Все документы",
    ready: "Готовы",
    withWarnings: "С предупреждением",
    blocked: "Не пойдут",
    done: "Сделано",
    failed: "Не удалось",
    skipped: "Не затронуты",
    dismissed: "Оставлены как есть",
    waiting: "Ждут очереди",
    unknownCause: "Причина не указана",
    columns: {
      document: "Документ",
      otherSide: "Контрагент",
      cause: "Что с ним",
      fix: "Что сделать",
      action: "Действие",
      state: "Состояние",
      result: "Результат",
      created: "Начато",
      actions: "Действия",
      job: "Задание",
    },
    fixes: {
      edit: "Изменить",
      open_card: "Открыть карточку",
      connect: "Подключить",
      connect_persons: "Подключить",
      access: "Открыть доступ",
      person: "Проверить получателя",
      counterparty: "Указать контрагента",
      prepare: "Создать файл",
      route: "Выбрать ящик",
      invite: "Обмен с ЭДО",
      certificates: "К сертификатам",
    },
    open: "Открыть",
    mend: "Исправить",
    rowHint: "Enter — исправить или открыть документ",
    states: {
      checking: "Проверяется",
      planned: "Ждёт решения",
      running: "Выполняется",
      paused: "На паузе",
      done: "Завершено",
      cancelled: "Отменено",
    },
    rowStates: {
      waiting: "Ждёт очереди",
      ready: "Готов",
      warned: "С предупреждением",
      blocked: "Не пойдёт",
      running: "Выполняется",
      done: "Сделано",
      failed: "Не удалось",
      skipped: "Не затронут",
      dismissed: "Оставлен как есть",
    },
    notDone: (count: string) => `не удалось ${count}`,
    notTouched: (count: string) => `не затронуто ${count}`,
    nothingDone: "Ничего не сделано",
    retryAll: (count: number) => `Повторить ${documents(count)}`,
    retryHere: "Повторить",
    dismissHere: "Отменить",
    dismissAll: "Отменить все",
    retryCause: (count: string) => `Повторить все ${count}`,
    copy: "Скопировать таблицей",
    copied: "Итог скопирован. Вставьте его в таблицу или письмо.",
    copyFailed: "Итог не скопирован. Сами документы не затронуты. Повторите ещё раз.",
    saveTable: "Сохранить таблицу…",
    printTable: "Напечатать таблицу",
    saved: (name: string) => `Файл «${name}» сохранён.`,
    saveFile: "Сохранить файл…",
    saveFailed: "Файл не сохранён. Он остался в программе. Повторите ещё раз.",
    printFile: "Напечатать",
    undo: "Вернуть удалённые",
    changeFailed: "Не получилось",
    partly: (count: string) => `Показаны первые ${count}`,
    askAssignee: "Кого назначить ответственным",
    employee: "Ответственный",
    nobody: "Никого",
    assign: "Назначить",
    jobsEmptyTitle: "Массовых действий ещё не было",
    jobsEmptyText:
      "Выберите документы в реестре и нажмите «Отправить», «Печать» или другое действие. Ход и итог появятся здесь.",
    failuresEmptyTitle: "Решать нечего",
    failuresEmptyText:
      "Здесь собираются документы, с которыми массовое действие не справилось: причина и что сделать.",
    toRegistry: "Открыть реестр",
    causes: "Причины",
    allCauses: "Все причины",
  },
};
