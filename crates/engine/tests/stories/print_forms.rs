//! Templates of the clerk's own, and how they look.

use domain::KindBody;
use engine::{Engine, FormPreview, PreviewRequest, Severity};

use crate::world::World;

async fn shown(engine: &Engine, source: &str) -> FormPreview {
    let request = PreviewRequest {
        name: "payment_invoice".into(),
        source: Some(source.into()),
        document: None,
    };
    engine.preview_print_form(request).await.unwrap()
}

#[tokio::test]
async fn the_clerks_text_stands_in_the_place_of_the_built_in_one_until_that_is_brought_back() {
    let world = World::new();
    let engine = world.open();
    let builtin = engine.print_form("payment_invoice".into()).await.unwrap();
    assert!(builtin.is_builtin && builtin.title == "Счёт на оплату");
    let changed = builtin.source.replace("Счёт", "Счёт-договор");
    let title = Some("Счёт с логотипом".to_owned());
    engine
        .save_print_form("payment_invoice".into(), title, changed)
        .await
        .unwrap();
    let own = engine.print_form("payment_invoice".into()).await.unwrap();
    assert_eq!((own.title.as_str(), own.is_builtin), ("Счёт с логотипом", true));
    // Any editor may change the file; it is read again at once.
    let file = world.folder().join("print-forms").join("payment_invoice.typ");
    std::fs::write(&file, "// Название: Счёт из редактора\nПривет").unwrap();
    let list = engine.print_forms().await.unwrap();
    let row = list.iter().find(|form| form.name == "payment_invoice").unwrap();
    assert_eq!((row.title.as_str(), row.is_changed), ("Счёт из редактора", true));
    assert_eq!(row.kinds, ["Счёт на оплату"]);
    engine.reset_print_form("payment_invoice".into()).await.unwrap();
    assert_eq!(
        engine.print_form("payment_invoice".into()).await.unwrap(),
        builtin
    );
    assert!(!file.exists());
}

#[tokio::test]
async fn a_copy_has_a_name_of_its_own_and_a_form_in_use_stays() {
    let world = World::new();
    let engine = world.open();
    let copy = |title: &str| engine.copy_print_form("contract".into(), title.into());
    assert_eq!(copy("Договор/подряда").await.unwrap(), "Договор подряда");
    assert_eq!(copy("договор подряда").await.unwrap(), "договор подряда 2");
    assert_eq!(copy(" / ").await.unwrap_err().code().as_str(), "name_empty");
    let kind = engine.kinds().await.unwrap().pop().unwrap().kind;
    let body = KindBody {
        print_forms: vec!["Договор подряда".into()],
        ..kind.body.clone()
    };
    engine.save_kind(Some(kind.id), body).await.unwrap();
    let remove = |name: &str| engine.remove_print_form(name.into());
    let error = remove("Договор подряда").await.unwrap_err();
    assert_eq!(error.code().as_str(), "form_in_use");
    assert!(error.sentence().contains(&kind.body.name), "{}", error.sentence());
    assert_eq!(
        remove("contract").await.unwrap_err().code().as_str(),
        "form_builtin"
    );
    assert_eq!(
        remove("нет такой").await.unwrap_err().code().as_str(),
        "print_form_missing"
    );
    remove("договор подряда 2").await.unwrap();
    let names: Vec<_> = engine
        .print_forms()
        .await
        .unwrap()
        .into_iter()
        .map(|form| form.name)
        .collect();
    assert!(
        names.contains(&"Договор подряда".to_owned()) && !names.contains(&"договор подряда 2".to_owned())
    );
}

#[tokio::test]
async fn a_mistake_has_its_line_and_a_whole_form_has_its_pages() {
    let world = World::new();
    let engine = world.open();
    let broken = shown(&engine, "Начало\n#нет_такой_функции()\n").await;
    assert_eq!((broken.blob, broken.problems[0].line), (None, 2));
    assert!(!broken.problems[0].message_ru.is_empty());
    let whole = shown(&engine, "#import \"surguch.typ\": *\n= Счёт\n#stamp-room()\n").await;
    assert_eq!((whole.pages, whole.problems.as_slice()), (1, &[][..]));
    let content = engine.file(whole.blob.unwrap()).await.unwrap();
    assert!(content.bytes.starts_with(b"%PDF") && content.media_type == "application/pdf");
    let again = shown(&engine, "#import \"surguch.typ\": *\n= Счёт\n#stamp-room()\n").await;
    assert_eq!(again.blob, whole.blob, "the same form gives the same bytes");
}

