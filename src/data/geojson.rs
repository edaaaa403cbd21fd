//! Reads areas from a GeoJSON file (RFC 7946): who is where on a map, as the author's office draws its borders.

use serde_json::Value;

/// The largest file: text files of an edition have no more either.
const MOST_BYTES: usize = 4 * 1024 * 1024;
/// The most areas of a file, and points of all of them together.
const MOST_AREAS: usize = 300;
const MOST_POINTS: usize = 20_000;

/// Pairs of lines that are held against each other. Borders that are drawn wind a few times along their way, and lie
/// in one another as often; 20,000 lines that all do would be 200 million pairs.
const MOST_PAIRS: usize = 20_000_000;

/// What a file may still have.
struct Left {
    points: usize,
    pairs: usize,
}

/// A closed line of places: longitude and latitude in degrees, the last place being the first.
pub type Ring = Vec<[f64; 2]>;

/// An area: its name in the file, and polygons with the outer ring first and holes behind it.
#[derive(Debug, Clone, PartialEq)]
pub struct Area {
    /// What the file calls it.
    pub name: String,
    /// Its polygons.
    pub polygons: Vec<Vec<Ring>>,
}

/// Why a file cannot be used, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadMap {
    /// What was found.
    pub message: String,
    /// What to do.
    pub hint: &'static str,
}

fn bad(message: impl Into<String>, hint: &'static str) -> BadMap {
    BadMap { message: message.into(), hint }
}

/// Reads a file whose areas are named by a property; by `id`, also where it stands beside the properties.
///
/// # Errors
/// Says of the first thing that cannot be used where it is and what to do.
pub fn read(bytes: &[u8], property: &str) -> Result<Vec<Area>, BadMap> {
    const AS: &str = "export the map as a GeoJSON FeatureCollection of areas, in WGS 84 (EPSG:4326)";
    if bytes.len() > MOST_BYTES {
        return Err(bad("it has more than 4 MB", "simplify the borders: a page shows no more"));
    }
    let file: Value =
        serde_json::from_slice(bytes).map_err(|error| bad(format!("it is no JSON: {error}"), AS))?;
    let features = file.get("features").and_then(Value::as_array);
    let features = features.filter(|_| file.get("type").and_then(Value::as_str) == Some("FeatureCollection"));
    let Some(features) = features.filter(|features| !features.is_empty()) else {
        return Err(bad("it has no features", AS));
    };
    if features.len() > MOST_AREAS {
        let message = format!("it has {} areas, more than {MOST_AREAS}", features.len());
        return Err(bad(message, "keep the areas of the figure's parts"));
    }
    let mut left = Left { points: MOST_POINTS, pairs: MOST_PAIRS };
    let mut areas: Vec<Area> = Vec::new();
    for (index, feature) in features.iter().enumerate() {
        let area = area(feature, index + 1, property, &mut left)?;
        if areas.iter().any(|known| known.name == area.name) {
            let message = format!("two areas are called `{}`", area.name);
            return Err(bad(message, "join them into one MultiPolygon, or give each a name of its own"));
        }
        areas.push(area);
    }
    Ok(areas)
}

