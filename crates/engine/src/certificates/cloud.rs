//! Certificates whose keys operators keep: every connection is asked whose operator has this ability.
//!
//! The operator tells of the owner, not the certificate itself; it is completed by the first signature.

use std::collections::BTreeMap;

use connect::edo::cloud::CloudCertificate;
use domain::PersonName;
use jiff::Timestamp;
use signature::certificate::Thumbprint;
use store::{Connection, SeenCertificate};

use super::refresh::StoreTrouble;
use crate::Result;
use crate::engine::Inner;
use crate::error::Error;
use crate::signing::{CLOUD, cloud_address};

/// What operators said.
pub(super) struct Told {
    pub(super) found: BTreeMap<Thumbprint, SeenCertificate>,
    pub(super) problems: Vec<StoreTrouble>,
}

/// Asks them. One that cannot answer hides no other.
pub(super) fn told(inner: &Inner, now: Timestamp) -> Result<Told> {
    let (connections, firms) = inner.read(|r| Ok((r.connections()?, r.firms()?)))?;
    let mut told = Told {
        found: BTreeMap::new(),
        problems: Vec::new(),
    };
    for connection in connections {
        let Some(operator) = inner.operator(&connection.operator) else {
            continue;
        };
        if !operator.capabilities.cloud_signing {
            continue;
        }
        let label = format!("Облачная подпись, {}", operator.title);
        match certificates_of(inner, &connection) {
            Ok(certificates) => {
                let mut firms = firms.iter();
                let inn = firms
                    .find(|firm| firm.id == connection.firm)
                    .map(|firm| firm.party.inn.to_string());
                for certificate in certificates {
                    note(&mut told.found, &certificate, (&connection, &label, inn.as_deref()), now);
                }
            }
            Err(error) => told.problems.push(StoreTrouble {
                store: CLOUD,
                code: error.code().as_str(),
                text: error.sentence().to_owned(),
                advice: "Сертификаты, ключи которых лежат на этом компьютере, показаны. Обновите список ещё раз, когда \
                         будет связь с оператором.",
            }),
        }
    }
    Ok(told)
}

fn certificates_of(inner: &Inner, connection: &Connection) -> Result<Vec<CloudCertificate>> {
    let provider = inner.provider(connection)?;
    let runtime = tokio::runtime::Handle::try_current().map_err(Error::internal)?;
    Ok(runtime.block_on(provider.cloud_certificates(&connection.edo_box.box_id))?)
}

/// One key may serve several boxes: the box of the certificate's own organisation is asked first.
fn note(
    found: &mut BTreeMap<Thumbprint, SeenCertificate>,
    told: &CloudCertificate,
    (connection, label, inn): (&Connection, &str, Option<&str>),
    now: Timestamp,
) {
    let days = told.valid_from.zip(told.valid_to);
    let (Ok(thumbprint), Some((valid_from, valid_to))) = (Thumbprint::parse(&told.thumbprint), days) else {
        tracing::info!("a certificate of an operator has no thumbprint or no days");
        return;
    };
    let whose = [told.organisation_inn.as_str(), told.inn.as_str()];
    let is_own = inn.is_some_and(|inn| whose.contains(&inn));
    if found.contains_key(&thumbprint) && !is_own {
        return;
    }
    let name = PersonName::from_full(&told.owner).full();
    let seen = SeenCertificate {
        thumbprint: *thumbprint.as_bytes(),
        der: Vec::new(),
        name: if name.is_empty() {
            told.organisation.clone()
        } else {
            name
        },
        inn: told.inn.clone(),
        organisation: told.organisation.clone(),
        organisation_inn: told.organisation_inn.clone(),
        position: String::new(),
        issuer: String::new(),
        valid_from,
        valid_to,
        store: CLOUD.to_owned(),
        store_label: label.to_owned(),
        address: cloud_address(connection.id),
        key_state: "here".to_owned(),
        seen_at: now,
    };
    found.insert(thumbprint, seen);
}
