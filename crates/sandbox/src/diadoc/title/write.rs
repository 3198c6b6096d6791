//! The title `ON_NSCHFDOPPR` in the version 5.03 (приказ ФНС ЕД-7-26/970@), from a checked user contract.

use std::fmt::Write as _;

use quick_xml::escape::escape;
use uuid::Uuid;

use super::Sides;
use super::contract::Node;
use crate::clock::Ticks;
use crate::world::Organization;

/// A title ready to be signed.
pub struct Title {
    pub file_id: String,
    pub bytes: Vec<u8>,
}

/// Makes the title.
pub fn title(contract: &Node, sides: &Sides<'_>, now: Ticks) -> Title {
    let file_id = format!(
        "ON_NSCHFDOPPR_{}_{}_{}_{}_0_0_0_0_0_00",
        sides.buyer.participant_id(),
        sides.seller.participant_id(),
        now.moscow("%Y%m%d"),
        Uuid::new_v4()
    );
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"windows-1251\"?>\n");
    open(
        &mut xml,
        "Файл",
        &[
            ("ИдФайл", &file_id),
            ("ВерсФорм", "5.03"),
            ("ВерсПрог", "Diadoc 1.0"),
        ],
    );
    let attributes = [
        ("КНД", "1115131"),
        ("ВремИнфПр", &now.moscow("%H.%M.%S")),
        ("ДатаИнфПр", &now.moscow("%d.%m.%Y")),
        ("Функция", contract.attribute("Function")),
        (
            "ПоФактХЖ",
            "Документ об отгрузке товаров (выполнении работ), передаче имущественных прав (документ об оказании услуг)",
        ),
        ("НаимДокОпр", contract.attribute("DocumentName")),
        ("НаимЭконСубСост", contract.attribute("DocumentCreator")),
    ];
    open(&mut xml, "Документ", &attributes);
    invoice(&mut xml, contract, sides);
    table(&mut xml, contract);
    transfer(&mut xml, contract);
    signers(&mut xml, contract);
    xml.push_str("</Документ></Файл>\n");
    let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(&xml);
    Title {
        file_id,
        bytes: bytes.into_owned(),
    }
}

fn tag(xml: &mut String, name: &str, attributes: &[(&str, &str)], end: &str) {
    let _ = write!(xml, "<{name}");
    for (name, value) in attributes.iter().filter(|(_, value)| !value.is_empty()) {
        let _ = write!(xml, " {name}=\"{}\"", escape(*value));
    }
    xml.push_str(end);
}

fn open(xml: &mut String, name: &str, attributes: &[(&str, &str)]) {
    tag(xml, name, attributes, ">");
}

fn empty(xml: &mut String, name: &str, attributes: &[(&str, &str)]) {
    tag(xml, name, attributes, "/>");
}

fn text(xml: &mut String, name: &str, words: &str) {
    let _ = write!(xml, "<{name}>{}</{name}>", escape(words));
}

fn close(xml: &mut String, name: &str) {
    let _ = write!(xml, "</{name}>");
}

fn invoice(xml: &mut String, contract: &Node, sides: &Sides<'_>) {
    let number = contract.attribute("DocumentNumber");
    open(
        xml,
        "СвСчФакт",
        &[
            ("НомерДок", number),
            ("ДатаДок", contract.attribute("DocumentDate")),
        ],
    );
    side(xml, "СвПрод", first(contract, "Sellers"), sides.seller);
    if contract.attribute("Function") != "ДОП" {
        open(xml, "ГрузОт", &[]);
        text(xml, "ОнЖе", "он же");
        close(xml, "ГрузОт");
        side(xml, "ГрузПолуч", first(contract, "Buyers"), sides.buyer);
    }
    for payment in contract.all("PaymentDocuments") {
        let attributes = [
            ("НомерПРД", payment.attribute("Number")),
            ("ДатаПРД", payment.attribute("Date")),
            ("СуммаПРД", payment.attribute("Total")),
        ];
        empty(xml, "СвПРД", &attributes);
    }
    for shipment in contract.all("DocumentShipments") {
        reference(xml, "ДокПодтвОтгрНом", shipment);
    }
    side(xml, "СвПокуп", first(contract, "Buyers"), sides.buyer);
    let currency = contract.attribute("Currency");
    let name = match currency {
        "643" => "Российский рубль",
        "840" => "Доллар США",
        "978" => "Евро",
        "156" => "Юань",
        _ => "Иная валюта",
    };
    empty(xml, "ДенИзм", &[("КодОКВ", currency), ("НаимОКВ", name)]);
    let state_contract = contract.attribute("GovernmentContractInfo");
    if !state_contract.is_empty() {
        empty(xml, "ДопСвФХЖ1", &[("ИдГосКон", state_contract)]);
    }
    close(xml, "СвСчФакт");
}