fn area(feature: &Value, number: usize, property: &str, left: &mut Left) -> Result<Area, BadMap> {
    let named = feature.get("properties").and_then(|own| own.get(property));
    let beside = feature.get(property).filter(|_| property == "id");
    let name = match named.or(beside) {
        Some(Value::String(name)) if !name.trim().is_empty() => name.trim().to_owned(),
        Some(Value::Number(number)) => number.to_string(),
        _ => {
            let own = feature.get("properties").and_then(Value::as_object);
            let keys: Vec<&str> = own.into_iter().flatten().map(|(key, _)| key.as_str()).take(8).collect();
            let has = if keys.is_empty() { "no properties".to_owned() } else { keys.join(", ") };
            let message = format!("area {number} has no `{property}`; it has {has}");
            return Err(bad(message, "name the property that holds the keys of the parts: map_key = \"…\""));
        }
    };
    let geometry = feature.get("geometry");
    let kind =
        geometry.and_then(|geometry| geometry.get("type")).and_then(Value::as_str).unwrap_or("nothing");
    let coordinates = geometry.and_then(|geometry| geometry.get("coordinates"));
    let list = |value: Option<&Value>| value.and_then(Value::as_array).cloned().unwrap_or_default();
    let polygons = match kind {
        "Polygon" => vec![list(coordinates)],
        "MultiPolygon" => list(coordinates).iter().map(|polygon| list(Some(polygon))).collect(),
        _ => {
            let message = format!("area {number} (`{name}`) is a {kind}");
            return Err(bad(message, "draw areas as Polygon or MultiPolygon"));
        }
    };
    let told = format!("area {number} (`{name}`)");
    let mut found = Vec::new();
    for polygon in polygons {
        let rings: Vec<Ring> =
            polygon.iter().map(|line| ring(line, &told, left)).collect::<Result<_, _>>()?;
        if rings.is_empty() {
            return Err(bad(format!("{told} has an empty polygon"), "leave it out, or draw it"));
        }
        found.push(rings);
    }
    if found.is_empty() {
        return Err(bad(format!("{told} has no polygon"), "leave it out, or draw it"));
    }
    Ok(Area { name, polygons: found })
}

fn ring(line: &Value, told: &str, left: &mut Left) -> Result<Ring, BadMap> {
    let places = line.as_array().map(Vec::as_slice).unwrap_or_default();
    let Some(rest) = left.points.checked_sub(places.len()) else {
        let message = format!("it has more than {MOST_POINTS} points");
        return Err(bad(message, "simplify the borders: a page shows no more"));
    };
    left.points = rest;
    let ring: Ring = places.iter().map(|at| place(at, told)).collect::<Result<_, _>>()?;
    if ring.len() < 4 || ring.first() != ring.last() {
        let message = format!("a line around {told} is not closed");
        return Err(bad(message, "end each line at its first point, with three others at least"));
    }
    // A line over the 180th meridian would run around the world.
    if ring.windows(2).any(|pair| (pair[1][0] - pair[0][0]).abs() > 180.0) {
        let message = format!("{told} crosses the 180th meridian");
        return Err(bad(message, "cut it there in two polygons, as RFC 7946 asks (3.1.9)"));
    }
    if let Some([longitude, latitude]) = crossing(&ring, &mut left.pairs)? {
        let message = format!("a line around {told} crosses itself near {longitude:.3}, {latitude:.3}");
        return Err(bad(message, "mend the geometry in the program that drew it"));
    }
    Ok(ring)
}

fn place(at: &Value, told: &str) -> Result<[f64; 2], BadMap> {
    let number = |index: usize| at.get(index).and_then(Value::as_f64).filter(|number| number.is_finite());
    match (number(0), number(1)) {
        (Some(x), Some(y)) if x.abs() <= 180.0 && y.abs() <= 90.0 => Ok([x, y]),
        _ => {
            let mut shown = at.to_string();
            if shown.chars().nth(40).is_some() {
                shown = shown.chars().take(40).chain(['…']).collect();
            }
            let message = format!("{told} has a place that is none: {shown}");
            Err(bad(message, "write degrees: longitude from -180 to 180, then latitude from -90 to 90"))
        }
    }
}

