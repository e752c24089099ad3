// Package pdf writes PDF documents of A4 pages: lines, boxes, QR codes, and text in Latin, Bengali and Devanagari
// letters, shaped with the embedded fonts. It knows neither cards nor forms.
package pdf

import (
	"bytes"
	"fmt"
	"unicode/utf16"

	"tripol/internal/words"
)

// A4, in millimetres.
const (
	PageWidth  = 210.0
	PageHeight = 297.0
)

// Points converts millimetres to PDF points.
func Points(mm float64) float64 { return mm * 72 / 25.4 }

// Page collects the drawing operators of one page. Lengths and type sizes are in millimetres, from the upper left
// corner.
type Page struct {
	ops  bytes.Buffer
	set  *Typesetter
	used []map[uint32]string // per typeface, the glyphs used and their text
}

// Up converts a distance from the upper edge (mm) to points from the lower edge.
func (p *Page) Up(y float64) float64 { return Points(PageHeight - y) }

// Op writes a drawing operator.
func (p *Page) Op(format string, args ...any) {
	fmt.Fprintf(&p.ops, format+"\n", args...)
}

// Rule draws a line; width in points.
func (p *Page) Rule(x1, y1, x2, y2, width float64) {
	p.Op("%.2f w %.3f %.3f m %.3f %.3f l S", width, Points(x1), p.Up(y1), Points(x2), p.Up(y2))
}

// Box draws an empty rectangle with a line of half a point.
func (p *Page) Box(x, y, width, height float64) {
	p.Op("0.5 w %.3f %.3f %.3f %.3f re S", Points(x), p.Up(y+height), Points(width), Points(height))
}

// Align is the horizontal alignment of a text: the end at x.
type Align float64

// The alignments.
const (
	Left   Align = 0
	Centre Align = 0.5
	Right  Align = 1
)

// Style is the type size of a text, the width beyond which it is scaled down, and its alignment.
type Style struct {
	Size, Widest float64 // mm; Widest 0 is no limit
	Held         Align
}

// Text draws one line with its baseline at y.
func (p *Page) Text(x, y float64, text string, s Style) error {
	shaped, err := p.set.line(text)
	if err != nil {
		return err
	}
	if width := shaped.width / 1000 * s.Size; s.Widest > 0 && width > s.Widest {
		s.Size *= s.Widest / width
	}
	at := x - float64(s.Held)*shaped.width/1000*s.Size
	p.Op("/Span <</ActualText <%s>>> BDC BT", utf16Hex("\ufeff"+text))
	now := -1
	for _, g := range shaped.glyphs {
		if g.font != now {
			now = g.font
			p.Op("/F%d %.3f Tf", now, Points(s.Size))
		}
		if known, seen := p.used[g.font][uint32(g.id)]; !seen || known == "" {
			p.used[g.font][uint32(g.id)] = g.text
		}
		p.Op("1 0 0 1 %.3f %.3f Tm <%04X> Tj", Points(at+g.x/1000*s.Size), p.Up(y)+Points(g.y/1000*s.Size), g.id)
		at += g.advance / 1000 * s.Size
	}
	p.Op("ET EMC")
	return nil
}

// Width returns the width of a text in thousandths of its type size. A character without a glyph is an error.
func (p *Page) Width(text string) (float64, error) {
	shaped, err := p.set.line(text)
	return shaped.width, err
}

// Readable returns the language, or the first of its fallbacks whose sentences the fonts have letters for.
func (p *Page) Readable(c *words.Catalogue, language words.Language, keys ...string) words.Language {
	return p.set.Readable(c, language, keys...)
}

// Draw draws an object of the document with its upper left corner at x, y (mm).
func (p *Page) Draw(name string, x, y float64) {
	p.Op("q 1 0 0 1 %.3f %.3f cm /%s Do Q", Points(x), p.Up(y), name)
}

// utf16Hex encodes a text as hexadecimal UTF-16, as in PDF strings.
func utf16Hex(text string) string {
	var hex bytes.Buffer
	for _, unit := range utf16.Encode([]rune(text)) {
		fmt.Fprintf(&hex, "%04X", unit)
	}
	return hex.String()
}
