//! The published samples of the operator, where they are at hand: a folder named by `SURGUCH_GOLDEN`. It is not part
//! of the project; without it the fixtures cover the shapes, and the suite counts these tests as skipped.
#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "tests may stop at the first surprise"
)]

use domain::VatRate;
use formats::read;

#[test]
fn the_published_example_of_the_operator_is_read_completely() {
    let Some(folder) = std::env::var_os("SURGUCH_GOLDEN") else {
        return;
    };
    let path = std::path::Path::new(&folder).join("diadoc/title_on_nschfdoppr_0502.xml");
    let facts = read("title.xml", &std::fs::read(path).unwrap()).unwrap();
    assert_eq!((facts.number.as_str(), facts.lines.len()), ("123", 2));
    assert_eq!(facts.issued_on.unwrap().to_string(), "2023-02-01");
    assert_eq!(facts.seller.unwrap().inn.as_str(), "9103624367");
    assert_eq!(facts.buyer.unwrap().inn.as_str(), "1234567894");
    assert_eq!(facts.lines[1].name, "Product2 > 2.0 мм");
    assert_eq!(facts.lines[1].vat_rate, VatRate::Percent(20));
    assert_eq!(facts.total.unwrap().to_string(), "10000.00");
    // Its lines do not add up to its sum.
    assert!(facts.warnings.iter().any(|warning| warning.contains("10000.00")));
}
