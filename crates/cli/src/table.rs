//! Columns that stand straight: the width of a text is what a terminal shows, not its bytes or letters.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Which edge of a column is straight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Left,
    Right,
}

/// A column.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column {
    pub title: &'static str,
    pub side: Side,
    /// Longer texts are cut off, with «…».
    pub at_most: usize,
}

/// A column of texts.
pub(crate) const fn left(title: &'static str, at_most: usize) -> Column {
    Column {
        title,
        side: Side::Left,
        at_most,
    }
}

/// A column of numbers.
pub(crate) const fn right(title: &'static str, at_most: usize) -> Column {
    Column {
        title,
        side: Side::Right,
        at_most,
    }
}

/// The lines of a table with its heading.
pub(crate) fn lines<const N: usize>(columns: &[Column; N], rows: &[[String; N]]) -> Vec<String> {
    let heading = columns.map(|column| column.title.to_owned());
    let cells: Vec<[String; N]> = std::iter::once(&heading)
        .chain(rows)
        .map(|row| std::array::from_fn(|at| cell(columns, row, at)))
        .collect();
    let widths: [usize; N] = std::array::from_fn(|at| {
        cells
            .iter()
            .filter_map(|row| row.get(at))
            .map(|text| text.width())
            .max()
            .unwrap_or(0)
    });
    cells
        .iter()
        .map(|row| {
            let padded: Vec<String> = columns
                .iter()
                .zip(row)
                .zip(widths)
                .map(|((column, text), width)| pad(text, width, column.side))
                .collect();
            padded.join("  ").trim_end().to_owned()
        })
        .collect()
}

fn cell<const N: usize>(columns: &[Column; N], row: &[String; N], at: usize) -> String {
    match (columns.get(at), row.get(at)) {
        (Some(column), Some(text)) => cut(&one_line(text), column.at_most),
        _ => String::new(),
    }
}

/// Control characters of foreign texts must not move the cursor.
pub(crate) fn one_line(text: &str) -> String {
    text.chars()
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .collect()
}

fn cut(text: &str, at_most: usize) -> String {
    if text.width() <= at_most {
        return text.to_owned();
    }
    let mut shown = String::new();
    let mut width = 1;
    for letter in text.chars() {
        width += letter.width().unwrap_or(0);
        if width > at_most {
            break;
        }
        shown.push(letter);
    }
    shown.truncate(shown.trim_end().len());
    shown.push('…');
    shown
}

fn pad(text: &str, width: usize, side: Side) -> String {
    let gap = " ".repeat(width.saturating_sub(text.width()));
    match side {
        Side::Left => format!("{text}{gap}"),
        Side::Right => format!("{gap}{text}"),
    }
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr;

    use super::{left, lines, right};

    #[test]
    fn cyrillic_wide_and_combining_letters_stand_in_straight_columns() {
        let rows = [
            [
                "1".to_owned(),
                "ООО «Ромашка»".to_owned(),
                "12 345,60".to_owned(),
                "Завершён".to_owned(),
            ],
            [
                "212".to_owned(),
                "ИП Йо\u{301}лкин".to_owned(),
                "5,00".to_owned(),
                "В очереди".to_owned(),
            ],
            [
                "3".to_owned(),
                "株式会社 Кедровая роща и товарищи".to_owned(),
                String::new(),
                "—".to_owned(),
            ],
        ];
        let columns = [
            right("№", 8),
            left("Контрагент", 16),
            right("Сумма", 14),
            left("Статус ЭДО", 40),
        ];
        let table = lines(&columns, &rows);
        let edge = |line: &str, word: &str| line.split(word).next().unwrap().width();
        assert_eq!(edge(&table[0], "Статус"), edge(&table[1], "Завершён"));
        assert_eq!(edge(&table[0], "Статус"), edge(&table[2], "В очереди"));
        assert_eq!(edge(&table[0], "Статус"), edge(&table[3], "—"));
        assert!(
            table[3].contains('…') && !table[3].contains("товарищи"),
            "{}",
            table[3]
        );
        assert!(table[1].starts_with("  1  ООО"), "{}", table[1]);
    }

    #[test]
    fn a_foreign_text_cannot_move_the_cursor() {
        let rows = [["\u{1b}[2Jзлой\nтекст".to_owned()]];
        let table = lines(&[left("Название", 40)], &rows);
        assert_eq!(table[1], " [2Jзлой текст");
    }
}
