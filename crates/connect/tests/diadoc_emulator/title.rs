//! The operator makes the title of a УПД, and takes it back as a document.

use connect::Error;
use connect::edo::{OperatorFile, Signing, TitleRequest};
use domain::{EdoFormat, OtherParty, Paper, Party, Signatory, UtdFunction};

use crate::paper::{head, sale};
use crate::story::Story;

fn party(story: &Story, list: &str, name: &str) -> Party {
    let list = story.world[list].as_array().unwrap();
    let one = list
        .iter()
        .find(|one| one["name"].as_str().unwrap().contains(name))
        .unwrap();
    let text = |field: &str| one[field].as_str();
    Party {
        name: text("name").unwrap().to_owned(),
        inn: text("inn").unwrap().parse().unwrap(),
        kpp: text("kpp")
            .filter(|kpp| !kpp.is_empty())
            .map(|kpp| kpp.parse().unwrap()),
    }
}

fn request(story: &Story, function: UtdFunction) -> TitleRequest {
    let buyer = party(story, "counterparties", "Кедровая роща");
    TitleRequest {
        from_box: story.ours.clone(),
        to_box: story.theirs.clone(),
        function,
        paper: sale(party(story, "organizations", "Полярная звезда"), buyer),
        signer: head(),
    }
}

pub async fn title(function: UtdFunction) -> (Story, OperatorFile, String) {
    let story = Story::begin().await;
    let file = story
        .provider
        .generate_title(&request(&story, function))
        .await
        .unwrap();
    let (text, _, has_errors) = encoding_rs::WINDOWS_1251.decode(&file.bytes);
    assert!(!has_errors);
    let text = text.into_owned();
    (story, file, text)
}

#[tokio::test]
async fn a_title_says_what_the_record_says_and_is_taken_as_a_document() {
    let (story, file, text) = title(UtdFunction::InvoiceAndTransfer).await;
    for said in [
        "ВерсФорм=\"5.03\"",
        "Функция=\"СЧФДОП\"",
        "НомерДок=\"РТ-41\" ДатаДок=\"05.11.2026\"",
        "Насос «Север-12» &lt;&quot;тихий&quot; &amp; надёжный&gt;",
        "НалСт=\"22%\"",
        "<СумНал>22.00</СумНал>",
        "НалСт=\"без НДС\"",
        "СтТовБезНДСВсего=\"1100.01\" СтТовУчНалВсего=\"1122.01\"",
        "НомерДТ=\"10702070/150326/0012345\"",
        "РеквНомерДок=\"5/2026\"",
        "НомерПРД=\"77\"",
        "Фамилия=\"Воронцова\"",
        "Должн=\"Генеральный директор\"",
    ] {
        assert!(text.contains(said), "{said}\n{text}");
    }
    assert!(
        file.name.starts_with("ON_NSCHFDOPPR_2BM-") && file.name.ends_with(".xml"),
        "{}",
        file.name
    );
    let mut letter = story.letter(EdoFormat::Utd(UtdFunction::InvoiceAndTransfer), Signing::Test);
    letter.content = file.bytes;
    letter.file_name = file.name;
    story.send(&letter).await;
}

#[tokio::test]
async fn every_function_has_a_title_of_its_own() {
    for (function, value) in [(UtdFunction::Invoice, "СЧФ"), (UtdFunction::Transfer, "ДОП")] {
        let (_, _, text) = title(function).await;
        assert!(text.contains(&format!("Функция=\"{value}\"")), "{text}");
        assert_eq!(text.contains("ДокПодтвОтгрНом"), function == UtdFunction::Invoice);
    }
}

#[tokio::test]
async fn gaps_are_told_all_at_once_before_the_operator_is_asked() {
    let story = Story::begin().await;
    let full = request(&story, UtdFunction::InvoiceAndTransfer);
    let paper = Paper {
        number: String::new(),
        lines: Vec::new(),
        other: OtherParty::Unknown,
        ..full.paper.clone()
    };
    let empty = TitleRequest {
        paper,
        signer: Signatory::default(),
        ..full
    };
    let Err(Error::Refused { code, text }) = story.provider.generate_title(&empty).await else {
        panic!("a title without a number was made");
    };
    assert_eq!(code, "title_incomplete");
    for gap in ["номер", "покупатель", "ни одной строки", "подписанта"]
    {
        assert!(text.contains(gap), "{gap}: {text}");
    }
}

#[tokio::test]
async fn the_operators_own_objection_is_told_in_its_words() {
    let story = Story::begin().await;
    let mut request = request(&story, UtdFunction::InvoiceAndTransfer);
    request.paper.lines[0].vat_rate = domain::VatRate::Other("13%".into());
    let Err(Error::Refused { text, .. }) = story.provider.generate_title(&request).await else {
        panic!("a title with an impossible rate was made");
    };
    assert!(text.contains("TaxRate"), "{text}");
}
