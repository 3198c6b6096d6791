//! What the program does by itself, as «Расписание» shows it. Only looks.

use std::time::Duration;

use domain::{ConnectionId, FirmId};
use jiff::Timestamp;
use store::{Reader, RuleTaskState};

use crate::engine::Inner;
use crate::sync::{TIDIED_AT, TIDY_EVERY, backoff, health_is_ok};
use crate::{Engine, Result, certificates, powers, watched_folders};

/// What is done by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Job {
    /// The exchange of a connection.
    Exchange(ConnectionId),
    /// A look into the watched folder of a firm.
    Folder(FirmId),
    /// The queue of «Значимые события».
    Rules,
    /// Receipt notices of a firm that go by themselves.
    Receipts(FirmId),
    /// A look at the ends of certificates and powers of attorney.
    Endings,
    /// What nobody needs any more is taken away.
    Tidying,
}

/// A job of the schedule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobView {
    /// The job.
    pub job: Job,
    /// Whose it is: operator and box, firm and folder; empty where there is one for the whole office.
    pub title: String,
    /// When it was last done; some are remembered only since the program started.
    pub last_run_at: Option<Timestamp>,
    /// When it last went well, where that is told apart.
    pub last_success_at: Option<Timestamp>,
    /// What came of it, in complete Russian sentences; empty before the first time.
    pub result: String,
    /// Something is wrong with it.
    pub is_trouble: bool,
    /// When it is done next by itself; none where that depends on something else.
    pub next_run_at: Option<Timestamp>,
    /// Seconds between two times; none where there is no such pause.
    pub pause_s: Option<u64>,
    /// The pause was chosen for this job alone.
    pub has_own_pause: bool,
    /// A person stopped it then.
    pub stopped_at: Option<Timestamp>,
}

impl JobView {
    fn of(job: Job, pause: Option<Duration>) -> Self {
        Self {
            job,
            title: String::new(),
            last_run_at: None,
            last_success_at: None,
            result: String::new(),
            is_trouble: false,
            next_run_at: None,
            pause_s: pause.map(|pause| pause.as_secs()),
            has_own_pause: false,
            stopped_at: None,
        }
    }
}

impl Engine {
    /// Everything that is done by itself: exchanges first.
    pub async fn jobs(&self) -> Result<Vec<JobView>> {
        let folders = self.watched_folders().await?;
        self.blocking(move |inner| {
            let (idle, now) = (inner.idle(), inner.now());
            inner.read(|r| {
                let mut jobs = exchanges(inner, r, idle)?;
                for folder in folders.iter().filter(|folder| folder.is_on) {
                    jobs.push(look(r, folder)?);
                }
                jobs.extend(rules(r)?);
                jobs.extend(receipts(r)?);
                jobs.push(endings(inner, r, now)?);
                jobs.push(tidying(r)?);
                Ok(jobs)
            })
        })
        .await
    }
}

fn exchanges(inner: &Inner, r: &Reader<'_>, idle: Duration) -> Result<Vec<JobView>> {
    let mut jobs = Vec::new();
    for connection in r.connections()? {
        let schedule = r.connection_schedule(connection.id)?;
        let own = schedule
            .pause_s
            .map(|seconds| Duration::from_secs(seconds.into()));
        let mut job = JobView::of(Job::Exchange(connection.id), Some(own.unwrap_or(idle)));
        job.title = format!(
            "{}, {}",
            inner.operator_title(&connection.operator),
            connection.edo_box.name
        );
        job.has_own_pause = own.is_some();
        job.stopped_at = schedule.stopped_at;
        if let Some(health) = r.health(connection.id)? {
            job.is_trouble = !health_is_ok(&health);
            job.last_run_at = health.last_attempt_at;
            job.last_success_at = health.last_success_at;
            job.next_run_at = health.next_attempt_at.filter(|_| job.stopped_at.is_none());
            job.result = health.text;
        }
        jobs.push(job);
    }
    Ok(jobs)
}

