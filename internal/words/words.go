// Package words contains the messages of all pages in every language that has a folder of them, and formats numbers,
// money and dates as in India; it does not depend on readers or on the use of a message.
package words

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/feature/plural"
	tags "golang.org/x/text/language"
)

// ErrIncomplete reports message files that do not match each other; the wrapping error has the details.
var ErrIncomplete = errors.New("the message files do not match")

// Language is one of the closed set of languages, as in `<html lang>`.
type Language string

// The languages that the program itself names; Languages has all.
const (
	English Language = "en"
	Bengali Language = "bn"
	Hindi   Language = "hi"
)

// Args are the values for the {placeholders} of a message. Integers are written in the reader's digits; text is not
// changed.
type Args map[string]any

// Catalogue contains every message in every language. It is read once and never changed.
type Catalogue struct {
	languages map[Language]about
	sentences map[Language]map[string]string
	zone      *time.Location
}

// Load reads <language>/<file>.json, flat objects of key and message, and <language>/language.json. It fails with
// ErrIncomplete when a complete language lacks an English message, when a language has a key that English lacks, or
// when the {placeholders} differ. Another language may lack messages: Missing lists them.
func Load(files fs.FS) (*Catalogue, error) {
	languages, err := readLanguages(files)
	if err != nil {
		return nil, err
	}
	c := &Catalogue{languages: languages, sentences: map[Language]map[string]string{}, zone: DefaultZone}
	for language := range languages {
		names, err := fs.Glob(files, string(language)+"/*.json")
		if err != nil {
			return nil, err
		}
		c.sentences[language] = map[string]string{}
		for _, name := range names {
			if path.Base(name) == "language.json" {
				continue
			}
			if err := c.read(files, language, name); err != nil {
				return nil, err
			}
		}
	}
	return c, c.check()
}

func (c *Catalogue) read(files fs.FS, language Language, name string) error {
	text, err := fs.ReadFile(files, name)
	if err != nil {
		return err
	}
	var sentences map[string]string
	if err := json.Unmarshal(text, &sentences); err != nil {
		return fmt.Errorf("the message file %s: %w", name, err)
	}
	for key, sentence := range sentences {
		if _, twice := c.sentences[language][key]; twice {
			return incomplete(fmt.Sprintf("%s: %s stands in another file of this language too", path.Base(name), key))
		}
		c.sentences[language][key] = sentence
	}
	return nil
}

// check compares every language with English. It returns all errors together, in a stable order.
func (c *Catalogue) check() error {
	var complaints []error
	english := c.sentences[English]
	if len(english) == 0 {
		return incomplete("there are no English sentences")
	}
	for _, language := range inOrder(c.languages)[1:] {
		for _, key := range slices.Sorted(maps.Keys(english)) {
			sentence, there := c.sentences[language][key]
			switch {
			case !there && c.languages[language].Complete:
				complaints = append(complaints, incomplete(fmt.Sprintf("%s lacks %s", language, key)))
			case there && !slices.Equal(places(sentence), places(english[key])):
				complaints = append(complaints, incomplete(fmt.Sprintf("%s: %s has other {places} than English", language, key)))
			}
		}
		for _, key := range slices.Sorted(maps.Keys(c.sentences[language])) {
			if _, there := english[key]; !there {
				complaints = append(complaints, incomplete(fmt.Sprintf("%s has %s, which English lacks", language, key)))
			}
		}
	}
	return errors.Join(complaints...)
}

func incomplete(what string) error {
	return fmt.Errorf("%w: %s", ErrIncomplete, what)
}

var place = regexp.MustCompile(`\{(\w+)\}`)

// places returns the {placeholders} of a message, sorted, without duplicates.
func places(sentence string) []string {
	found := place.FindAllString(sentence, -1)
	slices.Sort(found)
	return slices.Compact(found)
}

// Missing lists the keys that a language lacks, sorted.
func (c *Catalogue) Missing(language Language) (keys []string) {
	for _, key := range slices.Sorted(maps.Keys(c.sentences[English])) {
		if _, there := c.sentences[language][key]; !there {
			keys = append(keys, key)
		}
	}
	return keys
}

// sentence returns a message, in the language's fallback where it lacks it. An unknown key is returned itself, so that
// it is noticed.
func (c *Catalogue) sentence(language Language, key string) string {
	for ; language != ""; language = c.languages[language].Fallback {
		if s, ok := c.sentences[language][key]; ok {
			return s
		}
	}
	if s, ok := c.sentences[English][key]; ok {
		return s
	}
	return key
}

// Has reports whether a message exists, for keys made from data.
func (c *Catalogue) Has(key string) bool {
	_, ok := c.sentences[English][key]
	return ok
}

// T returns the message of a key with its placeholders filled. One without a value stays visible, to be noticed.
func (c *Catalogue) T(language Language, key string, args Args) string {
	return place.ReplaceAllStringFunc(c.sentence(language, key), func(found string) string {
		value, given := args[strings.Trim(found, "{}")]
		if !given {
			return found
		}
		switch v := value.(type) {
		case int:
			return c.Number(language, int64(v))
		case int64:
			return c.Number(language, v)
		default:
			return fmt.Sprint(v)
		}
	})
}

// N returns the plural form of a message for a count: key.one or key.other, with {count}, by the plural rule of the
// language: in Bengali and Hindi zero is singular.
func (c *Catalogue) N(language Language, key string, count int64, args Args) string {
	filled := maps.Clone(args)
	if filled == nil {
		filled = Args{}
	}
	filled["count"] = count
	form := ".other"
	size := int(max(count, -count) % 10_000_000) // of which the rule wants no more
	if plural.Cardinal.MatchPlural(tags.Make(string(language)), size, 0, 0, 0, 0) == plural.One {
		form = ".one"
	}
	return c.T(language, key+form, filled)
}

// Prefer returns the language for an Accept-Language header, English where it names none of ours.
func Prefer(header string) Language {
	if language, stated := Stated(header); stated {
		return language
	}
	return English
}

// Stated returns the first known language of an Accept-Language header, in the header's own order, and whether there is
// one.
func Stated(header string) (Language, bool) {
	for wish := range strings.SplitSeq(header, ",") {
		tag, _, _ := strings.Cut(strings.TrimSpace(wish), ";")
		primary, _, _ := strings.Cut(strings.ToLower(tag), "-")
		if l := Language(primary); l.Known() {
			return l, true
		}
	}
	return "", false
}
