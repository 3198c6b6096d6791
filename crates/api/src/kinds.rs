//! `kinds.*`: «Виды документов».

use domain::kind as rules;
use domain::{FirmId, KindId, OperatorKind};
use engine::{Engine, KindView};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::Failure;
use crate::views::{Empty, Id};

/// The directory, hidden kinds too.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct Kinds {
    pub kinds: Vec<Kind>,
}

/// A kind of documents.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct Kind {
    pub id: i64,
    /// Stable name of a kind that came with the program; empty for the clerk's own.
    pub code: String,
    pub is_builtin: bool,
    #[serde(flatten)]
    #[ts(flatten)]
    pub body: KindBody,
    /// How many documents name it.
    pub documents: u64,
    /// What its binding to electronic exchange lacks.
    pub problems: Vec<CodedProblem>,
}

/// What a person decides about a kind.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub(crate) struct KindBody {
    pub name: String,
    pub numbering: KindNumbering,
    /// «Исполнитель».
    pub firm_role: String,
    /// «Заказчик».
    pub other_role: String,
    pub other_side: OtherSide,
    pub has_lines: bool,
    pub fields: Vec<KindField>,
    /// Names of print forms; the first is the one that is used.
    pub print_forms: Vec<String>,
    pub edo_file: KindEdoFile,
    /// Operator for companies; whichever reaches the counterparty when `null`.
    pub company_operator: Option<String>,
    pub individual_operator: Option<String>,
    /// Firms whose documents of this kind are exchanged; all when empty.
    pub firm_ids: Vec<i64>,
    pub is_hidden: bool,
}

/// How numbers are given.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct KindNumbering {
    pub prefix: String,
    pub digits: u8,
    pub restart: Restart,
}

/// When a row of numbers begins again.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Restart {
    Yearly,
    Never,
}

/// Who may stand on the other side.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum OtherSide {
    Company,
    Individual,
    Any,
}

/// A field of documents of a kind.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct KindField {
    /// Name for templates: `plate`.
    pub name: String,
    /// «Госномер».
    pub label: String,
    pub input: FieldInput,
}

/// How a field is typed.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FieldInput {
    Line,
    Text,
    Date,
}

/// What file is signed.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub(crate) struct KindEdoFile {
    pub rule: FileRule,
    /// Of a УПД; both in one when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub function: Option<UtdFunction>,
}

/// Rules by which the file is made.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FileRule {
    PrintForm,
    Utd,
    Never,
}

/// What a УПД is used for.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum UtdFunction {
    Invoice,
    Transfer,
    InvoiceAndTransfer,
}

/// Something that should be mended.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct CodedProblem {
    pub code: String,
    /// What is wrong and where to mend it.
    pub sentence: String,
}

/// A kind to be made or changed. The code of a kind that came with the program stays, whatever is given.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub(crate) struct SaveKind {
    /// The kind to change; a new one when absent.
    pub id: Option<i64>,
    pub code: Option<String>,
    pub name: String,
    pub numbering: KindNumbering,
    pub firm_role: String,
    pub other_role: String,
    pub other_side: OtherSide,
    pub has_lines: bool,
    pub fields: Vec<KindField>,
    pub print_forms: Vec<String>,
    pub edo_file: KindEdoFile,
    pub company_operator: Option<String>,
    pub individual_operator: Option<String>,
    pub firm_ids: Vec<i64>,
    pub is_hidden: bool,
}

impl From<KindView> for Kind {
    fn from(view: KindView) -> Self {
        let problems = view.problems.into_iter().map(|problem| CodedProblem {
            code: problem.code.to_owned(),
            sentence: problem.sentence,
        });
        Self {
            id: view.kind.id.0,
            is_builtin: !view.kind.body.code.is_empty(),
            code: view.kind.body.code.clone(),
            body: view.kind.body.into(),
            documents: view.documents,
            problems: problems.collect(),
        }
    }
}