fn first<'a>(contract: &'a Node, group: &str) -> Option<&'a Node> {
    contract.all(group).next()
}

/// A side by its details, or by what the service knows of its box.
fn side(xml: &mut String, element: &str, side: Option<&Node>, known: &Organization) {
    let none = Node::default();
    let details = side.and_then(|side| side.child("OrganizationDetails"));
    let shared = details
        .or_else(|| side.and_then(|side| side.child("OrganizationReference")))
        .unwrap_or(&none);
    open(xml, element, &[("ОКПО", shared.attribute("Okpo"))]);
    open(xml, "ИдСв", &[]);
    match details {
        Some(details) => {
            person_or_company(
                xml,
                details.attribute("OrgName"),
                details.attribute("Inn"),
                details.attribute("Kpp"),
            );
        }
        None => {
            let kpp = known.kpp.as_ref().map(ToString::to_string).unwrap_or_default();
            person_or_company(xml, &known.full_name, known.inn.as_str(), &kpp);
        }
    }
    close(xml, "ИдСв");
    open(xml, "Адрес", &[]);
    match details
        .and_then(|details| details.child("Address"))
        .and_then(|address| address.child("RussianAddress"))
    {
        Some(address) => russian_address(xml, address),
        None => {
            let (region, city, street) = &known.address;
            let attributes = [
                ("КодРегион", region.as_str()),
                ("НаимРегион", city),
                ("Город", city),
                ("Улица", street),
            ];
            empty(xml, "АдрРФ", &attributes);
        }
    }
    close(xml, "Адрес");
    bank(xml, shared);
    contacts(xml, shared);
    close(xml, element);
}

fn person_or_company(xml: &mut String, name: &str, inn: &str, kpp: &str) {
    if inn.len() == 12 {
        let mut words = name.split_whitespace();
        let mut next = || words.next().unwrap_or_default();
        open(xml, "СвИП", &[("ИННФЛ", inn)]);
        let (last, first) = (next(), next());
        let middle = words.collect::<Vec<_>>().join(" ");
        empty(
            xml,
            "ФИО",
            &[("Фамилия", last), ("Имя", first), ("Отчество", &middle)],
        );
        close(xml, "СвИП");
    } else {
        empty(xml, "СвЮЛУч", &[("НаимОрг", name), ("ИННЮЛ", inn), ("КПП", kpp)]);
    }
}

fn russian_address(xml: &mut String, address: &Node) {
    let region = address.attribute("Region");
    let city = address.attribute("City");
    let names = [
        ("КодРегион", region),
        // The service knows all regions by name; the sandbox says the city, or the number.
        ("НаимРегион", if city.is_empty() { region } else { city }),
        ("Индекс", address.attribute("ZipCode")),
        ("Район", address.attribute("Territory")),
        ("Город", city),
        ("НаселПункт", address.attribute("Locality")),
        ("Улица", address.attribute("Street")),
        ("Дом", address.attribute("Building")),
        ("Корпус", address.attribute("Block")),
        ("Кварт", address.attribute("Apartment")),
        ("ИныеСвед", address.attribute("OtherInfo")),
    ];
    empty(xml, "АдрРФ", &names);
}

