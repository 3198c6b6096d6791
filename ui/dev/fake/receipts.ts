/** Receipt notices of the stand-in that go by themselves: the certificate on the token wants a PIN. */
import type { Command, Commands, ReceiptRule } from "../../src/api/types";

type Ruled = Extract<Command, `receipt_rules.${string}`>;
type ReceiptHandlers = { [C in Ruled]: (request: Commands[C][0]) => Commands[C][1] };

const ON_TOKEN = 1;

export function receiptHandlers(): ReceiptHandlers {
  let rules: ReceiptRule[] = [];
  const off = (firm: number) => rules.filter(({ firm_id }) => firm_id !== firm);
  return {
    "receipt_rules.list": () => ({ rules }),
    "receipt_rules.set": ({ firm_id, certificate_id, power_of_attorney_id }) => {
      const now = new Date().toISOString();
      const rule: ReceiptRule = {
        firm_id,
        certificate_id,
        power_of_attorney_id: power_of_attorney_id ?? null,
        since: now,
        last_run_at: now,
        last_success_at: null,
        receipts: 0,
        fault:
          certificate_id === ON_TOKEN
            ? "Ключ просит ПИН-код, а без человека программа его не спрашивает. Ничего не подписано. Подпишите сами или выберите ключ, который открывается без ПИН-кода."
            : null,
      };
      rules = [...off(firm_id), rule];
      return rule;
    },
    "receipt_rules.stop": ({ firm_id }) => {
      rules = off(firm_id);
      return {};
    },
  };
}
