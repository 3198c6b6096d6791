//! How fast a УПД of ten thousand lines is read and written, beside a bare reading of the same bytes by the XML library.
//! `cargo xtask bench formats`.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a measurement prints and may stop at the first surprise"
)]

use std::hint::black_box;
use std::time::Instant;

use domain::{UtdFunction, VatRate, vat};
use encoding_rs::WINDOWS_1251;
use formats::utd::Powers;
use quick_xml::Reader;
use quick_xml::events::Event;

#[path = "../tests/sample/paper.rs"]
mod sample;

const LINES: usize = 10_000;
const ROUNDS: usize = 15;

/// Seconds of the fastest round: the others were disturbed.
fn fastest(mut run: impl FnMut()) -> f64 {
    run();
    let rounds = (0..ROUNDS).map(|_| {
        let started = Instant::now();
        run();
        started.elapsed().as_secs_f64()
    });
    rounds.fold(f64::INFINITY, f64::min)
}

/// Decoding and all events with all attributes, nothing kept and nothing checked beyond what the library does.
fn bare(bytes: &[u8]) -> usize {
    let text = WINDOWS_1251.decode(bytes).0;
    let mut reader = Reader::from_str(&text);
    let mut seen = 0;
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) | Event::Empty(tag) => seen += tag.attributes().filter(Result::is_ok).count(),
            Event::Eof => return seen,
            _ => {}
        }
    }
}

/// Tells a row and gives it back as JSON, for `cargo xtask bench`.
fn report(what: &str, seconds: f64, bytes: usize, of_bare: f64) -> String {
    println!(
        "{what:<22}{:>10.0} lines/s {:>8.1} MB/s {:>7.2} of bare",
        LINES as f64 / seconds,
        bytes as f64 / seconds / 1_000_000.0,
        of_bare / seconds
    );
    format!(
        r#"{{"name":"formats.{what}","value":{:.0},"unit":"lines/s","floor":{:.0},"ratio":{:.3}}}"#,
        LINES as f64 / seconds,
        LINES as f64 / of_bare,
        of_bare / seconds
    )
}

fn main() {
    let function = UtdFunction::InvoiceAndTransfer;
    let mut paper = sample::paper(function);
    paper.lines = (1..=LINES)
        .map(|n| {
            sample::line(
                &format!("Болт оцинкованный М{n} × 40"),
                "12.5",
                "7.31",
                VatRate::Percent(22),
            )
        })
        .collect();
    paper.totals = vat::totals(&paper.lines);
    let file = sample::made(&paper, function, &Powers::Signature).unwrap();
    let bytes = file.bytes.len();
    println!("УПД 5.03, {LINES} lines, {:.1} MB", bytes as f64 / 1_000_000.0);
    let bare = fastest(|| {
        black_box(bare(&file.bytes));
    });
    report("bare quick-xml", bare, bytes, bare);
    let reading = fastest(|| {
        assert_eq!(formats::read(&file.name, &file.bytes).unwrap().lines.len(), LINES);
    });
    let read = report("read into facts", reading, bytes, bare);
    let writing = fastest(|| {
        black_box(sample::made(&paper, function, &Powers::Signature).unwrap());
    });
    let written = report("write from a record", writing, bytes, bare);
    println!(r#"{{"figures":[{read},{written}]}}"#);
}
