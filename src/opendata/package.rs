//! Describes the table for programs: `datapackage.json`.

use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::About;
use super::fields::{FIELDS, KEY};

/// The profile that the description keeps.
const PROFILE: &str = "https://datapackage.org/profiles/2.0/datapackage.json";

/// The description of a CSV file of that name.
pub fn package(about: &About, file: &str, csv: &[u8]) -> String {
    let fields: Vec<Value> = FIELDS
        .iter()
        .map(|(name, kind, description)| {
            let mut field = json!({ "name": name, "type": kind, "description": description });
            if KEY[..2].contains(name) || *name == "period" {
                field["constraints"] = json!({ "required": true });
            }
            field
        })
        .collect();
    let hash: String = Sha256::digest(csv).iter().map(|byte| format!("{byte:02x}")).collect();
    let sources: Vec<Value> = about.sources.keys().map(|source| json!({ "title": source })).collect();
    let resource = json!({
        "name": "figures",
        "path": file,
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": csv.len(),
        "hash": format!("sha256:{hash}"),
        "dialect": { "delimiter": ",", "lineTerminator": "\r\n", "quoteChar": "\"", "header": true },
        "schema": { "fields": fields, "primaryKey": KEY, "missingValues": [""] },
    });
    let mut package = Map::new();
    let mut put = |key: &str, value: Value| package.insert(key.to_owned(), value);
    put("$schema", json!(PROFILE));
    put("name", json!(format!("{}-figures", about.id)));
    put("title", json!(about.title));
    put("description", json!(super::hdx::description(about)));
    if let Some(website) = &about.website {
        put("homepage", json!(website));
    }
    put("contributors", json!([{ "title": about.publisher, "roles": ["publisher"] }]));
    if !about.keywords.is_empty() {
        put("keywords", json!(about.keywords));
    }
    if let Some(licence) = &about.licence {
        let is_address = licence.starts_with("https://") || licence.starts_with("http://");
        let key = if is_address { "path" } else { "name" };
        let mut entry = Map::new();
        entry.insert(key.to_owned(), json!(licence));
        put("licenses", json!([entry]));
    }
    if !sources.is_empty() {
        put("sources", json!(sources));
    }
    put("resources", json!([resource]));
    format!("{:#}\n", Value::Object(package))
}
