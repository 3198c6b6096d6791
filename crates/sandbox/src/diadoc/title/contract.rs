//! The user contract as a small tree, and the checks of its schema that matter.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

const TAX_RATES: [&str; 18] = [
    "NoVat",
    "ZeroPercent",
    "FivePercent",
    "SevenPercent",
    "NinePointZeroNinePercent",
    "TenPercent",
    "SixteenPointSixtySevenPercent",
    "EighteenPercent",
    "EighteenPointZeroThreePercent",
    "TwentyPercent",
    "TwentyTwoPercent",
    "FiveFraction",
    "SevenFraction",
    "TenFraction",
    "EighteenFraction",
    "TwentyFraction",
    "TwentyTwoFraction",
    "TaxedByAgent",
];
const DEEPEST: usize = 16;

/// An element.
#[derive(Debug, Default)]
pub struct Node {
    pub name: String,
    attributes: Vec<(String, String)>,
    pub children: Vec<Node>,
    pub text: String,
}

impl Node {
    /// The first child of this name.
    pub fn child(&self, name: &str) -> Option<&Node> {
        self.children.iter().find(|child| child.name == name)
    }

    /// Every grandchild under the child of this name: `Table` → all `Item`.
    pub fn all(&self, group: &str) -> impl Iterator<Item = &Node> {
        self.child(group)
            .into_iter()
            .flat_map(|group| group.children.iter())
    }

    /// The names of its attributes.
    pub fn attribute_names(&self) -> impl Iterator<Item = &str> {
        self.attributes.iter().map(|(name, _)| name.as_str())
    }

    /// An attribute; empty when it is not there.
    pub fn attribute(&self, name: &str) -> &str {
        let found = self.attributes.iter().find(|(one, _)| one == name);
        found.map_or("", |(_, value)| value.as_str())
    }
}

/// Reads the tree.
pub fn read(bytes: &[u8]) -> Result<Node, String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "Файл не читается в кодировке UTF-8".to_owned())?;
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    reader.config_mut().check_end_names = true;
    let mut open: Vec<Node> = Vec::new();
    loop {
        let event = reader.read_event().map_err(|error| {
            format!(
                "Location = Position: {}, Message = {error}",
                reader.error_position()
            )
        })?;
        let closed = match event {
            Event::Start(start) => {
                open.push(node(&start));
                None
            }
            Event::Empty(start) => Some(node(&start)),
            Event::End(_) => open.pop(),
            Event::Text(text) => {
                add_text(&mut open, &text);
                None
            }
            Event::GeneralRef(entity) => {
                add_text(
                    &mut open,
                    quick_xml::escape::resolve_predefined_entity(&entity).unwrap_or_default(),
                );
                None
            }
            Event::DocType(_) => return Err("DOCTYPE is not allowed".to_owned()),
            Event::Eof => return Err("Ожидался элемент UniversalTransferDocument".to_owned()),
            _ => None,
        };
        if open.len() > DEEPEST {
            return Err("Слишком глубокая вложенность элементов".to_owned());
        }
        let Some(closed) = closed else { continue };
        match open.last_mut() {
            Some(parent) => parent.children.push(closed),
            None => return Ok(closed),
        }
    }
}

fn add_text(open: &mut [Node], words: &str) {
    if let Some(node) = open.last_mut() {
        node.text.push_str(words);
    }
}

fn node(start: &BytesStart<'_>) -> Node {
    let attributes = start.attributes().flatten().filter_map(|attribute| {
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).ok()?;
        Some((attribute.key.as_ref().to_owned(), value.into_owned()))
    });
    Node {
        name: start.name().as_ref().to_owned(),
        attributes: attributes.collect(),
        ..Node::default()
    }
}

