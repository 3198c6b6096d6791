//! An archive of years in a folder that stays: so many documents of 5,000 counterparties, a few of them with most of
//! the papers, three lines each, two in three sent. Made once for each size, by the store's own functions.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use domain::facets::{Marking, Receipt, TheirSignature};
use domain::{
    ConnectionId, CounterpartyId, Direction, DocflowFacets, DocflowMark, DocumentDetails, DocumentId, EdoBox,
    EdoFormat, EdoStatus, EventActor, EventFact, FirmId, IndividualBody, IndividualId, KindId, Line,
    LineDetails, Money, NewDocument, OperatorKind, Origin, PersonName, UtdFunction, VatRate,
};
use engine::Engine;
use engine::ports::{Ports, Secrets};
use jiff::{Timestamp, ToSpan};
use store::{NewConnection, NewEdoDocument, Store, TimelineEntry, Writer};
use testkit::{Computer, FileSecrets};
use uuid::Uuid;

use crate::office::{bare, key, party, party_of};

const COUNTERPARTIES: usize = 5_000;
const PEOPLE: usize = 1_000;
/// Three years back from today.
const DAYS: usize = 1_095;
const GOODS: [&str; 8] = [
    "Сургуч красный",
    "Печать латунная",
    "Бумага писчая",
    "Конверт почтовый",
    "Шпагат льняной",
    "Перо стальное",
    "Чернила железогалловые",
    "Пломба свинцовая",
];
/// What is still open behind the statuses: much, little and very little.
pub const MARKS: [DocflowMark; 3] = [
    DocflowMark::TheirSignatureAwaited,
    DocflowMark::ReceiptRequired,
    DocflowMark::MarkingFailed,
];
const KINDS: [&str; 4] = ["УПД", "Счёт-фактура", "Договор", "Акт"];

/// A repeatable source of chance (xorshift64*, <https://doi.org/10.18637/jss.v008.i14>).
pub struct Chance(pub u64);

impl Chance {
    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % end
    }

    /// The first ones far more often than the last.
    pub fn skewed(&mut self, end: usize) -> usize {
        let part = self.below(1 << 20) as f64 / f64::from(1 << 20);
        (end as f64 * part.powi(4)) as usize
    }
}

/// An open archive.
pub struct Archive {
    pub engine: Engine,
    pub sql: rusqlite::Connection,
}

impl Archive {
    /// The archive of this size; made first when there is none.
    pub fn of(documents: usize) -> Self {
        let folder = place(documents);
        let secrets: Arc<dyn Secrets> = Arc::new(FileSecrets::new(folder.join("secrets.json")));
        let ports = || Ports {
            secrets: Arc::clone(&secrets),
            ..Computer::new().ports()
        };
        let done = folder.join("whole");
        let office = folder.join("office");
        if !done.exists() {
            let _none = std::fs::remove_dir_all(&folder);
            std::fs::create_dir_all(&office).expect("a folder");
            drop(Engine::open(&office, ports()).expect("a new folder opens"));
            let key = key(&office, secrets.as_ref());
            fill(&Store::open(&office, &key).expect("the store opens"), documents);
            std::fs::write(&done, "").expect("a mark");
        }
        let engine = Engine::open(&office, ports()).expect("the folder opens");
        let sql = bare(&office, secrets.as_ref(), &office.join("surguch.db"));
        Self { engine, sql }
    }
}

/// One folder for each size; an archive of an earlier version is brought up to the present one when it is opened.
fn place(documents: usize) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../target/archives/{documents}"))
}

/// To whom documents belong.
struct Sides {
    firms: Vec<FirmId>,
    connections: Vec<ConnectionId>,
    others: Vec<CounterpartyId>,
    people: Vec<IndividualId>,
    kinds: Vec<KindId>,
}

fn fill(store: &Store, documents: usize) {
    let now = Timestamp::now();
    let mut chance = Chance(42);
    let sides = store.write(|w| sides(w, now)).expect("sides");
    for start in (0..documents).step_by(2_000) {
        store
            .write(|w| {
                for number in start..documents.min(start + 2_000) {
                    add(w, &mut chance, &sides, number, documents, now)?;
                }
                Ok(())
            })
            .expect("documents");
    }
}

