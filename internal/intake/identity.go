package intake

import (
	"reflect"
	"strconv"
	"strings"

	"tripol/internal/fault"
	"tripol/internal/household"
)

// identityRefused is the fault code of a text with an identity number.
const identityRefused = "identity_number_refused"

// refuseIdentityNumbers walks a payload and rejects any text that contains a number in the form of an Aadhaar number.
// It applies to every field of every kind, so that no declaration can omit it. A field whose own format is a long
// number is exempt by the tag shape:"…", an id by format:"uuid".
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
		return nil // raw JSON, such as an outline, of which only the geometry is stored
	}
	for i := range v.Len() {
		if err := refuseIdentityNumbers(v.Index(i), path+"/"+strconv.Itoa(i)); err != nil {
			return err
		}
	}
	return nil
}

// typed reports whether a field has a format of its own, in which a long number is not an identity number.
func typed(field reflect.StructField) bool {
	return field.Tag.Get("format") == "uuid" || field.Tag.Get("shape") != ""
}

// HoldsIdentityNumber reports whether an undecodable payload contains an identity number anywhere.
func HoldsIdentityNumber(raw []byte) bool { return household.HoldsIdentityNumber(string(raw)) }