/// Where two lines of a ring cross each other, if they do.
fn crossing(ring: &[[f64; 2]], left: &mut usize) -> Result<Option<[f64; 2]>, BadMap> {
    type Edge = ([f64; 2], [f64; 2]);
    let mut edges: Vec<Edge> = ring.windows(2).map(|pair| (pair[0], pair[1])).collect();
    let span = |axis: usize| {
        let all = || ring.iter().map(|place| place[axis]);
        all().fold(f64::NEG_INFINITY, f64::max) - all().fold(f64::INFINITY, f64::min)
    };
    // Along the longer side, fewer lines lie beside each other.
    let (along, across) = if span(0) >= span(1) { (0, 1) } else { (1, 0) };
    let least = |edge: &Edge, axis: usize| edge.0[axis].min(edge.1[axis]);
    let most = |edge: &Edge, axis: usize| edge.0[axis].max(edge.1[axis]);
    edges.sort_by(|a, b| least(a, along).total_cmp(&least(b, along)));
    for (at, one) in edges.iter().enumerate() {
        let [end, top, bottom] = [most(one, along), most(one, across), least(one, across)];
        for two in edges[at + 1..].iter().take_while(|two| least(two, along) <= end) {
            *left = left.checked_sub(1).ok_or_else(|| {
                bad("its lines lie in one another too often", "simplify the borders: a page shows no more")
            })?;
            let is_apart = least(two, across) > top || most(two, across) < bottom;
            if !is_apart && cross(*one, *two) {
                return Ok(Some(two.0));
            }
        }
    }
    Ok(None)
}

/// Whether two lines cross within both; lines that touch at their ends do not.
fn cross(one: ([f64; 2], [f64; 2]), two: ([f64; 2], [f64; 2])) -> bool {
    let side = |(a, b): ([f64; 2], [f64; 2]), p: [f64; 2]| {
        (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0])
    };
    let parts = |line, (from, to): ([f64; 2], [f64; 2])| side(line, from) * side(line, to) < 0.0;
    parts(one, two) && parts(two, one)
}

#[cfg(test)]
mod tests {
    use super::read;

    fn collection(coordinates: &str) -> String {
        format!(
            r#"{{"type":"FeatureCollection","features":[{{"type":"Feature","properties":{{"iso":"ALA"}},
            "geometry":{{"type":"Polygon","coordinates":{coordinates}}}}}]}}"#
        )
    }

    fn told(text: &str) -> String {
        read(text.as_bytes(), "iso").unwrap_err().message
    }

    #[test]
    fn an_area_is_read_with_its_holes() {
        let text =
            collection("[[[70,40],[80,40],[80,50],[70,50],[70,40]],[[72,42],[74,42],[74,44],[72,42]]]");
        let areas = read(text.as_bytes(), "iso").unwrap();
        assert_eq!((areas[0].name.as_str(), areas[0].polygons[0].len()), ("ALA", 2));
    }

    #[test]
    fn what_cannot_be_drawn_is_told() {
        let ring = |points: &str| told(&collection(&format!("[[{points}]]")));
        assert!(ring("[70,40],[80,40],[80,50]").contains("not closed"));
        assert!(ring("[70,40],[80,50],[80,40],[70,50],[70,40]").contains("crosses itself"));
        assert!(ring("[170,40],[-170,40],[-170,50],[170,50],[170,40]").contains("180th meridian"));
        assert!(ring("[400,40],[80,40],[80,50],[400,40]").contains("a place that is none: [400,40]"));
        assert!(ring("[null,40],[80,40],[80,50],[null,40]").contains("a place that is none"));
        assert!(ring("[1e999,40]").contains("no JSON"));
        assert!(told("{}").contains("no features"));
        assert!(told(&"[".repeat(100_000)).contains("no JSON"));
        let other = collection("[]").replace("iso", "name");
        assert_eq!(told(&other), "area 1 has no `iso`; it has name");
        assert!(told(&collection("[]").replace("Polygon", "Point")).contains("is a Point"));
        // A zigzag whose lines all lie beside each other.
        let zigzag: Vec<String> = (0..19_000)
            .map(|at| format!("[{},{}]", 70 + at % 2 * 10, 40.0 + f64::from(at) / 19_000.0))
            .collect();
        assert!(ring(&format!("{},[90,40],{}", zigzag.join(","), zigzag[0])).contains("too often"));
        let many = vec!["[70,40]"; 20_001].join(",");
        assert!(ring(&many).contains("more than 20000 points"));
        assert!(told(&" ".repeat(5_000_000)).contains("more than 4 MB"));
    }
}
