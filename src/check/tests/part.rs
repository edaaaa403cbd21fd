//! Names of parts before and behind their numbers, and lists of them.

use super::findings;
use crate::diag::{Code, code};

const FIGURES: &str = r#"
[figures.cases]
source = "mia"
total = 480
parts = { CN = 250, TR = 130, UZ = 60, other = 40 }
[figures.branches]
source = "mia"
total = 100
parts = { farms = 60, works = 30, other = 10 }
[figures.passes]
source = "mia"
total = 20
parts = { CN = 7, US = 12, other = 1 }
[names]
farms = "Agriculture, forestry and fisheries"
works = "Manufacturing (all kinds)"
"#;

/// What a rule finds. `CN` and the like stand for the cases of a country, `F` and `W` for two branches.
fn found(code: Code, text: &str) -> String {
    let text = text
        .replace("«CN»", "{{ cases.part(\"CN\") }}")
        .replace("«TR»", "{{ cases.part(\"TR\") }}")
        .replace("«UZ»", "{{ cases.part(\"UZ\") }}")
        .replace("«N»", "{{ cases.total }}")
        .replace("«F»", "{{ branches.part(\"farms\") }}")
        .replace("«W»", "{{ branches.part(\"works\") }}");
    let found = findings(code, FIGURES, &text).into_iter().filter_map(|finding| finding.found);
    found.collect::<Vec<_>>().join("; ")
}

fn finds(code: Code, texts: &[(&str, &str)]) {
    for (text, right) in texts {
        assert_eq!(found(code, text), *right, "{text}");
    }
}

fn lets_stand(code: Code, texts: &[&str]) {
    for text in texts {
        assert_eq!(found(code, text), "", "{text}");
    }
}

#[test]
fn a_name_behind_its_number_belongs_to_it() {
    finds(
        code::CLAIM_PART,
        &[
            ("«TR» were from China and «CN» from Türkiye.", "130; 250"),
            ("«TR» went to citizens of China.", "130"),
            ("They gave «UZ» permits to workers who came from Türkiye.", "60"),
            ("China had «TR» and Türkiye «CN».", "130"),
            ("In China, «TR» were counted.", "130"),
            ("China («TR») and Türkiye («CN») had most.", "130; 250"),
            ("Manufacturing had «F» of them.", "60"),
        ],
    );
    lets_stand(
        code::CLAIM_PART,
        &[
            "«CN» were from China and «TR» from Türkiye.",
            "Of the «N», «CN» went to citizens of China and «TR» to citizens of Türkiye.",
            "There were «N», among them «CN» citizens of China and «TR» of Türkiye.",
            "«CN» lived in China, «TR» in Türkiye and «UZ» in Uzbekistan.",
            "«CN» chose China, «TR» Türkiye, «UZ» Uzbekistan.",
            "Unlike China, «TR» were from Türkiye.",
            "From China came «CN», from Türkiye «TR».",
            "China had «CN», Türkiye «TR».",
            "«CN» came from China, more than from Türkiye.",
            "Apart from Türkiye, no country had more than «CN», the number of China.",
            "Agriculture had «F», manufacturing «W».",
            "«F» were in agriculture and «W» in manufacturing.",
        ],
    );
}

#[test]
fn a_number_of_a_list_is_that_of_the_name_before_it() {
    finds(
        code::CLAIM_PART,
        &[
            ("China had «CN», Türkiye «UZ» and Uzbekistan «TR».", "60; 130"),
            ("China accounted for «TR», Türkiye for «UZ», and Uzbekistan for «CN».", "130; 60; 250"),
        ],
    );
    lets_stand(
        code::CLAIM_PART,
        &[
            "China had «CN», Türkiye «TR» and Uzbekistan «UZ».",
            "China had «CN» of the «N», Türkiye, with «TR», and Uzbekistan, with «UZ», fewer.",
            "Compared with China, «TR» came from Türkiye, «UZ» from Uzbekistan and «CN» from China itself.",
            "While China had «CN», Türkiye and Uzbekistan had «TR» and «UZ».",
            "«CN», «TR» and «UZ» came from China, Türkiye and Uzbekistan.",
        ],
    );
}

