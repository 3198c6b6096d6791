//! `sign`: what is signed is shown first, the PIN is asked of a person alone, and what was signed leaves once.

use std::process::Stdio;

use serde_json::{Value, json};
use testkit::{Authority, KeyHolder, Partner, Stand};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::Child;

use super::desk::{CEDAR_GROVE, Desk, Done, POLAR_STAR, UTD_NAME, finished, fixture};

const STAR: (&str, &str) = ("ООО «Полярная звезда»", POLAR_STAR);

/// A desk connected to this operator, with a УПД (document 1) and a bare PDF that names nobody (document 2).
async fn desk_at(partner: &Partner) -> Desk {
    let desk = Desk::new();
    desk.run(&["connect", "--sandbox", &partner.address(), "--inn", POLAR_STAR])
        .await
        .ends_with(0);
    let utd = desk.file(UTD_NAME, &fixture("utd_schfdop_503.xml"));
    let pdf = desk.file("Счёт на оплату 41.pdf", &fixture("print_form.pdf"));
    desk.run(&["import", &utd, &pdf]).await.ends_with(0);
    desk
}

/// The operator has so many documents, each once and with a signature that holds.
async fn each_went_once_and_holds(partner: &Partner, count: usize) {
    let ledger = partner.ledger().await;
    assert_eq!(ledger.len(), count, "{ledger:#?}");
    for entry in &ledger {
        assert_eq!(entry["times_posted"], 1, "{entry:#}");
        assert_eq!(entry["signature"]["is_good"], true, "{entry:#}");
    }
}

/// No job of signing is left to wait for somebody.
async fn nothing_waits(desk: &Desk) {
    let jobs = desk.rpc("bulk.list", json!({})).await;
    for job in jobs["jobs"].as_array().unwrap() {
        let state = job["state"].as_str().unwrap();
        assert!(matches!(state, "done" | "cancelled"), "{job:#}");
    }
}

