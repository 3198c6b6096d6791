//! The file of a УПД that the program makes itself: what it says, and what it refuses to say.
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "tests may stop at the first surprise"
)]

use domain::vat::{line_amounts, totals};
use domain::{
    EdoFormat, IndividualBody, Line, LineDetails, OtherParty, Paper, PriceKind, Requisites, UtdFunction,
    VatRate,
};
use formats::utd::{Gap, NamedFile, Powers};
use formats::{Facts, read};

#[path = "sample/paper.rs"]
mod sample;

use sample::{GUID, RECIPIENT, SENDER, entrepreneur, line, made, name, paper};

const BOTH: UtdFunction = UtdFunction::InvoiceAndTransfer;

fn file(paper: &Paper, function: UtdFunction) -> NamedFile {
    made(paper, function, &Powers::Signature).unwrap()
}

fn facts(file: &NamedFile) -> Facts {
    read(&file.name, &file.bytes).unwrap()
}

fn text(file: &NamedFile) -> String {
    encoding_rs::WINDOWS_1251.decode(&file.bytes).0.into_owned()
}

fn gaps(paper: &Paper, function: UtdFunction) -> Vec<Gap> {
    made(paper, function, &Powers::Signature).unwrap_err()
}

fn codes(gaps: &[Gap]) -> Vec<&str> {
    gaps.iter().map(|gap| gap.code).collect()
}

fn with_lines(lines: Vec<Line>) -> Paper {
    let mut paper = paper(BOTH);
    paper.totals = totals(&lines);
    paper.lines = lines;
    paper
}

#[test]
fn what_is_written_is_read_back_word_for_word() {
    for function in [BOTH, UtdFunction::Transfer, UtdFunction::Invoice] {
        let paper = paper(function);
        let facts = facts(&file(&paper, function));
        assert_eq!(facts.format, EdoFormat::Utd(function));
        assert_eq!(facts.format_version.as_deref(), Some("5.03"));
        assert_eq!(
            (facts.number.as_str(), facts.issued_on),
            ("ПЗ-318", paper.issued_on)
        );
        assert_eq!(
            (facts.total, facts.vat_amount),
            (paper.totals.total, paper.totals.vat)
        );
        assert_eq!(facts.seller.unwrap(), paper.firm.unwrap().party);
        assert_eq!(facts.buyer.unwrap(), sample::buyer().party);
        assert_eq!(facts.lines, paper.lines);
        assert_eq!(facts.warnings, Vec::<String>::new());
    }
}

#[test]
fn the_file_is_called_as_it_calls_itself() {
    let file = file(&paper(BOTH), BOTH);
    let id = format!("ON_NSCHFDOPPR_{RECIPIENT}_{SENDER}_20261117_{GUID}_0_0_0_0_0_00");
    assert_eq!(file.name, format!("{id}.xml"));
    let text = text(&file);
    assert!(text.starts_with("<?xml version=\"1.0\" encoding=\"windows-1251\"?>\n"));
    assert!(text.contains(&format!("ИдФайл=\"{id}\" ВерсФорм=\"5.03\" ВерсПрог=\"Surguch ")));
    assert!(text.contains("ДатаИнфПр=\"17.11.2026\" ВремИнфПр=\"09.05.03\""));
}

#[test]
fn the_parts_that_the_registry_does_not_read_are_written_too() {
    let text = text(&file(&paper(BOTH), BOTH));
    for piece in [
        "<АдрРФ Индекс=\"183038\" КодРегион=\"51\" НаимРегион=\"Мурманская область\" Город=\"Мурманск\"",
        "АдрТекст=\"650000, Кемеровская область, г. Кемерово, ул. Таёжная, д. 31\"",
        "<ОнЖе>он же</ОнЖе>",
        "<СвПРД НомерПРД=\"507\" ДатаПРД=\"10.11.2026\"/>",
        "<ОснПер РеквНаимДок=\"Договор поставки\" РеквНомерДок=\"14/26\" РеквДатаДок=\"12.01.2026\"/>",
        "СодОпер=\"Товары переданы, услуги оказаны\" ДатаПер=\"17.11.2026\"",
        "<РабОргПрод Должность=\"Кладовщик\">",
        "<Тран СвТран=\"ТТН № 77 от 17.11.2026, автомобиль\"/>",
        "<Подписант Должн=\"Генеральный директор\" СпосПодтПолном=\"1\">",
        "<ФИО Фамилия=\"Соколов\" Имя=\"Илья\" Отчество=\"Матвеевич\"/>",
        "<НаимТов=",
    ]
    .iter()
    .filter(|piece| **piece != "<НаимТов=")
    {
        assert!(text.contains(piece), "{piece}\n{text}");
    }
    assert!(text.contains("НаимТов=\"Доставка &lt; 5 км &amp; подъём\""));
    assert!(text.contains("НомерДТ=\"10702030/010126/0000124/1\""));
    assert!(text.contains("<КрНаимСтрПр>Казахстан</КрНаимСтрПр>"));
    assert!(text.contains("<СумАкциз>12.50</СумАкциз>") && text.contains("<БезНДС>без НДС</БезНДС>"));
}

