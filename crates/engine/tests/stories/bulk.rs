//! Actions on many documents: planned, looked over, started, paused, taken back; and what becomes of them when the
//! program is closed in between.

mod ends;

use domain::{DocumentId, EmployeeBody, OutboxState};
use engine::{
    BulkFix, BulkJobId, BulkJobView, BulkPlan, BulkRowState, BulkState, Code, DocumentQuery, Engine,
    ExportRows, StartWith,
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::operator::Delivery;
use crate::world::{World, import, send};

pub fn wish(action: &str, params: Value, documents: &[DocumentId]) -> BulkPlan {
    BulkPlan {
        action: action.to_owned(),
        rows: ExportRows::These(documents.to_vec(), Default::default()),
        params,
        operation: Uuid::new_v4(),
    }
}

/// The job when everything that can be done by itself was done.
async fn settled(engine: &Engine, id: BulkJobId) -> BulkJobView {
    engine.finish_bulk().await.unwrap();
    engine.bulk_job(id).await.unwrap()
}

pub async fn planned(engine: &Engine, plan: BulkPlan) -> BulkJobView {
    let job = engine.plan_bulk(plan).await.unwrap();
    settled(engine, job.job.id).await
}

pub async fn done(engine: &Engine, plan: BulkPlan, with: StartWith) -> BulkJobView {
    let job = planned(engine, plan).await.job;
    assert_eq!(job.state, BulkState::Planned);
    engine.start_bulk(job.id, with).await.unwrap();
    settled(engine, job.id).await
}

pub fn counts(view: &BulkJobView) -> Vec<(&'static str, u64)> {
    let all = BulkRowState::ALL.iter();
    all.map(|state| (state.code(), view.counts.of(*state)))
        .filter(|(_, count)| *count > 0)
        .collect()
}

pub async fn codes(
    engine: &Engine,
    id: BulkJobId,
    state: BulkRowState,
) -> Vec<(DocumentId, String, Option<BulkFix>)> {
    let page = engine.bulk_rows(id, vec![state], 0, 100).await.unwrap();
    let rows = page.rows.into_iter();
    rows.map(|view| {
        let fault = view.row.fault.expect("something is to be said");
        assert!(fault.text.ends_with('.'), "{}", fault.text);
        (view.row.document, fault.code, view.fix)
    })
    .collect()
}

async fn papers(engine: &Engine, first: DocumentId, count: usize) -> Vec<DocumentId> {
    let mut papers = vec![first];
    for number in 1..count {
        papers.push(import(engine, &(100 + number).to_string()).await);
    }
    papers
}

async fn employee(engine: &Engine, last_name: &str) -> i64 {
    let mut body = EmployeeBody::default();
    body.name.last = last_name.to_owned();
    engine.save_employee(None, body).await.unwrap().0
}

#[tokio::test]
async fn a_plan_says_what_would_happen_to_each_document_and_nothing_happens_before_it_is_started() {
    let world = World::new();
    let (engine, _, first) = world.ready().await;
    let papers = papers(&engine, first, 3).await;
    send(&engine, papers[1]).await.unwrap();
    let gone = DocumentId(404);
    let plan = wish(
        "send",
        Value::Null,
        &[papers[2], papers[1], gone, papers[0], papers[2]],
    );
    let job = planned(&engine, plan).await;
    assert_eq!(job.job.state, BulkState::Planned);
    assert!(job.is_outward);
    assert_eq!(counts(&job), [("ready", 2), ("blocked", 2)]);
    assert_eq!(
        job.job.sums.ready,
        [("643".to_owned(), "244.00".parse().unwrap())],
        "of what would leave"
    );
    assert_eq!(
        codes(&engine, job.job.id, BulkRowState::Blocked).await,
        [
            (papers[1], "already_sent".to_owned(), Some(BulkFix::OpenCard)),
            (gone, "document_not_found".to_owned(), None)
        ]
    );
    let order = engine.bulk_rows(job.job.id, vec![], 0, 2).await.unwrap();
    assert_eq!(
        order
            .rows
            .iter()
            .map(|view| (view.row.position, view.row.document))
            .collect::<Vec<_>>(),
        [(1, papers[2]), (2, papers[1])]
    );
    assert_eq!(order.next, Some(2));
    assert_eq!(order.rows[0].number, "102");
    assert!(
        order.rows[0].other_side.contains("Кедровая"),
        "{:?}",
        order.rows[0]
    );
    assert_eq!(
        engine.outbox(vec![], None, 10).await.unwrap().len(),
        1,
        "the one sent by hand"
    );
}

#[tokio::test]
async fn a_pile_is_sent_each_paper_once_and_the_blocked_ones_are_skipped() {
    let world = World::new();
    let (engine, _, first) = world.ready().await;
    let papers = papers(&engine, first, 40).await;
    send(&engine, papers[5]).await.unwrap();
    let job = done(
        &engine,
        wish("send", json!({ "comment": "За ноябрь" }), &papers),
        StartWith::Ready,
    )
    .await;
    assert_eq!(job.job.state, BulkState::Done);
    assert_eq!(counts(&job), [("done", 39), ("skipped", 1)]);
    engine.sync_once(None).await.unwrap();
    let taken = world.office.taken();
    assert_eq!(taken.len(), 40);
    let said = taken
        .iter()
        .filter(|one| String::from_utf8_lossy(&one.request).contains("За ноябрь"));
    assert_eq!(said.count(), 39);
    let rows = engine
        .bulk_rows(job.job.id, vec![BulkRowState::Done], 0, 100)
        .await
        .unwrap();
    assert!(rows.rows.iter().all(|view| view.row.outbox.is_some()));
}

#[tokio::test]
async fn the_same_click_is_the_same_job_and_the_same_start_the_same_sending() {
    let world = World::new();
    let (engine, _, first) = world.ready().await;
    let plan = wish("send", Value::Null, &[first]);
    let (one, other) = tokio::join!(engine.plan_bulk(plan.clone()), engine.plan_bulk(plan.clone()));
    let id = one.unwrap().job.id;
    assert_eq!(other.unwrap().job.id, id);
    let early = engine.start_bulk(id, StartWith::Ready).await.unwrap_err();
    assert_eq!((early.code(), early.retryable()), (Code::BulkNotPlanned, true));
    engine.finish_bulk().await.unwrap();
    for _ in 0..2 {
        engine.start_bulk(id, StartWith::Ready).await.unwrap();
        engine.finish_bulk().await.unwrap();
    }
    assert_eq!(engine.plan_bulk(plan).await.unwrap().job.state, BulkState::Done);
    assert_eq!(engine.bulk_jobs().await.unwrap().len(), 1);
    assert_eq!(engine.outbox(vec![], None, 10).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_paper_that_came_back_is_sent_again_only_when_a_person_takes_the_warning() {
    let world = World::new();
    let (engine, _, first) = world.ready().await;
    world.office.plan(Delivery::Not(connect::Error::Refused {
        code: "bad".into(),
        text: "Не принимаем.".into(),
    }));
    send(&engine, first).await.unwrap();
    engine.sync_once(None).await.unwrap();
    let failed = engine.outbox(vec![OutboxState::Failed], None, 10).await.unwrap();
    assert_eq!(failed.len(), 1);
    let job = done(&engine, wish("send", Value::Null, &[first]), StartWith::Ready).await;
    assert_eq!(counts(&job), [("skipped", 1)]);
    assert_eq!(
        codes(&engine, job.job.id, BulkRowState::Skipped).await,
        [(first, "sent_before".to_owned(), Some(BulkFix::OpenCard))]
    );
    let job = done(
        &engine,
        wish("send", Value::Null, &[first]),
        StartWith::ReadyAndWarned,
    )
    .await;
    assert_eq!(counts(&job), [("done", 1)]);
    assert_eq!(job.job.sums.warned.len(), 1);
}

#[tokio::test]
async fn a_paused_job_stands_still_over_a_restart_and_then_goes_on() {
    let world = World::new();
    let (engine, _, first) = world.ready().await;
    let papers = papers(&engine, first, 3).await;
    let id = planned(&engine, wish("send", Value::Null, &papers)).await.job.id;
    engine.start_bulk(id, StartWith::Ready).await.unwrap();
    engine.pause_bulk(id).await.unwrap();
    assert_eq!(counts(&settled(&engine, id).await), [("ready", 3)]);
    drop(engine);
    let engine = world.open();
    assert_eq!(settled(&engine, id).await.job.state, BulkState::Paused);
    engine.resume_bulk(id).await.unwrap();
    drop(engine);
    // The program was closed before the job went on: it goes on by itself at the next start.
    let engine = world.open();
    let job = settled(&engine, id).await;
    assert_eq!(
        (job.job.state, counts(&job)),
        (BulkState::Done, vec![("done", 3)])
    );
    assert_eq!(engine.outbox(vec![], None, 10).await.unwrap().len(), 3);
}

#[tokio::test]
async fn the_background_moves_a_job_on_and_tells_whoever_listens() {
    let world = World::new();
    let (engine, _, first) = world.ready().await;
    let nina = employee(&engine, "Берёзкина").await;
    let loops = engine.run();
    let mut changes = engine.changes();
    let id = engine
        .plan_bulk(wish("assign", json!({ "employee_id": nina }), &[first]))
        .await
        .unwrap()
        .job
        .id;
    let (mut told, mut changed) = (false, false);
    loop {
        let change = changes.next().await;
        told |= change.bulk.contains(&id);
        changed |= change.documents.contains(&first);
        match engine.bulk_job(id).await.unwrap().job.state {
            BulkState::Planned => drop(engine.start_bulk(id, StartWith::Ready).await.unwrap()),
            BulkState::Done if told && changed => break,
            _ => {}
        }
    }
    loops.stop().await;
    let row = engine
        .documents(DocumentQuery {
            limit: 1,
            ..DocumentQuery::default()
        })
        .await
        .unwrap();
    assert_eq!(row.rows[0].assignee_name.as_deref(), Some("Берёзкина"));
}

#[tokio::test]
async fn a_cancelled_job_keeps_what_was_done_and_skips_the_rest() {
    let world = World::new();
    let (engine, _, first) = world.ready().await;
    let id = planned(&engine, wish("send", Value::Null, &[first])).await.job.id;
    engine.start_bulk(id, StartWith::Ready).await.unwrap();
    let job = engine.cancel_bulk(id).await.unwrap();
    assert_eq!(
        (job.job.state, counts(&job)),
        (BulkState::Cancelled, vec![("skipped", 1)])
    );
    assert_eq!(settled(&engine, id).await.job.state, BulkState::Cancelled);
    assert!(engine.outbox(vec![], None, 10).await.unwrap().is_empty());
    assert_eq!(engine.resume_bulk(id).await.unwrap_err().code(), Code::BulkOver);
    assert_eq!(
        engine.retry_bulk(id, None).await.unwrap_err().code(),
        Code::BulkOver
    );
    let given_up = planned(&engine, wish("send", Value::Null, &[first])).await.job.id;
    engine.cancel_bulk(given_up).await.unwrap();
    let shown: Vec<_> = engine
        .bulk_jobs()
        .await
        .unwrap()
        .iter()
        .map(|view| view.job.id)
        .collect();
    assert_eq!(shown, [id], "a plan that was given up is not shown");
}

#[tokio::test]
async fn an_employee_is_given_every_document_of_a_filter_but_for_a_few() {
    let world = World::new();
    let (engine, _, first) = world.ready().await;
    let papers = papers(&engine, first, 4).await;
    let nina = employee(&engine, "Берёзкина").await;
    let plan = BulkPlan {
        rows: ExportRows::Of(Box::default(), vec![papers[2]]),
        ..wish("assign", json!({ "employee_id": nina }), &[])
    };
    let job = done(&engine, plan, StartWith::Ready).await;
    assert_eq!(counts(&job), [("done", 3)]);
    assert!(!job.can_undo);
    for (paper, is_hers) in papers.iter().zip([true, true, false, true]) {
        let card = engine.card(*paper).await.unwrap();
        assert_eq!(card.assignee.is_some(), is_hers, "{paper:?}");
        assert!(card.document.file_is_current(), "the file stays good");
    }
    done(
        &engine,
        wish("assign", json!({ "employee_id": null }), &papers),
        StartWith::Ready,
    )
    .await;
    assert!(engine.card(first).await.unwrap().assignee.is_none());
}

#[tokio::test]
async fn what_is_asked_for_wrongly_is_refused_before_a_job_is_made() {
    let world = World::new();
    let (engine, _, first) = world.ready().await;
    let refusals = [
        (wish("shred", Value::Null, &[first]), Code::BulkActionUnknown),
        (
            wish("restore", json!({ "job": 1 }), &[first]),
            Code::BulkActionUnknown,
        ),
        (wish("assign", Value::Null, &[first]), Code::BulkParams),
        (
            wish("assign", json!({ "employee_id": 99 }), &[first]),
            Code::EmployeeNotFound,
        ),
        (
            wish("send", json!({ "connection_id": 99 }), &[first]),
            Code::ConnectionNotFound,
        ),
        (
            wish("print", json!({ "form": "нет такой" }), &[first]),
            Code::PrintFormMissing,
        ),
        (
            wish(
                "export",
                json!({ "columns": ["date", "date"], "format": "xlsx" }),
                &[first],
            ),
            Code::BulkParams,
        ),
        (
            wish(
                "export",
                json!({ "columns": ["date"], "format": "text" }),
                &[first],
            ),
            Code::BulkParams,
        ),
        (wish("delete", Value::Null, &[]), Code::NothingChosen),
    ];
    for (plan, code) in refusals {
        let action = plan.action.clone();
        assert_eq!(engine.plan_bulk(plan).await.unwrap_err().code(), code, "{action}");
    }
    assert!(engine.bulk_jobs().await.unwrap().is_empty());
    assert_eq!(
        engine.bulk_job(BulkJobId(5)).await.unwrap_err().code(),
        Code::BulkJobNotFound
    );
}

#[tokio::test]
async fn removed_documents_come_back_by_one_press_and_sent_ones_were_never_removed() {
    let world = World::new();
    let (engine, _, first) = world.ready().await;
    let papers = papers(&engine, first, 4).await;
    send(&engine, papers[3]).await.unwrap();
    let job = done(&engine, wish("delete", Value::Null, &papers), StartWith::Ready).await;
    assert_eq!(counts(&job), [("done", 3), ("skipped", 1)]);
    assert_eq!(
        codes(&engine, job.job.id, BulkRowState::Skipped).await,
        [(papers[3], "has_sendings".to_owned(), Some(BulkFix::OpenCard))]
    );
    assert_eq!(
        engine.card(first).await.unwrap_err().code(),
        Code::DocumentNotFound
    );
    let rows = engine
        .bulk_rows(job.job.id, vec![BulkRowState::Done], 0, 10)
        .await
        .unwrap();
    assert_eq!(
        rows.rows[1].number, "101",
        "a removed document still has its name"
    );
    assert!(job.can_undo);
    let back = engine.undo_bulk(job.job.id).await.unwrap();
    assert_eq!(engine.undo_bulk(job.job.id).await.unwrap().job.id, back.job.id);
    let back = settled(&engine, back.job.id).await;
    assert_eq!(
        (back.job.state, counts(&back)),
        (BulkState::Done, vec![("done", 3)])
    );
    assert_eq!(engine.card(first).await.unwrap().document.id, first);
    assert!(!engine.bulk_job(job.job.id).await.unwrap().can_undo);
    assert_eq!(
        engine.undo_bulk(back.job.id).await.unwrap_err().code(),
        Code::BulkNoUndo
    );
}
