//! «Отправить одним пакетом»: several documents for one counterparty leave in one message, all or none.

use domain::{ConnectionId, DocumentId, OperationId, OperationKind, OutboxId, Package};
use store::{NewOperation, Writer};

use super::{Draft, Leaving, OurSignature};
use crate::engine::Inner;
use crate::error::{Code, Error};
use crate::{Result, status};

/// A package before it is in the outbox.
pub(crate) struct PackageLeaving {
    documents: Vec<Leaving>,
    package: Package,
    request: Vec<u8>,
}

/// A package that now waits in the outbox.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SentPackage {
    pub(crate) outbox: OutboxId,
    pub(crate) operation: OperationId,
    pub(crate) connection: ConnectionId,
}

impl PackageLeaving {
    /// Puts these documents into one package. All have to go the same way.
    pub(crate) fn of(
        inner: &Inner,
        drafts: Vec<(Draft, Option<OurSignature>)>,
        is_closed: Closing,
    ) -> Result<Self> {
        let package = Package {
            id: inner.ports.randomness.uuid(),
            is_closed: is_closed == Closing::Closed,
        };
        let mut signed = drafts
            .iter()
            .map(|(draft, ours)| ours.is_some() || draft.is_signed());
        let first_is_signed = signed.next();
        if signed.any(|is_signed| Some(is_signed) != first_is_signed) {
            return Err(signed_partly());
        }
        let (letters, documents): (Vec<_>, Vec<_>) = drafts
            .into_iter()
            .map(|(draft, signature)| draft.written(inner, signature))
            .unzip();
        let first = documents
            .first()
            .ok_or_else(|| Error::internal("an empty package"))?;
        let is_apart = documents
            .iter()
            .any(|one| one.connection() != first.connection() || one.route.to_box != first.route.to_box);
        if is_apart {
            return Err(different_ways());
        }
        let request = inner
            .provider(&first.route.connection)?
            .prepare_package(&letters, package)?;
        Ok(Self {
            documents,
            package,
            request,
        })
    }

    /// Whose documents they are.
    pub(crate) fn ids(&self) -> impl Iterator<Item = DocumentId> {
        self.documents.iter().map(|one| one.wish.document)
    }

    /// The sendings, their one operation and its bytes, in the transaction at hand.
    pub(crate) fn save(&self, inner: &Inner, w: &Writer<'_>) -> Result<SentPackage> {
        let now = inner.now();
        let operation = OperationId(inner.ports.randomness.uuid());
        let mut sendings = Vec::with_capacity(self.documents.len());
        for document in &self.documents {
            sendings.push(document.insert(w, Some(self.package), now)?);
        }
        let (Some(first), Some(lead)) = (self.documents.first(), sendings.first()) else {
            return Err(Error::internal("an empty package"));
        };
        let outbox = w.enqueue(&NewOperation {
            operation,
            kind: OperationKind::Package,
            connection: first.connection(),
            edo_document: *lead,
            request: self.request.clone(),
            created_at: now,
        })?;
        for companion in sendings.iter().skip(1) {
            w.add_companion(outbox, *companion)?;
        }
        for id in self.ids() {
            status::refresh(w, id, now)?;
        }
        Ok(SentPackage {
            outbox,
            operation,
            connection: first.connection(),
        })
    }
}

/// Whether a package may be taken apart by who gets it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Closing {
    /// Its documents are answered each on its own.
    Open,
    /// What is done to one is done to all («закрытый пакет»).
    Closed,
}

fn signed_partly() -> Error {
    Error::new(
        Code::Preflight("package_signed_partly"),
        "Часть документов пакета подписана заранее, а часть нет. Пакет не отправлен, документы и подписи сохранены. \
         Подпишите остальные или отправьте пакет с подписью.",
    )
}

fn different_ways() -> Error {
    Error::new(
        Code::Preflight("package_mixed"),
        "Документы пакета должны уйти одному контрагенту через одно подключение, а у этих документов пути разные. Ничего \
         не отправлено. Разделите их на пакеты.",
    )
}
