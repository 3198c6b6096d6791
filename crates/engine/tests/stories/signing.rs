//! Signing with keys of this computer: certificates are found and chosen, a PIN is asked once for a job, a wrong one
//! stops it, a restart asks anew, and every document leaves once with a signature that holds.

use std::path::PathBuf;
use std::sync::Arc;

use domain::DocumentId;
use engine::ports::{KeyPlace, Secret, SigningKeys};
use engine::{
    BulkJobView, BulkRowState, BulkState, Engine, KeyFile, OpenOptions, PinQuestionView, Ports, StartWith,
};
use jiff::SignedDuration;
use serde_json::{Value, json};
use signature::certificate::issue::Authority;
use signature::certificate::{Owner, Validity};
use signature::cms::{self, Signed};
use signature::gost::{Curve, PrivateKey};
use signature::keys::StoreKind;
use signature::keys::software::SoftwareStore;
use signature::{SystemRandom, key_file};
use zeroize::Zeroizing;

use crate::bulk::wish;
use crate::world::{World, import};

pub const PASSWORD: &str = "сургуч-15";

/// Key files of a folder, as on a token that asks for a PIN.
struct Ring(PathBuf);

impl SigningKeys for Ring {
    fn stores(&self) -> Vec<KeyPlace> {
        vec![KeyPlace {
            kind: StoreKind::Software,
            store: Box::new(SoftwareStore::at(vec![self.0.clone()])),
        }]
    }

    fn files(&self) -> Option<PathBuf> {
        Some(self.0.clone())
    }
}

fn key() -> PrivateKey {
    let curve = Curve::from_oid("1.2.643.7.1.2.1.1.1".parse().unwrap()).unwrap();
    PrivateKey::generate(curve, &mut SystemRandom).unwrap()
}

/// A certificate of the star's director and its key under a password.
fn director(inn: &str) -> (Vec<u8>, Vec<u8>) {
    let owner = Owner {
        organisation: Some("ООО «Полярная звезда»".into()),
        surname: Some("Северова".into()),
        given_name: Some("Анна Ильинична".into()),
        inn_le: Some(inn.into()),
        ..Owner::default()
    };
    certified(&owner, "2026-12-05T00:00:00Z")
}

/// A person's own certificate, of no organisation.
pub fn employee(surname: &str, inn: &str) -> (Vec<u8>, Vec<u8>) {
    let owner = Owner {
        surname: Some(surname.into()),
        given_name: Some("Анна Павловна".into()),
        inn: Some(inn.into()),
        ..Owner::default()
    };
    certified(&owner, "2027-12-05T00:00:00Z")
}

/// A certificate until this moment and its key under a password.
fn certified(owner: &Owner, until: &str) -> (Vec<u8>, Vec<u8>) {
    let validity = Validity {
        from: "2026-06-01T00:00:00Z".parse().unwrap(),
        to: until.parse().unwrap(),
    };
    let name = Owner {
        common_name: Some("Учебный удостоверяющий центр".into()),
        ..Owner::default()
    };
    let authority = Authority::found(&name, key(), validity, &mut SystemRandom).unwrap();
    let own = key();
    let issued = authority
        .issue(owner, &own.public_key(), validity, &mut SystemRandom)
        .unwrap();
    let file = key_file::write(&own, PASSWORD, &mut SystemRandom).unwrap();
    (issued.der().to_vec(), file)
}

pub struct Desk {
    pub world: World,
    pub keys: PathBuf,
}

impl Desk {
    pub fn new() -> Self {
        let world = World::new();
        let keys = world.home.path().join("ключи");
        std::fs::create_dir_all(&keys).unwrap();
        Self { world, keys }
    }

    pub fn put(&self, name: &str, inn: &str) {
        self.put_pair(name, director(inn));
    }

    pub fn put_pair(&self, name: &str, (certificate, key): (Vec<u8>, Vec<u8>)) {
        std::fs::write(self.keys.join(format!("{name}.cer")), certificate).unwrap();
        std::fs::write(self.keys.join(format!("{name}.key")), key).unwrap();
    }

