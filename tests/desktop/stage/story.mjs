/**
 * The whole story of a clerk, played in the real window and told from outside the program: by the painted page, the
 * bus and the operator's ledger. The tour and the test play the same.
 */
import { Cabinet, ledger } from "./cabinet.mjs";
import { Clerk } from "./clerk.mjs";
import { transferDocument } from "./papers.mjs";
import { Program } from "./program.mjs";
import { until } from "./until.mjs";

const COUNTERPARTY = "Кедровая роща";
const NEW = "Не отправлялся";
export const DELIVERED = "Ожидается подпись контрагента";
export const SIGNED = "Подписан контрагентом";
/** After the press: where it stands depends on how fast the operator answers. */
const ON_ITS_WAY = ["В очереди", "Отправляется", "Отправлен", DELIVERED];

/**
 * Plays the story on this desktop with this data folder. Without an `operator` it is the one of the training world.
 * After each step `told` is called with its name, the status that the row shows then, and the page in front.
 */
export async function play({ desktop, data, operator = null, patienceMs = 60_000, told = async () => {} }) {
  const paper = transferDocument("512");
  let program = await Program.open(desktop, data);
  let clerk = new Clerk(program);
  const step = async (name, status = "", page = program.page) => await told({ name, status, page });
  const statusOf = async (labels) => await clerk.seesStatus(paper.number, labels, patienceMs);
  try {
    await clerk.sees("С чего начнём?");
    await step("first_start");

    if (operator === null) {
      await clerk.begin("Учебный режим");
    } else {
      await clerk.begin("Подключить оператора");
      await clerk.connect(operator.access, operator.origin);
    }
    await clerk.goTo("Документы");
    if (operator === null) await until("the examples", async () => (await clerk.rows()).length === 3);
    await step("registry");

    await clerk.hold(paper);
    await clerk.sees("Отпустите файлы");
    await step("file_over_the_window");
    await clerk.drop(paper);
    await clerk.takeIn();
    await step("file_in_the_registry", await statusOf(NEW));

    await clerk.open(paper.number);
    await step("card", await statusOf(NEW));
    await clerk.press("Просмотр");
    await clerk.sees("Универсальный передаточный документ");
    await step("preview", await statusOf(NEW));
    await clerk.press("Сведения");

    await clerk.press("Отправить в ЭДО");
    await step("sent", await statusOf(ON_ITS_WAY));
    await step("delivered", await statusOf(DELIVERED));

    const home = operator === null ? await trainingPage(desktop, clerk) : operator.home;
    const cabinet = await Cabinet.open(desktop, home);
    await cabinet.openDocument(COUNTERPARTY, paper.number);
    await step("counterparty_reads", await statusOf(DELIVERED), cabinet.browser);
    await cabinet.sign();
    await step("counterparty_signed", (await clerk.row(paper.number)).status, cabinet.browser);
    await cabinet.close();

    // Nobody presses anything: the background brings the answer.
    await clerk.closeCard();
    await step("signed", await statusOf(SIGNED));
    await clerk.goTo("Задачи");
    await until("a notification", async () => (await desktop.shownNotifications()) > 0, patienceMs);
    await step("notification", SIGNED);
    await desktop.clickNotification();
    await clerk.seesCard(paper.number);
    await step("card_by_click", await statusOf(SIGNED));
    const [notification] = await desktop.pastNotifications();

    const before = await whatIsKept(clerk, home, paper);
    await program.kill();
    program = await Program.open(desktop, data);
    clerk = new Clerk(program);
    await clerk.goTo("Документы");
    await statusOf(SIGNED);
    await clerk.open(paper.number);
    const after = await whatIsKept(clerk, home, paper);
    await step("after_kill", await statusOf(SIGNED));
    return { paper, notification, before, after };
  } finally {
    await program.close();
  }
}

/** The page that the program opens in the browser for «Кабинет контрагента». */
async function trainingPage(desktop, clerk) {
  await clerk.press("Кабинет контрагента");
  return await until("the page in the browser", () => desktop.openedPages().at(-1));
}

/** What must be the same before and after the plug was pulled. */
async function whatIsKept(clerk, home, paper) {
  const history = await until("the history", async () => {
    const events = await clerk.history();
    return events.some((event) => event.includes("Подписан ответный титул")) && events;
  });
  // How many columns fit is a matter of the moment; which documents there are and how they stand is not.
  const rows = (await clerk.rows()).map(({ number, status }) => ({ number, status }));
  const documents = await ledger(new URL(home).origin);
  const posted = documents.map((one) => ({ id: one.operation_id, sha256: one.sha256, times: one.times_posted }));
  return { rows, history, posted, title: await clerk.cardTitle(), number: paper.number };
}
