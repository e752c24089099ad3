package pdf

import (
	"bytes"
	_ "embed" // the fonts
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"

	"tripol/internal/words"
)

// The fonts, under the SIL Open Font License (fonts/OFL.txt).
var (
	//go:embed fonts/NotoSans-Regular.ttf
	latinFile []byte
	//go:embed fonts/NotoSansBengali-Regular.ttf
	bengaliFile []byte
	//go:embed fonts/NotoSansDevanagari-Regular.ttf
	devanagariFile []byte
)

// typeface is one script with its font and its name in the PDF.
type typeface struct {
	name     string // PostScript name
	file     []byte
	script   language.Script
	language language.Language
	letters  *unicode.RangeTable // first letters of a run of this script; nil for the default script
}

var typefaces = []typeface{
	{"NotoSans", latinFile, language.Latin, "en", nil},
	{"NotoSansBengali", bengaliFile, language.Bengali, "bn", unicode.Bengali},
	{"NotoSansDevanagari", devanagariFile, language.Devanagari, "hi", unicode.Devanagari},
}

// parsed holds the parsed fonts; a font may be shared between goroutines, a face may not.
var parsed = sync.OnceValues(func() ([]*font.Font, error) {
	fonts := make([]*font.Font, len(typefaces))
	for i, t := range typefaces {
		face, err := font.ParseTTF(bytes.NewReader(t.file))
		if err != nil {
			return nil, fmt.Errorf("font %s: %w", t.name, err)
		}
		fonts[i] = face.Font
	}
	return fonts, nil
})

// glyph is one shaped glyph; lengths are thousandths of the type size.
type glyph struct {
	font          int // index in typefaces
	id            font.GID
	x, y, advance float64
	text          string // its text, when the glyph represents that alone
}

// line is a shaped text. The text is kept with the glyphs so that copying and searching in the PDF return it.
type line struct {
	text   string
	glyphs []glyph
	width  float64 // thousandths of the type size
}

// Typesetter shapes texts and caches those that every page repeats. It serves one document and must not be shared.
type Typesetter struct {
	faces  []*font.Face
	shaper shaping.HarfbuzzShaper
	known  map[string]line
}

// mostKnown bounds the cache, so that memory does not grow with the batch.
const mostKnown = 64

// NewTypesetter returns a typesetter of the embedded fonts.
func NewTypesetter() (*Typesetter, error) {
	fonts, err := parsed()
	if err != nil {
		return nil, err
	}
	t := &Typesetter{known: map[string]line{}}
	for _, f := range fonts {
		t.faces = append(t.faces, font.NewFace(f))
	}
	return t, nil
}

// line shapes a text: conjuncts and vowel signs. A character without a glyph is an error: nobody at the office would
// notice a box on a card, everybody in the field would.
func (t *Typesetter) line(text string) (line, error) {
	if done, ok := t.known[text]; ok {
		return done, nil
	}
	runes := []rune(text)
	shaped := line{text: text}
	for start := 0; start < len(runes); {
		which, end := runFrom(runes, start)
		out := t.shaper.Shape(shaping.Input{
			Text: runes, RunStart: start, RunEnd: end, Direction: di.DirectionLTR, Face: t.faces[which],
			Size: fixed.I(1000), Script: typefaces[which].script, Language: typefaces[which].language,
		})
		for _, g := range out.Glyphs {
			if g.GlyphID == 0 {
				return line{}, fmt.Errorf("font %s has no glyph for %q", typefaces[which].name, runes[g.TextIndex()])
			}
			one := glyph{
				font: which, id: g.GlyphID,
				x: thousandths(g.XOffset), y: thousandths(g.YOffset), advance: thousandths(g.Advance),
			}
			if g.GlyphsCount() == 1 {
				one.text = string(runes[g.TextIndex() : g.TextIndex()+g.RunesCount()])
			}
			shaped.glyphs = append(shaped.glyphs, one)
			shaped.width += one.advance
		}
		start = end
	}
	if len(t.known) >= mostKnown {
		clear(t.known) // codes occur once; repeated texts are cached again with the next card
	}
	t.known[text] = shaped
	return shaped, nil
}

// Readable returns the language, or the first of its fallbacks whose sentences the fonts have letters for.
func (t *Typesetter) Readable(c *words.Catalogue, language words.Language, keys ...string) words.Language {
	without := func(key string) bool {
		_, err := t.line(strings.ReplaceAll(c.T(language, key, nil), "\n", " "))
		return err != nil
	}
	for slices.ContainsFunc(keys, without) {
		other, there := language.Fallback()
		if !there {
			return words.English
		}
		language = other
	}
	return language
}

func thousandths(v fixed.Int26_6) float64 { return float64(v) / 64 }

// runFrom returns the typeface of the run that begins at start, and its end. Spaces, and the danda that Bengali borrows
// from Devanagari, belong to the preceding run.
func runFrom(runes []rune, start int) (which, end int) {
	which = faceOf(runes[start])
	for end = start + 1; end < len(runes); end++ {
		r := runes[end]
		shared := r == ' ' || r == '।' || r == '\u200c' || r == '\u200d'
		if faceOf(r) != which && (!shared || which == 0) {
			break
		}
	}
	return which, end
}

func faceOf(r rune) int {
	for i, t := range typefaces {
		if t.letters != nil && unicode.Is(t.letters, r) {
			return i
		}
	}
	return 0
}

// advance is the default advance of a glyph in thousandths of the type size, for the width table of the PDF.
func (t *Typesetter) advance(face int, id font.GID) float64 {
	return float64(t.faces[face].HorizontalAdvance(id)) * 1000 / float64(t.faces[face].Upem())
}