#[tokio::test]
async fn every_built_in_form_shows_its_sample_without_a_mistake_or_a_blocker() {
    let world = World::new();
    let engine = world.open();
    for form in engine.print_forms().await.unwrap() {
        let request = PreviewRequest {
            name: form.name.clone(),
            ..PreviewRequest::default()
        };
        let preview = engine.preview_print_form(request).await.unwrap();
        assert_eq!(preview.problems, [], "{}", form.name);
        assert!(preview.pages > 0);
        let blocker = preview
            .findings
            .iter()
            .find(|finding| finding.severity == Severity::Blocker);
        assert!(blocker.is_none(), "{}: {blocker:?}", form.name);
    }
}

#[tokio::test]
async fn a_hostile_form_reaches_no_file_no_package_and_comes_to_an_end() {
    let world = World::new();
    let engine = world.open();
    std::fs::write(world.home.path().join("secret.txt"), "тайна").unwrap();
    let secret = world.home.path().join("secret.txt").display().to_string();
    let hostile = [
        format!("#read(\"{secret}\")"),
        "#read(\"/etc/passwd\")".to_owned(),
        "#read(\"../../main.db\")".to_owned(),
        "#image(\"C:/Windows/win.ini\")".to_owned(),
        "#include \"payment_invoice.typ\"".to_owned(),
        "#import \"@preview/cetz:0.3.4\": *".to_owned(),
        "#while true { }".to_owned(),
        "#let f(x) = f(x + 1)\n#f(0)".to_owned(),
    ];
    for source in hostile {
        let preview = shown(&engine, &source).await;
        assert_eq!(preview.blob, None, "{source}");
        let problem = preview
            .problems
            .first()
            .unwrap_or_else(|| panic!("{source}: no problem"));
        let told = &problem.message_ru;
        assert!(
            told.chars().any(|letter| ('а'..='я').contains(&letter)),
            "{source}: {told}"
        );
        assert!(!format!("{problem:?}").contains("тайна"));
    }
    // The program goes on.
    assert_eq!(shown(&engine, "Всё хорошо").await.pages, 1);
}

#[tokio::test]
async fn a_forbidden_phrase_is_found_where_it_stands_and_the_list_is_the_clerks() {
    let world = World::new();
    let engine = world.open();
    let source = "#import \"surguch.typ\": *\nДоговор составлен в двух экземплярах.\n#stamp-room()\n";
    let preview = shown(&engine, source).await;
    let finding = preview
        .findings
        .iter()
        .find(|finding| finding.severity == Severity::Blocker)
        .unwrap();
    assert_eq!(finding.code, "forbidden_phrase");
    let place = finding.place.as_ref().unwrap();
    assert_eq!(place.page, if place.area.height > 0.0 { 1 } else { 2 });
    let mut rules = engine.print_check_rules().await.unwrap();
    assert!(rules.forbidden.len() > 3);
    rules.forbidden = vec![
        "  на  усмотрение сторон ".into(),
        String::new(),
        "на усмотрение сторон".into(),
    ];
    engine.set_print_check_rules(rules.clone()).await.unwrap();
    rules.forbidden = vec!["на усмотрение сторон".into()];
    assert_eq!(engine.print_check_rules().await.unwrap(), rules);
    let is_blocked = |preview: &FormPreview| {
        preview
            .findings
            .iter()
            .any(|finding| finding.severity == Severity::Blocker)
    };
    assert!(!is_blocked(&shown(&engine, source).await));
    let other = source.replace("в двух экземплярах", "на усмотрение сторон");
    assert!(is_blocked(&shown(&engine, &other).await));
    rules.forbidden = vec!["ы".repeat(301)];
    let error = engine.set_print_check_rules(rules).await.unwrap_err();
    assert_eq!(error.code().as_str(), "bad_check_rules");
}
