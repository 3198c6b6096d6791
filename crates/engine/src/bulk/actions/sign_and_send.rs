//! «Подписать и отправить»: as sending, with a signature of our own made before the row of the outbox is written.
//!
//! The keys are opened once for the job. A key that stops signing stops the job: what was signed is in the outbox, the
//! rest is ready as before.

use std::collections::BTreeMap;

use connect::edo::PowerOfAttorneyRef;
use domain::{ConnectionId, Document, DocumentId, FirmId};
use serde::Deserialize;
use store::{BulkFault, CertificateId, KeptCertificate, PowerOfAttorney, PowerOfAttorneyId, Reader};

use super::asked;
use crate::bulk::action::there;
use crate::bulk::{BulkAction, Course, Effect, Enqueued, Made, Readiness, Verdict, refused};
use crate::engine::Inner;
use crate::error::{Code, Error};
use crate::send::{self, Repeat, SignedBy, Wish};
use crate::signing::{self, Keys};
use crate::{Result, certificates, connections, preflight};

pub(super) const ACTION: BulkAction = BulkAction {
    code: "sign_and_send",
    label: "Подписание и отправка",
    is_outward: true,
    changes_documents: true,
    makes_file: false,
    needs_keys: true,
    undone_by: None,
    // A token signs for up to a second.
    rows_at_once: 8,
    begin: |inner, params| {
        let asked: Asked = asked(params)?;
        let connection = asked.connection_id.map(ConnectionId);
        inner.read(|r| {
            if let Some(connection) = connection {
                r.connection(connection)?.ok_or_else(connections::not_found)?;
            }
            let mut signers = BTreeMap::new();
            for (firm, certificate) in asked.certificates {
                let kept = certificates::known(r, CertificateId(certificate))?;
                let power = match asked.powers_of_attorney.get(&firm) {
                    Some(id) => Some(
                        r.power_of_attorney(PowerOfAttorneyId(*id))?
                            .ok_or_else(no_power)?,
                    ),
                    None => None,
                };
                signers.insert(FirmId(firm), FirmSigner { kept, power });
            }
            let mut wanted: Vec<KeptCertificate> = Vec::new();
            for signer in signers.values() {
                if !wanted.contains(&signer.kept) {
                    wanted.push(signer.kept.clone());
                }
            }
            Ok(Box::new(SignAndSend {
                connection,
                comment: asked.comment.unwrap_or_default(),
                signers,
                keys: Keys::of(wanted),
            }) as Box<dyn Course>)
        })
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    /// Who signs for each firm.
    certificates: BTreeMap<i64, i64>,
    /// By whose leave.
    #[serde(default)]
    powers_of_attorney: BTreeMap<i64, i64>,
    /// By this connection only.
    connection_id: Option<i64>,
    /// A word to the other side.
    comment: Option<String>,
}

struct FirmSigner {
    kept: KeptCertificate,
    power: Option<PowerOfAttorney>,
}

struct SignAndSend {
    connection: Option<ConnectionId>,
    comment: String,
    signers: BTreeMap<FirmId, FirmSigner>,
    keys: Keys,
}

impl Course for SignAndSend {
    fn ready(&mut self, inner: &Inner) -> Result<Readiness> {
        self.keys.ready(inner)
    }

    fn check(&self, inner: &Inner, r: &Reader<'_>, document: DocumentId) -> Result<Verdict> {
        let document = there(r, document)?;
        let missing = preflight::missing_by(inner, r, &document, self.connection, SignedBy::Us)?;
        if let Some(first) = missing.first() {
            let sentences: Vec<&str> = missing.iter().map(|one| one.sentence.as_str()).collect();
            return Ok(Verdict::Blocked(BulkFault {
                code: first.code.to_owned(),
                text: sentences.join(" "),
            }));
        }
        let concern = self.of_signer(inner, r, &document)?;
        if let Some(Concern::Obstacle(fault)) = concern {
            return Ok(Verdict::Blocked(fault));
        }
        let warning = preflight::warning(inner, r, &document)?.map(|warning| BulkFault {
            code: warning.code.to_owned(),
            text: warning.sentence,
        });
        Ok(match (warning, concern) {
            (Some(fault), _) | (None, Some(Concern::Warning(fault))) => Verdict::Warned(fault),
            (None, _) => Verdict::Ready,
        })
    }

    fn run<'c>(&'c mut self, inner: &'c Inner, documents: &[DocumentId]) -> Result<Vec<Effect<'c>>> {
        let mut effects: Vec<Effect<'c>> = Vec::with_capacity(documents.len());
        for &document in documents {
            effects.push(self.effect(inner, document)?);
        }
        Ok(effects)
    }
}

impl SignAndSend {
    /// An error is one of the key: every other document would meet it too.
    fn effect<'c>(&mut self, inner: &'c Inner, document: DocumentId) -> Result<Effect<'c>> {
        let wish = Wish {
            document,
            connection: self.connection,
            comment: self.comment.clone(),
            repeat: Repeat::AfterRefusal,
            by: SignedBy::Us,
        };
        let draft = match send::draft(inner, wish) {
            Ok(draft) => draft,
            Err(cause) => return Ok(refused(cause)),
        };
        let Some(signer) = draft.firm().and_then(|firm| self.signers.get(&firm)) else {
            return Ok(refused(no_certificate()));
        };
        let mut ours = signing::signed(inner, &mut self.keys, &signer.kept, &draft.content)?;
        ours.power_of_attorney = signer.power.as_ref().map(|power| PowerOfAttorneyRef {
            number: power.body.number,
            principal_inn: power.body.principal_inn.clone(),
            representative_inn: Some(signer.kept.seen.inn.clone()).filter(|inn| !inn.is_empty()),
        });
        let leaving = match draft.leaving(inner, Some(ours)) {
            Ok(leaving) => leaving,
            Err(cause) => return Ok(refused(cause)),
        };
        Ok(Box::new(move |w| {
            let connection = leaving.connection();
            let sent = leaving.save(inner, w)?;
            Ok(Made {
                enqueued: Some(Enqueued {
                    outbox: sent.outbox,
                    operation: sent.operation,
                    connection,
                }),
                ..Made::default()
            })
        }))
    }

    /// What is to be said of who would sign this document.
    fn of_signer(&self, inner: &Inner, r: &Reader<'_>, document: &Document) -> Result<Option<Concern>> {
        let Some(id) = document.body.firm else {
            return Ok(None);
        };
        let (Some(signer), Some(firm)) = (self.signers.get(&id), r.firm(id)?) else {
            return Ok(Some(Concern::Obstacle(fault(&no_certificate()))));
        };
        let (seen, now) = (&signer.kept.seen, inner.now());
        if now > seen.valid_to || now < seen.valid_from {
            return Ok(Some(Concern::obstacle(
                "certificate_not_valid",
                "Срок действия выбранного сертификата закончился или ещё не начался. Документ не подписан и не отправлен. \
                 Выберите другой сертификат.",
            )));
        }
        let own = firm.party.inn.as_str();
        if !seen.organisation_inn.is_empty() && seen.organisation_inn != own {
            return Ok(Some(Concern::obstacle(
                "certificate_of_another_firm",
                "В выбранном сертификате ИНН другой организации, оператор такую подпись не примет. Документ не подписан и \
                 не отправлен. Выберите сертификат этой фирмы.",
            )));
        }
        let is_own_person = seen.inn == own;
        if seen.organisation_inn.is_empty() && !is_own_person && signer.power.is_none() {
            return Ok(Some(Concern::Warning(BulkFault {
                code: "no_power_of_attorney".to_owned(),
                text: "Сертификат выдан человеку, а не фирме, и доверенность (МЧД) не указана. Оператор примет документ, но \
                       другая сторона может его не принять. Укажите доверенность."
                    .to_owned(),
            })));
        }
        Ok(None)
    }
}

enum Concern {
    Obstacle(BulkFault),
    Warning(BulkFault),
}

impl Concern {
    fn obstacle(code: &'static str, text: &str) -> Self {
        Self::Obstacle(fault(&Error::new(Code::Signing(code), text)))
    }
}

fn fault(error: &Error) -> BulkFault {
    crate::bulk::action::fault(error)
}

fn no_certificate() -> Error {
    Error::new(
        Code::Signing("no_certificate"),
        "Для фирмы этого документа не выбран сертификат. Документ не подписан и не отправлен. Выберите сертификат и \
         повторите.",
    )
}

fn no_power() -> Error {
    Error::new(
        Code::Signing("power_of_attorney_not_found"),
        "Такой доверенности в программе нет. Ничего не подписано. Выберите доверенность заново.",
    )
}
