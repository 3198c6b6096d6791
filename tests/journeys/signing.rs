//! A pile is signed with a key on a token, through the child process that the shipped executables start: one PIN, one
//! log-in, killed in the midst, a wrong PIN, the last try, a token pulled out. In the end the operator has each document
//! once, and finds each signature good.

use std::process::Command;
use std::sync::Arc;

use domain::DocumentId;
use engine::ports::{Secret, SigningKeys};
use engine::{
    BulkJobView, BulkPlan, BulkRowState, BulkState, ExportRows, PinQuestionView, PinTries, StartWith,
};
use serde_json::json;
use testkit::process::{opens_room, said_until_killed};
use testkit::{Clerk, KeyHolder, POLAR_STAR, Partner, Stand, utd_numbered};
use uuid::Uuid;

const CHILD: &str = env!("CARGO_BIN_EXE_signing_child");
const STAR: (&str, &str) = ("ООО «Полярная звезда»", POLAR_STAR);

struct Desk {
    room: tempfile::TempDir,
    partner: Partner,
    stand: Arc<Stand>,
}

impl Desk {
    async fn with(holder: KeyHolder) -> Self {
        let stand = Stand::of(holder, CHILD, STAR);
        Self {
            room: tempfile::tempdir().unwrap(),
            partner: Partner::start_believing(vec![stand.root()]).await,
            stand: Arc::new(stand),
        }
    }

    fn opens(&self) -> Clerk {
        opens_room(self.room.path(), Arc::clone(&self.stand) as Arc<dyn SigningKeys>)
    }

    /// A clerk with so many papers, and a job that is planned and ready to sign them.
    async fn plans(&self, papers: usize) -> (Clerk, Vec<DocumentId>, BulkJobView) {
        let clerk = self.opens();
        clerk.connects(&self.partner, POLAR_STAR).await;
        let files = (1000..1000 + papers).map(utd_numbered).collect();
        let imported = clerk.engine.import(files).await;
        let documents: Vec<DocumentId> = imported
            .into_iter()
            .map(|one| one.result.unwrap().document)
            .collect();
        clerk.engine.refresh_certificates().await.unwrap();
        let picks = clerk.engine.signing_picks(documents.clone()).await.unwrap();
        let certificate = picks[0].certificate.as_ref().expect("the key is found").kept.id.0;
        let plan = BulkPlan {
            action: "sign_and_send".into(),
            rows: ExportRows::These(documents.clone(), None),
            params: json!({ "certificates": { picks[0].firm.id.to_string(): certificate } }),
            operation: Uuid::from_u128(30),
        };
        let job = clerk.engine.plan_bulk(plan).await.unwrap();
        let job = clerk.settled(job.job.id).await;
        assert_eq!(job.job.state, BulkState::Planned, "{:?}", job.job.fault);
        (clerk, documents, job)
    }

    /// Each document is at the operator once, and its signature is good.
    async fn each_went_once_and_holds(&self, documents: &[DocumentId]) {
        let ledger = self.partner.ledger().await;
        assert_eq!(ledger.len(), documents.len());
        for entry in &ledger {
            assert_eq!(entry["times_posted"], 1, "{entry:#}");
            assert_eq!(entry["signature"]["is_good"], true, "{entry:#}");
        }
    }
}

async fn started(clerk: &Clerk, job: &BulkJobView) -> PinQuestionView {
    clerk
        .engine
        .start_bulk(job.job.id, StartWith::Ready)
        .await
        .unwrap();
    clerk.settled(job.job.id).await;
    asked(clerk)
}

fn asked(clerk: &Clerk) -> PinQuestionView {
    clerk.engine.pin_question().expect("somebody is asked for a PIN")
}

