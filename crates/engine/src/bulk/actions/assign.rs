//! «Назначить ответственного».

use domain::{DocumentId, EmployeeId};
use serde::Deserialize;

use super::asked;
use crate::bulk::{BulkAction, Course, Effect, Made};
use crate::engine::Inner;
use crate::{Result, employees};

pub(super) const ACTION: BulkAction = BulkAction {
    code: "assign",
    label: "Назначение ответственного",
    is_outward: false,
    changes_documents: true,
    makes_file: false,
    needs_keys: false,
    undone_by: None,
    rows_at_once: 2_000,
    begin: |inner, params| {
        let asked: Asked = asked(params)?;
        let employee = asked.employee_id.map(EmployeeId);
        if let Some(employee) = employee {
            inner.read(|r| employees::at_work(r, employee))?;
        }
        Ok(Box::new(Assign { employee }))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    /// Nobody when `null`.
    #[serde(deserialize_with = "Option::deserialize")]
    employee_id: Option<i64>,
}

struct Assign {
    employee: Option<EmployeeId>,
}

impl Course for Assign {
    fn run<'c>(&'c mut self, _: &'c Inner, documents: &[DocumentId]) -> Result<Vec<Effect<'c>>> {
        let employee = self.employee;
        let effect = |&document: &DocumentId| -> Effect<'c> {
            Box::new(move |w| employees::hand_over(w, document, employee).map(|()| Made::default()))
        };
        Ok(documents.iter().map(effect).collect())
    }
}
