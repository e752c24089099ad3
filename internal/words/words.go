// Package words keeps the sentences of all faces in English, Bengali and Hindi and writes numbers, money and dates the
// way they are written in India; it does not know who asks or what the sentences are for.
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
)

// ErrIncomplete says that the message files do not agree with each other; the error around it says where.
var ErrIncomplete = errors.New("the message files do not agree")

// Language is one of the closed set of languages, as in `<html lang>`.
type Language string

// The languages.
const (
	English Language = "en"
	Bengali Language = "bn"
	Hindi   Language = "hi"
)

// Languages lists every language once; tests loop over it.
var Languages = []Language{English, Bengali, Hindi}

// Known says whether this is one of Languages.
func (l Language) Known() bool { return slices.Contains(Languages, l) }

// complete are the languages that must have every English sentence; a language that is still being written may lack one
// and falls back to English.
var complete = []Language{Bengali, Hindi}

// Args are the values for the {places} of a sentence. Whole numbers are written in the reader's digits; text is left as
// it is.
type Args map[string]any

// Catalogue is every sentence in every language. It is read once and never changed.
type Catalogue struct {
	sentences map[Language]map[string]string
	zone      *time.Location
}

// Load reads <language>/<face>.json, flat objects of key and sentence. It fails with ErrIncomplete when Bengali or
// Hindi lacks a sentence that English has, when a language has one that English has not, or when their {places} differ.
func Load(files fs.FS) (*Catalogue, error) {
	c := &Catalogue{sentences: map[Language]map[string]string{}, zone: DefaultZone}
	for _, language := range Languages {
		names, err := fs.Glob(files, string(language)+"/*.json")
		if err != nil {
			return nil, err
		}
		c.sentences[language] = map[string]string{}
		for _, name := range names {
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

// check compares every language with English. All complaints come at once, in a stable order.
func (c *Catalogue) check() error {
	var complaints []error
	english := c.sentences[English]
	if len(english) == 0 {
		return incomplete("there are no English sentences")
	}
	for _, language := range Languages[1:] {
		for _, key := range slices.Sorted(maps.Keys(english)) {
			sentence, there := c.sentences[language][key]
			switch {
			case !there && slices.Contains(complete, language):
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

// places lists the {places} of a sentence, sorted, each once.
func places(sentence string) []string {
	found := place.FindAllString(sentence, -1)
	slices.Sort(found)
	return slices.Compact(found)
}

// sentence finds a sentence, in English where the language lacks it. A key that nobody knows stays visible.
func (c *Catalogue) sentence(language Language, key string) string {
	if s, ok := c.sentences[language][key]; ok {
		return s
	}
	if s, ok := c.sentences[English][key]; ok {
		return s
	}
	return key
}

// Has says whether a sentence exists, for keys that are made from data.
func (c *Catalogue) Has(key string) bool {
	_, ok := c.sentences[English][key]
	return ok
}

// T is the sentence of a key with its places filled. A place without a value stays visible, so that it is noticed.
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

// N is the sentence of a key for a count: key.one or key.other, with {count}. Bengali and Hindi count nought as one.
func (c *Catalogue) N(language Language, key string, count int64, args Args) string {
	filled := maps.Clone(args)
	if filled == nil {
		filled = Args{}
	}
	filled["count"] = count
	form := ".other"
	if count == 1 || (count == 0 && language != English) {
		form = ".one"
	}
	return c.T(language, key+form, filled)
}

// Prefer chooses the language of a page from an Accept-Language header: the first known one in the header's own order.
func Prefer(header string) Language {
	for wish := range strings.SplitSeq(header, ",") {
		tag, _, _ := strings.Cut(strings.TrimSpace(wish), ";")
		primary, _, _ := strings.Cut(strings.ToLower(tag), "-")
		if l := Language(primary); l.Known() {
			return l
		}
	}
	return English
}
