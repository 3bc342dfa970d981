//! A serde reader over a tree, so that typed objects are built without JSON text in between.
//! Null becomes each type's zero, as in Go; skipped values are left out of maps and are null in lists.

use serde::de::value::StrDeserializer;
use serde::de::{DeserializeSeed, Deserializer, Error as _, IntoDeserializer, MapAccess, SeqAccess, Visitor};
use source::{Entry, Kind, Node, NodeId, Scalar, print};
use std::collections::BTreeSet;

/// Never seen by people: the table is checked first.
type Error = serde::de::value::Error;

/// A node to read from.
#[derive(Clone, Copy)]
pub(super) struct Tree<'d> {
    node: Node<'d>,
    skip: &'d BTreeSet<NodeId>,
}

impl<'d> Tree<'d> {
    pub(super) fn new(node: Node<'d>, skip: &'d BTreeSet<NodeId>) -> Self {
        Tree { node, skip }
    }

    fn is_null(&self) -> bool {
        self.node.is_null() || self.skipped(self.node)
    }

    fn skipped(&self, node: Node<'_>) -> bool {
        !self.skip.is_empty() && self.skip.contains(&node.id())
    }

    fn integer(&self) -> Result<i64, Error> {
        match self.node.kind() {
            _ if self.is_null() => Ok(0),
            Kind::Scalar(Scalar::Int(value), _) => Ok(value),
            Kind::Scalar(Scalar::Float(_), _) => {
                print::number_text(self.node).parse().map_err(|_| Error::custom("not a whole number"))
            }
            _ => Err(Error::custom("not a whole number")),
        }
    }

    fn map<V: Visitor<'d>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_map(Map { tree: self, entries: self.node.entries(), value: None })
    }

    fn sequence<V: Visitor<'d>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_seq(Sequence { tree: self, items: self.node.items() })
    }
}

impl<'d> Deserializer<'d> for Tree<'d> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'d>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.node.kind() {
            Kind::Scalar(Scalar::Bool(value), _) => visitor.visit_bool(value),
            Kind::Scalar(Scalar::Int(value), _) => visitor.visit_i64(value),
            Kind::Scalar(Scalar::Uint(value), _) => visitor.visit_u64(value),
            Kind::Scalar(Scalar::Float(value), _) => match self.integer() {
                Ok(value) => visitor.visit_i64(value),
                Err(_) => visitor.visit_f64(value),
            },
            Kind::Scalar(Scalar::String, text) => visitor.visit_borrowed_str(text),
            Kind::Scalar(Scalar::Null, _) => visitor.visit_unit(),
            Kind::Sequence => self.sequence(visitor),
            Kind::Mapping => self.map(visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'d>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.node.kind() {
            Kind::Scalar(Scalar::Bool(value), _) if !self.is_null() => visitor.visit_bool(value),
            _ => visitor.visit_bool(false),
        }
    }

    fn deserialize_i32<V: Visitor<'d>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_i64(self.integer()?)
    }

    fn deserialize_i64<V: Visitor<'d>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_i64(self.integer()?)
    }

    fn deserialize_str<V: Visitor<'d>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.node.kind() {
            _ if self.is_null() => visitor.visit_borrowed_str(""),
            Kind::Scalar(Scalar::String, text) => visitor.visit_borrowed_str(text),
            // A quantity may be written as a number.
            _ => visitor.visit_string(print::number_text(self.node)),
        }
    }

    fn deserialize_string<V: Visitor<'d>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'d>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'d>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        match (name, self.node.kind()) {
            ("Quantity", _) if self.is_null() => {
                let zero: StrDeserializer<'_, Error> = "0".into_deserializer();
                visitor.visit_newtype_struct(zero)
            }
            // The decoder takes blanks off.
            ("Quantity", Kind::Scalar(Scalar::String, text)) => {
                let text: StrDeserializer<'_, Error> = text.trim().into_deserializer();
                visitor.visit_newtype_struct(text)
            }
            // The type would print a large number with all its digits.
            ("Quantity", Kind::Scalar(Scalar::Float(_), _)) => {
                let text: serde::de::value::StringDeserializer<Error> =
                    print::number_text(self.node).into_deserializer();
                visitor.visit_newtype_struct(text)
            }
            _ => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_seq<V: Visitor<'d>>(self, visitor: V) -> Result<V::Value, Error> {
        self.sequence(visitor)
    }

    fn deserialize_map<V: Visitor<'d>>(self, visitor: V) -> Result<V::Value, Error> {
        self.map(visitor)
    }

    fn deserialize_struct<V: Visitor<'d>>(
        self,
        _name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.map(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'d>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    serde::forward_to_deserialize_any! {
        <V: Visitor<'d>>
        i8 i16 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct tuple tuple_struct enum identifier
    }
}

struct Map<'d, I> {
    tree: Tree<'d>,
    entries: I,
    value: Option<Node<'d>>,
}

impl<'d, I: Iterator<Item = Entry<'d>>> MapAccess<'d> for Map<'d, I> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'d>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        // A skipped list or map hides what is in it; a node that is skipped itself has none.
        if self.tree.skipped(self.tree.node) {
            return Ok(None);
        }
        let tree = self.tree;
        let Some(entry) = self.entries.find(|entry| !tree.skipped(entry.value)) else { return Ok(None) };
        self.value = Some(entry.value);
        let key: serde::de::value::BorrowedStrDeserializer<'d, Error> =
            serde::de::value::BorrowedStrDeserializer::new(entry.key);
        seed.deserialize(key).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'d>>(&mut self, seed: S) -> Result<S::Value, Error> {
        let node = self.value.take().ok_or_else(|| Error::custom("a value without a key"))?;
        seed.deserialize(Tree { node, skip: self.tree.skip })
    }
}

struct Sequence<'d, I> {
    tree: Tree<'d>,
    items: I,
}

impl<'d, I: ExactSizeIterator<Item = Node<'d>>> SeqAccess<'d> for Sequence<'d, I> {
    type Error = Error;

    fn next_element_seed<S: DeserializeSeed<'d>>(&mut self, seed: S) -> Result<Option<S::Value>, Error> {
        if self.tree.skipped(self.tree.node) {
            return Ok(None);
        }
        let Some(node) = self.items.next() else { return Ok(None) };
        seed.deserialize(Tree { node, skip: self.tree.skip }).map(Some)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.items.len())
    }
}

/// Any node as JSON.
pub(super) fn json(node: Node<'_>) -> serde_json::Value {
    use serde_json::Value;
    match node.kind() {
        Kind::Scalar(Scalar::Null, _) => Value::Null,
        Kind::Scalar(Scalar::Bool(value), _) => value.into(),
        Kind::Scalar(Scalar::Int(value), _) => value.into(),
        Kind::Scalar(Scalar::Uint(value), _) => value.into(),
        Kind::Scalar(Scalar::Float(value), _) => {
            print::number_text(node).parse::<i64>().map_or_else(|_| value.into(), Value::from)
        }
        Kind::Scalar(Scalar::String, text) => text.into(),
        Kind::Sequence => node.items().map(json).collect(),
        Kind::Mapping => {
            let entries = node.entries().map(|entry| (entry.key.to_owned(), json(entry.value)));
            Value::Object(entries.collect())
        }
    }
}
