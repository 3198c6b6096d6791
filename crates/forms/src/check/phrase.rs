//! Looking for phrases as people read them: large or small letters, «ё» or «е», broken lines, hyphens at the end of a
//! line, wide blanks between letters make no difference.

use formats::pdf_text::{Area, PageText, Word};

use super::Place;

/// Letters and digits of a text without anything between them, each with the place where it came from.
pub struct Letters {
    page: u32,
    letters: Vec<char>,
    /// For each letter the word it stands in.
    owners: Vec<usize>,
    words: Vec<Spot>,
    /// Line of a template instead of a page.
    is_source: bool,
}

struct Spot {
    text: String,
    area: Area,
    line: u32,
}

impl Letters {
    /// Of a page.
    pub fn of_page(page: &PageText) -> Self {
        let spots = page.words.iter().map(|word: &Word| Spot {
            text: word.text.clone(),
            area: word.area(),
            line: page.page,
        });
        Self::of(page.page, spots.collect(), false)
    }

    /// Of a template: its words by lines.
    pub fn of_source(source: &str) -> Self {
        let mut spots = Vec::new();
        for (line, text) in (1..).zip(source.lines()) {
            // A remark is not printed; `//` after a colon belongs to an address.
            let code = match text.find("//") {
                Some(0) => "",
                Some(place) if !text.get(..place).unwrap_or_default().ends_with(':') => {
                    text.get(..place).unwrap_or_default()
                }
                _ => text,
            };
            let mut column = 1_u16;
            for piece in code.split_inclusive(char::is_whitespace) {
                let word = piece.trim();
                if !word.is_empty() {
                    spots.push(Spot {
                        text: word.to_owned(),
                        area: Area {
                            x: f32::from(column),
                            ..Area::default()
                        },
                        line,
                    });
                }
                column = column.saturating_add(u16::try_from(piece.chars().count()).unwrap_or(u16::MAX));
            }
        }
        Self::of(0, spots, true)
    }

    fn of(page: u32, words: Vec<Spot>, is_source: bool) -> Self {
        let (mut letters, mut owners) = (Vec::new(), Vec::new());
        for (owner, word) in words.iter().enumerate() {
            for letter in word.text.chars().filter_map(folded) {
                letters.push(letter);
                owners.push(owner);
            }
        }
        Self {
            page,
            letters,
            owners,
            words,
            is_source,
        }
    }

    /// Every place where the phrase stands. It begins with the beginning of a word and may end inside one, so that
    /// «в двух экземплярах» is found and «ввдвух» is not.
    pub fn find(&self, phrase: &str) -> Vec<Place> {
        let wanted: Vec<char> = phrase.chars().filter_map(folded).collect();
        if wanted.is_empty() {
            return Vec::new();
        }
        let starts = self.letters.windows(wanted.len()).enumerate();
        let begins = |start: usize| {
            let owner = self.owners.get(start);
            let is_first = start == 0 || self.owners.get(start - 1) != owner;
            // A mark such as a bracket or a quote inside a template glues two words into one.
            is_first || self.starts_after_sign(start)
        };
        starts
            .filter(|(start, window)| *window == wanted.as_slice() && begins(*start))
            .filter_map(|(start, window)| self.place(start, start + window.len() - 1))
            .collect()
    }

    /// A template that prints the words by the shared function.
    pub fn calls_simple_signature(&self) -> bool {
        self.is_source
            && self
                .words
                .iter()
                .any(|word| word.text.contains("simple-signature("))
    }

    /// Places for a seal: «М.П.» that does not stand beside a surname, where it is somebody's initials.
    pub fn seals(&self) -> Vec<Place> {
        let word = |place: usize| self.words.get(place);
        let is = |place: usize, text: &str| word(place).is_some_and(|word| word.text == text);
        let is_surname = |place: Option<usize>, of: &Spot| {
            place.and_then(word).is_some_and(|word| {
                let is_near = word.line == of.line && (word.area.y - of.area.y).abs() < 3.0;
                let letters = word.text.chars().filter(|letter| letter.is_alphabetic()).count();
                is_near && letters > 2 && word.text.chars().next().is_some_and(char::is_uppercase)
            })
        };
        let seal = |(place, spot): (usize, &Spot)| {
            let length = match spot.text.as_str() {
                "М.П." => 1,
                "М." if is(place + 1, "П.") => 2,
                _ => return None,
            };
            let beside_name =
                is_surname(place.checked_sub(1), spot) || is_surname(Some(place + length), spot);
            (!beside_name).then(|| Place {
                page: if self.is_source { spot.line } else { self.page },
                area: spot.area,
                text: "М.П.".to_owned(),
            })
        };
        self.words.iter().enumerate().filter_map(seal).collect()
    }

    fn starts_after_sign(&self, start: usize) -> bool {
        let Some(owner) = self.owners.get(start) else {
            return false;
        };
        let within = self
            .owners
            .iter()
            .take(start)
            .rev()
            .take_while(|before| *before == owner)
            .count();
        let Some(word) = self.words.get(*owner) else {
            return false;
        };
        let mut seen = 0;
        let mut after_sign = true;
        for sign in word.text.chars() {
            if folded(sign).is_some() {
                if seen == within {
                    return after_sign;
                }
                seen += 1;
                after_sign = false;
            } else {
                after_sign = true;
            }
        }
        false
    }

    fn place(&self, first: usize, last: usize) -> Option<Place> {
        let (first, last) = (*self.owners.get(first)?, *self.owners.get(last)?);
        let words = self.words.get(first..=last)?;
        let head = words.first()?;
        let text: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
        let area = if self.is_source {
            head.area
        } else {
            words
                .iter()
                .map(|word| word.area)
                .reduce(around)
                .unwrap_or_default()
        };
        let edges = |sign: char| !sign.is_alphanumeric() && sign != '.' && sign != ')';
        Some(Place {
            page: if self.is_source { head.line } else { self.page },
            area,
            text: text.join(" ").trim_matches(edges).to_owned(),
        })
    }
}

fn around(one: Area, other: Area) -> Area {
    let (x, y) = (one.x.min(other.x), one.y.min(other.y));
    Area {
        x,
        y,
        width: (one.x + one.width).max(other.x + other.width) - x,
        height: (one.y + one.height).max(other.y + other.height) - y,
    }
}

/// The letter as it is compared; signs and blanks do not count.
fn folded(sign: char) -> Option<char> {
    if !sign.is_alphanumeric() {
        return None;
    }
    let small = sign.to_lowercase().next().unwrap_or(sign);
    Some(if small == 'ё' { 'е' } else { small })
}
