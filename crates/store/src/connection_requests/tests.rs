use domain::{OperationId, OperatorKind, OutboxState, SendFailure};
use uuid::Uuid;

use super::NewConnectionRequest;
use crate::Error;
use crate::testing::{at, office, settle};

#[test]
fn a_firm_has_one_request_on_its_way_and_the_next_after_its_end() {
    let office = office();
    office
        .store
        .write(|w| {
            let (firm, _, _) = settle(w);
            let operator = OperatorKind("operator".into());
            let new = |number| NewConnectionRequest {
                operation: OperationId(Uuid::from_u128(number)),
                operator: operator.clone(),
                address: String::new(),
                firm,
                contact_name: "Орлова Вера Ильинична".into(),
                phone: "+79161234567".parse().unwrap(),
                email: "office@example.test".into(),
                request: b"{}".to_vec(),
                created_at: at(0),
            };
            let first = w.insert_connection_request(&new(1))?;
            assert!(matches!(
                w.insert_connection_request(&new(2)),
                Err(Error::Conflict(_))
            ));
            let failure = SendFailure {
                code: "timeout".into(),
                text: "Ответа нет".into(),
            };
            w.set_connection_request(first, OutboxState::Unknown, Some(&failure), at(1))?;
            assert!(matches!(
                w.insert_connection_request(&new(2)),
                Err(Error::Conflict(_))
            ));
            let kept = w.connection_request(first)?.unwrap();
            assert_eq!((kept.body, kept.failure), (new(1), Some(failure)));
            w.set_connection_request(first, OutboxState::Accepted, None, at(2))?;
            w.mark_connection_request_known(first)?;
            let second = w.insert_connection_request(&new(2))?;
            assert_eq!(w.connection_request_of(&operator, firm)?.unwrap().id, second);
            let all = w.connection_requests()?;
            assert_eq!(all.len(), 2);
            assert!(all[1].is_known_there && all[1].state == OutboxState::Accepted);
            Ok::<_, Error>(())
        })
        .unwrap();
}
