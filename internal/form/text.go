package form

import (
	"reflect"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"tripol/internal/fault"
)

// format is a form of text: a pattern for the OpenAPI document and the function that checks it.
type format struct {
	pattern string
	check   func(text string) error // a fault without a path, or one at a path inside the text's field
}

// The formats that every payload may use. Their faults have the code of the field.
const (
	formatUUID  = "uuid"
	formatDate  = "date"
	formatBytes = "byte" // of bytes in base64; it has no rule of its own
)

// formats are the formats of packages by name.
var formats = map[string]format{}

// Format declares a format of texts, for the tag format:"name": the OpenAPI document states the pattern, which may be
// empty and may permit more than the check. It is for variables of packages.
func Format(name, pattern string, check func(text string) error) bool {
	if _, twice := formats[name]; twice || slices.Contains([]string{formatUUID, formatDate, formatBytes}, name) {
		panic("form: the format " + name + " is declared twice")
	}
	formats[name] = format{pattern, check}
	return true
}

// Pattern returns the pattern that a field's texts match: its own or that of its format; empty when there is none.
func Pattern(f reflect.StructField) string {
	if own := f.Tag.Get("pattern"); own != "" {
		return own
	}
	return formats[f.Tag.Get("format")].pattern
}

// MayBeEmpty reports whether a text of the field may be empty.
func MayBeEmpty(f reflect.StructField) bool {
	return f.Tag.Get("empty") != "" ||
		f.Type.Kind() != reflect.Pointer && strings.Contains(f.Tag.Get("json"), ",omitempty")
}

// textRule returns the rule for texts of a field: present, then its form, then its length.
func textRule(f reflect.StructField, t reflect.Type) rule {
	var rules []func(text string) *fault.Fault
	least, most := limits(f, "minLength", "maxLength")
	if least != nil {
		missing, n := codeOf(f, "minLength", "required"), int(*least)
		rules = append(rules, func(text string) *fault.Fault {
			if trimmed := strings.TrimSpace(text); len(trimmed) < n || utf8.RuneCountInString(trimmed) < n {
				return missing.fault()
			}
			return nil
		})
	}
	rules = appendRule(rules, formatRule(f), patternRule(f), setRule(f, t))
	if most != nil {
		long, n := codeOf(f, "maxLength", "too_long"), int(*most)
		rules = append(rules, func(text string) *fault.Fault {
			if len(text) > n && utf8.RuneCountInString(text) > n {
				return long.fault().With("longest", n)
			}
			return nil
		})
	}
	if len(rules) == 0 {
		return nil
	}
	empty := MayBeEmpty(f)
	return func(v reflect.Value) *fault.Fault {
		text := v.String()
		if text == "" && empty {
			return nil
		}
		for _, check := range rules {
			if broken := check(text); broken != nil {
				return broken
			}
		}
		return nil
	}
}

func appendRule(rules []func(string) *fault.Fault, more ...func(string) *fault.Fault) []func(string) *fault.Fault {
	for _, check := range more {
		if check != nil {
			rules = append(rules, check)
		}
	}
	return rules
}

func formatRule(f reflect.StructField) func(text string) *fault.Fault {
	name := f.Tag.Get("format")
	missing := codeOf(f, "minLength", "required")
	var check func(text string) *fault.Fault
	switch name {
	case "", formatBytes:
		return nil
	case formatUUID:
		check = unless(isUUID, codeOf(f, "format", "malformed_id"))
	case formatDate:
		check = unless(isDate, codeOf(f, "format", "malformed"))
	default:
		declared, known := formats[name]
		if !known {
			panic("form: there is no format " + name)
		}
		check = func(text string) *fault.Fault { return fault.Of(declared.check(text)) }
	}
	_, own := formats[name]
	own = own && !strings.Contains(f.Tag.Get("fault"), "minLength=") // it reports itself that it is missing
	return func(text string) *fault.Fault {
		if text != "" || own {
			if broken := check(text); broken != nil || text != "" {
				return broken
			}
		}
		return missing.fault()
	}
}

func patternRule(f reflect.StructField) func(text string) *fault.Fault {
	pattern := f.Tag.Get("pattern")
	if pattern == "" {
		return nil
	}
	return unless(regexp.MustCompile(pattern).MatchString, codeOf(f, "pattern", "malformed"))
}

// boolRule requires true of a field tagged enum:"true".
func boolRule(f reflect.StructField) rule {
	if f.Tag.Get("enum") != "true" {
		return nil
	}
	missing := codeOf(f, "enum", "required")
	return func(v reflect.Value) *fault.Fault {
		if !v.Bool() {
			return missing.fault()
		}
		return nil
	}
}

// setRule requires a value of the field's closed set, or of its tag enum.
func setRule(f reflect.StructField, t reflect.Type) func(text string) *fault.Fault {
	set, values := SetOf(f)
	if fixed := f.Tag.Get("enum"); fixed != "" {
		values = strings.Split(fixed, ",")
	} else if set == "" || t.Kind() != reflect.String {
		return nil
	}
	return unless(func(text string) bool { return slices.Contains(values, text) }, codeOf(f, "set", "not_offered"))
}

func unless(fits func(text string) bool, code sentence) func(text string) *fault.Fault {
	return func(text string) *fault.Fault {
		if fits(text) {
			return nil
		}
		return code.fault()
	}
}

func isDate(text string) bool {
	_, err := time.Parse(time.DateOnly, text)
	return err == nil
}

// isUUID reports whether a text is a canonical UUID: 36 characters, lower case.
func isUUID(text string) bool {
	if len(text) != 36 {
		return false
	}
	for i := range len(text) {
		c := text[i]
		switch i {
		case 8, 13, 18, 23:
			if c != '-' {
				return false
			}
		default:
			if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
				return false
			}
		}
	}
	return true
}