#[test]
fn only_a_list_is_a_ranking() {
    finds(
        code::RANKING_ORDER,
        &[
            ("Türkiye («TR»), China («CN») and Uzbekistan («UZ») had most.", "TR, CN"),
            ("In order, China had «CN», Uzbekistan «UZ» and Türkiye «TR».", "UZ, TR"),
            ("The largest was Türkiye («TR»), followed by China («CN»).", "TR, CN"),
            ("First came Uzbekistan with «UZ», then China with «CN».", "UZ, CN"),
        ],
    );
    lets_stand(
        code::RANKING_ORDER,
        &[
            "Türkiye («TR») and China («CN») are neighbours of none.",
            "Cases of Türkiye («TR») rose, but those of China fell to «CN».",
            "Türkiye, with «TR», came second after China («CN»).",
            "Second behind China («CN») was Türkiye («TR»); Uzbekistan («UZ») was third.",
            "Türkiye had «TR», fewer than China, which had «CN».",
            "Uzbekistan («UZ») is new; Türkiye («TR») and China («CN») are not.",
            "China («CN»), Türkiye («TR») and Uzbekistan («UZ») had most.",
            "While «UZ» were from Uzbekistan, those of Türkiye grew to «TR» and those of China fell to «CN».",
            "From Uzbekistan «UZ» came in May 2023, from Türkiye «TR» in June 2023, from China «CN».",
            "Next to China («CN»), Türkiye («TR») had many.",
        ],
    );
}

#[test]
fn a_row_is_that_of_the_part_that_it_begins_with() {
    let table = |rows: &str| format!("| Country | Cases |\n|:--|--:|\n{rows}");
    for (rows, right) in [
        ("| China | «TR» |\n| Türkiye | «CN» |", "130; 250"),
        ("| From China | «UZ» |", "60"),
        ("| Chinese | «CN» |\n| Turkish | «TR» |\n| Total | «N» |", ""),
        ("| All | «CN» |\n| China and Türkiye | «TR» |\n| Others | {{ cases.part(\"other\") }} |", ""),
    ] {
        assert_eq!(found(code::CLAIM_PART, &table(rows)), right, "{rows}");
    }
    for (table, right) in [
        ("| | China | Türkiye |\n|:--|--:|--:|\n| Made | «TR» | «CN» |", "130; 250"),
        ("| | To China |\n|:--|--:|\n| PRC | «CN» |\n| Turks | «TR» |", ""),
        ("| No. | Country | Cases |\n|:--|:--|--:|\n| 1 | China | «TR» |\n| 2 | Türkiye | «TR» |", "130"),
        ("| | Cases |\n|:--|--:|\n| China | «CN» |\n| Other | «UZ» |", "60"),
        ("| | Cases |\n|:--|--:|\n| 2023 | «CN» |\n| Other | «UZ» |", ""),
        ("| | Cases |\n|:--|--:|\n| China, Türkiye | {{ cases.part(\"CN\") + cases.part(\"UZ\") }} |", "310"),
        ("| | Cases |\n|:--|--:|\n| China, Türkiye | {{ cases.part(\"CN\") + cases.part(\"TR\") }} |", ""),
    ] {
        assert_eq!(found(code::CLAIM_PART, table), right, "{table}");
    }
    let by_column = "| | China | Türkiye |\n|:--|--:|--:|\n| China | «CN» | «TR» |\n| 2023 | «CN» | «TR» |";
    assert_eq!(found(code::CLAIM_PART, by_column), "");
}

#[test]
fn nationals_are_named_by_letters_too() {
    let (cn, us) = ("{{ passes.part(\"CN\") }}", "{{ passes.part(\"US\") }}");
    for (text, right) in [
        (format!("Of the passes, {cn} were received by US nationals."), "7"),
        (format!("While Chinese citizens had {cn}, those of US nationals came to {us}."), ""),
        (format!("Chinese and US nationals obtained {us} and {cn} passes, respectively."), "12; 7"),
        (format!("Chinese and US nationals obtained {cn} and {us} passes, respectively."), ""),
    ] {
        assert_eq!(found(code::CLAIM_PART, &text), right, "{text}");
    }
}
