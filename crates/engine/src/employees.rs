//! «Сотрудники»: who of us is responsible for a document, and who sits at this computer.

use domain::{DocumentId, Employee, EmployeeBody, EmployeeId};
use store::{Reader, Writer};

use crate::changes::{Change, Directory};
use crate::error::{Code, Error};
use crate::{Engine, Result};

const CURRENT: &str = "current_employee";

/// The directory.
#[derive(Debug, Clone)]
pub struct EmployeesView {
    /// Everybody, former ones too.
    pub employees: Vec<Employee>,
    /// Who sits at this computer: becomes responsible for new documents.
    pub current: Option<EmployeeId>,
}

impl Engine {
    /// Everybody who works or worked with us.
    pub async fn employees(&self) -> Result<EmployeesView> {
        self.read(|r| {
            Ok(EmployeesView {
                employees: r.employees()?,
                current: current(r)?,
            })
        })
        .await
    }

    /// Makes an employee or changes one. `employee_not_found`, `name_empty`, `firm_not_found`.
    pub async fn save_employee(&self, id: Option<EmployeeId>, body: EmployeeBody) -> Result<EmployeeId> {
        if body.name.is_empty() {
            return Err(Error::new(
                Code::NameEmpty,
                "Фамилия и имя не заполнены. Ничего не изменено. Впишите хотя бы фамилию.",
            ));
        }
        let saved = self
            .write(move |w| {
                if let Some(id) = id {
                    w.employee(id)?.ok_or_else(not_found)?;
                }
                for &firm in &body.firms {
                    w.firm(firm)?.ok_or_else(crate::firms::not_found)?;
                }
                Ok(w.save_employee(id, &body)?)
            })
            .await?;
        self.inner.changes.tell(&Change::directory(Directory::Employees));
        Ok(saved)
    }

    /// Says who sits at this computer. `employee_not_found`.
    pub async fn set_current_employee(&self, id: Option<EmployeeId>) -> Result<()> {
        self.write(move |w| {
            if let Some(id) = id {
                w.employee(id)?.ok_or_else(not_found)?;
            }
            let text = id.map(|id| id.to_string()).unwrap_or_default();
            Ok(w.set_setting(CURRENT, &text)?)
        })
        .await?;
        self.inner.changes.tell(&Change::directory(Directory::Employees));
        Ok(())
    }
}

/// Who sits at this computer, unless they have left the firm.
pub(crate) fn current(r: &Reader<'_>) -> Result<Option<EmployeeId>> {
    let chosen: Option<EmployeeId> = r.setting(CURRENT)?.and_then(|text| text.parse().ok());
    let Some(id) = chosen else {
        return Ok(None);
    };
    let known = r.employee(id)?;
    Ok(known
        .filter(|employee| !employee.body.is_former)
        .map(|employee| employee.id))
}

/// Somebody who can be given papers. `employee_not_found` for those who left, too.
pub(crate) fn at_work(r: &Reader<'_>, id: EmployeeId) -> Result<()> {
    let known = r.employee(id)?.filter(|employee| !employee.body.is_former);
    known.map(drop).ok_or_else(not_found)
}

/// Settles who of us is responsible for a document.
pub(crate) fn hand_over(w: &Writer<'_>, document: DocumentId, to: Option<EmployeeId>) -> Result<()> {
    w.set_assignment(document, to).map_err(|error| match error {
        store::Error::Missing(_) => crate::documents::not_found(),
        other => other.into(),
    })
}

pub(crate) fn not_found() -> Error {
    Error::new(
        Code::EmployeeNotFound,
        "Такого сотрудника в программе нет: возможно, список изменился. Ничего не изменено. Обновите список и повторите.",
    )
}
