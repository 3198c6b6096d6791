/** A document that both sides signed loses its force by agreement: proposed on the card, agreed to in the other side's cabinet. */
import { Cabinet } from "../stage/cabinet.js";
import { papersFor } from "../stage/clerk.js";
import { BUYERS } from "../stage/papers.js";
import { eventually, sees } from "../stage/see.js";
import { signAndSend } from "../stage/signing.js";
import { trainingStory, withBrowser } from "../stage/story.js";

withBrowser();

trainingStory("a signed document is void when the other side agrees to what we proposed", async ({ program, seat, page, clerk }) => {
  const operator = await program.operator();
  const [id] = await program.bring(papersFor(["ПЗ-971"]));
  await signAndSend(program, id);
  await eventually(async () => {
    const [sent] = await operator.ledger();
    if (!sent?.is_sent) throw new Error("not sent yet");
  });
  await operator.anHourPasses();
  const cabinet = await Cabinet.open(seat, operator);
  await cabinet.openDocument(BUYERS.cedar.name, "ПЗ-971");
  await cabinet.sign();
  await operator.anHourPasses();

  await page.bringToFront();
  await clerk.go("Документы");
  await clerk.refresh();
  await clerk.openRow("ПЗ-971");
  await sees(clerk.card, "Завершён");
  await clerk.card.getByRole("button", { name: "Ещё действия" }).click();
  await page.getByRole("menuitem", { name: "Аннулировать" }).click();
  await clerk.dialog.getByLabel("Причина аннулирования").fill("Отгрузка не состоялась");
  await clerk.dialog.getByText(/^Подпишет:/).first().waitFor();
  await page.keyboard.press("Control+Enter");
  await clerk.dialog.waitFor({ state: "detached" });
  await eventually(async () => {
    const [sent] = await operator.ledger();
    if (sent.revocation_requests !== 1) throw new Error("not proposed yet");
  });
  await operator.anHourPasses();
  await clerk.refresh();
  await sees(clerk.card, "Мы просим аннулировать");

  await cabinet.page.bringToFront();
  await cabinet.page.reload();
  await sees(cabinet.page.locator("body"), "Отгрузка не состоялась");
  await cabinet.agreeToRevoke();
  await operator.anHourPasses();

  await page.bringToFront();
  await clerk.refresh();
  await sees(clerk.card, "Аннулирован");
  await sees(clerk.row("ПЗ-971"), "Аннулирован");
  // The status says what it means, and on what grounds.
  await clerk.card.getByRole("button", { name: "Аннулирован. Что это значит" }).first().click();
  await sees(page.getByRole("dialog"), "Обе стороны согласились аннулировать документ.");
  await sees(page.getByRole("dialog"), "wiki.diadoc.ru");
});