    pub fn open(&self) -> Engine {
        let ports = Ports {
            keys: Arc::new(Ring(self.keys.clone())),
            ..self.world.ports()
        };
        let options = OpenOptions {
            operators: self.world.operators,
            ..OpenOptions::default()
        };
        Engine::open_with(&self.world.folder(), ports, options).unwrap()
    }

    pub async fn with_papers(&self, count: u32) -> (Engine, Vec<DocumentId>) {
        let engine = self.open();
        engine.connect(self.world.request("golubka")).await.unwrap();
        engine.sync_counterparties(None).await.unwrap();
        let mut papers = Vec::new();
        for number in 0..count {
            papers.push(import(&engine, &(15 + number).to_string()).await);
        }
        engine.refresh_certificates().await.unwrap();
        (engine, papers)
    }
}

async fn chosen(engine: &Engine) -> Value {
    let picks = engine.signing_picks(Vec::new()).await.unwrap();
    let pick = &picks[0];
    let certificate = pick.certificate.as_ref().unwrap().kept.id.0;
    json!({ "certificates": { pick.firm.id.to_string(): certificate } })
}

/// Does what can be done without a person.
pub async fn settled(engine: &Engine, job: &BulkJobView) -> BulkJobView {
    engine.finish_bulk().await.unwrap();
    engine.bulk_job(job.job.id).await.unwrap()
}

async fn started(engine: &Engine, papers: &[DocumentId]) -> BulkJobView {
    let params = chosen(engine).await;
    let job = engine
        .plan_bulk(wish("sign_and_send", params, papers))
        .await
        .unwrap();
    let job = settled(engine, &job).await;
    assert_eq!(job.job.state, BulkState::Planned, "{:?}", job.job.fault);
    engine.start_bulk(job.job.id, StartWith::Ready).await.unwrap();
    settled(engine, &job).await
}

fn asked(engine: &Engine) -> PinQuestionView {
    engine.pin_question().expect("somebody is asked for a PIN")
}

pub fn pin(engine: &Engine, text: &str) {
    engine.answer_pin(asked(engine).id, &Secret::new(text)).unwrap();
}

/// How many of the requests that the operator took carry a signature that holds over the file of one of these papers.
async fn signed_requests(desk: &Desk, engine: &Engine, papers: &[DocumentId]) -> usize {
    let mut files = Vec::new();
    for &paper in papers {
        let card = engine.card(paper).await.unwrap();
        files.push(engine.file(card.files[0].file.file.blob).await.unwrap().bytes);
    }
    let holds = |request: &Value| {
        let der: Vec<u8> = serde_json::from_value(request["signature"].clone()).unwrap();
        let signed = Signed::read(&der).unwrap();
        files
            .iter()
            .filter(|file| {
                cms::verify(&signed, Some(file), &[])
                    .iter()
                    .all(cms::SignerVerdict::is_good)
            })
            .count()
    };
    let taken = desk.world.office.taken();
    let requests = taken
        .iter()
        .map(|one| serde_json::from_slice(&one.request).unwrap());
    requests.filter(|request| holds(request) == 1).count()
}

#[tokio::test]
async fn a_pile_is_signed_with_one_pin_and_every_document_leaves_once_with_a_signature_that_holds() {
    let desk = Desk::new();
    desk.put("severova", "9612045075");
    let (engine, papers) = desk.with_papers(10).await;
    let job = started(&engine, &papers).await;
    assert_eq!(job.job.state, BulkState::Running);
    assert_eq!(
        job.counts.of(BulkRowState::Ready),
        10,
        "nothing happens before the PIN"
    );
    assert_eq!(asked(&engine).token_label, "severova");
    pin(&engine, PASSWORD);
    let job = settled(&engine, &job).await;
    assert_eq!(
        (job.job.state, job.counts.of(BulkRowState::Done)),
        (BulkState::Done, 10)
    );
    assert_eq!(engine.pin_question(), None);
    engine.sync_once(None).await.unwrap();
    let taken = desk.world.office.taken();
    assert_eq!(taken.len(), 10);
    assert_eq!(signed_requests(&desk, &engine, &papers).await, 10);
}

