//! The files for hosts and search engines: headers, the page for a wrong address, robots.txt, a sitemap. docs/hosting.md
//! describes them and has the same for hosts that read no such file.

use super::html::{Page, Shown};
use super::pages::save;
use crate::project;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// The marker of the headers that page and site share, in the examples below `hosting`.
const POLICY: &str = "{policy}";

/// Writes all of them; `url` is the address that the site will have.
pub(super) fn write(folder: &Path, pages: &[String], url: Option<&str>) -> Result<(), String> {
    save(folder, "_headers", &headers(&policy(folder)?))?;
    // GitHub Pages would leave out files that begin with `_`.
    save(folder, ".nojekyll", "")?;
    save(folder, "404.html", &missing(url))?;
    let mut robots = "User-agent: *\nDisallow: /v/\n".to_owned();
    if let Some(url) = url {
        let url = url.trim_end_matches('/');
        let _ = writeln!(robots, "Sitemap: {url}/sitemap.xml");
        save(folder, "sitemap.xml", &sitemap(url, pages))?;
    }
    save(folder, "robots.txt", &robots)?;
    for name in ["nginx.conf", "Caddyfile"] {
        let example = project::root().join("hosting").join(name);
        let text = fs::read_to_string(&example)
            .map_err(|error| format!("{} cannot be read: {error}.", example.display()))?;
        save(folder, &format!("hosting/{name}"), &text.replace(POLICY, &policy(folder)?))?;
    }
    Ok(())
}

/// The policy of the built page, for a header: there it may also say who may frame the page, which a page cannot.
fn policy(folder: &Path) -> Result<String, String> {
    let page = fs::read_to_string(folder.join("index.html")).unwrap_or_default();
    let policy = page
        .split_once("http-equiv=\"Content-Security-Policy\" content=\"")
        .and_then(|(_, after)| after.split_once('"'));
    let (policy, _) = policy.ok_or("index.html has no Content-Security-Policy: build the page first.")?;
    Ok(format!("{policy}; frame-ancestors *"))
}

/// `_headers`, as Cloudflare Pages and Netlify read it.
fn headers(policy: &str) -> String {
    const ALL: &str = "X-Content-Type-Options: nosniff\n  Referrer-Policy: no-referrer\n  Cross-Origin-Resource-Policy: cross-origin\n  Permissions-Policy: camera=(), geolocation=(), microphone=()";
    format!(
        "# Read by Cloudflare Pages, Netlify and others; see docs/hosting.md.\n/*\n  {ALL}\n/\n  Content-Security-Policy: {policy}\n/index.html\n  Content-Security-Policy: {policy}\n/v/*\n  Cache-Control: public, max-age=31536000, immutable\n  Access-Control-Allow-Origin: *\n"
    )
}

/// The page for a wrong address. It answers for any path, so that its links are right only where the site's address is known.
fn missing(url: Option<&str>) -> String {
    let home = url.map_or("./".to_owned(), |url| format!("{}/", url.trim_end_matches('/')));
    let body = "<h1>There is no such page</h1>\n<p>Podlab is at the start of this site. A link that was sent to you is whole only with all that stands behind its <code>#</code>.</p>\n";
    Page {
        title: "No such page",
        about: "There is no such page.",
        shown: Shown::default(),
        home: &home,
        body,
    }
    .html()
}

fn sitemap(url: &str, pages: &[String]) -> String {
    let mut text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n".to_owned();
    for page in std::iter::once("").chain(pages.iter().map(String::as_str)) {
        let _ = writeln!(text, "<url><loc>{}/{page}</loc></url>", super::html::escape(url));
    }
    text.push_str("</urlset>\n");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_told_the_policy_of_the_page() {
        let folder = std::env::temp_dir().join(format!("podlab-hosting-{}", std::process::id()));
        let page = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'\">";
        save(&folder, "index.html", page).unwrap();
        write(&folder, &["learn/index.html".to_owned()], Some("https://pods.example/lab/")).unwrap();
        let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
        for file in ["_headers", "hosting/nginx.conf", "hosting/Caddyfile"] {
            assert!(read(file).contains("default-src 'none'; frame-ancestors *"), "{file}: {}", read(file));
        }
        assert!(read("robots.txt").contains("Sitemap: https://pods.example/lab/sitemap.xml"));
        assert!(read("sitemap.xml").contains("<loc>https://pods.example/lab/learn/index.html</loc>"));
        write(&folder, &[], None).unwrap();
        assert!(!read("robots.txt").contains("Sitemap"), "a sitemap names whole addresses");
        fs::remove_dir_all(folder).unwrap();
    }
}
