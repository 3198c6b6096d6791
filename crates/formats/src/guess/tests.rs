use super::{Guess, TextLine, of_lines};

fn guess(lines: &[(&str, f32)]) -> Guess {
    let lines: Vec<TextLine> = lines
        .iter()
        .map(|(text, height)| TextLine::new(text, *height, 1))
        .collect();
    of_lines(&lines)
}

const BILL: [(&str, f32); 14] = [
    (
        "Внимание! Оплата данного счёта означает согласие с условиями поставки.",
        8.0,
    ),
    ("ПАО «Северный банк»\tБИК\t044525225", 9.0),
    ("ИНН 9612045075\tКПП 961201001\tСч. №\t40702810438000000001", 9.0),
    ("Получатель", 9.0),
    ("Счёт на оплату № ПЗ-411 от 19 ноября 2026 г.", 14.0),
    (
        "Поставщик (Исполнитель):\tООО «Полярная звезда, Мурманск», ИНН 9612045075, КПП 961201001, 183038,",
        9.0,
    ),
    ("г. Мурманск, ул. Причальная, д. 4, тел.: +7 8152 00-00-00", 9.0),
    (
        "Покупатель (Заказчик):\tООО «Кедровая роща», ИНН 9644112800, КПП 964401001, 650000, г. Кемерово",
        9.0,
    ),
    ("Основание:\tДоговор поставки № 14/26 от 12.01.2026", 9.0),
    ("№\tТовары (работы, услуги)\tКол-во\tЕд.\tЦена\tСумма", 9.0),
    ("1\tБумага офисная\t10\tупак\t350,00\t3 500,00", 9.0),
    ("Итого:\t3 500,00", 9.0),
    ("Всего к оплате:\t4 270,00", 9.0),
    ("Всего наименований 1, на сумму 4 270,00 руб.", 9.0),
];

#[test]
fn a_bill_tells_kind_number_date_sum_and_both_sides() {
    let guess = guess(&BILL);
    assert_eq!(guess.kind_code, Some("payment_invoice"));
    assert_eq!(guess.number.as_deref(), Some("ПЗ-411"));
    assert_eq!(guess.issued_on.unwrap().to_string(), "2026-11-19");
    assert_eq!(guess.total.unwrap().to_string(), "4270.00");
    let seller = guess.seller.unwrap();
    assert_eq!(seller.name, "ООО «Полярная звезда, Мурманск»");
    assert_eq!(
        (seller.inn.as_str(), seller.kpp.unwrap().as_str()),
        ("9612045075", "961201001")
    );
    let buyer = guess.buyer.unwrap();
    assert_eq!(
        (buyer.name.as_str(), buyer.inn.as_str()),
        ("ООО «Кедровая роща»", "9644112800")
    );
    assert_eq!(guess.inns.len(), 2);
}

#[test]
fn titles_of_every_kind_are_known_and_alike_words_are_not() {
    let kind = |title: &str| guess(&[(title, 12.0)]).kind_code;
    for (title, code) in [
        ("СЧЁТ № 15 от 01.02.2026", "payment_invoice"),
        ("Акт № 8 от 30.11.2026", "acceptance_certificate"),
        (
            "Акт об оказании услуг № 8 от 30.11.2026",
            "acceptance_certificate",
        ),
        ("АКТ ВЫПОЛНЕННЫХ РАБОТ", "acceptance_certificate"),
        ("Заказ-наряд № ЗН-00042 от 19.11.2026", "work_order"),
        ("Договор-заказ-наряд № 42", "work_order"),
        ("Договор поставки № 14/26", "contract"),
        ("ДОГОВОР ОКАЗАНИЯ УСЛУГ № 7", "contract"),
        ("Заявка на ремонт № 5 от 1 марта 2026 г.", "repair_request"),
        ("Заказ покупателя № ЗП-7 от 01.03.2026", "sales_order"),
        ("Реализация товаров № РТ-7 от 01.03.2026", "goods_sale"),
        ("Акт приёма-передачи денежных средств № 3", "money_transfer_act"),
        ("Акт приёма-передачи корреспонденции № 3", "parcel_transfer_act"),
    ] {
        assert_eq!(kind(title), Some(code), "{title}");
    }
    for title in [
        "Счёт-фактура № 5 от 01.02.2026",
        "Акт сверки взаимных расчётов № 3",
        "Актив баланса № 3",
        "Договор: № 14 от 12.01.2026",
        "Договор вступает в силу с момента подписания обеими сторонами.",
        "Универсальный передаточный документ № 3",
        "Счётчик № 5",
        "Приложение № 1 к договору № 5",
    ] {
        assert_eq!(kind(title), None, "{title}");
    }
}

