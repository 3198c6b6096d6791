//! Named firms, documents and a database in a temporary folder, for the tests of this crate.

use domain::{
    BlobId, ConnectionId, CounterpartyId, DocumentDetails, DocumentId, EdoBox, EdoDocumentId, EdoFormat,
    EventActor, EventFact, FirmId, IndividualBody, Inn, KindBody, Line, LineDetails, NewDocument,
    OperatorKind, Origin, Party, PersonName, ProviderEvent, RemoteDocument, StoredFile, VatRate,
};
use jiff::Timestamp;
use jiff::civil::date;
use tempfile::TempDir;
use uuid::Uuid;

use crate::{DatabaseKey, NewConnection, NewEdoDocument, Store, Writer};

/// A repeatable source of chance (xorshift64*, <https://doi.org/10.18637/jss.v008.i14>).
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() >> 33).unwrap() % end
    }

    pub(crate) fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }

    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }

    pub(crate) fn bytes32(&mut self) -> [u8; 32] {
        std::array::from_fn(|_| u8::try_from(self.next() >> 56).unwrap())
    }
}

pub(crate) fn key() -> DatabaseKey {
    DatabaseKey::from_bytes([7; 32])
}

pub(crate) fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + second).unwrap()
}

/// A database of its own, gone with the folder.
pub(crate) struct Office {
    pub(crate) store: Store,
    pub(crate) folder: TempDir,
}

pub(crate) fn office() -> Office {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path(), &key()).unwrap();
    Office { store, folder }
}

/// A checksum-valid ИНН of a company with these nine digits in front.
pub(crate) fn inn(first_nine: u32) -> Inn {
    let text = format!("{first_nine:09}");
    let weights = [2, 4, 10, 3, 5, 9, 4, 6, 8];
    let sum: u32 = text
        .bytes()
        .zip(weights)
        .map(|(digit, weight)| u32::from(digit - b'0') * weight)
        .sum();
    format!("{text}{}", sum % 11 % 10).parse().unwrap()
}

pub(crate) fn party(name: &str, first_nine: u32) -> Party {
    Party {
        name: name.to_owned(),
        inn: inn(first_nine),
        kpp: Some("770101001".parse().unwrap()),
    }
}

pub(crate) fn sealing_wax_works() -> Party {
    party("ООО «Сургучный завод»", 770_512_301)
}

/// A paper with this number, dated `day` days into 2026, over this many kopecks.
pub(crate) fn paper(number: &str, day: i32, kopecks: i64) -> NewDocument {
    NewDocument {
        firm: None,
        counterparty: None,
        individual: None,
        assignee: None,
        direction: domain::Direction::Outbound,
        kind: None,
        format: EdoFormat::Nonformalized,
        number: number.to_owned(),
        issued_on: Some(date(2026, 1, 1).saturating_add(jiff::Span::new().days(day))),
        total: Some(domain::Money::from_kopecks(kopecks)),
        vat_amount: None,
        currency: "643".to_owned(),
        title: format!("Счёт {number}"),
        file: Some(StoredFile {
            blob: BlobId::of(format!("{number} {day} {kopecks}").as_bytes()),
            name: format!("schet-{number}.pdf"),
            size: 4_000_000_000,
        }),
        origin: Origin::Imported,
        lines: Vec::new(),
        details: DocumentDetails::default(),
    }
}

pub(crate) fn line(name: &str) -> Line {
    Line {
        name: name.to_owned(),
        unit: "шт".to_owned(),
        quantity: Some("1.00000000001".parse().unwrap()),
        price: Some("0.10".parse().unwrap()),
        vat_rate: VatRate::Percent(22),
        vat_amount: Some(domain::Money::from_kopecks(2)),
        total: Some(domain::Money::from_kopecks(12)),
        details: LineDetails::default(),
    }
}

/// The same written in the program, without a file.
pub(crate) fn record(number: &str, day: i32, kopecks: i64) -> NewDocument {
    NewDocument {
        file: None,
        origin: Origin::Composed,
        ..paper(number, day, kopecks)
    }
}

/// A file of a document, with these bytes.
pub(crate) fn made(bytes: &str) -> StoredFile {
    StoredFile {
        blob: BlobId::of(bytes.as_bytes()),
        name: format!("{bytes}.pdf"),
        size: 1024,
    }
}

/// A kind of the clerk's own.
pub(crate) fn kind_of_repairs(code: &str, name: &str) -> KindBody {
    KindBody {
        code: code.to_owned(),
        name: name.to_owned(),
        ..domain::builtin_kinds().remove(0)
    }
}

pub(crate) fn customer(full_name: &str, phone: &str) -> IndividualBody {
    IndividualBody {
        name: PersonName::from_full(full_name),
        phone: (!phone.is_empty()).then(|| phone.parse().unwrap()),
        ..IndividualBody::default()
    }
}

pub(crate) fn diadoc_box(firm: FirmId, box_id: &str) -> NewConnection {
    NewConnection {
        firm,
        operator: OperatorKind("diadoc".to_owned()),
        address: String::new(),
        edo_box: EdoBox {
            box_id: box_id.to_owned(),
            name: "Сургучный завод".to_owned(),
            inn: sealing_wax_works().inn,
            kpp: None,
            participant_id: String::new(),
            is_test: true,
        },
    }
}

/// A firm with a connection and a counterparty.
pub(crate) fn settle(w: &Writer<'_>) -> (FirmId, ConnectionId, CounterpartyId) {
    let firm = w.save_firm(None, &sealing_wax_works()).unwrap();
    let connection = w.save_connection(None, &diadoc_box(firm, "ящик-1")).unwrap();
    let counterparty = w
        .save_counterparty(&party("АО «Почтовая карета»", 780_123_450))
        .unwrap();
    (firm, connection, counterparty)
}

/// A sending of this document.
pub(crate) fn sending(
    w: &Writer<'_>,
    document: DocumentId,
    connection: ConnectionId,
    name: u128,
) -> EdoDocumentId {
    w.insert_edo_document(&NewEdoDocument {
        document,
        connection,
        custom_document_id: Uuid::from_u128(name),
        to_box: "ящик-2".to_owned(),
        file: None,
        created_at: at(0),
    })
    .unwrap()
}

pub(crate) fn remote(name: &str) -> RemoteDocument {
    RemoteDocument {
        message_id: format!("сообщение-{name}"),
        entity_id: format!("документ-{name}"),
    }
}

pub(crate) fn event(name: &str, document: &str, second: i64) -> ProviderEvent {
    ProviderEvent {
        event_id: name.to_owned(),
        happened_at: at(second),
        remote: remote(document),
        custom_document_id: None,
        actor: EventActor::Them,
        facts: vec![EventFact::Rejected("Не та сумма".to_owned())],
        state: None,
        moved: None,
    }
}
