//! Documents that a counterparty can send at the press of a button, so that whoever learns has something to look at, to
//! check and to sign. The same world gives the same documents: numbers grow with what was sent before.

use uuid::Uuid;

use super::books::Books;
use super::model::{Operation, OperationKey};
use super::post::{self, SignatureFate};
use super::refusal::Refusal;
use super::requests::{DocumentAttachment, KeyValue, MessageToPost};
use super::{print_form, title, types};
use crate::world::{BoxId, Camp, Organization};

/// What is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sample {
    /// An act as a PDF, to be answered with a signature.
    Act,
    /// УПД ДОП, to be answered with a title.
    Utd,
    /// УПД СЧФ, of which the receipt is to be confirmed.
    Invoice,
    /// УПД СЧФДОП, to be answered with a title, and its receipt to be confirmed.
    InvoiceAndTransfer,
}

impl Sample {
    /// Every sample, in the order in which it is offered.
    pub const ALL: [Self; 4] = [Self::Act, Self::Utd, Self::Invoice, Self::InvoiceAndTransfer];

    /// The stable name.
    pub fn code(self) -> &'static str {
        match self {
            Self::Act => "act",
            Self::Utd => "utd",
            Self::Invoice => "invoice",
            Self::InvoiceAndTransfer => "invoice_and_transfer",
        }
    }

    /// The sample of this name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }

    /// For people.
    pub fn title(self) -> &'static str {
        match self {
            Self::Act => "Акт (PDF)",
            Self::Utd => "УПД",
            Self::Invoice => "Счёт-фактура",
            Self::InvoiceAndTransfer => "УПД со счётом-фактурой",
        }
    }

    /// «Функция» of a УПД; none for what is none.
    fn function(self) -> Option<&'static str> {
        match self {
            Self::Act => None,
            Self::Utd => Some("ДОП"),
            Self::Invoice => Some("СЧФ"),
            Self::InvoiceAndTransfer => Some("СЧФДОП"),
        }
    }
}

/// A counterparty sends a sample to one of us.
pub fn send(books: &mut Books, from: BoxId, to: BoxId, sample: Sample) -> Result<Operation, Refusal> {
    let state = &books.state;
    let sender = state
        .world
        .by_box(from)
        .filter(|one| one.camp == Camp::Counterparty)
        .ok_or_else(|| Refusal::bad("Отправитель должен быть контрагентом"))?;
    let recipient = state
        .world
        .by_box(to)
        .ok_or_else(|| Refusal::not_found("Такого ящика нет"))?;
    let user = state
        .world
        .users
        .iter()
        .find(|user| user.camp == Camp::Counterparty)
        .map_or(Uuid::nil(), |user| user.id);
    let ready = post::check(state, user, &request(books, sender, recipient, sample)?)?;
    let key = OperationKey {
        user,
        method: "postmessage".into(),
        id: Uuid::new_v4().to_string(),
    };
    post::post(books, key, ready, SignatureFate::Good)
}

fn request(
    books: &Books,
    from: &Organization,
    to: &Organization,
    sample: Sample,
) -> Result<MessageToPost, Refusal> {
    let state = &books.state;
    let sent = state.messages.values().filter(|one| one.from == from.box_id);
    let number = format!("К-{}", sent.count() + 1);
    let date = state.now().moscow("%d.%m.%Y");
    let (content, type_named_id, file_name) = match sample.function() {
        None => (
            act(from, to, &number, &date),
            types::KINDS[0].type_named_id,
            format!("Акт {number} от {date}.pdf"),
        ),
        Some(function) => (
            title::sample(state, from, to, (function, &number, &date))?,
            "UniversalTransferDocument",
            String::new(),
        ),
    };
    let item = |key: &str, value: &str| KeyValue {
        key: key.into(),
        value: value.into(),
    };
    let metadata = match sample.function() {
        None => vec![
            item("FileName", &file_name),
            item("DocumentNumber", &number),
            item("DocumentDate", &date),
        ],
        Some(_) => Vec::new(),
    };
    let signed_content = books.keys.signed(from, &content, state.now().timestamp());
    Ok(MessageToPost {
        from_box_id: from.box_id.guid(),
        to_box_id: to.box_id.guid(),
        document_attachments: vec![DocumentAttachment {
            signed_content: Some(signed_content),
            type_named_id: type_named_id.to_owned(),
            metadata,
            need_recipient_signature: sample == Sample::Act,
            comment: "Просим подписать. Учебный документ.".to_owned(),
            ..Default::default()
        }],
        ..Default::default()
    })
}

/// In Latin letters, as every PDF that is made here.
fn act(from: &Organization, to: &Organization, number: &str, date: &str) -> Vec<u8> {
    print_form::page(&[
        format!("AKT No {}", number.replace('К', "K")),
        format!("Data {date}"),
        String::new(),
        format!("Ispolnitel: INN {}", from.inn),
        format!("Zakazchik: INN {}", to.inn),
        "Uslugi okazany polnostyu i v srok.".to_owned(),
        String::new(),
        "Uchebny dokument, bez yuridicheskoi sily.".to_owned(),
    ])
}
