//! Names inside an archive that every system can unpack.

use std::collections::HashSet;

/// Together with a folder and its place on a disk a path stays below the 260 signs of Windows.
const LONGEST_FOLDER: usize = 60;
const LONGEST_NAME: usize = 80;

/// The folder of a document: «0001 Счёт на оплату № 15 от 21.11.2026».
pub(crate) fn folder(position: usize, label: &str) -> String {
    let name = format!("{position:04} {}", safe(label, LONGEST_FOLDER));
    trimmed(&name)
}

/// A name for a file in a folder, parted from those that are there already: «акт (2).pdf». Signatures follow their file.
pub(crate) fn free(taken: &mut HashSet<String>, name: &str) -> String {
    let name = named(name);
    let (stem, ending) = match name.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() => (stem.to_owned(), format!(".{ending}")),
        _ => (name.clone(), String::new()),
    };
    let mut free = name;
    let mut number = 2;
    // Windows and macOS do not part names by the case of letters.
    while !taken.insert(free.to_lowercase()) {
        free = format!("{stem} ({number}){ending}");
        number += 1;
    }
    free
}

fn named(name: &str) -> String {
    let bare = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let (stem, ending) = match bare.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() && ending.chars().count() <= 8 => {
            (stem, format!(".{ending}"))
        }
        _ => (bare, String::new()),
    };
    let stem = trimmed(&safe(stem, LONGEST_NAME));
    let stem = if stem.is_empty() {
        "файл".to_owned()
    } else {
        stem
    };
    trimmed(&format!("{stem}{}", safe(&ending, 9)))
}

fn safe(text: &str, most: usize) -> String {
    crate::print::file_name(text).chars().take(most).collect()
}

/// Windows drops blanks and dots at the end of a name.
fn trimmed(name: &str) -> String {
    name.trim().trim_end_matches(['.', ' ']).to_owned()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{folder, free};

    #[test]
    fn names_are_safe_short_and_never_the_same() {
        let mut taken = HashSet::new();
        assert_eq!(free(&mut taken, "../../etc/Акт: 1?.pdf"), "Акт- 1-.pdf");
        assert_eq!(free(&mut taken, "АКТ- 1-.PDF"), "АКТ- 1- (2).PDF");
        assert_eq!(free(&mut taken, "..."), "файл");
        assert_eq!(free(&mut taken, ""), "файл (2)");
        let long = free(&mut taken, &format!("{}.xml", "я".repeat(300)));
        assert_eq!(long.chars().count(), 84);
        assert_eq!(
            folder(7, "Счёт № 5/1 от 01.02.2026. "),
            "0007 Счёт № 5-1 от 01.02.2026"
        );
    }
}
