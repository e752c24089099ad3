package form

import (
	"reflect"
	"strconv"
	"strings"
	"sync"

	"tripol/internal/fault"
)

// Check returns the fault of the first field, in the order of declaration, whose value its tags forbid, with the
// field's path; nil when there is none. Zero-valued pointers are absent fields. The tags are those that the OpenAPI
// document states: minLength (characters that are not only white space), maxLength (characters), pattern, format,
// minimum, maximum, minItems, maxItems, maxProperties, uniqueItems, enum and set; further
//
//   - minBytes and maxBytes limit a field of bytes;
//   - empty:"true" permits an empty text, as omitempty does;
//   - fault:"code" replaces the code of every rule of the field, fault:"code,maxLength=other" that of one rule;
//   - whole:"true" reports faults inside the field at the field itself.
//
// The rules of a type are compiled once. Rules between fields remain in the payload's Validate.
func Check(payload any) error {
	v := reflect.ValueOf(payload)
	if f := rulesOf(v.Type()).check(v); f != nil {
		return f
	}
	return nil
}

// Faults returns the fault of each field of a payload whose value its tags forbid, in the order of declaration: what
// Check says of the first one, for all of them.
func Faults(payload any) (all []*fault.Fault) {
	v := reflect.ValueOf(payload)
	for _, field := range rulesOf(v.Type()) {
		if f := (structRules{field}).check(v); f != nil {
			all = append(all, f)
		}
	}
	return all
}

// rule checks one value. The path of its fault is relative to the value.
type rule func(v reflect.Value) *fault.Fault

// fieldRules are the rules of one field of a struct.
type fieldRules struct {
	index int
	path  string
	whole bool
	check rule
}

// structRules are the rules of the fields that have any.
type structRules []fieldRules

func (s structRules) check(v reflect.Value) *fault.Fault {
	for i := range s {
		f := s[i].check(v.Field(s[i].index))
		if f == nil {
			continue
		}
		if s[i].whole {
			return f.At(s[i].path)
		}
		return f.At(s[i].path + f.Path)
	}
	return nil
}

var compiled sync.Map // reflect.Type to structRules

func rulesOf(t reflect.Type) structRules {
	if known, is := compiled.Load(t); is {
		return known.(structRules) //nolint:forcetypeassert // nothing else is stored
	}
	rules := structRules{}
	for i := range t.NumField() {
		f := t.Field(i)
		if !f.IsExported() {
			continue
		}
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if check := ruleOf(f, f.Type); check != nil {
			rules = append(rules, fieldRules{i, "/" + name, f.Tag.Get("whole") != "", check})
		}
	}
	compiled.Store(t, rules)
	return rules
}

// ruleOf returns the rule for a field's value, or for a part of it, of type t; nil when it has none.
func ruleOf(f reflect.StructField, t reflect.Type) rule {
	switch t.Kind() { //nolint:exhaustive // others have no limits
	case reflect.Pointer:
		return pointerRule(ruleOf(f, t.Elem()))
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Uint8 {
			return bytesRule(f)
		}
		return listRule(f, ruleOf(f, t.Elem()))
	case reflect.Map:
		return mapRule(f, ruleOf(f, t.Elem()))
	case reflect.Struct:
		return structRule(t)
	case reflect.String:
		return textRule(f, t)
	case reflect.Bool:
		return boolRule(f)
	case reflect.Int, reflect.Int64:
		return integerRule(f)
	case reflect.Float64:
		return floatRule(f)
	}
	return nil
}

// Related is implemented by a struct inside a payload that has rules between its fields: they are checked after the
// limits of each. The path of the fault is relative to the struct.
type Related interface{ Between() error }

func structRule(t reflect.Type) rule {
	inner := rulesOf(t)
	if t.Implements(reflect.TypeFor[Related]()) {
		return func(v reflect.Value) *fault.Fault {
			if broken := inner.check(v); broken != nil {
				return broken
			}
			return fault.Of(v.Interface().(Related).Between()) //nolint:forcetypeassert // its type implements it
		}
	}
	if len(inner) == 0 {
		return nil
	}
	return inner.check
}