fn bank(xml: &mut String, details: &Node) {
    let account = details.attribute("BankAccountNumber");
    if account.is_empty() {
        return;
    }
    open(xml, "БанкРекв", &[("НомерСчета", account)]);
    let attributes = [
        ("НаимБанк", details.attribute("BankName")),
        ("БИК", details.attribute("BankId")),
        ("КорСчет", details.attribute("CorrespondentAccount")),
    ];
    empty(xml, "СвБанк", &attributes);
    close(xml, "БанкРекв");
}

fn contacts(xml: &mut String, details: &Node) {
    let phones: Vec<&Node> = details.all("Phones").collect();
    let emails: Vec<&Node> = details.all("Emails").collect();
    if phones.is_empty() && emails.is_empty() {
        return;
    }
    open(xml, "Контакт", &[]);
    for phone in phones {
        text(xml, "Тлф", &phone.text);
    }
    for email in emails {
        text(xml, "ЭлПочта", &email.text);
    }
    close(xml, "Контакт");
}

fn reference(xml: &mut String, element: &str, paper: &Node) {
    let attributes = [
        ("РеквНаимДок", paper.attribute("DocumentName")),
        ("РеквНомерДок", paper.attribute("DocumentNumber")),
        ("РеквДатаДок", paper.attribute("DocumentDate")),
    ];
    empty(xml, element, &attributes);
}

fn table(xml: &mut String, contract: &Node) {
    let Some(table) = contract.child("Table") else {
        return;
    };
    open(xml, "ТаблСчФакт", &[]);
    for (place, item) in (1..).zip(&table.children) {
        line(xml, place, item);
    }
    let attributes = [
        ("СтТовБезНДСВсего", table.attribute("TotalWithVatExcluded")),
        ("СтТовУчНалВсего", table.attribute("Total")),
    ];
    open(xml, "ВсегоОпл", &attributes);
    open(xml, "СумНалВсего", &[]);
    vat(xml, table);
    close(xml, "СумНалВсего");
    close(xml, "ВсегоОпл");
    close(xml, "ТаблСчФакт");
}

fn vat(xml: &mut String, node: &Node) {
    match node.attribute("Vat") {
        "" => text(xml, "БезНДС", "без НДС"),
        amount => text(xml, "СумНал", amount),
    }
}

fn line(xml: &mut String, place: u32, item: &Node) {
    let place = place.to_string();
    let attributes = [
        ("НомСтр", place.as_str()),
        ("НалСт", rate(item.attribute("TaxRate"))),
        ("НаимТов", item.attribute("Product")),
        ("ОКЕИ_Тов", item.attribute("Unit")),
        ("НаимЕдИзм", item.attribute("UnitName")),
        ("КолТов", item.attribute("Quantity")),
        ("ЦенаТов", item.attribute("Price")),
        ("СтТовБезНДС", item.attribute("SubtotalWithVatExcluded")),
        ("СтТовУчНал", item.attribute("Subtotal")),
    ];
    open(xml, "СведТов", &attributes);
    for declaration in item.all("CustomsDeclarations") {
        let number = declaration.attribute("DeclarationNumber");
        empty(
            xml,
            "СвДТ",
            &[
                ("КодПроисх", declaration.attribute("Country")),
                ("НомерДТ", number),
            ],
        );
    }
    let more = [
        ("ПрТовРаб", item.attribute("ItemMark")),
        ("КодТов", item.attribute("ItemVendorCode")),
        ("КодВидТов", item.attribute("ItemTypeCode")),
    ];
    empty(xml, "ДопСведТов", &more);
    open(xml, "Акциз", &[]);
    match item.attribute("Excise") {
        "" => text(xml, "БезАкциз", "без акциза"),
        amount => text(xml, "СумАкциз", amount),
    }
    close(xml, "Акциз");
    open(xml, "СумНал", &[]);
    vat(xml, item);
    close(xml, "СумНал");
    close(xml, "СведТов");
}

