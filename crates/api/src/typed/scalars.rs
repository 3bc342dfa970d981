//! What fields hold that is no struct.

use super::{Input, Typed};
use crate::time;
use k8s_openapi::api::scheduling::v1alpha3::{
    WorkloadPodGroupAllDisruptionMode, WorkloadPodGroupBasicSchedulingPolicy,
    WorkloadPodGroupSingleDisruptionMode,
};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{FieldsV1, MicroTime, Time};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;
use serde_json::Value;
use std::collections::BTreeMap;

impl<T: Typed> Typed for Option<T> {
    fn read(input: Input<'_>) -> Self {
        if input.is_null() { None } else { Some(T::read(input)) }
    }

    fn write(&self) -> Value {
        self.as_ref().map_or(Value::Null, T::write)
    }
}

impl<T: Typed> Typed for Vec<T> {
    fn read(input: Input<'_>) -> Self {
        let mut items = Vec::new();
        input.items(&mut |item| items.push(T::read(item)));
        items
    }

    fn write(&self) -> Value {
        Value::Array(self.iter().map(T::write).collect())
    }
}

impl<T: Typed> Typed for BTreeMap<String, T> {
    fn read(input: Input<'_>) -> Self {
        let mut map = BTreeMap::new();
        input.entries(&mut |key, value| {
            map.insert(key.to_owned(), T::read(value));
        });
        map
    }

    fn write(&self) -> Value {
        Value::Object(self.iter().map(|(key, value)| (key.clone(), value.write())).collect())
    }
}

impl Typed for bool {
    fn read(input: Input<'_>) -> Self {
        input.boolean()
    }

    fn write(&self) -> Value {
        Value::Bool(*self)
    }
}

impl Typed for i64 {
    fn read(input: Input<'_>) -> Self {
        input.integer()
    }

    fn write(&self) -> Value {
        Value::from(*self)
    }
}

impl Typed for i32 {
    fn read(input: Input<'_>) -> Self {
        input.expect(i32::try_from(input.integer()).ok(), "a whole number of 32 bits")
    }

    fn write(&self) -> Value {
        Value::from(*self)
    }
}

impl Typed for String {
    fn read(input: Input<'_>) -> Self {
        input.text(false).into_owned()
    }

    fn write(&self) -> Value {
        Value::from(self.as_str())
    }
}

impl Typed for Quantity {
    /// An amount may be a number; the decoder takes blanks off; null is zero.
    fn read(input: Input<'_>) -> Self {
        if input.is_null() {
            return Quantity("0".to_owned());
        }
        Quantity(input.text(true).trim().to_owned())
    }

    fn write(&self) -> Value {
        Value::from(self.0.as_str())
    }
}

impl Typed for IntOrString {
    fn read(input: Input<'_>) -> Self {
        match input.whole_number() {
            Some(number) => {
                IntOrString::Int(input.expect(i32::try_from(number).ok(), "a whole number of 32 bits"))
            }
            None if input.is_null() => IntOrString::default(),
            None => IntOrString::String(input.text(false).into_owned()),
        }
    }

    fn write(&self) -> Value {
        match self {
            IntOrString::Int(number) => Value::from(*number),
            IntOrString::String(text) => Value::from(text.as_str()),
        }
    }
}

impl Typed for Time {
    fn read(input: Input<'_>) -> Self {
        Time(input.expect(time::read(&input.text(false)), "a time"))
    }

    fn write(&self) -> Value {
        Value::from(time::text(self.0))
    }
}

impl Typed for MicroTime {
    fn read(input: Input<'_>) -> Self {
        MicroTime(input.expect(time::read(&input.text(false)), "a time"))
    }

    fn write(&self) -> Value {
        Value::from(time::micro_text(self.0))
    }
}

/// Types that keep whatever JSON they are given.
macro_rules! opaque {
    ($($name:ident)*) => {$(
        impl Typed for $name {
            fn read(input: Input<'_>) -> Self {
                $name(input.any())
            }

            fn write(&self) -> Value {
                self.0.clone()
            }
        }
    )*};
}

opaque!(FieldsV1 WorkloadPodGroupAllDisruptionMode WorkloadPodGroupBasicSchedulingPolicy WorkloadPodGroupSingleDisruptionMode);
