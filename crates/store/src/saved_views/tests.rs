use super::{SavedViewBody, SavedViewId};
use crate::testing::{at, customer, office, party};
use crate::{Error, Reader};

fn view(name: &str) -> SavedViewBody {
    SavedViewBody {
        name: name.to_owned(),
        is_pinned: false,
        state: r#"{"filter":{"query":"сургуч"}}"#.to_owned(),
    }
}

fn names(r: &Reader<'_>) -> Vec<String> {
    let views = r.saved_views().unwrap();
    views.into_iter().map(|view| view.body.name).collect()
}

#[test]
fn views_stand_in_the_order_that_a_person_gave_them() {
    let office = office();
    office
        .store
        .write(|w| {
            let ids: Vec<SavedViewId> = ["Отказы", "Ждут подписи", "Акты"]
                .iter()
                .map(|name| w.save_view(None, &view(name)).unwrap())
                .collect();
            assert_eq!(names(w), ["Отказы", "Ждут подписи", "Акты"]);
            w.order_views(&[ids[2], SavedViewId(404), ids[0], ids[2]])?;
            assert_eq!(names(w), ["Акты", "Отказы", "Ждут подписи"]);
            w.save_view(None, &view("Новый"))?;
            assert_eq!(names(w), ["Акты", "Отказы", "Ждут подписи", "Новый"]);
            w.save_view(Some(ids[0]), &view("Все отказы"))?;
            assert_eq!(names(w), ["Акты", "Все отказы", "Ждут подписи", "Новый"]);
            w.remove_view(ids[2])?;
            assert_eq!(names(w), ["Все отказы", "Ждут подписи", "Новый"]);
            Ok(())
        })
        .unwrap();
}

#[test]
fn no_two_views_have_one_name_whatever_the_case_of_its_letters() {
    let office = office();
    office
        .store
        .write(|w| {
            let first = w.save_view(None, &view("Счёта Ёлкиной"))?;
            for name in ["Счёта Ёлкиной", "СЧЁТА ёлкиной", "счета елкиной"]
            {
                assert!(
                    matches!(w.save_view(None, &view(name)), Err(Error::Conflict(_))),
                    "{name}"
                );
                assert_eq!(w.saved_view_of_name(name)?.map(|view| view.id), Some(first));
            }
            let second = w.save_view(None, &view("Акты"))?;
            assert!(matches!(
                w.save_view(Some(second), &view("СЧЕТА ЕЛКИНОЙ")),
                Err(Error::Conflict(_))
            ));
            w.save_view(Some(first), &view("СЧЕТА ЕЛКИНОЙ"))?;
            assert_eq!(names(w), ["СЧЕТА ЕЛКИНОЙ", "Акты"]);
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_view_that_is_gone_can_neither_be_changed_nor_removed_and_its_number_is_not_used_again() {
    let office = office();
    office
        .store
        .write(|w| {
            let gone = w.save_view(None, &view("Акты"))?;
            w.remove_view(gone)?;
            assert!(matches!(
                w.save_view(Some(gone), &view("Акты")),
                Err(Error::Missing(_))
            ));
            assert!(matches!(w.remove_view(gone), Err(Error::Missing(_))));
            assert_ne!(w.save_view(None, &view("Акты"))?, gone);
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_view_of_a_card_that_was_merged_shows_the_card_that_was_kept() {
    let office = office();
    office
        .store
        .write(|w| {
            let mill = w.save_counterparty(&party("ООО «Бумажная мельница»", 1))?;
            let twin = w.save_counterparty(&party("ООО \"Бумажная мельница\"", 2))?;
            let [anna, annas_twin] = ["Лаврова Анна", "Лаврова А. П."]
                .map(|name| w.save_individual(None, &customer(name, ""), at(0)).unwrap());
            let state = |condition: &str, id: i64| {
                format!(r#"{{"filter":{{"{condition}":{id},"query":"акт"}},"density":"compact"}}"#)
            };
            let kept = |name: &str, state: String| SavedViewBody { state, ..view(name) };
            w.save_view(None, &kept("Мельница", state("counterparty_id", twin.0)))?;
            w.save_view(None, &kept("Анна", state("individual_id", annas_twin.0)))?;
            // The number of the removed card, but of something else.
            w.save_view(None, &kept("Вид", state("kind_id", twin.0)))?;
            w.save_view(None, &kept("Чужой", "не разобрать".to_owned()))?;
            w.merge_counterparties(mill, twin, at(1))?;
            w.merge_individuals(anna, annas_twin, at(1))?;
            let states: Vec<_> = w.saved_views()?.into_iter().map(|view| view.body.state).collect();
            assert_eq!(
                states,
                [
                    state("counterparty_id", mill.0),
                    state("individual_id", anna.0),
                    state("kind_id", twin.0),
                    "не разобрать".to_owned()
                ]
            );
            Ok(())
        })
        .unwrap();
}