fn sides(w: &Writer<'_>, now: Timestamp) -> store::Result<Sides> {
    let mut sides = Sides {
        firms: Vec::new(),
        connections: Vec::new(),
        others: Vec::new(),
        people: Vec::new(),
        kinds: w.kinds()?.into_iter().take(4).map(|kind| kind.id).collect(),
    };
    for (at, name) in ["Сургучная мастерская", "Почтовый двор", "Гербовая бумага"]
        .iter()
        .enumerate()
    {
        let party = party(&format!("ООО «{name}»"), 900_000 + at);
        let firm = w.save_firm(None, &party)?;
        sides.firms.push(firm);
        let edo_box = EdoBox {
            box_id: format!("box-{at}"),
            name: party.name,
            inn: party.inn,
            kpp: None,
            participant_id: String::new(),
            is_test: true,
        };
        sides.connections.push(w.save_connection(
            None,
            &NewConnection {
                firm,
                operator: OperatorKind(connect::edo::operators()[0].kind.into()),
                address: "http://127.0.0.1:9".into(),
                edo_box,
            },
        )?);
    }
    for number in 1..=COUNTERPARTIES {
        sides.others.push(w.save_counterparty(&party_of(number))?);
    }
    for number in 0..PEOPLE {
        let body = IndividualBody {
            name: PersonName::from_full(&format!("Печатников{number} Пётр Ильич")),
            ..IndividualBody::default()
        };
        sides.people.push(w.save_individual(None, &body, now)?);
    }
    assert!(sides.kinds.len() == KINDS.len(), "a new folder has its kinds");
    Ok(sides)
}

fn add(
    w: &Writer<'_>,
    chance: &mut Chance,
    sides: &Sides,
    number: usize,
    documents: usize,
    now: Timestamp,
) -> store::Result<DocumentId> {
    let age_days = (documents - 1 - number) * DAYS / documents;
    let created = now - (age_days as i64 * 24 + 1).hours();
    let is_person = chance.below(20) == 0;
    let firm = chance.skewed(sides.firms.len());
    let total = Money::from_kopecks((chance.skewed(50_000_000) + 100) as i64);
    let kind = chance.below(sides.kinds.len());
    let id = w.insert_document(
        &NewDocument {
            firm: Some(sides.firms[firm]),
            counterparty: (!is_person).then(|| sides.others[chance.skewed(sides.others.len())]),
            individual: is_person.then(|| sides.people[chance.below(sides.people.len())]),
            assignee: None,
            direction: if chance.below(10) == 0 {
                Direction::Inbound
            } else {
                Direction::Outbound
            },
            kind: Some(sides.kinds[kind]),
            format: EdoFormat::Utd(UtdFunction::InvoiceAndTransfer),
            number: format!("{}-{}", ["УТ", "БП", "А"][number % 3], number / 3 + 1),
            issued_on: Some(created.to_zoned(jiff::tz::TimeZone::UTC).date()),
            total: Some(total),
            vat_amount: None,
            currency: "643".into(),
            title: format!("{} № {number}", KINDS[kind]),
            file: None,
            origin: Origin::Composed,
            lines: (0..3).map(|_| line(chance)).collect(),
            details: DocumentDetails::default(),
        },
        created,
    )?;
    if chance.below(3) > 0 {
        let sending = w.insert_edo_document(&NewEdoDocument {
            document: id,
            connection: sides.connections[firm],
            custom_document_id: Uuid::from_u128(number as u128 + 1),
            to_box: "their-box".into(),
            file: None,
            created_at: created,
        })?;
        let since = now - (chance.skewed(age_days * 24 + 1) as i64).hours();
        w.add_timeline(&TimelineEntry {
            document: id,
            edo_document: Some(sending),
            at: created,
            actor: EventActor::Us,
            fact: EventFact::Posted,
        })?;
        w.set_document_marks(id, DocflowMark::of(&facets(chance)))?;
        w.set_document_status(id, status(chance, age_days), since)?;
    }
    Ok(id)
}

fn facets(chance: &mut Chance) -> DocflowFacets {
    let mut facets = DocflowFacets::default();
    match chance.below(100) {
        0..=14 => facets.their_signature = TheirSignature::Awaited,
        15..=17 => facets.receipt = Receipt::Required,
        18 if chance.below(10) == 0 => facets.marking = Marking::Failed,
        _ => {}
    }
    facets
}

/// Old papers are done with, most of them well.
fn status(chance: &mut Chance, age_days: usize) -> EdoStatus {
    match (age_days, chance.below(20)) {
        (_, 0) => EdoStatus::Rejected,
        (_, 1) => EdoStatus::Revoked,
        (..=30, 2..=8) => EdoStatus::Delivered,
        (..=30, 9..=12) => EdoStatus::Sent,
        _ => EdoStatus::Completed,
    }
}

fn line(chance: &mut Chance) -> Line {
    Line {
        name: format!("{} № {}", GOODS[chance.skewed(GOODS.len())], chance.below(1_000)),
        unit: "шт".into(),
        quantity: Some("1".parse().expect("a number")),
        price: Some("100".parse().expect("a number")),
        vat_rate: VatRate::Percent(22),
        vat_amount: None,
        total: Some(Money::from_kopecks(10_000)),
        details: LineDetails::default(),
    }
}
