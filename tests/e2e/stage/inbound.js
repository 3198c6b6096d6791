/** What counterparties send to us, and our own paper that says the same. */
import { makeRecord } from "./records.js";
import { printedForm } from "./papers.js";

const POLAR_STAR = "9612045075";

/** An act that both sides have. */
export const TWIN = { number: "А-1509", date: "20.11.2026", issued_on: "2026-11-20" };

/** A counterparty sends this paper to ООО «Полярная звезда», and wants it signed. */
export async function sendsTo(operator, { inn }, { number, date }) {
  const { bytes } = printedForm("");
  await operator.order("inbound", {
    from_box: operator.world.counterparties.find((one) => one.inn === inn).box_id,
    to_box: operator.world.organizations.find((one) => one.inn === POLAR_STAR).box_id,
    file_name: `Акт ${number} от ${date}.pdf`,
    content_base64: bytes.toString("base64"),
    number,
    date,
    comment: "Просим подписать до конца месяца.",
    need_recipient_signature: true,
  });
  await operator.anHourPasses();
}

/** Our own paper of that number and day for ООО «Кедровая роща»; answers its id. */
export async function twinOf(program) {
  const id = await makeRecord(program, "work_order", [{ name: "Ремонт насоса", unit: "усл.", quantity: "1", price: "8300" }]);
  const { revision, record } = await program.rpc("documents.edit", { id });
  await program.rpc("documents.save", {
    id,
    revision,
    record: { ...record, number: TWIN.number, issued_on: TWIN.issued_on },
  });
  return id;
}
