//! Makes a folder the token of the stand-in module, for tests of the real window.
//!
//! `token_folder FOLDER ORGANISATION ИНН`: the key, the PIN and the tries, and `root.cer`, which the operator is to believe.
#![allow(clippy::expect_used, clippy::panic)]

use std::path::PathBuf;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let mut next = |what: &str| arguments.next().unwrap_or_else(|| panic!("{what}"));
    let folder = PathBuf::from(next("a folder"));
    let (organisation, inn) = (next("an organisation"), next("its ИНН"));
    let root = testkit::fill_token(&folder, (&organisation, &inn));
    std::fs::write(folder.join("root.cer"), root).expect("room for a certificate");
}
