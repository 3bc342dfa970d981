//! Names that people write: near misses, and kinds in each of their forms.

use crate::kinds;

/// The kind that is meant by any of its names, as kubectl takes them: `Deployment`, `deployments`, `deploy`,
/// `deployments.apps`.
///
/// ```
/// let kinds = ["Pod", "pods", "deployments.apps", "cm", "netpol", "pots"].map(api::near::kind);
/// let named = [Some("Pod"), Some("Pod"), Some("Deployment"), Some("ConfigMap"), Some("NetworkPolicy"), None];
/// assert_eq!(kinds, named);
/// ```
pub fn kind(word: &str) -> Option<&'static str> {
    kinds::of_type(word.split('.').next()?).map(|kind| kind.name)
}

/// The names of all built-in kinds.
pub fn kinds() -> impl Iterator<Item = &'static str> {
    kinds::all().map(|kind| kind.name)
}

/// The known name that was meant, if that is certain.
///
/// ```
/// assert_eq!(api::near::meant("migrat", ["setup", "migrate"].into_iter()), Some("migrate"));
/// assert_eq!(api::near::meant("db", ["app"].into_iter()), None);
/// ```
pub fn meant<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let (letters, near) = known.map(|other| (distance(name, other), other)).min()?;
    (letters == 0 || (letters <= 2 && name.chars().count() > 3)).then_some(near)
}

/// The number of letters that differ, without regard to case; two neighbours that changed places count once.
pub fn distance(a: &str, b: &str) -> usize {
    let letters = |text: &str| text.chars().flat_map(char::to_lowercase).take(64).collect::<Vec<char>>();
    let (a, b) = (letters(a), letters(b));
    let at = |row: &[usize], place: usize| row.get(place).copied().unwrap_or(usize::MAX - 1);
    let mut above: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut next = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let mut value =
                (at(&row, j) + usize::from(x != y)).min(at(&row, j + 1) + 1).min(at(&next, j) + 1);
            let crossed = i > 0 && j > 0 && a.get(i - 1) == Some(y) && b.get(j - 1) == Some(x);
            if crossed && x != y {
                value = value.min(at(&above, j - 1) + 1);
            }
            next.push(value);
        }
        above = std::mem::replace(&mut row, next);
    }
    row.last().copied().unwrap_or(a.len())
}

#[cfg(test)]
mod tests {
    use super::distance;

    #[test]
    fn counts_letters() {
        assert_eq!(distance("imagee", "image"), 1);
        assert_eq!(distance("Image", "image"), 0);
        assert_eq!(distance("comand", "command"), 1);
        assert_eq!(distance("Pdo", "Pod"), 1);
        assert_eq!(distance("abc", ""), 3);
    }
}
