# The file for translators' programs, read and written by one of them. Sourced by `accept`.

# What translate-toolkit reads, translates and saves is taken over; a placeholder that it loses is told.
translated() {
    local work=$again/translated line
    rm -rf "$work" && mkdir -p "$work"
    cp golden/suite/three-languages/*.toml "$work"
    "$quarterly" translate "$work/edition.toml" --language ru --export "$work/ru.xlf"
    "$python" .ci/checks/xliff.py translate "$work/ru.xlf" "$work/back.xlf"
    "$quarterly" translate "$work/edition.toml" --language ru --import "$work/back.xlf" --yes
    line='title = "Визы по гражданству, {{ period }} (per cent)"'
    grep -qxF "$line" "$work/edition.ru.toml" || { echo "no line '$line'"; return 1; }
    "$python" .ci/checks/xliff.py lose "$work/ru.xlf" "$work/lost.xlf"
    looked_at 2 files
    refuses 'placeholder 1 is lost' "$quarterly" translate "$work/edition.toml" --language ru --import "$work/lost.xlf" --yes
}