#[tokio::test]
async fn a_wrong_pin_stops_the_job_leaves_its_rows_ready_and_is_asked_anew_when_a_person_goes_on() {
    let desk = Desk::new();
    desk.put("severova", "9612045075");
    let (engine, papers) = desk.with_papers(3).await;
    let job = started(&engine, &papers).await;
    pin(&engine, "не тот");
    let job = settled(&engine, &job).await;
    assert_eq!(job.job.state, BulkState::Paused);
    let fault = job.job.fault.clone().unwrap();
    assert_eq!(fault.code, "wrong_password");
    assert!(
        fault.text.contains("не потеряны") && fault.text.ends_with('.'),
        "{}",
        fault.text
    );
    assert_eq!(job.counts.of(BulkRowState::Ready), 3);
    assert_eq!(
        engine.pin_question(),
        None,
        "a wrong PIN is never repeated by itself"
    );
    engine.resume_bulk(job.job.id).await.unwrap();
    let job = settled(&engine, &job).await;
    engine.cancel_pin(asked(&engine).id).unwrap();
    let job = settled(&engine, &job).await;
    assert_eq!(job.job.fault.as_ref().unwrap().code, "pin_cancelled");
    engine.resume_bulk(job.job.id).await.unwrap();
    let job = settled(&engine, &job).await;
    pin(&engine, PASSWORD);
    let job = settled(&engine, &job).await;
    assert_eq!(
        (job.job.state, job.counts.of(BulkRowState::Done)),
        (BulkState::Done, 3)
    );
}

#[tokio::test]
async fn a_job_given_up_takes_its_question_back() {
    let desk = Desk::new();
    desk.put("severova", "9612045075");
    let (engine, papers) = desk.with_papers(2).await;
    let job = started(&engine, &papers).await;
    let question = asked(&engine);
    engine.cancel_bulk(job.job.id).await.unwrap();
    engine.finish_bulk().await.unwrap();
    // The store of keys hears of it within moments.
    while engine.pin_question().is_some() {
        tokio::task::yield_now().await;
    }
    let late = engine
        .answer_pin(question.id, &Secret::new(PASSWORD))
        .unwrap_err();
    assert_eq!(late.code().as_str(), "pin_question_over");
    engine.sync_once(None).await.unwrap();
    assert!(desk.world.office.taken().is_empty());
}

#[tokio::test]
async fn closed_while_the_pin_was_asked_the_job_waits_for_a_person_and_signs_each_document_once() {
    let desk = Desk::new();
    desk.put("severova", "9612045075");
    let (engine, papers) = desk.with_papers(2).await;
    let job = started(&engine, &papers).await;
    assert!(engine.pin_question().is_some());
    engine.cancel_pin(asked(&engine).id).unwrap();
    let again = engine.resume_bulk(job.job.id).await;
    drop(again);
    drop(engine);
    let engine = desk.open();
    let before = engine.bulk_job(job.job.id).await.unwrap();
    assert_eq!(before.job.state, BulkState::Paused);
    assert_eq!(before.job.fault.as_ref().unwrap().code, "keys_shut");
    assert_eq!(engine.pin_question(), None, "nobody is asked out of the blue");
    engine.resume_bulk(job.job.id).await.unwrap();
    let job = settled(&engine, &job).await;
    pin(&engine, PASSWORD);
    let job = settled(&engine, &job).await;
    assert_eq!(job.counts.of(BulkRowState::Done), 2);
    engine.sync_once(None).await.unwrap();
    assert_eq!(desk.world.office.taken().len(), 2);
    assert_eq!(signed_requests(&desk, &engine, &papers).await, 2);
}

