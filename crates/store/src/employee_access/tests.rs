use domain::EmployeeBody;

use super::{AccessState, EmployeeAccess};
use crate::Error;
use crate::testing::{at, office, settle};

#[test]
fn an_access_is_changed_forgotten_and_gone_with_its_connection() {
    let office = office();
    office
        .store
        .write(|w| {
            let (_, connection, _) = settle(w);
            let vera = w.save_employee(None, &EmployeeBody::default())?;
            let ivan = w.save_employee(None, &EmployeeBody::default())?;
            let access = |employee, state| EmployeeAccess {
                connection,
                employee,
                state,
                holder_name: "Орлова Вера Ильинична".into(),
                failure_text: String::new(),
                changed_at: at(1),
            };
            w.save_employee_access(&access(vera, AccessState::NotTried))?;
            w.save_employee_access(&access(vera, AccessState::LoggedIn))?;
            w.save_employee_access(&access(ivan, AccessState::Refused))?;
            assert_eq!(
                w.employee_accesses(connection)?,
                [
                    access(vera, AccessState::LoggedIn),
                    access(ivan, AccessState::Refused)
                ]
            );
            w.remove_employee_access(connection, ivan)?;
            w.remove_employee_access(connection, ivan)?;
            assert_eq!(w.employee_access(connection, ivan)?, None);
            w.remove_connection(connection)?;
            assert_eq!(w.employee_accesses(connection)?, []);
            Ok::<_, Error>(())
        })
        .unwrap();
}
