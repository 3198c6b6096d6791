//! Documents with everything that a list can be ordered and narrowed by, drawn by chance.

use domain::facets::{Marking, Receipt};
use domain::{
    Direction, DocflowFacets, DocflowMark, DocumentId, EdoDocumentId, EventActor, EventFact, Money,
    OperatorKind, PersonName,
};
use jiff::Timestamp;
use uuid::Uuid;

use super::super::{Known, Owners, fill};
use crate::testing::{Chance, at, settle};
use crate::{NewEdoDocument, Step, TimelineEntry, Writer};

/// A document with everything that the list is ordered by.
pub(super) struct Full {
    pub(super) known: Known,
    pub(super) operator: Option<OperatorKind>,
    pub(super) since: Timestamp,
    pub(super) firm: Option<String>,
    pub(super) kind: Option<String>,
    pub(super) other_side: Option<(String, i64)>,
    /// What its sendings did, and at which hour.
    pub(super) steps: Vec<(Step, i64)>,
    pub(super) marks: Vec<DocflowMark>,
}

/// Facets with no mark, one and two.
fn facets(chance: &mut Chance) -> DocflowFacets {
    DocflowFacets {
        receipt: chance.pick(&[Receipt::NotRequired, Receipt::Required]).clone(),
        marking: chance.pick(&[Marking::None, Marking::Failed]).clone(),
        ..DocflowFacets::default()
    }
}

const NUMBERS: [&str; 9] = ["2", "10", "А-2", "а-10", "А-9", "007", "", "10/2", "Ё-1"];

pub(super) fn filled(w: &Writer<'_>, chance: &mut Chance, count: usize) -> (Owners, Vec<Full>) {
    let (owners, mut known) = fill(w, chance, 3, count);
    let (_, connection, _) = settle(w);
    let mut full = Vec::new();
    for (place, known) in known.iter_mut().enumerate() {
        known.body.number = (*chance.pick(&NUMBERS)).to_owned();
        known.body.total = (chance.below(6) > 0)
            .then(|| Money::from_kopecks(100 * i64::try_from(chance.below(12)).unwrap() - 300));
        if chance.below(9) == 0 {
            known.body.currency = "840".to_owned();
        }
        w.update_document(known.id, 1, &known.body).unwrap();
        if chance.below(4) == 0 {
            known.body.direction = Direction::Inbound;
            w.set_direction(known.id, Direction::Inbound).unwrap();
        }
        let is_sent = chance.below(3) == 0;
        let mut steps = Vec::new();
        for turn in 0..if is_sent { 1 + chance.below(2) } else { 0 } {
            let sending = NewEdoDocument {
                document: known.id,
                connection,
                custom_document_id: Uuid::from_u128((place * 10 + turn) as u128 + 1),
                to_box: "их ящик".to_owned(),
                file: None,
                created_at: at(2),
            };
            let sending = w.insert_edo_document(&sending).unwrap();
            steps.extend(taken(w, chance, (known.id, sending)));
        }
        let reported = is_sent.then(|| [facets(chance), facets(chance)]);
        for facets in reported.iter().flatten() {
            w.set_document_marks(known.id, DocflowMark::of(facets)).unwrap();
        }
        let since = at(i64::try_from(chance.below(30)).unwrap() * 3600);
        w.set_document_status(known.id, known.status, since).unwrap();
        let name_in = |table: &str, id: i64| -> String {
            let sql = format!("SELECT name FROM {table} WHERE id = ?1");
            w.sql.query_row(&sql, [id], |row| row.get(0)).unwrap()
        };
        let company = known.body.counterparty.map(|id| {
            let name = name_in("counterparties", id.0).to_lowercase();
            (name, id.0)
        });
        let person = known.body.individual.map(|id| {
            let name: PersonName = w.individual(id).unwrap().unwrap().body.name;
            (format!("{} {} {}", name.last, name.first, name.middle), -id.0)
        });
        full.push(Full {
            steps,
            marks: reported.map_or_else(Vec::new, |[_, last]| DocflowMark::of(&last).collect()),
            operator: is_sent.then(|| OperatorKind("diadoc".to_owned())),
            since,
            firm: known.body.firm.map(|id| name_in("firms", id.0)),
            kind: known.body.kind.map(|id| name_in("kinds", id.0)),
            other_side: company.or(person),
            known: known.clone(),
        });
    }
    (owners, full)
}

/// A sending goes some steps of its way; told of twice, because operators do so.
fn taken(w: &Writer<'_>, chance: &mut Chance, of: (DocumentId, EdoDocumentId)) -> Vec<(Step, i64)> {
    let hour = |chance: &mut Chance| i64::try_from(chance.below(30)).unwrap();
    let (sent, answered) = (hour(chance), hour(chance));
    let no = EventFact::Rejected("Не та сумма".to_owned());
    let answer = match chance.below(3) {
        0 => Some((Step::Signed, EventFact::Signed)),
        1 => Some((Step::Refused, no)),
        _ => None,
    };
    let sent = (Step::Sent, sent, EventActor::Us, EventFact::Posted);
    let answer = answer.map(|(step, fact)| (step, answered, EventActor::Them, fact));
    let mut steps = Vec::new();
    for (step, hour, actor, fact) in [Some(sent), answer].into_iter().flatten() {
        for again in [0, 7] {
            let entry = TimelineEntry {
                document: of.0,
                edo_document: Some(of.1),
                at: at((hour + again) * 3600),
                actor,
                fact: fact.clone(),
            };
            w.add_timeline(&entry).unwrap();
        }
        steps.push((step, hour));
    }
    steps
}