fn look(r: &Reader<'_>, folder: &watched_folders::WatchedFolder) -> Result<JobView> {
    let mut job = JobView::of(Job::Folder(folder.firm), Some(watched_folders::LOOK_EVERY));
    let firm = r
        .firm(folder.firm)?
        .map_or_else(String::new, |firm| firm.party.name);
    job.title = format!("{firm}, папка «{}»", folder.folder_name);
    job.last_run_at = folder.last_checked_at;
    job.is_trouble = folder.problem.is_some();
    job.result = match &folder.problem {
        Some(problem) => problem.clone(),
        None if folder.failed > 0 => {
            format!(
                "Взято файлов: {}, не удалось взять: {}.",
                folder.taken, folder.failed
            )
        }
        None => format!("Взято файлов: {}.", folder.taken),
    };
    Ok(job)
}

/// None where no rule is on and nothing is left to be done.
fn rules(r: &Reader<'_>) -> Result<Option<JobView>> {
    let (mut is_any, mut waiting, mut failed) = (false, 0, 0);
    for rule in r.auto_rules()? {
        is_any |= rule.is_active;
        waiting += r.count_rule_tasks(rule.id, RuleTaskState::Waiting)?;
        failed += r.count_rule_tasks(rule.id, RuleTaskState::Failed)?;
    }
    if !is_any && waiting + failed == 0 {
        return Ok(None);
    }
    let mut job = JobView::of(Job::Rules, None);
    job.next_run_at = r.next_rule_task_at()?;
    job.is_trouble = failed > 0;
    job.result = if failed > 0 {
        format!("Ждут отправки: {waiting}. Не ушли и ждут вас: {failed}.")
    } else {
        format!("Ждут отправки: {waiting}.")
    };
    Ok(Some(job))
}

/// A step of the exchange, so it has no pause of its own and stands still with it.
fn receipts(r: &Reader<'_>) -> Result<Vec<JobView>> {
    let mut jobs = Vec::new();
    for rule in r.receipt_rules()? {
        let mut job = JobView::of(Job::Receipts(rule.firm), None);
        job.title = r
            .firm(rule.firm)?
            .map_or_else(String::new, |firm| firm.party.name);
        job.stopped_at = stopped_since(r, rule.firm)?;
        let last = rule.last_run;
        (job.last_run_at, job.last_success_at) = (last.at, last.success_at);
        job.is_trouble = last.fault.is_some();
        job.result = match last.fault {
            Some(fault) => fault.text,
            None => format!("Отправлено извещений: {}.", last.receipts),
        };
        jobs.push(job);
    }
    Ok(jobs)
}

/// Since when every exchange of a firm stands still; none while one goes on, and where there is none.
fn stopped_since(r: &Reader<'_>, firm: FirmId) -> Result<Option<Timestamp>> {
    let mut since = None;
    for connection in r.connections()?.iter().filter(|one| one.firm == firm) {
        match r.connection_schedule(connection.id)?.stopped_at {
            Some(stopped) => since = since.max(Some(stopped)),
            None => return Ok(None),
        }
    }
    Ok(since)
}

fn endings(inner: &Inner, r: &Reader<'_>, now: Timestamp) -> Result<JobView> {
    let mut job = JobView::of(Job::Endings, Some(certificates::ENDS_EVERY));
    let near =
        certificates::ending(&certificates::views(r, now)?).len() + powers::ending(r, inner.today())?.len();
    job.last_run_at = inner.certificates.ends_looked_at();
    job.next_run_at = job
        .last_run_at
        .map(|at| backoff::later(at, certificates::ENDS_EVERY));
    job.is_trouble = near > 0;
    job.result = if near > 0 {
        format!("Скоро закончатся или закончились: {near}.")
    } else {
        "Сроки сертификатов и доверенностей в порядке.".to_owned()
    };
    Ok(job)
}

fn tidying(r: &Reader<'_>) -> Result<JobView> {
    let mut job = JobView::of(Job::Tidying, Some(TIDY_EVERY));
    job.last_run_at = r.setting(TIDIED_AT)?.and_then(|text| text.parse().ok());
    job.next_run_at = job.last_run_at.map(|at| backoff::later(at, TIDY_EVERY));
    if job.last_run_at.is_some() {
        job.result = "Лишнее убрано, документы не тронуты.".to_owned();
    }
    Ok(job)
}
