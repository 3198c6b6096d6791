//! People of a box and what they may do there.

use super::basics::TIMESTAMP;
use super::organizations::USER_V2;
use super::{describe, enumerate};

enumerate! {
    DOCUMENT_ACCESS_LEVEL {
        -1 UnknownDocumentAccessLevel, 0 DepartmentOnly, 1 DepartmentAndSubdepartments, 2 AllDocuments,
        3 SelectedDepartments,
    }
}

describe! {
    AUTHORIZATION_PERMISSION "AuthorizationPermission" { 1! IsBlocked flag, 2? Comment text }
    ORGANIZATION_USER_PERMISSIONS "OrganizationUserPermissions" {
        1! UserDepartmentId text, 2! IsAdministrator flag, 3? DocumentAccessLevel number(DOCUMENT_ACCESS_LEVEL),
        4! CanSignDocuments flag, 6! CanManageCounteragents flag, 7! CanAddResolutions flag,
        8! CanRequestResolutions flag, 9* SelectedDepartmentIds text, 10? JobTitle text,
        11! CanCreateDocuments flag, 12! AuthorizationPermission message(AUTHORIZATION_PERMISSION),
        13! CanDeleteRestoreDocuments flag, 14! CanAttachUniversalMessages flag, 15? CanUseGoskeyFL flag,
    }
    EMPLOYEE_ACTION "EmployeeAction" { 1! Name text, 2! IsAllowed flag }
    EMPLOYEE_PERMISSIONS "EmployeePermissions" {
        1! UserDepartmentId text, 2! IsAdministrator flag, 3! DocumentAccessLevel number(DOCUMENT_ACCESS_LEVEL),
        4* SelectedDepartmentIds text, 5* Actions message(EMPLOYEE_ACTION),
        6? AuthorizationPermission message(AUTHORIZATION_PERMISSION),
    }
    EMPLOYEE "Employee" {
        1! User message(USER_V2), 2! Permissions message(EMPLOYEE_PERMISSIONS), 3! Position text,
        4! CanBeInvitedForChat flag, 5? CreationTimestamp message(TIMESTAMP),
    }
    EMPLOYEE_LIST "EmployeeList" { 1* Employees message(EMPLOYEE), 2! TotalCount int32 }
}