func pointerRule(inner rule) rule {
	if inner == nil {
		return nil
	}
	return func(v reflect.Value) *fault.Fault {
		if v.IsNil() {
			return nil
		}
		return inner(v.Elem())
	}
}

// listRule limits the number of elements, and checks each with its index in the path.
func listRule(f reflect.StructField, inner rule) rule {
	count := countRule(f)
	unique, twice := f.Tag.Get("uniqueItems") != "", codeOf(f, "uniqueItems", "repeated")
	if count == nil && inner == nil && !unique {
		return nil
	}
	return func(v reflect.Value) *fault.Fault {
		if count != nil {
			if broken := count(int64(v.Len())); broken != nil {
				return broken
			}
		}
		for i := range v.Len() {
			if inner != nil {
				if broken := inner(v.Index(i)); broken != nil {
					return broken.At("/" + strconv.Itoa(i) + broken.Path)
				}
			}
			if unique && repeats(v, i) {
				return twice.fault().At("/" + strconv.Itoa(i))
			}
		}
		return nil
	}
}

// repeats reports whether an element of a list of texts equals one before it.
func repeats(list reflect.Value, i int) bool {
	for before := range i {
		if list.Index(before).String() == list.Index(i).String() {
			return true
		}
	}
	return false
}

func countRule(f reflect.StructField) func(n int64) *fault.Fault {
	least, most := limits(f, "minItems", "maxItems")
	if least == nil && most == nil {
		return nil
	}
	few, many := codeOf(f, "minItems", "required"), codeOf(f, "maxItems", "too_many")
	return func(n int64) *fault.Fault {
		if least != nil && n < *least {
			return between(few.fault(), least, most)
		}
		if most != nil && n > *most {
			return between(many.fault(), least, most)
		}
		return nil
	}
}

func bytesRule(f reflect.StructField) rule {
	least, most := Bytes(f)
	if least == nil && most == nil {
		return nil
	}
	code, empty := codeOf(f, "maxBytes", "too_long"), MayBeEmpty(f)
	return func(v reflect.Value) *fault.Fault {
		n := int64(v.Len())
		if n == 0 && empty || n <= *most && (least == nil || n >= *least) {
			return nil
		}
		return code.fault().With("most_bytes", *most)
	}
}

// Bytes returns the limits of a field of bytes, each nil where there is none. Without a most number there is no least.
func Bytes(f reflect.StructField) (least, most *int64) {
	least, most = limits(f, "minBytes", "maxBytes")
	if least != nil && most == nil {
		panic("form: " + f.Name + " has minBytes without maxBytes")
	}
	return least, most
}

func integerRule(f reflect.StructField) rule {
	least, most := limits(f, "minimum", "maximum")
	if least == nil && most == nil {
		return nil
	}
	code := codeOf(f, "minimum", "out_of_range")
	return func(v reflect.Value) *fault.Fault {
		if n := v.Int(); least != nil && n < *least || most != nil && n > *most {
			return between(code.fault(), least, most)
		}
		return nil
	}
}

func floatRule(f reflect.StructField) rule {
	least, most := limits(f, "minimum", "maximum")
	if least == nil && most == nil {
		return nil
	}
	code := codeOf(f, "minimum", "out_of_range")
	return func(v reflect.Value) *fault.Fault {
		n := v.Float()
		if least != nil && !(n >= float64(*least)) || most != nil && !(n <= float64(*most)) { // so NaN is refused too
			return between(code.fault(), least, most)
		}
		return nil
	}
}

func between(f *fault.Fault, least, most *int64) *fault.Fault {
	if least != nil {
		f = f.With("least", *least)
	}
	if most != nil {
		f = f.With("most", *most)
	}
	return f
}

// limits returns the numbers of two tags, each nil where the field has none.
func limits(f reflect.StructField, low, high string) (least, most *int64) {
	read := func(tag string) *int64 {
		text := f.Tag.Get(tag)
		if text == "" {
			return nil
		}
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			panic("form: " + f.Name + " has a " + tag + " that is no number")
		}
		return &n
	}
	return read(low), read(high)
}
