//! The sum of a paper, by the words before it.

use domain::Money;

use super::text::TextLine;

/// Words that stand before the whole sum, the surest first.
const LABELS: [&[&str]; 3] = [
    &[
        "всего к оплате",
        "итого к оплате",
        "к оплате:",
        "итого с ндс",
        "всего с ндс",
    ],
    &["на сумму", "на общую сумму"],
    &["итого", "всего"],
];

/// What ends the part of a line that may hold the sum.
const ENDS: [&str; 5] = ["в том числе", "в т.ч", "в т. ч", "ндс", "без налога"];

/// The one sum that the surest words name; none when two lines say different things.
pub fn total(lines: &[TextLine]) -> Option<Money> {
    let [to_pay, in_all, total] = LABELS.map(|labels| named_by(lines, labels));
    match (to_pay, in_all, total) {
        (Named::One(sum), Named::One(other), _) => (sum == other).then_some(sum),
        (Named::One(sum), ..) | (Named::Nothing, Named::One(sum), _) => Some(sum),
        // «Итого» may be without VAT when VAT stands in a line of its own.
        (Named::Nothing, Named::Nothing, Named::One(sum)) if !has_vat_on_top(lines) => Some(sum),
        _ => None,
    }
}

/// A line about VAT with a sum that is not called a part of the whole.
fn has_vat_on_top(lines: &[TextLine]) -> bool {
    lines.iter().any(|line| {
        let Some(at) = line.find("ндс") else {
            return false;
        };
        let is_part = ["в том числе", "в т.ч", "в т. ч", "без ндс"]
            .iter()
            .any(|words| line.plain.contains(words));
        !is_part && !amounts(line.from(at)).is_empty()
    })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Named {
    Nothing,
    One(Money),
    Unclear,
}

fn named_by(lines: &[TextLine], labels: &[&str]) -> Named {
    let mut named = Named::Nothing;
    for line in lines {
        let Some((at, label)) = labels.iter().find_map(|label| Some((line.find(label)?, label))) else {
            continue;
        };
        let letters = label.chars().count();
        let is_word = line
            .plain
            .chars()
            .nth(at + letters)
            .is_none_or(|next| !next.is_alphanumeric());
        if !is_word {
            continue;
        }
        let rest: String = line.from(at + letters).chars().map(super::text::plain).collect();
        let end = ENDS
            .iter()
            .filter_map(|end| rest.find(end))
            .min()
            .unwrap_or(rest.len());
        let sums = amounts(rest.get(..end).unwrap_or_default());
        named = match (sums.as_slice(), named) {
            ([], named) => named,
            ([one], Named::Nothing) => Named::One(*one),
            ([one], Named::One(before)) if *one == before => Named::One(before),
            _ => return Named::Unclear,
        };
    }
    named
}

/// Sums with kopecks: «8 300,00», «8300.00», «8 300-00», «8 300 руб. 00 коп.». Columns are never joined.
pub fn amounts(text: &str) -> Vec<Money> {
    text.split('\t').flat_map(of_column).collect()
}

fn of_column(column: &str) -> Vec<Money> {
    let letters: Vec<char> = column.chars().map(super::text::plain).collect();
    let mut sums = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        let starts = letters.get(at).is_some_and(char::is_ascii_digit)
            && !at
                .checked_sub(1)
                .and_then(|before| letters.get(before))
                .is_some_and(|before| goes_on(*before));
        if let (true, Some((sum, length))) = (starts, amount(letters.get(at..).unwrap_or_default())) {
            sums.push(sum);
            at += length;
        } else {
            at += 1;
        }
    }
    sums
}

fn goes_on(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, ',' | '.' | '-' | '/')
}

