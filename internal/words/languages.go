package words

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"tripol/frontend/messages"
)

// about is what <language>/language.json states. The front end reads the same file.
type about struct {
	Name      string          `json:"name"`    // in the language itself
	English   string          `json:"english"` // in English
	Also      []string        `json:"also"`    // other names, as they are written in lists
	Order     int             `json:"order"`   // among the languages of a switch
	Short     string          `json:"short"`
	Outline   json.RawMessage `json:"outline,omitempty"` // drawing of Short, for the front end
	Locale    string          `json:"locale"`            // for the front end
	Digits    string          `json:"digits"`            // ten, from zero
	Direction string          `json:"direction"`
	Font      string          `json:"font"`     // script of the font that phones store; empty: the phone's own
	Fallback  Language        `json:"fallback"` // language of the sentences that are missing; empty for English alone
	Names     []Language      `json:"names"`    // languages of the names that are shown, before the English one
	Complete  bool            `json:"complete"` // whether a missing sentence is an error
}

// shipped are the languages whose folders the program was built with. They are embedded, and a test reads them.
var shipped = func() map[Language]about {
	known, err := readLanguages(messages.Files)
	if err != nil {
		panic(err)
	}
	return known
}()

// Shipped returns the messages that the program was built with.
var Shipped = sync.OnceValues(func() (*Catalogue, error) { return Load(messages.Files) })

// Languages lists every language once, English first.
var Languages = inOrder(shipped)

// Codes are the languages as texts.
func Codes() []string {
	codes := make([]string, len(Languages))
	for i, language := range Languages {
		codes[i] = string(language)
	}
	return codes
}

// Listed are the codes for a sentence.
func Listed() string { return strings.Join(Codes(), ", ") }

// Known reports whether this is one of Languages.
func (l Language) Known() bool { return slices.Contains(Languages, l) }

// Name returns the language's name in that language.
func (l Language) Name() string { return shipped[l].Name }

// Direction returns the direction of its script, as in `<html dir>`.
func (l Language) Direction() string { return cmp.Or(shipped[l].Direction, "ltr") }

// Fallback returns the language whose sentences are used where this one has none, and whether there is one.
func (l Language) Fallback() (Language, bool) {
	other := shipped[l].Fallback
	return other, other != ""
}

// ByName returns the languages by each of their names and their codes, in lower case.
func ByName() map[string]Language {
	named := map[string]Language{}
	for language, about := range shipped {
		for _, name := range append(about.Also, string(language), about.Name, about.English) {
			named[strings.ToLower(name)] = language
		}
	}
	return named
}

func inOrder(known map[Language]about) []Language {
	first := func(l Language) int {
		if l == English {
			return 0
		}
		return 1
	}
	return slices.SortedFunc(maps.Keys(known), func(a, b Language) int {
		return cmp.Or(first(a)-first(b), known[a].Order-known[b].Order, cmp.Compare(a, b))
	})
}

var languageCode = regexp.MustCompile(`^[a-z]{2,3}$`)

// readLanguages reads what the folder of each language states about it.
func readLanguages(files fs.FS) (map[Language]about, error) {
	folders, err := fs.ReadDir(files, ".")
	if err != nil {
		return nil, err
	}
	known := map[Language]about{}
	for _, folder := range folders {
		if !folder.IsDir() {
			continue
		}
		text, err := fs.ReadFile(files, folder.Name()+"/language.json")
		if err != nil {
			return nil, incomplete(folder.Name() + " has no language.json")
		}
		var one about
		strict := json.NewDecoder(bytes.NewReader(text))
		strict.DisallowUnknownFields()
		if err := strict.Decode(&one); err != nil {
			return nil, incomplete(fmt.Sprintf("%s/language.json: %v", folder.Name(), err))
		}
		known[Language(folder.Name())] = one
	}
	for language, one := range known {
		if fault := one.fault(language, known); fault != "" {
			return nil, incomplete(string(language) + "/language.json: " + fault)
		}
	}
	return known, nil
}

func endsInEnglish(language Language, known map[Language]about) bool {
	for range len(known) {
		if language == English {
			return true
		}
		language = known[language].Fallback
	}
	return false
}

// fault returns what is wrong with a description, or nothing.
func (a about) fault(language Language, known map[Language]about) string {
	switch {
	case !endsInEnglish(language, known):
		return "its fallback does not lead to English"
	case !languageCode.MatchString(string(language)):
		return "the folder's name is no code of two or three letters"
	case a.Name == "" || a.English == "" || a.Short == "" || a.Locale == "":
		return "name, english, short and locale are needed"
	case utf8.RuneCountInString(a.Digits) != 10:
		return "digits are ten, from zero"
	case a.Direction != "ltr" && a.Direction != "rtl":
		return "direction is ltr or rtl"
	case (language == English) != (a.Fallback == ""):
		return "every language but English has a fallback"
	}
	return ""
}
