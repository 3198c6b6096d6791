//! Sums, numbers and dates in Russian words, as papers spell them out beside the figures.
//!
//! Deliberately not a grammar of Russian: numbers agree with what they count, nothing else is inflected.

use domain::{MONTHS_OF, Money};
use jiff::civil::Date;

/// Grammatical gender of what is counted: «один рубль», «одна копейка», «одно место».
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gender {
    /// Рубль, доллар.
    Masculine,
    /// Копейка, тысяча.
    Feminine,
    /// Евро, место.
    Neuter,
}

/// The three forms that a Russian noun takes after a number: «рубль», «рубля», «рублей».
pub type Forms<'a> = [&'a str; 3];

/// The form that agrees with this number.
pub fn agree<'a>(number: u64, forms: &Forms<'a>) -> &'a str {
    let [one, few, many] = *forms;
    match (number % 100, number % 10) {
        (11..=14, _) => many,
        (_, 1) => one,
        (_, 2..=4) => few,
        _ => many,
    }
}

const UNITS: [&str; 20] = [
    "",
    "один",
    "два",
    "три",
    "четыре",
    "пять",
    "шесть",
    "семь",
    "восемь",
    "девять",
    "десять",
    "одиннадцать",
    "двенадцать",
    "тринадцать",
    "четырнадцать",
    "пятнадцать",
    "шестнадцать",
    "семнадцать",
    "восемнадцать",
    "девятнадцать",
];
const TENS: [&str; 10] = [
    "",
    "",
    "двадцать",
    "тридцать",
    "сорок",
    "пятьдесят",
    "шестьдесят",
    "семьдесят",
    "восемьдесят",
    "девяносто",
];
const HUNDREDS: [&str; 10] = [
    "",
    "сто",
    "двести",
    "триста",
    "четыреста",
    "пятьсот",
    "шестьсот",
    "семьсот",
    "восемьсот",
    "девятьсот",
];

/// Powers of a thousand, from the highest that fits `u64` to the units.
const POWERS: [(u64, Gender, Forms<'static>); 6] = [
    (
        1_000_000_000_000_000_000,
        Gender::Masculine,
        ["квинтиллион", "квинтиллиона", "квинтиллионов"],
    ),
    (
        1_000_000_000_000_000,
        Gender::Masculine,
        ["квадриллион", "квадриллиона", "квадриллионов"],
    ),
    (
        1_000_000_000_000,
        Gender::Masculine,
        ["триллион", "триллиона", "триллионов"],
    ),
    (
        1_000_000_000,
        Gender::Masculine,
        ["миллиард", "миллиарда", "миллиардов"],
    ),
    (1_000_000, Gender::Masculine, ["миллион", "миллиона", "миллионов"]),
    (1_000, Gender::Feminine, ["тысяча", "тысячи", "тысяч"]),
];

/// A number in words, in small letters: «двенадцать тысяч триста сорок пять».
pub fn number_in_words(number: u64, gender: Gender) -> String {
    if number == 0 {
        return "ноль".to_owned();
    }
    let mut words = Vec::new();
    let mut rest = number;
    for (power, of_power, forms) in &POWERS {
        let count = rest / power;
        if count > 0 {
            below_thousand(count, *of_power, &mut words);
            words.push(agree(count, forms));
            rest %= power;
        }
    }
    below_thousand(rest, gender, &mut words);
    words.join(" ")
}

fn below_thousand(number: u64, gender: Gender, words: &mut Vec<&'static str>) {
    let word = |list: &[&'static str], place: u64| {
        let place = usize::try_from(place).unwrap_or(usize::MAX);
        list.get(place).copied().unwrap_or_default()
    };
    let (hundreds, rest) = (number / 100, number % 100);
    let (tens, units) = if rest < 20 {
        (0, rest)
    } else {
        (rest / 10, rest % 10)
    };
    let unit = match (units, gender) {
        (1, Gender::Feminine) => "одна",
        (1, Gender::Neuter) => "одно",
        (2, Gender::Feminine) => "две",
        _ => word(&UNITS, units),
    };
    let parts = [word(&HUNDREDS, hundreds), word(&TENS, tens), unit];
    words.extend(parts.into_iter().filter(|part| !part.is_empty()));
}

/// How a currency is spelt: the whole and the hundredth.
struct Spelling {
    gender: Gender,
    whole: Forms<'static>,
    hundredth: Forms<'static>,
}

/// The currencies that papers of Russian firms spell out, by the three digits of ОКВ.
fn spelling(currency: &str) -> Option<Spelling> {
    let kopecks = ["копейка", "копейки", "копеек"];
    let cents = ["цент", "цента", "центов"];
    let (gender, whole, hundredth) = match currency {
        "643" => (Gender::Masculine, ["рубль", "рубля", "рублей"], kopecks),
        "933" => (
            Gender::Masculine,
            ["белорусский рубль", "белорусских рубля", "белорусских рублей"],
            kopecks,
        ),
        "840" => (
            Gender::Masculine,
            ["доллар США", "доллара США", "долларов США"],
            cents,
        ),
        "978" => (Gender::Neuter, ["евро"; 3], cents),
        "156" => (
            Gender::Masculine,
            ["юань", "юаня", "юаней"],
            ["фэнь", "фэня", "фэней"],
        ),
        "398" => (Gender::Neuter, ["тенге"; 3], ["тиын", "тиына", "тиынов"]),
        _ => return None,
    };
    Some(Spelling {
        gender,
        whole,
        hundredth,
    })
}

/// A sum as papers spell it: «Двенадцать тысяч триста сорок пять рублей 67 копеек». A currency without a known name is
/// told by its code: «Пять 00/100 (валюта 826)».
pub fn amount_in_words(amount: Money, currency: &str) -> String {
    let kopecks = amount.kopecks();
    let sign = if kopecks < 0 { "минус " } else { "" };
    let (whole, hundredths) = (kopecks.unsigned_abs() / 100, kopecks.unsigned_abs() % 100);
    let text = match spelling(currency) {
        Some(spelling) => format!(
            "{sign}{} {} {hundredths:02} {}",
            number_in_words(whole, spelling.gender),
            agree(whole, &spelling.whole),
            agree(hundredths, &spelling.hundredth),
        ),
        None => format!(
            "{sign}{} {hundredths:02}/100 (валюта {currency})",
            number_in_words(whole, Gender::Masculine)
        ),
    };
    capitalised(&text)
}

/// The text with its first letter large.
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

/// A date as papers write it: «21 ноября 2026 г.», with no-break spaces.
pub fn date_in_words(date: Date) -> String {
    let place = usize::try_from(date.month() - 1).unwrap_or_default();
    let month = MONTHS_OF.get(place).copied().unwrap_or_default();
    format!("{}\u{a0}{month}\u{a0}{}\u{a0}г.", date.day(), date.year())
}

/// «21.11.2026».
pub fn date_in_figures(date: Date) -> String {
    format!("{:02}.{:02}.{:04}", date.day(), date.month(), date.year())
}

#[cfg(test)]
mod tests;