/// The first thing in which the contract is not what the schema wants.
pub fn check(contract: &Node, function: &str) -> Result<(), String> {
    if contract.name != "UniversalTransferDocument" {
        return Err(format!(
            "Ожидался элемент UniversalTransferDocument, получен {}",
            contract.name
        ));
    }
    for name in ["Function", "DocumentDate", "DocumentNumber", "Currency"] {
        required(contract, name)?;
    }
    if contract.attribute("Function") != function {
        return Err("Атрибут Function не совпадает с параметром documentFunction".to_owned());
    }
    day(contract, "DocumentDate")?;
    for (group, one) in [("Sellers", "Seller"), ("Buyers", "Buyer")] {
        let side = contract.child(group).and_then(|group| group.child(one));
        side_of(side.ok_or_else(|| format!("Нет элемента {group}/{one}"))?)?;
    }
    if contract
        .child("Signers")
        .and_then(|signers| signers.child("Signer"))
        .is_none()
    {
        return Err("Нет элемента Signers/Signer".to_owned());
    }
    if function != "ДОП" && contract.all("DocumentShipments").next().is_none() {
        return Err("Для функции со счётом-фактурой нужен элемент DocumentShipments".to_owned());
    }
    if function != "СЧФ" {
        let transfer = contract
            .child("TransferInfo")
            .ok_or("Нет элемента TransferInfo")?;
        required(transfer, "OperationInfo")?;
    }
    let table = contract.child("Table").ok_or("Нет элемента Table")?;
    if table.children.is_empty() {
        return Err("В таблице нет ни одной строки".to_owned());
    }
    table.children.iter().try_for_each(item)
}

/// The same for the recipient's title; gives its «КодИтога».
pub fn check_answer(contract: &Node) -> Result<u8, String> {
    if contract.name != "UniversalTransferDocumentBuyerTitle" {
        return Err(format!(
            "Ожидался элемент UniversalTransferDocumentBuyerTitle, получен {}",
            contract.name
        ));
    }
    required(contract, "AcceptanceDate")?;
    day(contract, "AcceptanceDate")?;
    let signer = contract
        .child("Signers")
        .and_then(|signers| signers.child("Signer"))
        .ok_or("Нет элемента Signers/Signer")?;
    let name = signer.child("Fio").ok_or("Нет элемента Signer/Fio")?;
    required(name, "LastName")?;
    required(name, "FirstName")?;
    let code = contract
        .child("ContentOperCode")
        .ok_or("Нет элемента ContentOperCode")?;
    match code.attribute("TotalCode") {
        "1" => Ok(1),
        "2" => Ok(2),
        "3" => Ok(3),
        other => Err(format!("Атрибут TotalCode имеет недопустимое значение «{other}»")),
    }
}

fn side_of(side: &Node) -> Result<(), String> {
    let Some(details) = side.child("OrganizationDetails") else {
        let reference = side
            .child("OrganizationReference")
            .ok_or("Нет реквизитов организации")?;
        return required(reference, "BoxId");
    };
    required(details, "OrgName")?;
    required(details, "OrgType")?;
    required(details, "Inn")?;
    match details
        .child("Address")
        .and_then(|address| address.child("RussianAddress"))
    {
        Some(address) => required(address, "Region"),
        None => Ok(()),
    }
}

fn item(item: &Node) -> Result<(), String> {
    let rate = item.attribute("TaxRate");
    if !TAX_RATES.contains(&rate) {
        return Err(format!("Атрибут TaxRate имеет недопустимое значение «{rate}»"));
    }
    for name in ["Quantity", "Price", "SubtotalWithVatExcluded", "Vat", "Subtotal"] {
        let value = item.attribute(name);
        if !value.is_empty() && value.parse::<f64>().is_err() {
            return Err(format!("Атрибут {name} не является числом: «{value}»"));
        }
    }
    required(item, "Product")
}

fn required(node: &Node, name: &str) -> Result<(), String> {
    if node.attribute(name).is_empty() {
        return Err(format!("Не заполнен обязательный атрибут {}/@{name}", node.name));
    }
    Ok(())
}

fn day(node: &Node, name: &str) -> Result<(), String> {
    let value = node.attribute(name);
    jiff::civil::Date::strptime("%d.%m.%Y", value)
        .map(drop)
        .map_err(|_| {
            format!(
                "Атрибут {}/@{name} не является датой ДД.ММ.ГГГГ: «{value}»",
                node.name
            )
        })
}
