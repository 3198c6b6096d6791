//! Documents come to us, are looked at and signed; both sides say so, whatever happens to the line or to the program.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use domain::DocumentId;
use engine::{BulkJobId, BulkRowState, BulkState};
use serde_json::{Value, json};
use testkit::process::{is_killed_where_it_parks, opens_room};
use testkit::{Authority, CEDAR_GROVE, Clerk, Computer, POLAR_STAR, Partner};

/// ООО «Берёзовый берег», a firm of ours whose box is no test box, and its buyer ООО «Янтарный дом».
const BIRCH_SHORE: &str = "9687301463";
const AMBER_HOUSE: &str = "9655188039";

struct Office {
    _room: tempfile::TempDir,
    computer: Computer,
    partner: Partner,
    clerk: Clerk,
}

impl Office {
    async fn of(inn: &str) -> Self {
        let room = tempfile::tempdir().unwrap();
        let authority = Authority::found();
        let partner = Partner::start_believing(vec![authority.root()]).await;
        let (computer, data) = (Computer::new(), room.path().join("data"));
        let clerk = Clerk::opens(&data, computer.ports_with_keys(&data));
        authority.gives(&data, inn);
        clerk.connects(&partner, inn).await;
        Self {
            _room: room,
            computer,
            partner,
            clerk,
        }
    }

    /// The grove sends a document; it is in the registry afterwards.
    async fn receives(&self, sample: &str) -> (DocumentId, (String, String)) {
        let place = self
            .partner
            .counterparty_sends(CEDAR_GROVE, POLAR_STAR, sample)
            .await;
        self.clerk.refreshes().await;
        let rows = self.clerk.rpc("documents.list", json!({})).await;
        let newest = rows["rows"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["id"].as_i64().unwrap())
            .max();
        (DocumentId(newest.unwrap()), place)
    }

    async fn answers(&self) -> Vec<u64> {
        let ledger = self.partner.ledger().await;
        ledger
            .iter()
            .map(|line| line["answers"].as_u64().unwrap())
            .collect()
    }
}

