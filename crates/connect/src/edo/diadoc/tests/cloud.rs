use serde_json::{Value, json};

use super::{OUR_BOX, connect, diadoc};
use crate::Error;
use crate::edo::cloud::{CloudFile, CloudOutcome, Confirmation, ConfirmationWay};
use crate::loopback::{Asked, Loopback, Reply};

const THUMBPRINT: &str = "3A7F00C1D4E5B6A798897A6B5C4D3E2F10012233";
const TASK: &str = "c5d6e7f8-0912-4a3b-8c4d-5e6f708192a3";

async fn says(result: Value) -> Loopback {
    diadoc(move |_: &Asked| Reply::json(&result)).await
}

async fn outcome(result: Value, files: usize) -> Result<CloudOutcome, Error> {
    let server = says(result).await;
    connect(&server.address).cloud_signing(OUR_BOX, TASK, files).await
}

#[tokio::test]
async fn only_certificates_whose_keys_the_service_keeps_are_listed_with_whose_they_are() {
    let certificate = |kind: &str, subject: &str, inn: &str| {
        json!({
            "Thumbprint": THUMBPRINT, "Type": kind, "ValidFrom": 638_000_000_000_000_000_i64,
            "ValidTo": 639_000_000_000_000_000_i64, "OrganizationName": "ООО «Ромашка»", "Inn": inn,
            "UserFirstName": "Марта", "UserMiddleName": "Петровна", "UserLastName": "Белова",
            "SubjectType": subject, "PrivateKeyValidFrom": null,
        })
    };
    let server = says(json!({"Certificates": [
        certificate("Token", "LegalEntity", "9612045075"),
        certificate("Dss", "LegalEntity", "9612045075"),
        certificate("Goskey", "PhysicalPerson", "963417058273"),
        certificate("Dss", "IndividualEntity", "963417058273"),
    ]}))
    .await;
    let listed = connect(&server.address)
        .cloud_certificates(OUR_BOX)
        .await
        .unwrap();
    let told: Vec<_> = listed
        .iter()
        .map(|one| {
            (
                one.owner.as_str(),
                one.organisation.as_str(),
                one.organisation_inn.as_str(),
                one.inn.as_str(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("Белова Марта Петровна", "ООО «Ромашка»", "9612045075", ""),
            ("Белова Марта Петровна", "", "", "963417058273"),
        ]
    );
    assert_eq!(listed[0].thumbprint, THUMBPRINT);
    assert!(listed[0].valid_from < listed[0].valid_to);
}

#[tokio::test]
async fn files_go_inside_the_request_under_the_thumbprint_and_the_task_comes_back() {
    let server = says(json!({ "TaskId": TASK })).await;
    let files = [CloudFile {
        name: "Счёт 17.pdf".into(),
        content: b"%PDF-1.7 order".to_vec(),
    }];
    let operator = connect(&server.address);
    let task = operator.begin_cloud_signing(OUR_BOX, THUMBPRINT, &files).await;
    assert_eq!(task.as_deref(), Ok(TASK));
    let asked = server.asked().pop().unwrap();
    assert_eq!(
        asked.line.split(' ').nth(1),
        Some(format!("/DssSign?boxId={OUR_BOX}&certificateThumbprint={THUMBPRINT}").as_str())
    );
    let body: Value = serde_json::from_slice(&asked.body).unwrap();
    assert_eq!(
        body,
        json!({"Files": [{"Content": {"Content": "JVBERi0xLjcgb3JkZXI="}, "FileName": "Счёт 17.pdf"}]})
    );
    let silent = says(json!({})).await;
    let without = connect(&silent.address)
        .begin_cloud_signing(OUR_BOX, THUMBPRINT, &files)
        .await;
    assert!(without.unwrap_err().outcome_unknown());
}

#[tokio::test]
async fn every_status_of_a_request_has_its_meaning_and_a_new_one_is_kept_word_for_word() {
    let waiting =
        json!({"OperationStatus": "InProgress", "ConfirmType": "MyDss", "PhoneLastNumbers": "4417"});
    let expected = Confirmation {
        way: ConfirmationWay::App,
        phone_end: "4417".into(),
    };
    assert_eq!(outcome(waiting, 1).await, Ok(CloudOutcome::Waiting(expected)));
    for (status, meant) in [
        ("CanceledByUser", CloudOutcome::Declined),
        ("Timeout", CloudOutcome::TimedOut),
        ("Crashed", CloudOutcome::Failed),
        ("UserHasUnconfirmedOperation", CloudOutcome::OtherPending),
        ("OperationRetryRequired", CloudOutcome::RetryLater),
        ("Parked", CloudOutcome::Unknown("Parked".into())),
    ] {
        assert_eq!(outcome(json!({ "OperationStatus": status }), 1).await, Ok(meant));
    }
    let server = diadoc(|_: &Asked| Reply::Whole(204, vec![("Retry-After", "2".into())], Vec::new())).await;
    let early = connect(&server.address).cloud_signing(OUR_BOX, TASK, 1).await;
    assert!(matches!(early, Err(Error::StillProcessing(Some(_)))), "{early:?}");
}

#[tokio::test]
async fn signatures_stand_in_the_order_of_the_files_and_another_number_of_them_is_not_understood() {
    let result = json!({"OperationStatus": "Completed", "FileSigningResults": [
        {"FileSigningStatus": "SigningCompleted", "Signature": "MAA="},
        {"FileSigningStatus": "SigningError"},
    ]});
    assert_eq!(
        outcome(result.clone(), 2).await,
        Ok(CloudOutcome::Signed(vec![Some(vec![0x30, 0]), None]))
    );
    assert!(matches!(outcome(result, 3).await, Err(Error::Malformed(_))));
    let broken = json!({"OperationStatus": "Completed", "FileSigningResults": [
        {"FileSigningStatus": "SigningCompleted", "Signature": "не base64"},
    ]});
    assert!(matches!(outcome(broken, 1).await, Err(Error::Malformed(_))));
}
