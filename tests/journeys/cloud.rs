//! A pile is signed with a key that the operator keeps: the person agrees once on the phone, refuses, is late, enters a
//! wrong code; the program is closed in between; the line breaks. Nobody is asked twice for one document, and what the
//! operator brings is verified before it leaves.

use std::sync::Arc;
use std::time::Duration;

use domain::DocumentId;
use engine::ports::NoKeys;
use engine::{BulkJobView, BulkPlan, BulkRowState, BulkState, ConfirmationWay, ExportRows, StartWith};
use serde_json::json;
use testkit::process::opens_room;
use testkit::{Authority, Clerk, POLAR_STAR, Partner, utd_numbered};
use uuid::Uuid;

struct Desk {
    room: tempfile::TempDir,
    partner: Partner,
}

impl Desk {
    async fn new() -> Self {
        let authority = Authority::found();
        let keys = vec![authority.keeps(POLAR_STAR)];
        Self {
            room: tempfile::tempdir().unwrap(),
            partner: Partner::start_keeping(vec![authority.root()], keys).await,
        }
    }

    fn opens(&self) -> Clerk {
        let clerk = opens_room(self.room.path(), Arc::new(NoKeys));
        clerk.engine.look_every(Duration::from_millis(50));
        clerk
    }

    /// A clerk with so many papers, and a job under way that signs them.
    async fn begins(&self, papers: usize) -> (Clerk, Vec<DocumentId>, BulkJobView) {
        let clerk = self.opens();
        clerk.connects(&self.partner, POLAR_STAR).await;
        let files = (1000..1000 + papers).map(utd_numbered).collect();
        let imported = clerk.engine.import(files).await;
        let documents: Vec<DocumentId> = imported
            .into_iter()
            .map(|one| one.result.unwrap().document)
            .collect();
        let refreshed = clerk.engine.refresh_certificates().await.unwrap();
        assert!(refreshed.problems.is_empty(), "{:?}", refreshed.problems);
        let job = plans(&clerk, &documents, 30).await;
        assert_eq!(job.job.state, BulkState::Planned, "{:?}", job.job.fault);
        let job = goes(&clerk, &job).await;
        (clerk, documents, job)
    }

    async fn times_asked(&self) -> Vec<u64> {
        let phone = self.partner.phone().await;
        let times = phone["times_asked"].as_object().unwrap().clone();
        times.values().map(|times| times.as_u64().unwrap()).collect()
    }

    async fn each_went_once_and_holds(&self, papers: usize) {
        let ledger = self.partner.ledger().await;
        assert_eq!(ledger.len(), papers);
        for entry in &ledger {
            assert_eq!(entry["times_posted"], 1, "{entry:#}");
            assert_eq!(entry["signature"]["is_good"], true, "{entry:#}");
        }
    }
}

async fn plans(clerk: &Clerk, documents: &[DocumentId], operation: u128) -> BulkJobView {
    let picks = clerk.engine.signing_picks(documents.to_vec()).await.unwrap();
    let certificate = picks[0].certificate.as_ref().expect("the key is found");
    assert_eq!(certificate.kept.seen.store, "cloud");
    let plan = BulkPlan {
        action: "sign_and_send".into(),
        rows: ExportRows::These(documents.to_vec(), None),
        params: json!({ "certificates": { picks[0].firm.id.to_string(): certificate.kept.id.0 } }),
        operation: Uuid::from_u128(operation),
    };
    let job = clerk.engine.plan_bulk(plan).await.unwrap();
    clerk.settled(job.job.id).await
}

/// Starts a planned job and waits until the phone is asked.
async fn goes(clerk: &Clerk, job: &BulkJobView) -> BulkJobView {
    clerk
        .engine
        .start_bulk(job.job.id, StartWith::Ready)
        .await
        .unwrap();
    clerk.settled(job.job.id).await
}

async fn resumes(clerk: &Clerk, job: &BulkJobView) -> BulkJobView {
    clerk.engine.resume_bulk(job.job.id).await.unwrap();
    clerk.settled(job.job.id).await
}

fn code(job: &BulkJobView) -> &str {
    job.job.fault.as_ref().map_or("", |fault| fault.code.as_str())
}

