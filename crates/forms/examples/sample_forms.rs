//! Draws every built-in form of sample records into a folder, to be looked at:
//! `cargo run -p forms --example sample_forms -- FOLDER`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    missing_docs
)]

#[path = "../tests/support/papers.rs"]
mod papers;

use std::path::PathBuf;

use domain::UtdFunction;
use forms::{Output, StampBlock, print};

fn main() {
    let folder = PathBuf::from(std::env::args().nth(1).expect("a folder"));
    let sources: Vec<forms::Template> = forms::builtin();
    let keep = |name: &str, pdf: &[u8]| std::fs::write(folder.join(format!("{name}.pdf")), pdf).unwrap();
    for form in &sources {
        let printed = print(&form.source, &papers::paper(&form.name), Output::PdfA);
        keep(&form.name, &printed.expect(&form.name).pdf);
        let printed = print(&form.source, &papers::empty(&form.name), Output::PdfA);
        keep(&format!("empty-{}", form.name), &printed.expect(&form.name).pdf);
    }
    let source = |name: &str| &sources.iter().find(|form| form.name == name).unwrap().source;
    let long = papers::long_utd(UtdFunction::InvoiceAndTransfer, 60);
    keep("utd-60", &print(source("utd"), &long, Output::PdfA).unwrap().pdf);
    let invoice = papers::long_utd(UtdFunction::Invoice, 3);
    keep(
        "utd-invoice",
        &print(source("utd"), &invoice, Output::PdfA).unwrap().pdf,
    );
    let mut odd = papers::paper("payment_invoice");
    odd.lines[0].name = "А".repeat(500);
    odd.lines[1].name =
        "Очень длинное наименование услуги по договору „с кавычками“ \"прямыми\" и 🔧 👨‍👩‍👧 ".repeat(6);
    odd.firm.as_mut().unwrap().party.name = "Общество «Длинное „имя“» ".repeat(20);
    keep(
        "odd-invoice",
        &print(source("payment_invoice"), &odd, Output::PdfA).unwrap().pdf,
    );
    let act = print(
        source("acceptance_certificate"),
        &papers::paper("acceptance_certificate"),
        Output::PdfA,
    )
    .unwrap();
    let block = |owner: &str| StampBlock {
        certificate: "01DA5F3E2B7C90E0000A4C2F00060002".into(),
        owner: owner.into(),
        valid_from: "01.02.2026".into(),
        valid_until: "01.05.2027".into(),
        mpoa_number: "6f2c1a7e-30d4-4c55-9d0f-7a1c2b3d4e5f".into(),
        signed_at: "21.11.2026 14:05 МСК".into(),
        ..StampBlock::default()
    };
    let two = [
        block("ООО «Автомастерская Вектор», Петров Пётр Петрович"),
        block("АО «Северный ветер», Орлова Мария Сергеевна"),
    ];
    keep(
        "stamped",
        &forms::stamped_copy(&act.pdf, &two, "Копия для просмотра").unwrap(),
    );
    let many: Vec<StampBlock> = (0..6).map(|_| two[0].clone()).collect();
    keep(
        "stamped-many",
        &forms::stamped_copy(&act.pdf, &many, "Копия для просмотра").unwrap(),
    );
    keep(
        "merged",
        &forms::merged(&[&act.pdf, &print(source("utd"), &long, Output::PdfA).unwrap().pdf]).unwrap(),
    );
}
