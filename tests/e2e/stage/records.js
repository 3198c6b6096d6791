/** Records of the training mode, made without the window: for setting a scene. */
import { BUYERS } from "./papers.js";

const EMPTY_LINE = {
  name: "",
  unit: "",
  quantity: null,
  price: null,
  vat_rate: "22",
  vat_amount: null,
  net: null,
  total: null,
  item_code: "",
  product_kind_code: "",
  unit_code: "",
  excise: null,
  country_code: "",
  country: "",
  customs_declaration: "",
  is_service: false,
  performer: "",
};

/** A record of this kind to one buyer, with these lines; answers its id. */
export async function makeRecord(program, code, lines) {
  const { kinds } = await program.rpc("kinds.list");
  const { firms } = await program.rpc("firms.list");
  const { counterparties } = await program.rpc("counterparties.list", { query: BUYERS.cedar.inn });
  const { id } = await program.rpc("documents.create", {
    kind_id: kinds.find((kind) => kind.code === code).id,
    firm_id: firms[0].id,
    counterparty_id: counterparties[0].id,
  });
  const { revision, record } = await program.rpc("documents.edit", { id });
  const filled = { ...record, lines: lines.map((line) => ({ ...EMPTY_LINE, ...line })) };
  await program.rpc("documents.save", { id, revision, record: filled });
  return id;
}
