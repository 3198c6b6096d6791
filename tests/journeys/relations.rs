//! Counterparties are invited, accept, refuse and break, whatever happens to the line or to the program.

use std::process::Command;
use std::sync::Arc;

use domain::RelationActKind;
use engine::ports::NoKeys;
use serde_json::{Value, json};
use testkit::process::{is_killed_where_it_parks, opens_room};
use testkit::{CEDAR_GROVE, Clerk, POLAR_STAR, Partner};

/// ООО «Тихая гавань» takes documents from counteragents only and accepts invitations by itself.
const QUIET_HARBOUR: &str = "9631027748";
/// ИП Стрижов refuses invitations by himself.
const SWIFT: &str = "967033221120";
/// ООО «Почтовая тройка» has invited us.
const POST_TROIKA: &str = "9699004521";
/// АО «Гранит-Север», with a box here and another one at another operator.
const GRANITE: &str = "9670558319";

/// Every step of an act that goes well.
const STEPS: [&str; 6] = [
    "relation_enqueued",
    "relation_sending",
    "relation_before_deliver",
    "relation_delivered",
    "relation_task",
    "relation_accepted",
];

struct Office {
    room: tempfile::TempDir,
    partner: Partner,
}

impl Office {
    async fn open() -> (Self, Clerk) {
        let office = Self {
            room: tempfile::tempdir().unwrap(),
            partner: Partner::start().await,
        };
        let clerk = office.clerk();
        clerk.connects(&office.partner, POLAR_STAR).await;
        (office, clerk)
    }

    fn clerk(&self) -> Clerk {
        opens_room(self.room.path(), Arc::new(NoKeys))
    }

    /// What the log of the counterparty of this ИНН says about us.
    async fn log(&self, inn: &str) -> Vec<String> {
        self.partner.relation_log(inn).await
    }
}

/// The row of this ИНН in the list of counterparties.
async fn row(clerk: &Clerk, inn: &str) -> Value {
    let list = clerk.rpc("counterparties.list", json!({ "query": inn })).await;
    list["counterparties"][0].clone()
}

async fn card(clerk: &Clerk, inn: &str) -> Value {
    let id = row(clerk, inn).await["id"].clone();
    clerk.rpc("counterparties.get", json!({ "id": id })).await
}

/// A card for a company that nobody has told us about.
async fn notes(clerk: &Clerk, name: &str, inn: &str, kpp: Option<&str>) -> i64 {
    let party = json!({ "name": name, "inn": inn, "kpp": kpp });
    clerk.rpc("counterparties.save", party).await["id"]
        .as_i64()
        .unwrap()
}

/// «Обмен» to its end.
async fn exchanges(clerk: &Clerk) -> Value {
    let mut changes = clerk.engine.changes();
    clerk.rpc("exchange.start", json!({})).await;
    loop {
        let now = clerk.rpc("exchange.get", json!({})).await;
        if now["is_running"] == false {
            return now;
        }
        changes.next().await;
    }
}

