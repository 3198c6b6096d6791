use domain::{DocumentId, IndividualId, NewDocument};

use crate::testing::{Chance, at, customer, line, office, record};
use crate::{DocumentQuery, Reader, Writer};

const WORDS: [&str; 5] = ["масло", "фильтр", "дверь", "колодки", "ремень"];
const NAMES: [&str; 3] = ["Алиев", "Пак", "Королев"];

fn found(r: &Reader<'_>, text: &str) -> Vec<DocumentId> {
    let query = DocumentQuery {
        text: text.to_owned(),
        limit: 100,
        ..DocumentQuery::default()
    };
    let mut ids: Vec<_> = r
        .documents(&query)
        .unwrap()
        .rows
        .iter()
        .map(|row| row.id)
        .collect();
    ids.sort_unstable();
    ids
}

fn any_record(chance: &mut Chance, people: &[IndividualId]) -> NewDocument {
    let word = |chance: &mut Chance| WORDS[chance.below(WORDS.len())];
    let day = i32::try_from(chance.below(30)).unwrap();
    let mut body = record(&format!("ЗН-{}", chance.below(50)), day, 100);
    body.title = word(chance).to_owned();
    body.lines = (0..chance.below(4)).map(|_| line(word(chance))).collect();
    body.details.comment = word(chance).to_owned();
    body.individual = (chance.below(2) == 0).then(|| *chance.pick(people));
    body
}

fn change(w: &Writer<'_>, chance: &mut Chance, id: DocumentId, new: &NewDocument) {
    match chance.below(4) {
        0 => {
            let trash = w.trash_document(id, at(1)).unwrap();
            w.restore_from_trash(trash, at(2)).unwrap();
        }
        1 => w.set_parties(id, None, None, new.individual).unwrap(),
        _ => {
            let revision = w.document(id).unwrap().unwrap().revision;
            w.update_document(id, revision, new).unwrap();
        }
    }
}

/// What a document says, put together anew.
fn said(w: &Writer<'_>, id: DocumentId) -> String {
    let body = w.document(id).unwrap().unwrap().body;
    let mut said = format!("{} {}", body.title, body.details.comment);
    for line in &body.lines {
        said.push_str(&format!(" {}", line.name));
    }
    if let Some(person) = body.individual {
        let person = w.individual(person).unwrap().unwrap();
        said.push_str(&format!(" {}", person.body.name.last));
    }
    said.to_lowercase()
}

#[test]
fn after_any_changes_the_index_finds_what_a_look_at_every_document_finds() {
    let office = office();
    let mut chance = Chance(77);
    office
        .store
        .write(|w| {
            let people = NAMES.map(|name| w.save_individual(None, &customer(name, ""), at(0)).unwrap());
            let living: Vec<_> = (0..40)
                .map(|_| {
                    w.insert_document(&any_record(&mut chance, &people), at(0))
                        .unwrap()
                })
                .collect();
            for _ in 0..300 {
                let new = any_record(&mut chance, &people);
                let id = *chance.pick(&living);
                change(w, &mut chance, id, &new);
            }
            for word in WORDS.into_iter().chain(NAMES) {
                let fits = |id: &DocumentId| said(w, *id).contains(&word.to_lowercase());
                let expected: Vec<_> = living.iter().copied().filter(fits).collect();
                assert!(!expected.is_empty(), "the test looks for something that is there");
                assert_eq!(found(w, word), expected, "{word}");
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn every_document_has_one_entry_at_its_place_and_there_is_no_other() {
    let office = office();
    let mut chance = Chance(5);
    office
        .store
        .write(|w| {
            let people = [w.save_individual(None, &customer("Пак", ""), at(0))?];
            let ids = [0; 6].map(|_| {
                w.insert_document(&any_record(&mut chance, &people), at(0))
                    .unwrap()
            });
            for _ in 0..100 {
                let new = any_record(&mut chance, &people);
                let id = *chance.pick(&ids);
                change(w, &mut chance, id, &new);
            }
            w.trash_document(ids[0], at(3))?;
            let entries = |sql: &str| -> Vec<i64> {
                let mut query = w.sql.prepare(sql).unwrap();
                let rows = query.query_map([], |row| row.get(0)).unwrap();
                rows.map(Result::unwrap).collect()
            };
            let expected = entries("SELECT (listed_on << 36) + id FROM documents ORDER BY 1");
            assert_eq!(expected.len(), 5);
            assert_eq!(
                entries("SELECT rowid FROM document_terms ORDER BY rowid"),
                expected
            );
            assert_eq!(entries("SELECT count(*) FROM document_words"), [5]);
            Ok(())
        })
        .unwrap();
}
