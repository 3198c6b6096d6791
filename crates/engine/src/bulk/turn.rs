//! One chunk of work at a job: looking at documents, or running rows.
//!
//! Whatever takes long — reading, printing, encoding — happens before the transaction; the transaction writes the
//! effects of a chunk together with what became of its rows, unless a person stopped the job meanwhile.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::{DocumentId, Money};
use store::{
    BulkFault, BulkJob, BulkJobId, BulkRow, BulkRowChange, BulkRowState, BulkState, BulkSums, Reader, Writer,
};

use super::action::{fault, is_of_the_program};
use super::asking::Asking;
use super::{BulkAction, Coming, Course, Effect, Made, Readiness, Verdict, actions, job};
use crate::engine::Inner;
use crate::error::Error;
use crate::{Result, ahead, documents};

/// Tells the log at which step a job is. The names are stable: crash tests stop the program at each of them.
fn at_step(step: &'static str, job: BulkJobId) {
    tracing::debug!(target: "surguch::bulk", step, job = job.0);
}

/// Documents that are looked at together.
const CHECKED_AT_ONCE: u32 = 500;

/// A job under way: what its action keeps in its hands between two chunks.
pub(super) struct Open {
    action: &'static BulkAction,
    course: Box<dyn Course>,
    /// The place behind which to go on.
    after: u64,
    /// What was to be done when it was opened.
    doing: BulkState,
    /// What operators are asked before the next chunk is looked at.
    asking: Option<Asking>,
}

/// What a chunk did.
#[derive(Default)]
pub(super) struct Chunk {
    /// Documents that lists show otherwise now.
    pub(super) changed: Vec<DocumentId>,
    /// What was made.
    pub(super) made: Vec<Made>,
}

/// What becomes of the job in hand.
pub(super) enum Step {
    /// More to do.
    More(Box<Open>, Chunk),
    /// Nothing more to do for now, or a person stopped it.
    Rest(Chunk),
    /// A person paused it; the file begun is kept.
    Parked(Box<Open>, Chunk),
    /// It waits for a person or a store of keys.
    Waiting(Box<Open>),
}

/// Takes a job into hand.
pub(super) fn open(inner: &Inner, job: &BulkJob) -> Result<Open> {
    let action = actions::of(&job.action)?;
    let course = (action.begin)(inner, &job.params)?;
    if action.makes_file && job.state == BulkState::Running && job.counts.of(BulkRowState::Running) > 0 {
        // The file begun went with the program that began it.
        inner.write(|w| {
            let mut job = super::job(w, job.id)?;
            w.move_bulk_rows(&mut job, BulkRowState::Running, BulkRowState::Ready, None)?;
            Ok(())
        })?;
    }
    Ok(Open {
        action,
        course,
        after: 0,
        doing: job.state,
        asking: None,
    })
}

impl Open {
    /// Whether it stays in hand while a person has paused the job: a file begun does, opened keys do not.
    pub(super) fn is_kept_while_paused(&self) -> bool {
        self.action.makes_file
    }

    /// True when the job is at something else now than when it was opened.
    pub(super) fn is_stale(&self, job: &BulkJob) -> bool {
        self.doing != job.state
    }
}

/// The next chunk. An error is one of the whole job.
pub(super) fn step(inner: &Inner, open: Box<Open>, job: &BulkJob) -> Result<Step> {
    match job.state {
        BulkState::Checking => checked(inner, open, job),
        BulkState::Running => ran(inner, open, job),
        BulkState::Planned | BulkState::Paused | BulkState::Done | BulkState::Cancelled => {
            Ok(Step::Rest(Chunk::default()))
        }
    }
}