async fn acts(clerk: &Clerk, kind: &str, id: i64, file: Option<Value>) -> Value {
    let request = json!({
        "kind": kind,
        "relations": [{ "counterparty_id": id, "connection_id": 1 }],
        "words": "Просим принять приглашение.",
        "file": file,
    });
    clerk.rpc("relations.act", request).await["results"][0].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_company_is_found_by_its_inn_invited_and_accepts_and_there_is_edo() {
    let (office, clerk) = Office::open().await;
    let id = notes(&clerk, "ООО «Тихая гавань»", QUIET_HARBOUR, Some("963101001")).await;
    assert_eq!(row(&clerk, QUIET_HARBOUR).await["edo"], "unknown");

    let result = exchanges(&clerk).await;
    let text = result["text"].as_str().unwrap();
    assert!(text.contains("ящик нашёлся у 1"), "{text}");
    assert_eq!(row(&clerk, QUIET_HARBOUR).await["edo"], "no");
    let found = clerk.rpc("relations.invitable", json!({})).await;
    assert_eq!(
        found["relations"][0]["counterparty"]["inn"], QUIET_HARBOUR,
        "{found:#}"
    );

    assert!(acts(&clerk, "invite", id, None).await["act_id"].is_i64());
    let second = acts(&clerk, "invite", id, None).await;
    assert_eq!(second["error"]["code"], "relation_act_open");
    clerk.refreshes().await;
    clerk.refreshes().await;
    let waits = row(&clerk, QUIET_HARBOUR).await;
    assert!(
        waits["edo_reason"].as_str().unwrap().contains("ещё не ответил"),
        "{waits:#}"
    );

    office.partner.pass_time(60).await;
    exchanges(&clerk).await;
    let there = row(&clerk, QUIET_HARBOUR).await;
    assert_eq!(there["edo"], "yes", "{there:#}");
    let relation = &card(&clerk, QUIET_HARBOUR).await["relations"][0];
    assert_eq!(relation["words_from_them"], "Спасибо, будем обмениваться.");
    assert_eq!(relation["words_from_us"], "Просим принять приглашение.");
    assert_eq!(relation["accepts_from"], "partners");
    assert_eq!(
        office.log(QUIET_HARBOUR).await,
        ["CounteragentInvitedMe", "IAcceptedInvitation"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_waits_for_a_person_and_is_accepted_or_refused_by_choice() {
    let (office, clerk) = Office::open().await;
    exchanges(&clerk).await;
    let waiting = clerk.rpc("relations.invitations", json!({})).await;
    let one = &waiting["relations"][0];
    assert_eq!(one["counterparty"]["inn"], POST_TROIKA);
    assert!(one["words_from_them"].as_str().unwrap().contains("Предлагаем"));
    assert!(
        office.log(POST_TROIKA).await.is_empty(),
        "nothing is accepted by itself"
    );

    let id = one["counterparty"]["id"].as_i64().unwrap();
    assert!(acts(&clerk, "refuse", id, None).await["act_id"].is_i64());
    clerk.refreshes().await;
    let refused = row(&clerk, POST_TROIKA).await;
    assert_eq!(refused["boxes"][0]["partnership"], "rejected_by_us");
    let late = acts(&clerk, "accept", id, None).await;
    assert_eq!(late["error"]["code"], "relation_not_possible");

    office
        .partner
        .presses_relation(POST_TROIKA, POLAR_STAR, "invite")
        .await;
    exchanges(&clerk).await;
    assert!(acts(&clerk, "accept", id, None).await["act_id"].is_i64());
    clerk.refreshes().await;
    clerk.refreshes().await;
    assert_eq!(row(&clerk, POST_TROIKA).await["edo"], "yes");
    assert_eq!(
        office.log(POST_TROIKA).await,
        [
            "CounteragentRejectedInvitation",
            "IInvitedCounteragent",
            "CounteragentAcceptedInvitation"
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn who_refuses_breaks_or_needs_roaming_is_told_in_a_sentence() {
    let (office, clerk) = Office::open().await;
    let swift = notes(&clerk, "ИП Стрижов М. Л.", SWIFT, None).await;
    exchanges(&clerk).await;
    acts(&clerk, "invite", swift, None).await;
    clerk.refreshes().await;
    clerk.refreshes().await;
    office.partner.pass_time(60).await;
    exchanges(&clerk).await;
    let refused = row(&clerk, SWIFT).await;
    assert!(
        refused["edo_reason"].as_str().unwrap().contains("отклонил"),
        "{refused:#}"
    );
    assert_eq!(card(&clerk, SWIFT).await["relations"][0]["can_sign"], false);

    let grove = row(&clerk, CEDAR_GROVE).await["id"].as_i64().unwrap();
    acts(&clerk, "break", grove, None).await;
    clerk.refreshes().await;
    assert_eq!(row(&clerk, CEDAR_GROVE).await["edo"], "no");
    assert_eq!(office.log(CEDAR_GROVE).await, ["CounteragentBrokeUpWithMe"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_boxes_of_one_company_a_person_chooses_and_roaming_says_what_it_needs() {
    let (_office, clerk) = Office::open().await;
    // The box at another operator is in no list: it is found by ИНН, for a second card of the company.
    let second = notes(&clerk, "АО «Гранит-Север», склад", GRANITE, Some("967099999")).await;
    exchanges(&clerk).await;
    let found = clerk.rpc("counterparties.get", json!({ "id": second })).await;
    let relations = found["relations"].as_array().unwrap();
    assert_eq!(relations.len(), 2, "{relations:#?}");
    let roaming = relations.iter().find(|one| one["is_roaming"] == true).unwrap();
    let choice = json!({ "counterparty_id": second, "connection_id": 1, "box_id": roaming["box_id"] });
    clerk.rpc("relations.choose_box", choice).await;
    let chosen = clerk.rpc("counterparties.get", json!({ "id": second })).await;
    let chosen: Vec<_> = chosen["relations"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["is_chosen"] == true)
        .collect();
    assert_eq!((chosen.len(), &chosen[0]["is_roaming"]), (1, &json!(true)));

    let place = json!({ "counterparty_id": second, "connection_id": 1, "box_id": roaming["box_id"] });
    let invite = json!({ "kind": "invite", "relations": [place] });
    let invited = clerk.rpc("relations.act", invite).await;
    assert!(invited["results"][0]["act_id"].is_i64(), "{invited:#}");
    clerk.refreshes().await;
    let open = clerk.rpc("relations.acts", json!({})).await;
    let act = &open["acts"][0]["act"];
    assert_eq!(act["state"], "failed", "{open:#}");
    assert!(act["failure"].as_str().unwrap().contains("заявку на роуминг"));
}

/// The first thing in the way of a paper for this card, by name and by where it is mended.
async fn in_the_way(clerk: &Clerk, paper: domain::DocumentId, card: &Value) -> (String, String) {
    let firms = clerk.rpc("firms.list", json!({})).await;
    let sides = json!({ "id": paper.0, "firm_id": firms["firms"][0]["id"], "counterparty_id": card });
    clerk.rpc("documents.assign", sides).await;
    let found = clerk.rpc("documents.preflight", json!({ "id": paper.0 })).await;
    let text = |field: &str| {
        let first = &found["blockers"][0][field];
        first.as_str().unwrap_or_default().to_owned()
    };
    let sentence = text("sentence");
    assert!(
        sentence.is_empty() || sentence.contains("Документ сохранён."),
        "{sentence}"
    );
    (text("code"), text("fix"))
}

fn told(code: &str, fix: &str) -> (String, String) {
    (code.to_owned(), fix.to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn relations_decide_whether_a_document_may_leave_and_say_what_to_do() {
    let (office, clerk) = Office::open().await;
    let paper = clerk.imports("print_form.pdf").await;
    let harbour = json!(notes(&clerk, "ООО «Тихая гавань»", QUIET_HARBOUR, Some("963101001")).await);
    let swift = json!(notes(&clerk, "ИП Стрижов М. Л.", SWIFT, None).await);
    let granite = json!(notes(&clerk, "АО «Гранит-Север», склад", GRANITE, Some("967099999")).await);
    assert_eq!(
        in_the_way(&clerk, paper, &harbour).await,
        told("no_box", "invite")
    );
    exchanges(&clerk).await;

    // They take documents from counteragents only, until they agree.
    assert_eq!(
        in_the_way(&clerk, paper, &harbour).await,
        told("partners_only", "invite")
    );
    acts(&clerk, "invite", harbour.as_i64().unwrap(), None).await;
    clerk.refreshes().await;
    clerk.refreshes().await;
    assert_eq!(
        in_the_way(&clerk, paper, &harbour).await,
        told("not_partner", "invite")
    );
    office.partner.pass_time(60).await;
    exchanges(&clerk).await;
    assert_eq!(in_the_way(&clerk, paper, &harbour).await, told("", ""));

    // Nobody there can sign yet: the document arrives and waits.
    office.partner.presses_relation(SWIFT, POLAR_STAR, "invite").await;
    exchanges(&clerk).await;
    assert_eq!(
        in_the_way(&clerk, paper, &swift).await,
        told("not_partner", "invite")
    );
    acts(&clerk, "accept", swift.as_i64().unwrap(), None).await;
    clerk.refreshes().await;
    clerk.refreshes().await;
    assert_eq!(in_the_way(&clerk, paper, &swift).await, told("", ""));
    let found = clerk.rpc("documents.preflight", json!({ "id": paper.0 })).await;
    let warnings = found["warnings"].as_array().unwrap();
    assert!(
        warnings
            .iter()
            .any(|one| one["code"] == "counterparty_cannot_sign"),
        "{found:#}"
    );

    // The box at another operator: agreed with, applied for, or neither.
    acts(&clerk, "break", granite.as_i64().unwrap(), None).await;
    clerk.refreshes().await;
    assert_eq!(
        in_the_way(&clerk, paper, &granite).await,
        told("not_partner", "invite")
    );
    let found = clerk.rpc("counterparties.get", json!({ "id": granite })).await;
    let relations = found["relations"].as_array().unwrap();
    let roaming = relations.iter().find(|one| one["is_roaming"] == true).unwrap();
    let place = json!({ "counterparty_id": granite, "connection_id": 1, "box_id": roaming["box_id"] });
    clerk.rpc("relations.choose_box", place.clone()).await;
    assert_eq!(
        in_the_way(&clerk, paper, &granite).await,
        told("roaming_not_agreed", "invite")
    );
    clerk
        .rpc("relations.act", json!({ "kind": "invite", "relations": [place] }))
        .await;
    clerk.refreshes().await;
    assert_eq!(
        in_the_way(&clerk, paper, &granite).await,
        told("roaming_request_needed", "invite")
    );
    assert!(office.partner.ledger().await.is_empty(), "nothing left");
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_happens_to_the_line_an_invitation_is_sent_once() {
    for fault in [
        json!({ "method": "AcquireCounteragent", "kind": "accepted_then_timeout" }),
        json!({ "method": "AcquireCounteragent", "kind": "garbled" }),
        json!({ "method": "AcquireCounteragent", "kind": "drop" }),
        json!({ "method": "AcquireCounteragent", "kind": "status", "status": 500 }),
        json!({ "method": "AcquireCounteragentResult", "kind": "status", "status": 404 }),
        json!({ "method": "AcquireCounteragentResult", "kind": "drop" }),
    ] {
        let (office, clerk) = Office::open().await;
        let id = notes(&clerk, "ООО «Тихая гавань»", QUIET_HARBOUR, Some("963101001")).await;
        exchanges(&clerk).await;
        office.partner.order_fault(fault.clone()).await;
        acts(&clerk, "invite", id, None).await;
        for _ in 0..3 {
            clerk.refreshes().await;
        }
        assert_eq!(
            office.log(QUIET_HARBOUR).await,
            ["CounteragentInvitedMe"],
            "{fault}"
        );
        let open = clerk.rpc("relations.acts", json!({})).await;
        assert_eq!(open["acts"], json!([]), "{fault}");
        assert_eq!(
            row(&clerk, QUIET_HARBOUR).await["boxes"][0]["partnership"],
            "outgoing",
            "{fault}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_with_a_file_brings_the_file_to_their_cabinet() {
    let (office, clerk) = Office::open().await;
    let id = notes(&clerk, "ООО «Тихая гавань»", QUIET_HARBOUR, Some("963101001")).await;
    exchanges(&clerk).await;
    let file = json!({ "name": "Письмо.txt", "content_base64": "0JfQtNGA0LDQstGB0YLQstGD0LnRgtC1" });
    acts(&clerk, "invite", id, Some(file)).await;
    clerk.refreshes().await;
    clerk.refreshes().await;
    let ledger = office.partner.ledger().await;
    assert_eq!(ledger.len(), 1);
    assert_eq!(ledger[0]["type_named_id"], "TrustConnectionRequest");
    assert_eq!(
        card(&clerk, QUIET_HARBOUR).await["relations"][0]["has_document"],
        true
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_at_any_step_of_an_invitation_it_is_sent_exactly_once() {
    for step in STEPS {
        let (office, clerk) = Office::open().await;
        let id = notes(&clerk, "ООО «Тихая гавань»", QUIET_HARBOUR, Some("963101001")).await;
        exchanges(&clerk).await;
        drop(clerk);
        let mut program = Command::new(env!("CARGO_BIN_EXE_relation_child"));
        program.arg(office.room.path());
        program.args([step, &id.to_string(), RelationActKind::Invite.code()]);
        assert!(
            is_killed_where_it_parks(program).await,
            "the program never came to «{step}»"
        );
        let clerk = office.clerk();
        for _ in 0..3 {
            clerk.refreshes().await;
        }
        assert_eq!(
            office.log(QUIET_HARBOUR).await,
            ["CounteragentInvitedMe"],
            "{step}"
        );
        assert_eq!(
            row(&clerk, QUIET_HARBOUR).await["boxes"][0]["partnership"],
            "outgoing",
            "{step}"
        );
    }
}
