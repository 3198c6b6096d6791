use domain::Money;
use jiff::civil::date;

use super::{Gender, agree, amount_in_words, date_in_words, number_in_words};

fn roubles(amount: &str) -> String {
    amount_in_words(amount.parse().unwrap(), "643")
}

#[test]
fn sums_are_spelt_as_an_accountant_spells_them() {
    for (amount, words) in [
        ("0", "Ноль рублей 00 копеек"),
        ("0.01", "Ноль рублей 01 копейка"),
        ("1", "Один рубль 00 копеек"),
        ("2.22", "Два рубля 22 копейки"),
        ("11.11", "Одиннадцать рублей 11 копеек"),
        ("21.21", "Двадцать один рубль 21 копейка"),
        ("1001", "Одна тысяча один рубль 00 копеек"),
        ("2000.05", "Две тысячи рублей 05 копеек"),
        ("12345.67", "Двенадцать тысяч триста сорок пять рублей 67 копеек"),
        ("1000000", "Один миллион рублей 00 копеек"),
        ("112000", "Сто двенадцать тысяч рублей 00 копеек"),
        ("1000000000000.99", "Один триллион рублей 99 копеек"),
        ("-5.50", "Минус пять рублей 50 копеек"),
    ] {
        assert_eq!(roubles(amount), words, "{amount}");
    }
}

#[test]
fn other_currencies_have_their_own_words_and_unknown_ones_their_code() {
    let amount: Money = "1002.01".parse().unwrap();
    assert_eq!(
        amount_in_words(amount, "840"),
        "Одна тысяча два доллара США 01 цент"
    );
    assert_eq!(
        amount_in_words(Money::from_kopecks(100), "978"),
        "Одно евро 00 центов"
    );
    assert_eq!(
        amount_in_words(Money::from_kopecks(500), "156"),
        "Пять юаней 00 фэней"
    );
    assert_eq!(
        amount_in_words(Money::from_kopecks(500), "826"),
        "Пять 00/100 (валюта 826)"
    );
}

#[test]
fn dates_are_written_with_the_month_in_the_genitive() {
    assert_eq!(
        date_in_words(date(2026, 11, 21)),
        "21\u{a0}ноября\u{a0}2026\u{a0}г."
    );
    assert_eq!(date_in_words(date(2026, 5, 1)), "1\u{a0}мая\u{a0}2026\u{a0}г.");
}

/// Reads words back into a number with a table of its own, so that the two can disagree.
fn spoken(words: &str) -> u64 {
    let value = |word: &str| -> u64 {
        match word {
            "ноль" => 0,
            "один" | "одна" | "одно" => 1,
            "два" | "две" => 2,
            "три" => 3,
            "четыре" => 4,
            "пять" => 5,
            "шесть" => 6,
            "семь" => 7,
            "восемь" => 8,
            "девять" => 9,
            "десять" => 10,
            "одиннадцать" => 11,
            "двенадцать" => 12,
            "тринадцать" => 13,
            "четырнадцать" => 14,
            "пятнадцать" => 15,
            "шестнадцать" => 16,
            "семнадцать" => 17,
            "восемнадцать" => 18,
            "девятнадцать" => 19,
            "двадцать" => 20,
            "тридцать" => 30,
            "сорок" => 40,
            "пятьдесят" => 50,
            "шестьдесят" => 60,
            "семьдесят" => 70,
            "восемьдесят" => 80,
            "девяносто" => 90,
            "сто" => 100,
            "двести" => 200,
            "триста" => 300,
            "четыреста" => 400,
            "пятьсот" => 500,
            "шестьсот" => 600,
            "семьсот" => 700,
            "восемьсот" => 800,
            "девятьсот" => 900,
            other => panic!("«{other}» is no number"),
        }
    };
    let (mut sum, mut group) = (0, 0);
    for word in words.split(' ') {
        let power = match word {
            word if word.starts_with("тысяч") => 1_000,
            word if word.starts_with("миллион") => 1_000_000,
            word if word.starts_with("миллиард") => 1_000_000_000,
            word if word.starts_with("триллион") => 1_000_000_000_000,
            _ => 1,
        };
        if power == 1 {
            group += value(word);
        } else {
            sum += group * power;
            group = 0;
        }
    }
    sum + group
}

#[test]
fn words_read_back_give_the_number_that_was_written() {
    let mut number: u64 = 1;
    // A full-period generator in place of chance: the same two thousand numbers of every length, every time.
    for step in 0..2_000_u32 {
        number = number
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let sample = (number >> 8) % 10_u64.pow(step % 15 + 1);
        for gender in [Gender::Masculine, Gender::Feminine, Gender::Neuter] {
            let words = number_in_words(sample, gender);
            assert_eq!(spoken(&words), sample, "{words}");
            assert!(!words.contains("  ") && words.trim() == words, "{words:?}");
        }
    }
}

#[test]
fn every_number_agrees_as_its_last_two_digits_say() {
    let forms = ["рубль", "рубля", "рублей"];
    for number in 0..1_000_u64 {
        let expected = match number % 100 {
            1 | 21 | 31 | 41 | 51 | 61 | 71 | 81 | 91 => "рубль",
            last if (5..=20).contains(&last) => "рублей",
            last if (2..=4).contains(&(last % 10)) => "рубля",
            _ => "рублей",
        };
        assert_eq!(agree(number, &forms), expected, "{number}");
    }
}
