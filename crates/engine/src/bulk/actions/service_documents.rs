//! «Подтвердить получение», «Отказать», «Запросить уточнение», «Аннулировать», the answers to a proposal to revoke,
//! «Сообщение контрагенту», «Отменить сведения об отгрузке»: service documents of ours.
//!
//! The keys are opened once for the job, and not at all where nothing of it is signed. The operator makes each document
//! before it leaves: a line that is down stops the job, and the rest is ready as before.

use std::collections::{BTreeMap, BTreeSet};

use domain::{DocumentId, FirmId, ServiceDocumentKind};
use serde::Deserialize;
use serde_json::Value;
use store::{CertificateId, PowerOfAttorneyId, Reader};

use super::asked;
use super::signers::{Concern, Signed, Signers, no_certificate};
use crate::Result;
use crate::ahead::Question;
use crate::answer;
use crate::bulk::action::there;
use crate::bulk::{BulkAction, Coming, Course, Effect, Made, Readiness, Verdict, each, refused};
use crate::engine::Inner;
use crate::error::{Code, Error};
use crate::service_documents::{self, LONGEST_TEXT, LeavingNotice, OpenNotice};
use crate::{certificates, firm_signers, signing};

pub(super) const CONFIRM_RECEIPT: BulkAction = BulkAction {
    code: "confirm_receipt",
    label: "Подтверждение получения",
    begin: |inner, params| begin(inner, params, ServiceDocumentKind::ReceiptNotice),
    ..OUTLINE
};

pub(super) const REJECT: BulkAction = BulkAction {
    code: "reject",
    label: "Отказ в подписи",
    begin: |inner, params| begin(inner, params, ServiceDocumentKind::SignatureRejection),
    ..OUTLINE
};

pub(super) const REQUEST_AMENDMENT: BulkAction = BulkAction {
    code: "request_amendment",
    label: "Запрос уточнения",
    begin: |inner, params| begin(inner, params, ServiceDocumentKind::AmendmentRequest),
    ..OUTLINE
};

pub(super) const REQUEST_REVOCATION: BulkAction = BulkAction {
    code: "request_revocation",
    label: "Предложение об аннулировании",
    begin: |inner, params| begin(inner, params, ServiceDocumentKind::RevocationRequest),
    ..OUTLINE
};

pub(super) const ACCEPT_REVOCATION: BulkAction = BulkAction {
    code: "accept_revocation",
    label: "Согласие на аннулирование",
    begin: |inner, params| begin(inner, params, ServiceDocumentKind::RevocationAcceptance),
    ..OUTLINE
};

pub(super) const REJECT_REVOCATION: BulkAction = BulkAction {
    code: "reject_revocation",
    label: "Отказ в аннулировании",
    begin: |inner, params| begin(inner, params, ServiceDocumentKind::RevocationRejection),
    ..OUTLINE
};

/// «Сообщение контрагенту»: nobody signs it.
pub(super) const SEND_MESSAGE: BulkAction = BulkAction {
    code: "send_message",
    label: "Сообщение контрагенту",
    needs_keys: false,
    begin: begin_message,
    ..OUTLINE
};

/// «Отменить сведения об отгрузке»
pub(super) const CANCEL_FIXATION: BulkAction = BulkAction {
    code: "cancel_shipment_fixation",
    label: "Отмена сведений об отгрузке",
    begin: |inner, params| begin(inner, params, ServiceDocumentKind::ShipmentFixationCancellation),
    ..OUTLINE
};

/// What the action of this name tells; none of an action that tells nothing.
pub(crate) fn told_by(action: &str) -> Option<ServiceDocumentKind> {
    Some(match action {
        "confirm_receipt" => ServiceDocumentKind::ReceiptNotice,
        "reject" => ServiceDocumentKind::SignatureRejection,
        "request_amendment" => ServiceDocumentKind::AmendmentRequest,
        "request_revocation" => ServiceDocumentKind::RevocationRequest,
        "accept_revocation" => ServiceDocumentKind::RevocationAcceptance,
        "reject_revocation" => ServiceDocumentKind::RevocationRejection,
        "send_message" => ServiceDocumentKind::InfoMessage,
        "cancel_shipment_fixation" => ServiceDocumentKind::ShipmentFixationCancellation,
        _ => return None,
    })
}

