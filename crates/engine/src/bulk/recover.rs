//! Jobs that signed when the program ended: at the next start they wait for a person, because their keys are shut again.

use store::{BulkFault, BulkState};

use super::actions;
use crate::Result;
use crate::engine::Inner;

/// Pauses them. What they did is done; rows that were not signed are ready as before.
pub(crate) fn recover(inner: &Inner) -> Result<()> {
    inner.write(|w| {
        for mut job in w.open_bulk_jobs()? {
            let needs_keys = actions::of(&job.action).is_ok_and(|action| action.needs_keys);
            if job.state != BulkState::Running || !needs_keys {
                continue;
            }
            job.state = BulkState::Paused;
            job.fault = Some(BulkFault {
                code: "keys_shut".to_owned(),
                text: "Программа закрылась во время подписания. Подписанные документы стоят в очереди отправки, \
                       остальные не потеряны. Продолжите операцию: ПИН-код понадобится ещё раз."
                    .to_owned(),
            });
            w.set_bulk_job(&job)?;
        }
        Ok(())
    })
}
