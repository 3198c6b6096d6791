use super::parse;
use crate::error::Error;

fn all(_: &str) -> bool {
    true
}

fn place_of(text: &str) -> (usize, usize, String) {
    match parse(text, all) {
        Err(Error::Xml { line, column, what }) => (line, column, what),
        other => panic!("{text:.80}: {other:?}"),
    }
}

#[test]
fn names_attributes_texts_and_the_five_entities_are_read() {
    let text = "<?xml version=\"1.0\"?>\n<!-- счёт --><Файл Имя=\"ООО &quot;Ёлка&quot; &#171;&amp;&#187;\">\
                <Код>01&lt;<![CDATA[&]]>&#x41;</Код><Код/></Файл>\n";
    let root = parse(text, all).unwrap();
    assert_eq!(root.attribute("Имя"), Some("ООО \"Ёлка\" «&»"));
    assert_eq!(root.attribute("Нет"), None);
    let codes: Vec<_> = root.children("Код").map(|code| code.text.as_str()).collect();
    assert_eq!(codes, ["01<&A", ""]);
}

#[test]
fn a_blank_between_two_references_is_text_and_indentation_is_not() {
    let root = parse(
        "<Файл>\n  <Код>\n  А &amp; &lt;Б&gt;</Код>\n  <Код>\n</Код>\n</Файл>",
        all,
    )
    .unwrap();
    let codes: Vec<_> = root.children("Код").map(|code| code.text.trim()).collect();
    assert_eq!((codes, root.text.as_str()), (vec!["А & <Б>", ""], ""));
}

#[test]
fn only_the_named_elements_are_kept_but_all_are_checked() {
    let keep = |name: &str| name == "Нужное";
    let root = parse("<Корень><Лишнее><Нужное/></Лишнее><Нужное/></Корень>", keep).unwrap();
    assert_eq!(root.children.len(), 1);
    assert!(parse("<Корень><Лишнее а='1' а='2'/></Корень>", keep).is_err());
}

#[test]
fn a_document_type_is_refused_even_when_it_never_ends() {
    for text in [
        "<!DOCTYPE a><a/>",
        "<?xml version=\"1.0\"?>\n<!DOCTYPE a [",
        "<!DOCTYPE",
        "<a><!DOCTYPE b></a>",
    ] {
        assert_eq!(parse(text, all).unwrap_err(), Error::EntityDeclaration, "{text}");
    }
}

#[test]
fn mistakes_are_told_with_their_line_and_character() {
    let (line, _, what) = place_of("<Файл>\n  <Документ>\n  </Файл>");
    assert_eq!(line, 3);
    assert!(what.contains("«Файл»") && what.contains("«Документ»"), "{what}");
    let (line, column, what) = place_of("<Файл>\n  <Д а='1' а='2'/></Файл>");
    assert_eq!((line, column), (2, 3));
    assert!(what.contains("дважды"), "{what}");
    let (line, column, what) = place_of("<Файл>\nщё\0</Файл>");
    assert_eq!((line, column), (2, 3));
    assert!(what.contains("кодом 0"), "{what}");
}

#[test]
fn what_is_not_well_formed_is_refused() {
    for text in [
        "",
        "текст",
        "<a>",
        "<a></b>",
        "<a/><b/>",
        "<a/>текст",
        "текст<a/>",
        "<a b=\"<\"/>",
        "<a b=1/>",
        "<a b/>",
        "<1a/>",
        "<a>&unknown;</a>",
        "<a>&</a>",
        "<a>&#0;</a>",
        "<a b=\"&#0;\"/>",
        "<a b=\"&unknown;\"/>",
        "<a><?xml version=\"1.0\"?></a>",
        "<a><!-- x",
        "<a><!-- x -- y --></a>",
        "<a \u{1}/>",
        "</a>",
        "&amp;<a/>",
        "<![CDATA[x]]><a/>",
    ] {
        place_of(text);
    }
}

#[test]
fn depth_counts_and_lengths_are_bounded() {
    let deep = |levels: usize| format!("{}{}", "<a>".repeat(levels), "</a>".repeat(levels));
    assert!(parse(&deep(64), all).is_ok());
    let refused = |text: &str| assert!(matches!(parse(text, all), Err(Error::TooComplex { .. })));
    refused(&deep(65));
    refused(&"<a>".repeat(350_000));
    let attributes = |count: usize| {
        let list: String = (0..count).map(|n| format!(" a{n}=\"\"")).collect();
        format!("<a{list}/>")
    };
    assert!(parse(&attributes(128), all).is_ok());
    refused(&attributes(129));
    refused(&format!("<a b=\"{}\"/>", "x".repeat(65 * 1024)));
    refused(&format!("<a>{}</a>", "x".repeat(65 * 1024)));
    refused(&format!("<a>{}</a>", "&lt;".repeat(65 * 1024)));
}
