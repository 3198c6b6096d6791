//! When a service document may be told about a document: what the operator reported decides, and nothing else.
//!
//! Only what is certain is kept back; whether a type of document knows amendments at all is the operator's to say.

use super::ServiceDocumentKind as Kind;
use crate::facets::{
    Amendment, Delivery, DocflowFacets, FixationCancellation, OurSignature, Receipt, Revocation,
    TheirSignature,
};
use crate::obligation::{ObligationKind, owed_after};

/// Why a service document cannot be told about a document now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Obstacle {
    /// Nobody asked for it, or it was told already.
    NotAwaited,
    /// The document is our own, and only who received it tells this.
    IsOurOwn,
    /// It lies in no box of the other side.
    NotDelivered,
    /// It was removed from our box.
    Removed,
    /// It is void already.
    Revoked,
    /// A proposal to revoke it waits for an answer.
    RevocationOpen,
    /// Its signature was refused, so it never was in force.
    Rejected,
    /// A signature or a receipt notice is still owed about it.
    Unfinished,
}

impl Kind {
    /// What stands in its way in this state of a document; none when it may be told.
    pub fn obstacle(self, facets: &DocflowFacets) -> Option<Obstacle> {
        if facets.deleted {
            return Some(Obstacle::Removed);
        }
        match self {
            // Under a paper of ours it is about the title or the request that answered it.
            Self::ReceiptNotice => {
                let is_awaited = facets.receipts().contains(&&Receipt::Required);
                (!is_awaited).then_some(Obstacle::NotAwaited)
            }
            Self::SignatureRejection => {
                let is_awaited = facets.inbound && facets.our_signature == OurSignature::Required;
                (!is_awaited).then_some(Obstacle::NotAwaited)
            }
            Self::AmendmentRequest => amendment(facets),
            Self::RevocationRequest => revocation(facets),
            Self::RevocationAcceptance | Self::RevocationRejection => {
                (facets.revocation != Revocation::RequestedByThem).then_some(Obstacle::NotAwaited)
            }
            Self::InfoMessage => {
                let is_there = !facets.draft && facets.delivery == Delivery::Delivered;
                (!is_there).then_some(Obstacle::NotDelivered)
            }
            Self::ShipmentFixationCancellation => {
                let is_open = facets.fixation_cancellation == FixationCancellation::Required;
                (!is_open).then_some(Obstacle::NotAwaited)
            }
        }
    }
}

fn amendment(facets: &DocflowFacets) -> Option<Obstacle> {
    if !facets.inbound {
        return Some(Obstacle::IsOurOwn);
    }
    if facets.amendment != Amendment::None {
        return Some(Obstacle::NotAwaited);
    }
    void(facets)
}

/// «Документооборот завершён и документ подписан»: wiki.diadoc.ru, page 1147039.
fn revocation(facets: &DocflowFacets) -> Option<Obstacle> {
    if facets.draft || facets.delivery != Delivery::Delivered {
        return Some(Obstacle::NotDelivered);
    }
    void(facets).or_else(|| {
        let is_owed = |kind| owed_after(facets).iter().any(|(owed, _)| *owed == kind);
        let is_open =
            is_owed(ObligationKind::Signature) || ObligationKind::RECEIPT_NOTICES.into_iter().any(is_owed);
        is_open.then_some(Obstacle::Unfinished)
    })
}

