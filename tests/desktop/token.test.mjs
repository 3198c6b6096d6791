/** A token at the window: its driver named beforehand at the command line, its PIN typed by the clerk. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { Clerk } from "./stage/clerk.mjs";
import { Desktop } from "./stage/desktop.mjs";
import { Operator } from "./stage/operator.mjs";
import { transferDocument } from "./stage/papers.mjs";
import { Program } from "./stage/program.mjs";
import { DRIVER, Token } from "./stage/token.mjs";
import { until } from "./stage/until.mjs";
import { Workplace } from "./stage/workplace.mjs";

const NEW = "Не отправлялся";
const WRONG_PIN = "12345678";

/**
 * The window on a folder whose firm is connected and has these papers, the token in the computer. Without papers nobody
 * is connected yet, and the certificates have been looked for.
 */
async function sitDown(t, papers) {
  const desktop = await Desktop.open();
  t.after(() => desktop.close());
  const token = await Token.made(desktop);
  const operator = await Operator.open(desktop, ["--root", token.root]);
  const workplace = new Workplace(desktop, token.env);
  await workplace.run("certificates", "driver", "add", DRIVER);
  if (papers.length === 0) {
    await workplace.run("certificates", "refresh");
  } else {
    await workplace.connect(operator);
    await workplace.bring(papers);
  }
  const program = await Program.open(desktop, workplace.data, { env: token.env });
  return { clerk: new Clerk(program), desktop, operator, token };
}

const papersOf = (count) => Array.from({ length: count }, (_, at) => transferDocument(`${801 + at}`));

/** Looks for what is on the token, as whoever has just put it in. */
async function findCertificates(clerk) {
  await clerk.goTo("Настройки");
  await clerk.press("Сертификаты");
  await clerk.press("Найти сертификаты", 30_000);
  await clerk.sees(Token.OWNER, 30_000);
}

/** The operator has these documents, each once and with a signature that holds. */
async function eachWentOnce(operator, papers) {
  const posted = await until(
    "all documents at the operator",
    async () => {
      const all = await operator.ledger();
      return all.length === papers.length && all;
    },
    60_000,
  );
  for (const { times_posted: times, signature } of posted) {
    assert.equal(times, 1);
    assert.deepEqual([signature.kind, signature.is_good], ["own", true]);
  }
}

test("a wrong PIN costs one try and sends nothing, the right one signs", async (t) => {
  const [paper] = papersOf(1);
  const { clerk, desktop, operator, token } = await sitDown(t, [paper]);
  await findCertificates(clerk);
  await clerk.sees("Token of Romashka");
  await clerk.sees("ИНН 9612045075");
  await desktop.keep("token-certificates");

  await clerk.goTo("Документы");
  await clerk.open(paper.number);
  await clerk.press("Подписать и отправить");
  await clerk.sees("тот же ИНН, что у организации в сертификате");
  await desktop.keep("token-signing");
  await clerk.confirm("Подписать и отправить");
  await clerk.sees("Осталось 3 попытки.");
  await desktop.keep("token-pin");
  assert.equal(token.calls("C_Login"), 0, "nothing is tried before a person types");

  await clerk.typePin(WRONG_PIN);
  await clerk.sees("ПИН-код не подошёл. Осталось попыток: 2.");
  await desktop.keep("token-wrong-pin");
  assert.deepEqual([token.calls("C_Login"), token.tries()], [1, 2], "nothing is tried again by itself");
  assert.equal((await operator.ledger()).length, 0, "nothing left unsigned");
  await clerk.seesStatus(paper.number, NEW);

  await clerk.press("Продолжить");
  await clerk.sees("Осталось 2 попытки.");
  await clerk.typePin(Token.PIN);
  await clerk.sees("Подписан и поставлен в очередь 1 документ.", 30_000);
  assert.deepEqual([token.calls("C_Login"), token.calls("C_Sign")], [2, 1]);
  await eachWentOnce(operator, [paper]);
  await desktop.keep("token-signed");
});

test("the last try waits for a consent, and a locked token asks nobody", async (t) => {
  const [paper] = papersOf(1);
  const { clerk, desktop, operator, token } = await sitDown(t, [paper]);
  await findCertificates(clerk);
  token.setTries(1);
  await clerk.goTo("Документы");
  await clerk.open(paper.number);
  await clerk.press("Подписать и отправить");
  await clerk.confirm("Подписать и отправить");
  await clerk.sees("Последняя попытка");
  await desktop.keep("token-last-try");
  assert.equal(await clerk.canTypePin(), false, "no PIN before the consent");
  await clerk.confirm("Отменить");
  await clerk.sees("ПИН-код не введён.");
  assert.deepEqual([token.calls("C_Login"), token.tries()], [0, 1]);

  token.setTries(0);
  await clerk.press("Продолжить");
  await clerk.sees("ПИН-код токена заблокирован.");
  await desktop.keep("token-locked");
  assert.equal(token.calls("C_Login"), 0);
  assert.equal((await operator.ledger()).length, 0);

  token.setTries(1);
  await clerk.press("Продолжить");
  await clerk.sees("Последняя попытка");
  await clerk.check("Ввожу в последний раз и знаю, что токен может заблокироваться");
  await clerk.typePin(Token.PIN);
  await clerk.sees("Подписан и поставлен в очередь 1 документ.", 30_000);
  assert.deepEqual([token.calls("C_Login"), token.tries()], [1, 3]);
  await eachWentOnce(operator, [paper]);
});

test("a token pulled out amid twelve documents is told, and they go on when it is back", async (t) => {
  const papers = papersOf(12);
  const { clerk, desktop, operator, token } = await sitDown(t, papers);
  await findCertificates(clerk);
  token.pullOutAfter(10);
  await clerk.goTo("Документы");
  for (const { number } of papers) await clerk.tick(number);
  await clerk.pressInBar("Подписать и отправить");
  await clerk.sees("12 документов на сумму 99 600,00 ₽");
  await desktop.keep("token-twelve");
  await clerk.confirm("Подписать и отправить 12 документов");
  await clerk.sees("Вводится один раз на всю операцию.");
  await clerk.typePin(Token.PIN);
  await clerk.sees("Токен не вставлен.", 30_000);
  await desktop.keep("token-pulled-out");
  assert.equal(token.calls("C_Login"), 1);

  token.putBack();
  await clerk.press("Продолжить");
  await clerk.sees("Вводится один раз на всю операцию.");
  await clerk.typePin(Token.PIN);
  await clerk.sees("Подписано и поставлено в очередь 12 документов.", 30_000);
  assert.equal(token.calls("C_Login"), 2);
  await eachWentOnce(operator, papers);
});

test("the key of a token lets a connection in", async (t) => {
  const { clerk, desktop, operator, token } = await sitDown(t, []);
  await clerk.begin("Подключить оператора");
  await clerk.check("Сертификат");
  await clerk.fill("Ключ ЭДО", operator.access.credentials.api_key);
  await clerk.openMore();
  await clerk.fill("Адрес сервиса", operator.origin);
  await clerk.choose("Сертификат для входа", Token.OWNER);
  await clerk.confirm("Войти");
  await clerk.sees("Осталось 3 попытки.");
  await desktop.keep("token-log-in");
  await clerk.typePin(Token.PIN);
  await clerk.sees("Связь есть.", 30_000);
  await clerk.keepConnection(operator.access);
  await clerk.goTo("Настройки");
  await clerk.press("Подключения");
  await clerk.sees(operator.access.name);
  assert.equal(token.calls("C_Login"), 1);
});