const OUTLINE: BulkAction = BulkAction {
    code: "",
    label: "",
    is_outward: true,
    changes_documents: true,
    makes_file: false,
    needs_keys: true,
    undone_by: None,
    // A token signs for up to a second, and the operator is asked before each.
    rows_at_once: 4,
    begin: |inner, params| begin(inner, params, ServiceDocumentKind::ReceiptNotice),
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    /// Who signs for each firm; nobody where it is all told by universal messages.
    #[serde(default)]
    certificates: BTreeMap<i64, i64>,
    /// By whose leave.
    #[serde(default)]
    powers_of_attorney: BTreeMap<i64, i64>,
    /// What the other side reads.
    #[serde(default)]
    text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AskedMessage {
    /// What the other side reads.
    #[serde(default)]
    text: String,
}

fn begin(inner: &Inner, params: &Value, kind: ServiceDocumentKind) -> Result<Box<dyn Course>> {
    let asked: Asked = asked(params)?;
    let text = words(&asked.text, kind)?;
    inner.read(|r| {
        Ok(Box::new(Tell {
            kind,
            text,
            signers: Signers::chosen(inner, r, asked.certificates, &asked.powers_of_attorney)?,
        }) as Box<dyn Course>)
    })
}

fn begin_message(inner: &Inner, params: &Value) -> Result<Box<dyn Course>> {
    let asked: AskedMessage = asked(params)?;
    let kind = ServiceDocumentKind::InfoMessage;
    let text = words(&asked.text, kind)?;
    inner.read(|r| {
        Ok(Box::new(Tell {
            kind,
            text,
            signers: Signers::chosen(inner, r, BTreeMap::new(), &BTreeMap::new())?,
        }) as Box<dyn Course>)
    })
}

/// What the other side reads; empty where the kind has no text.
fn words(given: &str, kind: ServiceDocumentKind) -> Result<String> {
    let text = given.trim().to_owned();
    if kind.has_text() && text.is_empty() {
        return Err(Error::new(
            Code::Preflight("reason_missing"),
            why_words_are_needed(kind),
        ));
    }
    if text.chars().count() > LONGEST_TEXT {
        return Err(Error::new(
            Code::Preflight("reason_too_long"),
            "Текст длиннее 2000 знаков. Контрагенту ничего не отправлено. Сократите его.",
        ));
    }
    Ok(if kind.has_text() { text } else { String::new() })
}

fn why_words_are_needed(kind: ServiceDocumentKind) -> &'static str {
    match kind {
        ServiceDocumentKind::AmendmentRequest => {
            "Не сказано, что уточнить. Контрагенту ничего не отправлено. Напишите, что в документе неверно: эти слова прочитает \
             контрагент."
        }
        ServiceDocumentKind::RevocationRequest => {
            "Не указана причина. Контрагенту ничего не отправлено. Напишите, почему документ нужно аннулировать: эти слова \
             прочитает контрагент."
        }
        ServiceDocumentKind::RevocationRejection => {
            "Не указана причина. Контрагенту ничего не отправлено. Напишите, почему документ остаётся в силе: эти слова \
             прочитает контрагент."
        }
        ServiceDocumentKind::InfoMessage => {
            "Сообщение пустое. Контрагенту ничего не отправлено. Напишите, что контрагент должен узнать об этом документе."
        }
        ServiceDocumentKind::SignatureRejection
        | ServiceDocumentKind::ReceiptNotice
        | ServiceDocumentKind::RevocationAcceptance
        | ServiceDocumentKind::ShipmentFixationCancellation => {
            "Не указана причина. Контрагенту ничего не отправлено. Напишите, почему документ не будет подписан: эти слова \
             прочитает контрагент."
        }
    }
}

/// Receipt notices that go by themselves: the course of «Подтвердить получение» with keys that no person is asked about.
pub(crate) struct UnattendedReceipts(Tell);

impl UnattendedReceipts {
    /// Those that nobody signs: universal messages alone.
    pub(crate) fn unsigned(inner: &Inner) -> Result<Self> {
        let signers = inner.read(|r| Signers::chosen(inner, r, BTreeMap::new(), &BTreeMap::new()))?;
        Ok(Self(Tell {
            kind: ServiceDocumentKind::ReceiptNotice,
            text: String::new(),
            signers,
        }))
    }

    /// For this firm, signed so. The errors say why this signer cannot sign for it.
    pub(crate) fn of(
        inner: &Inner,
        firm: FirmId,
        (certificate, power): (CertificateId, Option<PowerOfAttorneyId>),
    ) -> Result<Self> {
        let certificates = BTreeMap::from([(firm.0, certificate.0)]);
        inner.read(|r| {
            // Where nobody named a power, the one that was settled for this person goes along.
            let settled = firm_signers::settled(r, firm, &certificates::known(r, certificate)?)?;
            let power = power.or(settled.power);
            let powers: BTreeMap<i64, i64> = power.map(|power| (firm.0, power.0)).into_iter().collect();
            let signers = Signers::chosen(inner, r, certificates, &powers)?;
            if signers
                .of(Some(firm))
                .is_some_and(|signer| signing::is_cloud(&signer.kept))
            {
                return Err(cloud());
            }
            if let Some(Concern::Obstacle(fault)) = signers.concern_of_firm(inner, r, firm)? {
                return Err(Error::new(Code::Signing("signer_does_not_fit"), fault.text));
            }
            Ok(Self(Tell {
                kind: ServiceDocumentKind::ReceiptNotice,
                text: String::new(),
                signers,
            }))
        })
    }

