//! Typed values that are no structs: texts, numbers, lists, maps.

use super::{Input, Typed};
use crate::quantity::trimmed;
use crate::time;
use k8s_openapi::api::scheduling::v1alpha3::{
    WorkloadPodGroupAllDisruptionMode, WorkloadPodGroupBasicSchedulingPolicy,
    WorkloadPodGroupSingleDisruptionMode,
};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{FieldsV1, MicroTime, Time};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;
use k8s_openapi::jiff::Timestamp;
use serde_json::Value;
use std::collections::BTreeMap;

impl<T: Typed> Typed for Option<T> {
    fn zero() -> Self {
        None
    }

    fn read(&mut self, input: Input<'_>) {
        if !input.is_null() {
            self.get_or_insert_with(T::zero).read(input);
        }
    }

    fn write(&self) -> Value {
        self.as_ref().map_or(Value::Null, T::write)
    }
}

impl<T: Typed> Typed for Vec<T> {
    fn zero() -> Self {
        Self::default()
    }

    fn read(&mut self, input: Input<'_>) {
        if self.is_empty() {
            self.reserve_exact(input.length());
        }
        input.items(&mut |item| {
            self.push(T::zero());
            if let Some(last) = self.last_mut() {
                last.read(item);
            }
        });
    }

    fn write(&self) -> Value {
        Value::Array(self.iter().map(T::write).collect())
    }
}

impl<T: Typed> Typed for BTreeMap<String, T> {
    fn zero() -> Self {
        Self::default()
    }

    fn read(&mut self, input: Input<'_>) {
        input.entries(&mut |key, value| self.entry(key.to_owned()).or_insert_with(T::zero).read(value));
    }

    fn write(&self) -> Value {
        Value::Object(self.iter().map(|(key, value)| (key.clone(), value.write())).collect())
    }
}

impl Typed for bool {
    fn zero() -> Self {
        Self::default()
    }

    fn read(&mut self, input: Input<'_>) {
        *self = input.boolean();
    }

    fn write(&self) -> Value {
        Value::Bool(*self)
    }
}

impl Typed for i64 {
    fn zero() -> Self {
        Self::default()
    }

    fn read(&mut self, input: Input<'_>) {
        *self = input.integer();
    }

    fn write(&self) -> Value {
        Value::from(*self)
    }
}

impl Typed for i32 {
    fn zero() -> Self {
        Self::default()
    }

    fn read(&mut self, input: Input<'_>) {
        *self = input.expect(i32::try_from(input.integer()).ok(), "a whole number of 32 bits");
    }

    fn write(&self) -> Value {
        Value::from(*self)
    }
}

impl Typed for String {
    fn zero() -> Self {
        Self::default()
    }

    fn read(&mut self, input: Input<'_>) {
        *self = input.text().into_owned();
    }

    fn write(&self) -> Value {
        Value::from(self.as_str())
    }
}

impl Typed for Quantity {
    fn zero() -> Self {
        Self::default()
    }

    fn read(&mut self, input: Input<'_>) {
        // An amount may be a number; the decoder takes blanks off; null is zero.
        let text = if input.is_null() { "0".into() } else { input.text_or_number() };
        trimmed(&text).clone_into(&mut self.0);
    }

    fn write(&self) -> Value {
        Value::from(self.0.as_str())
    }
}

impl Typed for IntOrString {
    fn zero() -> Self {
        Self::default()
    }

    fn read(&mut self, input: Input<'_>) {
        *self = match input.whole_number() {
            Some(number) => {
                IntOrString::Int(input.expect(i32::try_from(number).ok(), "a whole number of 32 bits"))
            }
            None if input.is_null() => IntOrString::default(),
            None => IntOrString::String(input.text().into_owned()),
        };
    }

    fn write(&self) -> Value {
        match self {
            IntOrString::Int(number) => Value::from(*number),
            IntOrString::String(text) => Value::from(text.as_str()),
        }
    }
}

impl Typed for Time {
    fn zero() -> Self {
        Time(Timestamp::UNIX_EPOCH)
    }

    fn read(&mut self, input: Input<'_>) {
        *self = Time(input.expect(time::read(&input.text()), "a time"));
    }

    fn write(&self) -> Value {
        Value::from(time::text(self.0))
    }
}

impl Typed for MicroTime {
    fn zero() -> Self {
        MicroTime(Timestamp::UNIX_EPOCH)
    }

    fn read(&mut self, input: Input<'_>) {
        *self = MicroTime(input.expect(time::read(&input.text()), "a time"));
    }

    fn write(&self) -> Value {
        Value::from(time::micro_text(self.0))
    }
}

/// Types that keep whatever JSON they are given.
macro_rules! opaque {
    ($($name:ident)*) => {$(
        impl Typed for $name {
            fn zero() -> Self {
                Self::default()
            }

            fn read(&mut self, input: Input<'_>) {
                self.0 = input.any();
            }

            fn write(&self) -> Value {
                self.0.clone()
            }
        }
    )*};
}

opaque!(FieldsV1 WorkloadPodGroupAllDisruptionMode WorkloadPodGroupBasicSchedulingPolicy WorkloadPodGroupSingleDisruptionMode);
