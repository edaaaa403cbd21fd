//! Takes the colours of a template's theme for panels, rules and links, as far as they can be read there.

use crate::docx::package::tree::Element;
use crate::theme::{Brand, Colour};

/// Least contrast of text, and of large text, by WCAG 2.2.
const TEXT: f64 = 4.5;
const LARGE: f64 = 3.0;
const WHITE: Colour = Colour([255; 3]);
/// A panel and a grey that can be read, where neither template nor brand has any.
const PALE: Colour = Colour([0xf2; 3]);
const GREY: Colour = Colour([0x59; 3]);

/// Colours of a theme.
pub(super) struct Palette<'a> {
    scheme: Option<&'a Element>,
}

impl<'a> Palette<'a> {
    /// The colours of a theme; none of a template without one.
    pub(super) fn of(theme: Option<&'a Element>) -> Self {
        Self { scheme: theme.and_then(|theme| theme.find("a:themeElements")?.find("a:clrScheme")) }
    }

    fn colour(&self, name: &str) -> Option<Colour> {
        colour(self.scheme?.find(name)?)
    }

    /// Takes the theme's colours for those of a brand.
    pub(super) fn dress(&self, brand: &mut Brand) {
        let colours = &mut brand.colours;
        let readable = |colour: &Colour| colour.contrast(WHITE) >= TEXT;
        let panels = ["a:accent1", "a:dk2", "a:accent2", "a:accent3", "a:accent4", "a:accent5", "a:accent6"];
        let primary = panels.iter().filter_map(|name| self.colour(name)).find(readable);
        colours.primary = primary.unwrap_or(colours.primary);
        colours.secondary = self.colour("a:accent2").unwrap_or(colours.secondary);
        let (primary, text) = (colours.primary, colours.text);
        let on_panel = |colour: &Colour| colour.contrast(primary) >= LARGE;
        let accent = self.colour("a:accent3").filter(on_panel);
        colours.accent = accent.or(Some(colours.accent).filter(on_panel)).unwrap_or(WHITE);
        let is_pale = |colour: &Colour| colour.contrast(text) >= TEXT && colour.contrast(primary) >= TEXT;
        let panel = self.colour("a:lt2").filter(is_pale);
        colours.panel = panel.or(Some(colours.panel).filter(is_pale)).unwrap_or(PALE);
        let muted = self.colour("a:dk2").filter(readable).or(Some(colours.muted).filter(readable));
        colours.muted = muted.unwrap_or(GREY);
        colours.link = self.colour("a:hlink").filter(readable).unwrap_or(colours.link);
    }

    /// Whether a colour that styles of ours call by its place in the theme is the one that was taken.
    fn is_tied(&self, place: &str, colour: &str) -> bool {
        let name = match place {
            "text1" => "a:dk1",
            "text2" => "a:dk2",
            "background1" => "a:lt1",
            "background2" => "a:lt2",
            "accent1" => "a:accent1",
            "accent2" => "a:accent2",
            "accent3" => "a:accent3",
            "hyperlink" => "a:hlink",
            _ => return false,
        };
        self.scheme.is_none() || self.colour(name).is_some_and(|own| own.hex().eq_ignore_ascii_case(colour))
    }

    /// Takes the names of colours of the theme out of a style where they would give another colour.
    pub(super) fn untie(&self, element: &mut Element) {
        for (name, value) in
            [("w:themeColor", "w:color"), ("w:themeColor", "w:val"), ("w:themeFill", "w:fill")]
        {
            let place = element.get(name).map(str::to_owned);
            let colour = element.get(value).filter(|value| value.len() == 6).map(str::to_owned);
            if let (Some(place), Some(colour)) = (place, colour)
                && !self.is_tied(&place, &colour)
            {
                element.attributes.retain(|(known, _)| known != name);
            }
        }
        element.elements_mut().for_each(|child| self.untie(child));
    }
}

/// A colour of a theme.
fn colour(place: &Element) -> Option<Colour> {
    let colour = place.elements().next()?;
    let hex = colour.get("lastClr").or_else(|| colour.get("val"))?;
    let value = u32::from_str_radix(hex, 16).ok().filter(|_| hex.len() == 6)?;
    let [_, r, g, b] = value.to_be_bytes();
    Some(Colour([r, g, b]))
}

#[cfg(test)]
mod tests {
    use super::{LARGE, Palette, TEXT, WHITE};
    use crate::docx::package::tree::{Element, el};
    use crate::theme::Theme;

    fn theme(colours: &[(&'static str, &str)]) -> Element {
        let colour = |(name, hex): &(&'static str, &str)| el(*name).child(el("a:srgbClr").attr("val", hex));
        el("a:theme").child(el("a:themeElements").child(el("a:clrScheme").with(colours.iter().map(colour))))
    }

    #[test]
    fn words_can_be_read_whatever_colours_a_theme_has() {
        let pale =
            [("a:accent1", "FFC000"), ("a:dk2", "EEEEEE"), ("a:accent2", "70AD47"), ("a:accent3", "800000")];
        for colours in [&pale[..], &[("a:accent1", "FFFF00"), ("a:lt2", "000000"), ("a:hlink", "FFFFFF")]] {
            let theme = theme(colours);
            let mut brand = Theme::embedded().unwrap().brand;
            Palette::of(Some(&theme)).dress(&mut brand);
            let own = brand.colours;
            assert!(own.primary.contrast(WHITE) >= TEXT && own.muted.contrast(WHITE) >= TEXT);
            assert!(own.accent.contrast(own.primary) >= LARGE && own.link.contrast(WHITE) >= TEXT);
            assert!(own.panel.contrast(own.text) >= TEXT && own.panel.contrast(own.primary) >= TEXT);
        }
    }

    #[test]
    fn a_colour_that_is_not_the_theme_s_is_not_called_so() {
        let theme = theme(&[("a:accent1", "FFC000")]);
        let style = || el("w:color").attr("w:val", "0033A0").attr("w:themeColor", "accent1");
        let mut own = style();
        Palette::of(Some(&theme)).untie(&mut own);
        assert_eq!(own.get("w:themeColor"), None);
        let mut own = style();
        Palette::of(None).untie(&mut own);
        assert_eq!(own.get("w:themeColor"), Some("accent1"));
    }
}
