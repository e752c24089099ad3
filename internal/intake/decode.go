package intake

import (
	"errors"
	"reflect"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/uuid"

	"tripol/internal/fault"
)

// Decode is the one strict JSON decoder: names are case-sensitive, duplicate and unknown names and trailing data are
// rejected, and every id must be a canonical UUID. Faults contain the path of the field and never its value.
func Decode[T any](raw []byte) (T, error) { return decodeAs[T](raw, strict...) }

var strict = []json.Options{json.RejectUnknownMembers(true)}

// DecodeLoosely is Decode for entries from phones, whose app may be newer than the server: unknown fields are ignored.
// It is otherwise as strict.
func DecodeLoosely[T any](raw []byte) (T, error) { return decodeAs[T](raw) }

func decodeAs[T any](raw []byte, how ...json.Options) (T, error) {
	var value T
	err := decodeInto(raw, reflect.ValueOf(&value), how...)
	return value, err
}

// decodeInto decodes JSON into the value that a pointer points to.
func decodeInto(raw []byte, into reflect.Value, how ...json.Options) error {
	if err := json.Unmarshal(raw, into.Interface(), how...); err != nil {
		return malformed(err)
	}
	if err := checkPresent(raw, into.Type().Elem(), ""); err != nil {
		return err
	}
	return checkIDs(into.Elem(), "")
}

// checkPresent rejects JSON in which a field tagged required:"true" is absent or null: a number with a meaningful zero,
// such as a grade, must be explicit. The JSON must have been decoded to the type before.
func checkPresent(raw []byte, t reflect.Type, path string) error {
	if !demands(t) || string(raw) == "null" {
		return nil
	}
	switch t.Kind() { //nolint:exhaustive // demands knows no others
	case reflect.Pointer:
		return checkPresent(raw, t.Elem(), path)
	case reflect.Slice:
		return checkItems(raw, t.Elem(), path)
	}
	return checkMembers(raw, t, path)
}

func checkItems(raw []byte, t reflect.Type, path string) error {
	var items []jsontext.Value
	if err := json.Unmarshal(raw, &items); err != nil {
		return malformed(err)
	}
	for i, item := range items {
		if err := checkPresent(item, t, path+"/"+strconv.Itoa(i)); err != nil {
			return err
		}
	}
	return nil
}

func checkMembers(raw []byte, t reflect.Type, path string) error {
	var members map[string]jsontext.Value
	if err := json.Unmarshal(raw, &members); err != nil {
		return malformed(err)
	}
	for field := range t.Fields() {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		member, said := members[name]
		if field.Tag.Get("required") == "true" && (!said || string(member) == "null") {
			return fault.Field(path+"/"+name, "required", "This field is required.")
		}
		if !said {
			continue
		}
		if err := checkPresent(member, field.Type, path+"/"+name); err != nil {
			return err
		}
	}
	return nil
}

// demands reports whether a type contains a required field.
func demands(t reflect.Type) bool {
	switch t.Kind() { //nolint:exhaustive // only what can hold a field matters
	case reflect.Pointer, reflect.Slice:
		return demands(t.Elem())
	case reflect.Struct:
		for f := range t.Fields() {
			if f.IsExported() && (f.Tag.Get("required") == "true" || demands(f.Type)) {
				return true
			}
		}
	}
	return false
}

func malformed(err error) error {
	if semantic, ok := errors.AsType[*json.SemanticError](err); ok {
		path := string(semantic.JSONPointer)
		if errors.Is(err, json.ErrUnknownName) {
			return fault.Field(path, "unknown_field", "There is no field of this name.").Because(err)
		}
		return fault.Field(path, "wrong_type", "This field has another type.").Because(err)
	}
	if syntactic, ok := errors.AsType[*jsontext.SyntacticError](err); ok {
		path := string(syntactic.JSONPointer)
		if errors.Is(err, jsontext.ErrDuplicateName) {
			return fault.Field(path, "duplicate_field", "This field occurs twice.").Because(err)
		}
		return fault.Field(path, "malformed_json", "This is not well-formed JSON.").Because(err)
	}
	return fault.New(fault.Invalid, "malformed_json", "This is not well-formed JSON.").Because(err)
}

// checkIDs walks a decoded value and rejects a field tagged format:"uuid" that is neither empty nor a canonical UUID,
// and any text with a NUL, which Postgres cannot store and SQLite can. Whether an id may be empty is checked by the
// type's own Validate.
func checkIDs(v reflect.Value, path string) error {
	switch v.Kind() { //nolint:exhaustive // only what can hold a field matters
	case reflect.Pointer:
		if !v.IsNil() {
			return checkIDs(v.Elem(), path)
		}
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return nil // raw JSON, such as an outline
		}
		for i := range v.Len() {
			if err := checkIDs(v.Index(i), path+"/"+strconv.Itoa(i)); err != nil {
				return err
			}
		}
	case reflect.Struct:
		return checkFields(v, path)
	case reflect.String:
		if strings.ContainsRune(v.String(), 0) {
			return fault.Field(path, "control_character", "This contains a character that cannot be stored.")
		}
	}
	return nil
}

// CheckTexts rejects a value with a text that one of the engines cannot store, with the field's path, like the
// decoders: for values that are decoded elsewhere.
func CheckTexts[T any](value T) error { return checkIDs(reflect.ValueOf(value), "") }

func checkFields(v reflect.Value, path string) error {
	for i := range v.NumField() {
		field := v.Type().Field(i)
		if !field.IsExported() {
			continue
		}
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		here := path + "/" + name
		if field.Tag.Get("format") == "uuid" {
			if err := checkUUIDs(v.Field(i), here); err != nil {
				return err
			}
			continue
		}
		if err := checkIDs(v.Field(i), here); err != nil {
			return err
		}
	}
	return nil
}

func checkUUIDs(v reflect.Value, path string) error {
	if v.Kind() == reflect.Slice {
		for i := range v.Len() {
			if err := checkUUIDs(v.Index(i), path+"/"+strconv.Itoa(i)); err != nil {
				return err
			}
		}
		return nil
	}
	if text := v.String(); text != "" && !CanonicalUUID(text) {
		return fault.Field(path, "malformed_id", "An id is a UUID in lower case.")
	}
	return nil
}

// CanonicalUUID reports whether an id is a canonical UUID: 36 characters, lower case.
func CanonicalUUID(text string) bool {
	parsed, err := uuid.Parse(text)
	return err == nil && parsed.String() == text
}
