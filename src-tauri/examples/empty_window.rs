//! The floor of `cargo xtask bench window`: the shell of the program, its plugins, its configuration and its content
//! policy around a page with nothing on it. No data folder, no engine.

use std::borrow::Cow;

use surguch_desktop::{Start, context, framed, linux, open_window};
use tauri::utils::assets::{AssetKey, AssetsIter, CspHash};
use tauri::{Assets, Wry};

/// The whole page: a word to paint, and the script that marks its frame as the window marks its first row.
const FILES: [(&str, &str); 2] = [
    (
        "/index.html",
        "<!doctype html><html lang=\"ru\"><meta charset=\"utf-8\"><title>Сургуч</title><p>Пусто</p>\
         <script src=\"mark.js\"></script></html>",
    ),
    (
        "/mark.js",
        "requestAnimationFrame(() => setTimeout(() => performance.mark(\"first-row\")));",
    ),
];

struct EmptyPage;

impl Assets<Wry> for EmptyPage {
    fn get(&self, key: &AssetKey) -> Option<Cow<'_, [u8]>> {
        let (_, text) = FILES.iter().find(|(name, _)| *name == key.as_ref())?;
        Some(Cow::Borrowed(text.as_bytes()))
    }

    fn iter(&self) -> Box<AssetsIter<'_>> {
        Box::new(
            FILES
                .iter()
                .map(|(name, text)| (Cow::Borrowed(*name), Cow::Borrowed(text.as_bytes()))),
        )
    }

    fn csp_hashes(&self, _: &AssetKey) -> Box<dyn Iterator<Item = CspHash<'_>> + '_> {
        Box::new(std::iter::empty())
    }
}

fn main() -> tauri::Result<()> {
    linux::prepare_graphics();
    let mut context = context();
    context.set_assets(Box::new(EmptyPage));
    framed()
        .setup(|app| Ok(open_window(app.handle(), Start::Shown).map(drop)?))
        .build(context)?
        .run(|_, _| {});
    Ok(())
}
