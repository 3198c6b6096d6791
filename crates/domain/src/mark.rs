//! By what documents are looked for beside their status («состояние обмена»): values of facets, and our signature that waits.
//!
//! «Статус ЭДО» shows the first thing that matters; here is what stands behind it: an invoice that was signed by the
//! other side may still lack our receipt notice. Values in which most documents stand for good are left out.

use crate::DocflowFacets;
use crate::facets::{
    Amendment, Approval, Consent, FixationCancellation, Marking, OurSignature, PowerOfAttorney, Receipt,
    Revocation, Roaming, TheirSignature,
};
use crate::obligation::is_owed_by_us;

macro_rules! marks {
    ($($name:ident = $code:literal, $label:literal, $($facet:ident)|+ is $value:pat,)+) => {
        /// A value of a facet of the last sending, by which the registry can be filtered.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum DocflowMark {
            /// «От нас чего-то ждут»: all facets together ask something of us.
            OwedByUs,
            /// «Подписан, не отправлен»: our signature stands under what was not sent. No facet tells it.
            SignedUnsent,
            $(#[doc = $label] $name,)+
        }

        impl DocflowMark {
            /// Every mark: what is asked of us, what waits signed, then facet by facet.
            pub const ALL: &[Self] = &[Self::OwedByUs, Self::SignedUnsent, $(Self::$name,)+];

            /// The stable name in the database and the contract with the window: `receipt_required`.
            pub fn code(self) -> &'static str {
                match self {
                    Self::OwedByUs => "owed_by_us",
                    Self::SignedUnsent => "signed_unsent",
                    $(Self::$name => $code,)+
                }
            }

            /// Whether a document with these facets bears it.
            fn is_borne_by(self, facets: &DocflowFacets) -> bool {
                match self {
                    Self::OwedByUs => is_owed_by_us(facets),
                    Self::SignedUnsent => false,
                    $(Self::$name => $(matches!(&facets.$facet, $value))||+,)+
                }
            }
        }
    };
}

marks! {
    OurSignatureRequired = "our_signature_required", "Нужна наша подпись", our_signature is OurSignature::Required,
    OurSignatureInvalid = "our_signature_invalid", "Наша подпись неверна", our_signature is OurSignature::Invalid,
    TheirSignatureAwaited = "their_signature_awaited", "Ждём подписи контрагента",
        their_signature is TheirSignature::Awaited,
    SignedWithDiscrepancies = "signed_with_discrepancies", "Подписан с разногласиями",
        their_signature is TheirSignature::SignedWithDiscrepancies,
    Rejected = "rejected", "Контрагент отказал в подписи", their_signature is TheirSignature::Rejected,
    TheirSignatureInvalid = "their_signature_invalid", "Подпись контрагента неверна",
        their_signature is TheirSignature::Invalid,
    ReceiptRequired = "receipt_required", "Нужно наше извещение о получении",
        receipt | answer_receipt | amendment_receipt is Receipt::Required,
    ReceiptAwaited = "receipt_awaited", "Ждём извещения о получении",
        receipt | answer_receipt | amendment_receipt is Receipt::Awaited,
    AmendmentRequested = "amendment_requested", "Запрошено уточнение", amendment is Amendment::Requested,
    RevocationRequestedByUs = "revocation_requested_by_us", "Мы просим аннулировать",
        revocation is Revocation::RequestedByUs,
    RevocationRequestedByThem = "revocation_requested_by_them", "Контрагент просит аннулировать",
        revocation is Revocation::RequestedByThem,
    RevocationRejected = "revocation_rejected", "В аннулировании отказано", revocation is Revocation::Rejected,
    RevocationAccepted = "revocation_accepted", "Аннулирован", revocation is Revocation::Accepted,
    RoamingFailed = "roaming_failed", "Не доставлен в роуминге", roaming is Roaming::Failed,
    PowerOfAttorneyMissing = "poa_missing", "Нет доверенности на подпись", poa is PowerOfAttorney::Missing,
    PowerOfAttorneyInvalid = "poa_invalid", "Доверенность недействительна", poa is PowerOfAttorney::Invalid,
    MarkingPending = "marking_pending", "Ждёт обработки в «Честном знаке»", marking is Marking::Pending,
    MarkingFailed = "marking_failed", "Ошибка «Честного знака»", marking is Marking::Failed,
    FixationCancellationRequired = "fixation_cancellation_required", "Нужно отменить сведения об отгрузке",
        fixation_cancellation is FixationCancellation::Required,
    FixationCancellationSigned = "fixation_cancellation_signed", "Сведения об отгрузке отменены",
        fixation_cancellation is FixationCancellation::Signed,
    ConsentPending = "consent_pending", "Ждём согласия", consent is Consent::Pending,
    ConsentRefused = "consent_refused", "В согласии отказано", consent is Consent::Refused,
    ApprovalPending = "approval_pending", "На согласовании", approval is Approval::Pending,
    ApprovalRefused = "approval_refused", "Не согласован", approval is Approval::Refused,
}

