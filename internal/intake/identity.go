package intake

import (
	"reflect"
	"strconv"
	"strings"

	"tripol/internal/fault"
	"tripol/internal/household"
)

// identityRefused is the code of what holds such a number.
const identityRefused = "identity_number_refused"

// refuseIdentityNumbers walks a payload and refuses any text that holds a number shaped like an Aadhaar number. It is
// on for every field of every kind, without a word in the kind: a field whose own shape is a long number says so with
// the tag shape:"…", and an id with format:"uuid". So nobody can forget it.
func refuseIdentityNumbers(v reflect.Value, path string) error {
	switch v.Kind() { //nolint:exhaustive // only what can hold a text matters
	case reflect.Pointer:
		if !v.IsNil() {
			return refuseIdentityNumbers(v.Elem(), path)
		}
	case reflect.Slice:
		return refuseInItems(v, path)
	case reflect.Struct:
		for i := range v.NumField() {
			field := v.Type().Field(i)
			if !field.IsExported() || typed(field) {
				continue
			}
			name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
			if err := refuseIdentityNumbers(v.Field(i), path+"/"+name); err != nil {
				return err
			}
		}
	case reflect.String:
		if household.HoldsIdentityNumber(v.String()) {
			return fault.Field(path, identityRefused,
				"It looks like an Aadhaar number; identity numbers are not kept. Leave it out.")
		}
	}
	return nil
}

func refuseInItems(v reflect.Value, path string) error {
	if v.Type().Elem().Kind() == reflect.Uint8 {
		return nil // raw JSON, such as an outline, of which only the shape is kept
	}
	for i := range v.Len() {
		if err := refuseIdentityNumbers(v.Index(i), path+"/"+strconv.Itoa(i)); err != nil {
			return err
		}
	}
	return nil
}

// typed says whether a field has a shape of its own, so that a long number in it is no identity number.
func typed(field reflect.StructField) bool {
	return field.Tag.Get("format") == "uuid" || field.Tag.Get("shape") != ""
}

// HoldsIdentityNumber says whether a text that could not be read as a payload holds such a number anywhere.
func HoldsIdentityNumber(raw []byte) bool { return household.HoldsIdentityNumber(string(raw)) }
