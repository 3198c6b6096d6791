//! Puts words into the order of reading.

use super::Word;

/// Words by lines from the top and from the left; what is written twice in one place (a way to print bold) stands once.
pub fn in_reading_order(mut words: Vec<Word>) -> Vec<Word> {
    words.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut ordered: Vec<Word> = Vec::with_capacity(words.len());
    let mut line: Vec<Word> = Vec::new();
    for word in words {
        if line.first().is_some_and(|first| !on_one_line(first, &word)) {
            finish(&mut line, &mut ordered);
        }
        line.push(word);
    }
    finish(&mut line, &mut ordered);
    ordered
}

fn finish(line: &mut Vec<Word>, ordered: &mut Vec<Word>) {
    line.sort_by(|a, b| a.x.total_cmp(&b.x));
    line.dedup_by(|second, first| {
        second.text == first.text && (second.x - first.x).abs() < 1.0 && (second.y - first.y).abs() < 1.0
    });
    ordered.append(line);
}

/// Whether two words stand on one line: their middles are closer than half of the smaller height.
pub fn on_one_line(one: &Word, other: &Word) -> bool {
    let middle = |word: &Word| word.y + word.height / 2.0;
    (middle(one) - middle(other)).abs() < one.height.min(other.height) / 2.0
}

#[cfg(test)]
mod tests {
    use super::{Word, in_reading_order};

    fn word(text: &str, x: f32, y: f32) -> Word {
        Word {
            text: text.to_owned(),
            x,
            y,
            width: 30.0,
            height: 10.0,
        }
    }

    #[test]
    fn words_are_read_by_lines_and_bold_ones_once() {
        let words = vec![
            word("второй", 50.0, 30.5),
            word("Счёт", 10.0, 10.0),
            word("первый", 10.0, 31.0),
            word("№", 60.0, 9.0),
            word("Счёт", 10.4, 10.2),
        ];
        let read: Vec<String> = in_reading_order(words)
            .into_iter()
            .map(|word| word.text)
            .collect();
        assert_eq!(read, ["Счёт", "№", "первый", "второй"]);
    }
}
