package card

import (
	"bytes"
	_ "embed" // the fonts
	"fmt"
	"sync"
	"unicode"

	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"
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

// typeface is one script with its font and the name the PDF knows it by.
type typeface struct {
	name     string // PostScript name
	file     []byte
	script   language.Script
	language language.Language
	letters  *unicode.RangeTable // what makes a run of this script begin; nil for the script of all else
}

var typefaces = []typeface{
	{"NotoSans", latinFile, language.Latin, "en", nil},
	{"NotoSansBengali", bengaliFile, language.Bengali, "bn", unicode.Bengali},
	{"NotoSansDevanagari", devanagariFile, language.Devanagari, "hi", unicode.Devanagari},
}

// parsed holds the fonts read once; a font may be shared, a face may not.
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
	text          string // what it stands for, when it stands for that alone
}

// line is a text shaped for print. Its text is kept beside the glyphs so that copying and searching give back what was
// written.
type line struct {
	text   string
	glyphs []glyph
	width  float64 // thousandths of the type size
}

// typesetter shapes texts and remembers those that every card repeats. It serves one sheet and is not shared.
type typesetter struct {
	faces  []*font.Face
	shaper shaping.HarfbuzzShaper
	known  map[string]line
}

// mostKnown bounds what is remembered, so that a long batch takes no more memory than a short one.
const mostKnown = 64

func newTypesetter() (*typesetter, error) {
	fonts, err := parsed()
	if err != nil {
		return nil, err
	}
	t := &typesetter{known: map[string]line{}}
	for _, f := range fonts {
		t.faces = append(t.faces, font.NewFace(f))
	}
	return t, nil
}

// line shapes a text: conjuncts joined, vowel signs where they belong. A character that no font has is an error: a box
// on a card would be noticed by nobody here and by everybody there.
func (t *typesetter) line(text string) (line, error) {
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
		clear(t.known) // codes come once; what repeats is back after the next card
	}
	t.known[text] = shaped
	return shaped, nil
}

func thousandths(v fixed.Int26_6) float64 { return float64(v) / 64 }

// runFrom gives the typeface of the run that begins at start, and where it ends. Spaces stay with the run they follow;
// the danda, which Bengali borrows from Devanagari, too.
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

// advance is a glyph's own width in thousandths of the type size, as the PDF's width table wants it.
func (t *typesetter) advance(face int, id font.GID) float64 {
	return float64(t.faces[face].HorizontalAdvance(id)) * 1000 / float64(t.faces[face].Upem())
}
