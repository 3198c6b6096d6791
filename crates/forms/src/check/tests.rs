use formats::pdf_text::{Area, PageText, Word};

use super::{CheckRules, Severity, check_pages, check_source};

/// A page of A4 with these lines of text, words 50 points apart.
fn page(lines: &[&str]) -> PageText {
    let mut words = Vec::new();
    for (row, line) in (0_u16..).zip(lines) {
        for (place, text) in (0_u16..).zip(line.split_whitespace()) {
            words.push(Word {
                text: text.to_owned(),
                x: 60.0 + 50.0 * f32::from(place),
                y: 60.0 + 14.0 * f32::from(row),
                width: 45.0,
                height: 10.0,
            });
        }
    }
    PageText {
        page: 1,
        width_pt: 595.0,
        height_pt: 842.0,
        words,
        marks: Vec::new(),
    }
}

fn codes(page: PageText) -> Vec<&'static str> {
    let findings = check_pages(&[page], &CheckRules::default());
    findings.into_iter().map(|finding| finding.code).collect()
}

#[test]
fn a_phrase_of_paper_is_found_in_whatever_way_it_is_set() {
    for lines in [
        &["Договор составлен в двух экземплярах."][..],
        &["Составлено В  ДВУХ", "экземплярах"],
        &["составлено в двух экземпля-", "рах, имеющих равную силу"],
        &["составлено в д в у х э к з е м п л я р а х"],
        &["(«в двух экземплярах»)"],
        &["договор в трех экземплярах"],
    ] {
        assert_eq!(codes(page(lines)), ["forbidden_phrase"], "{lines:?}");
    }
}

#[test]
fn words_that_only_contain_the_phrase_are_left_alone() {
    for lines in [
        &["Обед в двух экземплярчиках"][..],
        &["ядвадвух экземплярах"],
        &["в двухстах экземплярах"],
    ] {
        assert_eq!(codes(page(lines)), Vec::<&str>::new(), "{lines:?}");
    }
}

#[test]
fn a_finding_points_at_all_the_words_of_the_phrase() {
    let findings = check_pages(
        &[page(&["Акт составлен", "в двух", "экземплярах"])],
        &CheckRules::default(),
    );
    let place = findings[0].place.clone().unwrap();
    assert_eq!(findings[0].severity, Severity::Blocker);
    assert_eq!(place.text, "в двух экземплярах");
    let expected = Area {
        x: 60.0,
        y: 74.0,
        width: 95.0,
        height: 24.0,
    };
    assert_eq!((place.page, place.area), (1, expected));
}

#[test]
fn a_place_for_a_seal_is_a_note_and_stops_nothing() {
    let findings = check_pages(&[page(&["Директор", "М. П."])], &CheckRules::default());
    assert_eq!(
        findings
            .iter()
            .map(|finding| (finding.code, finding.severity))
            .collect::<Vec<_>>(),
        [("seal_place", Severity::Note)]
    );
}

#[test]
fn initials_beside_a_surname_are_no_place_for_a_seal() {
    for line in ["Директор Иванова М. П.", "принял М. П. Иванова", "Иванова М.П."]
    {
        assert_eq!(codes(page(&[line])), Vec::<&str>::new(), "{line}");
    }
}

#[test]
fn a_full_page_has_no_room_for_the_stamp_and_half_a_page_has() {
    let line = "слово слово слово слово слово слово слово слово слово слово";
    assert_eq!(codes(page(&vec![line; 54])), ["no_stamp_room"]);
    assert_eq!(codes(page(&vec![line; 30])), Vec::<&str>::new());
    let mut drawn = page(&["слово"]);
    drawn.marks.push(Area {
        x: 0.0,
        y: 0.0,
        width: 595.0,
        height: 842.0,
    });
    assert_eq!(codes(drawn), ["no_stamp_room"]);
}

#[test]
fn the_words_about_the_simple_signature_are_missed_only_where_they_are_wanted() {
    let rules = CheckRules {
        wants_simple_signature_words: true,
        ..CheckRules::default()
    };
    let codes = |lines: &[&str]| -> Vec<&str> {
        let findings = check_pages(&[page(lines)], &rules);
        findings.into_iter().map(|finding| finding.code).collect()
    };
    assert_eq!(codes(&["Акт"]), ["no_simple_signature_words"]);
    assert_eq!(
        codes(&["Документ подписан при", "помощи пэп"]),
        Vec::<&str>::new()
    );
}

#[test]
fn a_scan_is_told_to_be_looked_at() {
    let mut scan = page(&[]);
    scan.marks.push(Area {
        x: 0.0,
        y: 0.0,
        width: 595.0,
        height: 700.0,
    });
    assert_eq!(codes(scan), ["no_text"]);
}

#[test]
fn the_text_of_a_template_is_checked_with_line_and_column_and_remarks_are_not() {
    let source =
        "#import \"surguch.typ\": *\n// в двух экземплярах\nСоставлен [в двух экземплярах].\n#stamp-room()";
    let findings = check_source(source, &CheckRules::default());
    assert_eq!(findings.len(), 1, "{findings:?}");
    let place = findings[0].place.clone().unwrap();
    assert_eq!((place.page, place.area.x), (3, 11.0));
    let without = check_source("Привет", &CheckRules::default());
    assert_eq!(
        without.iter().map(|finding| finding.code).collect::<Vec<_>>(),
        ["no_stamp_room"]
    );
}
