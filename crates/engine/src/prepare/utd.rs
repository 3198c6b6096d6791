//! The file of a УПД: made by the operator where one of the firm's connections can, else by the program itself.

use connect::edo::TitleRequest;
use domain::{CounterpartyId, EdoFormat, FirmId, UtdFunction};
use formats::utd::{Powers, UtdFile};
use store::{Connection, CounterpartyBox, Reader};

use super::{Generator, Made, Subject, compare};
use crate::engine::Inner;
use crate::error::{Code, Error};
use crate::{Engine, Result};

/// Who can make the file and between which participants.
#[derive(Default)]
struct Makers {
    /// A connection whose operator makes such files, and the counterparty's box there.
    operator: Option<(Connection, CounterpartyBox)>,
    /// Identifiers of both sides as participants («идентификатор участника ЭДО»): ours and theirs.
    participants: Option<(String, String)>,
}

impl Engine {
    /// The file of the subject with this function, read again and held against the record.
    ///
    /// Errors: `file_gaps`, `no_generator`, those of the operator.
    pub(super) async fn utd_file(
        &self,
        subject: &Subject,
        function: UtdFunction,
        generator: Generator,
    ) -> Result<Made> {
        let (firm, counterparty) = sides(subject)?;
        let operator = subject.paper.kind.company_operator.clone();
        let makers = self
            .blocking(move |inner| inner.read(|r| makers(inner, r, (firm, counterparty), operator.as_ref())))
            .await?;
        match (generator, makers) {
            (
                Generator::Auto | Generator::Operator,
                Makers {
                    operator: Some(route),
                    ..
                },
            ) => self.by_operator(subject, function, route).await,
            (Generator::Operator, _) => Err(no_generator(
                "Оператора, который делает такие файлы и у которого есть ящик контрагента, нет.",
            )),
            (
                _,
                Makers {
                    participants: Some(ids),
                    ..
                },
            ) => self.by_ourselves(subject, function, ids).await,
            (_, _) => Err(no_generator(
                "Неизвестен идентификатор участника ЭДО: фирма не подключена к оператору или у контрагента нет ящика.",
            )),
        }
    }

    async fn by_operator(
        &self,
        subject: &Subject,
        function: UtdFunction,
        (connection, to): (Connection, CounterpartyBox),
    ) -> Result<Made> {
        let request = TitleRequest {
            from_box: connection.edo_box.box_id.clone(),
            to_box: to.box_id,
            function,
            signer: subject
                .paper
                .firm
                .as_ref()
                .map(|firm| firm.requisites.head.clone())
                .unwrap_or_default(),
            paper: subject.paper.clone(),
        };
        let provider = self.blocking(move |inner| inner.provider(&connection)).await?;
        let file = provider.generate_title(&request).await.map_err(refused)?;
        Ok(checked(subject, function, file.name, file.bytes))
    }

    async fn by_ourselves(
        &self,
        subject: &Subject,
        function: UtdFunction,
        (ours, theirs): (String, String),
    ) -> Result<Made> {
        let subject = subject.clone();
        self.blocking(move |inner| {
            let signer = subject
                .paper
                .firm
                .as_ref()
                .map(|firm| firm.requisites.head.clone())
                .unwrap_or_default();
            let guid = inner.ports.randomness.uuid().to_string();
            let file = UtdFile {
                paper: &subject.paper,
                function,
                sender_participant_id: &ours,
                recipient_participant_id: &theirs,
                signer: &signer,
                powers: &Powers::Signature,
                file_guid: &guid,
                made_at: inner.ports.clock.local(),
            };
            let made = formats::utd::write(&file).map_err(|gaps| {
                let sentences: Vec<&str> = gaps.iter().map(|gap| gap.sentence.as_str()).collect();
                Error::new(
                    Code::FileGaps,
                    format!("{} Файл не создан, документ сохранён.", sentences.join(" ")),
                )
            })?;
            Ok(checked(&subject, function, made.name, made.bytes))
        })
        .await
    }
}

fn sides(subject: &Subject) -> Result<(FirmId, CounterpartyId)> {
    let body = &subject.document.body;
    let gap = |what: &str| {
        Error::new(
            Code::FileGaps,
            format!("{what} Файл не создан, документ сохранён."),
        )
    };
    let firm = body
        .firm
        .ok_or_else(|| gap("Не указана наша фирма. Выберите фирму."))?;
    let counterparty = body.counterparty.ok_or_else(|| {
        if body.individual.is_some() {
            gap("УПД выставляют организации или предпринимателю, а указано физлицо.")
        } else {
            gap("Не указан контрагент. Выберите контрагента.")
        }
    })?;
    Ok((firm, counterparty))
}

/// Connections of the firm that see a box of the counterparty; an established partnership goes first.
fn makers(
    inner: &Inner,
    r: &Reader<'_>,
    (firm, counterparty): (FirmId, CounterpartyId),
    only: Option<&domain::OperatorKind>,
) -> Result<Makers> {
    let mut ways = Vec::new();
    for connection in r.connections()? {
        if connection.firm == firm && only.is_none_or(|only| connection.operator == *only) {
            for to in r.counterparty_boxes(connection.id, counterparty)? {
                ways.push((connection.clone(), to));
            }
        }
    }
    ways.sort_by_key(|(_, to)| (to.partnership != "established", to.is_roaming));
    let can = |connection: &Connection| {
        inner
            .operator(&connection.operator)
            .is_some_and(|operator| operator.capabilities.generates_titles)
    };
    let participants = ways.iter().find_map(|(connection, to)| {
        let ids = (
            connection.edo_box.participant_id.clone(),
            to.participant_id.clone(),
        );
        (!ids.0.is_empty() && !ids.1.is_empty()).then_some(ids)
    });
    Ok(Makers {
        operator: ways.iter().find(|(connection, _)| can(connection)).cloned(),
        participants,
    })
}

fn checked(subject: &Subject, function: UtdFunction, name: String, bytes: Vec<u8>) -> Made {
    Made {
        findings: compare::differences(&subject.paper, function, &name, &bytes),
        name,
        bytes,
        format: EdoFormat::Utd(function),
    }
}

/// What it means for a person that the operator made no file.
fn refused(error: connect::Error) -> Error {
    match &error {
        connect::Error::Offline(_) | connect::Error::Timeout(_) => Error::from(error).said(
            "Нет связи с оператором, который делает файл УПД. Документ сохранён, ничего не потеряно. Повторите, когда \
             связь появится, или выберите «Создать своими силами».",
        ),
        connect::Error::Refused { text, .. } => {
            let text = text.trim().trim_end_matches('.').to_owned();
            Error::from(error).said(format!(
                "Оператор не смог сделать файл УПД: «{text}». Файл не создан, документ сохранён. Исправьте документ и \
                 повторите."
            ))
        }
        _ => Error::from(error),
    }
}

fn no_generator(why: &str) -> Error {
    Error::new(
        Code::NoGenerator,
        format!(
            "{why} Файл УПД не создан, документ сохранён. Подключите фирму к оператору в настройках, раздел «Интеграции», \
             и обновите список контрагентов."
        ),
    )
}
