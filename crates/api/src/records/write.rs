//! A record on its way out.

use domain::{DocumentDetails, Line, Reference, Totals, VatRate};
use engine::Record;

use super::{DocumentRecord, PaperReference, RecordDetails, RecordLine, RecordTotals, VatRateChoice};
use crate::views::text;

impl From<Record> for DocumentRecord {
    fn from(record: Record) -> Self {
        Self {
            firm_id: record.firm.map(|id| id.0),
            counterparty_id: record.counterparty.map(|id| id.0),
            individual_id: record.individual.map(|id| id.0),
            assignee_id: record.assignee.map(|id| id.0),
            kind_id: record.kind.map(|id| id.0),
            number: record.number,
            issued_on: text(record.issued_on.as_ref()),
            total: text(record.total.as_ref()),
            title: record.title,
            lines: record.lines.into_iter().map(RecordLine::from).collect(),
            details: record.details.into(),
        }
    }
}

impl From<Line> for RecordLine {
    fn from(line: Line) -> Self {
        let net = text(line.net().as_ref());
        let details = line.details;
        Self {
            name: line.name,
            unit: line.unit,
            quantity: line.quantity.map(|quantity| quantity.normalize().to_string()),
            price: line.price.map(|price| price.normalize().to_string()),
            vat_rate: rate_code(&line.vat_rate),
            vat_amount: text(line.vat_amount.as_ref()),
            net,
            total: text(line.total.as_ref()),
            item_code: details.item_code,
            product_kind_code: details.product_kind_code,
            unit_code: details.unit_code,
            excise: text(details.excise.as_ref()),
            country_code: details.country_code,
            country: details.country,
            customs_declaration: details.customs_declaration,
            is_service: details.is_service,
            performer: details.performer,
        }
    }
}

impl From<DocumentDetails> for RecordDetails {
    fn from(details: DocumentDetails) -> Self {
        Self {
            shipped_on: text(details.shipped_on.as_ref()),
            prices: details.prices.into(),
            grounds: details.grounds.into_iter().map(PaperReference::from).collect(),
            payments: details.payments.into_iter().map(PaperReference::from).collect(),
            shipper: details.shipper,
            consignee: details.consignee,
            transport: details.transport,
            state_contract: details.state_contract,
            comment: details.comment,
            fields: details.fields,
        }
    }
}

impl From<Reference> for PaperReference {
    fn from(reference: Reference) -> Self {
        Self {
            name: reference.name,
            number: reference.number,
            issued_on: text(reference.issued_on.as_ref()),
        }
    }
}

impl From<Totals> for RecordTotals {
    fn from(totals: Totals) -> Self {
        Self {
            net: text(totals.net.as_ref()),
            vat: text(totals.vat.as_ref()),
            total: text(totals.total.as_ref()),
        }
    }
}

impl From<&VatRate> for VatRateChoice {
    fn from(rate: &VatRate) -> Self {
        Self {
            code: rate_code(rate),
            label: engine::rate_label(rate),
        }
    }
}

fn rate_code(rate: &VatRate) -> String {
    match rate {
        VatRate::NoVat => "no_vat".to_owned(),
        VatRate::Percent(percent) => percent.to_string(),
        VatRate::Fraction(percent) => format!("{percent}/{}", 100 + u16::from(*percent)),
        VatRate::TaxAgent => "tax_agent".to_owned(),
        VatRate::Other(written) => format!("other:{written}"),
    }
}
