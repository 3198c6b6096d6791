//! Counts tests from what their runners print: cargo test, cargo-nextest, vitest, node's runner.
//!
//! **Golden tests.** Some tests compare with a folder of recorded examples that is not part of the
//! repository; the variable `SURGUCH_GOLDEN` names it. The agreement, held by the check
//! `architecture: golden tests can be counted`: such a test lives in a module or a test file called
//! `golden`. When the variable is unset they return at once, so a runner calls them passed; here they are
//! told by their name and counted as skipped.

/// What the runners said so far.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Tally {
    /// Tests that ran and held.
    pub passed: u64,
    /// Tests that ran and did not hold.
    pub failed: u64,
    /// Tests that did not run.
    pub skipped: u64,
    /// Tests that live in a module or file called `golden`.
    pub golden: u64,
    in_golden_file: bool,
}

impl Tally {
    /// Reads one line of a runner; anything else is ignored.
    pub fn read(&mut self, line: &str) {
        let line = line.trim();
        if let Some(rest) = summary(line) {
            self.add(rest);
        } else if let Some(rest) = line.strip_prefix("Running ") {
            self.in_golden_file = rest.contains("golden.rs") || rest.contains("golden/main.rs");
        } else if is_test_line(line) && (self.in_golden_file || names_golden(line)) {
            self.golden += 1;
        }
    }

    /// Adds the results of checks that are not run by a test runner.
    pub fn count(&mut self, passed: u64, failed: u64) {
        self.passed += passed;
        self.failed += failed;
    }

    /// Golden tests returned at once: they count as skipped, not as passed.
    pub fn golden_did_not_run(&mut self) {
        let golden = self.golden.min(self.passed);
        self.passed -= golden;
        self.skipped += golden;
    }

    fn add(&mut self, text: &str) {
        for (number, word) in pairs(text) {
            match word {
                "passed" | "pass" => self.passed += number,
                "failed" | "fail" | "timed" | "exec" | "cancelled" => self.failed += number,
                "skipped" | "ignored" | "todo" => self.skipped += number,
                _ => {}
            }
        }
    }
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 {
            write!(f, ", {} skipped", self.skipped)?;
        }
        Ok(())
    }
}

/// Is this the line of one test that passed? Such lines are counted but need not be shown.
pub fn is_passed_test(line: &str) -> bool {
    let line = line.trim();
    line.starts_with("PASS [") || (line.starts_with("test ") && line.ends_with("... ok"))
}

/// The part of a summary line that holds the numbers.
fn summary(line: &str) -> Option<&str> {
    if let Some(rest) = line.strip_prefix("test result: ") {
        return Some(rest);
    }
    if line.starts_with("Summary [") {
        return line.split_once(" run: ").map(|(_, rest)| rest);
    }
    if let Some(rest) = line.strip_prefix("Tests ") {
        return Some(rest);
    }
    // node's runner: one number per line, `# pass 5` or `ℹ pass 5`.
    line.strip_prefix("# ")
        .or_else(|| line.strip_prefix("ℹ "))
        .filter(|rest| {
            matches!(
                rest.split(' ').next(),
                Some("pass" | "fail" | "skipped" | "todo" | "cancelled")
            )
        })
}

/// Every number with the word beside it: «3 passed» and «pass 3».
fn pairs(text: &str) -> Vec<(u64, &str)> {
    let mut words = Vec::new();
    for word in text
        .split([' ', ';', ',', '|', '(', ')', '.'])
        .filter(|word| !word.is_empty())
    {
        words.push(word);
    }
    let mut found = Vec::new();
    for pair in words.windows(2) {
        if let [first, second] = pair {
            if let Ok(number) = first.parse() {
                found.push((number, *second));
            } else if let ([_, _], Ok(number)) = (words.as_slice(), second.parse()) {
                found.push((number, *first));
            }
        }
    }
    found
}

fn is_test_line(line: &str) -> bool {
    is_passed_test(line)
        || line.starts_with("FAIL [")
        || (line.starts_with("test ") && line.ends_with("... FAILED"))
}

fn names_golden(line: &str) -> bool {
    line.split([' ', ':']).any(|part| part == "golden")
}

#[cfg(test)]
mod tests {
    use super::Tally;

    fn read(lines: &[&str]) -> Tally {
        let mut tally = Tally::default();
        for line in lines {
            tally.read(line);
        }
        tally
    }

    #[test]
    fn the_summary_of_cargo_test_is_counted() {
        let tally = read(&[
            "test result: FAILED. 12 passed; 2 failed; 1 ignored; 0 measured; 3 filtered out; finished in 0.02s",
        ]);
        assert_eq!((tally.passed, tally.failed, tally.skipped), (12, 2, 1));
    }

    #[test]
    fn the_summary_of_nextest_is_counted_with_tests_that_timed_out() {
        let tally = read(&[
            "     Summary [   4.012s] 9/10 tests run: 6 passed (1 slow), 2 failed, 1 timed out, 4 skipped",
        ]);
        assert_eq!((tally.passed, tally.failed, tally.skipped), (6, 3, 4));
        assert_eq!(
            read(&["     Summary [   0.012s] 1 test run: 1 passed, 0 skipped"]).passed,
            1
        );
    }

    #[test]
    fn vitest_counts_tests_and_not_test_files() {
        let tally = read(&[
            " Test Files  3 passed (3)",
            "      Tests  1 failed | 11 passed | 2 skipped (14)",
        ]);
        assert_eq!((tally.passed, tally.failed, tally.skipped), (11, 1, 2));
    }

    #[test]
    fn the_summary_of_node_is_counted() {
        let tally = read(&[
            "# tests 7",
            "# pass 5",
            "# fail 2",
            "# cancelled 0",
            "ℹ pass 3",
            "# a remark of a test",
        ]);
        assert_eq!((tally.passed, tally.failed), (8, 2));
    }

    #[test]
    fn golden_tests_that_did_not_run_are_skipped_and_not_passed() {
        let mut tally = read(&[
            "        PASS [   0.005s] (1/3) formats golden::an_act_of_the_tax_office_is_read",
            "        PASS [   0.005s] (2/3) formats::golden an_invoice_is_read",
            "        PASS [   0.005s] (3/3) formats money::golden_rule_of_rounding",
            "     Summary [   0.012s] 3 tests run: 3 passed, 0 skipped",
        ]);
        assert_eq!(tally.golden, 2);
        tally.golden_did_not_run();
        assert_eq!(tally.to_string(), "1 passed, 0 failed, 2 skipped");
    }

    #[test]
    fn golden_test_files_are_known_to_plain_cargo_test_too() {
        let tally = read(&[
            "     Running tests/golden.rs (target/debug/deps/golden-0123456789abcdef)",
            "test an_invoice_is_read ... ok",
            "     Running tests/other.rs (target/debug/deps/other-0123456789abcdef)",
            "test an_act_is_read ... ok",
        ]);
        assert_eq!(tally.golden, 1);
    }

    #[test]
    fn other_lines_change_nothing() {
        assert_eq!(
            read(&["   Compiling store v0.1.0", "Tests are good", "5 passed by", ""]),
            Tally::default()
        );
    }
}
