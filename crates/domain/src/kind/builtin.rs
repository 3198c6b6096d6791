//! The kinds that come with the program. A clerk changes them as any other; their codes stay.

use super::{EdoFileRule, FieldInput, KindBody, KindField, Numbering, NumberingRestart, OtherSide};
use crate::document::UtdFunction;

/// Code of the built-in kind of УПД.
pub const UTD: &str = "utd";
/// Code of the built-in kind without a form of its own.
pub const FREE_FORM: &str = "free_form";

/// The kinds that come with the program.
pub fn builtin_kinds() -> Vec<KindBody> {
    let mut kinds = orders();
    kinds.extend(accounts());
    kinds.extend(papers());
    kinds
}

/// Orders and sales, of repair shops and of trade.
fn orders() -> Vec<KindBody> {
    use OtherSide::Any;
    let vehicle = || {
        vec![
            field("vehicle", "Автомобиль", FieldInput::Line),
            field("plate", "Госномер", FieldInput::Line),
            field("vin", "VIN", FieldInput::Line),
            field("mileage_km", "Пробег, км", FieldInput::Line),
        ]
    };
    let mut work_order = vehicle();
    work_order.push(field("reason", "Причина обращения", FieldInput::Text));
    work_order.push(field("recommendations", "Рекомендации", FieldInput::Text));
    let mut repair_request = vehicle();
    repair_request.push(field("reason", "Причина обращения", FieldInput::Text));
    repair_request.push(field("ready_on", "Готовность", FieldInput::Date));
    vec![
        kind(
            "work_order",
            "Заказ-наряд",
            "ЗН-",
            ("Исполнитель", "Заказчик"),
            Any,
            work_order,
        ),
        kind(
            "goods_sale",
            "Реализация товаров",
            "РТ-",
            ("Продавец", "Покупатель"),
            Any,
            vec![],
        ),
        kind(
            "sales_order",
            "Заказ покупателя",
            "ЗП-",
            ("Поставщик", "Покупатель"),
            Any,
            vec![field("deliver_by", "Срок поставки", FieldInput::Date)],
        ),
        kind(
            "repair_request",
            "Заявка на ремонт",
            "ЗР-",
            ("Исполнитель", "Заказчик"),
            Any,
            repair_request,
        ),
    ]
}

/// Invoices and acts about services and money.
fn accounts() -> Vec<KindBody> {
    use OtherSide::{Any, Company};
    vec![
        kind(
            "payment_invoice",
            "Счёт на оплату",
            "",
            ("Поставщик", "Покупатель"),
            Any,
            vec![field("pay_by", "Оплатить до", FieldInput::Date)],
        ),
        kind(
            "acceptance_certificate",
            "Акт",
            "",
            ("Исполнитель", "Заказчик"),
            Any,
            vec![],
        ),
        kind(
            "money_transfer_act",
            "АПД",
            "АПД-",
            ("Агент", "Принципал"),
            Company,
            vec![
                field("period", "За период", FieldInput::Line),
                field("agent_fee", "Вознаграждение агента", FieldInput::Line),
            ],
        ),
        kind(
            "parcel_transfer_act",
            "АПК",
            "АПК-",
            ("Исполнитель", "Заказчик"),
            Company,
            vec![
                field("places", "Количество мест", FieldInput::Line),
                field("weight_kg", "Вес, кг", FieldInput::Line),
            ],
        ),
    ]
}

/// УПД, contracts and free text.
fn papers() -> Vec<KindBody> {
    use OtherSide::{Any, Company};
    let utd = EdoFileRule::Utd {
        function: UtdFunction::InvoiceAndTransfer,
    };
    vec![
        KindBody {
            edo_file: utd,
            ..kind(UTD, "УПД", "", ("Продавец", "Покупатель"), Company, vec![])
        },
        KindBody {
            has_lines: false,
            ..kind(
                "contract",
                "Договор",
                "",
                ("Исполнитель", "Заказчик"),
                Any,
                vec![
                    field("city", "Город", FieldInput::Line),
                    field("subject", "Предмет договора", FieldInput::Text),
                    field("terms", "Условия", FieldInput::Text),
                    field("valid_until", "Действует до", FieldInput::Date),
                ],
            )
        },
        KindBody {
            has_lines: false,
            ..kind(
                FREE_FORM,
                "Документ",
                "",
                ("Отправитель", "Получатель"),
                Any,
                vec![
                    field("heading", "Заголовок", FieldInput::Line),
                    field("text", "Текст", FieldInput::Text),
                ],
            )
        },
    ]
}

fn field(name: &str, label: &str, input: FieldInput) -> KindField {
    KindField {
        name: name.to_owned(),
        label: label.to_owned(),
        input,
    }
}

fn kind(
    code: &str,
    name: &str,
    prefix: &str,
    (firm_role, other_role): (&str, &str),
    other_side: OtherSide,
    fields: Vec<KindField>,
) -> KindBody {
    KindBody {
        code: code.to_owned(),
        name: name.to_owned(),
        numbering: Numbering {
            prefix: prefix.to_owned(),
            digits: if prefix.is_empty() { 1 } else { 5 },
            restart: NumberingRestart::Yearly,
        },
        firm_role: firm_role.to_owned(),
        other_role: other_role.to_owned(),
        other_side,
        has_lines: true,
        fields,
        print_forms: vec![code.to_owned()],
        edo_file: EdoFileRule::PrintForm,
        company_operator: None,
        individual_operator: None,
        firms: Vec::new(),
        is_hidden: false,
    }
}