impl From<domain::KindBody> for KindBody {
    fn from(body: domain::KindBody) -> Self {
        let fields = body.fields.into_iter().map(|field| KindField {
            name: field.name,
            label: field.label,
            input: match field.input {
                rules::FieldInput::Line => FieldInput::Line,
                rules::FieldInput::Text => FieldInput::Text,
                rules::FieldInput::Date => FieldInput::Date,
            },
        });
        Self {
            name: body.name,
            numbering: KindNumbering {
                prefix: body.numbering.prefix,
                digits: body.numbering.digits,
                restart: match body.numbering.restart {
                    rules::NumberingRestart::Yearly => Restart::Yearly,
                    rules::NumberingRestart::Never => Restart::Never,
                },
            },
            firm_role: body.firm_role,
            other_role: body.other_role,
            other_side: match body.other_side {
                rules::OtherSide::Company => OtherSide::Company,
                rules::OtherSide::Individual => OtherSide::Individual,
                rules::OtherSide::Any => OtherSide::Any,
            },
            has_lines: body.has_lines,
            fields: fields.collect(),
            print_forms: body.print_forms,
            edo_file: body.edo_file.into(),
            company_operator: body.company_operator.map(|operator| operator.0),
            individual_operator: body.individual_operator.map(|operator| operator.0),
            firm_ids: body.firms.into_iter().map(|firm| firm.0).collect(),
            is_hidden: body.is_hidden,
        }
    }
}

impl From<rules::EdoFileRule> for KindEdoFile {
    fn from(rule: rules::EdoFileRule) -> Self {
        let (rule, function) = match rule {
            rules::EdoFileRule::PrintForm => (FileRule::PrintForm, None),
            rules::EdoFileRule::Never => (FileRule::Never, None),
            rules::EdoFileRule::Utd { function } => (FileRule::Utd, Some(function)),
        };
        let function = function.map(|function| match function {
            domain::UtdFunction::Invoice => UtdFunction::Invoice,
            domain::UtdFunction::Transfer => UtdFunction::Transfer,
            domain::UtdFunction::InvoiceAndTransfer => UtdFunction::InvoiceAndTransfer,
        });
        Self { rule, function }
    }
}

impl From<KindEdoFile> for rules::EdoFileRule {
    fn from(file: KindEdoFile) -> Self {
        match file.rule {
            FileRule::PrintForm => Self::PrintForm,
            FileRule::Never => Self::Never,
            FileRule::Utd => Self::Utd {
                function: match file.function {
                    Some(UtdFunction::Invoice) => domain::UtdFunction::Invoice,
                    Some(UtdFunction::Transfer) => domain::UtdFunction::Transfer,
                    Some(UtdFunction::InvoiceAndTransfer) | None => domain::UtdFunction::InvoiceAndTransfer,
                },
            },
        }
    }
}

impl From<SaveKind> for domain::KindBody {
    fn from(kind: SaveKind) -> Self {
        let fields = kind.fields.into_iter().map(|field| rules::KindField {
            name: field.name,
            label: field.label,
            input: match field.input {
                FieldInput::Line => rules::FieldInput::Line,
                FieldInput::Text => rules::FieldInput::Text,
                FieldInput::Date => rules::FieldInput::Date,
            },
        });
        let operator = |name: Option<String>| name.filter(|name| !name.is_empty()).map(OperatorKind);
        Self {
            code: kind.code.unwrap_or_default(),
            name: kind.name,
            numbering: rules::Numbering {
                prefix: kind.numbering.prefix,
                digits: kind.numbering.digits,
                restart: match kind.numbering.restart {
                    Restart::Yearly => rules::NumberingRestart::Yearly,
                    Restart::Never => rules::NumberingRestart::Never,
                },
            },
            firm_role: kind.firm_role,
            other_role: kind.other_role,
            other_side: match kind.other_side {
                OtherSide::Company => rules::OtherSide::Company,
                OtherSide::Individual => rules::OtherSide::Individual,
                OtherSide::Any => rules::OtherSide::Any,
            },
            has_lines: kind.has_lines,
            fields: fields.collect(),
            print_forms: kind.print_forms,
            edo_file: kind.edo_file.into(),
            company_operator: operator(kind.company_operator),
            individual_operator: operator(kind.individual_operator),
            firms: kind.firm_ids.into_iter().map(FirmId).collect(),
            is_hidden: kind.is_hidden,
        }
    }
}

pub(crate) async fn list(engine: &Engine, _: Empty) -> Result<Kinds, Failure> {
    let kinds = engine.kinds().await?;
    Ok(Kinds {
        kinds: kinds.into_iter().map(Kind::from).collect(),
    })
}

pub(crate) async fn save(engine: &Engine, request: SaveKind) -> Result<Id, Failure> {
    let id = request.id.map(KindId);
    let saved = engine.save_kind(id, request.into()).await?;
    Ok(Id { id: saved.0 })
}

pub(crate) async fn remove(engine: &Engine, request: Id) -> Result<Empty, Failure> {
    engine.remove_kind(KindId(request.id)).await?;
    Ok(Empty {})
}
