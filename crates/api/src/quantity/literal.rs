//! A quantity as Go's `%#v` prints the struct that holds it, which error messages showed before 1.34.
//! Upstream: Quantity and ParseQuantity, apimachinery/pkg/api/resource/quantity.go.

use super::parse::{Suffix, split};
use super::{Format, Quantity};

/// The literal of the quantity that is written as `text`.
///
/// A number in upstream's big form is held behind a pointer, whose address no text can foretell.
pub fn literal(text: &str) -> String {
    let text = text.trim();
    let quantity = Quantity::parse(text).unwrap_or(Quantity::ZERO);
    let format = match quantity.format {
        Format::DecimalExponent => "DecimalExponent",
        Format::BinarySi => "BinarySI",
        Format::DecimalSi => "DecimalSI",
    };
    let (value, scale, decimal) = if quantity.small {
        (quantity.mantissa, quantity.scale, "(*inf.Dec)(nil)")
    } else {
        (0, 0, "(*inf.Dec)(0xc000000000)")
    };
    let kept = if quantity.small && is_kept(text) { text } else { "" };
    format!(
        "resource.Quantity{{i:resource.int64Amount{{value:{value}, scale:{scale}}}, d:resource.infDecAmount{{Dec:{decimal}}}, s:\"{kept}\", Format:\"{format}\"}}"
    )
}

/// Whether upstream keeps the text because it is in canonical form, more or less.
fn is_kept(text: &str) -> bool {
    let (Ok(parts), quantity) = (split(text), Quantity::parse(text)) else { return false };
    let Some(suffix) = Suffix::read(parts.suffix) else { return false };
    if suffix.format == Format::BinarySi {
        return parts.whole.parse::<i64>().is_ok_and(|number| number & 7 != 0);
    }
    let ends_even = quantity.is_ok_and(|quantity| quantity.scale % 3 == 0);
    let digits = [parts.whole, parts.fraction].concat();
    text == "0" || ends_even && parts.whole != "0" && !digits.ends_with("000")
}

#[cfg(test)]
mod tests {
    use super::literal;

    #[test]
    fn shows_the_text_only_where_it_is_canonical() {
        let of = |text| literal(text).replace("resource.", "").replace("(*inf.Dec)(nil)", "nil");
        let tail = "d:infDecAmount{Dec:nil}";
        assert_eq!(
            of("500m"),
            format!(
                "Quantity{{i:int64Amount{{value:500, scale:-3}}, {tail}, s:\"500m\", Format:\"DecimalSI\"}}"
            )
        );
        assert_eq!(
            of("1.5"),
            format!("Quantity{{i:int64Amount{{value:15, scale:-1}}, {tail}, s:\"\", Format:\"DecimalSI\"}}")
        );
        assert_eq!(
            of("0.001"),
            format!("Quantity{{i:int64Amount{{value:1, scale:-3}}, {tail}, s:\"\", Format:\"DecimalSI\"}}")
        );
    }
}
