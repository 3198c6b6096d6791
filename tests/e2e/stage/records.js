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

async function buyer(program) {
  const { counterparties } = await program.rpc("counterparties.list", { query: BUYERS.cedar.inn });
  return counterparties[0].id;
}

/** A record of this kind with these lines, to one buyer unless another side is named; answers its id. */
export async function makeRecord(program, code, lines, sides = {}) {
  const { kinds } = await program.rpc("kinds.list");
  const { firms } = await program.rpc("firms.list");
  const { id } = await program.rpc("documents.create", {
    kind_id: kinds.find((kind) => kind.code === code).id,
    firm_id: firms[0].id,
    ...(sides.individual_id === undefined ? { counterparty_id: await buyer(program) } : {}),
    ...sides,
  });
  const { revision, record } = await program.rpc("documents.edit", { id });
  const filled = { ...record, lines: lines.map((line) => ({ ...EMPTY_LINE, ...line })) };
  await program.rpc("documents.save", { id, revision, record: filled });
  return id;
}