#[test]
fn letters_that_windows_1251_does_not_have_come_back_unharmed() {
    let title = "Қымыз «особый» „ёлка“ 🐎 – 100 % \"чистый\" & 'честный' ∞";
    let mut one = line(title, "1", "10", VatRate::Percent(22));
    one.details.item_code = "№ 日本".into();
    let paper = with_lines(vec![one]);
    let file = file(&paper, BOTH);
    assert!(text(&file).contains("&#128014;"));
    assert_eq!(facts(&file).lines, paper.lines);
}

#[test]
fn control_signs_and_line_ends_become_blanks() {
    let paper = with_lines(vec![line(
        "Первая\nстрока\u{0}\u{98}\u{b}",
        "1",
        "10",
        VatRate::NoVat,
    )]);
    assert_eq!(facts(&file(&paper, BOTH)).lines[0].name, "Первая строка");
}

#[test]
fn an_entrepreneur_is_written_by_the_parts_of_the_name_and_without_kpp() {
    let mut paper = paper(BOTH);
    paper.firm = Some(entrepreneur());
    let file = file(&paper, BOTH);
    assert!(text(&file).contains("<ФИО Фамилия=\"Снегирёва\" Имя=\"Вера\" Отчество=\"Аркадьевна\"/>"));
    let seller = facts(&file).seller.unwrap();
    assert_eq!(
        (seller.name.as_str(), seller.kpp),
        ("ИП Снегирёва Вера Аркадьевна", None)
    );
}

#[test]
fn a_person_may_buy_by_a_transfer_but_gets_no_invoice() {
    let mut paper = paper(UtdFunction::Transfer);
    paper.other = OtherParty::Individual(IndividualBody {
        name: name("Орлов Пётр Ильич"),
        ..IndividualBody::default()
    });
    let facts = facts(&file(&paper, UtdFunction::Transfer));
    assert!(facts.buyer.is_none() && facts.warnings[0].contains("Орлов Пётр Ильич"));
    assert_eq!(codes(&gaps(&paper, BOTH)), ["buyer_individual"]);
}

#[test]
fn everything_that_is_missing_is_told_at_once() {
    let mut paper = paper(BOTH);
    paper.number.clear();
    paper.issued_on = None;
    paper.details.shipped_on = None;
    let firm = paper.firm.as_mut().unwrap();
    firm.party.kpp = None;
    firm.requisites = Requisites::default();
    paper.lines[0].name.clear();
    paper.lines[1].total = None;
    paper.details.grounds[0].issued_on = None;
    paper.currency = "999".into();
    let gaps = gaps(&paper, BOTH);
    for code in [
        "number",
        "issued_on",
        "seller_kpp",
        "seller_address",
        "line_name",
        "line_sum",
        "grounds",
        "currency",
    ] {
        assert!(codes(&gaps).contains(&code), "{code}: {gaps:#?}");
    }
    let address = gaps.iter().find(|gap| gap.code == "seller_address").unwrap();
    assert_eq!(
        address.sentence,
        "У фирмы «ООО «Полярная звезда»» не указан адрес: заполните его в настройках фирмы."
    );
    for gap in &gaps {
        assert!(
            gap.sentence.ends_with('.') && gap.sentence.chars().count() < 400,
            "{gap:?}"
        );
    }
}

#[test]
fn nobody_on_either_side_and_no_lines_are_gaps_and_no_panic() {
    let mut paper = with_lines(Vec::new());
    paper.firm = None;
    paper.other = OtherParty::Unknown;
    let gaps = gaps(&paper, BOTH);
    for code in ["seller", "buyer", "lines"] {
        assert!(codes(&gaps).contains(&code), "{code}: {gaps:?}");
    }
}

