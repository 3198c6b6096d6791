//! Certificates of a token and the check of the workplace at the command line, through the child process that
//! `surguch-cli` starts of itself.

use serde_json::{Value, json};
use testkit::{KeyHolder, Stand};

use super::desk::{Desk, Done, POLAR_STAR, finished};

const STAR: (&str, &str) = ("ООО «Полярная звезда»", POLAR_STAR);

async fn with_token(desk: &Desk, stand: &Stand, arguments: &[&str]) -> Done {
    let mut command = desk.command(arguments);
    command.envs(stand.environment());
    finished(command.spawn().unwrap()).await
}

fn of<'c>(checks: &'c Value, id: &str) -> &'c Value {
    let mut all = checks["checks"].as_array().unwrap().iter();
    all.find(|check| check["id"] == id)
        .unwrap_or_else(|| panic!("{id}: {checks:#}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_is_found_its_certificate_chosen_and_the_workplace_told() {
    let desk = Desk::new();
    let stand = Stand::of(KeyHolder::Token, "", STAR);
    let firm = json!({ "name": STAR.0, "inn": STAR.1, "kpp": "961201001" });
    desk.rpc("firms.save", firm).await;
    let before = with_token(&desk, &stand, &["--json", "diagnose"]).await;
    assert_eq!(
        of(&before.answer(), "token:3a7f00c1")["state"],
        "ok",
        "{before:#?}"
    );

    let shown = with_token(&desk, &stand, &["certificates", "refresh"])
        .await
        .ends_with(0);
    assert!(shown.stdout.contains("Северова Анна Ильинична"), "{shown:#?}");
    desk.run(&["certificates", "choose", "1"]).await.ends_with(0);
    let listed = desk.run(&["--json", "certificates"]).await.ends_with(0).answer();
    let certificate = &listed["certificates"][0];
    assert_eq!(
        (
            &certificate["store"],
            &certificate["key"],
            &certificate["chosen_for"][0]["firm_id"]
        ),
        (&json!("token"), &json!("here"), &json!(1))
    );
    // The tests of the stand-in name no PIN, so none was entered.
    assert_eq!(stand.calls("C_Login"), 0);

    let checked = with_token(&desk, &stand, &["diagnose"]).await.ends_with(6);
    for words in [
        "[хорошо] Токен",
        "[внимание] Ключ восстановления",
        "surguch-cli recovery-key show",
    ] {
        assert!(checked.stdout.contains(words), "{words}: {checked:#?}");
    }
    // The token is pulled out: who was to sign cannot.
    stand.write("fault", b"removed");
    let gone = with_token(&desk, &stand, &["--json", "diagnose"])
        .await
        .ends_with(1);
    assert_eq!(of(&gone.answer(), "token")["fix"]["kind"], "refresh_certificates");

    desk.run(&["certificates", "hide", "1"]).await.ends_with(0);
    let hidden = desk.run(&["certificates"]).await.ends_with(0);
    assert!(
        hidden.stdout.is_empty() && hidden.stderr.contains("refresh"),
        "{hidden:#?}"
    );
    let slip = desk
        .run(&["--json", "certificates", "choose", "77"])
        .await
        .ends_with(1);
    assert_eq!(slip.error()["code"], "certificate_not_found");
}