    /// Opens the key; nobody is asked for a PIN. `key_needs_pin`, and what the store says.
    pub(crate) fn open_key(&mut self, inner: &Inner) -> Result<()> {
        self.0.signers.open_unattended(inner)
    }

    /// What shall become of this document. An error is one of the key or of the line: every other document would meet it
    /// too.
    pub(crate) fn effect<'c>(&mut self, inner: &'c Inner, document: DocumentId) -> Result<Effect<'c>> {
        self.0.effect(inner, document)
    }
}

struct Tell {
    kind: ServiceDocumentKind,
    text: String,
    signers: Signers,
}

impl Course for Tell {
    fn ready(&mut self, inner: &Inner, coming: &Coming<'_>) -> Result<Readiness> {
        if !self.is_any_signed(inner, &coming.chunk())? {
            return Ok(Readiness::Now);
        }
        self.signers.ready(inner, coming, &|_, _, _| Ok(None))
    }

    fn questions(&self, _: &Inner, r: &Reader<'_>, document: DocumentId) -> Result<BTreeSet<Question>> {
        service_documents::questions(r, &there(r, document)?)
    }

    fn check(&self, inner: &Inner, r: &Reader<'_>, document: DocumentId) -> Result<Verdict> {
        let document = there(r, document)?;
        match service_documents::open(inner, r, &document, self.kind) {
            Err(cause) => return Verdict::blocked(cause),
            Ok(open) if !open.is_signed() => return Ok(Verdict::Ready),
            Ok(_) => {}
        }
        let signer = self.signers.of(document.body.firm);
        if signer.is_some_and(|signer| signing::is_cloud(&signer.kept)) {
            return Verdict::blocked(cloud());
        }
        let concern = self.signers.concern(inner, r, &document)?;
        Ok(concern.map_or(Verdict::Ready, Concern::verdict))
    }

    fn run<'c>(&'c mut self, inner: &'c Inner, documents: &[DocumentId]) -> Result<Vec<Effect<'c>>> {
        each(documents, |document| self.effect(inner, document))
    }
}

impl Tell {
    /// A key is needed for one of these. What is gone or not possible will tell by itself.
    fn is_any_signed(&self, inner: &Inner, documents: &[DocumentId]) -> Result<bool> {
        inner.read(|r| {
            Ok(documents.iter().any(|id| {
                let document = there(r, *id);
                let open = document.and_then(|one| service_documents::open(inner, r, &one, self.kind));
                open.is_ok_and(|open| open.is_signed())
            }))
        })
    }

    /// The inner result is of this document alone.
    fn signed(
        &mut self,
        inner: &Inner,
        document: DocumentId,
        open: OpenNotice,
    ) -> Result<Result<LeavingNotice>> {
        let Some(signer) = self.signers.of(open.firm()) else {
            return Ok(Err(no_certificate()));
        };
        if signing::is_cloud(&signer.kept) {
            return Ok(Err(cloud()));
        }
        let draft = match settled(service_documents::draft(inner, open, &self.text, signer.who()))? {
            Ok(draft) => draft,
            Err(cause) => return Ok(Err(cause)),
        };
        let whose = (document, draft.firm());
        Ok(match self.signers.sign(inner, whose, draft.content())? {
            Signed::Ours(ours) => draft.leaving(inner, ours),
            Signed::Refused(why) => Err(why),
        })
    }

    /// An error is one of the key or of the line: every other document would meet it too.
    fn effect<'c>(&mut self, inner: &'c Inner, document: DocumentId) -> Result<Effect<'c>> {
        let found = inner.read(|r| service_documents::open(inner, r, &there(r, document)?, self.kind));
        let open = match found {
            Ok(open) => open,
            Err(cause) => return Ok(refused(cause)),
        };
        let leaving = if open.is_signed() {
            self.signed(inner, document, open)?
        } else {
            settled(
                service_documents::draft_unsigned(inner, open, &self.text)
                    .and_then(|draft| draft.leaving_unsigned(inner)),
            )?
        };
        let leaving = match leaving {
            Ok(leaving) => leaving,
            Err(cause) => return Ok(refused(cause)),
        };
        Ok(Box::new(move |w| {
            let (outbox, operation) = leaving.save(inner, w)?;
            Ok(Made::enqueued(outbox, operation, leaving.connection()))
        }))
    }
}

/// What every other document would meet too is no result of one.
fn settled<T>(result: Result<T>) -> Result<Result<T>> {
    match result {
        Err(cause) if answer::is_of_the_line(&cause) => Err(cause),
        result => Ok(result),
    }
}

/// Each request for a new file would ask the person once more.
fn cloud() -> Error {
    Error::new(
        Code::Signing("cloud_service_document"),
        "Служебные документы облачной подписью программа не подписывает. Контрагенту ничего не отправлено. Выберите \
         сертификат на токене или в файле либо ответьте в кабинете оператора.",
    )
}
