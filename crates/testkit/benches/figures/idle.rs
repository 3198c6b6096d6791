//! One look at a feed that has nothing new, in an office with many documents: what the program does every half minute of
//! every day. `cargo xtask bench idle --documents N`; without a number a small one.
//!
//! It stands beside the same look in an office with a thousand documents: the cost of a look must not grow with what is
//! kept. Both ask a training world of their own over loopback.

use std::path::Path;

use domain::facets::{Delivery, DocflowFacets, OurSignature, TheirSignature};
use domain::{DocumentState, Severity};
use serde_json::json;
use store::{NewEdoDocument, Store};
use tempfile::TempDir;
use testkit::{Clerk, Computer, POLAR_STAR, Partner};
use tokio::runtime::Runtime;
use uuid::Uuid;

use crate::figure::{Figure, by_turns, median_ms};
use crate::office::{insert, instant, key};

/// What it stands beside.
const FEW: usize = 1_000;
/// Where nobody names a number.
pub const USUAL: usize = 20_000;
const LOOKS: usize = 40;

pub fn figures() -> Vec<Figure> {
    of(USUAL)
}

/// The look in an office with so many documents.
pub fn of(documents: usize) -> Vec<Figure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let (few, many) = (Desk::with(FEW, &runtime), Desk::with(documents, &runtime));
    let look = |desk: &Desk| runtime.block_on(desk.clerk.refreshes());
    // What is only done once a day or an hour is done.
    look(&few);
    look(&many);
    let (ours, theirs) = by_turns(LOOKS, || look(&many), || look(&few), median_ms);
    let figure = Figure::beside_peer("idle.look", "ms", ours, theirs)
        .goal("no dearer than 1.3× of a thousand documents", |figure| {
            figure.ratio <= 1.3
        })
        .detailed(json!({ "documents": documents, "looks": LOOKS }));
    vec![figure]
}

/// An office whose documents have all come to their end.
struct Desk {
    clerk: Clerk,
    _partner: Partner,
    _folder: TempDir,
}

impl Desk {
    fn with(documents: usize, runtime: &Runtime) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let computer = Computer::new();
        let partner = runtime.block_on(Partner::start());
        let clerk = Clerk::opens(folder.path(), computer.ports());
        runtime.block_on(clerk.connects(&partner, POLAR_STAR));
        drop(clerk);
        fill(folder.path(), &computer, documents);
        Self {
            clerk: Clerk::opens(folder.path(), computer.ports()),
            _partner: partner,
            _folder: folder,
        }
    }
}

fn fill(folder: &Path, computer: &Computer, documents: usize) {
    let store = Store::open(folder, &key(folder, computer.secrets.as_ref())).expect("the store opens");
    let blob = store
        .put_blob(b"the same paper for every document")
        .expect("a blob");
    let (connection, other) = store
        .write(|w| {
            let connection = w.connections()?.remove(0);
            let other = w.save_counterparty(&crate::office::party_of(1))?;
            Ok((connection, other))
        })
        .expect("a connection");
    for start in (0..documents).step_by(2_000) {
        let chunk = start..documents.min(start + 2_000);
        store
            .write(|w| {
                for number in chunk {
                    let document = insert(w, number, connection.firm, other, blob)?;
                    let life = w.insert_edo_document(&NewEdoDocument {
                        document,
                        connection: connection.id,
                        custom_document_id: Uuid::from_u128(number as u128 + 1),
                        to_box: "their-box".into(),
                        file: None,
                        created_at: instant(number),
                    })?;
                    w.set_remote(
                        life,
                        &domain::RemoteDocument {
                            message_id: format!("message-{number:08}"),
                            entity_id: format!("entity-{number:08}"),
                        },
                    )?;
                    w.set_state(life, &ended(number))?;
                }
                Ok(())
            })
            .expect("documents");
    }
}

fn ended(number: usize) -> DocumentState {
    DocumentState {
        as_of: instant(number),
        facets: DocflowFacets {
            delivery: Delivery::Delivered,
            our_signature: OurSignature::Valid,
            their_signature: TheirSignature::Signed,
            ..DocflowFacets::default()
        },
        operator_status_text: "Подписан контрагентом".into(),
        severity: Severity::Success,
    }
}