#[tokio::test]
async fn certificates_are_found_explained_chosen_hidden_and_their_end_is_told_once_per_step() {
    let desk = Desk::new();
    desk.put("severova", "9612045075");
    desk.put("stranger", "9644112800");
    let (engine, papers) = desk.with_papers(1).await;
    let all = engine.certificates(None).await.unwrap();
    assert_eq!(all.len(), 2);
    let picks = engine.signing_picks(papers.clone()).await.unwrap();
    let pick = &picks[0];
    let firm = pick.firm.id;
    let found = pick.certificate.as_ref().unwrap();
    assert!(pick.why.contains("тот же ИНН, что у организации"), "{}", pick.why);
    assert_eq!(
        (found.days_left, found.step.unwrap().code()),
        (13, "14".to_owned())
    );
    assert!(!found.is_qualified_claimed && !pick.needs_power_of_attorney);
    assert_eq!(pick.others.len(), 1);

    let other = pick.others[0].kept.id;
    let params = json!({ "certificates": { firm.to_string(): other.0 } });
    let job = engine
        .plan_bulk(wish("sign_and_send", params, &papers))
        .await
        .unwrap();
    let job = settled(&engine, &job).await;
    let rows = engine.bulk_rows(job.job.id, vec![], 0, 10).await.unwrap();
    assert_eq!(
        rows.rows[0].row.fault.as_ref().unwrap().code,
        "certificate_of_another_firm"
    );

    engine.choose_certificate(firm, None, Some(other)).await.unwrap();
    let picks = engine.signing_picks(papers.clone()).await.unwrap();
    assert_eq!(picks[0].certificate.as_ref().unwrap().kept.id, other);
    assert!(picks[0].why.contains("выбран вручную"), "{}", picks[0].why);
    engine.choose_certificate(firm, None, None).await.unwrap();
    engine.hide_certificate(found.kept.id, true).await.unwrap();
    let picks = engine.signing_picks(papers).await.unwrap();
    assert!(picks[0].certificate.is_none());
    assert!(picks[0].why.ends_with('.'), "{}", picks[0].why);

    let told = || desk.world.desktop.0.lock().unwrap().len();
    assert_eq!(told(), 1, "nobody signs with the stranger's");
    engine.refresh_certificates().await.unwrap();
    assert_eq!(told(), 1, "once per step");
    engine.choose_certificate(firm, None, Some(other)).await.unwrap();
    desk.world.pass(SignedDuration::from_hours(24 * 8));
    engine.refresh_certificates().await.unwrap();
    assert_eq!(
        told(),
        2,
        "the chosen one is told, the hidden one is nobody's sorrow"
    );
    engine.choose_certificate(firm, None, None).await.unwrap();

    std::fs::remove_file(desk.keys.join("stranger.key")).unwrap();
    engine.refresh_certificates().await.unwrap();
    let all = engine.certificates(None).await.unwrap();
    let keyless = all.iter().find(|view| view.kept.id == other).unwrap();
    assert_eq!(keyless.kept.seen.key_state, "missing");
}

#[tokio::test]
async fn a_key_file_is_taken_in_under_a_password_and_never_without_one() {
    let desk = Desk::new();
    let engine = desk.open();
    let (certificate, _) = director("9612045075");
    let files = |parts: Vec<(&str, Vec<u8>)>| -> Vec<KeyFile> {
        parts
            .into_iter()
            .map(|(name, bytes)| KeyFile {
                name: name.into(),
                bytes: Zeroizing::new(bytes),
            })
            .collect()
    };
    let stranger = key_file::write_plain(&key()).unwrap().to_vec();
    let code = |refused: engine::Result<engine::CertificateView>| refused.unwrap_err().code().as_str();
    let only_key = engine
        .add_key_files(files(vec![("k.pem", stranger.clone())]), None)
        .await;
    assert_eq!(code(only_key), "no_certificate_file");
    let of_another = files(vec![("a.cer", certificate.clone()), ("k.pem", stranger)]);
    assert_eq!(code(engine.add_key_files(of_another, None).await), "no_key");

    let (certificate, locked) = director("9612045075");
    let plain = key_file::write_plain(&key_file::read(&locked, Some(PASSWORD)).unwrap()).unwrap();
    let pair = || files(vec![("a.cer", certificate.clone()), ("a.key", plain.to_vec())]);
    assert_eq!(
        code(engine.add_key_files(pair(), None).await),
        "password_too_short"
    );
    let kept = engine
        .add_key_files(pair(), Some(Secret::new("длинный пароль")))
        .await
        .unwrap();
    assert_eq!(
        (kept.kept.seen.store.as_str(), kept.kept.seen.key_state.as_str()),
        ("software", "here")
    );
    for entry in std::fs::read_dir(&desk.keys).unwrap() {
        let text = std::fs::read(entry.unwrap().path()).unwrap();
        assert!(
            !String::from_utf8_lossy(&text).contains("BEGIN PRIVATE KEY"),
            "no bare key lies on the disk"
        );
    }
}
