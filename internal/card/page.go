package card

import (
	"bytes"
	"fmt"
	"unicode/utf16"
)

// A4, in millimetres.
const (
	pageWidth  = 210.0
	pageHeight = 297.0
)

// points converts millimetres to PDF points.
func points(mm float64) float64 { return mm * 72 / 25.4 }

// page collects the drawing operators of one page. Lengths and type sizes are in millimetres, from the upper left
// corner.
type page struct {
	ops  bytes.Buffer
	set  *typesetter
	used []map[uint32]string // per typeface, the glyphs used and their text
}

// up converts a distance from the upper edge (mm) to points from the lower edge.
func (p *page) up(y float64) float64 { return points(pageHeight - y) }

func (p *page) op(format string, args ...any) {
	fmt.Fprintf(&p.ops, format+"\n", args...)
}

// rule draws a line; width in points.
func (p *page) rule(x1, y1, x2, y2, width float64) {
	p.op("%.2f w %.3f %.3f m %.3f %.3f l S", width, points(x1), p.up(y1), points(x2), p.up(y2))
}

// box draws an empty rectangle with a line of half a point.
func (p *page) box(x, y, width, height float64) {
	p.op("0.5 w %.3f %.3f %.3f %.3f re S", points(x), p.up(y+height), points(width), points(height))
}

// align is the horizontal alignment of a text: the end at x.
type align float64

const (
	left   align = 0
	centre align = 0.5
	right  align = 1
)

// style is the type size of a text, the width beyond which it is scaled down, and its alignment.
type style struct {
	size, widest float64 // mm; widest 0 is no limit
	held         align
}

// text draws one line with its baseline at y.
func (p *page) text(x, y float64, text string, s style) error {
	shaped, err := p.set.line(text)
	if err != nil {
		return err
	}
	if width := shaped.width / 1000 * s.size; s.widest > 0 && width > s.widest {
		s.size *= s.widest / width
	}
	at := x - float64(s.held)*shaped.width/1000*s.size
	p.op("/Span <</ActualText <%s>>> BDC BT", utf16Hex("\ufeff"+text))
	now := -1
	for _, g := range shaped.glyphs {
		if g.font != now {
			now = g.font
			p.op("/F%d %.3f Tf", now, points(s.size))
		}
		if known, seen := p.used[g.font][uint32(g.id)]; !seen || known == "" {
			p.used[g.font][uint32(g.id)] = g.text
		}
		p.op("1 0 0 1 %.3f %.3f Tm <%04X> Tj", points(at+g.x/1000*s.size), p.up(y)+points(g.y/1000*s.size), g.id)
		at += g.advance / 1000 * s.size
	}
	p.op("ET EMC")
	return nil
}

// utf16Hex encodes a text as hexadecimal UTF-16, as in PDF strings.
func utf16Hex(text string) string {
	var hex bytes.Buffer
	for _, unit := range utf16.Encode([]rune(text)) {
		fmt.Fprintf(&hex, "%04X", unit)
	}
	return hex.String()
}
