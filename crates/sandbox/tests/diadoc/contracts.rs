//! The published user contracts become titles, and are refused when a required attribute is taken away. Without
//! `SURGUCH_GOLDEN` the same shapes are built here.

use reqwest::{Method, StatusCode};

use crate::golden::{folder, inbound};
use crate::support::{Stage, Who};

/// The smallest user contract that the service generates a title from, in the order of the published one.
const CONTRACT: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<UniversalTransferDocument Function=\"СЧФДОП\" DocumentDate=\"01.02.2023\" DocumentNumber=\"123\" Currency=\"643\">\
<Sellers><Seller><OrganizationDetails OrgType=\"2\" OrgName=\"Продавец\" Inn=\"9103624367\"><Address><RussianAddress Region=\"72\"/></Address></OrganizationDetails></Seller></Sellers>\
<DocumentShipments><DocumentShipment DocumentName=\"УПД\" DocumentNumber=\"123\" DocumentDate=\"01.02.2023\"/></DocumentShipments>\
<Buyers><Buyer><OrganizationDetails OrgType=\"2\" OrgName=\"Покупатель\" Inn=\"1234567894\" Kpp=\"667301001\"/></Buyer></Buyers>\
<TransferInfo OperationInfo=\"Товары переданы\"/>\
<Table><Item Product=\"Бумага\" TaxRate=\"TwentyPercent\" Quantity=\"1\" Price=\"1\" Subtotal=\"1.20\"/></Table>\
<Signers><Signer/></Signers></UniversalTransferDocument>";

#[tokio::test]
async fn a_published_user_contract_becomes_a_title_and_every_required_attribute_is_missed() {
    let stage = Stage::new().await;
    let contract = match folder() {
        Some(folder) => std::fs::read_to_string(folder.join("usercontract_utd970_0502_seller.xml")).unwrap(),
        None => CONTRACT.to_owned(),
    };
    let buyer = stage.world["counterparties"][0]["inn"].as_str().unwrap();
    let path = format!(
        "{}/GenerateTitleXml?boxId={}&documentTypeNamedId=UniversalTransferDocument&documentFunction=СЧФДОП&documentVersion=utd970_05_03_01&titleIndex=0",
        stage.base,
        stage.ours(0)
    );
    let generate = async |contract: &str| {
        let request = stage
            .client
            .request(Method::POST, &path)
            .body(contract.to_owned());
        let request = request.header("Authorization", stage.authorization(Who::Anna));
        let answer = request.send().await.unwrap();
        (answer.status(), answer.bytes().await.unwrap())
    };
    let (status, _) = generate(&contract).await;
    assert_eq!(
        status,
        StatusCode::BAD_REQUEST,
        "the published buyer has no box here"
    );
    let contract = contract.replace("1234567894", buyer);
    for attribute in [
        " Function=\"СЧФДОП\"",
        " DocumentDate=\"01.02.2023\"",
        " DocumentNumber=\"123\"",
        " Currency=\"643\"",
        " OrgType=\"2\"",
        " Inn=\"9103624367\"",
    ] {
        assert!(contract.contains(attribute), "{attribute}");
        let (status, _) = generate(&contract.replacen(attribute, "", 1)).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{attribute}");
    }
    let (status, body) = generate(&contract).await;
    assert_eq!(status, StatusCode::OK, "{}", String::from_utf8_lossy(&body));
    assert!(body.starts_with(b"<?xml version=\"1.0\" encoding=\"windows-1251\"?>"));
}

/// The smallest contract of the buyer that a title is generated from, in the order of the published one.
const BUYER_CONTRACT: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<UniversalTransferDocumentBuyerTitle AcceptanceDate=\"06.07.2024\" DocumentCreator=\"Тестовая организация\">\
<ContentOperCode TotalCode=\"1\" /><Signers><Signer SignerPowersConfirmationMethod=\"6\"><Fio FirstName=\"Иван\" LastName=\"Подписант\"/>\
</Signer></Signers></UniversalTransferDocumentBuyerTitle>";

#[tokio::test]
async fn a_published_contract_of_the_buyer_becomes_a_title_and_every_required_attribute_is_missed() {
    let stage = Stage::new().await;
    let (theirs, (letter, document)) = inbound(&stage).await;
    let contract = match folder() {
        Some(folder) => std::fs::read_to_string(folder.join("usercontract_utd970_0502_buyer.xml")).unwrap(),
        None => BUYER_CONTRACT.to_owned(),
    };
    let path = |ids: &str| {
        format!(
            "{}/GenerateTitleXml?boxId={theirs}&documentTypeNamedId=UniversalTransferDocument&documentFunction=СЧФДОП&documentVersion=utd970_05_03_01&titleIndex=1{ids}",
            stage.base
        )
    };
    let both = format!("&letterId={letter}&documentId={document}");
    let generate = async |ids: &str, contract: &str| {
        let request = stage
            .client
            .request(Method::POST, path(ids))
            .body(contract.to_owned());
        let request = request.header("Authorization", stage.authorization(Who::Stepan));
        request.send().await.unwrap().status()
    };
    for attribute in [
        " AcceptanceDate=\"06.07.2024\"",
        " TotalCode=\"1\"",
        " LastName=\"Подписант\"",
    ] {
        assert!(contract.contains(attribute), "{attribute}");
        let status = generate(&both, &contract.replacen(attribute, "", 1)).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{attribute}");
    }
    // The title that is answered must be named.
    for ids in ["", "&letterId&documentId"] {
        assert_eq!(generate(ids, &contract).await, StatusCode::BAD_REQUEST, "{ids}");
    }
    assert_eq!(generate(&both, &contract).await, StatusCode::OK);
}