/// Nothing is changed about a paper that has no force, or is about to lose it. A value of the operator that is new to the
/// program is none of those that are known to allow it.
fn void(facets: &DocflowFacets) -> Option<Obstacle> {
    match &facets.revocation {
        Revocation::Accepted => Some(Obstacle::Revoked),
        Revocation::RequestedByUs | Revocation::RequestedByThem => Some(Obstacle::RevocationOpen),
        Revocation::Unknown(_) => Some(Obstacle::NotAwaited),
        Revocation::None | Revocation::Rejected if facets.their_signature == TheirSignature::Rejected => {
            Some(Obstacle::Rejected)
        }
        Revocation::None | Revocation::Rejected => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, Obstacle};
    use crate::facets::{
        Amendment, Delivery, DocflowFacets, FixationCancellation, OurSignature, Receipt, Revocation,
        TheirSignature,
    };

    /// A document that came, with nothing owed about it.
    fn inbound() -> DocflowFacets {
        DocflowFacets {
            delivery: Delivery::Delivered,
            our_signature: OurSignature::Confirmed,
            their_signature: TheirSignature::Signed,
            inbound: true,
            ..DocflowFacets::default()
        }
    }

    #[test]
    fn an_amendment_is_asked_for_once_and_only_by_who_received_the_paper() {
        let obstacle = |facets: &DocflowFacets| Kind::AmendmentRequest.obstacle(facets);
        let mut facets = inbound();
        assert_eq!(obstacle(&facets), None);
        for asked in [Amendment::Requested, Amendment::Answered] {
            facets.amendment = asked;
            assert_eq!(obstacle(&facets), Some(Obstacle::NotAwaited));
        }
        facets = DocflowFacets {
            inbound: false,
            ..inbound()
        };
        assert_eq!(obstacle(&facets), Some(Obstacle::IsOurOwn));
    }

    #[test]
    fn either_side_proposes_to_revoke_what_is_signed_and_finished() {
        let obstacle = |facets: &DocflowFacets| Kind::RevocationRequest.obstacle(facets);
        for is_inbound in [true, false] {
            let good = DocflowFacets {
                inbound: is_inbound,
                ..inbound()
            };
            assert_eq!(obstacle(&good), None);
            let mut facets = good.clone();
            facets.receipt = Receipt::Awaited;
            assert_eq!(obstacle(&facets), Some(Obstacle::Unfinished));
            facets = good.clone();
            facets.their_signature = TheirSignature::Rejected;
            assert_eq!(obstacle(&facets), Some(Obstacle::Rejected));
            facets = good.clone();
            facets.delivery = Delivery::Sent;
            assert_eq!(obstacle(&facets), Some(Obstacle::NotDelivered));
            // After a refusal it may be proposed once more.
            facets = good.clone();
            facets.revocation = Revocation::Rejected;
            assert_eq!(obstacle(&facets), None);
        }
    }

    #[test]
    fn a_proposal_of_the_other_side_is_answered_and_ours_is_waited_for() {
        for (revocation, own, answer) in [
            (Revocation::None, None, Some(Obstacle::NotAwaited)),
            (Revocation::RequestedByThem, Some(Obstacle::RevocationOpen), None),
            (
                Revocation::RequestedByUs,
                Some(Obstacle::RevocationOpen),
                Some(Obstacle::NotAwaited),
            ),
            (
                Revocation::Accepted,
                Some(Obstacle::Revoked),
                Some(Obstacle::NotAwaited),
            ),
            (
                Revocation::Unknown("HalfRevoked".to_owned()),
                Some(Obstacle::NotAwaited),
                Some(Obstacle::NotAwaited),
            ),
        ] {
            let facets = DocflowFacets {
                revocation,
                ..inbound()
            };
            assert_eq!(Kind::RevocationRequest.obstacle(&facets), own, "{facets:?}");
            for kind in [Kind::RevocationAcceptance, Kind::RevocationRejection] {
                assert_eq!(kind.obstacle(&facets), answer, "{facets:?}");
            }
        }
    }

    #[test]
    fn words_reach_only_who_has_the_paper_and_void_papers_too() {
        for is_inbound in [true, false] {
            let facets = DocflowFacets {
                inbound: is_inbound,
                revocation: Revocation::Accepted,
                ..inbound()
            };
            assert_eq!(Kind::InfoMessage.obstacle(&facets), None);
        }
        let on_the_way = DocflowFacets {
            delivery: Delivery::Sent,
            inbound: false,
            ..inbound()
        };
        assert_eq!(
            Kind::InfoMessage.obstacle(&on_the_way),
            Some(Obstacle::NotDelivered)
        );
    }

    #[test]
    fn shipment_data_are_cancelled_when_the_operator_waits_for_it_and_once() {
        let obstacle = |fixation_cancellation| {
            let facets = DocflowFacets {
                fixation_cancellation,
                revocation: Revocation::Accepted,
                ..DocflowFacets::default()
            };
            Kind::ShipmentFixationCancellation.obstacle(&facets)
        };
        assert_eq!(obstacle(FixationCancellation::Required), None);
        for other in [
            FixationCancellation::None,
            FixationCancellation::Signed,
            FixationCancellation::Unknown("Half".to_owned()),
        ] {
            assert_eq!(obstacle(other.clone()), Some(Obstacle::NotAwaited), "{other:?}");
        }
    }

    #[test]
    fn a_receipt_notice_is_told_where_it_is_asked_of_us_whichever_way_the_paper_went() {
        for is_inbound in [true, false] {
            let told = |receipt| {
                let facets = DocflowFacets {
                    inbound: is_inbound,
                    receipt,
                    ..inbound()
                };
                Kind::ReceiptNotice.obstacle(&facets)
            };
            assert_eq!(told(Receipt::Required), None);
            for other in [Receipt::NotRequired, Receipt::Awaited, Receipt::Finished] {
                assert_eq!(told(other), Some(Obstacle::NotAwaited));
            }
            // One of them was told already, another one still is not.
            for second in [
                DocflowFacets {
                    answer_receipt: Receipt::Required,
                    ..inbound()
                },
                DocflowFacets {
                    amendment_receipt: Receipt::Required,
                    ..inbound()
                },
            ] {
                let facets = DocflowFacets {
                    inbound: is_inbound,
                    receipt: Receipt::Finished,
                    ..second
                };
                assert_eq!(Kind::ReceiptNotice.obstacle(&facets), None);
                assert_eq!(
                    Kind::RevocationRequest.obstacle(&facets),
                    Some(Obstacle::Unfinished)
                );
            }
        }
    }

    #[test]
    fn nothing_is_told_about_what_was_removed() {
        let facets = DocflowFacets {
            deleted: true,
            receipt: Receipt::Required,
            our_signature: OurSignature::Required,
            revocation: Revocation::RequestedByThem,
            ..inbound()
        };
        for kind in Kind::ALL {
            assert_eq!(kind.obstacle(&facets), Some(Obstacle::Removed), "{kind:?}");
        }
    }
}
