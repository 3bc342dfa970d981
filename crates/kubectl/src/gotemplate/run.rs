//! Fills in a template. Upstream: text/template/exec.go of Go.

use super::functions::{self, is_true, text};
use super::{Branch, Failed, Held, Node, Pipe, Root, Term};
use serde_json::Value;

/// The text of a template for a value.
pub(super) fn run(nodes: &[Node], root: &Value) -> Result<String, Failed> {
    let root = Held::Json(root.clone());
    let mut runner = Runner { out: String::new(), variables: vec![("$".to_owned(), root.clone())] };
    runner.nodes(nodes, &root)?;
    Ok(runner.out)
}

struct Runner {
    out: String,
    /// The variables, the newest last.
    variables: Vec<(String, Held)>,
}

impl Runner {
    fn nodes(&mut self, nodes: &[Node], dot: &Held) -> Result<(), Failed> {
        let known = self.variables.len();
        for node in nodes {
            match node {
                Node::Text(text) => self.out.push_str(text),
                Node::Print(pipe) => {
                    let value = self.pipe(pipe, dot)?;
                    if pipe.variables.is_empty() {
                        self.out.push_str(&text(&value));
                    } else {
                        self.set(pipe, 0, value);
                    }
                }
                Node::If(branches) => self.choose(branches, dot, |_, dot| dot.clone())?,
                Node::With(branches) => self.choose(branches, dot, |value, _| value.clone())?,
                Node::Range(branches) => self.range(branches, dot)?,
            }
        }
        self.variables.truncate(known);
        Ok(())
    }

    /// Takes the first branch whose condition holds; `inner` is the dot in it.
    fn choose(
        &mut self,
        branches: &[Branch],
        dot: &Held,
        inner: fn(&Held, &Held) -> Held,
    ) -> Result<(), Failed> {
        let known = self.variables.len();
        for Branch { on, body } in branches {
            let Some(pipe) = on else {
                self.nodes(body, dot)?;
                break;
            };
            let value = self.pipe(pipe, dot)?;
            self.set(pipe, 0, value.clone());
            if is_true(&value) {
                self.nodes(body, &inner(&value, dot))?;
                break;
            }
        }
        self.variables.truncate(known);
        Ok(())
    }

    fn range(&mut self, branches: &[Branch], dot: &Held) -> Result<(), Failed> {
        let Some((Branch { on: Some(pipe), body }, otherwise)) = branches.split_first() else {
            return Ok(());
        };
        let items: Vec<(Held, Held)> = match self.pipe(pipe, dot)? {
            Held::Missing | Held::Json(Value::Null) => Vec::new(),
            Held::Json(Value::Array(items)) => {
                (0..).map(Held::Int).zip(items.into_iter().map(Held::of)).collect()
            }
            Held::Json(map @ Value::Object(_)) => {
                let sorted = api::json::sorted(map);
                let pairs = sorted.as_object().into_iter().flatten();
                pairs.map(|(key, value)| (Held::Json(key.as_str().into()), Held::of(value.clone()))).collect()
            }
            Held::Int(count) => {
                (0..count.min(10_000)).map(|number| (Held::Int(number), Held::Int(number))).collect()
            }
            other @ Held::Json(_) => return Err(format!("range can't iterate over {}", text(&other))),
        };
        if items.is_empty() {
            return otherwise.iter().try_for_each(|branch| self.nodes(&branch.body, dot));
        }
        for (key, item) in items {
            let known = self.variables.len();
            match pipe.variables.len() {
                2 => {
                    self.set(pipe, 0, key);
                    self.set(pipe, 1, item.clone());
                }
                _ => self.set(pipe, 0, item.clone()),
            }
            self.nodes(body, &item)?;
            self.variables.truncate(known);
        }
        Ok(())
    }

    /// Gives a value to a variable of a pipe, if it has that many.
    fn set(&mut self, pipe: &Pipe, index: usize, value: Held) {
        let Some(name) = pipe.variables.get(index) else { return };
        let there = self.variables.iter_mut().rev().find(|(known, _)| known == name);
        match there.filter(|_| pipe.assigns) {
            Some((_, place)) => *place = value,
            None => self.variables.push((name.clone(), value)),
        }
    }

    fn pipe(&self, pipe: &Pipe, dot: &Held) -> Result<Held, Failed> {
        let mut last = None;
        for command in &pipe.commands {
            let (first, arguments) = command.split_first().ok_or("missing value for command")?;
            let mut values = Vec::new();
            for term in arguments {
                values.push(self.term(term, dot)?);
            }
            values.extend(last.take());
            last = Some(match first {
                Term::Function(name) => functions::call(name, &values)?,
                Term::Value(..) if values.is_empty() => self.term(first, dot)?,
                Term::Value(..) => return Err("can't give argument to non-function".to_owned()),
            });
        }
        last.ok_or_else(|| "missing value for command".to_owned())
    }

    fn term(&self, term: &Term, dot: &Held) -> Result<Held, Failed> {
        let (root, fields) = match term {
            Term::Value(root, fields) => (root, fields),
            Term::Function(name) => return functions::call(name, &[]),
        };
        let mut value = match root {
            Root::Dot => dot.clone(),
            Root::Literal(value) => value.clone(),
            Root::Pipe(pipe) => self.pipe(pipe, dot)?,
            Root::Variable(name) => {
                let found = self.variables.iter().rev().find(|(known, _)| known == name);
                found.ok_or_else(|| format!("undefined variable \"{name}\""))?.1.clone()
            }
        };
        for field in fields {
            value = match value {
                Held::Missing | Held::Json(Value::Null) => Held::Missing,
                Held::Json(Value::Object(mut map)) => map.remove(field).map_or(Held::Missing, Held::of),
                _ => return Err(format!("can't evaluate field {field} in type interface {{}}")),
            };
        }
        Ok(value)
    }
}
