//! People who work in our firms. Never removed: old documents name them.

use domain::{Employee, EmployeeBody, EmployeeId};
use rusqlite::{Row, params};

use crate::columns::{Json, collected, optional, person_name, phone};
use crate::{Error, Reader, Result, Writer};

const EMPLOYEE: &str =
    "SELECT id, last_name, first_name, middle_name, position, phone, email, firms, is_former
    FROM employees";

fn employee(row: &Row<'_>) -> rusqlite::Result<Employee> {
    Ok(Employee {
        id: EmployeeId(row.get("id")?),
        body: EmployeeBody {
            name: person_name(row)?,
            position: row.get("position")?,
            phone: phone(row)?,
            email: row.get("email")?,
            firms: row.get::<_, Json<_>>("firms")?.0,
            is_former: row.get("is_former")?,
        },
    })
}

impl Reader<'_> {
    /// Everybody, former ones too, oldest first.
    pub fn employees(&self) -> Result<Vec<Employee>> {
        let mut query = self.sql.prepare_cached(&format!("{EMPLOYEE} ORDER BY id"))?;
        collected(query.query_map([], employee)?)
    }

    /// The employee of this id.
    pub fn employee(&self, id: EmployeeId) -> Result<Option<Employee>> {
        let mut query = self.sql.prepare_cached(&format!("{EMPLOYEE} WHERE id = ?1"))?;
        optional(query.query_row([id.0], employee))
    }
}

impl Writer<'_> {
    /// Adds an employee or changes the one named.
    pub fn save_employee(&self, id: Option<EmployeeId>, body: &EmployeeBody) -> Result<EmployeeId> {
        let sql = match id {
            None => {
                "INSERT INTO employees
                     (id, last_name, first_name, middle_name, position, phone, email, firms, is_former)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"
            }
            Some(_) => {
                "UPDATE employees SET last_name = ?2, first_name = ?3, middle_name = ?4, position = ?5,
                     phone = ?6, email = ?7, firms = ?8, is_former = ?9
                 WHERE id = ?1"
            }
        };
        let changed = self.sql.prepare_cached(sql)?.execute(params![
            id.map(|id| id.0),
            body.name.last,
            body.name.first,
            body.name.middle,
            body.position,
            body.phone.as_ref().map(|phone| phone.as_str()),
            body.email,
            Json(&body.firms),
            body.is_former
        ])?;
        match id {
            Some(_) if changed == 0 => Err(Error::Missing("employee".to_owned())),
            Some(id) => Ok(id),
            None => Ok(EmployeeId(self.sql.last_insert_rowid())),
        }
    }
}

#[cfg(test)]
mod tests;
