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

// Decode is the one strict reader of JSON: names match to the letter, no name comes twice, none is unknown, nothing
// follows the value, and every id is a UUID in its canonical form. Faults carry the path of the field and never what
// was sent.
func Decode[T any](raw []byte) (T, error) { return decodeAs[T](raw, json.RejectUnknownMembers(true)) }

// DecodeLoosely is Decode for what phones send, whose app may be newer than the server: a field that is not known is
// passed over. It is strict in all else.
func DecodeLoosely[T any](raw []byte) (T, error) { return decodeAs[T](raw) }

func decodeAs[T any](raw []byte, how ...json.Options) (T, error) {
	var value T
	if err := json.Unmarshal(raw, &value, how...); err != nil {
		return value, malformed(err)
	}
	if err := checkPresent(raw, reflect.TypeFor[T](), ""); err != nil {
		return value, err
	}
	return value, checkIDs(reflect.ValueOf(value), "")
}

// checkPresent refuses JSON that leaves out a field tagged required:"true", or says null for it: a number whose zero
// means something, such as a grade, must be said. The JSON has been decoded to the type before.
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
			return fault.Field(path+"/"+name, "required", "This must be said.")
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

// demands says whether a required field stands anywhere in a type.
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
			return fault.Field(path, "duplicate_field", "This field comes twice.").Because(err)
		}
		return fault.Field(path, "malformed_json", "This is not well-formed JSON.").Because(err)
	}
	return fault.New(fault.Invalid, "malformed_json", "This is not well-formed JSON.").Because(err)
}

// checkIDs walks a decoded value and refuses a field tagged format:"uuid" that is neither empty nor a canonical UUID,
// and any text with a NUL, which Postgres cannot keep and SQLite can.
// Whether an empty one may be is for the type's own Validate.
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
			return fault.Field(path, "control_character", "This holds a character that cannot be kept.")
		}
	}
	return nil
}

// CheckTexts refuses a value with a text that one of the engines cannot store, as the readers do, with the field's
// path: for values that are decoded elsewhere.
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

// CanonicalUUID says whether an id is written the one way we write ids: 36 characters, lower case.
func CanonicalUUID(text string) bool {
	parsed, err := uuid.Parse(text)
	return err == nil && parsed.String() == text
}
