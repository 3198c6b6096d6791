//! Our documents go through somebody who signs before the counterparty does («промежуточный получатель»).

use std::io::Cursor;

use domain::DocumentId;
use engine::{BulkPlan, ExportRows, MathematicsFact, StartWith};
use serde_json::{Value, json};
use testkit::{Authority, CEDAR_GROVE, Clerk, Computer, POLAR_STAR, Partner};

/// ИП Журавлёв, who stands between.
const CRANE: &str = "967120884519";

struct Office {
    _room: tempfile::TempDir,
    partner: Partner,
    clerk: Clerk,
}

impl Office {
    async fn opens() -> Self {
        let (_room, partner, clerk) = testkit::office().await;
        Self {
            _room,
            partner,
            clerk,
        }
    }

    /// Where the other two sign with keys of their own.
    async fn opens_among_signers() -> Self {
        let room = tempfile::tempdir().unwrap();
        let authority = Authority::found();
        let keys = [CRANE, CEDAR_GROVE].map(|inn| authority.keeps(inn));
        let partner = Partner::start_signing(vec![authority.root()], keys.into()).await;
        let clerk = Clerk::opens(&room.path().join("data"), Computer::new().ports());
        clerk.connects(&partner, POLAR_STAR).await;
        Self {
            _room: room,
            partner,
            clerk,
        }
    }

    async fn counterparty(&self, inn: &str) -> Value {
        let found = self
            .clerk
            .rpc("counterparties.list", json!({ "query": inn }))
            .await;
        found["counterparties"][0].clone()
    }

    /// Everything for the grove goes through the crane from now on.
    async fn chooses_who_stands_between(&self) {
        let (grove, crane) = (
            self.counterparty(CEDAR_GROVE).await,
            self.counterparty(CRANE).await,
        );
        let way = |answer: Value| answer["ways"][0].clone();
        let to_grove = way(self
            .clerk
            .rpc("sending.ways", json!({"counterparty_id": grove["id"]}))
            .await);
        assert_eq!(to_grove["has_intermediaries"], true);
        let to_crane = way(self
            .clerk
            .rpc("sending.ways", json!({"counterparty_id": crane["id"]}))
            .await);
        let via =
            json!({"box_id": to_crane["boxes"][0]["box_id"], "name": crane["name"], "department": null});
        let chosen = json!({"box_id": "", "our_department": null, "their_department": null, "via": via});
        let choice = json!({
            "connection_id": to_grove["connection_id"], "counterparty_id": grove["id"], "chosen": chosen,
        });
        self.clerk.rpc("sending.choose", choice).await;
        let kept = way(self
            .clerk
            .rpc("sending.ways", json!({"counterparty_id": grove["id"]}))
            .await);
        assert_eq!(kept["chosen"]["via"], via);
    }

    async fn sending(&self, document: DocumentId) -> Value {
        let card = self.clerk.rpc("documents.get", json!({ "id": document.0 })).await;
        card["sendings"][0].clone()
    }

    /// «Обзор»: for whom we wait, and whether each stands between.
    async fn waited_for(&self) -> Vec<(String, bool)> {
        let told = self.clerk.rpc("overview.get", json!({ "days": 7 })).await;
        let sides = told["waiting_by_counterparty"].as_array().unwrap().iter();
        sides
            .map(|side| {
                (
                    side["name"].as_str().unwrap().to_owned(),
                    side["is_between"].as_bool().unwrap(),
                )
            })
            .collect()
    }

    async fn facts(&self, document: DocumentId) -> Vec<String> {
        let card = self.clerk.rpc("documents.get", json!({ "id": document.0 })).await;
        let timeline = card["timeline"].as_array().unwrap().iter();
        timeline
            .map(|entry| entry["fact"].as_str().unwrap().to_owned())
            .collect()
    }

    async fn sends_a_form(&self) -> DocumentId {
        let paper = self.clerk.imports("print_form.pdf").await;
        self.clerk.addresses(paper, CEDAR_GROVE).await;
        self.clerk.sends(paper).await;
        self.time_passes().await;
        paper
    }