impl DocflowMark {
    /// The mark of this stable name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|mark| mark.code() == code)
    }

    /// The marks of a document whose last sending has these facets, in the order of [`DocflowMark::ALL`].
    pub fn of(facets: &DocflowFacets) -> impl Iterator<Item = Self> + '_ {
        Self::ALL.iter().copied().filter(|mark| mark.is_borne_by(facets))
    }
}

#[cfg(test)]
mod tests {
    use super::DocflowMark;
    use crate::DocflowFacets;
    use crate::facets::{FixationCancellation, Receipt, Revocation};

    #[test]
    fn what_stands_behind_the_status_is_marked_too() {
        let facets = DocflowFacets {
            receipt: Receipt::Required,
            revocation: Revocation::RequestedByThem,
            ..DocflowFacets::default()
        };
        let marks: Vec<_> = DocflowMark::of(&facets).collect();
        assert_eq!(
            marks,
            [
                DocflowMark::OwedByUs,
                DocflowMark::ReceiptRequired,
                DocflowMark::RevocationRequestedByThem
            ]
        );
        assert_eq!(DocflowMark::of(&DocflowFacets::default()).count(), 0);
    }

    #[test]
    fn nothing_is_asked_of_us_about_a_paper_that_is_void_whatever_its_facets_still_say() {
        let facets = DocflowFacets {
            receipt: Receipt::Required,
            revocation: Revocation::Accepted,
            ..DocflowFacets::default()
        };
        let marks: Vec<_> = DocflowMark::of(&facets).collect();
        assert_eq!(
            marks,
            [DocflowMark::ReceiptRequired, DocflowMark::RevocationAccepted]
        );
    }

    #[test]
    fn each_receipt_notice_of_an_exchange_is_marked_by_who_owes_it() {
        let marks = |facets: &DocflowFacets| DocflowMark::of(facets).collect::<Vec<_>>();
        let of_answer = DocflowFacets {
            receipt: Receipt::Finished,
            answer_receipt: Receipt::Required,
            ..DocflowFacets::default()
        };
        assert_eq!(
            marks(&of_answer),
            [DocflowMark::OwedByUs, DocflowMark::ReceiptRequired]
        );
        let of_request = DocflowFacets {
            amendment_receipt: Receipt::Awaited,
            ..DocflowFacets::default()
        };
        assert_eq!(marks(&of_request), [DocflowMark::ReceiptAwaited]);
    }

    #[test]
    fn shipment_data_are_to_be_cancelled_though_the_paper_is_void() {
        let facets = DocflowFacets {
            revocation: Revocation::Accepted,
            fixation_cancellation: FixationCancellation::Required,
            ..DocflowFacets::default()
        };
        let marks: Vec<_> = DocflowMark::of(&facets).collect();
        assert_eq!(
            marks,
            [
                DocflowMark::OwedByUs,
                DocflowMark::RevocationAccepted,
                DocflowMark::FixationCancellationRequired
            ]
        );
    }

    #[test]
    fn every_name_leads_back_to_its_mark() {
        for mark in DocflowMark::ALL {
            assert_eq!(DocflowMark::from_code(mark.code()), Some(*mark));
        }
        assert_eq!(DocflowMark::from_code("signed_by_stars"), None);
    }
}