fn checked(inner: &Inner, mut open: Box<Open>, job: &BulkJob) -> Result<Step> {
    if open.asking.is_none() {
        let asked = asked(inner, &open, job)?;
        open.asking = Some(Asking::begin(asked, Arc::clone(&inner.bulk.wake)));
    }
    match open.asking.as_mut().map(Asking::answers) {
        Some(None) => return Ok(Step::Waiting(open)),
        Some(Some(answers)) => inner.keep_told(&answers)?,
        None => {}
    }
    open.asking = None;
    let (rows, verdicts) = inner.read(|r| {
        let rows = r.next_bulk_rows(job.id, &[BulkRowState::Waiting], open.after, CHECKED_AT_ONCE)?;
        let verdicts = looked_at(inner, r, open.course.as_ref(), &rows)?;
        Ok((rows, verdicts))
    })?;
    open.after = rows.last().map_or(open.after, |row| row.position);
    let is_end = rows.is_empty();
    at_step("bulk_looked_at", job.id);
    let goes_on = inner.write(|w| {
        let mut job = super::job(w, job.id)?;
        if job.state != BulkState::Checking {
            return Ok(false);
        }
        if is_end {
            job.state = BulkState::Planned;
        }
        let mut changes = Vec::with_capacity(rows.len());
        for (row, (verdict, sum)) in rows.iter().zip(verdicts) {
            changes.push(judged(&mut job.sums, row, verdict, sum));
        }
        w.change_bulk_rows(&mut job, &changes)?;
        Ok(!is_end)
    })?;
    Ok(if goes_on {
        Step::More(open, Chunk::default())
    } else {
        Step::Rest(Chunk::default())
    })
}

/// What operators have to be asked before the next chunk is looked at.
fn asked(inner: &Inner, open: &Open, job: &BulkJob) -> Result<ahead::Asked> {
    let now = inner.now();
    let questions = inner.read(|r| {
        let rows = r.next_bulk_rows(job.id, &[BulkRowState::Waiting], open.after, CHECKED_AT_ONCE)?;
        let mut questions = BTreeSet::new();
        for row in rows {
            match open.course.questions(inner, r, row.document) {
                Ok(more) => questions.extend(more),
                Err(error) if is_of_the_program(&error) => return Err(error),
                // The look that follows says what is the matter.
                Err(_) => {}
            }
        }
        ahead::open(r, questions, now)
    })?;
    inner.with_clients(questions)
}

/// A sum with its currency.
type Sum = (String, Option<Money>);

fn looked_at(
    inner: &Inner,
    r: &Reader<'_>,
    course: &dyn Course,
    rows: &[BulkRow],
) -> Result<Vec<(Verdict, Sum)>> {
    let ids: Vec<DocumentId> = rows.iter().map(|row| row.document).collect();
    let sums = r.document_sums(&ids)?;
    let looks = ids.iter().zip(sums).map(|(id, sum)| {
        let Some(sum) = sum else {
            let gone = Verdict::Blocked(fault(&documents::not_found()));
            return Ok((gone, Sum::default()));
        };
        let verdict = match course.check(inner, r, *id) {
            Ok(verdict) => verdict,
            Err(error) => Verdict::blocked(error)?,
        };
        Ok((verdict, sum))
    });
    looks.collect()
}

fn judged(sums: &mut BulkSums, row: &BulkRow, verdict: Verdict, sum: Sum) -> BulkRowChange {
    let (to, fault) = match verdict {
        Verdict::Ready => {
            added(&mut sums.ready, sum);
            (BulkRowState::Ready, None)
        }
        Verdict::Warned(fault) => {
            added(&mut sums.warned, sum);
            (BulkRowState::Warned, Some(fault))
        }
        Verdict::Blocked(fault) => (BulkRowState::Blocked, Some(fault)),
    };
    changed(row, to, fault, Made::default())
}

fn added(sums: &mut Vec<(String, Money)>, (currency, sum): Sum) {
    let Some(sum) = sum else { return };
    let mut by_currency: BTreeMap<String, Money> = sums.drain(..).collect();
    let total = by_currency.entry(currency).or_insert(Money::from_kopecks(0));
    *total = Money::from_kopecks(total.kopecks().saturating_add(sum.kopecks()));
    sums.extend(by_currency);
}

fn changed(row: &BulkRow, to: BulkRowState, fault: Option<BulkFault>, made: Made) -> BulkRowChange {
    BulkRowChange {
        position: row.position,
        from: row.state,
        to,
        fault,
        outbox: made.enqueued.map(|enqueued| enqueued.outbox),
        trash: made.trash,
    }
}