    async fn time_passes(&self) {
        self.partner.pass_time(60).await;
        self.clerk.refreshes().await;
        self.clerk.refreshes().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_stands_between_signs_first_and_the_card_tells_how_far_it_is() {
    let office = Office::opens().await;
    office.chooses_who_stands_between().await;
    let paper = office.sends_a_form().await;
    let sending = office.sending(paper).await;
    assert!(
        sending["via"].as_str().unwrap().contains("Журавлёв"),
        "{sending:#}"
    );
    assert_eq!(sending["facets"]["intermediate"], "awaited");
    assert_eq!(office.clerk.status(paper).await, "Ждёт промежуточного получателя");
    let owed = &sending["obligations"];
    assert_eq!(
        (owed[0]["kind"].as_str(), owed[0]["by"].as_str()),
        (Some("signature"), Some("intermediate"))
    );
    assert_eq!(owed.as_array().unwrap().len(), 1, "{owed:#}");
    let waited_for = office.waited_for().await;
    assert_eq!(waited_for.len(), 1);
    assert!(
        waited_for[0].0.contains("Журавлёв") && waited_for[0].1,
        "{waited_for:?}"
    );

    let (message, document) = office.clerk.remote(paper).await;
    office
        .partner
        .counterparty_signs(CRANE, &message, &document)
        .await;
    office.time_passes().await;
    assert_eq!(office.sending(paper).await["facets"]["intermediate"], "signed");
    assert_eq!(office.clerk.status(paper).await, "Ожидается подпись контрагента");
    let waited_for = office.waited_for().await;
    assert!(
        waited_for[0].0.contains("Кедровая") && !waited_for[0].1,
        "{waited_for:?}"
    );
    let facts = office.facts(paper).await;
    assert!(
        facts.iter().any(|fact| fact == "intermediate_signed"),
        "{facts:?}"
    );

    office
        .partner
        .counterparty_signs(CEDAR_GROVE, &message, &document)
        .await;
    office.time_passes().await;
    assert_eq!(office.clerk.status(paper).await, "Подписан контрагентом");
}

#[tokio::test(flavor = "multi_thread")]
async fn signatures_that_were_put_on_elsewhere_are_fetched_checked_and_lie_in_the_archive() {
    let office = Office::opens_among_signers().await;
    office.chooses_who_stands_between().await;
    let paper = office.sends_a_form().await;
    let (message, document) = office.clerk.remote(paper).await;
    for inn in [CRANE, CEDAR_GROVE] {
        office.partner.counterparty_signs(inn, &message, &document).await;
        office.time_passes().await;
    }
    let kept = office
        .clerk
        .rpc("signatures.of", json!({ "document_id": paper.0 }))
        .await;
    for (party, inn) in [("intermediate", CRANE), ("them", CEDAR_GROVE)] {
        let of_party = |one: &&Value| one["party"] == party;
        let mut all = kept["signatures"].as_array().unwrap().iter();
        let found = all.find(of_party).unwrap_or_else(|| panic!("{party}: {kept:#}"));
        assert_eq!(found["check"]["signature"], "valid", "{party}: {found:#}");
        assert_eq!(found["check"]["document"], "unchanged", "{party}");
        assert!(found["organisation"].as_str().unwrap().contains(inn), "{party}");
    }

    let card = office.clerk.rpc("documents.get", json!({ "id": paper.0 })).await;
    let file = &card["files"][0];
    assert_eq!(
        (&file["signed_by"], &file["title_of"]),
        (&json!(["us", "them", "intermediate"]), &Value::Null),
        "{file:#}"
    );

    let plan = BulkPlan {
        action: "archive".to_owned(),
        rows: ExportRows::These(vec![paper], None),
        params: Value::Null,
        operation: uuid::Uuid::from_u128(44),
    };
    let engine = &office.clerk.engine;
    let job = engine.plan_bulk(plan).await.unwrap().job.id;
    engine.finish_bulk().await.unwrap();
    engine.start_bulk(job, StartWith::Ready).await.unwrap();
    engine.finish_bulk().await.unwrap();
    let file = engine.bulk_job(job).await.unwrap().job.file.unwrap();
    let bytes = engine.file(file.blob).await.unwrap().bytes;
    let checked = engine.check_archive(Cursor::new(bytes)).await.unwrap();
    let archived = &checked.documents[0];
    let gaps: Vec<_> = archived.gaps.iter().map(|gap| gap.code.as_str()).collect();
    assert_eq!(gaps, ["service_documents_missing"]);
    let holds = archived.signatures.iter().filter(|one| {
        one.check
            .as_ref()
            .is_some_and(|check| check.signature == MathematicsFact::Valid)
    });
    assert_eq!(holds.count(), 2, "{:?}", archived.signatures);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_of_who_stands_between_is_told_with_its_reason() {
    let office = Office::opens().await;
    office.chooses_who_stands_between().await;
    let paper = office.sends_a_form().await;
    let (message, document) = office.clerk.remote(paper).await;
    office
        .partner
        .counterparty_refuses(CRANE, &message, &document, "Нет доверенности")
        .await;
    office.time_passes().await;
    assert_eq!(office.clerk.status(paper).await, "Отказано в подписи");
    assert_eq!(office.sending(paper).await["facets"]["intermediate"], "rejected");
    let card = office.clerk.rpc("documents.get", json!({ "id": paper.0 })).await;
    assert_eq!(card["document"]["cause"], "Нет доверенности", "{card:#}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_go_through_somebody_is_told_before_anything_leaves() {
    let office = Office::opens().await;
    office.chooses_who_stands_between().await;
    // A УПД that is an invoice, too, has no place for a third signature.
    let utd = office.clerk.imports("utd_schfdop_503.xml").await;
    let found = office
        .clerk
        .rpc("documents.preflight", json!({ "id": utd.0 }))
        .await;
    let blocker = &found["blockers"][0];
    assert_eq!(
        (&blocker["code"], &blocker["fix"]),
        (&json!("intermediary_not_for_format"), &json!("route")),
        "{found:#}"
    );

    let paper = office.clerk.imports("print_form.pdf").await;
    office.clerk.addresses(paper, CEDAR_GROVE).await;
    office.partner.presses_relation(CRANE, POLAR_STAR, "break").await;
    office.clerk.rpc("exchange.start", json!({})).await;
    office.time_passes().await;
    office.clerk.engine.forget_told().await.unwrap();
    let found = office
        .clerk
        .rpc("documents.preflight", json!({ "id": paper.0 }))
        .await;
    assert_eq!(
        found["blockers"][0]["code"], "intermediary_not_partner",
        "{found:#}"
    );
}
