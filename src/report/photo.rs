//! Takes the photographs and logos of an edition, and tells those that cannot be used.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::context::Builder;
use super::file_kind::Unusable;
use super::picture::{damaged, decodes, read};
use super::{Logo, Photo, Picture};
use crate::diag::{Diagnostic, Spanned, code};
use crate::spec::Text;
use crate::spec::schema::PhotoSpec;
use crate::theme::Theme;

impl Builder<'_> {
    /// A photograph with its words; one that cannot be used is told.
    pub(super) fn photo(&self, spec: &PhotoSpec) -> Option<Photo> {
        let picture = self.pictures.get(spec.file.value.as_str())?;
        let number = self.count(|counts| &mut counts.pictures);
        match picture {
            Ok(picture) => {
                self.photos.borrow_mut().push(spec.file.clone());
                // What was read without a stem has a name like `.jpg`.
                let picture = Picture { name: format!("photo-{number}{}", picture.name), ..picture.clone() };
                Some(Photo {
                    picture,
                    alt: self.line(&spec.alt),
                    credit: self.line(&spec.credit),
                    focus: spec.focus,
                })
            }
            Err(unusable) => {
                self.bad_picture(&spec.file, unusable);
                None
            }
        }
    }

    fn bad_picture(&self, file: &Spanned<String>, (why, hint): &Unusable) {
        let message = format!("`{}` cannot be used as a picture: {why}", file.value);
        self.fault(Diagnostic::new(code::BAD_PICTURE, file.span, message).hint(*hint));
    }

    /// Tells of the photographs of the report that cannot be decoded.
    pub(super) fn tell_damaged(&self, paths: &BTreeSet<&str>) {
        for file in self.photos.borrow().iter().filter(|file| paths.contains(file.value.as_str())) {
            self.bad_picture(file, &damaged());
        }
    }
}

/// The places of the logos: the organization's, then the donors', with the files that the series or the brand names.
pub(super) fn logos(builder: &Builder<'_>, theme: &Theme) -> Vec<Logo> {
    let series = &builder.spec.series;
    let organization = series.author.as_ref().map(|name| LogoSpec {
        name,
        file: series.publisher.logo.as_ref(),
        of_brand: theme.logos.organization.as_ref(),
        stem: "logo-organization".to_owned(),
        table: "publisher",
    });
    let donors = series.donors.iter().enumerate().map(|(index, donor)| LogoSpec {
        name: &donor.name,
        file: donor.logo.as_ref(),
        of_brand: theme.logos.donors.get(index),
        stem: if index == 0 { "logo-donor".to_owned() } else { format!("logo-donor-{}", index + 1) },
        table: "donor",
    });
    let logos: Vec<Logo> = organization.into_iter().chain(donors).map(|spec| logo(builder, &spec)).collect();
    let most = theme.brand.most_logos();
    if let Some(donor) = series.donors.last().filter(|_| logos.len() > most) {
        let message = format!("{} logos do not fit onto the cover", logos.len());
        let hint =
            format!("name {most} at most, the organization's among them; thank the others in the imprint");
        builder.fault(Diagnostic::new(code::TOO_MANY, donor.name.span, message).hint(hint));
    }
    logos
}

/// A logo's place before its file is read.
struct LogoSpec<'a> {
    name: &'a Text,
    /// The file that the series names.
    file: Option<&'a Spanned<String>>,
    /// The file that the brand names.
    of_brand: Option<&'a Arc<[u8]>>,
    stem: String,
    /// The table of the series that can name it.
    table: &'static str,
}

fn logo(builder: &Builder<'_>, spec: &LogoSpec<'_>) -> Logo {
    let name = builder.line(spec.name);
    if let Some(file) = spec.file {
        // What could not be read was told.
        let picture = match builder.pictures.get(file.value.as_str()) {
            Some(Ok(picture)) => {
                builder.photos.borrow_mut().push(file.clone());
                Some(Picture { name: format!("{}{}", spec.stem, picture.name), ..picture.clone() })
            }
            Some(Err(unusable)) => {
                builder.bad_picture(file, unusable);
                None
            }
            None => None,
        };
        return Logo { name, picture };
    }
    let picture = spec.of_brand.and_then(|bytes| {
        read(&spec.stem, bytes)
            .and_then(|logo| decodes(&logo).then_some(logo).ok_or_else(damaged))
            .map_err(|(why, hint)| {
                let message = format!("the logo of {name} cannot be used: {why}");
                builder.fault(Diagnostic::new(code::BAD_PICTURE, None, message).hint(hint));
            })
            .ok()
    });
    if spec.of_brand.is_none() {
        let message = format!("there is no logo of {name}; a placeholder is drawn");
        let hint = format!("name its file in the series, below [{}]: logo = \"…\"", spec.table);
        builder.fault(Diagnostic::new(code::PLACEHOLDER_LOGO, None, message).hint(hint));
    }
    Logo { name, picture }
}
