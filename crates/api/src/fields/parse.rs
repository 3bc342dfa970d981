//! The field tables from their text; the grammar stands at the head of the folder's file.

use super::{Field, Shape, Struct};

/// The structs of a table without packages.
pub(super) fn table(text: &'static str) -> Vec<Struct> {
    let lines: Vec<&'static str> = text.lines().filter(|line| !line.starts_with('#')).collect();
    let names: Vec<&'static str> = lines.iter().copied().filter(|line| !line.starts_with(' ')).collect();
    structs(&lines, "v1", &|name| names.binary_search(&name).ok()).collect()
}

/// Structs that stand behind those of the first table.
#[derive(Debug)]
pub(super) struct Others {
    pub structs: Vec<Struct>,
    /// The `apiVersion` of a package, empty for the first, and the number of its first struct.
    packages: Vec<(&'static str, usize)>,
}

impl Others {
    /// The number of a struct of the package with this `apiVersion`, or of those with names of their own.
    pub fn find(&self, api_version: &str, name: &str) -> Option<usize> {
        let own = self.packages.iter().position(|(package, _)| *package == api_version).unwrap_or_default();
        let (_, start) = self.packages.get(own)?;
        let end = self.packages.get(own + 1).map_or(self.structs.len(), |(_, start)| *start);
        let found = self.structs.get(*start..end)?.binary_search_by(|found| found.name.cmp(name));
        Some(start + found.ok()?)
    }
}

/// The structs of a table with packages; `before` are those that they may name without being among them.
pub(super) fn others(text: &'static str, before: &'static [Struct]) -> Others {
    let lines: Vec<&'static str> = text.lines().filter(|line| !line.starts_with('#')).collect();
    let is_struct = |line: &&&'static str| !line.starts_with([' ', '=']);
    let mut packages = vec![("", 0)];
    let mut names: Vec<&'static str> = Vec::new();
    for line in &lines {
        match line.strip_prefix('=') {
            Some(package) => packages.push((package, names.len())),
            None => names.extend(Some(line).filter(is_struct)),
        }
    }
    let mut all = Vec::new();
    for (at, lines) in lines.split(|line| line.starts_with('=')).enumerate() {
        let (package, start) = packages.get(at).copied().unwrap_or_default();
        let common = packages.get(1).map_or(names.len(), |(_, start)| *start);
        let end = packages.get(at + 1).map_or(names.len(), |(_, start)| *start);
        let among = |from: usize, to: usize, name: &str| {
            let found = names.get(from..to)?.binary_search(&name).ok()?;
            Some(before.len() + from + found)
        };
        let version = package.rsplit('/').next().filter(|version| !version.is_empty()).unwrap_or("v1");
        all.extend(structs(lines, version, &|name| {
            among(start, end, name)
                .or_else(|| before.binary_search_by(|found| found.name.cmp(name)).ok())
                .or_else(|| among(0, common, name))
        }));
    }
    Others { structs: all, packages }
}

/// The number of a struct, by its name.
type Number<'n> = dyn Fn(&'static str) -> Option<usize> + 'n;

fn structs(
    lines: &[&'static str],
    version: &'static str,
    number: &Number<'_>,
) -> impl Iterator<Item = Struct> {
    lines.chunk_by(|_, next| next.starts_with(' ')).filter_map(move |lines| {
        let (name, fields) = lines.split_first()?;
        let fields = (0..).zip(fields.iter().filter_map(|line| line.strip_prefix(' ')));
        let fields = fields.filter_map(|(at, field)| parse_field(at, field, number)).collect();
        Some(Struct::new(name, version, fields))
    })
}

fn parse_field(number: u8, line: &'static str, names: &Number<'_>) -> Option<Field> {
    let (name, rest) = line.split_once(' ')?;
    let marks = rest.find([' ']).filter(|at| !rest[..*at].ends_with("map"));
    let marks = marks.or_else(|| rest.match_indices(' ').nth(1).map(|(at, _)| at)).unwrap_or(rest.len());
    let (shape, marks) = rest.split_at_checked(marks)?;
    let mut field = Field {
        name,
        number,
        shape: parse_shape(shape, names)?,
        required: false,
        embedded: None,
        since: None,
        until: None,
    };
    for mark in marks.split_whitespace() {
        match mark.split_at_checked(1)? {
            ("!", _) => field.required = true,
            ("<", name) => field.embedded = Some(name),
            ("+", minor) => field.since = minor.parse().ok(),
            ("-", minor) => field.until = minor.parse().ok(),
            _ => {}
        }
    }
    Some(field)
}

fn parse_shape(text: &'static str, names: &Number<'_>) -> Option<Shape> {
    if let Some(item) = text.strip_prefix("[]") {
        return Some(Shape::List(Box::new(parse_shape(item, names)?)));
    }
    if let Some(value) = text.strip_prefix("map ") {
        return Some(Shape::Map(None, Box::new(parse_shape(value, names)?)));
    }
    if let Some(name) = text.strip_prefix('@') {
        return names(name).map(Shape::Struct);
    }
    Some(match text {
        "bool" => Shape::Bool,
        "int32" => Shape::Int32,
        "int64" => Shape::Int64,
        "float" => Shape::Float,
        "bytes" => Shape::Bytes,
        "quantity" => Shape::Quantity,
        "intstr" => Shape::IntOrString,
        "time" => Shape::Time,
        "microtime" => Shape::MicroTime,
        "any" => Shape::Any,
        "resources" => Shape::Map(Some("v1.ResourceList"), Box::new(Shape::Quantity)),
        name => Shape::String(name),
    })
}
