//! F.Doc as [`Persons`].

use async_trait::async_trait;
use domain::{OperationId, PersonAct, RemoteDocument};
use sha2::{Digest, Sha256};

use super::act;
use super::adapter::Fdoc;
use super::wire::variant;
use crate::edo::OperatorFile;
use crate::edo::persons::{AccountHolder, ActOrder, Persons, SignedCopy};
use crate::{Error, Secret};

#[async_trait]
impl Persons for Fdoc {
    async fn log_in(&self, account: &str) -> Result<AccountHolder, Error> {
        self.client.log_in(account).await
    }

    async fn browser_link(&self, account: &str, document: &RemoteDocument) -> Result<Secret, Error> {
        if !self.abilities.browser_link {
            return Err(Error::Refused {
                code: "no_browser_link".to_owned(),
                text: "F.Doc не даёт адрес документа. Документ не потерян. Откройте его в кабинете F.Doc."
                    .to_owned(),
            });
        }
        let link = self.client.browser_link(account, &document.entity_id).await?;
        let is_page = link.url.starts_with("https://") || link.url.starts_with("http://127.0.0.1");
        if is_page {
            Ok(Secret::new(link.url))
        } else {
            Err(Error::Malformed(
                "browser-link: адрес не похож на адрес страницы".into(),
            ))
        }
    }

    fn prepare_act(&self, order: &ActOrder) -> Result<Vec<u8>, Error> {
        act::prepare(order)
    }

    async fn deliver_act(&self, operation: OperationId, request: &[u8]) -> Result<(), Error> {
        act::deliver(self, operation, request).await
    }

    async fn is_done(&self, act: PersonAct, document: &RemoteDocument) -> Result<bool, Error> {
        act::is_done(self, act, &document.entity_id).await
    }

    async fn signed_copy(&self, document: &RemoteDocument) -> Result<SignedCopy, Error> {
        let id = document.entity_id.as_str();
        let stamped = self.client.file(id, variant::STAMPED).await?;
        let protocol = match self.client.file(id, variant::PROTOCOL).await {
            Ok(answer) => Some(pdf("Протокол подписания.pdf", answer.body)),
            Err(Error::Refused { .. } | Error::StillProcessing(_)) => None,
            Err(error) => return Err(error),
        };
        let source = self.client.file(id, variant::SOURCE).await?;
        Ok(SignedCopy {
            stamped: pdf("Подписанный документ.pdf", stamped.body),
            protocol,
            source_sha256: Sha256::digest(&source.body).into(),
        })
    }
}

/// A PDF of the service.
pub(super) fn pdf(name: &str, bytes: Vec<u8>) -> OperatorFile {
    OperatorFile {
        name: name.to_owned(),
        media_type: "application/pdf".to_owned(),
        bytes,
    }
}