#[test]
fn sums_that_do_not_agree_are_not_written() {
    let mut paper = paper(BOTH);
    paper.totals.total = Some("1.00".parse().unwrap());
    assert_eq!(codes(&gaps(&paper, BOTH)), ["totals"]);
    let mut wrong_vat = line("Гвозди", "10", "100", VatRate::Percent(22));
    wrong_vat.vat_amount = Some("200".parse().unwrap());
    wrong_vat.total = Some("1200".parse().unwrap());
    assert_eq!(codes(&gaps(&with_lines(vec![wrong_vat]), BOTH)), ["line_vat"]);
    let mut wrong_sum = line("Гвозди", "10", "100", VatRate::NoVat);
    wrong_sum.total = Some("900".parse().unwrap());
    assert_eq!(codes(&gaps(&with_lines(vec![wrong_sum]), BOTH)), ["line_sum"]);
}

#[test]
fn a_rate_of_another_time_is_refused_and_an_unknown_one_too() {
    let old = with_lines(vec![line("Гвозди", "1", "100", VatRate::Percent(20))]);
    let gaps_of_old = gaps(&old, BOTH);
    assert_eq!(codes(&gaps_of_old), ["line_rate"]);
    assert!(gaps_of_old[0].sentence.contains("20%") && gaps_of_old[0].sentence.contains("17.11.2026"));
    let odd = with_lines(vec![line("Гвозди", "1", "100", VatRate::Other("13%".into()))]);
    assert_eq!(codes(&gaps(&odd, BOTH)), ["line_rate"]);
}

#[test]
fn a_price_with_vat_inside_is_written_without_it() {
    let amounts = line_amounts(
        "3".parse().unwrap(),
        "122".parse().unwrap(),
        &VatRate::Percent(22),
        PriceKind::WithVat,
    );
    let amounts = amounts.unwrap();
    let mut one = line("Гвозди", "3", "122", VatRate::Percent(22));
    (one.vat_amount, one.total) = (amounts.vat, Some(amounts.total));
    let mut paper = with_lines(vec![one]);
    paper.details.prices = PriceKind::WithVat;
    let read = facts(&file(&paper, BOTH)).lines.remove(0);
    assert_eq!(read.price.unwrap().to_string(), "100");
    assert_eq!((read.vat_amount, read.total), (amounts.vat, Some(amounts.total)));
}

#[test]
fn an_invoice_for_an_advance_is_marked_and_needs_no_paper_of_shipment() {
    let advance = Line {
        name: "Предварительная оплата".into(),
        unit: String::new(),
        quantity: None,
        price: None,
        vat_rate: VatRate::Fraction(22),
        vat_amount: Some("22".parse().unwrap()),
        total: Some("122".parse().unwrap()),
        details: LineDetails::default(),
    };
    let mut paper = with_lines(vec![advance]);
    paper.details.grounds.clear();
    let file = file(&paper, UtdFunction::Invoice);
    let text = text(&file);
    assert!(
        text.contains("СпОбстФСЧФ=\"2\"") && !text.contains("СтТовБезНДС"),
        "{text}"
    );
    assert!(
        !text.contains("НаимДокОпр") && !text.contains("СвПродПер"),
        "{text}"
    );
    assert_eq!(facts(&file).lines, paper.lines);
    paper.lines = sample::lines();
    paper.totals = totals(&paper.lines);
    assert_eq!(codes(&gaps(&paper, UtdFunction::Invoice)), ["shipment_paper"]);
}

#[test]
fn a_shipper_of_one_line_is_taken_apart_or_asked_for() {
    let mut paper = paper(BOTH);
    paper.details.shipper =
        "АО «Гранит-Север», ИНН 9670558319, КПП 967001001, 163000, г. Архангельск, д. 2".into();
    let text = text(&file(&paper, BOTH));
    assert!(text.contains("<СвЮЛУч НаимОрг=\"АО «Гранит-Север»\" ИННЮЛ=\"9670558319\" КПП=\"967001001\"/>"));
    assert!(text.contains("АдрТекст=\"163000, г. Архангельск, д. 2\""));
    paper.details.shipper = "склад в порту".into();
    assert_eq!(codes(&gaps(&paper, BOTH)), ["shipper"]);
}

#[test]
fn the_right_to_sign_is_written_in_each_of_its_ways() {
    let electronic = Powers::ElectronicAuthority {
        number: GUID.to_owned(),
        issued_on: jiff::civil::date(2026, 1, 9),
        kept_at: "https://m4d.nalog.gov.ru".into(),
    };
    let file = made(&paper(BOTH), BOTH, &electronic).unwrap();
    assert!(text(&file).contains("СпосПодтПолном=\"3\"") && text(&file).contains("<СвДоверЭл НомДовер="));
    let on_paper = Powers::PaperAuthority {
        number: "5".into(),
        issued_on: jiff::civil::date(2026, 1, 9),
    };
    let file = made(&paper(BOTH), BOTH, &on_paper).unwrap();
    assert!(text(&file).contains("<СвДоверБум ДатаВыдДовер=\"09.01.2026\" ВнНомДовер=\"5\"/>"));
}

