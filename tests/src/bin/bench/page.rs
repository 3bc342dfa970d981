//! The times of the page's questions: a check at each key press, a run.

use crate::{Board, fastest, heading, part};
use engine::{Kubernetes, Manifest};
use std::fmt::Write as _;
use std::time::Duration;

const POD: &str = include_str!("../../../seeds/pod-five-steps.yaml");

pub fn measure(board: &mut Board) {
    let kubernetes = Kubernetes::RECORDED;
    heading("For the page");
    part("analyze a Pod of 65 lines", fastest(|| Manifest::read(POD, &kubernetes).check()));
    let mut long = "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n".to_owned();
    for number in 0..400 {
        let _ = write!(
            long,
            "  - name: app-{number}\n    image: nginx:1.27\n    env:\n    - name: A\n      value: \"{number}\"\n"
        );
    }
    let took = fastest(|| Manifest::read(&long, &kubernetes).check());
    board.budget("analyze a Pod of 2,000 lines", took, Duration::from_millis(50));
    part(
        "simulate its default story, with frames",
        fastest(|| Manifest::read(POD, &kubernetes).simulate("")),
    );
}