fn ran(inner: &Inner, mut open: Box<Open>, job: &BulkJob) -> Result<Step> {
    let (id, after, limit) = (job.id, open.after, open.action.rows_at_once);
    let rows = inner.read(|r| Ok(r.next_bulk_rows(id, runnable(job), after, limit)?))?;
    let Some(last) = rows.last() else {
        return finished(inner, *open, id);
    };
    let coming = Coming {
        job: id,
        rows: &rows,
        runnable: runnable(job),
        after,
    };
    if open.course.ready(inner, &coming)? == Readiness::Later {
        return Ok(Step::Waiting(open));
    }
    let ids: Vec<DocumentId> = rows.iter().map(|row| row.document).collect();
    if open.course.fetch(inner, &ids)? == Readiness::Later {
        return Ok(Step::Waiting(open));
    }
    open.after = last.position;
    let action = open.action;
    let effects = open.course.run(inner, &ids)?;
    at_step("bulk_prepared", id);
    let (chunk, state) = inner.write(|w| written(w, action, id, &rows, effects))?;
    at_step("bulk_written", id);
    Ok(match state {
        BulkState::Running => Step::More(open, chunk),
        BulkState::Paused if action.makes_file => Step::Parked(open, chunk),
        _ => Step::Rest(chunk),
    })
}

/// The effects of a chunk and what became of its rows; nothing where a person stopped the job meanwhile.
fn written(
    w: &Writer<'_>,
    action: &BulkAction,
    id: BulkJobId,
    rows: &[BulkRow],
    effects: Vec<Effect<'_>>,
) -> Result<(Chunk, BulkState)> {
    let mut job = job(w, id)?;
    // Rows that went into a file are in it, paused or not.
    let counts = job.state == BulkState::Running || (action.makes_file && job.state == BulkState::Paused);
    if !counts {
        return Ok((Chunk::default(), job.state));
    }
    let mut chunk = Chunk::default();
    let mut changes = Vec::with_capacity(rows.len());
    for (row, effect) in rows.iter().zip(effects) {
        let change = match w.part(|| effect(w))? {
            Ok(made) => {
                if action.changes_documents {
                    chunk.changed.push(row.document);
                }
                chunk.made.push(made);
                let to = if action.makes_file {
                    BulkRowState::Running
                } else {
                    BulkRowState::Done
                };
                changed(row, to, None, made)
            }
            Err(error) if is_of_the_program(&error) => return Err(error),
            Err(error) => changed(row, BulkRowState::Failed, Some(fault(&error)), Made::default()),
        };
        changes.push(change);
    }
    w.change_bulk_rows(&mut job, &changes)?;
    at_step("bulk_in_transaction", id);
    Ok((chunk, job.state))
}

/// Every row was run: the file is put together, and the job is over.
fn finished(inner: &Inner, open: Open, id: BulkJobId) -> Result<Step> {
    let has_rows = inner.read(|r| Ok(job(r, id)?.counts.of(BulkRowState::Running) > 0))?;
    let makes_file = open.action.makes_file;
    let file = if makes_file && has_rows {
        open.course.finish(inner)?
    } else {
        None
    };
    let now = inner.now();
    inner.write(|w| {
        let mut job = job(w, id)?;
        // A pause that came while the last file was put together came too late.
        let was_running = job.state == BulkState::Running || (makes_file && job.state == BulkState::Paused);
        if !was_running || is_left(w, &job)? {
            return Ok(());
        }
        job.state = BulkState::Done;
        job.finished_at = Some(now);
        job.file = file;
        Ok(w.set_bulk_job(&job)?)
    })?;
    Ok(Step::Rest(Chunk::default()))
}

/// Rows before the place in hand came back meanwhile: a person tried failed ones again.
fn is_left(r: &Reader<'_>, job: &BulkJob) -> Result<bool> {
    Ok(!r.next_bulk_rows(job.id, runnable(job), 0, 1)?.is_empty())
}

/// Rows that run.
fn runnable(job: &BulkJob) -> &'static [BulkRowState] {
    if job.is_with_warned {
        &[BulkRowState::Ready, BulkRowState::Warned]
    } else {
        &[BulkRowState::Ready]
    }
}

/// The job cannot go on. One that makes a file ends without it; any other waits for a person.
pub(super) fn stopped(inner: &Inner, id: BulkJobId, error: &Error) -> Result<()> {
    let now = inner.now();
    inner.write(|w| {
        let mut job = job(w, id)?;
        if !matches!(job.state, BulkState::Checking | BulkState::Running) {
            return Ok(());
        }
        let makes_file = actions::of(&job.action).is_ok_and(|action| action.makes_file);
        let may_go_on = job.state == BulkState::Running && (!makes_file || is_of_the_program(error));
        if may_go_on {
            job.state = BulkState::Paused;
        } else {
            job.state = BulkState::Cancelled;
            job.finished_at = Some(now);
        }
        job.fault = Some(fault(error));
        Ok(w.set_bulk_job(&job)?)
    })
}
