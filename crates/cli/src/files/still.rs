//! `podlab still FILE`: a picture of the run that the page shows, with its link in it.

use crate::answer::{Answer, REFUSED_IN_PART};
use crate::arguments::Picture;
use engine::{Kubernetes, Manifest};
use link::SharedState;

/// Draws the run of the text under the scenario; `at` in milliseconds. The error says why nothing runs.
pub fn answer(
    text: &str,
    scenario: &str,
    at: u64,
    picture: Picture,
    kubernetes: &Kubernetes,
) -> Result<Answer, String> {
    let manifest = Manifest::read(text, kubernetes);
    let simulation = manifest.simulate(scenario)?;
    let run = &simulation.run;
    let mut answer = Answer::about(text, kubernetes);
    answer.refuse(&manifest.refused(), REFUSED_IN_PART);
    answer.note(simulation.cuts());
    let at = at.min(run.end);
    let shared = SharedState {
        manifest: text.to_owned(),
        scenario: scenario.to_owned(),
        kubernetes: kubernetes.version(),
        playhead: if picture == Picture::Svg { at } else { 0 },
        ..SharedState::default()
    };
    let link = format!("#{}", link::share(&shared));
    answer.text = match picture {
        Picture::Svg => view::still::still(run, at, &link),
        Picture::AnimatedSvg => view::still::animated(run, &link),
        Picture::Asciicast => view::still::asciicast(run, &link),
    };
    Ok(answer)
}

#[cfg(test)]
mod tests {
    use super::answer;
    use crate::arguments::Picture;
    use engine::Kubernetes;
    use link::Opened;

    const POD: &str = "{apiVersion: v1, kind: Pod, metadata: {name: web}, spec: {restartPolicy: Never, containers: [{name: app, image: x}]}}";

    #[test]
    fn a_picture_holds_the_session_that_it_is_of() {
        let story = "containers: {app: [{run: 2, exit: 3}]}";
        let drawn = answer(POD, story, 2_500, Picture::Svg, &Kubernetes::RECORDED).unwrap().text;
        let Opened::Whole(state) = link::open(link::in_picture(&drawn).unwrap()) else { panic!("{drawn}") };
        assert_eq!((&*state.manifest, &*state.scenario, state.playhead), (POD, story, 2_500));
        assert_eq!(state.kubernetes, "1.36");
        let played = answer(POD, story, 0, Picture::Asciicast, &Kubernetes::RECORDED).unwrap().text;
        assert!(link::in_picture(&played).is_some(), "{played}");
        assert!(
            played.lines().last().unwrap().contains("web    0/1     Error               0          4s"),
            "{played}"
        );
    }

    #[test]
    fn what_the_server_refuses_has_no_picture() {
        let refused = answer(&POD.replace("image", "picture"), "", 0, Picture::Svg, &Kubernetes::RECORDED);
        assert!(refused.unwrap_err().starts_with("The API server refuses this manifest"));
    }
}