/// Waits until the program has said these words on its standard error.
async fn until_said(child: &mut Child, words: &str) -> BufReader<tokio::process::ChildStderr> {
    let mut lines = BufReader::new(child.stderr.take().unwrap());
    let said = async {
        let mut line = String::new();
        while !line.contains(words) {
            line.clear();
            assert_ne!(
                lines.read_line(&mut line).await.unwrap(),
                0,
                "{words} was never said"
            );
        }
    };
    let said = tokio::time::timeout(std::time::Duration::from_secs(60), said).await;
    said.expect("it is said in time");
    lines
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn a_person_signs_with_a_token_and_a_wrong_pin_costs_one_try_and_sends_nothing() {
    let stand = Stand::of(KeyHolder::Token, "", STAR);
    let partner = Partner::start_believing(vec![stand.root()]).await;
    let desk = desk_at(&partner).await;
    let mut at_work = desk.at_terminal(&["sign", "1", "--send"], stand.environment());
    at_work.answers("Подписать и отправить? (да/нет): ", "да").await;
    at_work.answers("ПИН-код или пароль ключа", "12345678").await;
    at_work.sees("Осталось попыток: 2").await;
    assert_eq!(partner.ledger().await.len(), 0, "nothing left unsigned");
    assert_eq!(
        (stand.calls("C_Login"), stand.tries().as_str()),
        (1, "2"),
        "nothing is tried again by itself"
    );
    at_work.answers("Продолжить подписание? (да/нет): ", "да").await;
    at_work.answers("ПИН-код или пароль ключа", Stand::PIN).await;
    let done = at_work.finished().await.ends_with(0);
    for words in [
        "УПД № ПЗ-318",
        "ООО «Кедровая роща»",
        "К подписанию: 1 документ на сумму 8 300,00 ₽.",
        "подписывает Северова Анна Ильинична",
        "тот же ИНН",
    ] {
        assert!(done.stdout.contains(words), "{words}: {}", done.stdout);
    }
    assert_eq!((stand.calls("C_Login"), stand.calls("C_Sign")), (2, 1));
    each_went_once_and_holds(&partner, 1).await;
    nothing_waits(&desk).await;
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn who_says_no_or_lets_the_last_try_be_signs_nothing_and_leaves_nothing_behind() {
    let stand = Stand::of(KeyHolder::Token, "", STAR);
    let partner = Partner::start_believing(vec![stand.root()]).await;
    let desk = desk_at(&partner).await;
    let mut at_work = desk.at_terminal(&["sign", "1", "--send"], stand.environment());
    at_work.answers("Подписать и отправить? (да/нет): ", "нет").await;
    let done = at_work.finished().await.ends_with(130);
    assert!(done.stdout.contains("Ничего не подписано"), "{}", done.stdout);

    stand.write("tries", b"1");
    let mut at_work = desk.at_terminal(&["sign", "1", "--send"], stand.environment());
    at_work.answers("Подписать и отправить? (да/нет): ", "да").await;
    at_work.answers("Осталась последняя попытка", "нет").await;
    at_work.answers("Продолжить подписание? (да/нет): ", "нет").await;
    at_work.finished().await.ends_with(1);
    assert_eq!((stand.calls("C_Login"), stand.tries().as_str()), (0, "1"));
    assert_eq!(partner.ledger().await.len(), 0);
    nothing_waits(&desk).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_person_no_pin_is_tried_and_a_check_opens_no_key() {
    let stand = Stand::of(KeyHolder::Token, "", STAR);
    let partner = Partner::start_believing(vec![stand.root()]).await;
    let desk = desk_at(&partner).await;
    let with_token = async |words: &[&str]| -> Done {
        let mut command = desk.command(words);
        command.envs(stand.environment());
        finished(command.spawn().unwrap()).await
    };
    let looked = with_token(&["--json", "sign", "1", "2", "--send", "--check"])
        .await
        .ends_with(6)
        .answer();
    assert_eq!(looked["signers"][0]["certificate_id"], 1, "{looked:#}");
    let states: Vec<&Value> = looked["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| &row["state"])
        .collect();
    assert_eq!(states, ["ready", "blocked"], "{looked:#}");

    let refused = with_token(&["--json", "sign", "1", "--send"]).await.ends_with(1);
    assert_eq!(refused.error()["code"], "pin_needs_a_person", "{refused:#?}");
    let strange = with_token(&["--json", "sign", "1", "--send", "--certificate", "77"])
        .await
        .ends_with(1);
    assert_eq!(strange.error()["code"], "certificate_not_found", "{strange:#?}");
    let power = [
        "--json",
        "sign",
        "1",
        "--send",
        "--power",
        "5f1c09ab-77e0-4c1b-9a52-0d6f3e21b8c4",
    ];
    let power = with_token(&power).await.ends_with(1);
    assert_eq!(power.error()["code"], "power_of_attorney_not_found", "{power:#?}");
    stand.write("fault", b"removed");
    let gone = with_token(&["--json", "sign", "1", "--send"]).await.ends_with(1);
    assert_eq!(gone.error()["code"], "no_token", "{gone:#?}");
    assert_eq!(stand.calls("C_Login"), 0);
    assert_eq!(partner.ledger().await.len(), 0);
    nothing_waits(&desk).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_schedule_signs_with_a_bare_key_and_each_document_tells_what_became_of_it() {
    let authority = Authority::found();
    let partner = Partner::start_believing(vec![authority.root()]).await;
    let desk = desk_at(&partner).await;
    authority.gives(&desk.data(), POLAR_STAR);
    let queued = desk
        .run(&["sign", "1", "2", "--send", "--queue-only"])
        .await
        .ends_with(6);
    assert!(
        queued.stdout.contains("стоят в очереди отправки: 1"),
        "{queued:#?}"
    );
    assert!(
        queued.stderr.contains("Документ 2 не будет подписан."),
        "{queued:#?}"
    );
    assert_eq!(partner.ledger().await.len(), 0);
    desk.run(&["sync", "--once"]).await.ends_with(0);
    each_went_once_and_holds(&partner, 1).await;
    let twice = desk.run(&["sign", "1", "--send"]).await.ends_with(1);
    assert!(
        twice.stderr.contains("Документ 1 не будет подписан."),
        "{twice:#?}"
    );

    partner.counterparty_sends(CEDAR_GROVE, POLAR_STAR, "act").await;
    desk.run(&["sync", "--once"]).await.ends_with(0);
    let list = desk.rpc("documents.list", json!({})).await;
    let mut rows = list["rows"].as_array().unwrap().iter();
    let came = rows.find(|row| row["direction"] == "inbound").unwrap();
    let id = came["id"].to_string();
    let answered = desk.run(&["--json", "sign", &id]).await.ends_with(0).answer();
    assert_eq!(
        (&answered["rows"][0]["state"], &answered["error"]),
        (&json!("done"), &Value::Null)
    );
    let again = desk.run(&["sign", &id]).await.ends_with(1);
    assert!(again.stderr.contains("не будет подписан"), "{again:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_the_operator_keeps_waits_for_the_phone() {
    let authority = Authority::found();
    let keys = vec![authority.keeps(POLAR_STAR)];
    let partner = Partner::start_keeping(vec![authority.root()], keys).await;
    let desk = desk_at(&partner).await;
    let begin = || {
        let mut command = desk.command(&["sign", "1", "--send"]);
        command.stdin(Stdio::null()).spawn().unwrap()
    };

    // Ctrl-C, or the end of the session: nobody waits any more, and nothing has left.
    let mut left = begin();
    let lines = until_said(&mut left, "который заканчивается на 4417. На подпись: 1").await;
    super::desk::ask_to_end(&left).await;
    let left = finished(left).await.ends_with(130);
    drop(lines);
    assert!(left.stdout.contains("К подписанию"), "{left:#?}");
    assert_eq!(partner.ledger().await.len(), 0);
    nothing_waits(&desk).await;

    // The same request is taken up again: the person agrees once.
    let mut waits = begin();
    let lines = until_said(&mut waits, "Ждём до").await;
    partner.person_agrees().await;
    finished(waits).await.ends_with(0);
    drop(lines);
    each_went_once_and_holds(&partner, 1).await;
    let phone = partner.phone().await;
    let mut times = phone["times_asked"].as_object().unwrap().values();
    assert!(times.all(|times| times == 1), "{phone:#}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_signed_without_sending_stays_and_leaves_with_its_signature_later() {
    let authority = Authority::found();
    let partner = Partner::start_believing(vec![authority.root()]).await;
    let desk = desk_at(&partner).await;
    authority.gives(&desk.data(), POLAR_STAR);
    let signed = desk.run(&["sign", "1"]).await.ends_with(0);
    assert!(
        signed.stdout.contains("Подписаны и не отправлены: 1"),
        "{signed:#?}"
    );
    assert_eq!(partner.ledger().await.len(), 0);
    let listed = desk.run(&["list"]).await.ends_with(0);
    assert!(
        listed.stdout.contains("Не отправлялся, подписан нами"),
        "{listed:#?}"
    );
    desk.run(&["send", "1"]).await.ends_with(0);
    each_went_once_and_holds(&partner, 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_power_on_paper_is_noted_settled_for_the_signer_and_forgotten() {
    let authority = Authority::found();
    let partner = Partner::start_believing(vec![authority.root()]).await;
    let desk = desk_at(&partner).await;
    authority.gives(&desk.data(), POLAR_STAR);
    desk.run(&["certificates", "refresh"]).await.ends_with(0);
    let missing = desk
        .run(&["--json", "powers", "add", "--kind", "paper", "--number", "15/А"])
        .await
        .ends_with(1);
    assert_eq!(missing.error()["code"], "power_issued_on", "{missing:#?}");
    let words = "powers add --kind paper --number 15/А --issued 2026-02-01 --to 2099-12-31 --representative";
    let mut words: Vec<&str> = words.split(' ').collect();
    words.push("Воронцова Анна Павловна");
    let noted = desk.run(&words).await.ends_with(0);
    assert!(
        noted.stdout.contains("№ 15/А от 01.02.2026, бумажная"),
        "{noted:#?}"
    );
    let settled = "--json powers signer --certificate 1 --position Бухгалтер --power 15/а";
    let settled = desk
        .run(&settled.split(' ').collect::<Vec<_>>())
        .await
        .ends_with(0);
    assert_eq!(settled.answer()["position"], "Бухгалтер", "{settled:#?}");
    let looked = desk
        .run(&["--json", "sign", "1", "--send", "--check"])
        .await
        .ends_with(0)
        .answer();
    assert_eq!(looked["signers"][0]["power_of_attorney_id"], 1, "{looked:#}");
    desk.run(&["powers", "remove", "15/А"]).await.ends_with(0);
    let listed = desk.run(&["--json", "powers"]).await.ends_with(0).answer();
    assert_eq!(listed["powers"], json!([]));
}