fn rate(name: &str) -> &'static str {
    match name {
        "ZeroPercent" => "0%",
        "FivePercent" => "5%",
        "SevenPercent" => "7%",
        "NinePointZeroNinePercent" => "9,09%",
        "TenPercent" => "10%",
        "SixteenPointSixtySevenPercent" => "16,67%",
        "EighteenPercent" => "18%",
        "EighteenPointZeroThreePercent" => "18,03%",
        "TwentyPercent" => "20%",
        "TwentyTwoPercent" => "22%",
        "FiveFraction" => "5/105",
        "SevenFraction" => "7/107",
        "TenFraction" => "10/110",
        "EighteenFraction" => "18/118",
        "TwentyFraction" => "20/120",
        "TwentyTwoFraction" => "22/122",
        "TaxedByAgent" => "НДС исчисляется налоговым агентом",
        _ => "без НДС",
    }
}

fn transfer(xml: &mut String, contract: &Node) {
    let Some(transfer) = contract.child("TransferInfo") else {
        return;
    };
    open(xml, "СвПродПер", &[]);
    let attributes = [
        ("СодОпер", transfer.attribute("OperationInfo")),
        ("ДатаПер", transfer.attribute("TransferDate")),
    ];
    open(xml, "СвПер", &attributes);
    let mut bases = transfer.all("TransferBases").peekable();
    if bases.peek().is_none() {
        text(xml, "БезДокОснПер", "1");
    }
    for base in bases {
        reference(xml, "ОснПер", base);
    }
    match transfer.attribute("TransferTextInfo") {
        "" => {}
        words => empty(xml, "Тран", &[("СвТран", words)]),
    }
    close(xml, "СвПер");
    close(xml, "СвПродПер");
}

fn signers(xml: &mut String, contract: &Node) {
    for signer in contract.all("Signers") {
        let position = signer
            .child("Position")
            .map_or("", |position| position.text.as_str());
        let attributes = [
            (
                "СпосПодтПолном",
                signer.attribute("SignerPowersConfirmationMethod"),
            ),
            ("Должн", position),
        ];
        open(xml, "Подписант", &attributes);
        if let Some(name) = signer.child("Fio") {
            let parts = [
                ("Фамилия", name.attribute("LastName")),
                ("Имя", name.attribute("FirstName")),
                ("Отчество", name.attribute("MiddleName")),
            ];
            empty(xml, "ФИО", &parts);
        }
        if let Some(power) = signer.child("PowerOfAttorney") {
            signer_power(xml, power);
        }
        close(xml, "Подписант");
    }
}

/// What a title says itself of the power; what goes beside it stands nowhere in it.
fn signer_power(xml: &mut String, power: &Node) {
    if let Some(told) = power.child("Electronic").and_then(|one| one.child("Manual")) {
        let attributes = [
            ("НомДовер", told.attribute("RegistrationNumber")),
            ("ДатаВыдДовер", told.attribute("RegistrationDate")),
            ("ВнНомДовер", told.attribute("InternalNumber")),
            ("ДатаВнРегДовер", told.attribute("InternalDate")),
            ("ИдСистХран", told.attribute("SystemId")),
            ("УРЛСист", told.attribute("SystemUrl")),
        ];
        empty(xml, "СвДоверЭл", &attributes);
    }
    let Some(told) = power.child("Paper") else { return };
    let attributes = [
        ("ДатаВыдДовер", told.attribute("RegistrationDate")),
        ("ВнНомДовер", told.attribute("InternalNumber")),
        ("СвИдДовер", told.attribute("IssuerInfo")),
    ];
    open(xml, "СвДоверБум", &attributes);
    if let Some(name) = told.child("Person") {
        let parts = [
            ("Фамилия", name.attribute("LastName")),
            ("Имя", name.attribute("FirstName")),
            ("Отчество", name.attribute("MiddleName")),
        ];
        empty(xml, "ФИО", &parts);
    }
    close(xml, "СвДоверБум");
}
