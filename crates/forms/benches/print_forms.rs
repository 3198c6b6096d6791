//! How fast forms are printed: a thousand orders of works and a thousand УПД, beside a bare compilation of the same
//! sources by Typst in the same run, by turns; and one УПД of 10,000 lines.
//!
//! `cargo bench -p forms` prints a line for each figure and one JSON object at the end.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    clippy::cast_precision_loss,
    missing_docs
)]

#[path = "../tests/support/papers.rs"]
mod papers;

use std::time::{Duration, Instant};

use domain::{Paper, UtdFunction};
use forms::{Output, builtin, print};

const FORMS: u32 = 1_000;
const LONG: usize = 10_000;

fn main() {
    let few = std::env::args().any(|word| word == "--few");
    let forms = if few { 50 } else { FORMS };
    let mut figures = Vec::new();
    for name in ["work_order", "utd", "payment_invoice"] {
        figures.push(thousand(name, forms));
    }
    let long = papers::long_utd(UtdFunction::InvoiceAndTransfer, if few { 500 } else { LONG });
    let source = source("utd");
    let started = Instant::now();
    let pages = print(&source, &long, Output::PdfA).unwrap().pages;
    let seconds = started.elapsed().as_secs_f64();
    println!(
        "  utd of {} lines: {seconds:.1} s, {pages} pages",
        long.lines.len()
    );
    figures.push(serde_json::json!({
        "name": "forms.long_utd", "value": seconds, "unit": "s", "lines": long.lines.len(), "pages": pages,
    }));
    println!("{}", serde_json::json!({ "figures": figures }));
}

fn source(name: &str) -> String {
    builtin()
        .into_iter()
        .find(|form| form.name == name)
        .unwrap()
        .source
}

/// As many forms, each with a number of its own, by turns with the bare compiler on the same source and record.
fn thousand(name: &str, forms: u32) -> serde_json::Value {
    let source = source(name);
    let mut paper: Paper = papers::paper(name);
    let (mut ours, mut bare) = (Duration::ZERO, Duration::ZERO);
    for number in 0..forms {
        // By turns in changing order: whoever comes second finds rows of the table in Typst's memory.
        for is_ours in [number % 2 == 0, number % 2 != 0] {
            paper.number = format!("{}", if is_ours { number } else { forms + number });
            if is_ours {
                let started = Instant::now();
                print(&source, &paper, Output::PdfA).unwrap();
                ours += started.elapsed();
            } else {
                bare += forms::bare_compilation(&source, &paper).unwrap();
            }
        }
    }
    let rate = |took: Duration| f64::from(forms) / took.as_secs_f64();
    let ratio = ours.as_secs_f64() / bare.as_secs_f64();
    println!(
        "  {name}: {:.1} forms a second beside {:.1} of the bare compiler ({ratio:.2}×)",
        rate(ours),
        rate(bare)
    );
    serde_json::json!({
        "name": format!("forms.{name}"), "value": rate(ours), "unit": "forms/s", "floor": rate(bare), "ratio": ratio,
    })
}
