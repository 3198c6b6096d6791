//! `counterparties via`: who signs before a counterparty does.

use sandbox::Options;

use super::desk::{CEDAR_GROVE, desk_with_two_papers, training_world};

/// ИП Журавлёв.
const CRANE: &str = "967120884519";

#[tokio::test(flavor = "multi_thread")]
async fn who_signs_in_between_is_chosen_shown_and_taken_away() {
    let world = training_world(Options::default()).await;
    let desk = desk_with_two_papers(&world).await;
    desk.run(&["counterparties", "exchange"]).await.ends_with(0);
    let via = async |words: &[&str]| {
        let mut line = vec!["counterparties", "via", CEDAR_GROVE];
        line.extend(words);
        desk.run(&line).await
    };
    let told = via(&[]).await.ends_with(0);
    assert!(told.stdout.contains("документы идут напрямую"), "{told:#?}");
    for words in [&["--through", CRANE][..], &[]] {
        let told = via(words).await.ends_with(0);
        assert!(told.stdout.contains("Журавлёв"), "{words:?}: {told:#?}");
    }
    via(&["--through", "7707083893"]).await.ends_with(1);
    let told = via(&[]).await.ends_with(0);
    assert!(told.stdout.contains("Журавлёв"), "nothing has changed: {told:#?}");
    let told = via(&["--straight"]).await.ends_with(0);
    assert!(told.stdout.contains("документы идут напрямую"), "{told:#?}");
}
