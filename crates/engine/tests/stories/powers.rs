//! Powers of attorney («МЧД»): what the file says is the truth, what does not fit is told before signing, and the number
//! goes to the operator with the signature.

use domain::{DocumentId, EmployeeBody, FirmId, PersonName, PowerKind};
use engine::{
    BulkRowState, BulkState, Engine, ImportFile, PowerRequest, PowerState, PowerView, Result, StartWith,
};
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::bulk::wish;
use crate::seal::{Seal, file};
use crate::signing::{Desk, PASSWORD, employee, pin, settled};

pub const POWER: &[u8] = include_bytes!("../../../formats/fixtures/power_of_attorney_003.xml");
pub const NUMBER: &str = "7d1f6c3e-90ab-4b2e-8c55-2f4f0a6d1b90";
const VORONCOVA: &str = "963417058273";

pub fn blank(firm: FirmId) -> PowerRequest {
    PowerRequest {
        id: None,
        firm,
        number: String::new(),
        principal_inn: String::new(),
        representative_name: String::new(),
        representative_inn: String::new(),
        certificate: None,
        valid_from: None,
        valid_to: None,
        kind: PowerKind::Registered,
        issued_on: None,
        internal_number: String::new(),
        internal_on: None,
        system: String::new(),
        issued_by: String::new(),
        issuer: String::new(),
        goes_along: false,
        file: None,
        signature: None,
    }
}

pub fn of_file(firm: FirmId, bytes: &[u8]) -> PowerRequest {
    PowerRequest {
        file: Some(file("доверенность.xml", bytes)),
        ..blank(firm)
    }
}

fn with(from: &str, to: &str) -> Vec<u8> {
    std::str::from_utf8(POWER).unwrap().replace(from, to).into_bytes()
}

pub fn code(refused: Result<PowerView>) -> &'static str {
    let refused = refused.unwrap_err();
    assert!(refused.sentence().ends_with('.'), "{}", refused.sentence());
    refused.code().as_str()
}

pub async fn firm(engine: &Engine) -> FirmId {
    engine.firms().await.unwrap()[0].id
}

#[tokio::test]
async fn a_power_takes_what_its_file_says_and_refuses_what_contradicts_it() {
    let desk = Desk::new();
    let (engine, _) = desk.with_papers(0).await;
    let firm = firm(&engine).await;
    let saved = engine.save_power(of_file(firm, POWER)).await.unwrap();
    let body = &saved.power.body;
    assert_eq!(body.form.number(), NUMBER);
    assert_eq!(
        (body.principal_inn.as_str(), body.representative_name.as_str()),
        ("9612045075", "Воронцова Анна Павловна")
    );
    assert_eq!(body.representative_inn.as_ref().unwrap().as_str(), VORONCOVA);
    assert_eq!(body.valid_to.unwrap().to_string(), "2027-08-31");
    assert_eq!(
        (saved.state, saved.problems.len()),
        (PowerState::Valid, 0),
        "{saved:?}"
    );
    assert_eq!(
        code(engine.save_power(of_file(firm, POWER)).await),
        "power_exists"
    );

    let other = with(NUMBER, "0d1f6c3e-90ab-4b2e-8c55-2f4f0a6d1b91");
    let typed = |change: fn(&mut PowerRequest)| {
        let mut request = of_file(firm, &other);
        change(&mut request);
        request
    };
    let cases: [(PowerRequest, &str); 9] = [
        (typed(|power| power.number = NUMBER.into()), "power_file_differs"),
        (
            typed(|power| power.principal_inn = "9644112800".into()),
            "power_file_differs",
        ),
        (
            typed(|power| power.representative_inn = "9644112800".into()),
            "power_file_differs",
        ),
        (
            typed(|power| power.valid_to = "2030-01-01".parse().ok()),
            "power_file_differs",
        ),
        (
            typed(|power| power.signature = Some(file("а.sig", b"noise"))),
            "power_signature",
        ),
        (blank(firm), "power_number"),
        (of_file(firm, &with(NUMBER, "МЧД-14")), "power_number"),
        (of_file(firm, b"<html/>"), "not_power_of_attorney"),
        (of_file(FirmId(404), &other), "firm_not_found"),
    ];
    for (request, expected) in cases {
        assert_eq!(code(engine.save_power(request).await), expected);
    }
    let backwards = PowerRequest {
        number: "0d1f6c3e-90ab-4b2e-8c55-2f4f0a6d1b91".into(),
        principal_inn: "9612045075".into(),
        valid_from: "2027-01-01".parse().ok(),
        valid_to: "2026-01-01".parse().ok(),
        ..blank(firm)
    };
    assert_eq!(code(engine.save_power(backwards).await), "power_dates");
    assert_eq!(engine.powers(None).await.unwrap(), std::slice::from_ref(&saved));

    // What is kept still holds against what is typed later.
    let changed = PowerRequest {
        id: Some(saved.power.id),
        valid_to: "2030-01-01".parse().ok(),
        ..blank(firm)
    };
    assert_eq!(code(engine.save_power(changed).await), "power_file_differs");
    engine.remove_power(saved.power.id).await.unwrap();
    let gone = engine.remove_power(saved.power.id).await.unwrap_err();
    assert_eq!(gone.code().as_str(), "power_not_found");
    assert_eq!(engine.powers(Some(firm)).await.unwrap(), []);
}

