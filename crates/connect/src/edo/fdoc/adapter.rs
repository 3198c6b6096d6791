//! F.Doc as an [`EdoProvider`].

use async_trait::async_trait;
use domain::{DocumentState, EdoBox, Inn, Kpp, OperationId, ProviderEvent, RemoteDocument};
use jiff::Timestamp;
use uuid::Uuid;

use super::client::Client;
use super::cursor::{Cursor, ListPlace};
use super::errors::refused;
use super::letter::{CREATE, Heading, posted, prepare};
use super::map::{self, Statuses};
use super::persons::pdf;
use super::wire::{Changes, Document, List, PRODUCTION, code, variant};
use crate::Error;
use crate::edo::persons::{PersonAbilities, Persons};
use crate::edo::{
    AnswerTitleRequest, CopyKind, CounterpartyPage, EdoProvider, Exchange, FeedPage, Letter, OperatorFile,
    RemoteCounterparty, SignatureReply, Sunset, TitleRequest,
};

/// One connection to F.Doc.
pub(super) struct Fdoc {
    pub(super) client: Client,
    pub(super) statuses: Statuses,
    pub(super) abilities: PersonAbilities,
}

impl Fdoc {
    pub fn new(client: Client, statuses: Statuses, abilities: PersonAbilities) -> Self {
        Self {
            client,
            statuses,
            abilities,
        }
    }

    /// A page of the list by date as events; the place behind it.
    async fn list_page(&self, place: &ListPlace) -> Result<(Vec<ProviderEvent>, Option<ListPlace>), Error> {
        let List { items, page } = self
            .client
            .changed_since(place.since, place.page.as_deref())
            .await?;
        let is_new = !page.next.is_empty() && Some(&page.next) != place.page.as_ref();
        let behind = (is_new && !items.is_empty()).then_some(ListPlace {
            since: place.since,
            page: Some(page.next),
        });
        let events = items
            .iter()
            .filter(|document| !document.id.is_empty())
            .map(|document| map::event(&self.statuses, document, None))
            .collect();
        Ok((events, behind))
    }

    /// The list as a step on the way of this cursor.
    async fn by_list(&self, cursor: Cursor, place: &ListPlace) -> Result<FeedPage, Error> {
        let (events, behind) = self.list_page(place).await?;
        let goes_on = behind.is_some() || self.abilities.changes_feed;
        let cursor = Cursor {
            list: behind,
            ..cursor
        };
        page(events, cursor, goes_on)
    }

    fn events(&self, cursor: &Cursor, changes: &Changes) -> Vec<ProviderEvent> {
        let wanted = |at: &Timestamp| cursor.not_before.is_none_or(|bound| *at >= bound);
        changes
            .events
            .iter()
            .filter(|change| !change.document.id.is_empty())
            .map(|change| map::event(&self.statuses, &change.document, map::instant(&change.at)))
            .filter(|event| wanted(&event.happened_at))
            .collect()
    }
}

fn page(events: Vec<ProviderEvent>, cursor: Cursor, has_more: bool) -> Result<FeedPage, Error> {
    let cursor = cursor.heard(events.iter().map(|event| event.happened_at));
    Ok(FeedPage {
        papers: Vec::new(),
        cursor: cursor.text()?,
        events,
        arrivals: Vec::new(),
        signatures: Vec::new(),
        has_more,
    })
}

/// Every operation of companies that persons have not.
fn of_companies<T>() -> Result<T, Error> {
    Err(Error::Refused {
        code: "no_companies".to_owned(),
        text: "F.Doc работает с физлицами: такого действия у него нет. Ничего не изменено. Выберите оператора для \
               организаций."
            .to_owned(),
    })
}

#[async_trait]
impl EdoProvider for Fdoc {
    async fn my_boxes(&self) -> Result<Vec<EdoBox>, Error> {
        let told = self.client.organization().await?;
        let organization = told.organization;
        let unreadable = |what: String| Error::Malformed(format!("organization: {what}"));
        let inn: Inn = organization
            .inn
            .parse()
            .map_err(|error: domain::TaxIdError| unreadable(error.sentence()))?;
        let kpp: Option<Kpp> = organization.kpp.parse().ok();
        let box_id = kpp
            .as_ref()
            .map_or_else(|| inn.to_string(), |kpp| format!("{inn}-{kpp}"));
        Ok(vec![EdoBox {
            box_id,
            name: organization.name,
            inn,
            kpp,
            participant_id: String::new(),
            is_test: told.environment != PRODUCTION,
        }])
    }

    fn service_time(&self) -> Option<Timestamp> {
        self.client.service_time()
    }

    fn take_exchanges(&self) -> Vec<Exchange> {
        self.client.take_exchanges()
    }

    fn sunsets(&self) -> Vec<Sunset> {
        self.client.sunsets()
    }

    fn persons(&self) -> Option<&dyn Persons> {
        Some(self)
    }

    async fn counterparties(&self, _: &str, _: Option<&str>) -> Result<CounterpartyPage, Error> {
        Ok(CounterpartyPage {
            counterparties: Vec::new(),
            after: None,
        })
    }

