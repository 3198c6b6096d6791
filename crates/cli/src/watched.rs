//! Work that takes a while: its progress goes to standard error, and Ctrl-C ends it after the step under way.

use std::future::Future;
use std::pin::pin;

use crate::fault::Fault;
use crate::interrupt::interrupted;
use crate::session::Session;

/// Does the work, while `steps` («Записано строк») are told; nothing when it was interrupted.
pub(crate) async fn watched<T>(
    session: &Session,
    work: impl Future<Output = Result<T, Fault>>,
    steps: &str,
) -> Result<Option<T>, Fault> {
    let mut changes = session.engine.changes();
    let mut work = pin!(work);
    let mut interruption = pin!(interrupted());
    let (mut told, mut is_ending) = (0, false);
    loop {
        tokio::select! {
            done = &mut work => return match done {
                Err(fault) if fault.code == "work_cancelled" => Ok(None),
                done => done.map(Some),
            },
            () = &mut interruption, if !is_ending => {
                let works = session.engine.works();
                if works.is_empty() {
                    return Ok(None);
                }
                works.iter().for_each(|work| session.engine.cancel_work(work.id));
                is_ending = true;
            }
            _ = changes.next() => told = tell(session, told, steps),
        }
    }
}

/// Says how far the work is, every tenth of it once.
fn tell(session: &Session, told: usize, steps: &str) -> usize {
    let works = session.engine.works();
    let Some(work) = works.first().filter(|work| work.total > 0) else {
        return told;
    };
    let tenths = work.done * 10 / work.total;
    if tenths > told {
        session
            .output
            .note(&format!("{steps}: {} из {}.", work.done, work.total));
    }
    tenths.max(told)
}
