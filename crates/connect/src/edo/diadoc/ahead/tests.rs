use domain::{EdoFormat, UtdFunction};
use serde_json::json;

use super::{facts, formats, said, starts};
use crate::edo::diadoc::wire::decode;

#[test]
fn versions_that_are_switched_off_are_told_from_those_in_force_and_foreign_types_are_left_out() {
    let version = |name: &str, is_actual: bool| json!({"Version": name, "IsActual": is_actual});
    let types = json!({"DocumentTypes": [
        {"Name": "UniversalTransferDocument", "Functions": [
            {"Name": "ДОП", "Versions": [version("utd970_05_03_01", true), version("utd970_05_02_01", false),
                version("utd820_05_01_02_hyphen", false)]},
            {"Name": "СвРК", "Versions": [version("utd970_05_03_01", true)]}]},
        {"Name": "Nonformalized", "Functions": [{"Name": "default", "Versions": [{"Version": "v1"}]}]},
        {"Name": "XmlTorg12", "Functions": [{"Name": "ДОП", "Versions": [version("utd970_05_03_01", true)]}]},
    ]});
    let found = formats(&decode("GetDocumentTypes", types.to_string().as_bytes()).unwrap());
    let told: Vec<_> = found
        .iter()
        .map(|one| (one.format, one.version.as_str(), one.is_in_force))
        .collect();
    let transfer = EdoFormat::Utd(UtdFunction::Transfer);
    assert_eq!(
        told,
        [
            (transfer, "5.03", true),
            (transfer, "5.02", false),
            (EdoFormat::Nonformalized, "", true)
        ]
    );
}

#[test]
fn the_day_of_universal_messages_is_told_by_type_and_none_where_it_is_not_named() {
    let kind = |name: &str, function: &str, day: &str| json!({"Name": name, "UniversalMessagesStartDate": day, "Functions": [{"Name": function}]});
    let types = json!({"DocumentTypes": [
        kind("UniversalTransferDocument", "СЧФ", "2027-04-01T00:00:00+03:00"),
        kind("UniversalTransferDocument", "ДОП", "15.05.2027"),
        kind("Nonformalized", "default", ""),
        kind("XmlTorg12", "default", "15.05.2027"),
        kind("UniversalTransferDocument", "СЧФДОП", "скоро"),
    ]});
    let told: Vec<_> = starts(&decode("GetDocumentTypes", types.to_string().as_bytes()).unwrap())
        .iter()
        .map(|start| (start.format, start.on.to_string()))
        .collect();
    assert_eq!(
        told,
        [
            (EdoFormat::Utd(UtdFunction::Invoice), "2027-04-01".to_owned()),
            (EdoFormat::Utd(UtdFunction::Transfer), "2027-05-15".to_owned()),
        ]
    );
}

#[test]
fn the_head_department_and_disabled_ones_are_no_choice_and_a_closed_organisation_has_its_day() {
    let organization = json!({"LiquidationDate": "14.02.2026", "HasCertificateToSign": false, "Departments": [
        {"DepartmentId": "00000000-0000-0000-0000-000000000000", "Name": "Головное подразделение"},
        {"DepartmentId": "5b1c1f7e-0000-4000-8000-000000000001", "Name": "Бухгалтерия", "Kpp": ""},
        {"DepartmentId": "5b1c1f7e-0000-4000-8000-000000000002", "Name": "Закрытый склад", "IsDisabled": true}]});
    let told = facts(&decode("GetOrganization", organization.to_string().as_bytes()).unwrap());
    assert_eq!(told.departments.len(), 1);
    assert_eq!(told.departments[0].name, "Бухгалтерия");
    assert_eq!(told.closed_on.unwrap().to_string(), "2026-02-14");
    assert_eq!((told.can_sign, told.is_test), (Some(false), None));
    let silent = facts(&decode("GetOrganization", b"{}").unwrap());
    assert_eq!((silent.can_sign, silent.closed_on), (None, None));
}

#[test]
fn a_warning_of_the_operator_stops_nobody_and_its_words_for_people_come_first() {
    let result = json!({"Errors": [
        {"Severity": "Error", "UserMessage": "Нет прав на отправку", "ApiMessage": "Forbidden"},
        {"Severity": "Warning", "UserMessage": "", "ApiMessage": "Recipient has no certificate"},
        {"Severity": "Unknown"}]});
    let told = said(&decode("CanPostMessage", result.to_string().as_bytes()).unwrap());
    let told: Vec<_> = told.iter().map(|one| (one.is_fatal, one.text.as_str())).collect();
    assert_eq!(
        told,
        [
            (true, "Нет прав на отправку"),
            (false, "Recipient has no certificate"),
            (false, "причина не названа")
        ]
    );
}