/// The sum at the beginning of these letters and how many of them it takes.
fn amount(letters: &[char]) -> Option<(Money, usize)> {
    let digits_at = |at: usize| {
        letters
            .iter()
            .skip(at)
            .take_while(|letter| letter.is_ascii_digit())
            .count()
    };
    let mut roubles: String = letters.iter().take(digits_at(0)).collect();
    let mut at = roubles.len();
    while roubles.len() <= 15 && letters.get(at) == Some(&' ') && digits_at(at + 1) == 3 {
        roubles.extend(letters.iter().skip(at + 1).take(3));
        at += 4;
    }
    let kopecks_at = match letters.get(at)? {
        ',' | '.' | '-' | '=' => at + 1,
        ' ' => {
            let rest: String = letters.iter().skip(at).take(20).collect();
            let word = rest.trim_start();
            let length = ["рублей", "рубля", "рубль", "руб.", "руб"]
                .iter()
                .find(|name| word.starts_with(**name))?;
            let skipped = rest.chars().count() - word.chars().count() + length.chars().count();
            let after: String = letters.iter().skip(at + skipped).take(12).collect();
            if !after.contains("коп") {
                return None;
            }
            at + skipped + after.chars().take_while(|letter| letter.is_whitespace()).count()
        }
        _ => return None,
    };
    if digits_at(kopecks_at) != 2 {
        return None;
    }
    let kopecks: String = letters.iter().skip(kopecks_at).take(2).collect();
    // «12.03.2026» is a date and «1.50.2» a number of a clause.
    let next = letters.get(kopecks_at + 2).copied().unwrap_or(' ');
    let after_next = letters.get(kopecks_at + 3).copied().unwrap_or(' ');
    if next.is_alphanumeric() || next == '%' || (goes_on(next) && after_next.is_ascii_digit()) {
        return None;
    }
    Some((format!("{roubles}.{kopecks}").parse().ok()?, kopecks_at + 2))
}

#[cfg(test)]
mod tests {
    use super::{TextLine, amounts, total};

    fn of(lines: &[&str]) -> Option<String> {
        let lines: Vec<TextLine> = lines.iter().map(|line| TextLine::new(line, 10.0, 1)).collect();
        total(&lines).map(|sum| sum.to_string())
    }

    #[test]
    fn sums_are_told_from_dates_rates_and_quantities() {
        let read = |text: &str| amounts(text).iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(read("8 300,00 руб."), ["8300.00"]);
        assert_eq!(read("8\u{a0}300.00"), ["8300.00"]);
        assert_eq!(read("8300-00"), ["8300.00"]);
        assert_eq!(read("8 300 руб. 05 коп."), ["8300.05"]);
        assert_eq!(read("10\t300,00\t66,00"), ["300.00", "66.00"]);
        assert_eq!(
            read("12.03.2026 22,00% 5 шт 1,234 40702810"),
            Vec::<String>::new()
        );
    }

    #[test]
    fn the_surest_words_decide() {
        let lines = [
            "Итого: 7 000,00",
            "НДС 22 %: 1 300,00",
            "Всего к оплате: 8 300,00",
            "Всего наименований 3, на сумму 8 300,00 руб.",
        ];
        assert_eq!(of(&lines).as_deref(), Some("8300.00"));
        let lines = ["Итого: 3 050,00 руб., в том числе НДС 22 % — 550,00 руб."];
        assert_eq!(of(&lines).as_deref(), Some("3050.00"));
    }

    #[test]
    fn two_sums_for_one_word_are_none() {
        assert_eq!(of(&["Итого: 100,00", "Итого: 200,00"]), None);
        assert_eq!(of(&["Итого\t100,00\t22,00\t122,00"]), None);
        assert_eq!(
            of(&["Всего к оплате: 100,00", "Всего наименований 1, на сумму 200,00"]),
            None
        );
        assert_eq!(of(&["Итоговая сумма 100,00"]), None);
        assert_eq!(of(&["Итого: 100,00", "НДС 22 %: 22,00"]), None);
        assert_eq!(
            of(&[
                "Итого\t100,00\t22,00",
                "Всего наименований 1, на сумму 122,00 руб."
            ])
            .as_deref(),
            Some("122.00")
        );
    }
}
