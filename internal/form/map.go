package form

import (
	"reflect"
	"strconv"
	"strings"

	"tripol/internal/fault"
)

// mapRule limits the number of entries of a map, and checks each value; path segments are escaped as in a JSON Pointer.
// The keys are texts; those of a closed set are checked by the decoder.
func mapRule(f reflect.StructField, inner rule) rule {
	_, most := limits(f, "minProperties", "maxProperties")
	if most == nil && inner == nil {
		return nil
	}
	many := codeOf(f, "maxProperties", "too_many")
	return func(v reflect.Value) *fault.Fault {
		if most != nil && int64(v.Len()) > *most {
			return between(many.fault(), nil, most)
		}
		if inner == nil {
			return nil
		}
		for entry := v.MapRange(); entry.Next(); {
			if broken := inner(entry.Value()); broken != nil {
				return broken.At("/" + segment(entry.Key()) + broken.Path)
			}
		}
		return nil
	}
}

func segment(key reflect.Value) string {
	if key.Kind() != reflect.String {
		return strconv.FormatInt(key.Int(), 10)
	}
	return strings.NewReplacer("~", "~0", "/", "~1").Replace(key.String())
}
