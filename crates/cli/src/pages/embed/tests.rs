use super::{Embed, find};

const POD: &str = "kind: Pod\nmetadata:\n  name: a&b";

fn one(page: &str) -> Embed {
    let mut found = find(page).unwrap();
    assert_eq!(found.len(), 1, "{page}");
    found.remove(0)
}

/// The markup that generators make of a fence, each as `tests/generators` builds it.
#[test]
fn the_manifest_is_found_in_whatever_markup() {
    let pages = [
        "<pod-lab><pre>\nkind: Pod\nmetadata:\n  name: a&amp;b\n</pre></pod-lab>",
        "<pod-lab>\n  <pre><code class=\"language-yaml\">  kind: Pod\n  metadata:\n    name: a&#38;b</code></pre></pod-lab>",
        "<pod-lab><div class=\"expressive-code\"><figure><pre><div class=\"ec-line\"><span>kind: Pod</span></div><div class=\"ec-line\">metadata:</div><div>  name: a&amp;b</div></pre><button>Copy</button></figure></div></pod-lab>",
        "<pod-lab><pre><span class=\"ln\">1</span><span>kind</span>: Pod\n<span class=\"ln\">2</span>metadata:\n<span class=\"ln\">3</span>  name: a&amp;b</pre></pod-lab>",
        "<pod-lab><table><tr><td><pre class=\"lnt\">1\n2\n3</pre></td><td><pre>kind: Pod\nmetadata:\n  name: a&amp;b</pre></td></tr></table></pod-lab>",
        "<pod-lab><pre><span class=\"token-line\">kind: Pod<br></span><span class=\"token-line\">metadata:<br></span><span class=\"token-line\">&nbsp; name: a&amp;b<br></span></pre></pod-lab>",
        "<pod-lab><script type=\"application/yaml\">\nkind: Pod\nmetadata:\n  name: a&b\n</script><pre>other</pre></pod-lab>",
        "<pod-lab data-code=\"kind: Pod\nmetadata:\n  name: a&amp;b\"></pod-lab>",
        "<pod-lab>\n<figure data-podlab><ol><li>told</li></ol></figure>\nkind: Pod\nmetadata:\n  name: a&amp;b</pod-lab>",
    ];
    for page in pages {
        assert_eq!(one(page).manifest, POD, "{page}");
    }
}

#[test]
fn the_story_is_marked_or_second() {
    let marked = one("<pod-lab><div data-story><pre>a: 1</pre></div><pre>kind: Pod</pre></pod-lab>");
    assert_eq!((&*marked.manifest, &*marked.story), ("kind: Pod", "a: 1"));
    let second = one("<pod-lab><pre>kind: Pod</pre><pre>a: 1</pre></pod-lab>");
    assert_eq!((&*second.manifest, &*second.story), ("kind: Pod", "a: 1"));
    let script = one(
        "<pod-lab><script type=\"application/yaml\" data-story>a: 1</script><pre>kind: Pod</pre></pod-lab>",
    );
    assert_eq!((&*script.manifest, &*script.story), ("kind: Pod", "a: 1"));
}

#[test]
fn places_and_attributes_are_the_pages() {
    let page = "<p>é</p>\n<pod-lab view=stage expect='a&lt;b'><figure data-podlab>x</figure><pre>k</pre></pod-lab><POD-LAB></POD-LAB>";
    let found = find(page).unwrap();
    assert_eq!(found.len(), 2);
    let first = &found[0];
    assert_eq!(
        (first.line, first.attribute("expect"), first.attribute("view")),
        (2, Some("a<b"), Some("stage"))
    );
    assert!(page[first.inside..].starts_with("<figure data-podlab>x"));
    assert_eq!(&page[first.figures[0].clone()], "<figure data-podlab>x</figure>");
    assert!(find("<p>kind: Pod</p>").unwrap().is_empty());
}

#[test]
fn end_tags_may_be_left_out_and_elements_nest() {
    let found = find("<pod-lab><p>kind: Pod<p>b: 1</pod-lab><pod-lab><pod-lab><pre>k: 1</pre></pod-lab></pod-lab><pod-lab><pre>c: 2").unwrap();
    let texts: Vec<&str> = found.iter().map(|one| one.manifest.as_str()).collect();
    assert_eq!(texts.len(), 3, "{texts:?}");
    assert_eq!(texts[2], "c: 2");
}
