//! The forms of a shared run that people paste: a link in Markdown, the element, a frame.

use crate::session::Session;

/// Before `#` of an address: where the page lies, without its query.
fn home(link: &str) -> &str {
    let page = link.split(['#', '?']).next().unwrap_or(link);
    page.rsplit_once('/').map_or(page, |(folder, _)| folder)
}

/// The part of an address behind `#`.
fn fragment(link: &str) -> &str {
    link.split_once('#').map_or("", |(_, fragment)| fragment)
}

/// A link in Markdown.
pub(super) fn markdown(link: &str, title: &str) -> String {
    let title = title.replace(['[', ']'], "");
    format!("[{title} in Podlab]({link})")
}

/// The element with all texts, for a page of documentation.
pub(super) fn element(link: &str, session: &Session, playhead: u64) -> String {
    let start = if playhead > 0 { format!(" start=\"{}\"", seconds(playhead)) } else { String::new() };
    let story = if session.scenario.trim().is_empty() {
        String::new()
    } else {
        format!("<pre data-story>\n{}\n</pre>\n", escape(session.scenario.trim_end()))
    };
    format!(
        "<script src=\"{}/pod-lab.js\"></script>\n<pod-lab version=\"{}\"{start}>\n<pre>\n{}\n</pre>\n{story}</pod-lab>\n",
        home(link),
        session.version,
        escape(session.text.trim_end()),
    )
}

/// A frame, for pages that take no scripts.
pub(super) fn frame(link: &str) -> String {
    format!(
        "<iframe src=\"{}/index.html?embed#{}\" title=\"Podlab\" width=\"100%\" height=\"600\" style=\"border:0\" loading=\"lazy\"></iframe>\n",
        home(link),
        fragment(link)
    )
}

/// Milliseconds as seconds, without zeros at the end.
fn seconds(at: u64) -> String {
    let text = format!("{}.{:03}", at / 1_000, at % 1_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// A word on what looks like a secret in the texts that a link holds; `None` when nothing does.
pub(super) fn warning(session: &Session) -> Option<String> {
    const NAMED: usize = 3;
    let texts =
        [("", &session.text), (" of the story", &session.scenario), (" of the rules", &session.rules)];
    let found: Vec<String> = texts
        .into_iter()
        .flat_map(|(place, text)| {
            link::secrets(text)
                .into_iter()
                .map(move |one| format!("{} (line {}{place})", one.field, one.line))
        })
        .collect();
    let rest = found.len().saturating_sub(NAMED);
    let more = if rest > 0 { format!(" and {rest} more") } else { String::new() };
    let named: Vec<&str> = found.iter().take(NAMED).map(String::as_str).collect();
    (!found.is_empty()).then(|| {
        format!("This looks like a secret: {}{more}. Whoever has the link can read it.", named.join(", "))
    })
}

#[cfg(test)]
mod tests {
    use super::{element, frame, markdown, seconds, warning};
    use crate::first::Beginning;
    use crate::session::Session;

    const LINK: &str = "https://lab.example/pods/index.html?x#v1:q:AB";

    #[test]
    fn each_form_leads_to_the_same() {
        assert_eq!(markdown(LINK, "Pod [a]"), format!("[Pod a in Podlab]({LINK})"));
        assert!(frame(LINK).starts_with("<iframe src=\"https://lab.example/pods/index.html?embed#v1:q:AB\""));
        let first = Beginning::built();
        let session =
            Session { text: "a: '<b>&'\n".into(), scenario: "c: 1\n".into(), ..Session::first(&first) };
        assert_eq!(
            element(LINK, &session, 12_500),
            format!(
                "<script src=\"https://lab.example/pods/pod-lab.js\"></script>\n<pod-lab version=\"{}\" start=\"12.5\">\n<pre>\na: '&lt;b>&amp;'\n</pre>\n<pre data-story>\nc: 1\n</pre>\n</pod-lab>\n",
                session.version
            )
        );
        assert_eq!((seconds(3_000).as_str(), seconds(3_050).as_str()), ("3", "3.05"));
    }

    #[test]
    fn secrets_are_named() {
        let first = Beginning::built();
        assert_eq!(warning(&Session::first(&first)), None);
        let text = "env:\n- name: DB_PASSWORD\n  value: hunter2\n";
        let said = warning(&Session { text: text.into(), ..Session::first(&first) });
        assert_eq!(
            said.as_deref(),
            Some("This looks like a secret: DB_PASSWORD (line 3). Whoever has the link can read it.")
        );
    }
}
