//! Problems are underlined at the right characters, in the server's words, also behind letters that are not ASCII.

use crate::driver::Driver;
use crate::journey::{BOTH, journeys};
use crate::page::Page;

journeys!(each_mistake_is_underlined_at_its_characters_with_the_servers_sentence in BOTH);

/// Three mistakes, each behind Japanese text, one behind an emoji (two UTF-16 units).
const TEXT: &str = "# 日本語のコメント 🚀
apiVersion: v1
kind: Pod
metadata:
  name: web
  annotations: { note: 日本語のテキスト, key: 鍵🔑 }
spec:
  initContainers:
  - { name: setup, image: \"日本/🚀:1\", livenessProbe: { exec: { command: [\"true\"] } } }
  containers:
  - name: app
    image: nginx:1.27
    env: [{ name: GREETING, value: 日本語 }]
    imagee: nginx
  - { image: nginx:1.27, env: [{ name: A, value: 日本語🚀 }], name: app }
";

fn each_mistake_is_underlined_at_its_characters_with_the_servers_sentence(browser: &Driver) {
    let page = Page::open(browser, "");
    page.paste(TEXT);
    page.wait("underlines", "return document.querySelectorAll('.cm-lintRange-error').length >= 3");
    let marked = page.texts(".cm-lintRange-error");
    let problems = page.texts("#problems .problems-item");
    let expected = [
        ("imagee", "unknown field \"spec.containers[0].imagee\""),
        ("app", "spec.containers[1].name: Duplicate value: \"app\""),
        (
            "livenessProbe",
            "spec.initContainers[0].livenessProbe: Forbidden: may not be set for init containers without restartPolicy=Always",
        ),
    ];
    for (words, sentence) in expected {
        assert!(
            marked.iter().any(|marked| marked.starts_with(words)),
            "`{words}` is not underlined: {marked:?}"
        );
        assert!(
            problems.iter().any(|problem| problem.contains(sentence)),
            "`{sentence}` is not said: {problems:#?}"
        );
    }
}