#[tokio::test]
async fn what_is_wrong_with_a_power_is_told_in_the_list() {
    let desk = Desk::new();
    let (engine, _) = desk.with_papers(0).await;
    let firm = firm(&engine).await;
    let mut hand = Seal::new("Удостоверяющий центр «Ледник»", 9).voroncova();
    let signed = |signature: Vec<u8>, bytes: &[u8]| PowerRequest {
        signature: Some(file("доверенность.xml.sig", &signature)),
        ..of_file(firm, bytes)
    };
    let at = "2026-11-20T00:00:00Z";
    let whole = engine
        .save_power(signed(hand.beside(POWER, at), POWER))
        .await
        .unwrap();
    assert_eq!(whole.problems, Vec::<String>::new());
    assert!(whole.power.has_file && whole.power.has_signature);

    let numbered = |last: u8, from: &str, to: &str| -> Vec<u8> {
        let number = format!("{}{last}", NUMBER.strip_suffix(|_: char| true).unwrap());
        String::from_utf8(with(NUMBER, &number))
            .unwrap()
            .replace(from, to)
            .into_bytes()
    };
    let expired = numbered(1, "2027-08-31", "2026-11-20");
    let later = numbered(2, "2026-09-01", "2026-12-01");
    let of_another = numbered(3, "9612045075", "9644112800");
    let unknown = numbered(4, "ВерсФорм=\"EMCHD_1\"", "ВерсФорм=\"5.03\"");
    let without_end = numbered(5, "СрокДейст=\"2027-08-31\"", "");
    let cases = [
        (
            of_file(firm, &expired),
            PowerState::Expired,
            "закончилась 20.11.2026",
        ),
        (
            of_file(firm, &later),
            PowerState::NotYet,
            "начнёт действовать 01.12.2026",
        ),
        (of_file(firm, &of_another), PowerState::Valid, "ИНН 9644112800"),
        (
            of_file(firm, &unknown),
            PowerState::Valid,
            "Формат доверенности «5.03»",
        ),
        (
            of_file(firm, &without_end),
            PowerState::Unknown,
            "Срок доверенности не указан",
        ),
        (
            signed(hand.beside(b"another file", at), &numbered(6, " ", " ")),
            PowerState::Valid,
            "не сходится",
        ),
    ];
    for (request, state, words) in cases {
        let saved = engine.save_power(request).await.unwrap();
        assert_eq!(saved.state, state, "{words}");
        let [problem] = saved.problems.as_slice() else {
            panic!("{words}: {:?}", saved.problems);
        };
        assert!(
            problem.contains(words) && problem.ends_with('.'),
            "{words}: {problem}"
        );
    }
}

pub struct Signing {
    desk: Desk,
    pub engine: Engine,
    pub papers: Vec<DocumentId>,
    pub firm: FirmId,
    pub certificate: i64,
}

