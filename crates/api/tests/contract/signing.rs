//! Certificates, PINs, powers of attorney, tasks and the check of the workplace answer in their agreed form.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use signature::certificate::issue::Authority;
use signature::certificate::{Owner, Validity};
use signature::gost::{Curve, PrivateKey};
use signature::{SystemRandom, key_file};

use crate::{Office, file};

const NUMBER: &str = "7d1f6c3e-90ab-4b2e-8c55-2f4f0a6d1b90";

fn key() -> PrivateKey {
    let curve = Curve::from_oid("1.2.643.7.1.2.1.1.1".parse().unwrap()).unwrap();
    PrivateKey::generate(curve, &mut SystemRandom).unwrap()
}

/// The files of a key of ООО «Полярная звезда», and its password.
fn key_files(password: &str) -> Value {
    let validity = Validity {
        from: "2026-01-01T00:00:00Z".parse().unwrap(),
        to: "2046-01-01T00:00:00Z".parse().unwrap(),
    };
    let name = Owner {
        common_name: Some("Удостоверяющий центр «Ледник»".into()),
        ..Owner::default()
    };
    let authority = Authority::found(&name, key(), validity, &mut SystemRandom).unwrap();
    let owner = Owner {
        organisation: Some("ООО «Полярная звезда»".into()),
        surname: Some("Северова".into()),
        given_name: Some("Анна Ильинична".into()),
        inn_le: Some("9612045075".into()),
        ..Owner::default()
    };
    let own = key();
    let issued = authority
        .issue(&owner, &own.public_key(), validity, &mut SystemRandom)
        .unwrap();
    let text = key_file::write(&own, password, &mut SystemRandom).unwrap();
    json!([
        { "name": "severova.cer", "content_base64": STANDARD.encode(issued.der()) },
        { "name": "severova.key", "content_base64": STANDARD.encode(&text) },
    ])
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_taken_in_chosen_asked_for_and_signs_through_the_contract() {
    let office = Office::with_key_files().await;
    office.answer("connections.save", office.connection()).await;
    office.answer("counterparties.sync", json!({})).await;
    office
        .answer(
            "documents.import",
            json!({ "files": [file("utd_schfdop_503.xml")] }),
        )
        .await;
    let firm = office.answer("firms.list", json!({})).await["firms"][0]["id"].clone();
    let nobody = office
        .answer("signing.choice", json!({ "document_ids": [1] }))
        .await;
    assert_eq!(nobody["firms"][0]["certificate"], Value::Null);
    assert!(nobody["firms"][0]["why"].as_str().unwrap().ends_with('.'));

    let add = json!({ "files": key_files("сургуч-15"), "password": "сургуч-15" });
    let added = office.answer("certificates.add_file", add).await;
    let certificate = &added["certificate"];
    let id = certificate["id"].clone();
    assert_eq!(
        (
            &certificate["store"],
            &certificate["key"],
            &certificate["organisation_inn"]
        ),
        (&json!("software"), &json!("here"), &json!("9612045075"))
    );
    assert_eq!(certificate["fits"][0]["firm_id"], firm);
    let refreshed = office.answer("certificates.refresh", json!({})).await;
    assert_eq!(
        (
            refreshed["certificates"].as_array().unwrap().len(),
            &refreshed["problems"]
        ),
        (1, &json!([]))
    );
    let listed = office
        .answer("certificates.list", json!({ "firm_id": firm }))
        .await;
    assert_eq!(
        listed["certificates"][0]["thumbprint"].as_str().unwrap().len(),
        40
    );
    office
        .answer(
            "certificates.choose",
            json!({ "firm_id": firm, "certificate_id": id }),
        )
        .await;
    let settled = json!({
        "firm_id": firm, "certificate_id": id, "position_source": "manual", "position": " Главный бухгалтер ",
    });
    let settled = office.answer("signing.save_signer", settled).await;
    let choice = office.answer("signing.choice", json!({})).await;
    assert_eq!(
        choice["firms"][0]["certificate"]["chosen_for"][0]["firm_id"],
        firm
    );
    let details = json!({
        "certificate_id": id,
        "position_source": "manual",
        "typed_position": "Главный бухгалтер",
        "position": "Главный бухгалтер",
        "power_of_attorney_id": null,
    });
    assert_eq!(
        (&settled, &choice["firms"][0]["signers"][0]),
        (&details, &details)
    );
    office
        .answer("certificates.hide", json!({ "id": id, "is_hidden": true }))
        .await;
    let listed = office.answer("certificates.list", json!({})).await;
    assert_eq!(listed["certificates"][0]["is_hidden"], true);

    signs_after_a_pin(&office, &firm, &id).await;
}

/// Document 1 is signed and sent: a cancelled question pauses the job, an answered one signs.
async fn signs_after_a_pin(office: &Office, firm: &Value, id: &Value) {
    assert_eq!(
        office.answer("pin.open", json!({})).await["question"],
        Value::Null
    );
    let plan = json!({
        "action": "sign_and_send",
        "selection": { "ids": [1] },
        "params": { "certificates": { firm.to_string(): id } },
        "operation": "0d1f6c3e-90ab-4b2e-8c55-2f4f0a6d1b91",
    });
    let job = office.answer("bulk.plan", plan).await["job"]["id"].clone();
    office.engine.finish_bulk().await.unwrap();
    office
        .answer("bulk.start", json!({ "id": job, "with_warned": true }))
        .await;
    office.engine.finish_bulk().await.unwrap();
    let question = office.answer("pin.open", json!({})).await["question"].clone();
    assert_eq!(
        (&question["certificate"], &question["tries"], &question["is_last"]),
        (id, &json!("unknown"), &json!(false))
    );
    office.answer("pin.cancel", json!({ "id": question["id"] })).await;
    office.engine.finish_bulk().await.unwrap();
    for (command, request) in [
        ("pin.answer", json!({ "id": question["id"], "pin": "сургуч-15" })),
        ("pin.own_window", json!({ "id": question["id"] })),
        ("pin.cancel", json!({ "id": question["id"] })),
        ("pin.consent_last", json!({ "id": question["id"] })),
    ] {
        assert_eq!(
            office.code(command, request).await,
            "pin_question_over",
            "{command}"
        );
    }
    office.answer("bulk.resume", json!({ "id": job })).await;
    office.engine.finish_bulk().await.unwrap();
    let question = office.answer("pin.open", json!({})).await["question"]["id"].clone();
    office.answer("pin.consent_last", json!({ "id": question })).await;
    office
        .answer("pin.answer", json!({ "id": question, "pin": "сургуч-15" }))
        .await;
    office.engine.finish_bulk().await.unwrap();
    let signed = office.answer("signatures.of", json!({ "document_id": 1 })).await;
    assert_eq!(
        (
            &signed["signatures"][0]["party"],
            &signed["signatures"][0]["check"]["signature"]
        ),
        (&json!("us"), &json!("valid"))
    );
    let copy = office
        .answer("signatures.stamped_copy", json!({ "document_id": 1 }))
        .await;
    assert!(copy["name"].as_str().unwrap().ends_with(".pdf"), "{copy}");
}

/// What says too little of a power or of a signer, and what is in the list already.
async fn refuses_poor_powers(office: &Office, firm: &Value, known: &Value) {
    let cases = [
        (
            "powers.save",
            json!({ "firm_id": firm, "kind": "oral", "number": "", "principal_inn": "" }),
            "bad_request",
        ),
        (
            "signing.save_signer",
            json!({ "firm_id": firm, "certificate_id": 1, "position_source": "rumour" }),
            "bad_request",
        ),
        (
            "signing.save_signer",
            json!({ "firm_id": firm, "certificate_id": 404, "position_source": "operator" }),
            "certificate_not_found",
        ),
        ("powers.save", known.clone(), "power_exists"),
        (
            "powers.save",
            json!({ "firm_id": firm, "number": "14", "principal_inn": "9612045075" }),
            "power_number",
        ),
        (
            "powers.save",
            json!({ "firm_id": firm, "number": NUMBER, "principal_inn": "1", "valid_to": "завтра" }),
            "bad_request",
        ),
        (
            "powers.save",
            json!({ "firm_id": firm, "number": "", "principal_inn": "", "file": file("print_form.pdf") }),
            "not_power_of_attorney",
        ),
        ("powers.remove", json!({ "id": 404 }), "power_not_found"),
    ];
    for (command, request, code) in cases {
        assert_eq!(office.code(command, request).await, code, "{command}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_power_of_attorney_is_kept_listed_and_forgotten() {
    let office = Office::open().await;
    let firm = json!({ "name": "ООО «Полярная звезда»", "inn": "9612045075", "kpp": "961201001" });
    let firm = office.answer("firms.save", firm).await["id"].clone();
    let blank = json!({ "firm_id": firm, "number": "", "principal_inn": "", "file": file("power_of_attorney_003.xml") });
    let saved = office.answer("powers.save", blank.clone()).await["power"].clone();
    let expected = json!({
        "id": saved["id"],
        "firm_id": firm,
        "kind": "registered",
        "number": NUMBER,
        "label": format!("№ {NUMBER}"),
        "principal_inn": "9612045075",
        "representative_name": "Воронцова Анна Павловна",
        "representative_inn": "963417058273",
        "certificate_id": null,
        "valid_from": "2026-09-01",
        "valid_to": "2027-08-31",
        "issued_on": null,
        "internal_number": "",
        "internal_on": null,
        "system": "",
        "issued_by": "",
        "issuer": "",
        "goes_along": false,
        "has_file": true,
        "has_signature": false,
        "state": saved["state"],
        "problems": saved["problems"],
    });
    assert_eq!(saved, expected);
    assert_eq!(
        office.answer("powers.list", json!({ "firm_id": firm })).await["powers"],
        json!([saved])
    );
    let typed = json!({
        "firm_id": firm,
        "number": "0d1f6c3e-90ab-4b2e-8c55-2f4f0a6d1b91",
        "principal_inn": "9612045075",
        "representative_name": "Соколов Пётр",
        "valid_to": "2099-01-01",
    });
    let typed = office.answer("powers.save", typed).await["power"].clone();
    assert_eq!(
        (&typed["state"], &typed["problems"]),
        (&json!("valid"), &json!([]))
    );
    let paper = json!({
        "firm_id": firm,
        "kind": "paper",
        "number": "15/А",
        "principal_inn": "",
        "issued_on": "2026-02-01",
        "issued_by": "Северова Анна Игоревна",
        "issuer": "ООО «Полярная звезда»",
        "valid_to": "2099-01-01",
    });
    let paper = office.answer("powers.save", paper).await["power"].clone();
    assert_eq!(
        (&paper["kind"], &paper["label"], &paper["issued_by"]),
        (
            &json!("paper"),
            &json!("№ 15/А от 01.02.2026, бумажная"),
            &json!("Северова Анна Игоревна")
        )
    );
    refuses_poor_powers(&office, &firm, &blank).await;
    for power in [&saved, &typed, &paper] {
        office.answer("powers.remove", json!({ "id": power["id"] })).await;
    }
    assert_eq!(office.answer("powers.list", json!({})).await["powers"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_workplace_tells_its_checks_and_what_ends_soon() {
    let office = Office::open().await;
    office.answer("connections.save", office.connection()).await;
    let checks = office.answer("workplace.diagnose", json!({})).await["checks"].clone();
    let of = |id: &str| {
        let mut all = checks.as_array().unwrap().iter();
        all.find(|check| check["id"] == id)
            .unwrap_or_else(|| panic!("{id}: {checks}"))
            .clone()
    };
    for id in ["keystore", "clock", "secrets:1", "network:1"] {
        assert_eq!(of(id)["state"], "ok", "{}", of(id));
    }
    let copy = &of("recovery_key")["fix"];
    assert_eq!(
        (&copy["kind"], &copy["value"]),
        (&json!("copy"), &json!("surguch-cli recovery-key show"))
    );
    let states = ["ok", "warning", "problem", "not_here"];
    for check in checks.as_array().unwrap() {
        assert!(states.contains(&check["state"].as_str().unwrap()), "{check}");
    }
    assert_eq!(
        office.answer("overview.tasks", json!({})).await["tasks"],
        json!([])
    );
    let firm = office.answer("firms.list", json!({})).await["firms"][0]["id"].clone();
    let ended = json!({
        "firm_id": firm,
        "number": NUMBER,
        "principal_inn": "9612045075",
        "representative_name": "Соколов Пётр",
        "valid_to": "2026-01-01",
    });
    let power = office.answer("powers.save", ended).await["power"]["id"].clone();
    let tasks = office.answer("overview.tasks", json!({ "firm_id": firm })).await["tasks"].clone();
    assert_eq!(
        (
            &tasks[0]["kind"],
            &tasks[0]["id"],
            &tasks[0]["step"],
            &tasks[0]["firm_ids"]
        ),
        (&json!("power_ends"), &power, &json!("expired"), &json!([firm]))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_waits_for_a_phone_where_no_operator_was_asked_and_nothing_can_be_left() {
    let office = Office::with_key_files().await;
    assert_eq!(
        office.answer("phone.waits", json!({})).await,
        json!({ "waits": [] })
    );
    assert_eq!(
        office.code("phone.leave", json!({ "id": 7 })).await,
        "cloud_wait_over"
    );
}
