//! Who signs a service document: position and power of attorney as they were settled stand in the paper that the other side
//! gets, and the file of a power goes along where a person wants that.

use domain::{FirmId, PowerKind};
use engine::{BulkRowState, ImportFile, PowerRequest};
use formats::service_document::{self, Person, ServiceDocument, ServiceForm, SignerPower};
use serde_json::{Value, json};
use testkit::{Clerk, POLAR_STAR};

use crate::service_documents::{Office, done};

const POWER: &str = include_str!("../../crates/formats/fixtures/power_of_attorney_003.xml");
const NUMBER: &str = "7d1f6c3e-90ab-4b2e-8c55-2f4f0a6d1b90";

/// The firm with the certificate that is picked for it.
async fn signer(clerk: &Clerk) -> (i64, i64) {
    clerk.engine.refresh_certificates().await.unwrap();
    let signers = clerk.signers().await["certificates"].clone();
    let (firm, certificate) = signers.as_object().unwrap().iter().next().unwrap();
    (firm.parse().unwrap(), certificate.as_i64().unwrap())
}

/// A power of attorney of the only firm for its signer.
async fn saves_power(clerk: &Clerk, what: Value) -> i64 {
    let (firm, certificate) = signer(clerk).await;
    let mut power = json!({
        "firm_id": firm, "number": "", "principal_inn": "", "certificate_id": certificate,
    });
    for (name, value) in what.as_object().unwrap() {
        power[name] = value.clone();
    }
    let saved = clerk.rpc("powers.save", power).await;
    saved["power"]["id"].as_i64().unwrap()
}

/// Who signed the receipt notice of this message, as the paper says.
async fn signed_by(office: &Office, message: &str) -> Person {
    let entities = office.partner.entities(POLAR_STAR, message).await;
    let notices = entities
        .iter()
        .filter_map(|(_, content)| service_document::read(content).ok());
    let ours = |notice: &ServiceDocument| {
        notice.form == ServiceForm::ReceiptNotice && notice.author.inn == POLAR_STAR
    };
    let found: Vec<_> = notices.filter(ours).collect();
    let [notice] = found.as_slice() else {
        panic!("not one receipt: {found:#?}");
    };
    notice.author.person.clone().unwrap()
}

fn confirmed(power: i64, firm: i64) -> Value {
    json!({ "powers_of_attorney": { firm.to_string(): power } })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_by_a_power_on_paper_names_it_and_the_position_that_was_typed() {
    let office = Office::opens().await;
    let clerk = &office.clerk;
    let (firm, certificate) = signer(clerk).await;
    let power = saves_power(
        clerk,
        json!({
            "kind": "paper", "number": "15/А", "issued_on": "2026-02-01",
            "issued_by": "Северова Анна Игоревна", "issuer": "ООО «Полярная звезда»", "valid_to": "2027-12-31",
        }),
    )
    .await;
    let settled = json!({
        "firm_id": firm, "certificate_id": certificate, "position_source": "manual", "position": "Главный бухгалтер",
    });
    clerk.rpc("signing.save_signer", settled).await;
    let (invoice, (message, _)) = office.receives("invoice").await;
    let job = clerk
        .does_with_keys("confirm_receipt", confirmed(power, firm), &[invoice])
        .await;
    assert_eq!(done(&job), 1, "{}", office.cause(&job).await);
    clerk.refreshes().await;
    assert_eq!(office.told("receipts").await, 1);
    let person = signed_by(&office, &message).await;
    assert_eq!(
        (person.position.as_str(), person.status.as_str()),
        ("Главный бухгалтер", "3")
    );
    let Some(SignerPower::Paper(paper)) = person.power else {
        panic!("{person:?}");
    };
    assert_eq!(
        (paper.number.as_str(), paper.issued_on, paper.issued_by.as_str()),
        ("15/А", "2026-02-01".parse().ok(), "Северова Анна Игоревна")
    );
    assert_eq!(paper.issuer, "ООО «Полярная звезда»");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_settled_for_a_signer_goes_by_itself_with_the_file_of_the_power() {
    let office = Office::opens().await;
    let clerk = &office.clerk;
    let (firm, certificate) = signer(clerk).await;
    // Stories of other years need it too.
    let power = POWER.replace("2027-08-31", "2045-08-31");
    let brought = |name: &str, bytes: &[u8]| {
        Some(ImportFile {
            name: name.to_owned(),
            bytes: bytes.to_vec(),
        })
    };
    let saved = clerk.engine.save_power(PowerRequest {
        id: None,
        firm: FirmId(firm),
        kind: PowerKind::Manual,
        number: String::new(),
        principal_inn: String::new(),
        representative_name: String::new(),
        representative_inn: String::new(),
        certificate: None,
        valid_from: None,
        valid_to: None,
        issued_on: "2026-09-01".parse().ok(),
        internal_number: "М-3".to_owned(),
        internal_on: None,
        system: String::new(),
        issued_by: String::new(),
        issuer: String::new(),
        goes_along: true,
        file: brought("доверенность.xml", power.as_bytes()),
        signature: brought(
            "доверенность.sig",
            &office.authority.signs(POLAR_STAR, power.as_bytes()),
        ),
    });
    let power = saved.await.unwrap().power.id.0;
    let settled = json!({
        "firm_id": firm, "certificate_id": certificate, "position_source": "certificate",
        "power_of_attorney_id": power,
    });
    clerk.rpc("signing.save_signer", settled).await;
    let (_, (message, _)) = office.receives("invoice").await;
    let rule = json!({ "firm_id": firm, "certificate_id": certificate });
    clerk.rpc("receipt_rules.set", rule).await;
    clerk.refreshes().await;
    assert_eq!(office.told("receipts").await, 1);
    let person = signed_by(&office, &message).await;
    let Some(SignerPower::Electronic(told)) = &person.power else {
        panic!("{person:?}");
    };
    assert_eq!(
        (
            told.number.as_str(),
            told.internal_number.as_str(),
            told.goes_along
        ),
        (NUMBER, "М-3", true)
    );
    assert_eq!(person.status, "2");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_position_that_nobody_wrote_down_is_told_before_the_operator_is_asked() {
    let office = Office::opens().await;
    let clerk = &office.clerk;
    let (firm, certificate) = signer(clerk).await;
    let settled = json!({
        "firm_id": firm, "certificate_id": certificate, "position_source": "employee",
    });
    let saved = clerk.rpc("signing.save_signer", settled).await;
    assert_eq!(saved["position"], "");
    let (invoice, _) = office.receives("invoice").await;
    let job = clerk
        .does_with_keys("confirm_receipt", json!({}), &[invoice])
        .await;
    assert_eq!(job.counts.of(BulkRowState::Done), 0);
    assert_eq!(office.cause(&job).await, "signer_position");
    assert_eq!(office.told("receipts").await, 0);
}