impl Signing {
    /// Voroncova works for the star and has a certificate of her own.
    pub async fn by_voroncova() -> Self {
        let desk = Desk::new();
        desk.put_pair("voroncova", employee("Воронцова", VORONCOVA));
        let (engine, papers) = desk.with_papers(2).await;
        let firm = firm(&engine).await;
        let name = PersonName {
            last: "Воронцова".into(),
            first: "Анна".into(),
            middle: "Павловна".into(),
        };
        let body = EmployeeBody {
            name,
            firms: vec![firm],
            ..EmployeeBody::default()
        };
        engine.save_employee(None, body).await.unwrap();
        let picks = engine.signing_picks(papers.clone()).await.unwrap();
        assert!(picks[0].needs_power_of_attorney, "{}", picks[0].why);
        let certificate = picks[0].certificate.as_ref().unwrap().kept.id.0;
        Self {
            desk,
            engine,
            papers,
            firm,
            certificate,
        }
    }

    fn params(&self, power: Option<&PowerView>) -> Value {
        let powers = power.map(|power| json!({ self.firm.to_string(): power.power.id.0 }));
        json!({
            "certificates": { self.firm.to_string(): self.certificate },
            "powers_of_attorney": powers.unwrap_or(json!({})),
        })
    }

    /// What is told of the first row before anything is signed.
    async fn told(&self, power: Option<&PowerView>) -> (BulkRowState, Option<String>) {
        let plan = wish("sign_and_send", self.params(power), &self.papers);
        let job = self.engine.plan_bulk(plan).await.unwrap();
        let job = settled(&self.engine, &job).await;
        let rows = self.engine.bulk_rows(job.job.id, vec![], 0, 10).await.unwrap();
        let row = &rows.rows[0].row;
        if let Some(fault) = &row.fault {
            assert!(fault.text.ends_with('.'), "{}", fault.text);
        }
        (row.state, row.fault.as_ref().map(|fault| fault.code.clone()))
    }
}

#[tokio::test]
async fn a_power_that_does_not_fit_is_told_before_signing_and_one_that_fits_goes_with_the_signature() {
    let signing = Signing::by_voroncova().await;
    let engine = &signing.engine;
    let told = |code: &str| Some(code.to_owned());
    assert_eq!(
        signing.told(None).await,
        (BulkRowState::Warned, told("no_power_of_attorney"))
    );
    let numbered = |last: u8, from: &str, to: &str| -> ImportFile {
        let number = format!("{}{last}", NUMBER.strip_suffix(|_: char| true).unwrap());
        let text = String::from_utf8(with(NUMBER, &number)).unwrap();
        file("доверенность.xml", text.replace(from, to).as_bytes())
    };
    let cases = [
        (
            numbered(1, "2027-08-31", "2026-11-20"),
            BulkRowState::Blocked,
            "power_expired",
        ),
        (
            numbered(2, "2026-09-01", "2026-12-01"),
            BulkRowState::Blocked,
            "power_not_yet",
        ),
        (
            numbered(3, "9612045075", "9644112800"),
            BulkRowState::Blocked,
            "power_of_another_firm",
        ),
        (numbered(4, VORONCOVA, "963417058274"), BulkRowState::Ready, ""),
        (
            numbered(5, VORONCOVA, "7707083893"),
            BulkRowState::Blocked,
            "power_of_another_person",
        ),
    ];
    for (brought, state, expected) in cases {
        let request = PowerRequest {
            file: Some(brought),
            ..blank(signing.firm)
        };
        let power = engine.save_power(request).await.unwrap();
        let expected = Some(expected.to_owned()).filter(|code| !code.is_empty());
        assert_eq!(signing.told(Some(&power)).await, (state, expected));
    }
    let nobody = PowerRequest {
        number: "0d1f6c3e-90ab-4b2e-8c55-2f4f0a6d1b91".into(),
        principal_inn: "9612045075".into(),
        ..blank(signing.firm)
    };
    let nobody = engine.save_power(nobody).await.unwrap();
    assert_eq!(
        signing.told(Some(&nobody)).await,
        (BulkRowState::Warned, told("power_not_compared"))
    );

    let power = engine.save_power(of_file(signing.firm, POWER)).await.unwrap();
    let plan = wish("sign_and_send", signing.params(Some(&power)), &signing.papers);
    let job = engine.plan_bulk(plan).await.unwrap();
    let job = settled(engine, &job).await;
    assert_eq!(job.counts.of(BulkRowState::Ready), 2);
    engine.start_bulk(job.job.id, StartWith::Ready).await.unwrap();
    settled(engine, &job).await;
    pin(engine, PASSWORD);
    assert_eq!(settled(engine, &job).await.job.state, BulkState::Done);
    engine.sync_once(None).await.unwrap();
    let taken = signing.desk.world.office.taken();
    assert_eq!(taken.len(), 2);
    for one in &taken {
        let request: Value = serde_json::from_slice(&one.request).unwrap();
        let power = &request["power_of_attorney"];
        assert_eq!(
            (
                &power["number"],
                &power["principal_inn"],
                &power["representative_inn"]
            ),
            (&json!(NUMBER), &json!("9612045075"), &json!(VORONCOVA))
        );
    }
}

