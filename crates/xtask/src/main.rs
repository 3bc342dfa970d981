//! Every chore of the project: play, test, bench, dist.

fn main() {}