#[tokio::test(flavor = "multi_thread")]
async fn sixty_documents_are_agreed_to_in_two_requests_and_each_leaves_once_with_a_signature_that_holds() {
    let desk = Desk::new().await;
    let (clerk, _, job) = desk.begins(60).await;
    assert_eq!(job.job.state, BulkState::Running, "{:?}", job.job.fault);
    let waits = clerk.engine.cloud_waits();
    assert_eq!(
        (waits.len(), waits[0].files, waits[0].way),
        (1, 50, ConfirmationWay::Sms)
    );
    assert_eq!(waits[0].phone_end, "4417");
    desk.partner.person_agrees().await;
    let job = clerk.settled(job.job.id).await;
    assert_eq!(clerk.engine.cloud_waits()[0].files, 10);
    assert!(job.counts.of(BulkRowState::Done) >= 48, "{:?}", job.counts);
    desk.partner.person_agrees().await;
    let job = clerk.settled(job.job.id).await;
    assert_eq!(
        (job.job.state, job.counts.of(BulkRowState::Done)),
        (BulkState::Done, 60),
        "{:?}",
        job.job.fault
    );
    assert!(clerk.engine.cloud_waits().is_empty());
    clerk.sends_everything().await;
    desk.each_went_once_and_holds(60).await;
    assert_eq!(desk.times_asked().await, vec![1; 60]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_stops_the_job_with_nothing_lost_and_going_on_asks_once_more() {
    let desk = Desk::new().await;
    let (clerk, _, job) = desk.begins(3).await;
    desk.partner
        .person_touches_the_phone(json!({ "refuse": true }))
        .await;
    let job = clerk.settled(job.job.id).await;
    assert_eq!((job.job.state, code(&job)), (BulkState::Paused, "cloud_declined"));
    assert_eq!(job.counts.of(BulkRowState::Ready), 3);
    assert!(desk.partner.ledger().await.is_empty());
    let job = resumes(&clerk, &job).await;
    assert_eq!(job.job.state, BulkState::Running);
    desk.partner.person_agrees().await;
    let job = clerk.settled(job.job.id).await;
    assert_eq!(job.job.state, BulkState::Done, "{:?}", job.job.fault);
    clerk.sends_everything().await;
    desk.each_went_once_and_holds(3).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_code_may_be_mended_too_many_end_the_request_and_so_does_being_late() {
    let desk = Desk::new().await;
    let (clerk, _, job) = desk.begins(2).await;
    let wrong = json!({ "code": "нет" });
    desk.partner.person_touches_the_phone(wrong.clone()).await;
    let job = clerk.settled(job.job.id).await;
    assert_eq!(job.job.state, BulkState::Running, "одна ошибка ничего не значит");
    desk.partner.person_touches_the_phone(wrong.clone()).await;
    desk.partner.person_touches_the_phone(wrong).await;
    let job = clerk.settled(job.job.id).await;
    assert_eq!((job.job.state, code(&job)), (BulkState::Paused, "cloud_failed"));
    let job = resumes(&clerk, &job).await;
    assert_eq!(job.job.state, BulkState::Running);
    desk.partner.pass_time(11 * 60).await;
    let job = clerk.settled(job.job.id).await;
    assert_eq!(
        (job.job.state, code(&job)),
        (BulkState::Paused, "cloud_timed_out")
    );
    assert!(desk.partner.ledger().await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_program_closed_while_the_phone_waits_finds_the_request_again_and_asks_nobody_twice() {
    let desk = Desk::new().await;
    let (clerk, _, job) = desk.begins(4).await;
    drop(clerk);
    desk.partner.person_agrees().await;
    let clerk = desk.opens();
    let job = clerk.engine.bulk_job(job.job.id).await.unwrap();
    assert_eq!((job.job.state, code(&job)), (BulkState::Paused, "keys_shut"));
    let job = resumes(&clerk, &job).await;
    assert_eq!(job.job.state, BulkState::Done, "{:?}", job.job.fault);
    clerk.sends_everything().await;
    desk.each_went_once_and_holds(4).await;
    assert_eq!(desk.times_asked().await, vec![1; 4]);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_does_not_wait_leaves_the_request_open_and_another_job_takes_it_up() {
    let desk = Desk::new().await;
    let (clerk, documents, job) = desk.begins(2).await;
    clerk
        .engine
        .leave_cloud_wait(clerk.engine.cloud_waits()[0].id)
        .unwrap();
    let job = clerk.settled(job.job.id).await;
    assert_eq!((job.job.state, code(&job)), (BulkState::Paused, "cloud_left"));
    assert!(clerk.engine.cloud_waits().is_empty());
    clerk.engine.cancel_bulk(job.job.id).await.unwrap();
    desk.partner.person_agrees().await;
    let second = plans(&clerk, &documents, 31).await;
    let second = goes(&clerk, &second).await;
    assert_eq!(second.job.state, BulkState::Done, "{:?}", second.job.fault);
    clerk.sends_everything().await;
    desk.each_went_once_and_holds(2).await;
    assert_eq!(desk.times_asked().await, vec![1; 2]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_whose_answer_was_lost_is_not_made_a_second_time() {
    let desk = Desk::new().await;
    desk.partner
        .order_fault(json!({ "method": "DssSign", "kind": "accepted_then_timeout" }))
        .await;
    let (clerk, _, job) = desk.begins(2).await;
    assert_eq!((job.job.state, code(&job)), (BulkState::Paused, "cloud_unknown"));
    let job = resumes(&clerk, &job).await;
    assert_eq!((job.job.state, code(&job)), (BulkState::Paused, "cloud_unknown"));
    assert_eq!(desk.times_asked().await, vec![1; 2]);
    assert!(desk.partner.ledger().await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_is_down_while_the_phone_waits_only_delays_the_signature() {
    let desk = Desk::new().await;
    let (clerk, _, job) = desk.begins(2).await;
    desk.partner
        .order_fault(json!({ "method": "DssSignResult", "kind": "drop" }))
        .await;
    desk.partner
        .order_fault(json!({ "method": "DssSignResult", "kind": "status", "status": 500 }))
        .await;
    desk.partner.person_agrees().await;
    let mut job = clerk.settled(job.job.id).await;
    for _ in 0..5 {
        if job.job.state == BulkState::Done {
            break;
        }
        job = clerk.settled(job.job.id).await;
    }
    assert_eq!(job.job.state, BulkState::Done, "{:?}", job.job.fault);
    assert_eq!(desk.times_asked().await, vec![1; 2]);
}
