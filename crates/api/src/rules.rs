//! `rules.*`: «Значимые события», their rehearsal and their queue.

use domain::{AutoRuleBody, AutoRuleId, ConnectionId, KindId, RuleTaskId};
use engine::{AutoRuleView, Engine, RuleTaskState, RuleTaskWish, SaveAutoRule};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::bulk::BulkFix;
use crate::error::Failure;
use crate::views::{Empty, Id, Status, page_size};

mod conditions;

use conditions::RuleGroup;

/// What a person settles about a rule.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub(crate) struct RuleBody {
    pub name: String,
    /// Documents of which kind.
    pub kind_id: i64,
    pub conditions: RuleGroup,
    /// By this connection only; one of the firm's when absent.
    pub connection_id: Option<i64>,
    /// «Один раз по документу» or «При каждой записи документа».
    #[ts(type = "\"once\" | \"every_save\"")]
    pub frequency: domain::Frequency,
    /// Print forms by name, each a message of its own; the file that the kind makes when empty.
    pub print_forms: Vec<String>,
    /// How long a document rests after a saving before it goes, seconds; 86400 at most.
    pub quiet_s: u32,
}

/// A rule to be kept; off at first.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub(crate) struct SaveRule {
    /// The one to be changed; a new one when absent.
    pub id: Option<i64>,
    pub body: RuleBody,
}

/// A rule that was kept.
#[derive(Debug, Clone, Copy, Serialize, TS)]
pub(crate) struct SavedRule {
    pub id: i64,
    /// It was on and has to be rehearsed in its new form.
    pub is_switched_off: bool,
}

/// «Значимые события».
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct Rules {
    pub rules: Vec<Rule>,
}

/// A rule.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct Rule {
    pub id: i64,
    pub body: RuleBody,
    pub is_active: bool,
    /// Name of its kind; absent when the kind is gone.
    pub kind_name: Option<String>,
    /// It was rehearsed as it stands now, so it may be switched on.
    pub is_rehearsed: bool,
    /// When it was last rehearsed.
    pub rehearsed_at: Option<String>,
    /// How many documents it would have sent then.
    #[ts(type = "number | null")]
    pub rehearsed_documents: Option<u64>,
    /// What keeps it from working, in complete sentences.
    pub problems: Vec<String>,
    pub waiting: u64,
    pub failed: u64,
    pub sent: u64,
}

/// Fields of which kind.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct RuleFieldsOf {
    pub kind_id: i64,
}

/// The fields about which a rule of this kind may ask.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct RuleFields {
    pub fields: Vec<RuleField>,
}

/// A field.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct RuleField {
    /// Stable name.
    pub name: String,
    /// The clerk's word for a field of the kind; empty for those that every document has.
    pub label: String,
    #[ts(type = "\"text\" | \"sum\" | \"day\" | \"firm\" | \"employee\" | \"other_side\"")]
    pub of: &'static str,
    /// How it is compared.
    #[ts(type = "Array<RuleCondition[\"comparison\"]>")]
    pub comparisons: Vec<domain::Comparison>,
}

/// On or off.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct SwitchRule {
    pub id: i64,
    pub is_active: bool,
}

/// What a rule would have sent.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct Rehearsal {
    pub at: String,
    /// How many documents were looked at, the newest first.
    pub examined: u64,
    /// Older ones were not.
    pub is_part: bool,
    pub documents: u64,
    /// How many fit, but went already as they stand.
    pub already_sent: u64,
    /// Messages in all, one for each print form.
    pub messages: u64,
    /// The newest of them, 200 at most.
    pub told: Vec<RehearsedDocument>,
}

/// A document that it would have sent.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct RehearsedDocument {
    pub document_id: i64,
    pub label: String,
    /// Empty when nobody stands on the other side.
    pub other_side: String,
    /// «1500.00».
    pub total: Option<String>,
    pub status: Status,
}

/// Which rows of the queue.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub(crate) struct ListRuleTasks {
    /// `waiting`, `done`, `failed`, `skipped`, `dismissed`; all when absent.
    pub states: Option<Vec<String>>,
    /// Number of the last row of the page before.
    pub after: Option<i64>,
    pub limit: Option<u32>,
}

/// The queue of the rules, newest first.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct RuleTasks {
    pub tasks: Vec<RuleTask>,
}

/// What a rule is to do, or did, with one version of a document.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct RuleTask {
    pub id: i64,
    pub rule_id: i64,
    pub rule_name: String,
    pub document_id: i64,
    /// Absent when the document was removed.
    pub document_label: Option<String>,
    pub revision: u32,
    /// Title of the print form; empty for the file that the kind makes.
    pub form_title: String,
    #[ts(type = "\"waiting\" | \"done\" | \"failed\" | \"skipped\" | \"dismissed\"")]
    pub state: &'static str,
    pub attempts: u32,
    /// Not before.
    pub due_at: String,
    pub changed_at: String,
    /// Stable code of what is to be said of it.
    pub code: Option<String>,
    /// The same for people.
    pub text: Option<String>,
    /// Where the sending stands that it became.
    pub sending_status: Option<Status>,
    /// Of a failed one, where its cause can be mended.
    pub fix: Option<BulkFix>,
}

/// «Отправить сейчас» and «Повторить» (`now`), «Не отправлять» (`never`).
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangeRuleTask {
    pub id: i64,
    pub wish: TaskWish,
}

/// What is wanted of a row of the queue.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TaskWish {
    Now,
    Never,
}

