package paper

import (
	"io"
	"strings"

	"tripol/internal/card"
	"tripol/internal/pdf"
	"tripol/internal/words"
)

// Print is what a PDF of blank forms is made of. A blank form names no family, no place and no worker.
type Print struct {
	Layout       Layout
	Language     words.Language
	First, Last  Number
	Organisation string // which the text before consent names
	Help         string // phone number for questions; empty: the text names the organisation's workers
	Printed      string // moment of printing, formatted in the language
}

// The layout of a page, in millimetres.
const (
	marginX = 10.0
	width   = pdf.PageWidth - 2*marginX
	small   = 2.6
	normal  = 3.1
	tick    = 3.6 // side of a box to tick
	cell    = 6.2 // side of a box for one digit
)

// sheet draws one page of forms.
type sheet struct {
	*pdf.Page
	Print
	words *words.Catalogue
	err   error // the first error; later drawings do nothing
}

// Sheets writes a PDF of blank forms: one family on a page, or ten. Pages are written as they are drawn.
func Sheets(w io.Writer, in Print) error {
	catalogue, err := words.Shipped()
	if err != nil {
		return err
	}
	marks, err := card.Marks()
	if err != nil {
		return err
	}
	d, err := pdf.New(w, append(pictures(), marks)...)
	if err != nil {
		return err
	}
	in.Language = d.Readable(catalogue, in.Language, printedKeys...)
	step := Number(in.Layout.Forms())
	sides := int((in.Last - in.First + step) / step)
	err = d.DrawAll(sides, func(n int, p *pdf.Page) error {
		s := &sheet{Page: p, Print: in, words: catalogue}
		first := in.First + Number(n)*step
		if in.Layout == SansadSheet {
			s.sansad(first)
		} else {
			s.family(first)
		}
		return s.err
	})
	if err != nil {
		return err
	}
	return d.Close()
}

// printedKeys are sentences by whose letters the language of the forms is decided.
var printedKeys = []string{
	"paper.form", "paper.sansad", "paper.form_how", "register.consent.what", "register.place.search", "people.women",
	"criteria.widow", "grade.4",
}

func (s *sheet) t(key string) string {
	return s.words.T(s.Language, key, words.Args{"organisation": s.Organisation, "number": s.Help})
}

// write writes a line of text; it is made smaller where it is wider than widest.
func (s *sheet) write(x, y float64, text string, style pdf.Style) {
	if s.err == nil {
		s.err = s.Text(x, y, text, style)
	}
}

// paragraph writes a text in lines of a width, and returns the y below it.
func (s *sheet) paragraph(x, y, size, widest float64, text string) float64 {
	line := ""
	flush := func() {
		s.write(x, y, line, pdf.Style{Size: size, Widest: widest})
		y += size * 1.45
		line = ""
	}
	for word := range strings.FieldsSeq(text) {
		longer := strings.TrimSpace(line + " " + word)
		long, err := s.Width(longer)
		if err != nil && s.err == nil {
			s.err = err
		}
		if line != "" && long/1000*size > widest {
			flush()
			longer = word
		}
		line = longer
	}
	flush()
	return y
}

// heading writes the question of a section over a rule, and returns the y of its first line.
func (s *sheet) heading(y float64, text string) float64 {
	s.Rule(marginX, y-4.4, marginX+width, y-4.4, 0.3)
	s.write(marginX, y, text, pdf.Style{Size: 3.4, Widest: width})
	return y + 5.6
}

// blank writes a label and a line to write on up to a width, and returns the x behind it.
func (s *sheet) blank(x, y, widest float64, label string) {
	s.write(x, y, label, pdf.Style{Size: small, Widest: widest * 0.45})
	long, err := s.Width(label)
	if err != nil && s.err == nil {
		s.err = err
	}
	from := x + min(long/1000*small, widest*0.45) + 2
	s.Rule(from, y+0.8, x+widest, y+0.8, 0.4)
}

// option draws the key that the office types, a box to tick, and its label.
func (s *sheet) option(x, y, widest float64, key, label string) {
	s.write(x+2.2, y, key, pdf.Style{Size: small, Held: pdf.Right})
	s.Box(x+3, y-tick+0.7, tick, tick)
	s.write(x+4.2+tick, y, label, pdf.Style{Size: small, Widest: widest - 5.2 - tick})
}

// cells draws boxes for digits or symbols; a gap follows each group.
func (s *sheet) cells(x, y float64, side float64, groups ...int) {
	for i, n := range groups {
		if i > 0 {
			x += side / 2
		}
		for range n {
			s.Box(x, y, side, side)
			x += side
		}
	}
}

// number writes the number of a form with its check symbol, and marks it where the form is typed twice.
func (s *sheet) number(x, y, size float64, n Number) {
	text := n.String()
	if n.NeedsSecond() {
		text += " ×2"
	}
	s.write(x, y, text, pdf.Style{Size: size * 1000 / pdf.CapHeight, Held: pdf.Right, Widest: 60})
}

// consent writes what is read aloud before the first question, and returns the y below it.
func (s *sheet) consent(y float64, size float64) float64 {
	rights := "register.consent.rights_desk"
	if s.Help != "" {
		rights = "register.consent.rights"
	}
	return s.paragraph(marginX, y, size, width,
		strings.Join([]string{s.t("register.consent.who"), s.t("register.consent.what"), s.t(rights)}, " "))
}

// footer writes how to print, and when this was.
func (s *sheet) footer() {
	s.write(marginX, pdf.PageHeight-6, s.words.T(s.Language, "paper.form_footer", words.Args{
		"first": s.First.String(), "last": s.Last.String(), "when": s.Printed,
	}), pdf.Style{Size: 2.2, Widest: width})
}
