use domain::{DocumentId, FieldInput, KindBody, KindField, Reference};

use super::{FoundIn, FoundPlace, HiddenWords, snippet};
use crate::testing::{at, customer, kind_of_repairs, line, office, paper, party, record};

fn hidden(document: DocumentId, words: &str) -> HiddenWords {
    HiddenWords {
        document,
        words: words.split(' ').map(str::to_owned).collect(),
    }
}

#[test]
fn words_that_no_row_shows_are_told_with_the_part_in_which_they_stand() {
    let office = office();
    office
        .store
        .write(|w| {
            let mut body = record("7", 0, 100);
            body.title = "Поставка к празднику".to_owned();
            body.counterparty = Some(w.save_counterparty(&party("ООО «Ромашка»", 770_712_345))?);
            body.lines = vec![line("Бумага"), line("Сургуч красный № 512")];
            body.lines[1].details.item_code = "АРТ-99".to_owned();
            body.details.comment = "Оставить\n у вахтёра".to_owned();
            body.details.grounds = vec![Reference {
                name: "Договор подряда".to_owned(),
                number: "18/К".to_owned(),
                issued_on: None,
            }];
            let id = w.insert_document(&body, at(0))?;
            let inn = party("", 770_712_345).inn.as_str().to_owned();
            for (words, part, text) in [
                ("сургуч", FoundIn::Line, "Сургуч красный № 512"),
                ("512 красн", FoundIn::Line, "Сургуч красный № 512"),
                ("вахтера", FoundIn::Comment, "Оставить у вахтёра"),
                ("подряд", FoundIn::Ground, "Договор подряда 18/К"),
                ("99", FoundIn::ItemCode, "АРТ-99"),
                ("праздник", FoundIn::Title, "Поставка к празднику"),
                ("ромашка", FoundIn::Counterparty, "ООО «Ромашка»"),
                ("7707", FoundIn::Inn, inn.as_str()),
            ] {
                let expected = FoundPlace {
                    document: id,
                    part,
                    label: String::new(),
                    text: text.to_owned(),
                };
                assert_eq!(w.found_places(&[hidden(id, words)])?, [expected], "{words}");
            }
            // A document that is gone, words that are nowhere, no words at all.
            let nothing = [
                hidden(DocumentId(99), "сургуч"),
                hidden(id, "лютик"),
                hidden(id, ""),
            ];
            assert_eq!(w.found_places(&nothing)?, []);
            Ok(())
        })
        .unwrap();
}

#[test]
fn the_part_with_most_of_the_words_is_told_and_a_field_by_what_the_clerk_calls_it() {
    let office = office();
    office
        .store
        .write(|w| {
            let kind = KindBody {
                fields: vec![KindField {
                    name: "plate".to_owned(),
                    label: "Госномер".to_owned(),
                    input: FieldInput::Line,
                }],
                ..kind_of_repairs("repairs", "Ремонт")
            };
            let mut body = record("8", 0, 100);
            body.kind = Some(w.save_kind(None, &kind)?);
            body.lines = vec![line("Замена масла")];
            body.details.comment = "Замена фильтра и масла".to_owned();
            body.details
                .fields
                .insert("plate".to_owned(), "А512ВС 77".to_owned());
            let id = w.insert_document(&body, at(0))?;
            let told = w.found_places(&[hidden(id, "масла фильтра"), hidden(id, "а512")])?;
            assert_eq!(
                (told[0].part, told[0].text.as_str()),
                (FoundIn::Comment, "Замена фильтра и масла")
            );
            assert_eq!(
                (told[1].part, told[1].label.as_str()),
                (FoundIn::Field, "Госномер")
            );
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_file_and_a_person_are_told_too() {
    let office = office();
    office
        .store
        .write(|w| {
            let mut body = paper("9", 0, 100);
            body.individual =
                Some(w.save_individual(None, &customer("Петров Олег", "+79161234567"), at(0))?);
            let id = w.insert_document(&body, at(0))?;
            let told = w.found_places(&[hidden(id, "schet"), hidden(id, "петров"), hidden(id, "1234567")])?;
            let parts: Vec<_> = told.iter().map(|one| one.part).collect();
            assert_eq!(parts, [FoundIn::File, FoundIn::Individual, FoundIn::Phone]);
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_long_text_is_told_from_shortly_before_the_word() {
    let words = ["сургуч".to_owned()];
    let long = format!(
        "{} белый и красный сургуч, {}",
        "слово ".repeat(40),
        "ещё ".repeat(60)
    );
    let told = snippet(&long, &words);
    assert!(told.starts_with("…и красный сургуч, ещё"), "{told}");
    assert!(told.ends_with('…') && told.chars().count() <= 122, "{told}");
    assert_eq!(snippet("Белый сургуч", &words), "Белый сургуч");
    assert_eq!(snippet("ничего", &words), "ничего");
    let glued = format!("{}сургуч", "а".repeat(300));
    assert!(snippet(&glued, &words).starts_with('а'));
}