pub(crate) async fn list(engine: &Engine, _: Empty) -> Result<Rules, Failure> {
    let rules = engine.auto_rules().await?;
    Ok(Rules {
        rules: rules.into_iter().map(Rule::from).collect(),
    })
}

pub(crate) async fn fields(engine: &Engine, request: RuleFieldsOf) -> Result<RuleFields, Failure> {
    let fields = engine.auto_rule_fields(KindId(request.kind_id)).await?;
    let fields = fields.into_iter().map(|field| RuleField {
        name: field.name,
        label: field.label,
        of: field.of.code(),
        comparisons: field.of.comparisons().to_vec(),
    });
    Ok(RuleFields {
        fields: fields.collect(),
    })
}

pub(crate) async fn save(engine: &Engine, request: SaveRule) -> Result<SavedRule, Failure> {
    let (name, body) = request.body.split();
    let saved = engine
        .save_auto_rule(SaveAutoRule {
            id: request.id.map(AutoRuleId),
            name,
            body,
        })
        .await?;
    Ok(SavedRule {
        id: saved.id.0,
        is_switched_off: saved.is_switched_off,
    })
}

pub(crate) async fn switch(engine: &Engine, request: SwitchRule) -> Result<Empty, Failure> {
    let id = AutoRuleId(request.id);
    if request.is_active {
        engine.switch_auto_rule_on(id).await?;
    } else {
        engine.switch_auto_rule_off(id).await?;
    }
    Ok(Empty {})
}

pub(crate) async fn remove(engine: &Engine, request: Id) -> Result<Empty, Failure> {
    engine.remove_auto_rule(AutoRuleId(request.id)).await?;
    Ok(Empty {})
}

pub(crate) async fn rehearse(engine: &Engine, request: Id) -> Result<Rehearsal, Failure> {
    let found = engine.rehearse_auto_rule(AutoRuleId(request.id)).await?;
    let told = found.told.into_iter().map(|one| RehearsedDocument {
        document_id: one.document.0,
        label: one.label,
        other_side: one.other_side,
        total: one.total.map(|total| total.to_string()),
        status: one.status.into(),
    });
    Ok(Rehearsal {
        at: found.at.to_string(),
        examined: found.examined,
        is_part: found.is_part,
        documents: found.documents,
        already_sent: found.already_sent,
        messages: found.messages,
        told: told.collect(),
    })
}

pub(crate) async fn tasks(engine: &Engine, request: ListRuleTasks) -> Result<RuleTasks, Failure> {
    let states = request.states.unwrap_or_default();
    let states = states
        .iter()
        .map(|code| {
            RuleTaskState::from_code(code)
                .ok_or_else(|| Failure::bad_request("rules.tasks", "states", "такого состояния нет"))
        })
        .collect::<Result<Vec<_>, _>>()?;
    let tasks = engine
        .rule_tasks(states, request.after.map(RuleTaskId), page_size(request.limit))
        .await?;
    let tasks = tasks.into_iter().map(|view| {
        let task = view.task;
        let (code, text) = task.fault.map(|fault| (fault.code, fault.text)).unzip();
        RuleTask {
            id: task.id.0,
            rule_id: task.body.rule.0,
            rule_name: view.rule_name,
            document_id: task.body.document.0,
            document_label: view.document_label,
            revision: task.body.revision,
            form_title: view.form_title,
            state: task.state.code(),
            attempts: task.attempts,
            due_at: task.body.due_at.to_string(),
            changed_at: task.changed_at.to_string(),
            code,
            text,
            sending_status: view.sending_status.map(Status::from),
            fix: view.fix.map(BulkFix::from),
        }
    });
    Ok(RuleTasks {
        tasks: tasks.collect(),
    })
}

pub(crate) async fn change_task(engine: &Engine, request: ChangeRuleTask) -> Result<Empty, Failure> {
    let wish = match request.wish {
        TaskWish::Now => RuleTaskWish::Now,
        TaskWish::Never => RuleTaskWish::Never,
    };
    engine.change_rule_task(RuleTaskId(request.id), wish).await?;
    Ok(Empty {})
}

impl RuleBody {
    fn split(self) -> (String, AutoRuleBody) {
        let body = AutoRuleBody {
            kind: KindId(self.kind_id),
            conditions: self.conditions.into(),
            action: domain::SendToEdo {
                connection: self.connection_id.map(ConnectionId),
                frequency: self.frequency,
                print_forms: self.print_forms,
                quiet_s: self.quiet_s,
            },
        };
        (self.name, body)
    }

    fn joined(name: String, body: AutoRuleBody) -> Self {
        Self {
            name,
            kind_id: body.kind.0,
            conditions: body.conditions.into(),
            connection_id: body.action.connection.map(|id| id.0),
            frequency: body.action.frequency,
            print_forms: body.action.print_forms,
            quiet_s: body.action.quiet_s,
        }
    }
}

impl From<AutoRuleView> for Rule {
    fn from(view: AutoRuleView) -> Self {
        let rule = view.rule;
        Self {
            id: rule.id.0,
            is_active: rule.is_active,
            kind_name: view.kind_name,
            is_rehearsed: rule.is_rehearsed(),
            rehearsed_at: rule.rehearsal.as_ref().map(|rehearsal| rehearsal.at.to_string()),
            rehearsed_documents: rule.rehearsal.as_ref().map(|rehearsal| rehearsal.documents),
            problems: view.problems,
            waiting: view.waiting,
            failed: view.failed,
            sent: view.sent,
            body: RuleBody::joined(rule.name, rule.body),
        }
    }
}