#[test]
fn a_name_of_five_hundred_letters_is_written_and_one_too_long_is_a_gap() {
    let long = "Щ".repeat(500);
    let paper = with_lines(vec![line(&long, "1", "10", VatRate::NoVat)]);
    assert_eq!(facts(&file(&paper, BOTH)).lines[0].name, long);
    let paper = with_lines(vec![line(&"Щ".repeat(2001), "1", "10", VatRate::NoVat)]);
    let gaps = gaps(&paper, BOTH);
    assert_eq!(codes(&gaps), ["line_name"]);
    assert!(gaps[0].sentence.contains("2001") && gaps[0].sentence.contains("2000"));
}

#[test]
fn ten_thousand_lines_go_there_and_back() {
    let paper = with_lines(
        (1..=10_000)
            .map(|n| line(&format!("Гайка № {n}"), "7", "1.23", VatRate::Percent(22)))
            .collect(),
    );
    let facts = facts(&file(&paper, BOTH));
    assert_eq!(facts.lines, paper.lines);
    assert_eq!(facts.total, paper.totals.total);
}

/// Records made by chance, the same on every run: what was written is read back the same.
#[test]
fn any_record_without_gaps_is_read_back_as_it_was() {
    let mut dice = Dice(0x0000_d1ce_2026_1117);
    for round in 0..300 {
        let lines: Vec<Line> = (0..=dice.below(6)).map(|_| any_line(&mut dice)).collect();
        let mut paper = with_lines(lines);
        paper.number = any_text(&mut dice, 40);
        let function = [BOTH, UtdFunction::Transfer, UtdFunction::Invoice][dice.below(3)];
        let file = match made(&paper, function, &Powers::Signature) {
            Ok(file) => file,
            Err(gaps) => panic!("round {round}: {gaps:#?}"),
        };
        let facts = facts(&file);
        assert_eq!(facts.number, paper.number, "round {round}");
        assert_eq!(facts.lines, paper.lines, "round {round}");
        assert_eq!(
            (facts.total, facts.vat_amount),
            (paper.totals.total, paper.totals.vat),
            "round {round}"
        );
        assert_eq!(facts.warnings, Vec::<String>::new(), "round {round}");
    }
}

struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).unwrap()
    }
}

/// At least one visible sign, no blanks at the ends or two in a row.
fn any_text(dice: &mut Dice, most: usize) -> String {
    let signs: Vec<char> = "абвЯЁё019AZz«»„“\"'&<>№%–—/\\🐎қ日 ".chars().collect();
    let text: String = (0..=dice.below(most))
        .map(|_| signs[dice.below(signs.len())])
        .collect();
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.is_empty() {
        "Ё".into()
    } else {
        words.join(" ")
    }
}

fn any_line(dice: &mut Dice) -> Line {
    let rates = [
        VatRate::Percent(22),
        VatRate::Percent(10),
        VatRate::Percent(7),
        VatRate::Percent(5),
        VatRate::Percent(0),
        VatRate::NoVat,
        VatRate::Fraction(22),
    ];
    let rate = rates[dice.below(rates.len())].clone();
    let quantity = format!("{}.{:03}", dice.below(1000), dice.below(999) + 1);
    let price = format!("{}.{:02}", dice.below(100_000) + 1, dice.below(100));
    let mut one = line(&any_text(dice, 300), &quantity, &price, rate);
    // A fraction takes the price with VAT in it, column 4 has it without.
    if matches!(one.vat_rate, VatRate::Fraction(_)) {
        one.price = None;
        one.quantity = None;
        one.details.unit_code.clear();
    }
    one.quantity = one.quantity.map(|quantity| quantity.normalize());
    one.price = one.price.map(|price| price.normalize());
    one.unit = any_text(dice, 20);
    one.details.item_code = if dice.below(2) == 0 {
        String::new()
    } else {
        any_text(dice, 90)
    };
    one.details.is_service = dice.below(3) == 0;
    if dice.below(4) == 0 {
        one.details.country_code = "112".into();
        one.details.country = "Беларусь".into();
    }
    one
}