fn done(job: &engine::BulkJobView) -> u64 {
    job.counts.of(BulkRowState::Done)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_act_comes_is_looked_at_and_signed_and_both_sides_say_so() {
    let office = Office::of(POLAR_STAR).await;
    let (act, (message, entity)) = office.receives("act").await;
    let row = office.clerk.numbered("К-1").await;
    assert_eq!(row["direction"], "inbound", "{row:#}");
    assert_eq!(row["counterparty_name"], "ООО «Кедровая роща»");
    assert_eq!(office.clerk.status(act).await, "Требуется наша подпись");
    assert!(
        office
            .computer
            .notifications
            .titles()
            .contains(&"Пришёл документ на подпись".to_owned())
    );
    let seen = office.clerk.engine.content(act).await.unwrap();
    let ledger = office.partner.ledger().await;
    assert_eq!(
        domain::BlobId::of(&seen.bytes).to_string(),
        ledger[0]["sha256"].as_str().unwrap()
    );

    let job = office.clerk.signs(&[act]).await;
    assert_eq!((job.job.state, done(&job)), (BulkState::Done, 1), "{job:?}");
    assert_eq!(office.clerk.status(act).await, "В очереди");
    office.clerk.refreshes().await;
    assert_eq!(office.clerk.status(act).await, "Подписан нами");
    assert_eq!(office.answers().await, [1]);
    let page = office
        .partner
        .counterparty_reads(CEDAR_GROVE, &message, &entity)
        .await;
    assert!(page.contains("Подписан контрагентом"), "{page}");
    let card = office.clerk.rpc("documents.get", json!({ "id": act.0 })).await;
    assert_eq!(
        card["sendings"][0]["facets"]["our_signature"], "valid",
        "{card:#}"
    );
    let signatures = office.clerk.engine.document_signatures(act).await.unwrap();
    assert!(!signatures.is_empty(), "our signature is kept with the document");

    // What is signed is not signed a second time.
    let again = office.clerk.signs(&[act]).await;
    assert_eq!(again.job.counts.of(BulkRowState::Blocked), 1, "{again:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_utd_is_answered_with_a_title_and_completed_when_the_operator_confirms() {
    let office = Office::of(POLAR_STAR).await;
    let (utd, (message, entity)) = office.receives("utd").await;
    let row = office.clerk.numbered("К-1").await;
    assert_eq!(row["total"], "12200.00", "{row:#}");
    let job = office.clerk.signs(&[utd]).await;
    let failures = office
        .clerk
        .engine
        .bulk_rows(job.job.id, Vec::new(), 0, 10)
        .await
        .unwrap();
    assert_eq!(done(&job), 1, "{:?}", failures.rows[0].row.fault);
    office.clerk.refreshes().await;
    assert_eq!(office.clerk.status(utd).await, "Подписан нами");
    let page = office
        .partner
        .counterparty_reads(CEDAR_GROVE, &message, &entity)
        .await;
    assert!(page.contains("Подписан контрагентом"), "{page}");
    office.partner.pass_time(24 * 60 * 60).await;
    office.clerk.refreshes().await;
    assert_eq!(office.clerk.status(utd).await, "Завершён");
    let card = office.clerk.rpc("documents.get", json!({ "id": utd.0 })).await;
    let names: Vec<&str> = card["files"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| file["name"].as_str().unwrap())
        .collect();
    assert!(
        names.iter().any(|name| name.starts_with("ON_NSCHFDOPPOK_")),
        "{names:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_of_the_operator_that_is_lost_never_makes_a_second_signature() {
    for (kind, last) in [("accepted_then_timeout", 1), ("drop", 1)] {
        let office = Office::of(POLAR_STAR).await;
        let (act, _) = office.receives("act").await;
        office.clerk.signs(&[act]).await;
        let fault = json!({ "method": "PostMessagePatch", "kind": kind });
        office.partner.order_fault(fault).await;
        office.clerk.refreshes().await;
        office.clerk.refreshes().await;
        office.clerk.refreshes().await;
        assert_eq!(office.clerk.status(act).await, "Подписан нами", "{kind}");
        assert_eq!(office.answers().await, [last], "{kind}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_colleague_who_signs_first_in_the_cabinet_is_no_failure() {
    let office = Office::of(POLAR_STAR).await;
    let (act, (message, _)) = office.receives("act").await;
    office.clerk.signs(&[act]).await;
    office.partner.colleague_signs(POLAR_STAR, &message).await;
    office.clerk.refreshes().await;
    assert_eq!(office.clerk.status(act).await, "Подписан нами");
    assert_eq!(office.answers().await, [1]);
    let outbox = office.clerk.engine.outbox(Vec::new(), None, 10).await.unwrap();
    assert_eq!(outbox[0].state, domain::OutboxState::Accepted, "{outbox:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signature_that_the_operator_finds_bad_is_told_by_an_event() {
    let office = Office::of(POLAR_STAR).await;
    let (act, (message, entity)) = office.receives("act").await;
    office.clerk.signs(&[act]).await;
    let fault = json!({ "method": "PostMessagePatch", "kind": "bad_signature" });
    office.partner.order_fault(fault).await;
    office.clerk.refreshes().await;
    office.partner.pass_time(24 * 60 * 60).await;
    office.clerk.refreshes().await;
    assert_eq!(office.clerk.status(act).await, "Ошибка в подписи");
    let page = office
        .partner
        .counterparty_reads(CEDAR_GROVE, &message, &entity)
        .await;
    assert!(page.contains("Ожидается подпись контрагента"), "{page}");

    // Signed once more, it waits for a verdict of its own: the bad one says nothing about it.
    let card = office.clerk.rpc("documents.get", json!({ "id": act.0 })).await;
    assert_eq!(card["is_answer_again"], true, "{card:#}");
    assert_eq!(done(&office.clerk.signs(&[act]).await), 1);
    let card = office.clerk.rpc("documents.get", json!({ "id": act.0 })).await;
    assert_eq!(card["is_answer_again"], false, "{card:#}");
    office.clerk.refreshes().await;
    let third = office.clerk.signs(&[act]).await;
    assert_eq!(done(&third), 0, "{third:?}");
    office.partner.pass_time(24 * 60 * 60).await;
    office.clerk.refreshes().await;
    assert_eq!(office.clerk.status(act).await, "Подписан нами");
    let page = office
        .partner
        .counterparty_reads(CEDAR_GROVE, &message, &entity)
        .await;
    assert!(!page.contains("Ожидается подпись контрагента"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signature_of_an_authority_that_the_operator_does_not_believe_is_bad() {
    let room = tempfile::tempdir().unwrap();
    let partner = Partner::start_believing(vec![Authority::found().root()]).await;
    let (computer, data) = (Computer::new(), room.path().join("data"));
    let clerk = Clerk::opens(&data, computer.ports_with_keys(&data));
    Authority::found().gives(&data, POLAR_STAR);
    clerk.connects(&partner, POLAR_STAR).await;
    partner.counterparty_sends(CEDAR_GROVE, POLAR_STAR, "act").await;
    clerk.refreshes().await;
    let act = DocumentId(clerk.numbered("К-1").await["id"].as_i64().unwrap());
    clerk.signs(&[act]).await;
    clerk.refreshes().await;
    partner.pass_time(24 * 60 * 60).await;
    clerk.refreshes().await;
    assert_eq!(clerk.status(act).await, "Ошибка в подписи");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_left_unsigned_in_the_cabinet_is_signed_here_and_leaves() {
    let office = Office::of(BIRCH_SHORE).await;
    let paper = office.clerk.imports("print_form.pdf").await;
    office.clerk.addresses(paper, AMBER_HOUSE).await;
    office.clerk.sends(paper).await;
    office.clerk.refreshes().await;
    assert_eq!(office.clerk.status(paper).await, "Требуется наша подпись");
    let job = office.clerk.signs(&[paper]).await;
    assert_eq!(done(&job), 1, "{job:?}");
    office.clerk.refreshes().await;
    assert_eq!(office.clerk.status(paper).await, "Ожидается подпись контрагента");
    let ledger = office.partner.ledger().await;
    assert_eq!(ledger.len(), 1);
    assert_eq!(ledger[0]["is_sent"], true, "{ledger:#?}");
    assert_eq!(ledger[0]["signature"]["is_good"], true, "{ledger:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn after_weeks_away_everything_that_came_is_there_once() {
    const PAPERS: usize = 60;
    let office = Office::of(POLAR_STAR).await;
    for _ in 0..PAPERS {
        office
            .partner
            .counterparty_sends(CEDAR_GROVE, POLAR_STAR, "act")
            .await;
    }
    office.partner.pass_time(60 * 24 * 60 * 60).await;
    office.clerk.refreshes().await;
    office.clerk.refreshes().await;
    let list = office.clerk.rpc("documents.list", json!({ "limit": 200 })).await;
    let rows = list["rows"].as_array().unwrap();
    assert_eq!(rows.len(), PAPERS);
    assert!(rows.iter().all(|row| row["has_file"] == true), "{rows:#?}");
}

fn opens(room: &Path) -> Clerk {
    let keys = host::LocalKeys::files_only(&room.join("data"));
    opens_room(room, Arc::new(keys))
}

/// The program of this room goes on with the job and is killed at this step; `false` when it came to its end.
async fn is_killed_at(step: &str, turn: usize, job: BulkJobId, room: &Path) -> bool {
    let mut program = Command::new(env!("CARGO_BIN_EXE_bulk_child"));
    program.arg(room);
    program.args([&job.0.to_string(), step, &turn.to_string()]);
    is_killed_where_it_parks(program).await
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_in_the_middle_of_signing_many_every_document_is_signed_exactly_once() {
    const PAPERS: usize = 24;
    let room = tempfile::tempdir().unwrap();
    let authority = Authority::found();
    let partner = Partner::start_believing(vec![authority.root()]).await;
    let data = room.path().join("data");
    let job = {
        let clerk = opens(room.path());
        authority.gives(&data, POLAR_STAR);
        clerk.connects(&partner, POLAR_STAR).await;
        for _ in 0..PAPERS {
            partner.counterparty_sends(CEDAR_GROVE, POLAR_STAR, "act").await;
        }
        clerk.refreshes().await;
        clerk.engine.refresh_certificates().await.unwrap();
        let ids = ids(&clerk).await;
        assert_eq!(ids.len(), PAPERS);
        clerk.plans("sign", clerk.signers().await, &ids).await
    };
    let moments = [
        ("bulk_prepared", 1),
        ("bulk_in_transaction", 1),
        ("before_deliver", 2),
        ("delivered", 2),
        ("before_accept", 1),
    ];
    for (step, turn) in moments {
        is_killed_at(step, turn, job, room.path()).await;
    }
    let is_parked = is_killed_at("never", 1, job, room.path()).await;
    assert!(!is_parked, "the program came to its end");

    let clerk = opens(room.path());
    clerk.refreshes().await;
    let ledger = partner.ledger().await;
    assert_eq!(ledger.len(), PAPERS);
    assert!(ledger.iter().all(|line| line["answers"] == 1), "{ledger:#?}");
    for id in ids(&clerk).await {
        assert_eq!(clerk.status(id).await, "Подписан нами", "{id}");
    }
}

async fn ids(clerk: &Clerk) -> Vec<DocumentId> {
    let list = clerk.rpc("documents.list", json!({ "limit": 200 })).await;
    let rows = list["rows"].as_array().unwrap();
    rows.iter()
        .map(|row: &Value| DocumentId(row["id"].as_i64().unwrap()))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_operator_gives_archive_and_protocol_and_every_status_follows_from_recorded_events() {
    let office = Office::of(POLAR_STAR).await;
    let (act, _) = office.receives("act").await;
    let (utd, _) = office.receives("utd").await;
    office.clerk.signs(&[act]).await;
    office.clerk.refreshes().await;
    let engine = &office.clerk.engine;
    let fetched = async |what: &str, documents: &[DocumentId]| {
        let job = office
            .clerk
            .plans("download", json!({ "what": what }), documents)
            .await;
        engine.start_bulk(job, engine::StartWith::Ready).await.unwrap();
        engine.finish_bulk().await.unwrap();
        let job = engine.bulk_job(job).await.unwrap();
        assert_eq!(job.job.state, BulkState::Done, "{job:?}");
        let file = job.job.file.expect("it makes a file");
        (file.name, engine.file(file.blob).await.unwrap().bytes)
    };
    let (name, bytes) = fetched("archive", &[act]).await;
    assert!(
        name.starts_with("Архив из ЭДО, ") && name.ends_with(".zip"),
        "{name}"
    );
    let seen = engine.content(act).await.unwrap();
    let text = String::from_utf8_lossy(&bytes);
    assert!(bytes.starts_with(b"PK") && bytes.len() > seen.bytes.len() / 2);
    for part in [".sgn", "print-form.pdf"] {
        assert!(text.contains(part), "{part}");
    }
    let (name, bytes) = fetched("protocol", &[act, utd]).await;
    assert!(name.ends_with(", 2.zip") && bytes.starts_with(b"PK"), "{name}");

    let replayed = engine.replay(engine::ReplayMode::Compare).await.unwrap();
    assert_eq!((replayed.lives, replayed.different), (2, 0), "{replayed:?}");
    assert!(replayed.events > 2, "{replayed:?}");
}
