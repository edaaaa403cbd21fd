//! Colours, and how well one is seen on another.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer};

use super::ThemeError;

/// A colour in sRGB.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Colour(pub [u8; 3]);

impl Colour {
    /// Six hexadecimal digits without a mark, as OOXML writes colours: `0033A0`.
    pub fn hex(self) -> String {
        let [r, g, b] = self.0;
        format!("{r:02X}{g:02X}{b:02X}")
    }

    /// Relative luminance by WCAG 2.2, between 0 for black and 1 for white.
    pub fn luminance(self) -> f64 {
        let [r, g, b] = self.0.map(|channel| {
            let c = f64::from(channel) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { libm::pow((c + 0.055) / 1.055, 2.4) }
        });
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    /// Contrast ratio by WCAG 2.2, from 1 to 21.
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.hex())
    }
}

impl FromStr for Colour {
    type Err = ThemeError;

    fn from_str(text: &str) -> Result<Self, ThemeError> {
        let fault = || ThemeError(format!("`{text}` is not a colour; colours are written #0033A0"));
        let digits = text.strip_prefix('#').filter(|d| d.len() == 6 && d.is_ascii()).ok_or_else(fault)?;
        let mut channels = [0; 3];
        for (index, channel) in channels.iter_mut().enumerate() {
            *channel = u8::from_str_radix(&digits[index * 2..index * 2 + 2], 16).map_err(|_| fault())?;
        }
        Ok(Self(channels))
    }
}

impl<'de> Deserialize<'de> for Colour {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::Colour;

    #[test]
    fn contrast_follows_wcag() {
        let (blue, white) = (Colour([0x00, 0x33, 0xA0]), Colour([255; 3]));
        assert!((blue.contrast(white) - 10.6).abs() < 0.1);
    }
}
