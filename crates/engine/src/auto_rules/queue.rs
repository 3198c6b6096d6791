//! The queue of the rules as a person sees it: what waits, what went, what needs them; «Отправить сейчас», «Повторить»,
//! «Не отправлять».

use domain::{EdoStatus, RuleTaskId};
use store::{Reader, RuleTask, RuleTaskChange, RuleTaskState};

use crate::bulk::{BulkFix, fix_of};
use crate::engine::Inner;
use crate::error::{Code, Error};
use crate::{Engine, Result, print_forms, records, status};

/// A row of the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleTaskView {
    /// The row.
    pub task: RuleTask,
    /// Name of the rule.
    pub rule_name: String,
    /// «Заказ-наряд № ЗН-00042 от 21.11.2026»; none when the document was removed.
    pub document_label: Option<String>,
    /// Title of the print form; empty for the file that the kind makes.
    pub form_title: String,
    /// Where the sending stands that it became.
    pub sending_status: Option<EdoStatus>,
    /// Where the cause of a failure can be mended.
    pub fix: Option<BulkFix>,
}

/// What a person wants of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleTaskWish {
    /// «Отправить сейчас», «Повторить».
    Now,
    /// «Не отправлять».
    Never,
}

impl Engine {
    /// Rows of the queue in these states (all when empty), newest first.
    pub async fn rule_tasks(
        &self,
        states: Vec<RuleTaskState>,
        after: Option<RuleTaskId>,
        limit: u32,
    ) -> Result<Vec<RuleTaskView>> {
        self.blocking(move |inner| {
            inner.read(|r| {
                let tasks = r.rule_tasks(&states, after, limit)?;
                tasks.into_iter().map(|task| view(inner, r, task)).collect()
            })
        })
        .await
    }

    /// Changes a row that waits or failed. `rule_task_not_found`, `rule_task_over` when it is through.
    pub async fn change_rule_task(&self, id: RuleTaskId, wish: RuleTaskWish) -> Result<()> {
        self.blocking(move |inner| {
            let now = inner.now();
            inner.write(|w| {
                let task = w.rule_task(id)?.ok_or_else(not_found)?;
                if !matches!(task.state, RuleTaskState::Waiting | RuleTaskState::Failed) {
                    return Err(over());
                }
                let (state, fault) = match wish {
                    RuleTaskWish::Now => (RuleTaskState::Waiting, None),
                    RuleTaskWish::Never => (RuleTaskState::Dismissed, task.fault),
                };
                let change = RuleTaskChange {
                    state,
                    attempts: 0,
                    due_at: now,
                    fault,
                    sending: None,
                };
                Ok(w.set_rule_task(id, &change, now)?)
            })
        })
        .await?;
        self.inner.rules.wake();
        self.tell_rules();
        Ok(())
    }
}

fn view(inner: &Inner, r: &Reader<'_>, task: RuleTask) -> Result<RuleTaskView> {
    let document_label = match r.document(task.body.document)? {
        Some(document) => Some(records::reference(r, &document)?.label),
        None => None,
    };
    let sending_status = match task.sending {
        Some(sending) => match r.edo_document(sending)? {
            Some(sending) => {
                let operation = r.operation_of(sending.id)?;
                Some(status::of_sending(&sending, operation.as_ref()).0)
            }
            None => None,
        },
        None => None,
    };
    let form_title = match task.body.print_form.as_str() {
        "" => String::new(),
        form => print_forms::title_of(inner, form),
    };
    Ok(RuleTaskView {
        rule_name: r
            .auto_rule(task.body.rule)?
            .map(|rule| rule.name)
            .unwrap_or_default(),
        document_label,
        form_title,
        sending_status,
        fix: task
            .fault
            .as_ref()
            .filter(|_| task.state == RuleTaskState::Failed)
            .and_then(|fault| fix_of(&fault.code)),
        task,
    })
}

fn not_found() -> Error {
    Error::new(
        Code::RuleTaskNotFound,
        "Такой строки в очереди значимых событий нет: возможно, список изменился. Ничего не изменено. Обновите список.",
    )
}

fn over() -> Error {
    Error::new(
        Code::RuleTaskOver,
        "Эта строка очереди уже завершена. Документ в том состоянии, которое показано в реестре. Обновите список.",
    )
}
