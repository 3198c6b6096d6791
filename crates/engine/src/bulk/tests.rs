use super::actions;

#[test]
fn every_action_has_a_name_of_its_own_and_a_way_back_that_exists() {
    let all = actions::all();
    let mut names: Vec<_> = all.iter().map(|action| action.code).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), all.len());
    for action in all {
        assert!(!action.label.is_empty() && action.rows_at_once > 0);
        assert!(
            actions::offered("restore").is_err(),
            "nobody chooses what only follows"
        );
        if let Some(way_back) = action.undone_by {
            assert!(actions::of(way_back).is_ok());
        }
        assert!(
            !(action.makes_file && action.is_outward),
            "a file that is begun anew after a kill would leave twice"
        );
    }
}