#[test]
fn two_titles_of_one_size_are_unclear_and_the_larger_one_wins() {
    let pair = |size: f32| {
        guess(&[
            ("Акт № 8 от 30.11.2026", 12.0),
            ("Договор № 14/26 от 12.01.2026", size),
        ])
    };
    assert_eq!(pair(12.0).kind_code, None);
    assert_eq!(pair(12.0).number, None);
    let clear = pair(9.0);
    assert_eq!(
        (clear.kind_code, clear.number.as_deref()),
        (Some("acceptance_certificate"), Some("8"))
    );
    assert_eq!(clear.issued_on.unwrap().to_string(), "2026-11-30");
}

#[test]
fn a_title_over_two_lines_and_a_contract_with_its_date_beside_the_city() {
    let act = guess(&[
        ("Акт сдачи-приёмки работ", 12.0),
        ("№ 17 от «5» мая 2026 г.", 12.0),
    ]);
    assert_eq!(
        (act.number.as_deref(), act.issued_on.unwrap().to_string().as_str()),
        (Some("17"), "2026-05-05")
    );
    let contract = guess(&[
        ("Договор оказания услуг № 7/У", 14.0),
        ("г. Мурманск\t«12» января 2026 г.", 10.0),
        ("ООО «Полярная звезда» в лице директора, действующего", 10.0),
        (
            "на основании доверенности № 5 от 01.02.2025, и ООО «Кедровая роща»",
            10.0,
        ),
    ]);
    assert_eq!(contract.number.as_deref(), Some("7/У"));
    assert_eq!(contract.issued_on.unwrap().to_string(), "2026-01-12");
}

#[test]
fn blanks_to_be_filled_by_hand_give_no_number_and_no_date() {
    let guess = guess(&[("Договор № ____ от «__» ________ 20__ г.", 14.0)]);
    assert_eq!(
        (guess.kind_code, guess.number, guess.issued_on),
        (Some("contract"), None, None)
    );
}

#[test]
fn sides_in_two_columns_or_with_a_wrong_number_are_left_out() {
    let columns = guess(&[
        ("Исполнитель\tЗаказчик", 10.0),
        ("ООО «Полярная звезда»\tООО «Кедровая роща»", 10.0),
        ("ИНН 9612045075\tИНН 9644112800", 10.0),
    ]);
    assert!(columns.seller.is_none() && columns.buyer.is_none());
    assert_eq!(columns.inns.len(), 2);
    let slip = guess(&[(
        "Заказчик: ООО «Кедровая роща», ИНН 9644112801, КПП 964401001",
        10.0,
    )]);
    assert!(slip.buyer.is_none() && slip.inns.is_empty());
    let same = guess(&[
        ("Исполнитель: ООО «А и Б», ИНН 9612045075", 9.0),
        ("Заказчик: ООО «А и Б», ИНН 9612045075", 9.0),
    ]);
    assert!(same.seller.is_none() && same.buyer.is_none());
}

#[test]
fn a_letter_to_a_friend_says_nothing() {
    let letter = guess(&[
        ("Дорогая Вера!", 12.0),
        ("Всего тебе доброго, итого — до встречи.", 12.0),
    ]);
    assert!(letter.is_empty(), "{letter:?}");
}