fn enters(clerk: &Clerk, pin: &str) {
    clerk
        .engine
        .answer_pin(asked(clerk).id, &Secret::new(pin))
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn three_hundred_documents_are_signed_and_sent_with_one_pin_and_one_log_in() {
    let desk = Desk::with(KeyHolder::Token).await;
    let (clerk, documents, job) = desk.plans(300).await;
    let question = started(&clerk, &job).await;
    assert_eq!((question.tries, question.is_last), (PinTries::Number(3), false));
    enters(&clerk, Stand::PIN);
    let job = clerk.settled(job.job.id).await;
    assert_eq!(
        (job.job.state, job.counts.of(BulkRowState::Done)),
        (BulkState::Done, 300),
        "{:?}",
        job.job.fault
    );
    assert_eq!(
        (desk.stand.calls("C_Login"), desk.stand.calls("C_Sign")),
        (1, 300)
    );
    clerk.sends_everything().await;
    desk.each_went_once_and_holds(&documents).await;
    clerk.refreshes().await;
    assert_eq!(
        clerk.status(documents[299]).await,
        "Ожидается подпись контрагента"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_in_the_midst_of_thirty_it_asks_the_pin_anew_and_sends_each_once() {
    let desk = Desk::with(KeyHolder::Token).await;
    let (clerk, documents, job) = desk.plans(30).await;
    drop(clerk);
    let run = |(step, turn): (&str, usize)| {
        let mut program = Command::new(CHILD);
        program.arg(desk.room.path()).envs(desk.stand.environment());
        program.args([&job.job.id.0.to_string(), Stand::PIN, step, &turn.to_string()]);
        said_until_killed(program)
    };
    // Eight documents are signed in one go: two of these are written, the third is signed and lost.
    assert_eq!(run(("bulk_in_transaction", 3)).await, ["asked", "parked"]);
    assert_eq!((desk.stand.calls("C_Login"), desk.stand.calls("C_Sign")), (1, 24));

    let clerk = desk.opens();
    let between = clerk.engine.bulk_job(job.job.id).await.unwrap();
    assert_eq!(between.job.state, BulkState::Paused);
    assert_eq!(between.job.fault.as_ref().unwrap().code, "keys_shut");
    assert_eq!(between.counts.of(BulkRowState::Done), 16);
    assert_eq!(
        clerk.engine.pin_question(),
        None,
        "nobody is asked out of the blue"
    );
    drop(clerk);

    assert_eq!(run(("never", 1)).await, ["asked", "finished"]);
    assert_eq!(
        (desk.stand.calls("C_Login"), desk.stand.calls("C_Sign")),
        (2, 24 + 14)
    );
    let clerk = desk.opens();
    let job = clerk.engine.bulk_job(job.job.id).await.unwrap();
    assert_eq!(
        (job.job.state, job.counts.of(BulkRowState::Done)),
        (BulkState::Done, 30)
    );
    clerk.sends_everything().await;
    desk.each_went_once_and_holds(&documents).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_pin_costs_one_try_stops_the_job_and_is_never_repeated() {
    let desk = Desk::with(KeyHolder::Token).await;
    let (clerk, documents, job) = desk.plans(3).await;
    started(&clerk, &job).await;
    enters(&clerk, "12345678");
    let stopped = clerk.settled(job.job.id).await;
    let fault = stopped.job.fault.clone().unwrap();
    assert_eq!(
        (stopped.job.state, fault.code.as_str()),
        (BulkState::Paused, "wrong_pin")
    );
    assert!(fault.text.contains("Осталось попыток: 2"), "{}", fault.text);
    assert_eq!(stopped.counts.of(BulkRowState::Ready), 3);
    clerk.refreshes().await;
    clerk.settled(job.job.id).await;
    assert_eq!(
        (desk.stand.calls("C_Login"), desk.stand.tries().as_str()),
        (1, "2"),
        "nothing is tried again by itself"
    );
    assert_eq!(desk.partner.ledger().await.len(), 0);

    clerk.engine.resume_bulk(job.job.id).await.unwrap();
    clerk.settled(job.job.id).await;
    assert_eq!(asked(&clerk).tries, PinTries::Number(2));
    enters(&clerk, Stand::PIN);
    let done = clerk.settled(job.job.id).await;
    assert_eq!(done.counts.of(BulkRowState::Done), 3, "{:?}", done.job.fault);
    clerk.sends_everything().await;
    desk.each_went_once_and_holds(&documents).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_try_is_taken_only_after_a_person_agreed() {
    let desk = Desk::with(KeyHolder::Token).await;
    desk.stand.write("tries", b"1");
    let (clerk, documents, job) = desk.plans(2).await;
    let question = started(&clerk, &job).await;
    assert_eq!((question.tries, question.is_last), (PinTries::Number(1), true));
    let refused = clerk
        .engine
        .answer_pin(question.id, &Secret::new(Stand::PIN))
        .unwrap_err();
    assert_eq!(refused.code().as_str(), "pin_needs_consent");
    assert_eq!(desk.stand.calls("C_Login"), 0);
    clerk.engine.consent_to_last_try(question.id).unwrap();
    enters(&clerk, Stand::PIN);
    let done = clerk.settled(job.job.id).await;
    assert_eq!(done.counts.of(BulkRowState::Done), 2, "{:?}", done.job.fault);
    clerk.sends_everything().await;
    desk.each_went_once_and_holds(&documents).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_pulled_out_in_the_midst_leaves_the_rest_ready_and_goes_on_when_it_is_back() {
    let desk = Desk::with(KeyHolder::Token).await;
    let (clerk, documents, job) = desk.plans(30).await;
    desk.stand.write("fault", b"pulled-out-after-12");
    started(&clerk, &job).await;
    enters(&clerk, Stand::PIN);
    let stopped = clerk.settled(job.job.id).await;
    let fault = stopped.job.fault.clone().unwrap();
    assert_eq!(
        (stopped.job.state, fault.code.as_str()),
        (BulkState::Paused, "no_token"),
        "{fault:?}"
    );
    assert_eq!(
        (
            stopped.counts.of(BulkRowState::Done),
            stopped.counts.of(BulkRowState::Ready)
        ),
        (8, 22)
    );
    clerk.sends_everything().await;
    assert_eq!(desk.partner.ledger().await.len(), 8, "what was signed goes out");

    desk.stand.write("fault", b"");
    clerk.engine.resume_bulk(job.job.id).await.unwrap();
    clerk.settled(job.job.id).await;
    enters(&clerk, Stand::PIN);
    let done = clerk.settled(job.job.id).await;
    assert_eq!(done.counts.of(BulkRowState::Done), 30, "{:?}", done.job.fault);
    clerk.sends_everything().await;
    desk.each_went_once_and_holds(&documents).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn documents_are_signed_through_a_provider_too() {
    let desk = Desk::with(KeyHolder::Provider).await;
    let (clerk, documents, job) = desk.plans(3).await;
    let question = started(&clerk, &job).await;
    assert!(question.has_own_window && question.tries == PinTries::Unknown);
    enters(&clerk, Stand::PIN);
    let done = clerk.settled(job.job.id).await;
    assert_eq!(done.counts.of(BulkRowState::Done), 3, "{:?}", done.job.fault);
    assert_eq!(desk.stand.calls("use"), 3);
    clerk.sends_everything().await;
    desk.each_went_once_and_holds(&documents).await;
}
