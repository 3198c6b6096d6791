//! Templates of clerks: what they may do, and how their faults are told.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

#[path = "support/papers.rs"]
mod papers;

use forms::{Output, TemplateProblem, print};

fn faults(source: &str) -> Vec<TemplateProblem> {
    let printed = print(source, &papers::paper("payment_invoice"), Output::PdfA);
    match printed {
        Ok(printed) => panic!("printed {} pages: {source}", printed.pages),
        Err(fault) => fault.problems,
    }
}

#[test]
fn a_form_of_ones_own_sees_the_record_and_the_shared_functions() {
    let source = "#import \"surguch.typ\": *\n#show: form\n#heading-line(name: [Памятка])\n#goods(\"n\", \"name\")\n\
                  #paper.firm.inn #datetime.today().display()";
    let printed = print(source, &papers::paper("payment_invoice"), Output::Pdf).unwrap();
    let words: Vec<&str> = printed.text[0]
        .words
        .iter()
        .map(|word| word.text.as_str())
        .collect();
    let text = words.join(" ");
    assert!(text.contains("Памятка № 42 от 21 ноября 2026 г."), "{text}");
    assert!(text.contains("7736207543 2026-11-21"), "{text}");
    assert!(!printed.stamp_room);
}

#[test]
fn a_slip_of_the_pen_is_told_with_line_and_column() {
    let found = faults("#import \"surguch.typ\": *\nИтого #papper.number");
    assert_eq!((found[0].line, found[0].column), (2, 8));
    assert_eq!(found[0].message_ru, "Имя «papper» не найдено.");
    assert_eq!(found[0].original, "unknown variable: papper");
    assert!(found[0].hint.contains("paper"));
}

#[test]
fn what_people_meet_often_is_told_in_russian() {
    for (source, words) in [
        ("#(1 + \"а\")", "нельзя сложить"),
        ("#let x = (", "не закрыта"),
        ("#[текст", "не закрыта"),
        ("#import \"surguch.typ\": *\n#paper.nomer", "нет поля «nomer»"),
        ("#text(size: \"большой\")[а]", "Здесь нужно: длина"),
        ("#while true { }", "Условие цикла всегда верно"),
        ("#let x = 1\n#while x > 0 { x = x + 1 }", "Цикл не заканчивается"),
        ("#let again(x) = again(x + 1)\n#again(1)", "вызывает сама себя"),
        ("#import \"surguch.typ\": nothing-such", "Такого имени нет"),
        ("#(1, 2).at(7)", "нет элемента"),
        ("#(1 / 0)", "Деление на ноль"),
    ] {
        let found = faults(source);
        assert!(found[0].message_ru.contains(words), "{source}: {found:?}");
        assert!(found[0].line > 0, "{source}: {found:?}");
    }
}

#[test]
fn files_and_packages_are_out_of_reach() {
    for source in [
        "#read(\"/etc/passwd\")",
        "#image(\"../secret.png\")",
        "#json(\"/home/clerk/data.json\")",
        "#include \"other.typ\"",
    ] {
        let found = faults(source);
        let told = &found[0].message_ru;
        assert!(
            told.contains("Файл недоступен") || told.contains("Форма не печатается"),
            "{source}: {found:?}"
        );
        assert!(!format!("{found:?}").contains("root:"), "{source}");
    }
    let found = faults("#import \"@preview/cetz:0.3.4\": canvas");
    assert_eq!(found[0].message_ru, "Пакеты Typst в формах не подключаются.");
}

#[test]
fn a_fault_inside_a_shared_function_points_at_the_call() {
    let found = faults("#import \"surguch.typ\": *\n\n#goods(\"n\", \"price_of_one\")");
    assert_eq!(found[0].line, 3, "{found:?}");
}

#[test]
fn a_sign_without_a_font_in_the_template_itself_is_refused_for_signing_and_told() {
    let found = faults("Форма 🔧");
    assert!(found[0].message_ru.contains("PDF/A"), "{found:?}");
}
