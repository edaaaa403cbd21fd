"""Validates a TOML file with a JSON schema: `schema.py SCHEMA FILE`."""

import json
import sys
import tomllib

import jsonschema

schema_file, file = sys.argv[1:]
with open(schema_file, encoding="utf-8") as stream:
    schema = json.load(stream)
with open(file, "rb") as stream:
    # JSON knows no dates; editors see them as strings.
    value = json.loads(json.dumps(tomllib.load(stream), default=str))
jsonschema.Draft7Validator.check_schema(schema)
errors = list(jsonschema.Draft7Validator(schema).iter_errors(value))
for error in errors:
    print(f"{file}: {error.json_path}: {error.message}")
print(f"{len(errors)} errors: {schema_file}")
sys.exit(bool(errors))