#[tokio::test]
async fn the_end_of_certificates_and_powers_is_a_task_and_is_told_once_per_step_until_it_is_renewed() {
    let desk = Desk::new();
    desk.put("severova", "9612045075");
    let (engine, _) = desk.with_papers(0).await;
    let firm = firm(&engine).await;
    let until = |to: &str| with("2027-08-31", to);
    let power = engine
        .save_power(of_file(firm, &until("2027-01-20")))
        .await
        .unwrap();
    let told = || -> Vec<String> {
        let shown = desk.world.desktop.0.lock().unwrap();
        shown.iter().map(|one| one.title.clone()).collect()
    };
    // The certificate has 13 days left, the power 60.
    engine.refresh_certificates().await.unwrap();
    let titles = |steps: &[(&str, &str)]| -> Vec<String> {
        steps
            .iter()
            .map(|(what, when)| format!("{what} {when}"))
            .collect()
    };
    let (certificate, its_power) = ("Сертификат подписи", "Доверенность");
    let mut expected = titles(&[
        (certificate, "закончится в течение 14 дней"),
        (its_power, "закончится в течение 60 дней"),
    ]);
    assert_eq!(told(), expected);
    let tasks = engine.endings(Some(firm)).await.unwrap();
    let days: Vec<(String, i64)> = tasks
        .iter()
        .map(|task| (task.step.code(), task.days_left))
        .collect();
    assert_eq!(days, [("14".to_owned(), 13), ("60".to_owned(), 60)]);
    assert!(
        tasks
            .iter()
            .all(|task| task.firms == [firm] && task.text.ends_with('.'))
    );
    assert_eq!(engine.endings(Some(FirmId(404))).await.unwrap(), []);

    let days_and_news: [(i64, &[(&str, &str)]); 6] = [
        (7, &[(certificate, "закончится в течение 7 дней")]),
        (4, &[(certificate, "закончится в течение 3 дней")]),
        (2, &[(certificate, "заканчивается сегодня или завтра")]),
        (1, &[(certificate, "закончился")]),
        (20, &[(its_power, "закончится в течение 30 дней")]),
        (27, &[(its_power, "закончилась")]),
    ];
    for (days, news) in days_and_news {
        desk.world.pass(SignedDuration::from_hours(24 * days));
        engine.refresh_certificates().await.unwrap();
        engine.refresh_certificates().await.unwrap();
        expected.extend(titles(news));
        assert_eq!(told(), expected, "after {days} days more");
    }
    // A new power for the same person replaces the old one in the list of tasks.
    let number = NUMBER.replace("7d1f", "8d1f");
    let renewed = String::from_utf8(until("2028-01-20"))
        .unwrap()
        .replace(NUMBER, &number);
    engine
        .save_power(of_file(firm, renewed.as_bytes()))
        .await
        .unwrap();
    let left = engine.endings(None).await.unwrap();
    assert_eq!(left.len(), 1, "the certificate alone: {left:?}");
    assert!(power.power.has_file);
}