    async fn generate_title(&self, _: &TitleRequest) -> Result<OperatorFile, Error> {
        of_companies()
    }

    fn prepare(&self, letter: &Letter) -> Result<Vec<u8>, Error> {
        prepare(letter)
    }

    async fn deliver(&self, operation: OperationId, request: &[u8]) -> Result<RemoteDocument, Error> {
        let (heading, body) = Heading::read(request)?;
        if heading.action != CREATE {
            return Err(Error::Malformed("запрос к F.Doc не создаёт документ".into()));
        }
        let name = posted(body)?.external_id;
        let kept = |document: Document| {
            if document.id.is_empty() {
                Err(Error::Malformed("documents: в ответе нет документа".into()))
            } else {
                Ok(map::remote(&document.id))
            }
        };
        match self.client.create(heading.account, operation, body).await? {
            Ok(document) => kept(document),
            // Our own name, drawn for this sending alone: it is the same document (QUIRKS 13).
            Err(refusal) if refusal.code == code::EXTERNAL_ID_EXISTS => {
                let id = refusal.details.existing_id;
                if id.is_empty() {
                    let found = self.find_sent("", name).await?;
                    found.ok_or_else(|| Error::Timeout("документ с этим именем есть, но не найден".into()))
                } else {
                    Ok(map::remote(&id))
                }
            }
            Err(refusal) => Err(refused(refusal)),
        }
    }

    async fn find_sent(&self, _: &str, custom_document_id: Uuid) -> Result<Option<RemoteDocument>, Error> {
        let found = self
            .client
            .by_external_id(&custom_document_id.to_string())
            .await?;
        // The filter is not ours to trust: a stranger's document would be taken for sent.
        let ours = found.iter().find(|document| {
            let name = Uuid::parse_str(&document.external_id);
            name.is_ok_and(|name| name == custom_document_id) && !document.id.is_empty()
        });
        Ok(ours.map(|document| map::remote(&document.id)))
    }

    async fn company(&self, _: &str) -> Result<Option<RemoteCounterparty>, Error> {
        Ok(None)
    }

    async fn generate_answer_title(&self, _: &AnswerTitleRequest) -> Result<OperatorFile, Error> {
        of_companies()
    }

    fn prepare_signature(&self, _: &SignatureReply) -> Result<Vec<u8>, Error> {
        of_companies()
    }

    async fn deliver_signature(&self, _: OperationId, _: &[u8]) -> Result<RemoteDocument, Error> {
        of_companies()
    }

    async fn has_our_signature(&self, _: &str, _: &RemoteDocument) -> Result<bool, Error> {
        of_companies()
    }

    async fn feed(&self, _: &str, cursor: Option<&str>) -> Result<FeedPage, Error> {
        let cursor = Cursor::parse(cursor)?;
        if !self.abilities.changes_feed {
            let place = cursor.by_list();
            return self.by_list(cursor, &place).await;
        }
        if let Some(place) = cursor.list.clone() {
            return self.by_list(cursor, &place).await;
        }
        let Some(changes) = self.client.changes(cursor.after.as_deref()).await? else {
            if cursor.after.is_none() {
                return Err(Error::Malformed("changes: начало ленты устарело".into()));
            }
            return page(Vec::new(), cursor.lost(), true);
        };
        let events = self.events(&cursor, &changes);
        let is_moving =
            !changes.next_cursor.is_empty() && Some(&changes.next_cursor) != cursor.after.as_ref();
        let has_more = changes.has_more && is_moving;
        let after = if is_moving {
            Some(changes.next_cursor)
        } else {
            cursor.after.clone()
        };
        page(events, Cursor { after, ..cursor }, has_more)
    }

    async fn states(
        &self,
        _: &str,
        documents: &[RemoteDocument],
    ) -> Result<Vec<(RemoteDocument, DocumentState)>, Error> {
        let mut states = Vec::with_capacity(documents.len());
        for remote in documents {
            if let Some(document) = self.client.document(&remote.entity_id).await? {
                states.push((remote.clone(), map::state(&self.statuses, &document, None)));
            }
        }
        Ok(states)
    }

    async fn content(&self, _: &str, document: &RemoteDocument) -> Result<Vec<u8>, Error> {
        let answer = self.client.file(&document.entity_id, variant::SOURCE).await?;
        Ok(answer.body)
    }

    async fn copies(
        &self,
        _: &str,
        document: &RemoteDocument,
        kind: CopyKind,
    ) -> Result<Vec<OperatorFile>, Error> {
        let (wanted, name) = match kind {
            CopyKind::PrintForm => (variant::STAMPED, "Подписанный документ.pdf"),
            CopyKind::Protocol => (variant::PROTOCOL, "Протокол подписания.pdf"),
            CopyKind::Archive => return of_companies(),
        };
        let answer = self.client.file(&document.entity_id, wanted).await?;
        Ok(vec![pdf(name, answer.body)])
    }
}
